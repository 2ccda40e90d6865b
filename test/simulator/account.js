'use strict';

const { SegmentedMessage } = require('sms-segments-calculator');
const { ReportBook } = require('./reportBook');
const { shootIdMaker } = require('./shootIds');
const { outcomeOf, detailsOf, PENDING } = require('./deliveryOutcomes');
const { textField } = require('./requestFields');
const { isValidNumber } = require('./admission');
const { fromDhakaTime } = require('./dhakaTime');

/**
 * What one account holds: the ledger of accepted messages and their delivery reports. The balance is a setting.
 *
 * @param {object} settings
 */
function openAccount(settings) {
	const messages = [];
	const newShootId = shootIdMaker(settings);
	const clock = () => settings.now();
	let reports = new ReportBook(clock);

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
		for (const row of valid) {
			const message = { ...shared, ...row, outcome: null, handedOut: false };
			message.outcome = expectReports(message, sentAt);
			messages.push(message);
		}
		return { shootId: shared.shootId };
	}

	function expectReports(message, sentAt) {
		const { code, details, pendingFirst } = outcomeOf(message.to);
		const { shootId, to, text, parts } = message;
		const firstAt = sentAt.getTime() + settings.reportDelay;
		const lastAt = pendingFirst ? firstAt + settings.pendingDelay : firstAt;
		const row = { shootId, to, text, parts, sentAt, handedOut: false };
		if (pendingFirst) reports.expect({ ...row, ...PENDING, receivedAt: null, dueAt: firstAt });

		const at = new Date(lastAt);
		reports.expect({ ...row, code, details, receivedAt: code === '' ? null : at, dueAt: lastAt, message });
		return { code, details, at };
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
			reports.expect(row);
			return row;
		});
	}

	function reset() {
		messages.length = 0;
		reports = new ReportBook(clock);
	}

	return { messages, accept, addReports, reset, reports: () => reports };
}

// smsapimany has no type: what its texts need decides. Equal texts are counted once.
function partCounter(type) {
	const counted = new Map();
	return (text) => {
		if (!counted.has(text)) {
			const sms = new SegmentedMessage(text, type === 'unicode' ? 'UCS-2' : 'auto');
			const needed = sms.getEncodingName() === 'GSM-7' ? 'text' : 'unicode';
			counted.set(text, { type: type || needed, parts: sms.segmentsCount });
		}
		return counted.get(text);
	};
}

module.exports = { openAccount };
