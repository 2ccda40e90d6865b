import type { Schedule } from './gatewayTime';
import type { Parts } from './parts';

/** The purposes that some installations want to be told; none is not sent. */
export type Label = 'none' | 'promotional' | 'transactional';

/** One text to one or many MSISDNs. */
export interface Sms {
	msisdns: string[];
	message: string;
	senderId: string;
	type: Parts['type'];
	schedule: Schedule | null;
	reply: boolean;
	label: Label;
	/** The approved campaign of a promotional message; empty where the API has none. */
	campaign: string;
}

/** One row of a list with its own text. */
export interface Row {
	to: string;
	message: string;
	senderId: string;
	schedule: Schedule | null;
	label: Label;
}

/** Rows that go out in one call: they share all but number and text. */
export interface Batch<T extends Row> {
	senderId: string;
	schedule: Schedule | null;
	label: Label;
	rows: T[];
}

/** Folds rows into the fewest calls of at most `size`, in the order of their first rows; within a call rows keep theirs. */
export function toBatches<T extends Row>(rows: Iterable<T>, size: number): Array<Batch<T>> {
	const open = new Map<string, Batch<T>>();
	const batches: Array<Batch<T>> = [];
	for (const row of rows) {
		const key = JSON.stringify([row.senderId, row.schedule?.wire ?? null, row.label]);
		let batch = open.get(key);
		if (!batch || batch.rows.length >= size) {
			batch = { senderId: row.senderId, schedule: row.schedule, label: row.label, rows: [] };
			open.set(key, batch);
			batches.push(batch);
		}
		batch.rows.push(row);
	}
	return batches;
}
