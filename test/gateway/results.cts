import type { Fault, Result } from '../../nodes/MimSms/gateway/fault';

/** The value of a result; throws, with the fault in its words, when there is none. */
export function valueOf<T>(result: Result<T>): T {
	if (result.ok) return result.value;
	throw new Error(`A fault in place of a value: ${JSON.stringify(result.fault)}`);
}

/** The fault of a result; throws when it is a value. */
export function faultOf(result: Result<unknown>): Fault {
	if (!result.ok) return result.fault;
	throw new Error('A value in place of a fault');
}
