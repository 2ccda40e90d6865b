/** The values by their keys, in the order in which each key came first. */
export function grouped<K, V>(entries: Iterable<readonly [K, V]>): Map<K, V[]> {
	const groups = new Map<K, V[]>();
	for (const [key, value] of entries) {
		const group = groups.get(key);
		if (group) group.push(value);
		else groups.set(key, [value]);
	}
	return groups;
}
