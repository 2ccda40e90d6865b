'use strict';

/**
 * What becomes of a message, by the last two digits of its number.
 * Codes and details are the manual's; 77, 98 and 99 are this simulator's own.
 */
const NUMBER_TABLE = [
	{ ending: '00', code: '0', details: 'Delivered', becomes: 'delivered, with code 0' },
	{ ending: '05', code: '5', details: 'Unidentified subscriber', becomes: 'failed' },
	{ ending: '06', code: '6', details: 'Absent subscriber for SM', becomes: 'failed' },
	{ ending: '09', code: '9', details: 'Illegal subscriber', becomes: 'failed' },
	{ ending: '13', code: '13', details: 'Barred subscriber', becomes: 'failed' },
	{ ending: '16', code: '16', details: 'REJECTED', becomes: 'failed' },
	{ ending: '28', code: '1028', details: 'Absent subscriber', becomes: 'failed' },
	{ ending: '31', code: '31', details: 'Subscriber Busy', becomes: 'failed' },
	{ ending: '32', code: '32', details: 'SM Delivery Failure', becomes: 'failed' },
	{ ending: '34', code: '34', details: 'System failure', becomes: 'failed' },
	{ ending: '40', code: '400', details: 'SMSC Timeout-abort', becomes: 'failed' },
	{ ending: '77', code: '77', details: 'Status 77', becomes: 'unknown: a code without a meaning' },
	{ ending: '98', code: '1', details: 'Delivered', pendingFirst: true, becomes: 'pending, then delivered' },
	{ ending: '99', code: '', details: 'Pending', becomes: 'pending for ever' },
];

const ANY_OTHER = { ending: 'other', code: '1', details: 'Delivered', becomes: 'delivered' };
const PENDING = { code: '', details: 'Pending' };

const byEnding = new Map(NUMBER_TABLE.map((row) => [row.ending, row]));
const detailsByCode = new Map([ANY_OTHER, ...NUMBER_TABLE].map(({ code, details }) => [code, details]));

/**
 * The row of the table for a number.
 *
 * @param {string} msisdn
 */
function outcomeOf(msisdn) {
	return byEnding.get(msisdn.slice(-2)) ?? ANY_OTHER;
}

/**
 * The gateway's words for a DLR code; for one that isn't in the table, words that say nothing.
 *
 * @param {string} code
 */
function detailsOf(code) {
	return detailsByCode.get(code) ?? `Status ${code}`;
}

module.exports = { NUMBER_TABLE, ANY_OTHER, PENDING, outcomeOf, detailsOf };
