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
 * @property {object} [message] the ledger entry whose last row this is
 * @property {string} [raw] a whole record that goes into the page as it stands
 */

/** All delivery reports: those that are still to come, and those that have come, in order of arrival. */
class ReportBook {
	#coming = new DueQueue();
	#arrived = shelf();
	#byShootId = new Map();
	#now;

	/** @param {() => Date} now */
	constructor(now) {
		this.#now = now;
	}

	/** @param {ReportRow} row */
	expect(row) {
		this.#coming.add(row);
	}

	/** getDLR/getAll: the oldest rows not handed out yet, which are handed out by this. */
	takeAll(limit) {
		this.#arrive();
		return take(this.#arrived, limit);
	}

	/** getDLR/{shootId}: the same for one shoot ID. */
	takeOf(shootId, limit) {
		this.#arrive();
		return take(this.#byShootId.get(shootId) ?? shelf(), limit);
	}

	/** getDLRRep/{shootId}: the first rows of one shoot ID; takes nothing away. */
	repeat(shootId, limit) {
		this.#arrive();
		return (this.#byShootId.get(shootId)?.rows ?? []).slice(0, limit);
	}

	/** The newest rows, newest first; takes nothing away. */
	newest(limit) {
		this.#arrive();
		return this.#arrived.rows.slice(-limit).reverse();
	}

	#arrive() {
		const now = this.#now().getTime();
		for (let row = this.#coming.take(now); row; row = this.#coming.take(now)) {
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
