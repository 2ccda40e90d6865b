/** What V2 can do, and how much of it at once: contract.md, "The JSON API V2". */
import { rejected, STATUS_CODES } from '../../../nodes/MimSms/gateway/v2/errorCodes';
import { v2 } from '../../../nodes/MimSms/gateway/v2/dialect';

it('V2 takes no account’s reports, no schedule and no numbers of other countries; it has campaigns', () => {
	expect(v2.name).toBe('the JSON API (V2)');
	expect(v2.can).toEqual({
		takeAll: false,
		schedule: false,
		fetchKey: false,
		chooseEncoding: false,
		reply: false,
		campaign: true,
		sendAbroad: false,
		reportCodes: false,
		shareReference: false,
	});
	expect([v2.takeReports, v2.takeReportsOf, v2.apiKey]).toEqual([undefined, undefined, undefined]);
});

it('a request of V2 holds 1,000 recipients or 500 rows; 100 are tracked, 200 asked for in a poll, four at once', () => {
	expect(v2.most).toMatchObject({ recipients: 1_000, rows: 500, tracked: 100, questions: 200, questionsAtOnce: 4 });
});

describe('a status code', () => {
	it.each<[string[], string]>([
		[['401', '216'], 'account'],
		[['208'], 'sender'],
		[['207', '210', '213'], 'request'],
		[['205', '206', '209'], 'row'],
	])('%j ends what it concerns: %s', (codes, scope) => {
		for (const code of codes) expect([code, STATUS_CODES[code].scope]).toEqual([code, scope]);
	});

	it.each<[string, string, RegExp]>([
		['401', 'Unauthorized', /User Name and API Key .*public IP address/],
		['205', 'Invalid Message Content', /Message/],
		['206', 'Invalid Mobile Number', /To/],
		['207', 'Invalid Transaction Type', /Message Purpose/],
		['208', 'Invalid Sender ID', /Sender ID/],
		['209', 'SMS Length cross the Max level', /Message/],
		['210', 'Invalid CampaignId', /Campaign/],
		['213', 'Parameter Mismatch', /support/],
		['216', 'Insufficient Balance', /Top up/],
		['221', 'SMS Sending Failed', /panel .* may have accepted/],
		['500', 'Internal Server Error', /panel .* may have accepted/],
	])('%s has the vendor’s words, and says what to do', (code, meaning, advice) => {
		expect(STATUS_CODES[code]).toMatchObject({ meaning, advice: expect.stringMatching(advice) });
	});

	it('has no other codes', () => {
		expect(Object.keys(STATUS_CODES)).toHaveLength(11);
	});

	it('leaves it open only with 221 and 500', () => {
		const unclear = Object.keys(STATUS_CODES).filter((code) => STATUS_CODES[code].unclear);

		expect(unclear).toEqual(['221', '500']);
	});

	it('is about the node’s own settings only with 207 and 210', () => {
		const aboutSettings = Object.keys(STATUS_CODES).filter((code) => STATUS_CODES[code].aboutSettings);

		expect(aboutSettings).toEqual(['207', '210']);
		expect(rejected('207', '')).toHaveProperty('aboutSettings', true);
		expect(rejected('206', '')).not.toHaveProperty('aboutSettings');
		expect(rejected('206', '')).not.toHaveProperty('saysMore');
	});
});

it('a refusal with 401 is of the key, where it does not speak of the address; one with another code never', () => {
	expect(rejected('401', 'Invalid UserName & Password')).toHaveProperty('unknownKey', true);
	for (const [code, said] of [
		['401', 'IP Black List'],
		['401', 'Not in the white list'],
		['206', 'Invalid UserName & Password'],
		['206', 'IP Black List'],
	])
		expect(rejected(code, said)).not.toHaveProperty('unknownKey');
});

it('the words of the table say no more than the table, whatever ends them', () => {
	for (const said of ['Unauthorized', 'UNAUTHORIZED.', 'Unauthorized .. ', 'failed', 'Failed.'])
		expect(rejected('401', said)).not.toHaveProperty('saysMore');
	expect(rejected('401', 'Unauthorized: key')).toHaveProperty('saysMore', true);
});
