'use strict';

/** Counts the changes of an account and tells whoever listens; the number tells what is newer than what. */
function changeFeed() {
	const listeners = new Set();
	let version = 0;

	/** Notes a change and returns its number. */
	function touch() {
		version++;
		for (const listener of listeners) listener();
		return version;
	}

	/** @param {() => void} listener @returns {() => void} what ends it */
	function subscribe(listener) {
		listeners.add(listener);
		return () => listeners.delete(listener);
	}

	return { touch, subscribe, version: () => version };
}

module.exports = { changeFeed };
