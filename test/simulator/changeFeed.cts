/** Counts the changes of an account and tells whoever listens; the number tells what is newer than what. */
export interface ChangeFeed {
	/** Notes a change and returns its number. */
	touch(): number;
	/** Calls the listener after each change; returns what ends that. */
	subscribe(listener: () => void): () => void;
	/** The number of the last change. */
	version(): number;
}

export function changeFeed(): ChangeFeed {
	const listeners = new Set<() => void>();
	let version = 0;

	function touch() {
		version++;
		for (const listener of listeners) listener();
		return version;
	}

	function subscribe(listener: () => void) {
		listeners.add(listener);
		return () => void listeners.delete(listener);
	}

	return { touch, subscribe, version: () => version };
}
