import type { Settings } from './index.cts';
import { NUMBER, PLACEHOLDER, v2ForTest } from './v2Client.cts';

const ROW = { mobNumber: NUMBER, trackingId: expect.any(String), sms_Count: 1, lang_Type: 'Text' };
const BAD = ['01700000001', '01700000002'];
const REFUSED = { res_Code: '206', error: 'Invalid Mobile Number', errorParm: 'mobNumber' };

describe('the shapes of an accepted send', () => {
	test.each<[Partial<Settings>, object]>([
		[{ v2StatusCode: 'number' }, { statusCode: 200, status: 'Success' }],
		[{ v2StatusCode: 'swapped' }, { statusCode: 'Success', status: '200' }],
		[{ v2StatusCase: 'upper' }, { status: 'SUCCESS' }],
		[{ v2StatusCase: 'lower' }, { status: 'success' }],
		[{ v2SuccessWord: 'Scheduled' }, { statusCode: '200', status: 'Scheduled' }],
		[
			{ v2KeyCase: 'pascal' },
			{ StatusCode: '200', NumberQty: '1', Success_Data: [{ MobNumber: NUMBER, Sms_Count: 1 }] },
		],
		[{ v2KeyCase: 'lower' }, { statuscode: '200', numberqty: '1', success_data: [{ mobnumber: NUMBER }] }],
		[
			{ v2Numerals: 'numbers' },
			{ statusCode: '200', numberQty: 1, success_Data: [{ ...ROW, mobNumber: Number(NUMBER) }] },
		],
		[{ v2Numerals: 'texts' }, { numberQty: '1', success_Data: [{ ...ROW, sms_Count: '1' }] }],
		[{ v2SuccessData: 'object' }, { success_Data: ROW }],
		[{ v2SuccessData: 'empty' }, { success_Data: [] }],
		[{ v2SuccessData: 'null' }, { success_Data: null }],
		[{ v2NoErrors: 'placeholder' }, { error_Data: [PLACEHOLDER] }],
		[{ v2NoErrors: 'object' }, { error_Data: PLACEHOLDER }],
		[{ v2NoErrors: 'empty' }, { error_Data: [] }],
		[{ v2NoErrors: 'null' }, { error_Data: null }],
		[{ v2ReplyNumbers: 'plus' }, { success_Data: [{ ...ROW, mobNumber: '+8801700000001' }] }],
		[{ v2ReplyNumbers: 'local' }, { success_Data: [{ ...ROW, mobNumber: '01700000001' }] }],
		[{ v2ReplyNumbers: 'bare' }, { success_Data: [{ ...ROW, mobNumber: '1700000001' }] }],
		[{ v2LangTypes: 'other' }, { success_Data: [{ ...ROW, lang_Type: 'GSM7' }] }],
		[{ v2TrxnIds: 'suffix' }, { trxnId: expect.stringMatching(/^[A-Z0-9]{15}_C1$/) }],
		[{ v2TrxnIds: 'fileTime' }, { trxnId: expect.stringMatching(/^\d{18}$/) }],
	])('%j', async (settings, shape) => {
		const { sim, oneToMany } = await v2ForTest(settings);
		expect((await oneToMany([NUMBER])).value).toMatchObject(shape);
		expect(sim.messages).toHaveLength(1);
	});

	test.each<[Partial<Settings>, string]>([
		[{ v2SuccessData: 'absent' }, 'success_Data'],
		[{ v2NoErrors: 'absent' }, 'error_Data'],
		[{ v2LangTypes: 'absent' }, 'lang_Type'],
	])('%j leaves %s out', async (settings, name) => {
		const { sms } = await v2ForTest(settings);
		expect((await sms()).text).not.toContain(name);
	});

	test('success_Data is a list where it has two rows', async () => {
		const { oneToMany } = await v2ForTest({ v2SuccessData: 'object' });
		expect((await oneToMany([NUMBER, '8801800000002'])).value).toMatchObject({ success_Data: [ROW, {}] });
	});

	test('18 digits as a JSON number, which no JavaScript number can hold: the submit as FILETIME', async () => {
		const now = () => new Date('2024-06-11T06:50:40.360Z');
		const { sim, sms } = await v2ForTest({ v2Numerals: 'numbers', v2TrxnIds: 'fileTime', now });
		const { text } = await sms();
		const [{ trxnId }] = sim.messages;
		expect(text).toContain(`"trxnId":${trxnId},`);
		expect(text).toContain(`"trackingId":${trxnId},`);
		expect(new Date(Number((BigInt(trxnId ?? '') - 116444736000000000n) / 10000n))).toEqual(now());
		await sms();
		expect(sim.messages[1].trxnId).not.toBe(trxnId);
	});

	test('a byte order mark', async () => {
		const { sim, balance } = await v2ForTest({ v2Bom: true });
		await balance();
		const { v2UserName: userName, v2ApiKey: apiKey } = sim.settings;
		const response = await fetch(`${sim.baseUrl}/api/V2/BalanceCheck`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ userName, apiKey }),
		});
		expect([...new Uint8Array(await response.arrayBuffer())].slice(0, 4)).toEqual([
			0xef,
			0xbb,
			0xbf,
			'{'.charCodeAt(0),
		]);
	});
});

describe('the shapes of refused rows', () => {
	test.each<[Partial<Settings>, unknown]>([
		[{}, BAD.map((failedNumbers) => ({ ...REFUSED, failedNumbers }))],
		[{ v2FailedNumbers: 'joined' }, [{ ...REFUSED, failedNumbers: BAD.join(',') }]],
		[{ v2FailedNumbers: 'list' }, [{ ...REFUSED, failedNumbers: BAD }]],
		[
			{ v2FailedNumbers: 'joined', v2ErrorRows: 'object' },
			{ ...REFUSED, failedNumbers: BAD.join(',') },
		],
		[{ v2ErrorRows: 'texts' }, BAD.map((to) => `Invalid Mobile Number: ${to}`)],
		[{ v2ErrorRows: 'texts', v2FailedNumbers: 'list' }, [`Invalid Mobile Number: ${BAD.join(',')}`]],
		[{ v2ErrorRows: 'withPlaceholder', v2FailedNumbers: 'list' }, [PLACEHOLDER, { ...REFUSED, failedNumbers: BAD }]],
	])('%j', async (settings, errorData) => {
		const { oneToMany } = await v2ForTest(settings);
		expect((await oneToMany([NUMBER, ...BAD])).value).toMatchObject({ statusCode: '200', error_Data: errorData });
	});

	test('a refused MSISDN is written like the others', async () => {
		const { oneToMany } = await v2ForTest({ v2ReplyNumbers: 'plus', v2RefuseRows: ['02:205'] });
		expect((await oneToMany([NUMBER, '8801800000002'])).value).toMatchObject({
			error_Data: [{ failedNumbers: '+8801800000002' }],
		});
	});

	test.each<[Settings['v2FailureLists'], object]>([
		['null', { success_Data: null, error_Data: null }],
		['empty', { success_Data: [], error_Data: [] }],
		['rows', { success_Data: null, error_Data: null }],
	])('lists of a failure that no row brought about: %s', async (v2FailureLists, lists) => {
		const { sms } = await v2ForTest({ v2FailureLists });
		expect((await sms({ senderName: 'Other' })).value).toMatchObject({ statusCode: '208', ...lists });
	});

	test('a failure has the same styles', async () => {
		const { sms } = await v2ForTest({ v2StatusCode: 'swapped', v2StatusCase: 'upper', v2KeyCase: 'pascal' });
		expect((await sms({ senderName: 'Other' })).value).toMatchObject({ StatusCode: 'FAILED', Status: '208' });
	});
});

describe('the shapes of a balance', () => {
	test.each<[Partial<Settings>, string]>([
		[{ v2BalanceShape: 'object' }, '"data":{"balance":"1000.00","expair_Date":"03/06/2028"}'],
		[{ v2BalanceShape: 'flat' }, '"status":"Success","balance":"1000.00"'],
		[{ v2BalanceShape: 'responseResult' }, '"status":"Ok","trxnId":"","responseResult":"1000.00"'],
		[{ v2Numerals: 'numbers' }, '"data":[{"balance":1000.00,'],
		[{ v2ExpiresOn: '31-12-2027' }, '"expair_Date":"31-12-2027"'],
	])('%j', async (settings, part) => {
		const { balance } = await v2ForTest(settings);
		expect((await balance()).text).toContain(part);
	});

	test('a bare number', async () => {
		const { balance } = await v2ForTest({ v2BalanceShape: 'bare' });
		expect((await balance()).text).toBe('1000.00');
	});
});
