'use strict';

/** Every request that reached the gateway, in order of arrival, and how many were on their way at once. */
function requestLog() {
	const requests = [];
	const open = new Map();
	const most = new Map();

	/**
	 * Notes a request; call what is returned when its connection is done with it.
	 *
	 * @param {{ call: string }} entry
	 */
	function add(entry) {
		requests.push(entry);
		const counters = [entry.call, '*'];
		for (const name of counters) {
			open.set(name, (open.get(name) ?? 0) + 1);
			most.set(name, Math.max(most.get(name) ?? 0, open.get(name)));
		}
		return () => counters.forEach((name) => open.set(name, open.get(name) - 1));
	}

	/** @param {string} [call] all of them when it is left out */
	function count(call) {
		return call === undefined ? requests.length : requests.filter((request) => request.call === call).length;
	}

	function clear() {
		requests.length = 0;
		most.clear();
	}

	return { requests, add, count, clear, mostAtOnce: (call = '*') => most.get(call) ?? 0 };
}

module.exports = { requestLog };
