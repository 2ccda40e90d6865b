import { ACCEPTED_CODE, ERROR_CODES, rejected, rejectionOf } from '../../../nodes/MimSms/gateway/classic/errorCodes';

/** gateway.md §2; the fields and actions that the advice for a code can name. */
const TABLE: Array<[code: string, meaning: string, named: RegExp]> = [
	['1002', 'Sender Id/Masking Not Found', /Sender ID/],
	['1003', 'API Not Found', /API Key.*balance/],
	['1004', 'SPAM Detected', /Message/],
	['1005', 'Internal Error', /usually passes/],
	['1006', 'Internal Error', /usually passes/],
	['1007', 'Balance Insufficient', /Top up/],
	['1008', 'Message is empty', /Message/],
	['1009', 'Message Type Not Set (text/unicode)', /Encoding/],
	['1010', 'Invalid User & Password', /User Name and Password/],
	['1011', 'Invalid User Id', /User Name/],
	['1012', 'No Valid Number Found', /\bTo\b/],
	['1013', 'API limit error', /limit/],
	['1014', 'No matching template', /Message/],
	['1015', 'SMS content validation fails', /Message/],
	['1016', 'IP address not allowed', /IP.*whitelist/],
	['1019', 'SMS purpose missing', /Message Purpose/],
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
		expect(rejectionOf(code, '').scope).toBe('account');
	});

	it('1002 concerns the sender ID', () => {
		expect(rejectionOf('1002', '').scope).toBe('sender');
	});

	it.each(['1004', '1005', '1006', '1008', '1009', '1012', '1013', '1014', '1015', '1019', '1017', '2001'])(
		'%s concerns the request alone',
		(code) => {
			expect(rejectionOf(code, '').scope).toBe('request');
		},
	);

	it.each(['constructor', '__proto__', ''])('%j, which is no code, concerns the request alone', (code) => {
		expect(rejectionOf(code, '')).toMatchObject({ meaning: null, scope: 'request' });
	});

	it('in words alone, as a sign-in does, ends the run', () => {
		expect(rejectionOf(null, 'NO').scope).toBe('account');
	});
});

describe('what a rejection carries', () => {
	it.each(Object.entries(ERROR_CODES))("%s: the table's meaning and advice, and the gateway's words", (code, known) => {
		expect(rejectionOf(code, 'words')).toMatchObject({
			code,
			said: 'words',
			meaning: known.meaning,
			advice: known.advice,
		});
	});

	it('only 1003 says that the key is not known', () => {
		expect(Object.keys(ERROR_CODES).filter((code) => rejectionOf(code, '').unknownKey)).toEqual(['1003']);
	});

	it("only 1009 and 1019 are about the node's own settings", () => {
		const { aboutSettings, ...others } = rejectionOf('1009', '');
		expect(aboutSettings).toBe(true);
		expect(Object.keys(ERROR_CODES).filter((code) => rejectionOf(code, '').aboutSettings)).toEqual(['1009', '1019']);
		expect(rejectionOf('1008', '')).toEqual({ ...others, ...ERROR_CODES['1008'], code: '1008' });
	});

	it('as a fault it is all of that', () => {
		expect(rejected('1007', 'x')).toEqual({ kind: 'rejected', ...rejectionOf('1007', 'x') });
	});
});

describe('a fault of the service itself', () => {
	it.each([
		['1005', true],
		['1006', true],
		['1013', true],
		['1014', false],
		['1002', false],
		['1016', false],
		['2001', false],
		['constructor', false],
		[null, false],
	])('%s: %s', (code, ofService) => {
		expect(rejectionOf(code, '').ofService === true).toBe(ofService);
	});
});
