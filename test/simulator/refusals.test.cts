import type { Settings } from './index.cts';
import { simulatorForTest, valuesOf, type FormFields } from './testClient.cts';

describe('what the gateway refuses', () => {
	test.each<[code: string, why: string, fields: FormFields, settings?: Partial<Settings>]>([
		['1016', 'an IP address that is not in the whitelist', {}, { ipWhitelist: ['10.0.0.1'] }],
		['1003', 'a wrong key', { api_key: 'wrong' }],
		['1003', 'a missing key', { api_key: undefined }],
		['1019', 'no label where one is wanted', {}, { labelRequired: true }],
		['1019', 'a label that is none', { label: 'advert' }, { labelRequired: true }],
		['1002', "a sender ID that isn't the account's", { senderid: 'Other' }],
		['1002', 'a missing sender ID', { senderid: undefined }],
		['1009', 'no type', { type: undefined }],
		['1009', 'an odd type', { type: 'flash' }],
		['1008', 'an empty text', { msg: '' }],
		['1008', 'a text of spaces', { msg: '  ' }],
		['1012', 'no contacts', { contacts: undefined }],
		['1012', 'a number in local form', { contacts: '01712345678' }],
		['1012', 'a Bangladeshi number that is no mobile', { contacts: '8801212345678' }],
		['1012', 'a Bangladeshi number that is too long', { contacts: '88017123456789' }],
		['1012', 'letters', { contacts: 'abc' }],
		['1005', 'a scheduled time in another shape', { scheduledDateTime: '2030-01-01T10:00:00Z' }],
		['1005', 'a scheduled day that does not exist', { scheduledDateTime: '2030-02-30 10:00:00' }],
		['1005', 'a thirteenth month', { scheduledDateTime: '2030-13-01 10:00:00' }],
		['1007', 'a send that costs more than there is', {}, { balance: 0.24 }],
	])('%s: %s', async (code, _why, fields, settings = {}) => {
		const { sim, send } = await simulatorForTest(settings);
		expect(await send(fields)).toMatchObject({ status: 200, text: code });
		expect(sim.messages).toEqual([]);
		expect(sim.requests).toMatchObject([{ accepted: false }]);
	});

	test('the first reason counts: whitelist, key, label, sender ID, type, text, number, balance', async () => {
		const { sim, send } = await simulatorForTest({ ipWhitelist: [], labelRequired: true, balance: 0 });
		const fields: FormFields = { api_key: 'x', senderid: 'x', type: 'x', msg: '', contacts: 'x' };
		const mend = [
			() => (sim.settings.ipWhitelist = ['127.0.0.1']),
			() => (fields.api_key = sim.settings.apiKey),
			() => (fields.label = 'promotional'),
			() => (fields.senderid = 'MiMSMS'),
			() => (fields.type = 'text'),
			() => (fields.msg = 'Hello'),
			() => (fields.contacts = '8801712345678'),
			() => (sim.settings.balance = 1),
		];
		const codes = [];
		for (const step of mend) {
			codes.push((await send(fields)).text);
			step();
		}
		expect(codes).toEqual(['1016', '1003', '1019', '1002', '1009', '1008', '1012', '1007']);
		expect((await send(fields)).text).toMatch(/^SMS SUBMITTED/);
	});

	test.each([
		['1008', 'no messages', undefined],
		['1008', 'messages that are no JSON', 'x'],
		['1008', 'an empty list', '[]'],
		[
			'1008',
			'one empty text among others',
			'[{"to":"8801712345678","message":"a"},{"to":"8801812345678","message":""}]',
		],
		['1012', 'no valid number in any row', '[{"to":"1","message":"a"}]'],
	])('smsapimany, %s: %s', async (code, _why, messages) => {
		const { sim, sendMany } = await simulatorForTest();
		expect((await sendMany([], { messages })).text).toBe(code);
		expect(sim.messages).toEqual([]);
	});

	test('invalid numbers among valid ones are dropped and cost nothing', async () => {
		const { sim, send } = await simulatorForTest({ balance: 10, pricePerPart: 1 });
		await send({ contacts: '8801712345678,123,01712345678,4915112345678' });
		expect(sim.messages.map(({ to }) => to)).toEqual(['8801712345678', '4915112345678']);
		expect(sim.settings.balance).toBe(8);
	});

	test('a list of sender IDs that is null lets every one through, and none at all', async () => {
		const { send } = await simulatorForTest({ senderIds: null });
		expect((await send({ senderid: 'Anybody' })).text).toMatch(/^SMS SUBMITTED/);
		expect((await send({ senderid: undefined })).text).toMatch(/^SMS SUBMITTED/);
	});

	test.each([
		['unicode', 'x'.repeat(71), 2],
		['text', 'x'.repeat(160), 1],
		['text', 'x'.repeat(1530), 10],
		['text', '€'.repeat(81), 2],
		['unicode', 'ব'.repeat(134), 2],
	])('type %s: the parts are counted and paid', async (type, msg, parts) => {
		const { sim, send } = await simulatorForTest({ balance: 100, pricePerPart: 1 });
		await send({ type, msg });
		expect(sim.messages).toMatchObject([{ parts }]);
		expect(sim.settings.balance).toBe(100 - parts);
	});

	test.each(['getDLR/getAll', 'getDLR/C21', 'getDLRRep/C21', 'getBalance'])(
		'%s turns away a wrong key and a wrong address',
		async (path) => {
			const { sim, get, misc } = await simulatorForTest();
			sim.addReports([{ shootId: 'C21' }]);
			expect((await get(`/miscapi/wrong/${path}`)).text).toBe('1003');
			sim.settings.ipWhitelist = [];
			expect((await misc(path)).text).toBe('1016');
			sim.settings.ipWhitelist = null;
			expect(valuesOf(await misc('getDLR/getAll'), 'MSISDN')).toHaveLength(1);
		},
	);

	test('getkey answers 1010 for a wrong login and 1016 for a wrong address', async () => {
		const { sim, get } = await simulatorForTest();
		expect((await get('/getkey/demo/wrong')).text).toBe('1010');
		sim.settings.ipWhitelist = [];
		expect((await get('/getkey/demo/demo-password')).text).toBe('1016');
	});
});
