import { DueQueue } from './dueQueue.cts';
import type { Message } from './message.cts';

/** One delivery report. */
export interface ReportRow {
	shootId: string;
	/** MSISDN */
	to: string;
	text: string;
	parts: number;
	/** DLR code; empty while pending */
	code: string;
	details: string;
	sentAt: Date;
	receivedAt: Date | null;
	/** ms; the row is in no page before */
	dueAt: number;
	/** by getDLR, with getAll or with the shoot ID */
	handedOut: boolean;
	/** in a page of any call, also of one that takes nothing away: from then on it can't change */
	shown?: true;
	/** taken back before anybody saw it */
	withdrawn?: true;
	/** the ledger entry whose last row this is */
	message?: Message;
	/** a whole record that goes into the page as it stands */
	raw?: string;
}

// `firstUnread` only moves forward, so that draining a shelf by pages reads each row about once.
interface Shelf {
	rows: ReportRow[];
	firstUnread: number;
}

/** All delivery reports: those that are still to come, and those that have come, in order of arrival. */
export class ReportBook {
	#coming = new DueQueue<ReportRow>();
	#arrived = emptyShelf();
	#byShootId = new Map<string, Shelf>();
	#now: () => Date;
	#onShown: (row: ReportRow) => void;

	/** `onShown` is called when a row is in a page for the first time. */
	constructor(now: () => Date, onShown: (row: ReportRow) => void) {
		this.#now = now;
		this.#onShown = onShown;
	}

	expect(row: ReportRow): void {
		this.#coming.add(row);
	}

	/** Takes back a row that was in no page yet. */
	withdraw(row: ReportRow): void {
		row.withdrawn = true;
		for (const { rows } of [this.#arrived, this.#shelfOf(row.shootId)]) {
			const at = rows.indexOf(row);
			if (at >= 0) rows.splice(at, 1);
		}
	}

	/** getDLR/getAll: the oldest rows not handed out yet, which are handed out by this. */
	takeAll(limit: number): ReportRow[] {
		this.#arrive();
		return this.#show(take(this.#arrived, limit));
	}

	/** getDLR/{shootId}: the same for one shoot ID. */
	takeOf(shootId: string, limit: number): ReportRow[] {
		this.#arrive();
		return this.#show(take(this.#shelfOf(shootId), limit));
	}

	/** getDLRRep/{shootId}: the first rows of one shoot ID; takes nothing away. */
	repeat(shootId: string, limit: number): ReportRow[] {
		this.#arrive();
		return this.#show(this.#shelfOf(shootId).rows.slice(0, limit));
	}

	/** The newest rows, newest first; takes nothing away. */
	newest(limit: number): ReportRow[] {
		this.#arrive();
		return this.#show(this.#arrived.rows.slice(-limit).reverse());
	}

	#shelfOf(shootId: string) {
		return this.#byShootId.get(shootId) ?? emptyShelf();
	}

	#show(rows: ReportRow[]) {
		for (const row of rows) {
			if (row.shown) continue;
			row.shown = true;
			this.#onShown(row);
		}
		return rows;
	}

	#arrive() {
		const now = this.#now().getTime();
		for (let row = this.#coming.take(now); row; row = this.#coming.take(now)) {
			if (row.withdrawn) continue;
			this.#arrived.rows.push(row);
			const shelf = this.#shelfOf(row.shootId);
			shelf.rows.push(row);
			this.#byShootId.set(row.shootId, shelf);
		}
	}
}

function emptyShelf(): Shelf {
	return { rows: [], firstUnread: 0 };
}

function take(shelf: Shelf, limit: number) {
	const { rows } = shelf;
	const taken: ReportRow[] = [];
	let at = shelf.firstUnread;
	for (; at < rows.length && taken.length < limit; at++) {
		const row = rows[at];
		if (row.handedOut) continue;
		row.handedOut = true;
		if (row.message) row.message.handedOut = true;
		taken.push(row);
	}
	shelf.firstUnread = at;
	return taken;
}
