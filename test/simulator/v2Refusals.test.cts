import type { Settings } from './index.cts';
import { ID, NUMBER, v2ForTest, type V2Fields } from './v2Client.cts';

const LOCAL = '01700000001';
const OTHER = '8801800000002';
const rowsOf = (numbers: readonly string[]) => numbers.map((mobNumber) => ({ mobNumber, message: 'Hello' }));
const numbered = (count: number) => rowsOf(Array.from({ length: count }, (_, i) => String(8801710000000 + i)));

const WORDS: Record<string, string> = {
	206: 'Invalid Mobile Number',
	207: 'Invalid Transaction Type',
	208: 'Invalid Sender ID',
	209: 'SMS Length cross the Max level',
	210: 'Invalid CampaignId',
	213: 'Parameter Mismatch',
	216: 'Insufficient Balance',
	401: 'Invalid UserName & Password',
};

type RefusalCase = [code: string, why: string, call: string, fields: V2Fields, settings?: Partial<Settings>];

const GOOD: Record<string, V2Fields> = {
	SMS: { transactionType: 'T', mobileNumber: NUMBER, message: 'Hello', campaignName: 'null' },
	OneToMany: { message: 'Hello', smsData: [{ mobNumber: NUMBER }] },
	DSMS: { smsData: [{ mobNumber: NUMBER, message: 'Hello' }] },
};

const REFUSALS: RefusalCase[] = [
	['401', 'a wrong key', 'SMS', { apiKey: 'KEY0000000000A1' }],
	['401', 'a wrong user name', 'DSMS', { userName: 'u@example.com' }],
	['401', 'no key', 'OneToMany', { apiKey: undefined }],
	['213', 'no text', 'SMS', { message: undefined }],
	['213', 'an empty text', 'OneToMany', { message: '' }],
	['213', 'no type', 'SMS', { transactionType: undefined }],
	['213', 'no number', 'SMS', { mobileNumber: undefined }],
	['213', 'a number that is a JSON number', 'SMS', { mobileNumber: 8801700000001 }],
	['213', 'no sender ID', 'DSMS', { senderName: undefined }],
	['213', 'no smsData', 'DSMS', { smsData: undefined }],
	['213', 'empty smsData', 'OneToMany', { smsData: [] }],
	['213', 'a row of smsData without a text', 'DSMS', { smsData: [{ mobNumber: NUMBER }] }],
	['213', 'a row of smsData under another name', 'OneToMany', { smsData: [{ mobileNumber: NUMBER }] }],
	['213', 'a row of smsData that is none', 'DSMS', { smsData: [NUMBER] }],
	['213', '501 rows', 'DSMS', { smsData: numbered(501) }],
	['213', '1001 numbers', 'OneToMany', { smsData: numbered(1001) }],
	[
		'213',
		'more numbers than may be',
		'SMS',
		{ transactionType: 'P', mobileNumber: `${NUMBER},${OTHER}` },
		{ v2MaxNumbers: 1 },
	],
	['207', 'an odd type', 'SMS', { transactionType: 'X' }],
	['207', 'D in SMS', 'SMS', { transactionType: 'D' }],
	['207', 'an odd type', 'DSMS', { transactionType: 'X' }],
	['208', "a sender ID that isn't the account's", 'SMS', { senderName: 'Other' }],
	['210', 'a campaign nobody approved', 'SMS', { transactionType: 'P' }, { v2Campaigns: ['Eid'] }],
	['206', 'a number with a plus', 'SMS', { mobileNumber: `+${NUMBER}` }],
	['206', 'a number of another country', 'OneToMany', { smsData: [{ mobNumber: '4915112345678' }] }],
	['206', 'bad numbers alone', 'DSMS', { smsData: rowsOf([LOCAL, '88017']) }],
	['209', 'a text of 1531 characters', 'SMS', { message: 'x'.repeat(1531) }],
	['209', 'a Unicode text of 671 characters', 'OneToMany', { message: 'ব'.repeat(671) }],
	['216', 'a send that costs more than there is', 'SMS', {}, { balance: 0.24 }],
];

describe('what V2 refuses', () => {
	test.each(REFUSALS)('%s: %s (%s)', async (code, _why, name, fields, settings = {}) => {
		const { sim, call } = await v2ForTest(settings);
		const reply = await call(name, { ...GOOD[name], ...fields });
		expect(reply.status).toBe(200);
		expect(reply.value).toEqual({
			statusCode: code,
			status: code === '401' ? 'Unauthorized' : 'Failed',
			trxnId: code === '401' ? '' : expect.stringMatching(ID),
			responseResult: WORDS[code],
		});
		expect([sim.messages, sim.requests[0].accepted]).toEqual([[], false]);
	});

	test('transactional SMS with several numbers', async () => {
		const { sim, sms } = await v2ForTest();
		const { value } = await sms({ mobileNumber: `${NUMBER},${OTHER}` });
		expect(value).toMatchObject({ statusCode: '206', responseResult: 'Multiple recipients not allowed' });
		expect(sim.messages).toEqual([]);
	});

	test('the longest texts go out, D and no type go in DSMS, an approved campaign goes', async () => {
		const { sim, sms, dsms } = await v2ForTest({ v2Campaigns: ['Eid'] });
		await sms({ message: 'x'.repeat(1530) });
		await sms({ message: 'ব'.repeat(670) });
		await dsms([[NUMBER, 'Hello']], { transactionType: 'D' });
		await sms({ transactionType: 'P', campaignName: 'Eid' });
		expect(sim.messages).toHaveLength(4);
	});

	test('the first reason counts: IP, key, field, type, sender ID, number, text, balance', async () => {
		const { sim, call } = await v2ForTest({ ipWhitelist: [], balance: 0 });
		const fields: V2Fields = {
			...GOOD.SMS,
			apiKey: 'x',
			message: undefined,
			transactionType: 'X',
			senderName: 'x',
			mobileNumber: LOCAL,
		};
		const mend = [
			() => (sim.settings.ipWhitelist = null),
			() => (fields.apiKey = sim.settings.v2ApiKey),
			() => (fields.message = 'x'.repeat(1531)),
			() => (fields.transactionType = 'T'),
			() => (fields.senderName = 'MiMSMS'),
			() => (fields.mobileNumber = NUMBER),
			() => (fields.message = 'Hello'),
			() => (sim.settings.balance = 1),
		];
		const codes = [];
		for (const step of mend) {
			const { value } = await call('SMS', fields);
			codes.push((value as { statusCode: string }).statusCode);
			step();
		}
		expect(codes).toEqual(['401', '401', '213', '207', '208', '206', '209', '216']);
		expect((await call('SMS', fields)).value).toMatchObject({ statusCode: '200' });
	});

	test.each<[call: string, fields: V2Fields, field: string]>([
		['SMS', { message: undefined }, 'message'],
		['DSMS', { smsData: [] }, 'smsData'],
		['BalanceCheck', { apiKey: undefined }, 'apiKey'],
		['DlrApi', { trackingId: 'T000000000000A1' }, 'mobileNumber'],
	])('%s without a field, as problem+json: %j', async (name, fields, field) => {
		const { call } = await v2ForTest({ v2MissingField: 'problem' });
		const reply = await call(name, { ...GOOD[name], ...fields });
		expect(reply).toMatchObject({ status: 400, type: 'application/problem+json; charset=utf-8' });
		expect(reply.value).toMatchObject({ status: 400, errors: { [field]: [expect.stringContaining('required')] } });
	});

	test('a body that is no JSON object is problem+json, and one under another content type a general error', async () => {
		const { sim, call } = await v2ForTest();
		expect(await call('SMS', {}, { body: '[]' })).toMatchObject({ status: 400, value: { status: 400 } });
		expect(await call('SMS', {}, { body: '{' })).toMatchObject({ status: 400 });
		const form = await call('SMS', GOOD.SMS, { headers: { 'content-type': 'application/x-www-form-urlencoded' } });
		expect(form.value).toMatchObject({ statusCode: '500', responseResult: 'Internal Server Error' });
		expect(sim.messages).toEqual([]);
	});

	test('credentials in the query count for nothing', async () => {
		const { sim, call } = await v2ForTest();
		const { v2UserName: userName, v2ApiKey: apiKey } = sim.settings;
		const query = new URLSearchParams({ userName, apiKey });
		const reply = await call(`BalanceCheck?${query}`, {}, { body: '{}' });
		expect(reply.value).toMatchObject({ statusCode: '401' });
	});

	test.each([
		[200, '208', 200],
		[403, '208', 403],
		[0, '208', 400],
		[0, '401', 401],
		[0, '216', 402],
	])('with v2RefusalStatus %d a %s comes under HTTP %d', async (v2RefusalStatus, code, status) => {
		const { sms } = await v2ForTest({ v2RefusalStatus, ...(code === '216' && { balance: 0 }) });
		const wrong = { 208: { senderName: 'Other' }, 401: { apiKey: 'x' }, 216: {} }[code];
		expect(await sms(wrong)).toMatchObject({ status, value: { statusCode: code } });
	});

	test('DlrApi wants a number in its own form, and both of its fields', async () => {
		const { dlr, call } = await v2ForTest();
		expect((await dlr('T000000000000A1', LOCAL)).value).toMatchObject({ statusCode: '206' });
		expect((await call('DlrApi', { trackingId: 'T000000000000A1' })).value).toMatchObject({ statusCode: '213' });
		expect((await call('DlrApi', { mobileNumber: NUMBER })).value).toMatchObject({ statusCode: '213' });
	});
});

describe('rows that V2 refuses beside others', () => {
	const numbers = ['8801700000001', '8801700000005', '8801700000006'];

	test('by the end of a number, by a whole number, by the place in the request', async () => {
		const { sim, oneToMany } = await v2ForTest({ v2RefuseRows: ['05:205', '#3:209'] });
		const { value } = await oneToMany(numbers);
		expect(value).toMatchObject({
			statusCode: '200',
			numberQty: '3',
			success_Data: [{ mobNumber: numbers[0] }],
			error_Data: [
				{ res_Code: '205', error: 'Invalid Message Content', failedNumbers: numbers[1], errorParm: 'message' },
				{ res_Code: '209', failedNumbers: numbers[2], errorParm: 'message' },
			],
		});
		sim.settings.v2RefuseRows = [`${numbers[0]}:206`];
		expect((await oneToMany(numbers)).value).toMatchObject({
			error_Data: [{ res_Code: '206', failedNumbers: numbers[0], errorParm: 'mobNumber' }],
		});
		expect(sim.messages.map(({ to }) => to)).toEqual([numbers[0], numbers[1], numbers[2]]);
	});

	test('they cost nothing', async () => {
		const { sim, oneToMany } = await v2ForTest({ balance: 10, pricePerPart: 1, v2RefuseRows: ['05:206'] });
		await oneToMany(numbers);
		expect(sim.settings.balance).toBe(8);
	});

	test('in DSMS a text that is too long is its own row alone', async () => {
		const { sim, dsms } = await v2ForTest();
		const { value } = await dsms([
			[numbers[0], 'x'.repeat(1531)],
			[numbers[1], 'Hello'],
		]);
		expect(value).toMatchObject({ error_Data: [{ res_Code: '209', failedNumbers: numbers[0] }] });
		expect(sim.messages).toMatchObject([{ to: numbers[1] }]);
	});

	test('one of two rows with the same number', async () => {
		const { sim, dsms } = await v2ForTest({ v2RefuseRows: ['#2:205'] });
		const { value } = await dsms([
			[NUMBER, 'first'],
			[NUMBER, 'second'],
		]);
		expect(value).toMatchObject({
			success_Data: [{ mobNumber: NUMBER }],
			error_Data: [{ failedNumbers: NUMBER }],
		});
		expect(sim.messages).toMatchObject([{ text: 'first' }]);
	});

	test.each([
		['neither', 3],
		['lost', 2],
	])('a row that neither list names: %s; messages taken: %d', async (what, taken) => {
		const { sim, oneToMany } = await v2ForTest({ v2RefuseRows: [`05:${what}`] });
		const { value } = await oneToMany(numbers);
		expect(value).toMatchObject({
			numberQty: '3',
			success_Data: [{ mobNumber: numbers[0] }, { mobNumber: numbers[2] }],
			error_Data: [{ res_Code: '200' }],
		});
		expect(sim.messages).toHaveLength(taken);
	});

	test('no row is named at all, and the call is accepted all the same', async () => {
		const { sim, sms } = await v2ForTest({ v2RefuseRows: ['01:lost'] });
		expect((await sms()).value).toMatchObject({ statusCode: '200', success_Data: [] });
		expect(sim.messages).toEqual([]);
	});

	test('a call without a good row can be accepted all the same', async () => {
		const { sim, oneToMany } = await v2ForTest({ v2BadRows: 'eachAccepted' });
		expect((await oneToMany([LOCAL])).value).toMatchObject({
			statusCode: '200',
			success_Data: [],
			error_Data: [{ res_Code: '206', failedNumbers: LOCAL }],
		});
		expect(sim.messages).toEqual([]);
	});

	test('one bad row can spoil the whole call', async () => {
		const { sim, oneToMany } = await v2ForTest({ v2BadRows: 'whole', v2FailureLists: 'rows' });
		expect((await oneToMany([NUMBER, LOCAL])).value).toMatchObject({
			statusCode: '206',
			success_Data: null,
			error_Data: [{ failedNumbers: LOCAL }],
		});
		expect(sim.messages).toEqual([]);
	});
});
