'use strict';

const { randomUUID } = require('node:crypto');
const { NUMBER_TABLE, ANY_OTHER, statusOf } = require('./deliveryOutcomes');

/**
 * What the inbox page shows, as plain data.
 *
 * @param {{ settings: object, account: object, feed: object }} gateway
 * @param {() => string} baseUrl
 */
function inboxView({ settings, account, feed }, baseUrl) {
	// Another start or another simulator on the same port: what the page has is no longer true.
	const run = randomUUID();

	/**
	 * The account, and of the newest `limit` messages those that changed after `after`, newest first. A page keeps `cursor` and
	 * hands it back as `after`; without it, or with one of another run, all of them come.
	 */
	function read({ limit, after }) {
		const [afterRun, afterVersion] = String(after ?? '').split('.');
		const since = afterRun === run ? Number(afterVersion) : -1;
		const { messages } = account;
		return {
			cursor: `${run}.${feed.version()}`,
			run,
			now: settings.now(),
			account: accountFields(),
			total: messages.length,
			oldest: account.forgotten() + 1,
			messages: messages
				.slice(-limit)
				.reverse()
				.filter((message) => account.trailOf(message).version > since)
				.map(messageFields),
		};
	}

	function accountFields() {
		const { apiKey, senderIds, balance, outcomes } = settings;
		return { baseUrl: baseUrl(), apiKey, senderIds, balance: Number.isFinite(balance) ? balance : null, outcomes };
	}

	function messageFields(message) {
		const { n, to, text, senderId, type, parts, label, acceptedAt, outcome } = message;
		const { sentAt, isFinal } = account.trailOf(message);
		return {
			n,
			to,
			text,
			senderId,
			type,
			parts,
			label,
			acceptedAt,
			sentAt,
			isFinal,
			outcome: { ...outcome, status: statusOf(outcome.code) },
		};
	}

	return { read };
}

/** The outcome table for people: what a number's end brings about, and the reasons why a message may fail. */
const OUTCOMES = [...NUMBER_TABLE, ANY_OTHER].map((row) => ({ ...row, status: statusOf(row.code) }));

module.exports = { inboxView, OUTCOMES };
