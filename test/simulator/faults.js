'use strict';

const { FAULT_KINDS } = require('./faultKinds');

const COMMON_OPTIONS = ['call', 'kind', 'times', 'skip', 'accept'];

/**
 * The faults that lie in wait. Each counts the requests of its call from the moment it was armed: it lets `skip` pass,
 * spoils the next `times`, and is used up. Of several that are ready, the one armed first goes first.
 *
 * @param {string[]} calls the names a fault may be armed for, besides `*`
 */
function faultList(calls) {
	let armed = [];

	/**
	 * @param {{ call?: string, kind: string, times?: number, skip?: number, accept?: boolean }} fault and the options of its kind
	 * @returns {{ off: () => void }}
	 */
	function arm(fault) {
		checkFault(fault, calls);
		const entry = { call: '*', times: 1, skip: 0, ...fault };
		armed.push(entry);
		return { off: () => (armed = armed.filter((other) => other !== entry)) };
	}

	/** The fault for a request of this call, which is one nearer to being used up by this; null when none is ready. */
	function next(call) {
		let chosen = null;
		for (const fault of armed) {
			if (fault.call !== '*' && fault.call !== call) continue;
			if (fault.skip > 0) fault.skip--;
			else chosen ??= fault;
		}
		if (chosen && --chosen.times <= 0) armed = armed.filter((fault) => fault !== chosen);
		return chosen;
	}

	return { arm, next, clear: () => (armed = []), list: () => armed.map((fault) => ({ ...fault })) };
}

function checkFault({ call = '*', kind, accept, times = 1, skip = 0, ...options }, calls) {
	if (!Object.hasOwn(FAULT_KINDS, kind)) {
		throw new TypeError(`No fault is called "${kind}"; there are ${Object.keys(FAULT_KINDS).join(', ')}`);
	}
	if (call !== '*' && !calls.includes(call)) {
		throw new TypeError(`No call is called "${call}"; there are *, ${calls.join(', ')}`);
	}
	if (!(times >= 1) || !(skip >= 0)) throw new TypeError('times is 1 or more, skip is 0 or more');

	const { options: known = [], acceptFixed } = FAULT_KINDS[kind];
	const unknown = Object.keys(options).find((name) => !known.includes(name));
	if (unknown) {
		throw new TypeError(
			`The fault ${kind} has no option "${unknown}"; it has ${[...COMMON_OPTIONS, ...known].join(', ')}`,
		);
	}
	if (acceptFixed && accept !== undefined && accept !== FAULT_KINDS[kind].accept) {
		throw new TypeError(`The fault ${kind} always has accept ${FAULT_KINDS[kind].accept}`);
	}
}

module.exports = { faultList };
