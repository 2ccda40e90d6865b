interface Entry<Row> {
	row: Row;
	/** ms */
	dueAt: number;
	order: number;
}

/** A binary heap of rows by the moment they fall due; equal moments keep the order in which they came. */
export class DueQueue<Row extends { dueAt: number }> {
	#heap: Array<Entry<Row>> = [];
	#count = 0;

	add(row: Row): void {
		const heap = this.#heap;
		const entry = { row, dueAt: row.dueAt, order: this.#count++ };
		let at = heap.length;
		heap.push(entry);
		while (at > 0) {
			const parent = (at - 1) >> 1;
			if (!isBefore(entry, heap[parent])) break;
			heap[at] = heap[parent];
			at = parent;
		}
		heap[at] = entry;
	}

	/** Takes out the first row that is due at `now` (ms); undefined when none is. */
	take(now: number): Row | undefined {
		const heap = this.#heap;
		if (heap.length === 0 || heap[0].dueAt > now) return undefined;
		const first = heap[0];
		const last = heap.pop();
		if (last && heap.length > 0) this.#sink(last);
		return first.row;
	}

	#sink(entry: Entry<Row>) {
		const heap = this.#heap;
		let at = 0;
		for (;;) {
			let child = 2 * at + 1;
			if (child >= heap.length) break;
			if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child++;
			if (!isBefore(heap[child], entry)) break;
			heap[at] = heap[child];
			at = child;
		}
		heap[at] = entry;
	}
}

function isBefore(a: Entry<unknown>, b: Entry<unknown>) {
	return a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.order < b.order);
}
