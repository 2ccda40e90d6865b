import { simulatorForTest, sendFields, shootIdOf } from './testClient.cts';

const ID = { old: /^C2\d+[0-9a-f]{13}$/, new: /^bw-rdC3\d+[0-9a-f]{13}$/ };

describe('the calls of the gateway', () => {
	test('smsapi takes one text to many numbers into the ledger and answers one shoot ID', async () => {
		const { sim, send } = await simulatorForTest();
		const reply = await send({ contacts: '8801712345678,8801812345613', msg: 'Hello' });
		expect(reply).toMatchObject({ status: 200, text: expect.stringMatching(/^SMS SUBMITTED: ID - C2\S+$/) });
		expect(sim.messages).toMatchObject([
			{ shootId: shootIdOf(reply), to: '8801712345678', text: 'Hello', senderId: 'MiMSMS', type: 'text', parts: 1 },
			{ shootId: shootIdOf(reply), to: '8801812345613', outcome: { code: '13', details: 'Barred subscriber' } },
		]);
	});

	test('smsapi answers a GET with the same query too', async () => {
		const { sim, get } = await simulatorForTest();
		const reply = await get(`/smsapi?${new URLSearchParams(sendFields(sim, {}))}`);
		expect(reply.text).toMatch(/^SMS SUBMITTED/);
		expect(sim.messages).toHaveLength(1);
	});

	test('smsapimany takes an own text for each under one shoot ID, and decides by itself what needs Unicode', async () => {
		const { sim, sendMany } = await simulatorForTest();
		const reply = await sendMany([
			{ to: '8801712345678', message: 'Hello' },
			{ to: '8801812345678', message: 'বাংলা' },
		]);
		expect(sim.messages).toMatchObject([
			{ shootId: shootIdOf(reply), text: 'Hello', type: 'text' },
			{ shootId: shootIdOf(reply), text: 'বাংলা', type: 'unicode' },
		]);
	});

	test('getBalance tells the balance, which falls with every part', async () => {
		const { sim, misc, send } = await simulatorForTest({ balance: 470.44, pricePerPart: 0.25 });
		expect((await misc('getBalance')).text).toBe('Your Balance is:BDT 470.44');
		await send({ msg: 'x'.repeat(161), contacts: '8801712345678,8801812345678' });
		expect((await misc('getBalance')).text).toBe('Your Balance is:BDT 469.44');
		sim.settings.balance = 3;
		expect((await misc('getBalance')).text).toBe('Your Balance is:BDT 3.00');
	});

	test('getkey gives the key for the right user name and password', async () => {
		const { sim, get } = await simulatorForTest({ username: 'a b/ü', password: 'p%?#&+' });
		const path = `/getkey/${encodeURIComponent('a b/ü')}/${encodeURIComponent('p%?#&+')}`;
		expect((await get(path)).text).toBe(sim.settings.apiKey);
	});

	test('a key with a slash in it is one path segment when it is encoded', async () => {
		const { misc } = await simulatorForTest({ apiKey: 'C2/a%2Fb+c.1' });
		expect((await misc('getBalance')).text).toMatch(/^Your Balance/);
	});

	test('a path below the host holds the whole API, and nothing stands beside it', async () => {
		const { sim, misc } = await simulatorForTest({ basePath: '/sms/' });
		expect(sim.baseUrl).toBe(`http://127.0.0.1:${sim.port}/sms`);
		expect((await misc('getBalance')).text).toMatch(/^Your Balance/);
		const beside = await fetch(`${sim.origin}/miscapi/${sim.settings.apiKey}/getBalance`);
		expect(beside.status).toBe(404);
	});

	test.each([
		['GET', '/nothing'],
		['GET', '/smsapimany'],
		['POST', '/getkey/demo/demo-password'],
		['HEAD', '/getkey/demo/demo-password'],
		['GET', '/getkey/demo/%zz'],
	])('%s %s is no call: an HTML page with 404', async (method, path) => {
		const { sim, get } = await simulatorForTest();
		const reply = await get(path, { method });
		expect(reply).toMatchObject({ status: 404, type: 'text/html; charset=UTF-8' });
		expect(sim.requests).toMatchObject([{ call: 'unknown', method, path, accepted: false }]);
	});

	test('every request is noted with what it held', async () => {
		const { sim, send, misc } = await simulatorForTest({ basePath: '/sms' });
		await send({ msg: 'Hello you' });
		await misc('getDLR/getAll?x=1');
		expect(sim.requests).toMatchObject([
			{
				call: 'smsapi',
				method: 'POST',
				url: '/sms/smsapi',
				headers: { 'content-type': expect.stringMatching(/^application\/x-www-form-urlencoded/) },
				body: expect.stringContaining('msg=Hello+you'),
				fields: { msg: 'Hello you', contacts: '8801712345678' },
				fault: null,
				accepted: true,
			},
			{ call: 'getAll', path: `/sms/miscapi/${sim.settings.apiKey}/getDLR/getAll`, fields: { x: '1' } },
		]);
		expect([sim.count(), sim.count('smsapi'), sim.count('getkey')]).toEqual([2, 1, 0]);
	});

	test.each(['old', 'new'] as const)(
		'shoot IDs of the %s shape never come twice and hold digits like an error code',
		async (idStyle) => {
			const { send } = await simulatorForTest({ idStyle, now: () => new Date(0) });
			const ids: string[] = [];
			for (let i = 0; i < 20; i++) ids.push(shootIdOf(await send()));
			expect(new Set(ids).size).toBe(20);
			for (const id of ids) {
				expect(id).toMatch(ID[idStyle]);
				expect(id).toContain('1002');
			}
		},
	);

	test('a reset forgets everything and restores the balance', async () => {
		const { sim, send, misc } = await simulatorForTest({ balance: 10 });
		sim.fault({ call: 'getBalance', kind: 'empty' });
		await send();
		sim.reset();
		expect([sim.messages, sim.requests, sim.settings.balance]).toEqual([[], [], 10]);
		expect((await misc('getDLR/getAll')).text).toContain('<dlr></dlr>');
		expect((await misc('getBalance')).text).toBe('Your Balance is:BDT 10.00');
	});

	test('requests on their way at the same time are counted', async () => {
		const { sim, send, misc } = await simulatorForTest({ latency: 50 });
		await Promise.all([send(), send(), misc('getBalance')]);
		await send();
		expect([sim.mostAtOnce('smsapi'), sim.mostAtOnce(), sim.mostAtOnce('getkey')]).toEqual([2, 3, 0]);
	});

	test('a setting with a wrong name or value is refused, at the start and later', async () => {
		const start = (options: object) => simulatorForTest(options);
		await expect(start({ replyStlye: 'json' })).rejects.toThrow('No setting is called "replyStlye"');
		await expect(start({ replyStyle: 'xml' })).rejects.toThrow('replyStyle is one of manual');
		const { sim } = await simulatorForTest();
		const change = (changes: object) => () => Object.assign(sim.settings, changes);
		expect(change({ balance: '5' })).toThrow('balance is a number');
		expect(change({ senderIds: 'MiMSMS' })).toThrow('senderIds is a list or null');
		expect(change({ basePath: '/x' })).toThrow('fixed');
	});
});
