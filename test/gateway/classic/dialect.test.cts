/** What the classic API can be asked, each question with its reader. */
import { classic } from '../../../nodes/MimSms/gateway/classic/dialect';
import type { Sms } from '../../../nodes/MimSms/gateway/sms';
import { reply } from '../fixtures.cts';
import { page, record } from '../pages.cts';

const SMS: Sms = {
	msisdns: ['8801712345678', '8801812345678'],
	message: 'Hi',
	senderId: 'MyShop',
	type: 'text',
	schedule: null,
	reply: false,
	label: 'none',
	campaign: '',
};
const SECRETS = { key: () => 'C2ff.12', username: 'rahim', password: 'p/w' };

describe('the classic API', () => {
	it('has all that the manual has', () => {
		expect(classic.can).toEqual({
			takeAll: true,
			schedule: true,
			fetchKey: true,
			chooseEncoding: true,
			reply: true,
			campaign: false,
			sendAbroad: true,
			reportCodes: true,
		});
		expect(classic.most).toMatchObject({ recipients: Infinity, rows: 1000, reports: 100, tracked: Infinity });
		expect(classic.name).toMatch(/classic/);
	});

	it.each([
		['one text', classic.send(SMS)],
		['a text for each row', classic.sendMany({ senderId: 'a', schedule: null, label: 'none', rows: [] })],
	])('gives one reference for all rows of %s', (_, question) => {
		const read = question.read(reply('SMS SUBMITTED: ID - C2ff12'));

		expect(read).toMatchObject({ ok: true, value: { code: '1000', response: 'SMS SUBMITTED: ID - C2ff12' } });
		expect(read.ok && [0, 1, 99].map((row) => read.value.of(row))).toEqual(Array(3).fill({ reference: 'C2ff12' }));
		expect(question.read(reply('1007'))).toMatchObject({ ok: false, fault: { code: '1007', scope: 'account' } });
	});

	it('reads the balance with the gateway’s own words, and no day on which it expires', () => {
		expect(classic.balance().read(reply(' Your Balance is:BDT 470.44 '))).toEqual({
			ok: true,
			value: { amount: 470.44, response: 'Your Balance is:BDT 470.44', expiresOn: null },
		});
		expect(classic.balance().read(reply('Error: 1003'))).toMatchObject({ ok: false, fault: { unknownKey: true } });
	});

	it('keeps what had arrived of reports that it gives once, and of these alone', () => {
		const taking = [classic.takeReports?.(), classic.takeReportsOf?.('C2')];

		expect(taking.map((question) => question?.keepsPart)).toEqual([true, true]);
		expect(classic.reportsOf('C2').keepsPart).toBeUndefined();
		for (const question of [...taking, classic.reportsOf('C2')])
			expect(question?.read(reply(page([record({})])))).toMatchObject({ ok: true, value: { complete: true } });
	});

	it('gives the key as a secret', () => {
		expect(classic.apiKey?.()).toMatchObject({ isSecret: true, request: { method: 'GET' } });
	});

	it('signs the path, and what is posted by one more field', () => {
		expect(classic.sign({ target: '/miscapi/{apiKey}/getBalance' }, SECRETS)).toEqual({
			target: '/miscapi/C2ff.12/getBalance',
		});
		expect(classic.sign({ target: '/smsapi', body: { msg: 'Hi' } }, SECRETS)).toEqual({
			target: '/smsapi',
			body: { msg: 'Hi', api_key: 'C2ff.12' },
		});
		expect(classic.sign({ target: '/getkey/{username}/{password}' }, SECRETS).target).toBe('/getkey/rahim/p%2Fw');
		expect(classic.sign({ target: '/a/{apiKey}/b' }, { ...SECRETS, key: () => '..' }).target).toBe('/a/%252E%252E/b');
	});

	it('asks for no key where none is needed', () => {
		const none = () => {
			throw new Error('no key');
		};
		expect(() => classic.sign({ target: '/getkey/{username}/{password}' }, { ...SECRETS, key: none })).not.toThrow();
	});

	it.each(['T1@8801712345678', 'BRN0T2ZCWRCEL1D@8801912345678'])('refuses %s: it comes from the other API', (word) => {
		expect(classic.readReference(word)).toMatchObject({
			ok: false,
			fault: { field: 'Shoot ID', problem: expect.stringContaining('the other API') },
		});
	});
});
