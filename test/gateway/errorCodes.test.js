'use strict';

const { ACCEPTED_CODE, ERROR_CODES, scopeOfCode } = require('../../nodes/MimSms/gateway/errorCodes');

/** gateway.md §2; the fields and actions that the advice for a code can name. */
const TABLE = [
	['1002', 'Sender Id/Masking Not Found', /Sender ID/],
	['1003', 'API Not Found', /API Key.*balance/],
	['1004', 'SPAM Detected', /Message/],
	['1005', 'Internal Error', /again/],
	['1006', 'Internal Error', /again/],
	['1007', 'Balance Insufficient', /Top up/],
	['1008', 'Message is empty', /Message/],
	['1009', 'Message Type Not Set (text/unicode)', /Type/],
	['1010', 'Invalid User & Password', /User Name and Password/],
	['1011', 'Invalid User Id', /User Name/],
	['1012', 'No Valid Number Found', /\bTo\b/],
	['1013', 'API limit error', /limit/],
	['1014', 'No matching template', /Message/],
	['1015', 'SMS content validation fails', /Message/],
	['1016', 'IP address not allowed', /IP.*whitelist/],
	['1019', 'SMS purpose missing', /Label/],
];

describe("the gateway's error codes", () => {
	it.each(TABLE)("%s means “%s” in the gateway's words", (code, meaning) => {
		expect(ERROR_CODES[code].meaning).toBe(meaning);
	});

	it.each(TABLE)('%s (%s) comes with sentences that name the field or what to do', (code, _, named) => {
		expect(ERROR_CODES[code].advice).toMatch(named);
		expect(ERROR_CODES[code].advice).toMatch(/^[A-Z].{20,}\.$/);
	});

	it('are these and no more: what else is seen has no known meaning', () => {
		expect(Object.keys(ERROR_CODES)).toEqual(TABLE.map(([code]) => code));
		expect(ACCEPTED_CODE).toBe('1000');
	});
});

describe('how much of a run a failure ends', () => {
	it.each(['1003', '1007', '1010', '1011', '1016'])('%s concerns the account', (code) => {
		expect(scopeOfCode(code)).toBe('account');
	});

	it('1002 concerns the sender ID', () => {
		expect(scopeOfCode('1002')).toBe('senderId');
	});

	it.each(['1004', '1008', '1009', '1012', '1014', '1015', '1019'])('%s concerns the batch alone', (code) => {
		expect(scopeOfCode(code)).toBe('message');
	});

	it.each(['1005', '1006', '1013', '1017', '2001', 'constructor', '__proto__', ''])(
		"%s ends neither the account's nor the sender's rows",
		(code) => {
			expect(['account', 'senderId']).not.toContain(scopeOfCode(code));
		},
	);

	it('in words alone, as a sign-in does, ends the run', () => {
		expect(scopeOfCode(null)).toBe('account');
	});
});

describe('what a refusal concerns', () => {
	it.each([
		['1005', 'service'],
		['1006', 'service'],
		['1013', 'service'],
		['1014', 'message'],
		['2001', 'message'],
		['constructor', 'message'],
		['1002', 'senderId'],
		['1016', 'account'],
	])('%s: the %s', (code, scope) => {
		expect(scopeOfCode(code)).toBe(scope);
	});
});
