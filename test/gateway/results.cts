import type { Fault, Result } from '../../nodes/MimSms/gateway/fault';

/** The value of a result that has one; throws the fault of another. */
export function valueOf<T>(result: Result<T>): T {
	if (result.ok) return result.value;
	throw new Error(`A fault: ${JSON.stringify(result.fault)}`);
}

/** The fault of a result that is one; throws the value of another. */
export function faultOf<T>(result: Result<T>): Fault {
	if (!result.ok) return result.fault;
	throw new Error(`No fault: ${JSON.stringify(result.value)}`);
}
