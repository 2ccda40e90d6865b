import type { IDataObject, WorkflowActivateMode } from 'n8n-workflow';
import { REPORT_EVENTS } from '../../nodes/MimSms/trigger/events';
import { asStored, events, kept, ownLog, REPLY_STYLES, sorted, stateIn, texts, told, useBench } from './setup.cts';
import type { Fault, Poller, PollResult } from './setup.cts';

const bench = useBench();

const FIRST = { activationMode: 'activate' } as const;

/** Whether there are places whose old reports have not all passed. */
const isSilent = (poller: Poller) => (stateIn(poller.staticData)?.silent ?? ['account']).length > 0;

describe('the first activation by a person', () => {
	it.each<WorkflowActivateMode>(['activate', 'create'])(
		'(%s) lets 500 old reports pass in silence, and emits what comes then',
		async (activationMode) => {
			bench.arriveEarlier(500);
			const poller = bench.poller({}, { activationMode });
			const activated = await poller.activate();
			const news = bench.arrive(3);

			expect([activated.items, activated.error]).toEqual([null, undefined]);
			expect(texts(await poller.poll())).toEqual(news);
		},
	);

	it.each([0, 1, 99, 100, 101])('with %i old reports in the gateway', async (count) => {
		bench.arriveEarlier(count);
		const poller = bench.poller({}, FIRST);
		const activated = await poller.activate();
		const news = bench.arrive(2);

		expect(activated.items).toBeNull();
		expect(texts(await poller.poll())).toEqual(news);
	});

	it('is silent too in a workflow that was imported together with the static data of another one', async () => {
		bench.arriveEarlier(30);
		const elsewhere = await bench.poller().poll();
		expect(elsewhere.items).toHaveLength(30);
		bench.arriveEarlier(120);
		const staticData = { ...asStored(elsewhere.saved), mimSmsWorkflow: 'another-workflow' };
		const poller = bench.poller({}, { ...FIRST, staticData });
		const activated = await poller.activate();
		const news = bench.arrive(2);

		expect([activated.items, activated.error]).toEqual([null, undefined]);
		expect(texts(await poller.poll())).toEqual(news);
	});

	it('emits the old ones too with emitEarlier', async () => {
		const old = bench.arriveEarlier(500);

		expect(texts(await bench.poller({ options: { emitEarlier: true } }, FIRST).activate())).toEqual(old);
	});

	it('lets what a gateway repeats pass in silence, and does so still at the next polls', async () => {
		bench.sim.settings.getAllStyle = 'newest100';
		bench.arriveEarlier(250);
		const poller = bench.poller({}, FIRST);
		const activated = await poller.activate();
		const quiet = await poller.poll();
		const news = bench.arrive(2);

		expect([activated.items, quiet.items]).toEqual([null, null]);
		expect(sorted(texts(await poller.poll()))).toEqual(sorted(news));
	});

	it("fails with the gateway's reason when the key is wrong", async () => {
		bench.saveCredential('C2wrong.1');
		bench.arriveEarlier(5);
		const activated = await bench.poller({}, FIRST).activate();

		expect(told(activated)).toContain('[1003] API Not Found');
		expect(told(activated)).toContain('API Key');
		expect(activated.saved).toEqual({});
		expect(kept(activated)).not.toContain('C2wrong');
	});

	it.each(REPLY_STYLES)('fails so in the style %s', async (replyStyle) => {
		bench.sim.settings.replyStyle = replyStyle;
		bench.saveCredential('C2wrong.1');

		expect(told(await bench.poller({}, FIRST).activate())).toContain('[1003]');
	});

	it('can be done again after it failed, with the same silence', async () => {
		bench.arriveEarlier(150);
		bench.sim.fault({ call: 'getAll', kind: 'code', code: '1005' });
		const failed = await bench.poller({}, FIRST).activate();
		const poller = bench.poller({}, { ...FIRST, staticData: failed.saved });
		const activated = await poller.activate();
		const news = bench.arrive(2);

		expect(failed.error).toBeDefined();
		expect(activated.items).toBeNull();
		expect(texts(await poller.poll())).toEqual(news);
	});

	it.each<[string, Fault]>([
		['fails', { kind: 'status' }],
		['is cut off', { kind: 'cutOff' }],
		['is cut off and looks whole', { kind: 'cutClean' }],
		['is cut off before its first record', { kind: 'cutOff', bytes: 44 }],
	])('lets the old ones pass in silence although a later page %s', async (_what, fault) => {
		const old = bench.arriveEarlier(500);
		bench.sim.fault({ call: 'getAll', skip: 1, ...fault });
		const poller = bench.poller({}, FIRST);
		const activated = await poller.activate();
		const later = await bench.drain(poller);
		const news = bench.arrive(2);

		expect(texts(activated, later).filter((text) => text === null || old.includes(text))).toEqual([]);
		expect(texts(await poller.poll())).toEqual(news);
	});

	it('lets one old page pass in silence that is cut off', async () => {
		bench.arriveEarlier(100);
		bench.sim.fault({ call: 'getAll', kind: 'cutOff' });
		const poller = bench.poller({}, FIRST);

		expect((await poller.activate()).items).toBeNull();
	});

	it("lets more than one poll's reports pass in silence", async () => {
		bench.arriveEarlier(1000);
		bench.sim.settings.latency = 40;
		const poller = bench.poller({}, { ...FIRST, pollBudgetMs: 300 });
		const activated = await poller.activate();
		const later: PollResult[] = [];
		while (later.length < 50 && isSilent(poller)) later.push(await poller.poll());
		bench.sim.settings.latency = 0;
		const news = bench.arrive(2);

		expect(later.length).toBeGreaterThan(0);
		expect(texts(activated, later)).toEqual([]);
		expect(texts(await poller.poll())).toEqual(news);
	});

	it.each<[string, IDataObject]>([
		['Account', {}],
		['Shoot IDs', { source: 'shootIds', shootIds: 'C2001' }],
	])('lets the old ones pass in silence although the balance left no time for them (%s)', async (_what, source) => {
		bench.arriveEarlier(30, { shootId: 'C2001' });
		bench.sim.fault({ call: 'getBalance', kind: 'slow', bytes: 1, interval: 13 });
		const poller = bench.poller({ ...source, events: ['delivered', 'balanceLow'] }, { ...FIRST, pollBudgetMs: 500 });
		const activated = await poller.activate();
		const asked = bench.sim.count('getAll') + bench.sim.count('getDLRRep');
		bench.sim.settings.balance = 500;
		// Only the first poll has so little time, whatever else the machine does.
		poller.setPollBudget(60_000);
		const second = await bench.drain(poller);
		const news = bench.arrive(2, { shootId: 'C2001' });

		expect([asked, activated.items, texts(second)]).toEqual([0, null, []]);
		expect(texts(await poller.poll())).toEqual(news);
	});

	it('lets an old page pass in silence that comes later than the end of another poll', async () => {
		bench.arriveEarlier(150);
		bench.sim.fault({ call: 'getAll', kind: 'slow', bytes: 2000, interval: 20 });
		const poller = bench.poller({}, FIRST);
		const slow = poller.activate();
		while (bench.sim.count('getAll') < 1) await new Promise(setImmediate);
		const quick = await poller.poll();
		const news = bench.arrive(2);

		expect([quick.items, texts(await slow, await poller.poll())]).toEqual([null, news]);
	});

	it('is silent for shoot IDs too', async () => {
		bench.arriveEarlier(5, { shootId: 'C2001' });
		const poller = bench.poller({ source: 'shootIds', shootIds: 'C2001' }, FIRST);
		const activated = await poller.activate();
		const news = bench.arrive(2, { shootId: 'C2001' });

		expect(activated.items).toBeNull();
		expect(texts(await poller.poll())).toEqual(news);
	});

	it("goes on without a shoot ID that can't be read: what is old of it stays silent later, and what came meanwhile is emitted", async () => {
		bench.arriveEarlier(5, { shootId: 'C2001' });
		bench.arriveEarlier(5, { shootId: 'C2002' });
		bench.sim.fault({ call: 'getDLRRep', kind: 'status', skip: 1 });
		const poller = bench.poller({ source: 'shootIds', shootIds: 'C2001 C2002' }, FIRST);
		const activated = await poller.activate();
		const news = ['C2001', 'C2002'].flatMap((shootId) => bench.arrive(1, { shootId }));

		expect([activated.error, activated.items]).toEqual([undefined, null]);
		expect(ownLog(activated).join()).toContain('C2002 could not be read');
		expect(texts(await poller.poll())).toEqual(news);
	});

	it("goes on without a shoot ID that can't be read when nothing is silent", async () => {
		const all = bench.arriveEarlier(5, { shootId: 'C2001' });
		bench.sim.fault({ call: 'getDLRRep', kind: 'status', skip: 1 });
		const parameters = { source: 'shootIds', shootIds: 'C2001 C2002', options: { emitEarlier: true } };

		expect(texts(await bench.poller(parameters, FIRST).activate())).toEqual(all);
	});
});

describe('a first activation that fails', () => {
	const UPDATE = { activationMode: 'update' } as const;

	it.each<[string, () => void, IDataObject]>([
		['since the gateway refused it', () => bench.sim.fault({ call: 'getAll', kind: 'code', code: '1005' }), {}],
		['since the key was wrong', () => bench.saveCredential('C2wrong.1'), {}],
		['since a parameter was wrong', () => {}, { events: [] }],
		['since a number was wrong', () => {}, { options: { numbers: 'abc' } }],
	])('%s, is followed by an update in n8n 2, with the same silence', async (_, spoil, parameters) => {
		bench.arriveEarlier(150);
		spoil();
		const failed = [
			await bench.poller(parameters, FIRST).activate(),
			...(Object.keys(parameters).length > 0 ? [await bench.poller(parameters, UPDATE).activate()] : []),
		];
		bench.saveCredential(bench.sim.settings.apiKey);
		const tested = await bench.test();
		const poller = bench.poller({}, UPDATE);
		const activated = await poller.activate();
		const news = bench.arrive(2);

		expect(failed.every(({ error }) => error !== undefined)).toBe(true);
		expect(tested.items).toHaveLength(1);
		expect([activated.error, activated.items]).toEqual([undefined, null]);
		expect(texts(await poller.poll())).toEqual(news);
		const update = await bench.poller({}, UPDATE).activate();
		expect(texts(update).length).toBe(0);
	});

	it('is no such thing when a later poll fails: what came meanwhile is emitted after an update', async () => {
		const poller = bench.poller({ events: ['delivered', 'balanceLow'] }, FIRST);
		await poller.activate();
		bench.sim.fault({ call: 'getBalance', kind: 'code', code: '1005' });
		const failed = await poller.poll();
		const meanwhile = bench.arriveEarlier(150);

		expect(failed.error).toBeDefined();
		expect(texts(await bench.poller({}, UPDATE).activate())).toEqual(meanwhile);
	});

	it('does not silence what another workflow or trigger has', async () => {
		bench.sim.fault({ call: 'getAll', kind: 'code', code: '1005' });
		await bench.poller({}, FIRST).activate();
		const meanwhile = bench.arriveEarlier(3);
		const other = bench.engine.poller({ ...bench.node(), name: 'Another trigger' }, UPDATE);

		expect(texts(await other.activate())).toEqual(meanwhile);
		await bench.poller({}, UPDATE).activate();
	});
});

describe('after the first activation', () => {
	it('n8n stopped, 300 reports came, n8n started again: 300 events', async () => {
		bench.arriveEarlier(500);
		const activated = await bench.poller({}, FIRST).activate();
		const meanwhile = bench.arrive(300);

		expect(
			texts(await bench.poller({}, { activationMode: 'init', staticData: asStored(activated.saved) }).activate()),
		).toEqual(meanwhile);
	});

	it.each<WorkflowActivateMode>(['init', 'update', 'leadershipChange', 'activate', 'create'])(
		'what came meanwhile is emitted (%s)',
		async (activationMode) => {
			const activated = await bench.poller({}, FIRST).activate();
			const meanwhile = bench.arrive(150);

			expect(
				texts(await bench.poller({}, { activationMode, staticData: asStored(activated.saved) }).activate()),
			).toEqual(meanwhile);
		},
	);

	it.each<WorkflowActivateMode>(['init', 'update', 'leadershipChange'])(
		'what came meanwhile is emitted though there is no state yet (%s)',
		async (activationMode) => {
			const meanwhile = bench.arrive(150);

			expect(texts(await bench.poller({}, { activationMode }).activate())).toEqual(meanwhile);
		},
	);

	it.each<WorkflowActivateMode>(['init', 'update', 'leadershipChange', 'activate'])(
		'what came meanwhile is emitted though the first silence took two polls, of which n8n saves the first alone (%s)',
		async (activationMode) => {
			bench.arriveEarlier(500);
			bench.sim.fault({ call: 'getAll', kind: 'status', skip: 2 });
			const poller = bench.poller({}, FIRST);
			await poller.activate();
			const quiet = await poller.poll();
			const meanwhile = bench.arrive(300);
			const restarted = bench.poller({}, { activationMode, staticData: asStored(quiet.saved) });

			expect(texts(quiet)).toEqual([]);
			expect(texts(await restarted.activate())).toEqual(meanwhile);
		},
	);
});

describe('while the gateway is down', () => {
	it.each<WorkflowActivateMode>(['init', 'leadershipChange'])(
		'n8n itself can activate it, for it gives up after five tries: the next poll fails where the user sees it (%s)',
		async (activationMode) => {
			const fault = bench.sim.fault({ call: 'getAll', kind: 'status', status: 503, times: 2 });
			const poller = bench.poller({}, { activationMode });
			const activated = await poller.activate();

			expect([activated.error, activated.items]).toEqual([undefined, null]);
			expect(ownLog(activated).join()).toMatch(
				/MiM SMS Trigger: .*HTTP 503.*Up to 100 reports.*The next poll asks again/,
			);
			expect(told(await poller.poll())).toMatch(/HTTP 503/);
			fault.off();
			const arrived = bench.arrive(3);
			expect(texts(await poller.poll())).toEqual(arrived);
		},
	);

	it.each<WorkflowActivateMode>(['activate', 'create', 'update'])(
		'a person who activates it reads so (%s)',
		async (activationMode) => {
			bench.sim.fault({ call: 'getAll', kind: 'status', status: 503 });

			expect(told(await bench.poller({}, { activationMode }).activate())).toMatch(/HTTP 503/);
		},
	);
});

describe('a test run in the editor', () => {
	const STATES: IDataObject[] = [
		{},
		{ mimSmsReports: { version: 1, silent: ['account'], next: 0, low: true, seen: { account: ['abcdefghijkl'] } } },
		{ mimSmsReports: { version: 2 } },
	];
	const WAYS: IDataObject[] = [{}, { events: ['balanceLow'] }, { source: 'shootIds', shootIds: 'C2001' }];

	it('gives one report with every field, and makes no request', async () => {
		bench.arrive(3);
		await bench.sim.refuse();
		const { items, error } = await bench.test();

		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(Object.keys(items?.[0] ?? {}).sort()).toEqual(
			[
				'code',
				'details',
				'event',
				'meaning',
				'message',
				'other',
				'receivedAt',
				'sentAt',
				'shootId',
				'status',
				'to',
			].sort(),
		);
		expect(Object.entries(items?.[0] ?? {}).filter(([, value]) => value === null)).toEqual([]);
		expect(bench.sim.requests).toEqual([]);
	});

	it('names the first shoot ID where these are read', async () => {
		expect((await bench.test({ source: 'shootIds', shootIds: 'C2001 C2002' })).items).toEqual([
			expect.objectContaining({ shootId: 'C2001', event: 'delivered' }),
		]);
	});

	it.each(REPORT_EVENTS)('gives a sample of what is chosen: %s', async (event) => {
		expect(events(await bench.test({ events: [event] }))).toEqual([event]);
	});

	it('gives a low balance where that alone is chosen', async () => {
		expect((await bench.test({ events: ['balanceLow'], balanceThreshold: 50 })).items).toEqual([
			{ event: 'balanceLow', balance: expect.any(Number), currency: 'BDT', threshold: 50 },
		]);
		expect(bench.sim.requests).toEqual([]);
	});

	it("takes one call's reports out with live, and they don't come again", async () => {
		const all = bench.arrive(250);
		const tested = await bench.test({ options: { testWith: 'live' } });

		expect(texts(tested)).toEqual(all.slice(0, 100));
		expect(bench.sim.count()).toBe(1);
		expect(texts(await bench.poller().poll())).toEqual(all.slice(100));
	});

	it('asks of the shoot IDs the first alone with live', async () => {
		const all = bench.arrive(3, { shootId: 'C2001' });
		bench.arrive(3, { shootId: 'C2002' });
		const tested = await bench.test({ source: 'shootIds', shootIds: 'C2001 C2002', options: { testWith: 'live' } });

		expect(texts(tested)).toEqual(all);
		expect(tested.items?.map(({ shootId }) => shootId)).toEqual(['C2001', 'C2001', 'C2001']);
		expect(bench.sim.count()).toBe(1);
	});

	it.each([
		[99.5, 1],
		[100, null],
	])('asks for the balance with live where that alone is chosen: %d taka', async (balance, expected) => {
		bench.sim.settings.balance = balance;
		const { items } = await bench.test({
			events: ['balanceLow'],
			balanceThreshold: 100,
			options: { testWith: 'live' },
		});

		expect(items?.length ?? null).toBe(expected);
		expect(bench.sim.requests.map(({ call }) => call)).toEqual(['getBalance']);
	});

	it('makes one call at most with live, also for reports and balance', async () => {
		await bench.test({ events: ['delivered', 'balanceLow'], options: { testWith: 'live' } });

		expect(bench.sim.count()).toBe(1);
	});

	it.each(['status', 'cutOff', 'resetBefore'] as const)(
		'never touches the state with live, also when the call meets %s',
		async (kind) => {
			bench.arrive(50);
			bench.sim.fault({ kind, call: '*' });
			const [, state] = STATES;
			const { staticData, saved } = await bench.test({ options: { testWith: 'live' } }, state);

			expect([staticData, saved]).toEqual([state, state]);
		},
	);

	it.each<[string, string, string]>(
		STATES.flatMap((state) =>
			WAYS.flatMap((way) =>
				['sample', 'live'].map((testWith): [string, string, string] => [
					JSON.stringify(state),
					JSON.stringify(way),
					testWith,
				]),
			),
		),
	)('leaves the state %s as it is (%s, %s)', async (state, way, testWith) => {
		bench.sim.settings.balance = 1;
		bench.arrive(150, { shootId: 'C2001' });
		const { staticData, error } = await bench.test({ ...JSON.parse(way), options: { testWith } }, JSON.parse(state));

		expect(error).toBeUndefined();
		expect(JSON.stringify(staticData)).toBe(state);
	});
});

/** What may stand in n8n's static data under one name. */
type StaticValue = IDataObject[string];

describe('a damaged state', () => {
	const HASH = 'abcdefghijkl';
	const sound = { version: 1, silent: [], next: 0, low: false, seen: {} };
	const DAMAGED: StaticValue[] = [
		{ ...sound, version: 2 },
		{},
		[],
		[sound],
		'state',
		17,
		true,
		{ ...sound, silent: 1 },
		{ ...sound, low: 'no' },
		{ ...sound, seen: [] },
		{ ...sound, seen: 'x' },
		{ ...sound, seen: { account: 'x' } },
		{ ...sound, seen: { account: null } },
		{ ...sound, seen: { account: { length: 1 } } },
		{ ...sound, seen: { account: [null] } },
		{ ...sound, seen: { account: [7] } },
		{ ...sound, seen: { account: [`${HASH}*0`] } },
		{ ...sound, seen: { '../': [HASH] } },
		{ ...sound, seen: { hasOwnProperty: [HASH] } },
		{ ...sound, seen: { account: Array.from({ length: 20_000 }, (_, index) => `h${index}`.padEnd(12, '_')) } },
	];
	const named = DAMAGED.map((state): [string, StaticValue] => [JSON.stringify(state).slice(0, 80), state]);

	it.each(named)('%s is reported before the first request, and nothing is lost or silenced', async (_name, state) => {
		const all = bench.arrive(150);
		const staticData = { mimSmsReports: state };
		const before = JSON.stringify(staticData);
		bench.sim.fault({ call: 'getAll', kind: 'status' });
		const poller = bench.poller({}, { ...FIRST, staticData });
		const failed = await poller.poll();
		const result = await poller.poll();

		expect(ownLog(failed).join()).toContain('damaged');
		expect(told(failed)).toContain('502');
		expect(JSON.stringify(failed.staticData)).toBe(before);
		expect(texts(result)).toEqual(all);
		expect(ownLog(await poller.poll())).toEqual([]);
	});

	it('is set aside also when there is nothing new', async () => {
		const poller = bench.poller({}, { staticData: { mimSmsReports: { version: 2 } } });
		const first = await poller.poll();
		const second = await poller.poll();

		expect(ownLog(first)).toHaveLength(1);
		expect(ownLog(second)).toEqual([]);
		expect(stateIn(second.staticData)?.version).toBe(1);
	});

	it('leaves what others keep in the static data', async () => {
		bench.arrive(1);
		const { staticData } = await bench.poller({}, { staticData: { others: { a: 1 }, mimSmsReports: [] } }).poll();

		expect(staticData.others).toEqual({ a: 1 });
	});
});

describe('the node says itself', () => {
	it('what All Messages of the Account reads, and that two consumers share it', () => {
		const { properties } = bench.package.description('mimSmsTrigger');
		const notice = properties.find(({ name }) => name === 'accountNotice');

		expect(notice?.type).toBe('notice');
		expect(notice?.displayOptions).toEqual({
			show: { source: ['account'], events: ['delivered', 'failed', 'pending', 'unknown'] },
		});
		expect(notice?.displayName).toMatch(/each report only once.*all.*reports of the account/);
		expect(notice?.displayName).toMatch(/drops.*not select/);
		expect(notice?.displayName).toMatch(/share/);
		expect(notice?.displayName).toMatch(/rename this node, it forgets/);
		expect(properties.find(({ name }) => name === 'shootIds')?.description).toMatch(/rename this node, it forgets/);
	});
});
