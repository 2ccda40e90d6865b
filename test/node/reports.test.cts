import type { IDataObject } from 'n8n-workflow';
import { pairedIndex } from '../engine/index.cts';
import { GOING_ON, NODE, OPERATIONS, RETRYING, told, useBench, workflow } from './setup.cts';
import type { Fault, OperationName, RunExtras, SimulatorOptions } from './setup.cts';

const bench = useBench();
const getAll = async (parameters: IDataObject = {}, extras?: RunExtras) =>
	await bench.run({ ...OPERATIONS.getAll, ...parameters }, extras);
const get = async (shootId: string, extras?: RunExtras) => await bench.run({ ...OPERATIONS.get, shootId }, extras);
const getOnce = async (shootId: string, extras?: RunExtras) =>
	await bench.run({ ...OPERATIONS.getOnce, shootId }, extras);
const ids = (...list: Array<string | number>) => list.map((id) => ({ id }));
const AT = new Date('2026-01-02T03:04:05Z');
/** The time-outs in these tests are shorter by far, n8n's own is 300,000: whoever takes longer heeds none, in ms. */
const WITHIN = 60_000;
const FIELDS = ['status', 'meaning', 'to', 'message', 'sentAt', 'receivedAt', 'details', 'shootId', 'code', 'other'];

describe('a report', () => {
	it('has exactly the fields of the contract', async () => {
		bench.sim.addReports([
			{
				shootId: 'C2001',
				to: '8801712345678',
				text: 'a & b <3 </b> বাংলা',
				parts: 2,
				sentAt: AT,
				receivedAt: new Date(AT.getTime() + 5000),
			},
		]);

		expect((await get('C2001')).itemsFull(NODE)).toEqual([
			{
				json: {
					shootId: 'C2001',
					to: '8801712345678',
					message: 'a & b <3 </b> বাংলা',
					sentAt: '2026-01-02T09:04:05+06:00',
					receivedAt: '2026-01-02T09:04:10+06:00',
					code: '1',
					status: 'delivered',
					meaning: 'Delivered',
					details: 'Delivered',
					other: { ID: 'C2001', Parts: '2' },
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it.each([
		['0', 'delivered', 'Delivered'],
		['1', 'delivered', 'Delivered'],
		['5', 'failed', 'Unidentified subscriber'],
		['6', 'failed', 'Absent subscriber for SM'],
		['9', 'failed', 'Illegal subscriber'],
		['13', 'failed', 'Barred subscriber'],
		['16', 'failed', 'REJECTED'],
		['31', 'failed', 'Subscriber Busy'],
		['32', 'failed', 'SM Delivery Failure'],
		['34', 'failed', 'System failure'],
		['400', 'failed', 'SMSC Timeout-abort'],
		['1028', 'failed', 'Absent subscriber'],
	])('with the code %s is %s: %s', async (code, status, meaning) => {
		bench.sim.addReports([{ shootId: 'C2001', code, details: 'Some words' }]);

		expect((await get('C2001')).items(NODE)).toEqual([
			expect.objectContaining({ code, status, meaning, details: 'Some words' }),
		]);
	});

	it('without a status is pending by its details, with one that nobody knows unknown', async () => {
		bench.sim.addReports([
			{ shootId: 'C2001', code: '', details: 'Pending' },
			{ shootId: 'C2001', code: '77', details: 'Status 77' },
		]);

		expect((await get('C2001')).items(NODE)).toEqual([
			expect.objectContaining({ code: null, status: 'pending', receivedAt: null }),
			expect.objectContaining({ code: '77', status: 'unknown' }),
		]);
	});

	it("that can't be read comes out with its text, and its neighbours as they are", async () => {
		bench.sim.addReports([
			{ shootId: 'C2001', text: 'one' },
			{ shootId: 'C2001', raw: '<message><MSISDN>8801</SMS></message>' },
			{ shootId: 'C2001', text: 'three' },
		]);

		const items = (await get('C2001')).items(NODE);

		expect(items.map(({ message }) => message)).toEqual(['one', null, 'three']);
		expect(items[1]).toEqual({
			shootId: 'C2001',
			to: null,
			message: null,
			sentAt: null,
			receivedAt: null,
			code: null,
			status: 'unknown',
			meaning: null,
			details: null,
			other: {},
			raw: expect.stringContaining('8801'),
		});
	});

	it('in the JSON form has the same fields; sms_status_str is details', async () => {
		bench.sim.settings.reportStyle = 'json';
		bench.sim.addReports([{ shootId: 'C2001' }]);

		const items = (await get('C2001')).items(NODE);

		expect(items).toEqual([
			{
				shootId: 'C2001',
				to: null,
				message: null,
				sentAt: null,
				receivedAt: null,
				code: null,
				status: 'delivered',
				meaning: 'Delivered',
				details: 'Delivered',
				other: { charges_per_sms: 0.25 },
			},
		]);
	});

	it.each<[string, SimulatorOptions, IDataObject]>([
		['with quotes and a space', { quoteSpace: true }, { message: 'Report 1' }],
		['without the extra fields', { extraFields: false }, { other: {} }],
	])('%s is read alike', async (_, settings, expected) => {
		Object.assign(bench.sim.settings, settings);
		bench.sim.addReports([{ shootId: 'C2001' }]);

		expect((await get('C2001')).items(NODE)).toEqual([expect.objectContaining(expected)]);
	});
});

describe.each(['emptyDlr', 'emptyBody', 'code'] as const)('no report yet (%s)', (noReportStyle) => {
	it.each<OperationName>(['get', 'getOnce', 'getAll'])('is no item of %s, and a hint', async (operation) => {
		bench.sim.settings.noReportStyle = noReportStyle;

		const run = await bench.run(OPERATIONS[operation]);

		expect([run.status, run.items(NODE)]).toEqual(['success', []]);
		expect(run.hints(NODE)).toEqual([expect.stringMatching(/no (new )?(delivery )?report/)]);
	});

	it('is told once for many shoot IDs, naming them', async () => {
		bench.sim.settings.noReportStyle = noReportStyle;
		bench.sim.addReports([{ shootId: 'C2here' }]);
		const input = ids('C2a', 'C2here', 'C2b', 'C2a', ...Array.from({ length: 20 }, (_, index) => `C2x${index}`));

		const run = await get('={{ $json.id }}', { input });

		expect(run.items(NODE)).toHaveLength(1);
		expect(run.hints(NODE)).toEqual([
			expect.stringMatching(/^2 items share 1 shoot ID,/),
			expect.stringMatching(/no report yet for 22 of 23 shoot IDs: C2a, C2b, C2x0, .*C2x17 and 2 more\./),
		]);
	});

	it('names two of those that one item asks for, as one send gives them', async () => {
		bench.sim.settings.noReportStyle = noReportStyle;
		const run = await get('C2a, C2b, C2c');

		expect(run.hints(NODE)).toEqual([
			expect.stringMatching(/no report yet for 3 of 3 shoot IDs: C2a, C2b and 1 more\./),
		]);
	});

	it('names all of twenty', async () => {
		bench.sim.settings.noReportStyle = noReportStyle;
		const run = await get('={{ $json.id }}', {
			input: ids(...Array.from({ length: 20 }, (_, index) => `C2x${index}`)),
		});

		expect(run.hints(NODE)).toEqual([expect.stringMatching(/no report yet for 20 of 20 shoot IDs: C2x0, .*C2x19\./)]);
	});

	it('is not told of a shoot ID whose reports came for another item', async () => {
		bench.sim.settings.noReportStyle = noReportStyle;
		bench.sim.addReports([{ shootId: 'C2here' }]);

		expect((await getOnce('={{ $json.id }}', { input: ids('C2here', 'C2here') })).hints(NODE)).toEqual([]);
	});

	it('is none in the JSON form either', async () => {
		Object.assign(bench.sim.settings, { noReportStyle, reportStyle: 'json' });

		expect((await getAll()).items(NODE)).toEqual([]);
	});
});

describe('Get', () => {
	it('of items that share a shoot ID, as those of Send Personalised do, asks for it once and gives each report once, paired to all of them', async () => {
		bench.sim.addReports([
			{ shootId: 'C2many', to: '8801712345671' },
			{ shootId: 'C2many', to: '8801712345672' },
			{ shootId: 'C2one' },
		]);

		const run = await get('={{ $json.id }}', { input: ids('C2many', 'C2one', 'C2many', 'C2many') });

		const [many, one] = [[0, 2, 3].map((item) => ({ item })), { item: 1 }];
		expect(run.itemsFull(NODE).map(({ json, pairedItem }) => [json.shootId, pairedItem])).toEqual([
			['C2many', many],
			['C2many', many],
			['C2one', one],
		]);
		expect(bench.sim.count('getDLRRep')).toBe(2);
		expect(run.hints(NODE)).toEqual([
			expect.stringMatching(/^3 items share 1 shoot ID, as rows of one Send Personalised.*once/),
		]);
	});

	it('behind Send Personalised pairs each report to the row it is about', async () => {
		const rows = ['8801712345671', '8801712345672', '8801712345671'].map((to, index) => ({
			to,
			text: `Text ${index}`,
			name: `Name ${index}`,
		}));
		const flow = workflow()
			.add({ name: 'Start', type: 'n8n-nodes-base.manualTrigger' })
			.add({
				...bench.node({
					resource: 'sms',
					operation: 'sendMany',
					to: '={{ $json.to }}',
					message: '={{ $json.text }}',
					senderId: '',
					options: {},
				}),
				name: 'Send Personalised',
			})
			.add(bench.node({ ...OPERATIONS.get, shootId: '={{ $json.shootId }}' }))
			.add({
				name: 'Behind',
				type: 'n8n-nodes-base.set',
				parameters: {
					includeOtherFields: true,
					assignments: { assignments: [{ name: 'name', value: "={{ $('Start').item.json.name }}" }] },
				},
			});

		const run = await bench.engine.run(flow, { input: rows });

		expect(run.items('Behind').map(({ message, name }) => [message, name])).toEqual([
			['Text 0', 'Name 0'],
			['Text 1', 'Name 1'],
			['Text 2', 'Name 2'],
		]);
	});

	it('of a shoot ID that fails tells each item that holds it, under On Error: Continue', async () => {
		bench.sim.fault({ call: 'getDLRRep', kind: 'status', times: Infinity });

		const run = await get('={{ $json.id }}', { input: ids('C2many', '..', 'C2many', '..'), ...GOING_ON });

		const items = [...run.itemsFull(NODE)].sort((a, b) => pairedIndex(a)! - pairedIndex(b)!);
		expect(
			items.map((item) => [/502/.test(String(item.json.error)), Object.keys(item.json), pairedIndex(item)]),
		).toEqual([
			[true, ['error'], 0],
			[false, ['error'], 1],
			[true, ['error'], 2],
			[false, ['error'], 3],
		]);
		expect(bench.sim.count('getDLRRep')).toBe(1);
		expect(run.hints(NODE)).toEqual([]);
	});

	it.each([
		[99, 0],
		[100, 1],
	])('of %i reports gives %i hints that there may be more', async (count, hints) => {
		bench.sim.addReports(Array.from({ length: count }, () => ({ shootId: 'C2001' })));

		const run = await get('C2001');

		expect(run.items(NODE)).toHaveLength(count);
		expect(run.hints(NODE)).toEqual(
			Array(hints).fill(expect.stringMatching(/^C2001 has 100 reports, .*may be missing.*Get Once/)),
		);
	});

	it('can be asked again and again', async () => {
		bench.sim.addReports([{ shootId: 'C2001' }]);

		expect((await get('C2001')).items(NODE)).toHaveLength(1);
		expect((await get('C2001')).items(NODE)).toHaveLength(1);
		expect(bench.sim.requests.map(({ call }) => call)).toEqual(['getDLRRep', 'getDLRRep']);
	});

	it('asks for each item, pairs what comes, and names the shoot ID', async () => {
		bench.sim.addReports([{ shootId: 'C2001' }, { shootId: 'C2001' }, { shootId: 'bw-rdC3002' }]);

		const run = await get('={{ $json.id }}', { input: ids('C2001', 'nothing', 'bw-rdC3002') });

		expect(run.itemsFull(NODE).map((item) => [item.json.shootId, pairedIndex(item)])).toEqual([
			['C2001', 0],
			['C2001', 0],
			['bw-rdC3002', 2],
		]);
		expect(run.hints(NODE)).toHaveLength(1);
	});

	it('says so when a page was cut off without a sign: it must not look whole', async () => {
		bench.sim.addReports(Array.from({ length: 4 }, () => ({ shootId: 'C2001' })));
		bench.sim.fault({ call: 'getDLRRep', kind: 'cutClean', share: 0.6 });

		const run = await get('C2001');

		expect(run.error !== undefined || run.hints(NODE).length > 0).toBe(true);
	});
});

describe('Get Once', () => {
	it('hands each report out once', async () => {
		bench.sim.addReports([{ shootId: 'C2001' }]);

		expect((await getOnce('C2001')).items(NODE)).toHaveLength(1);
		const again = await getOnce('C2001');
		expect([again.items(NODE), again.hints(NODE)]).toEqual([[], [expect.stringContaining('no report')]]);
	});

	it('loses none of what it has taken when a later item fails', async () => {
		bench.sim.addReports([{ shootId: 'C2001' }, { shootId: 'C2002' }]);
		bench.sim.fault({ call: 'getDLR', kind: 'resetBefore', skip: 1 });

		const run = await getOnce('={{ $json.id }}', { input: ids('C2001', 'C2002') });

		expect(run.items(NODE).map(({ shootId }) => shootId)).toEqual(['C2001']);
		expect(run.hints(NODE).join()).toMatch(/gave no answer/);
	});

	it.each<[string, string, Fault?]>([
		['that is bad', '', undefined],
		['whose call broke off', 'C2003', { call: 'getDLR', kind: 'resetBefore' }],
	])(
		'gives what it took out before the error of a first shoot ID %s, or n8n would throw it away and try again',
		async (_, first, fault) => {
			for (const onError of ['continueRegularOutput', 'continueErrorOutput'] as const) {
				bench.sim.addReports([{ shootId: 'C2001' }, { shootId: 'C2002' }]);
				if (fault) bench.sim.fault(fault);

				const run = await getOnce('={{ $json.id }}', { input: ids(first, 'C2001', 'C2002'), ...RETRYING, onError });

				expect(
					run
						.items(NODE)
						.filter(({ error }) => !error)
						.map(({ shootId }) => shootId),
				).toEqual(['C2001', 'C2002']);
				expect([...run.items(NODE), ...run.items(NODE, { output: 1 })].filter(({ error }) => error)).toHaveLength(1);
			}
		},
	);

	it('takes nothing out when a shoot ID of a later item is bad', async () => {
		bench.sim.addReports([{ shootId: 'C2001' }]);

		const run = await getOnce('={{ $json.id }}', { input: ids('C2001', 'getAll') });

		expect(run.error?.message).toMatch(/^Shoot ID/);
		expect(run.error?.context.itemIndex).toBe(1);
		expect(bench.sim.count()).toBe(0);
	});

	it.each(['cutOff', 'cutClean', 'stall'] as const)(
		'keeps what had arrived before %s, the broken record raw, and hints at the rest',
		async (kind) => {
			bench.sim.addReports(Array.from({ length: 4 }, (_, index) => ({ shootId: 'C2001', text: `Text ${index}` })));
			bench.sim.fault({ call: 'getDLR', kind, share: 0.6 });

			const run = await bench.run({ ...OPERATIONS.getOnce, requestOptions: { timeout: 400 } });

			expect(run.error).toBeUndefined();
			expect(run.items(NODE).map(({ message }) => message)).toEqual(['Text 0', 'Text 1', null]);
			expect(run.items(NODE)[2].raw).toContain('<message>');
			expect(run.hints(NODE)).toEqual([expect.stringContaining('cut off')]);
		},
		WITHIN,
	);
});

describe('Get Many', () => {
	it('reads Return All from a word of an expression, and refuses any other', async () => {
		bench.sim.addReports(250);

		expect((await getAll({ returnAll: '={{ "true" }}' })).items(NODE)).toHaveLength(250);
		expect(told(await getAll({ returnAll: '={{ "always" }}' }))).toMatch(
			/^Return All: “always” is not one of false, true/,
		);
		expect(bench.sim.count('getAll')).toBe(3);
	});

	it.each([301, 302, 307, 308])('is told of an empty answer with status %i, which leads elsewhere', async (status) => {
		bench.sim.fault({ call: 'getAll', kind: 'redirect', status, body: '' });

		expect(told(await getAll())).toMatch(new RegExp(`${status}.*redirects to another`, 's'));
	});

	it('asks once for all input items together, and pairs everything to the first', async () => {
		bench.sim.addReports(3);

		const run = await getAll({}, { input: ids(1, 2, 3, 4) });

		expect(bench.sim.count()).toBe(1);
		expect(run.itemsFull(NODE).map(({ pairedItem }) => pairedItem)).toEqual(Array(3).fill({ item: 0 }));
		for (const json of run.items(NODE))
			expect([Object.keys(json), json.shootId]).toEqual([FIELDS, (json.other as IDataObject).ID]);
	});

	it.each<[string, IDataObject, number, number]>([
		['Limit 1', { limit: 1 }, 100, 1],
		['Limit 50', { limit: 50 }, 100, 1],
		['Limit 100', { limit: 100 }, 100, 1],
		['Limit 101', { limit: 101 }, 200, 2],
		['Limit 1000', { limit: 1000 }, 250, 3],
		['Return All', { returnAll: true }, 250, 3],
	])(
		'%s of 250 waiting: all that was received comes out, and no further call is made',
		async (_, parameters, items, calls) => {
			bench.sim.addReports(250);

			const run = await getAll(parameters);

			expect(run.items(NODE)).toHaveLength(items);
			expect(new Set(run.items(NODE).map(({ message }) => message)).size).toBe(items);
			expect(bench.sim.count('getAll')).toBe(calls);
		},
	);

	it('of exactly 200 waiting ends with an empty page', async () => {
		bench.sim.addReports(200);

		expect((await getAll({ returnAll: true })).items(NODE)).toHaveLength(200);
		expect(bench.sim.count()).toBe(3);
	});

	it.each([0, -1, 'many'])('with a limit of %j names Limit and asks nothing', async (limit) => {
		const run = await getAll({ limit: `={{ ${JSON.stringify(limit)} }}` });

		expect(run.error?.message).toMatch(/^Limit/);
		expect(bench.sim.count()).toBe(0);
	});

	it('ends at a gateway that repeats its newest 100, without doubles', async () => {
		bench.sim.settings.getAllStyle = 'newest100';
		bench.sim.addReports(250);

		const run = await getAll({ returnAll: true });

		expect(run.items(NODE)).toHaveLength(100);
		expect(bench.sim.count()).toBe(2);
	});

	it('gives each once at such a gateway while new ones come between the calls', async () => {
		bench.sim.settings.getAllStyle = 'newest100';
		bench.sim.addReports(100);
		let calls = 0;
		bench.sim.settings.now = () => {
			if (calls < Math.min(bench.sim.count('getAll'), 5)) {
				calls += 1;
				bench.sim.addReports([{ text: `Late ${calls}` }]);
			}
			return new Date();
		};

		const texts = (await getAll({ returnAll: true })).items(NODE).map(({ message }) => message);
		bench.sim.settings.now = () => new Date();

		expect(texts.length).toBeGreaterThan(100);
		expect(new Set(texts).size).toBe(texts.length);
	});

	it.each([
		[105, 2],
		[250, 3],
	])('loses none of %i reports that are equal to the letter', async (count, calls) => {
		bench.sim.addReports(
			Array.from({ length: count }, () => ({ shootId: 'C2001', text: 'Hello', sentAt: AT, receivedAt: AT })),
		);

		expect((await getAll({ returnAll: true })).items(NODE)).toHaveLength(count);
		expect(bench.sim.count()).toBe(calls);
	});

	it('loses no report that equals one of the page before: the JSON form names no number', async () => {
		bench.sim.settings.reportStyle = 'json';
		bench.sim.addReports(250);

		const run = await getAll({ returnAll: true });

		const handedOut = 100 * Math.min(bench.sim.count(), 2) + (bench.sim.count() > 2 ? 50 : 0);
		expect(run.items(NODE)).toHaveLength(handedOut);
	});

	it.each<[string, Fault, RegExp]>([
		['resetBefore', { kind: 'resetBefore' }, /gave no answer/],
		['a stall', { kind: 'stall', accept: false }, /took longer/],
		['502', { kind: 'status' }, /502/],
		['1016', { kind: 'code', code: '1016' }, /1016/],
	])('keeps what is in hand when a later page meets %s, and says why it ended', async (_, fault, reason) => {
		bench.sim.addReports(250);
		bench.sim.fault({ call: 'getAll', skip: 1, ...fault });

		const run = await getAll({ returnAll: true, requestOptions: { timeout: 500 } });

		expect(run.error).toBeUndefined();
		expect(run.items(NODE)).toHaveLength(100);
		expect(run.hints(NODE)).toEqual([expect.stringMatching(reason)]);
		expect(bench.sim.count()).toBe(2);
	});

	it('keeps what is in hand when the gateway is gone after the first page', async () => {
		bench.sim.addReports(250);
		bench.sim.settings.latency = 80;
		const watching = setInterval(() => {
			if (bench.sim.count() !== 1) return;
			clearInterval(watching);
			void bench.sim.refuse();
		}, 2);

		const run = await getAll({ returnAll: true });

		clearInterval(watching);
		expect(run.items(NODE)).toHaveLength(100);
		expect(run.hints(NODE)).toEqual([expect.stringMatching(/refused the connection/)]);
	});

	it.each<['cutOff' | 'cutClean' | 'stall', { chunked?: true }]>([
		['cutOff', {}],
		['cutOff', { chunked: true }],
		['cutClean', {}],
		['stall', {}],
	])(
		'of a page cut off (%s %j) gives the whole records, the raw one, and a hint',
		async (kind, options) => {
			bench.sim.addReports(5);
			bench.sim.fault({ call: 'getAll', kind, share: 0.5, ...options });

			const run = await getAll({ requestOptions: { timeout: 400 } });

			expect(run.error).toBeUndefined();
			const items = run.items(NODE);
			expect(items.length).toBeGreaterThan(1);
			expect(items.slice(0, -1).every(({ status }) => status === 'delivered')).toBe(true);
			expect(items.at(-1)).toMatchObject({ status: 'unknown', raw: expect.stringContaining('<message>') });
			expect(run.hints(NODE)).toEqual([expect.stringContaining('cut off')]);
		},
		WITHIN,
	);

	it('of a second page cut off keeps the first and the beginning of the second', async () => {
		bench.sim.addReports(150);
		bench.sim.fault({ call: 'getAll', kind: 'cutOff', share: 0.5, skip: 1 });

		const run = await getAll({ returnAll: true });

		expect(run.items(NODE).length).toBeGreaterThan(110);
		expect(run.hints(NODE)).toEqual([expect.stringContaining('cut off')]);
	});

	it('of a page that broke off in its first record gives its beginning: what was handed out does not come again', async () => {
		bench.sim.addReports(1);
		bench.sim.fault({ call: 'getAll', kind: 'cutOff', bytes: 30 });

		const run = await getAll();

		expect(run.error).toBeUndefined();
		expect(run.hints(NODE)).toEqual([expect.stringContaining('cut off')]);
	});

	it('of a JSON page cut off gives the whole rows, the raw one, and a hint', async () => {
		bench.sim.settings.reportStyle = 'json';
		bench.sim.addReports(5);
		bench.sim.fault({ call: 'getAll', kind: 'cutOff', share: 0.5 });

		const run = await getAll();

		expect(run.items(NODE).length).toBeGreaterThan(1);
		expect(run.items(NODE).at(-1)?.raw).toContain('{');
		expect(run.hints(NODE)).toEqual([expect.stringContaining('cut off')]);
	});

	it('that fails at once is an error item under On Error: Continue, paired to the first', async () => {
		bench.sim.fault({ call: 'getAll', kind: 'code', code: '1016' });

		const run = await getAll({}, { input: ids(1, 2), ...GOING_ON });

		expect(run.itemsFull(NODE)).toEqual([
			{ json: { error: expect.stringMatching(/^\[1016\]/) }, pairedItem: { item: 0 } },
		]);
	});
});

describe('a page with a document type', () => {
	it.each<OperationName>(['get', 'getOnce', 'getAll'])(
		'is read by %s, and nothing is expanded or fetched',
		async (operation) => {
			bench.sim.fault({
				kind: 'text',
				body: '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><dlr><message><MSISDN>&x;</MSISDN></message></dlr>',
			});

			const run = await bench.run(OPERATIONS[operation]);

			expect(run.items(NODE)).toMatchObject([{ to: '&x;' }]);
			expect(run.stored).not.toContain('root:');
		},
	);
});

describe('a page in a make that nobody knows', () => {
	const body = '<dlr><row><MSISDN>8801712345678</MSISDN></row></dlr>';

	it.each<OperationName>(['getOnce', 'getAll'])(
		'comes out of %s as it is: the gateway will not hand it out again',
		async (operation) => {
			bench.sim.fault({ kind: 'text', body });

			const run = await bench.run(OPERATIONS[operation]);

			expect(run.items(NODE)).toMatchObject([{ status: 'unknown', to: null, raw: body }]);
		},
	);

	it('is an error of get, which shows it', async () => {
		bench.sim.fault({ kind: 'text', body });

		expect(told(await bench.run(OPERATIONS.get))).toMatch(/neither success nor a known error.*8801712345678/s);
	});
});
