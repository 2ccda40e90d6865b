'use strict';

const { toDhakaTime } = require('./dhakaTime');

/**
 * A page of delivery reports as XML. The text is not escaped, as on the live gateway.
 *
 * @param {import('./reportBook').ReportRow[]} rows
 * @param {{ quoteSpace: boolean, extraFields: boolean }} settings
 */
function xmlPage(rows, settings) {
	const records = rows.map((row) => row.raw ?? xmlRecord(row, settings)).join('');
	return `<?xml version="1.0" encoding="UTF-8"?>\n<dlr>${records}</dlr>`;
}

function xmlRecord(row, { quoteSpace, extraFields }) {
	const space = quoteSpace ? ' ' : '';
	const fields = [
		['MSISDN', row.to],
		['SMS', `"${space}${row.text}${space}"`],
		['SMSSent', toDhakaTime(row.sentAt)],
		['DLRReceived', row.receivedAt ? toDhakaTime(row.receivedAt) : ''],
		['DLRStatus', row.code],
		['DLRStatusDetails', row.details],
		...(extraFields
			? [
					['ID', row.shootId],
					['Parts', row.parts],
				]
			: []),
	];
	return `<message>${fields.map(([name, value]) => `<${name}>${value}</${name}>`).join('')}</message>`;
}

/**
 * A page of delivery reports as the JSON array that one host answers: it names no number.
 *
 * @param {import('./reportBook').ReportRow[]} rows
 * @param {{ pricePerPart: number }} settings
 */
function jsonPage(rows, { pricePerPart }) {
	return JSON.stringify(
		rows.map((row) => ({ sms_status_str: row.details, charges_per_sms: row.parts * pricePerPart })),
	);
}

module.exports = { xmlPage, jsonPage };
