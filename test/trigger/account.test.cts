import type { IDataObject } from 'n8n-workflow';
import { asStored, events, kept, MOST_STATIC_DATA, sorted, texts, told, useBench } from './setup.cts';
import type { Fault, Poller, PollResult, ReportFields } from './setup.cts';

const bench = useBench();

const PAGE = 100;

const TWIN: ReportFields = {
	to: '8801712345678',
	text: 'Hello',
	shootId: 'C2001',
	sentAt: new Date(0),
	receivedAt: new Date(0),
};

/** Watches the static data at every request that comes in: the largest it was. */
function watchStaticData(poller: Poller): { largest: number } {
	const seen = { largest: 0 };
	bench.sim.settings.now = () => {
		seen.largest = Math.max(seen.largest, JSON.stringify(poller.staticData).length);
		return new Date();
	};
	return seen;
}

const recordSentAt = (sentAt: string) =>
	`<message><MSISDN>8801712345678</MSISDN><SMS>"Hello"</SMS><SMSSent>${sentAt}</SMSSent><DLRReceived></DLRReceived><DLRStatus>1</DLRStatus><DLRStatusDetails>Delivered</DLRStatusDetails></message>`;

describe('each report starts the workflow once', () => {
	it('10,250 of them, in order of arrival, over two polls, with little static data at any time', async () => {
		const all = bench.arrive(10_250);
		const poller = bench.poller();
		const watched = watchStaticData(poller);

		const results = await bench.drain(poller);

		expect(texts(results)).toEqual(all);
		expect(results.map(({ items }) => items?.length ?? null)).toEqual([10_000, 250, null]);
		expect(watched.largest).toBeGreaterThan(1000);
		expect(watched.largest).toBeLessThan(MOST_STATIC_DATA);
		expect(JSON.stringify(results[1].saved).length).toBeLessThan(MOST_STATIC_DATA);
	});

	it('within a time budget, over as many polls as needed', async () => {
		const all = bench.arrive(1500);
		bench.sim.settings.latency = 250;
		const poller = bench.poller({}, { pollBudgetMs: 3000 });
		const results: PollResult[] = [];
		const requests: number[] = [];
		while (texts(results).length < all.length && results.length < 30) {
			const before = bench.sim.count();
			results.push(await poller.poll());
			requests.push(bench.sim.count() - before);
		}

		expect(texts(results)).toEqual(all);
		expect(results.length).toBeGreaterThan(1);
		expect(Math.max(...requests)).toBeLessThanOrEqual(3000 / 250);
	});

	it('on an n8n that knows no budget', async () => {
		const all = bench.arrive(250);

		expect(texts(await bench.poller({}, { pollBudgetMs: null }).poll())).toEqual(all);
	});

	it('with every state written to JSON and read back by a restarted n8n', async () => {
		bench.sim.settings.getAllStyle = 'newest100';
		const all: string[] = [];
		const came: Array<string | null> = [];
		let staticData: IDataObject | undefined;
		for (let polls = 0; polls < 15; polls += 1) {
			all.push(...bench.arrive(polls % 4 === 3 ? 0 : 31));
			const result = await bench.poller({}, { staticData }).poll();
			came.push(...texts(result));
			staticData = asStored(result.saved);
		}

		expect(sorted(came)).toEqual(sorted(all));
	});

	it('for 50 polls of a gateway that repeats its newest 100', async () => {
		bench.sim.settings.getAllStyle = 'newest100';
		const all: string[] = [];
		const came: Array<string | null> = [];
		const poller = bench.poller();
		const watched = watchStaticData(poller);
		for (let polls = 0; polls < 50; polls += 1) {
			all.push(...bench.arrive((polls * 37) % 101));
			const result = await poller.poll();
			expect(result.error).toBeUndefined();
			came.push(...texts(result));
		}

		expect(sorted(came)).toEqual(sorted(all));
		expect(watched.largest).toBeLessThan(MOST_STATIC_DATA);
		expect(bench.sim.count('getAll')).toBeLessThanOrEqual(100);
	});

	it.each(['once', 'newest100'] as const)(
		'with three polls at the same time in one process, of a gateway that gives %s',
		async (getAllStyle) => {
			bench.sim.settings.getAllStyle = getAllStyle;
			bench.sim.settings.latency = 5;
			const all = bench.arrive(getAllStyle === 'once' ? 1234 : PAGE);
			const poller = bench.poller();

			const results = await Promise.all([poller.poll(), poller.poll(), poller.poll()]);

			expect(bench.sim.mostAtOnce('getAll')).toBeGreaterThan(1);
			expect(sorted(texts(results))).toEqual(sorted(all));
			expect((await poller.poll()).items).toBeNull();
		},
	);

	it('and once more when it changes from pending to delivered', async () => {
		bench.sim.settings.getAllStyle = 'newest100';
		const row = { to: '8801712345678', text: 'Hello', shootId: 'C2001' };
		const poller = bench.poller({ events: ['delivered', 'pending'] });
		bench.sim.addReports([{ ...row, code: '' }]);
		const first = await poller.poll();
		bench.sim.addReports([{ ...row, code: '1' }]);
		const second = await poller.poll();

		expect([events(first), events(second), events(await poller.poll())]).toEqual([['pending'], ['delivered'], null]);
	});

	it('as often as it stands in one page, however often the page comes', async () => {
		bench.sim.settings.getAllStyle = 'newest100';
		const poller = bench.poller();
		bench.sim.addReports([TWIN, TWIN, TWIN]);
		const counts = [];
		for (const more of [0, 0, 1, 0, 2]) {
			bench.sim.addReports(Array.from({ length: more }, () => TWIN));
			counts.push((await poller.poll()).items?.length ?? 0);
		}

		expect(counts).toEqual([3, 0, 1, 0, 2]);
	});

	it.each([105, 250])('as often as the gateway hands it out in one poll: %i times', async (count) => {
		const poller = bench.poller();
		bench.sim.addReports(Array.from({ length: count }, () => TWIN));

		expect((await poller.poll()).items).toHaveLength(count);
		expect((await poller.poll()).items).toBeNull();
	});

	it('and none again that an earlier poll gave, though the gateway hands it out once more before what is new', async () => {
		const poller = bench.poller();
		const rows = Array.from({ length: 60 }, (_, index) => ({ ...TWIN, text: `Hello ${index}` }));
		bench.sim.addReports(rows);
		const first = await poller.poll();
		bench.sim.addReports(rows);
		const news = bench.arrive(50);

		expect([first.items?.length, texts(await poller.poll())]).toEqual([60, news]);
	});

	it('but not the old ones of the first activation, however alike they are', async () => {
		bench.sim.addReports(Array.from({ length: 250 }, () => TWIN));
		const poller = bench.poller({}, { activationMode: 'activate' });
		const activated = await poller.activate();
		const news = bench.arrive(2);

		expect([activated.items, texts(await poller.poll())]).toEqual([null, news]);
	});

	it('in the JSON form, whose rows name no number and are alike', async () => {
		bench.sim.settings.reportStyle = 'json';
		const poller = bench.poller();
		const counts = [];
		for (const count of [2, 2, 1, 0]) {
			bench.arrive(count);
			counts.push((await poller.poll()).items?.length ?? 0);
		}

		expect(counts).toEqual([2, 2, 1, 0]);
	});

	it('in the JSON form, all of them, though others like them came before and a page of them is not the last', async () => {
		bench.sim.settings.reportStyle = 'json';
		const poller = bench.poller();
		bench.arrive(100);
		const first = await poller.poll();
		bench.arrive(99);
		bench.arrive(1, { code: '13' });
		bench.arrive(20);

		expect([first, await poller.poll(), await poller.poll()].map((result) => events(result)?.length ?? 0)).toEqual([
			100, 120, 0,
		]);
	});

	it('in the JSON form, as fast as they come, once a poll has proved that the gateway repeats none', async () => {
		bench.sim.settings.reportStyle = 'json';
		const poller = bench.poller();
		bench.arrive(100);
		bench.arrive(30, { code: '13' });
		const counts = [events(await poller.poll())?.length];
		for (const count of [250, 250, 100, 1_300]) {
			bench.arrive(count);
			counts.push(events(await poller.poll())?.length);
		}
		counts.push(events(await poller.poll())?.length);

		expect(counts).toEqual([130, 250, 250, 100, 1_000, 300]);
	});

	it("also when the gateway writes its times in a way that can't be read", async () => {
		const poller = bench.poller();
		bench.sim.addReports([{ raw: recordSentAt('22/11/2026 10:15') }]);
		const first = await poller.poll();
		bench.sim.addReports([{ raw: recordSentAt('23/11/2026 10:15') }]);

		expect([texts(first), texts(await poller.poll())]).toEqual([['Hello'], ['Hello']]);
	});

	it('with pages that are larger than the manual says', async () => {
		bench.sim.settings.pageSize = 5000;
		const all = bench.arrive(5000);
		const poller = bench.poller();
		const watched = watchStaticData(poller);

		expect(texts(await bench.drain(poller))).toEqual(all);
		expect(watched.largest).toBeLessThan(MOST_STATIC_DATA);
	});

	it.each(['emptyDlr', 'emptyBody', 'code'] as const)(
		'and no report is no event where the gateway says so by %s',
		async (noReportStyle) => {
			bench.sim.settings.noReportStyle = noReportStyle;
			const result = await bench.poller().poll();

			expect([result.items, result.error]).toEqual([null, undefined]);
		},
	);

	it('and is lost by no poll during which the workflow is saved', async () => {
		const all = bench.arrive(3);
		bench.sim.settings.latency = 50;
		const old = bench.poller().poll();
		await new Promise((resolve) => setTimeout(resolve, 25));
		const saved = await bench.poller({}, { activationMode: 'update' }).activate();

		expect(sorted(texts(await old, saved))).toEqual(sorted(all));
	});
});

describe('the items', () => {
	it('hold the report and the event', async () => {
		const sentAt = new Date('2026-11-22T04:15:00Z');
		bench.sim.addReports([
			{
				to: '8801712345678',
				text: 'আপনার অর্ডার & <3',
				code: '13',
				shootId: 'C2001',
				parts: 2,
				sentAt,
				receivedAt: sentAt,
			},
		]);

		expect((await bench.poller().poll()).items).toEqual([
			{
				shootId: null,
				to: '8801712345678',
				message: 'আপনার অর্ডার & <3',
				sentAt: '2026-11-22T10:15:00+06:00',
				receivedAt: '2026-11-22T10:15:00+06:00',
				code: '13',
				status: 'failed',
				meaning: 'Barred subscriber',
				details: 'Barred subscriber',
				other: { ID: 'C2001', Parts: '2' },
				event: 'failed',
			},
		]);
	});

	it("are 100 where one record among 100 can't be read, which comes raw whatever is chosen", async () => {
		const raw = '<message><MSISDN>8801712345678</MSISDN><SMS>"half a record</message>';
		bench.arrive(42);
		bench.sim.addReports([{ raw }]);
		bench.arrive(57);
		const { items } = await bench.poller({ events: ['delivered'], options: { statusCodes: '1' } }).poll();

		expect(items).toHaveLength(100);
		expect(items?.filter((item) => 'raw' in item)).toEqual([
			expect.objectContaining({ raw, event: 'unknown', status: 'unknown', to: null }),
		]);
		expect(items?.[42].raw).toBe(raw);
	});

	it("of all pages come although each page holds a record that can't be read", async () => {
		for (let pages = 0; pages < 3; pages += 1) {
			bench.arrive(50);
			bench.sim.addReports([{ raw: `<message><MSISDN>880171234567${pages}</MSISDN><SMS>"broken</message>` }]);
			bench.arrive(49);
		}
		const { items } = await bench.poller().poll();

		expect(items).toHaveLength(300);
	});
});

describe('what the user did not choose', () => {
	it.each<[IDataObject, string[]]>([
		[{ events: ['failed'] }, ['No. 2', 'No. 3']],
		[{ events: ['pending', 'unknown'] }, ['No. 4', 'No. 5']],
		[{ options: { statusCodes: '13' } }, ['No. 2']],
		[{ options: { statusCodes: '13, 0 1' } }, ['No. 1', 'No. 2']],
		[{ options: { numbers: '01712345671; +8801712345673' } }, ['No. 1', 'No. 3']],
		[{ events: ['failed'], options: { numbers: '01712345671 01712345673', statusCodes: '1028' } }, ['No. 3']],
	])('is taken out of the gateway and dropped: %j', async (parameters, expected) => {
		['1', '13', '1028', '', '77'].forEach((code, index) => bench.arrive(1, { code, to: `880171234567${index + 1}` }));

		expect(texts(await bench.poller(parameters).poll())).toEqual(expected);
		expect(
			texts(await bench.test({ events: ['delivered', 'failed', 'pending', 'unknown'], options: { testWith: 'live' } })),
		).toEqual([]);
	});

	it('does not come when it is chosen later, though a gateway repeats it', async () => {
		bench.sim.settings.getAllStyle = 'newest100';
		bench.arrive(3, { code: '13' });
		const first = await bench.poller({ events: ['delivered'] }).poll();
		const second = await bench.poller({ events: ['failed'] }, { staticData: first.staticData }).poll();

		expect([first.items, second.items]).toEqual([null, null]);
	});
});

describe('secrets', () => {
	it.each<[string, Fault | 'echo' | null]>([
		['no fault', null],
		['a wrong key', { kind: 'code', code: '1003' }],
		['an error page that echoes it', 'echo'],
		['a reset', { kind: 'resetBefore' }],
		['a cut-off page', { kind: 'cutOff' }],
	])('are in no log line, error or static data after %s', async (_what, fault) => {
		const { apiKey } = bench.sim.settings;
		bench.arrive(150, { to: '8801799999999' });
		const echoing: Fault = {
			kind: 'text',
			status: 500,
			body: `<h1>Bad</h1> /miscapi/${apiKey}/getDLR and ${encodeURIComponent(apiKey)}`,
		};
		const armed = fault === 'echo' ? echoing : fault;
		if (armed) bench.sim.fault({ call: 'getAll', ...armed, times: 2, skip: 1 });
		const poller = bench.poller();
		const results = [await poller.poll(), await poller.poll(), await poller.poll()];

		for (const result of results) expect(kept(result)).not.toContain(apiKey);
	});

	it('no number, text or ID of a report is in the static data', async () => {
		bench.sim.addReports([
			{ to: '8801799999999', text: 'Camembert', shootId: 'C2Roquefort' },
			{ raw: '<message><MSISDN>8801788888888</MSISDN><SMS>"Emmental</message>' },
		]);
		const { staticData, items } = await bench.poller().poll();

		expect(items).toHaveLength(2);
		for (const word of ['9999', 'Camembert', 'Roquefort', '8888', 'Emmental'])
			expect(JSON.stringify(staticData)).not.toContain(word);
	});
});

describe('parameters that are wrong', () => {
	it.each<[string, IDataObject]>([
		['Events', { events: [] }],
		['Source', { source: 'elsewhere' }],
		['Shoot IDs', { source: 'shootIds', shootIds: '' }],
		['Shoot IDs', { source: 'shootIds', shootIds: 'getall' }],
		['Balance Threshold', { events: ['balanceLow'], balanceThreshold: -1 }],
		['Only Numbers', { options: { numbers: '12345' } }],
		['Test With', { options: { testWith: 'luck' } }],
	])('are refused before any request, naming %s', async (field, parameters) => {
		bench.arrive(3);
		const results = [
			await bench.poller(parameters).poll(),
			await bench.test(parameters),
			await bench.poller(parameters, { activationMode: 'activate' }).activate(),
		];

		for (const result of results) {
			expect(told(result)).toContain(field);
			expect(result.staticData).toEqual({});
		}
		expect(bench.sim.requests).toEqual([]);
	});
});
