import type { CallName } from './callTable.cts';
import { FAULT_KINDS, type Fault, type FaultKind } from './faultKinds.cts';

const COMMON_OPTIONS = ['call', 'kind', 'times', 'skip', 'accept'];

/** A fault that lies in wait; `times` and `skip` count down. */
export type ArmedFault = Fault & { call: CallName | '*'; times: number; skip: number };

/**
 * The faults that lie in wait. Each counts the requests of its call from the moment it was armed: it lets `skip` pass,
 * spoils the next `times`, and is used up. Of several that are ready, the one armed first goes first.
 */
export interface FaultList {
	/** Arms a `Fault`; throws a TypeError when it is none. Returns what takes it off. */
	arm(wanted: Record<string, unknown>): { off(): void };
	/** The fault for a request of this call, which is one nearer to being used up by this; null when none is ready. */
	next(call: CallName): ArmedFault | null;
	clear(): void;
	list(): ArmedFault[];
}

/** `calls` are the names a fault may be armed for, besides `*`. */
export function faultList(calls: readonly CallName[]): FaultList {
	let armed: ArmedFault[] = [];

	function arm(wanted: Record<string, unknown>) {
		checkFault(wanted, calls);
		const entry: ArmedFault = { call: '*', times: 1, skip: 0, ...wanted };
		armed.push(entry);
		return { off: () => void (armed = armed.filter((other) => other !== entry)) };
	}

	function next(call: CallName) {
		let chosen: ArmedFault | null = null;
		for (const fault of armed) {
			if (fault.call !== '*' && fault.call !== call) continue;
			if (fault.skip > 0) fault.skip--;
			else chosen ??= fault;
		}
		if (chosen && --chosen.times <= 0) armed = armed.filter((fault) => fault !== chosen);
		return chosen;
	}

	return { arm, next, clear: () => void (armed = []), list: () => armed.map((fault) => ({ ...fault })) };
}

function checkFault(wanted: Record<string, unknown>, calls: readonly string[]): asserts wanted is Fault {
	const { call = '*', kind, accept, times = 1, skip = 0, ...options } = wanted;
	if (!isFaultKind(kind)) {
		throw new TypeError(`No fault is called "${String(kind)}"; there are ${Object.keys(FAULT_KINDS).join(', ')}`);
	}
	if (typeof call !== 'string' || (call !== '*' && !calls.includes(call))) {
		throw new TypeError(`No call is called "${String(call)}"; there are *, ${calls.join(', ')}`);
	}
	if (!(Number(times) >= 1) || !(Number(skip) >= 0)) throw new TypeError('times is 1 or more, skip is 0 or more');

	const {
		options: known = [],
		acceptFixed,
		accept: usual,
	}: { options?: readonly string[]; acceptFixed?: true; accept: boolean } = FAULT_KINDS[kind];
	const unknown = Object.keys(options).find((name) => !known.includes(name));
	if (unknown) {
		throw new TypeError(
			`The fault ${kind} has no option "${unknown}"; it has ${[...COMMON_OPTIONS, ...known].join(', ')}`,
		);
	}
	if (acceptFixed && accept !== undefined && accept !== usual) {
		throw new TypeError(`The fault ${kind} always has accept ${usual}`);
	}
}

function isFaultKind(kind: unknown): kind is FaultKind {
	return typeof kind === 'string' && Object.hasOwn(FAULT_KINDS, kind);
}
