/** The same node with a credential of the JSON API V2, on n8n's engine against the simulator: contract.md, "The JSON API V2". */
import type { IDataObject } from 'n8n-workflow';
import { pairedIndex } from '../engine/index.cts';
import type { CallName } from '../simulator/index.cts';
import {
	BY_KEY,
	everythingOf,
	GOING_ON,
	NODE,
	OPERATIONS,
	RETRYING,
	SEND,
	told,
	useBench,
	v2Account,
} from './setup.cts';

const BY_V2 = 'by-v2';
const bench = useBench();
const A = '8801700000001';
const B = '8801700000002';
const BARRED = '8801700000013';
const SEND_MANY = { ...SEND, operation: 'sendMany', to: '={{ $json.to }}', message: '={{ $json.text }}' };

beforeEach(() => {
	bench.engine.saveCredential(BY_V2, { type: 'mimSmsApi', name: 'Account V2', data: v2Account(bench.sim) });
});

const run = async (parameters: IDataObject, extra: object = {}) =>
	await bench.run(parameters, { credentials: BY_V2, ...extra });
const calls = () => bench.sim.requests.map(({ call }) => call);
const times = (text: string) => bench.sim.messages.filter((message) => message.text === text).length;

describe('an answer that refuses the account and lists each number as accepted', () => {
	it.each(['send', 'sendMany'])('leaves the rows unknown, and %s ends after that request', async (operation) => {
		const input = [A, B, BARRED].map((to) => ({ to, text: `To ${to}` }));
		const body = JSON.stringify({
			statusCode: '401',
			status: 'Failed',
			responseResult: 'Unauthorized',
			success_Data: [{ trackingId: 'T1', mobNumber: A }],
		});
		bench.sim.fault({ call: operation === 'send' ? 'v2/SMS' : 'v2/DSMS', kind: 'text', body, status: 401, times: 9 });
		const sent = await run(
			{ ...SEND_MANY, operation, options: { parallelCalls: 1, ...(operation === 'sendMany' && { batchSize: 1 }) } },
			{ input },
		);

		expect(told(sent)).toMatch(/0 submitted, 0 refused, 1 unknown, 2 not sent/);
		expect(calls()).toHaveLength(1);
	});
});

describe('Send with V2', () => {
	it('names its campaign for a promotion, which is needed', async () => {
		const options = { label: 'promotional', campaign: 'Eid' };
		const sent = await run({ ...SEND, to: [A, B], options });

		expect(sent.error).toBeUndefined();
		expect(calls()).toEqual(['v2/SMS']);
		expect(told(await run({ ...SEND, options: { label: 'promotional' } }))).toMatch(/^Campaign: is empty/);
		expect(calls()).toHaveLength(1);
	});

	it('submits an item of which one number was refused, and does not count that one', async () => {
		bench.sim.settings.v2RefuseRows = ['02:206'];
		const sent = await run({ ...SEND, to: [A, B] });

		expect(sent.items(NODE)[0]).toMatchObject({ status: 'submitted', to: [A], recipientCount: 1 });
	});

	it.each<[string, IDataObject, RegExp]>([
		['a number of another country', { to: '+447911123456' }, /^To: .*\+447911123456/],
		[
			'more than a thousand numbers',
			{ to: Array.from({ length: 1001 }, (_, i) => `88017${10_000_000 + i}`) },
			/^To: has 1001 numbers/,
		],
		['a schedule', { options: { scheduledDateTime: '2099-01-01 10:00:00' } }, /^Scheduled Date and Time: .*V2.*Wait/],
	])('refuses %s before any request, naming the field', async (_, parameters, words) => {
		expect(told(await run({ ...SEND, ...parameters }))).toMatch(words);
		expect(bench.sim.requests).toEqual([]);
	});

	it('leaves numbers of other countries out with Skip', async () => {
		const sent = await run({ ...SEND, to: [A, '+447911123456'], options: { invalidNumbers: 'skip' } });

		expect(sent.items(NODE)[0]).toMatchObject({ to: [A], invalidRecipients: [{ input: '+447911123456' }] });
	});

	it('takes an empty schedule for at once', async () => {
		expect((await run({ ...SEND, options: { scheduledDateTime: '' } })).error).toBeUndefined();
	});

	it('tells by a hint which options have no effect, and counts parts as with Automatic', async () => {
		const sent = await run({ ...SEND, options: { reply: true, type: 'unicode', campaign: 'x' } });

		expect(sent.items(NODE)[0]).toMatchObject({ type: 'text', encoding: 'GSM-7' });
		expect(sent.hints(NODE)).toEqual([
			'No effect with the JSON API (V2) for this kind of message: Campaign, Reply, Encoding: Unicode.',
		]);
	});

	it.each([
		[BY_V2, { label: 'promotional', campaign: 'Eid', reply: true }, 'the JSON API (V2): Reply'],
		[BY_KEY, { campaign: 'Eid' }, 'the classic API: Campaign'],
		[BY_KEY, { campaign: 'E'.repeat(200), label: 'promotional' }, 'the classic API: Campaign'],
	])('%s with %j says that they never have one', async (credentials, options, words) => {
		const sent = await run({ ...SEND, options }, { credentials });

		expect(sent.hints(NODE)).toEqual([`No effect with ${words}.`]);
	});

	it.each([
		['401', { v2IpWords: 'IP Black List' }, /^\[401\] IP Black List \| .*activated/],
		['216', { balance: 0 }, /^\[216\] Insufficient Balance \| Top up/],
		['208', { senderIds: ['Other'] }, /^\[208\] Invalid Sender ID \| .*Sender ID/],
	])('says of %s what to do', async (code, settings, words) => {
		Object.assign(bench.sim.settings, settings);
		if (code === '401') bench.sim.settings.ipWhitelist = ['10.0.0.1'];

		expect(told(await run(SEND))).toMatch(words);
		expect(bench.sim.messages).toEqual([]);
	});
});

describe('Send of several items with V2', () => {
	it('ends the run when one recipient of a submitted item was refused for the account, and counts that one', async () => {
		bench.sim.settings.v2RefuseRows = ['02:216'];
		const input = [{ to: [A, B] }, { to: A }];
		const sent = await run({ ...SEND, to: '={{ $json.to }}', options: { parallelCalls: 1 } }, { input });

		expect(sent.error?.message).toMatch(/1 submitted, 0 refused, 0 unknown, 1 not sent/);
		expect(sent.error?.description).toMatch(/1 was refused \(refusedRecipients\)/);
		expect(calls()).toEqual(['v2/OneToMany']);
	});

	it('shows two references of an item and how many more', async () => {
		bench.sim.fault({ call: 'v2/SMS', kind: 'code', code: '205' });
		const many = Array.from({ length: 5 }, (_, i) => `8801700000${100 + i}`);
		const sent = await run(
			{ ...SEND, to: '={{ $json.to }}', options: { parallelCalls: 1 } },
			{ input: [{ to: many }, { to: A }] },
		);

		expect(sent.error?.description).toMatch(
			/Submitted, by shoot ID: \S+@8801700000100, \S+@8801700000101 and 3 more\./,
		);
	});
});

describe('Send Personalised with V2', () => {
	const rows = [A, B, A].map((to, row) => ({ to, text: `Row ${row}` }));

	it('gives each row its own outcome and reference', async () => {
		bench.sim.settings.v2RefuseRows = ['02:205'];
		const sent = await run(SEND_MANY, { input: rows, ...GOING_ON });

		expect(calls()).toEqual(['v2/DSMS']);
		const items = sent.itemsFull(NODE);
		expect(items.map(pairedIndex)).toEqual([0, 1, 2]);
		const references = bench.sim.messages.map(({ trackingId, to }) => `${trackingId}@${to}`);
		expect([items[0].json.shootId, items[2].json.shootId]).toEqual(references);
		expect(items[1].json).toEqual({ error: expect.stringMatching(/^\[205\] Invalid Message Content/) });
	});

	it('gives each row the words that the gateway has for it, else those of the reply', async () => {
		const { v2UserName } = bench.sim.settings;
		const success_Data = [
			{ mobNumber: A, trackingId: 'T1', status: `Queued for ${v2UserName}` },
			{ mobNumber: B, trackingId: 'T2' },
		];
		const body = JSON.stringify({
			statusCode: '200',
			status: 'Success',
			responseResult: 'SMS Send Successfully',
			success_Data,
		});
		bench.sim.fault({ call: 'v2/DSMS', kind: 'text', body });

		const sent = await run(SEND_MANY, { input: rows.slice(0, 2) });

		expect(sent.items(NODE).map(({ response }) => response)).toEqual(['Queued for ***', 'SMS Send Successfully']);
	});

	it('counts Batch Size above 500 as 500, with a hint', async () => {
		const input = Array.from({ length: 501 }, (_, i) => ({ to: `88017${10_000_000 + i}`, text: `T${i}` }));
		bench.sim.settings.balance = 1e6;
		const sent = await run({ ...SEND_MANY, options: { batchSize: 1000 } }, { input });

		expect(calls()).toEqual(['v2/DSMS', 'v2/DSMS']);
		expect(sent.items(NODE)).toHaveLength(501);
		expect(sent.hints(NODE).join(' ')).toMatch(/500/);
	});

	it('sends again under Retry On Fail what was refused, and nothing else', async () => {
		bench.sim.settings.v2RefuseRows = ['02:205'];
		const sent = await run(SEND_MANY, { input: rows, ...RETRYING });

		expect(sent.error?.message).toMatch(/2 submitted, 1 refused, 0 unknown, 0 not sent/);
		expect(rows.map(({ text }) => times(text))).toEqual([1, 0, 1]);
		expect(calls()).toHaveLength(3);
	});

	it('ends the run when a row’s own code concerns the account', async () => {
		bench.sim.settings.v2RefuseRows = ['02:216'];
		const sent = await run({ ...SEND_MANY, options: { batchSize: 2, parallelCalls: 1 } }, { input: rows });

		expect(sent.error?.message).toMatch(/1 submitted, 1 refused, 0 unknown, 1 not sent/);
	});
});

describe('what V2 lacks', () => {
	it.each<[string, IDataObject]>([
		['Get Many', OPERATIONS.getAll],
		['Get Once', { ...OPERATIONS.getOnce, shootId: `T1@${A}` }],
		['Get API Key', OPERATIONS.getApiKey],
	])('%s is refused by its name before any request, with what to use instead', async (name, parameters) => {
		const refused = told(await run(parameters));

		expect(refused).toMatch(new RegExp(`^Operation: ${name} does not work with the JSON API \\(V2\\)`));
		expect(bench.sim.requests).toEqual([]);
	});
});

describe('Get with V2', () => {
	it('asks for each recipient of an item once, and pairs the reports', async () => {
		bench.sim.settings.reportDelay = 0;
		const sent = await run({ ...SEND, to: [A, BARRED] });
		const { shootId } = sent.items(NODE)[0];

		const read = await run(
			{ ...OPERATIONS.get, shootId: '={{ $json.shootId }}' },
			{ input: [{ shootId }, { shootId: '' }] },
		);

		expect(read.items(NODE).map(({ to, status, shootId: own }) => [to, status, own])).toEqual(
			String(shootId)
				.split(',')
				.map((word, i) => [[A, BARRED][i], ['delivered', 'failed'][i], word]),
		);
		expect(read.itemsFull(NODE).map(pairedIndex)).toEqual([0, 0]);
		expect(read.hints(NODE).join(' ')).toMatch(/1 item has no shoot ID/);
		expect(bench.sim.count('v2/DlrApi')).toBe(2);
	});

	it('refuses an ID of the other API before any request, in both directions', async () => {
		expect(told(await run(OPERATIONS.get))).toMatch(/^Shoot ID: .*comes from the other API/);
		expect(told(await bench.run({ ...OPERATIONS.get, shootId: `T1@${A}` }))).toMatch(
			/^Shoot ID: .*comes from the other API/,
		);
		expect(bench.sim.requests).toEqual([]);
	});
});

describe('Get Balance with V2', () => {
	it('comes with the day on which it expires', async () => {
		bench.sim.settings.balance = 37.45;

		expect((await run(OPERATIONS.getBalance)).items(NODE)).toEqual([
			{ balance: 37.45, currency: 'BDT', expiresOn: '03/06/2028', response: expect.any(String) },
		]);
	});
});

describe('rows of which nobody knows, each with another number', () => {
	it.each([
		['not mentioned', '{"statusCode":"200","success_Data":[],"error_Data":[{"res_Code":"206","failedNumbers":""}]}'],
		[
			'accepted by a reply that was not',
			JSON.stringify({
				statusCode: '221',
				success_Data: Array.from({ length: 30 }, (_, i) => ({ mobNumber: String(Number(A) + i) })),
			}),
		],
	])('(%s) are all named by the error', async (_, body) => {
		const input = Array.from({ length: 30 }, (_, i) => ({ to: String(Number(A) + i), text: `Row ${i}` }));
		bench.sim.fault({ call: 'v2/DSMS', kind: 'text', body });

		expect((await run(SEND_MANY, { input })).error?.description).toMatch(/^Items 0 to 29: \[unknown\]/m);
	});
});

describe('a user name with spaces around it that the gateway echoes', () => {
	it.each<[string, IDataObject, CallName, string]>([
		['a refusal', SEND, 'v2/SMS', '{"statusCode":"206","status":"Failed","responseResult":"No @ here"}'],
		['words of success', SEND, 'v2/SMS', '{"statusCode":"200","responseResult":"Sent for @"}'],
		['a tracking ID', SEND, 'v2/SMS', '{"statusCode":"200","trxnId":"@-1"}'],
		[
			'a report',
			{ ...OPERATIONS.get, shootId: `T1@${A}` },
			'v2/DlrApi',
			'{"statusCode":"200","operatorStatus":"Delivered for @","account":"@"}',
		],
		[
			'a balance',
			OPERATIONS.getBalance,
			'v2/BalanceCheck',
			'{"statusCode":"200","status":"@","data":[{"balance":"1","expair_Date":"@"}]}',
		],
	])('is not shown in %s', async (_, parameters, call, body) => {
		const { v2UserName, v2ApiKey: apiKey } = bench.sim.settings;
		const data = { api: 'v2', v2BaseUrl: bench.sim.baseUrl, username: ` ${v2UserName}\n`, apiKey, senderId: 'MiMSMS' };
		bench.engine.saveCredential(BY_V2, { type: 'mimSmsApi', name: 'Account V2', data });
		bench.sim.fault({ call, kind: 'text', body: body.replaceAll('@', v2UserName) });

		const asked = await run(parameters);

		expect(calls()).toHaveLength(1);
		expect(everythingOf(asked)).not.toContain(v2UserName);
	});

	it('is not shown by the test of the credential', async () => {
		const { v2UserName, v2ApiKey: apiKey } = bench.sim.settings;
		const data = { api: 'v2', v2BaseUrl: bench.sim.baseUrl, username: ` ${v2UserName} `, apiKey };
		bench.engine.saveCredential(BY_V2, { type: 'mimSmsApi', name: 'Account V2', data });
		const body = `{"statusCode":"401","status":"Failed","responseResult":"No key of ${v2UserName}"}`;
		bench.sim.fault({ call: 'v2/BalanceCheck', kind: 'text', body });

		expect(await bench.engine.testCredential(BY_V2)).toEqual({
			status: 'Error',
			message: expect.stringMatching(/^(?=.*No key of)(?!.*demo@example)/),
		});
	});
});

describe('one workflow', () => {
	it('gives the same statuses with a credential of either API', async () => {
		bench.sim.settings.reportDelay = 0;
		const rows = [A, B, BARRED].map((to, row) => ({ to, text: `Row ${row}` }));
		const statuses = [];
		for (const credentials of [BY_KEY, BY_V2]) {
			const sent = await bench.run(SEND_MANY, { credentials, input: rows });
			const read = await bench.run(
				{ ...OPERATIONS.get, shootId: '={{ $json.shootId }}' },
				{ credentials, input: sent.items(NODE) },
			);
			statuses.push([
				sent.items(NODE).map(({ status, to, segments }) => [status, to, segments]),
				read
					.items(NODE)
					.map(({ status, to }) => [status, to])
					.sort(),
			]);
		}
		expect(statuses[1]).toEqual(statuses[0]);
		expect(statuses[0][1]).toContainEqual(['failed', BARRED]);
	});
});
