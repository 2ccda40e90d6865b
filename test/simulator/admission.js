'use strict';

const { textField } = require('./requestFields');
const { fromDhakaTime } = require('./dhakaTime');

/**
 * The code with which the gateway turns a caller away; null when it lets it in.
 *
 * @param {{ ipWhitelist: string[] | null, apiKey: string }} settings
 * @param {string} ip
 * @param {string} key
 */
function refuseCaller({ ipWhitelist, apiKey }, ip, key) {
	if (ipWhitelist && !ipWhitelist.includes(ip)) return '1016';
	return key === apiKey ? null : '1003';
}

/**
 * The code with which the gateway refuses a send for one of its fields; null when they are in order.
 * The order of the checks is a guess: from what concerns the account to what concerns the message.
 *
 * @param {object} settings
 * @param {Record<string, unknown>} fields
 * @param {Array<{ to: string, text: string }>} rows
 * @param {{ needsType: boolean }} call
 */
function refuseSend({ labelRequired, senderIds }, fields, rows, { needsType }) {
	if (labelRequired && !['transactional', 'promotional'].includes(textField(fields, 'label'))) return '1019';
	if (senderIds && !senderIds.includes(textField(fields, 'senderid'))) return '1002';
	if (needsType && !['text', 'unicode'].includes(textField(fields, 'type'))) return '1009';
	if (rows.length === 0 || rows.some(({ text }) => text.trim() === '')) return '1008';
	if (!rows.some(({ to }) => isValidNumber(to))) return '1012';
	const wallTime = textField(fields, 'scheduledDateTime');
	if (wallTime !== '' && !fromDhakaTime(wallTime)) return '1005';
	return null;
}

/**
 * A Bangladeshi mobile number (8801…), or digits that may be a number of another country.
 *
 * @param {string} number
 */
function isValidNumber(number) {
	if (number.startsWith('880')) return /^8801[3-9]\d{8}$/.test(number);
	return /^[1-9]\d{7,14}$/.test(number);
}

module.exports = { refuseCaller, refuseSend, isValidNumber };
