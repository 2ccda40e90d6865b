'use strict';

const { split, GSM, UNICODE } = require('split-sms');
const { messageReports } = require('./messageReports');
const { shootIdMaker } = require('./shootIds');
const { detailsOf, PENDING } = require('./deliveryOutcomes');
const { textField } = require('./requestFields');
const { isValidNumber } = require('./admission');
const { fromDhakaTime } = require('./dhakaTime');

/**
 * What one account holds: the ledger of accepted messages and their delivery reports. The balance is a setting.
 *
 * @param {object} settings
 * @param {ReturnType<import('./changeFeed').changeFeed>} feed hears of every change
 */
function openAccount(settings, feed) {
	const messages = [];
	const newShootId = shootIdMaker(settings);
	const clock = () => settings.now();
	let reports = messageReports(settings, feed);
	let forgotten = 0;

	/**
	 * Takes a checked send into the ledger and its cost off the balance; all of it or, with 1007, nothing.
	 *
	 * @param {Record<string, unknown>} fields
	 * @param {Array<{ to: string, text: string }>} rows
	 * @returns {{ shootId: string } | { code: string }}
	 */
	function accept(fields, rows) {
		const partsOf = partCounter(textField(fields, 'type'));
		const valid = rows.filter(({ to }) => isValidNumber(to)).map((row) => ({ ...row, ...partsOf(row.text) }));
		const cost = valid.reduce((sum, { parts }) => sum + parts, 0) * settings.pricePerPart;
		if (cost > settings.balance) return { code: '1007' };
		settings.balance = Math.round((settings.balance - cost) * 1e6) / 1e6;

		const acceptedAt = clock();
		const wallTime = textField(fields, 'scheduledDateTime');
		const scheduledAt = wallTime ? fromDhakaTime(wallTime) : acceptedAt;
		const sentAt = scheduledAt > acceptedAt ? scheduledAt : acceptedAt;
		const shared = {
			shootId: newShootId(),
			senderId: textField(fields, 'senderid'),
			label: textField(fields, 'label') || null,
			scheduledDateTime: wallTime || null,
			acceptedAt,
		};
		feed.touch();
		for (const row of valid) {
			const message = { n: forgotten + messages.length + 1, ...shared, ...row, outcome: null, handedOut: false };
			reports.track(message, sentAt);
			messages.push(message);
		}
		return { shootId: shared.shootId };
	}

	/**
	 * Decides by hand what becomes of a message, at this moment, and returns it. Throws when there is no such message, or when
	 * the report that settled it was read already.
	 *
	 * @param {number} n of the message
	 * @param {string | number} code DLR code, not empty
	 */
	function settle(n, code) {
		if (!['string', 'number'].includes(typeof code) || String(code).trim() === '') {
			throw new TypeError("The code is a DLR code: '1' is Delivered, '31' is Subscriber Busy");
		}
		const message = messages[n - forgotten - 1];
		if (!message) throw refusal(404, `There is no message ${n}`);
		if (reports.isFinal(message))
			throw refusal(409, `The delivery report of message ${n} was read already, and can't change any more`);
		reports.settle(message, String(code).trim());
		return message;
	}

	/**
	 * Puts reports into the gateway without a send, due at once. Returns their rows.
	 *
	 * @param {number | object[]} wanted how many, or `{ to, text, code, details, shootId, raw }` each, all optional
	 */
	function addReports(wanted) {
		const given = Array.isArray(wanted) ? wanted : Array.from({ length: wanted }, () => ({}));
		const shootId = newShootId();
		const at = clock();
		return given.map((report, index) => {
			const code = String(report.code ?? '1');
			const row = {
				shootId,
				to: String(8801710000000 + index),
				text: `Report ${index + 1}`,
				parts: 1,
				details: code === '' ? PENDING.details : detailsOf(code),
				sentAt: at,
				receivedAt: code === '' ? null : at,
				...report,
				code,
				dueAt: at.getTime(),
				handedOut: false,
			};
			reports.book.expect(row);
			return row;
		});
	}

	function reset() {
		forgotten += messages.length;
		messages.length = 0;
		reports = messageReports(settings, feed);
		feed.touch();
	}

	return {
		messages,
		accept,
		addReports,
		settle,
		reset,
		reports: () => reports.book,
		trailOf: (message) => reports.trailOf(message),
		/** How many messages were before the first of the ledger. */
		forgotten: () => forgotten,
	};
}

function refusal(statusCode, sentence) {
	return Object.assign(new Error(sentence), { statusCode });
}

// smsapimany has no type: what its texts need decides. Equal texts are counted once.
function partCounter(type) {
	const counted = new Map();
	return (text) => {
		if (!counted.has(text)) {
			const { characterSet, parts } = split(text, {
				summary: true,
				...(type === 'unicode' && { characterset: UNICODE }),
			});
			counted.set(text, { type: type || (characterSet === GSM ? 'text' : 'unicode'), parts: parts.length });
		}
		return counted.get(text);
	};
}

module.exports = { openAccount };
