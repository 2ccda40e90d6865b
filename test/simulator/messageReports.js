'use strict';

const { ReportBook } = require('./reportBook');
const { outcomeOf, detailsOf, PENDING } = require('./deliveryOutcomes');

/**
 * The delivery reports of an account, and which of them belong to which message of the ledger.
 *
 * @param {object} settings
 * @param {ReturnType<import('./changeFeed').changeFeed>} feed
 */
function messageReports(settings, feed) {
	/** Message → `{ sentAt, version, pending, last }`: the number of its last change, and its rows where it has any. */
	const trails = new WeakMap();
	const clock = () => settings.now();
	const book = new ReportBook(clock, ({ message }) => {
		if (message) trails.get(message).version = feed.touch();
	});

	/** Decides about a new message as the settings say: its number does, or nobody yet. */
	function track(message, sentAt) {
		const trail = { sentAt, version: feed.version() };
		trails.set(message, trail);
		message.outcome = { ...PENDING, at: null };
		if (settings.outcomes === 'byHand') return;

		const { code, details, pendingFirst } = outcomeOf(message.to);
		const firstAt = sentAt.getTime() + settings.reportDelay;
		if (pendingFirst) trail.pending = expectRow(message, { ...PENDING, dueAt: firstAt });
		expectLast(message, { code, details, dueAt: pendingFirst ? firstAt + settings.pendingDelay : firstAt });
	}

	/**
	 * Settles a message at this moment: rows that nobody has seen are taken back, a Pending row that was seen stays and the new
	 * row comes besides it. A scheduled message goes out by this.
	 */
	function settle(message, code) {
		const trail = trails.get(message);
		for (const row of [trail.pending, trail.last]) {
			if (row && !row.shown) book.withdraw(row);
		}
		const now = clock();
		if (trail.sentAt > now) trail.sentAt = now;
		expectLast(message, { code, details: detailsOf(code), dueAt: now.getTime() });
		message.handedOut = false;
		trail.version = feed.touch();
	}

	function expectLast(message, { code, details, dueAt }) {
		trails.get(message).last = expectRow(message, { code, details, dueAt, message });
		message.outcome = { code, details, at: new Date(dueAt) };
	}

	function expectRow(message, { code, dueAt, ...rest }) {
		const { shootId, to, text, parts } = message;
		const { sentAt } = trails.get(message);
		const receivedAt = code === PENDING.code ? null : new Date(dueAt);
		const row = { shootId, to, text, parts, sentAt, code, ...rest, receivedAt, dueAt, handedOut: false };
		book.expect(row);
		return row;
	}

	/** Whether a page held the row that settled the message. */
	function isFinal(message) {
		const { last } = trails.get(message);
		return Boolean(last?.shown && last.code !== PENDING.code);
	}

	/** What the inbox needs besides the message: when it goes out, whether it can't change any more, its last change. */
	function trailOf(message) {
		const { sentAt, version } = trails.get(message);
		return { sentAt, version, isFinal: isFinal(message) };
	}

	return { book, track, settle, isFinal, trailOf };
}

module.exports = { messageReports };
