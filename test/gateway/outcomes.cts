import type { Fault, Outcome } from '../../nodes/MimSms/gateway/fault';

/** The value of an outcome that has one; throws the fault of another. */
export function valueOf<T>(outcome: Outcome<T>): T {
	if (outcome.ok) return outcome.value;
	throw new Error(`A fault: ${JSON.stringify(outcome.fault)}`);
}

/** The fault of an outcome that is one; throws the value of another. */
export function faultOf<T>(outcome: Outcome<T>): Fault {
	if (!outcome.ok) return outcome.fault;
	throw new Error(`No fault: ${JSON.stringify(outcome.value)}`);
}
