'use strict';

const { DueQueue } = require('./dueQueue');

/**
 * @typedef {object} ReportRow one delivery report
 * @property {string} shootId
 * @property {string} to MSISDN
 * @property {string} text
 * @property {number} parts
 * @property {string} code DLR code; empty while pending
 * @property {string} details
 * @property {Date} sentAt
 * @property {Date | null} receivedAt
 * @property {number} dueAt ms; the row is in no page before
 * @property {boolean} handedOut by getDLR, with getAll or with the shoot ID
 * @property {boolean} [shown] in a page of any call, also of one that takes nothing away: from then on it can't change
 * @property {boolean} [withdrawn] taken back before anybody saw it
 * @property {object} [message] the ledger entry whose last row this is
 * @property {string} [raw] a whole record that goes into the page as it stands
 */

/** All delivery reports: those that are still to come, and those that have come, in order of arrival. */
class ReportBook {
	#coming = new DueQueue();
	#arrived = shelf();
	#byShootId = new Map();
	#now;
	#onShown;

	/**
	 * @param {() => Date} now
	 * @param {(row: ReportRow) => void} onShown called when a row is in a page for the first time
	 */
	constructor(now, onShown) {
		this.#now = now;
		this.#onShown = onShown;
	}

	/** @param {ReportRow} row */
	expect(row) {
		this.#coming.add(row);
	}

	/** Takes back a row that was in no page yet. */
	withdraw(row) {
		row.withdrawn = true;
		for (const { rows } of [this.#arrived, this.#byShootId.get(row.shootId) ?? shelf()]) {
			const at = rows.indexOf(row);
			if (at >= 0) rows.splice(at, 1);
		}
	}

	/** getDLR/getAll: the oldest rows not handed out yet, which are handed out by this. */
	takeAll(limit) {
		this.#arrive();
		return this.#show(take(this.#arrived, limit));
	}

	/** getDLR/{shootId}: the same for one shoot ID. */
	takeOf(shootId, limit) {
		this.#arrive();
		return this.#show(take(this.#byShootId.get(shootId) ?? shelf(), limit));
	}

	/** getDLRRep/{shootId}: the first rows of one shoot ID; takes nothing away. */
	repeat(shootId, limit) {
		this.#arrive();
		return this.#show((this.#byShootId.get(shootId)?.rows ?? []).slice(0, limit));
	}

	/** The newest rows, newest first; takes nothing away. */
	newest(limit) {
		this.#arrive();
		return this.#show(this.#arrived.rows.slice(-limit).reverse());
	}

	#show(rows) {
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
			if (!this.#byShootId.has(row.shootId)) this.#byShootId.set(row.shootId, shelf());
			this.#byShootId.get(row.shootId).rows.push(row);
		}
	}
}

// `firstUnread` only moves forward, so that draining a shelf by pages reads each row about once.
function shelf() {
	return { rows: [], firstUnread: 0 };
}

function take(shelfOfRows, limit) {
	const { rows } = shelfOfRows;
	const taken = [];
	let at = shelfOfRows.firstUnread;
	for (; at < rows.length && taken.length < limit; at++) {
		if (rows[at].handedOut) continue;
		rows[at].handedOut = true;
		if (rows[at].message) rows[at].message.handedOut = true;
		taken.push(rows[at]);
	}
	shelfOfRows.firstUnread = at;
	return taken;
}

module.exports = { ReportBook };
