import type { IDataObject, WorkflowActivateMode } from 'n8n-workflow';
import { asStored, events, MOST_STATIC_DATA, ownLog, sorted, stateIn, texts, told, useBench } from './setup.cts';
import type { Fault, Poller, PollResult } from './setup.cts';

const bench = useBench();

const ids = (...shootIds: string[]) => ({ source: 'shootIds', shootIds: shootIds.join(', ') });
const manyIds = (count: number) => Array.from({ length: count }, (_, index) => `C2${index}`);

/** Sets the clock forward as soon as the gateway has been asked, so that n8n has given the poll up by its answer. */
function abandonAtFirstRequest(seconds = 600): () => void {
	const real = Date.now;
	let late = 0;
	const spy = jest.spyOn(Date, 'now').mockImplementation(() => real() + late);
	bench.sim.settings.now = () => {
		late = seconds * 1000;
		return new Date(real());
	};
	return () => {
		spy.mockRestore();
		bench.sim.settings.now = () => new Date();
	};
}

afterEach(() => jest.restoreAllMocks());

describe('the reports of certain sends', () => {
	it('come once each, with the shoot ID that was asked for', async () => {
		const [one, two] = [bench.arrive(2, { shootId: 'C2001' }), bench.arrive(1, { shootId: 'bw-rdC31002a' })];
		bench.arrive(5, { shootId: 'C2other' });
		const poller = bench.poller(ids('C2001', 'bw-rdC31002a'));
		const first = await poller.poll();
		const later = bench.arrive(1, { shootId: 'C2001' });
		const second = await poller.poll();

		expect(first.items?.map(({ shootId, message }) => [shootId, message])).toEqual([
			['C2001', one[0]],
			['C2001', one[1]],
			['bw-rdC31002a', two[0]],
		]);
		expect(texts(second)).toEqual(later);
		expect((await poller.poll()).items).toBeNull();
		expect(bench.sim.count('getAll')).toBe(0);
	});

	it('stay in the gateway', async () => {
		const all = bench.arrive(3, { shootId: 'C2001' });
		await bench.poller(ids('C2001')).poll();

		expect(texts(await bench.poller().poll())).toEqual(all);
	});

	it('come once though n8n restarts at every poll, polls overlap, and a report changes', async () => {
		const row = { to: '8801712345678', text: 'Hello', shootId: 'C2001' };
		bench.sim.addReports([{ ...row, code: '' }]);
		const parameters = { ...ids('C2001'), events: ['pending', 'delivered'] };
		const first = await bench.poller(parameters).poll();
		bench.sim.addReports([{ ...row, code: '1' }]);
		const poller = bench.poller(parameters, { staticData: asStored(first.saved) });
		const both = await Promise.all([poller.poll(), poller.poll()]);

		expect(events(first)).toEqual(['pending']);
		expect(both.flatMap((result) => events(result) ?? [])).toEqual(['delivered']);
	});

	it('come as often as the JSON form, which names nothing, holds them', async () => {
		bench.sim.settings.reportStyle = 'jsonRep';
		bench.arrive(3, { shootId: 'C2001' });
		const poller = bench.poller(ids('C2001'));
		const first = await poller.poll();
		bench.arrive(1, { shootId: 'C2001' });

		expect([events(first)?.length, events(await poller.poll())?.length, events(await poller.poll())]).toEqual([
			3,
			1,
			null,
		]);
	});

	it('come with a line in the log, once, where one ID has as many as the gateway shows', async () => {
		bench.sim.settings.repPageSize = 100;
		bench.arrive(120, { shootId: 'C2001' });
		const poller = bench.poller(ids('C2001'));
		const [first, second] = [await poller.poll(), await poller.poll()];

		expect(first.items).toHaveLength(100);
		expect(ownLog(first).join()).toContain('C2001 has 100 reports, the most that the gateway returns in one answer');
		expect(ownLog(second)).toEqual([]);
	});

	it.each([0, 1, 2])('come although the ID at place %i fails, which comes next time', async (place) => {
		const all = manyIds(3).map((shootId) => bench.arrive(2, { shootId }));
		bench.sim.fault({ call: 'getDLRRep', kind: 'status', skip: place });
		const poller = bench.poller(ids(...manyIds(3)));
		const first = await poller.poll();

		expect(first.error).toBeUndefined();
		expect(texts(first)).toHaveLength(4);
		expect(ownLog(first).join()).toContain('could not be read');
		expect(sorted(texts(first, await poller.poll()))).toEqual(sorted(all.flat()));
	});

	it('come of an ID that is not the last to answer, in the order of the list', async () => {
		const all = manyIds(9).flatMap((shootId) => bench.arrive(1, { shootId }));
		bench.sim.fault({ call: 'getDLRRep', kind: 'slow', bytes: 50, interval: 5 });

		expect(texts(await bench.poller(ids(...manyIds(9))).poll())).toEqual(all);
	});

	it.each(['cutOff', 'cutClean', 'resetAfter'] as const)(
		'come whole, and once, though the answer was once hit by %s',
		async (kind) => {
			const all = bench.arrive(20, { shootId: 'C2001' });
			const other = bench.arrive(1, { shootId: 'C2002' });
			bench.sim.fault({ call: 'getDLRRep', kind });
			const poller = bench.poller(ids('C2001', 'C2002'));
			const results = [await poller.poll(), await poller.poll(), await poller.poll()];

			expect(sorted(texts(results))).toEqual(sorted([...all, ...other]));
		},
	);

	it('fail the poll, state as before, when every ID fails', async () => {
		bench.arrive(2, { shootId: 'C2001' });
		const before = await bench.poller(ids('C2001')).poll();
		bench.sim.fault({ call: 'getDLRRep', kind: 'code', code: '1016', times: 2 });
		const failed = await bench.poller(ids('C2001', 'C2002'), { staticData: before.saved }).poll();

		expect(told(failed)).toContain('[1016]');
		expect(JSON.stringify(failed.staticData)).toBe(JSON.stringify(before.saved));
	});

	it('fail the poll when more IDs fail than are answered and nothing comes, and none is lost', async () => {
		const list = manyIds(5);
		bench.sim.fault({ call: 'getDLRRep', kind: 'status', status: 503, times: 3 });
		const poller = bench.poller(ids(...list));
		const failed = await poller.poll();
		const all = list.flatMap((shootId) => bench.arrive(1, { shootId }));

		expect(told(failed)).toContain('HTTP 503');
		expect(sorted(texts(await poller.poll(), await poller.poll()))).toEqual(sorted(all));
	});

	it('come although more IDs fail than are answered, with a line in the log for each of these', async () => {
		const list = manyIds(5);
		const all = list.flatMap((shootId) => bench.arrive(1, { shootId }));
		bench.sim.fault({ call: 'getDLRRep', kind: 'status', status: 503, times: 3 });
		const poller = bench.poller(ids(...list));
		const first = await poller.poll();

		expect([first.error, first.items?.length, ownLog(first).length]).toEqual([undefined, 2, 3]);
		expect(sorted(texts(first, await poller.poll()))).toEqual(sorted(all));
	});

	it('fail no poll when one of several IDs fails and nothing comes: the log says so', async () => {
		bench.sim.fault({ call: 'getDLRRep', kind: 'status', status: 503 });
		const quiet = await bench.poller(ids(...manyIds(3))).poll();

		expect([quiet.error, quiet.items]).toEqual([undefined, null]);
		expect(ownLog(quiet).join()).toContain('could not be read');
	});

	it('are asked for a few at a time, each once', async () => {
		bench.sim.settings.latency = 10;
		await bench.poller(ids(...manyIds(20), ...manyIds(20))).poll();

		expect(bench.sim.count('getDLRRep')).toBe(20);
		expect(bench.sim.mostAtOnce('getDLRRep')).toBeLessThanOrEqual(4);
	});

	it('all come in the end though one poll has no time for the whole list', async () => {
		const list = manyIds(40);
		const all = list.flatMap((shootId) => bench.arrive(1, { shootId }));
		bench.sim.settings.latency = 250;
		const poller = bench.poller(ids(...list), { pollBudgetMs: 1_600 });
		const results = [await poller.poll()];
		for (let polls = 1; polls < 40 && texts(results).length < all.length; polls += 1) results.push(await poller.poll());

		expect(texts(results[0]).length).toBeLessThan(all.length);
		expect(sorted(texts(results, await poller.poll()))).toEqual(sorted(all));
	});

	it('all come in the end though the first polls get no answer at all', async () => {
		const list = manyIds(12);
		const all = list.flatMap((shootId) => bench.arrive(1, { shootId }));
		bench.sim.fault({ call: 'getDLRRep', kind: 'stall', accept: false, times: 8 });
		const poller = bench.poller(ids(...list), { pollBudgetMs: 1_500 });
		const results: PollResult[] = [];
		for (let polls = 0; polls < 40 && texts(results).length < all.length; polls += 1) results.push(await poller.poll());

		expect(sorted(texts(results, await poller.poll()))).toEqual(sorted(all));
	});

	// n8n began to count its 300 seconds a little before the trigger did.
	it.each([600, 301, 299])(
		'are lost by no poll abandoned after %i seconds: the next one brings them',
		async (seconds) => {
			const all = bench.arrive(5, { shootId: 'C2001' });
			const poller = bench.poller(ids('C2001'));
			const comeBack = abandonAtFirstRequest(seconds);
			const abandoned = await poller.poll();
			comeBack();

			expect([abandoned.items, abandoned.staticData]).toEqual([null, {}]);
			expect(texts(await poller.poll())).toEqual(all);
		},
	);

	// n8n 1 gives out what a poll brings that began before the workflow was saved; n8n 2 drops it.
	it.each(['balanceLow', 'delivered'])('come once though the workflow is saved during a poll (%s)', async (event) => {
		const all = bench.arrive(3, { shootId: 'C2001' });
		bench.sim.settings.balance = 1;
		bench.sim.settings.latency = 50;
		const parameters = { ...ids('C2001'), events: ['delivered', 'balanceLow'] };
		const expected = event === 'delivered' ? all.length : 1;
		const old = bench.poller(parameters).poll();
		await new Promise((resolve) => setTimeout(resolve, 25));
		const saved = bench.poller(parameters, { activationMode: 'update' });
		const results = [...(await Promise.all([old, saved.activate()])), await saved.poll()];

		expect(results.flatMap((result) => events(result) ?? []).filter((one) => one === event)).toHaveLength(expected);
	});

	it('of a first activation without time stay silent', async () => {
		bench.arriveEarlier(5, { shootId: 'C2001' });
		bench.sim.settings.balance = 1000;
		bench.sim.fault({ call: 'getBalance', kind: 'slow', bytes: 1, interval: 13 });
		const parameters = { ...ids('C2001'), events: ['delivered', 'balanceLow'] };
		const poller = bench.poller(parameters, { activationMode: 'activate', pollBudgetMs: 500 });
		const activated = await poller.activate();
		const next = await poller.poll();

		expect(bench.sim.requests[0].call).toBe('getBalance');
		expect(texts(activated, next)).toEqual([]);
	});
});

describe('the list of shoot IDs', () => {
	it('can grow and shrink between polls', async () => {
		const [one, two] = manyIds(2).map((shootId) => bench.arrive(2, { shootId }));
		const first = await bench.poller(ids('C20')).poll();
		const second = await bench.poller(ids('C20', 'C21'), { staticData: first.saved }).poll();
		const third = await bench.poller(ids('C21'), { staticData: second.saved }).poll();

		expect([texts(first), texts(second), texts(third)]).toEqual([one, two, []]);
		expect(Object.keys(stateIn(third.staticData)?.seen ?? {})).toHaveLength(2);
	});

	it('may have 8,000 reports together', async () => {
		bench.sim.settings.repPageSize = Infinity;
		const all = [...bench.arrive(5000, { shootId: 'C20' }), ...bench.arrive(3000, { shootId: 'C21' })];
		const poller = bench.poller(ids('C20', 'C21'));
		const first = await poller.poll();

		expect(texts(first)).toEqual(all);
		expect((await bench.poller(ids('C20', 'C21'), { staticData: asStored(first.saved) }).poll()).items).toBeNull();
	});

	it('is an error that names Shoot IDs when it has more, state as before, and loses nothing when it is shortened', async () => {
		bench.sim.settings.repPageSize = Infinity;
		const one = bench.arrive(5000, { shootId: 'C20' });
		const first = await bench.poller(ids('C20')).poll();
		const two = bench.arrive(3001, { shootId: 'C21' });
		const failed = await bench.poller(ids('C20', 'C21'), { staticData: first.saved }).poll();
		const mended = await bench.poller(ids('C21'), { staticData: failed.saved }).poll();

		expect(told(failed)).toMatch(/Shoot IDs.*8000/);
		expect(failed.items).toBeNull();
		expect(JSON.stringify(failed.staticData)).toBe(JSON.stringify(first.saved));
		expect([texts(first), texts(mended)]).toEqual([one, two]);
	});

	it('is kept for an ID that is taken off the list and put back, and what came meanwhile comes then', async () => {
		bench.arrive(2, { shootId: 'C20' });
		bench.arrive(2, { shootId: 'C21' });
		const first = await bench.poller(ids('C20', 'C21')).poll();
		const second = await bench.poller(ids('C21'), { staticData: asStored(first.saved) }).poll();
		const news = bench.arrive(1, { shootId: 'C20' });
		const third = await bench.poller(ids('C20', 'C21'), { staticData: asStored(second.staticData) }).poll();

		expect([texts(first).length, second.items, texts(third)]).toEqual([4, null, news]);
	});

	it('makes room for the IDs on the list first', async () => {
		bench.sim.settings.repPageSize = Infinity;
		bench.arrive(5000, { shootId: 'C20' });
		const first = await bench.poller(ids('C20')).poll();
		const all = bench.arrive(3001, { shootId: 'C21' });
		const second = await bench.poller(ids('C21'), { staticData: asStored(first.saved) }).poll();

		expect(texts(second)).toEqual(all);
		expect(Object.keys(stateIn(second.staticData)?.seen ?? {})).toHaveLength(1);
	});

	it('of the account is kept while Source is Shoot IDs, for a gateway that repeats its newest 100', async () => {
		bench.sim.settings.getAllStyle = 'newest100';
		bench.arrive(30, { shootId: 'C20' });
		const first = await bench.poller().poll();
		const second = await bench.poller(ids('C20'), { staticData: asStored(first.saved) }).poll();
		const third = await bench.poller({}, { staticData: asStored(second.saved) }).poll();

		expect([first, second, third].map(({ items }) => items?.length ?? null)).toEqual([30, 30, null]);
	});

	it('leaves no large memory behind when Source becomes Account', async () => {
		bench.sim.settings.repPageSize = Infinity;
		bench.arrive(8000, { shootId: 'C20' });
		const first = await bench.poller(ids('C20')).poll();
		bench.sim.reset();
		const second = await bench.poller({}, { staticData: first.saved }).poll();

		expect(JSON.stringify(second.staticData).length).toBeLessThan(MOST_STATIC_DATA);
	});
});

describe('a low balance', () => {
	const LOW = { events: ['balanceLow'], balanceThreshold: 100 };
	const EVENT = (balance: number) => ({ event: 'balanceLow', balance, currency: 'BDT', threshold: 100 });
	const course = async (poller: Poller, balances: number[]) => {
		const given: Array<IDataObject[] | null> = [];
		for (const balance of balances) {
			bench.sim.settings.balance = balance;
			given.push((await poller.poll()).items);
		}
		return given;
	};

	it('starts the workflow once, and again after it had risen', async () => {
		expect(await course(bench.poller(LOW), [500, 99.99, 50, 0, 100, 120, 99, 98])).toEqual([
			null,
			[EVENT(99.99)],
			null,
			null,
			null,
			null,
			[EVENT(99)],
			null,
		]);
	});

	it.each<WorkflowActivateMode>(['activate', 'init'])(
		'starts it also when it is low at the first poll (%s)',
		async (activationMode) => {
			bench.sim.settings.balance = 5;
			const poller = bench.poller(LOW, { activationMode });

			expect((await poller.activate()).items).toEqual([EVENT(5)]);
			expect((await poller.poll()).items).toBeNull();
		},
	);

	it('starts it no second time after a restart', async () => {
		bench.sim.settings.balance = 5;
		const first = await bench.poller(LOW).poll();

		expect((await bench.poller(LOW, { staticData: asStored(first.saved) }).poll()).items).toBeNull();
	});

	it('starts it once though two polls run at the same time', async () => {
		bench.sim.settings.balance = 5;
		bench.sim.settings.latency = 5;
		const poller = bench.poller(LOW);

		expect((await Promise.all([poller.poll(), poller.poll()])).flatMap(({ items }) => items ?? [])).toEqual([EVENT(5)]);
	});

	it('starts it once though a poll that asked before the drop ends after the next one', async () => {
		bench.sim.settings.balance = 500;
		bench.sim.fault({ call: 'getAll', kind: 'slow', interval: 40 });
		const poller = bench.poller({ ...LOW, events: ['delivered', 'balanceLow'] });
		const slow = poller.poll();
		while (bench.sim.count('getAll') < 1) await new Promise(setImmediate);
		bench.sim.settings.balance = 50;

		expect([(await poller.poll()).items, (await slow).items, (await poller.poll()).items]).toEqual([
			[EVENT(50)],
			null,
			null,
		]);
	});

	it('is armed again above the threshold, not at it', async () => {
		expect(await course(bench.poller(LOW), [50, 100, 99.99, 100.01, 100, 99])).toEqual([
			[EVENT(50)],
			null,
			null,
			null,
			null,
			[EVENT(99)],
		]);
	});

	it('is read with thousands commas', async () => {
		bench.sim.settings.balanceStyle = 'thousands';
		expect(await course(bench.poller({ ...LOW, balanceThreshold: 2000 }), [2345.67, 1234.56])).toEqual([
			null,
			[{ ...EVENT(1234.56), threshold: 2000 }],
		]);
	});

	it('alone asks for no report', async () => {
		bench.arrive(5);
		const poller = bench.poller(LOW);
		await poller.poll();
		await poller.poll();

		expect(bench.sim.requests.map(({ call }) => call)).toEqual(['getBalance', 'getBalance']);
	});

	it('asks for none with shoot IDs as the source either', async () => {
		await bench.poller({ ...LOW, source: 'shootIds', shootIds: '' }).poll();

		expect(bench.sim.requests.map(({ call }) => call)).toEqual(['getBalance']);
	});

	it('is not asked for where it is not chosen', async () => {
		await bench.poller().poll();

		expect(bench.sim.requests.map(({ call }) => call)).toEqual(['getAll']);
	});

	it('comes beside the reports', async () => {
		bench.arrive(2);
		bench.sim.settings.balance = 5;
		const poller = bench.poller({ ...LOW, events: ['delivered', 'balanceLow'] });

		expect(events(await poller.poll())).toEqual(['delivered', 'delivered', 'balanceLow']);
		expect((await poller.poll()).items).toBeNull();
	});

	it("comes at the first activation though the old reports don't", async () => {
		bench.arriveEarlier(200);
		bench.sim.settings.balance = 5;

		expect(
			events(
				await bench.poller({ ...LOW, events: ['delivered', 'balanceLow'] }, { activationMode: 'activate' }).activate(),
			),
		).toEqual(['balanceLow']);
	});

	it.each<[string, Fault, string]>([
		['the gateway refuses', { kind: 'code', code: '1003' }, '[1003]'],
		['it is no balance', { kind: 'text', body: 'Your Balance is:BDT unknown' }, 'neither success'],
		['a web page comes', { kind: 'status' }, '502'],
	])('fails the poll when %s: no report is taken, state as before', async (_what, fault, said) => {
		const all = bench.arrive(5);
		const poller = bench.poller({ ...LOW, events: ['delivered', 'balanceLow'] });
		bench.sim.fault({ call: 'getBalance', ...fault });
		const failed = await poller.poll();

		expect(told(failed)).toContain(said);
		expect(failed.staticData).toEqual({});
		expect(texts(await poller.poll())).toEqual(all);
	});

	it('is still to come when the reports could not be read', async () => {
		bench.sim.settings.balance = 5;
		bench.sim.fault({ call: 'getAll', kind: 'status' });
		const poller = bench.poller({ ...LOW, events: ['delivered', 'balanceLow'] });

		expect((await poller.poll()).error).toBeDefined();
		expect(events(await poller.poll())).toEqual(['balanceLow']);
	});

	it('is still to come after an abandoned poll', async () => {
		bench.sim.settings.balance = 5;
		const poller = bench.poller({ ...ids('C2001'), ...LOW, source: 'shootIds', events: ['delivered', 'balanceLow'] });
		const comeBack = abandonAtFirstRequest();
		await poller.poll();
		comeBack();

		expect(events(await poller.poll())).toEqual(['balanceLow']);
	});

	it('takes no reports out when it left no time for them', async () => {
		bench.arrive(5);
		bench.sim.fault({ call: 'getBalance', kind: 'slow', bytes: 1, interval: 13 });
		const poller = bench.poller({ ...LOW, events: ['delivered', 'balanceLow'] }, { pollBudgetMs: 500 });
		await poller.poll();

		expect(bench.sim.requests.map(({ call }) => call)).toEqual(['getBalance']);
	});
});
