import type { Settings } from './index.cts';
import { simulatorForTest } from './testClient.cts';

const HTML = 'text/html; charset=UTF-8';
const JSON_TYPE = 'application/json; charset=UTF-8';
const KEY_JSON = '{"status":"failed","error_code":1003,"error_msg":"Api Key Not Found"}';

describe('house styles', () => {
	test.each<[Settings['replyStyle'], number, string, string]>([
		['manual', 200, HTML, '1003'],
		['error', 200, HTML, 'Error: 1003'],
		['errorTight', 200, HTML, 'Error:1003'],
		['json', 200, JSON_TYPE, KEY_JSON],
		['jsonStatus', 401, JSON_TYPE, KEY_JSON],
	])('failures in style %s', async (replyStyle, status, type, text) => {
		const { send, get } = await simulatorForTest({ replyStyle });
		expect(await send({ api_key: 'wrong' })).toEqual({ status, type, text });
		expect(await get('/miscapi/wrong/getBalance')).toEqual({ status, type, text });
	});

	test.each<[Settings['successStyle'], string | undefined, RegExp]>([
		['manual', undefined, /^SMS SUBMITTED: ID - C2\S+$/],
		['noDash', undefined, /^SMS SUBMITTED: ID C2\S+$/],
		['thousand', undefined, /^1000, C2\S+$/],
		['bare', undefined, /^1000$/],
		['manual', 'Y', /^1000, C2\S+$/],
		['noDash', 'Y', /^1000, C2\S+$/],
		['bare', 'Y', /^1000$/],
		['manual', 'N', /^SMS SUBMITTED: ID - C2\S+$/],
	])('success in style %s with reply %s', async (successStyle, reply, text) => {
		const { send } = await simulatorForTest({ successStyle });
		expect((await send({ reply })).text).toMatch(text);
	});

	test.each<[Settings['balanceStyle'], string]>([
		['plain', 'Your Balance is:BDT 1234567.50'],
		['thousands', 'Your Balance is:BDT 1,234,567.50'],
	])('balance in style %s', async (balanceStyle, text) => {
		const { misc } = await simulatorForTest({ balanceStyle, balance: 1234567.5 });
		expect(await misc('getBalance')).toEqual({ status: 200, type: HTML, text });
	});

	test.each<[Settings['keyStyle'], string, string]>([
		['bare', 'C2f.1', '1010'],
		['prefixed', 'API-KEY/C2f.1', '1010'],
		['related', 'API-KEY/C2f.1', 'ERR: INVALID CREDENTIALS'],
	])('key retrieval in style %s', async (keyStyle, right, wrong) => {
		const { get } = await simulatorForTest({ keyStyle, apiKey: 'C2f.1' });
		expect((await get('/getkey/demo/demo-password')).text).toBe(right);
		expect((await get('/getkey/demo/no')).text).toBe(wrong);
	});

	test.each<[Settings['reportStyle'], Settings['noReportStyle'], string]>([
		['xml', 'emptyDlr', '<?xml version="1.0" encoding="UTF-8"?>\n<dlr></dlr>'],
		['json', 'emptyDlr', '[]'],
		['xml', 'emptyBody', ''],
		['xml', 'code', '2000'],
	])('no report yet: %s, %s', async (reportStyle, noReportStyle, text) => {
		const { misc } = await simulatorForTest({ reportStyle, noReportStyle, noReportCode: '2000' });
		for (const path of ['getDLR/getAll', 'getDLR/C2x', 'getDLRRep/C2x']) {
			expect(await misc(path)).toMatchObject({ status: 200, text });
		}
	});

	test('a style can change while the gateway runs', async () => {
		const { sim, send } = await simulatorForTest();
		sim.settings.replyStyle = 'error';
		expect((await send({ msg: '' })).text).toBe('Error: 1008');
	});
});
