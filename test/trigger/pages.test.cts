import { ownLog, texts, told, useBench } from './setup.cts';
import type { Fault, Poller, PollResult } from './setup.cts';

const bench = useBench();

const PAGE = 100;

/** Five requests bring them all: 100, 100, 100, 100, 50. */
const ALL = 450;
const PAGES = [0, 1, 2, 3, 4];
const sizeOf = (page: number) => Math.min(PAGE, ALL - page * PAGE);

/** The time that n8n gives a poll; its own when left out. */
interface Budget {
	pollBudgetMs?: number;
}

/** A poll that came to the faulty page. */
interface FaultyPoll {
	/** The texts of all reports, in order. */
	all: string[];
	poller: Poller;
	first: PollResult;
}

/**
 * The poll that comes to the faulty page, and what arrived before it. On a busy machine a small budget is over before that,
 * and it is tried with a larger one.
 */
async function pollTo(
	page: number,
	fault: Fault,
	{ pollBudgetMs }: Budget = {},
	isEnough: (result: PollResult) => boolean = () => true,
): Promise<FaultyPoll> {
	for (const factor of [1, 4, 16]) {
		bench.sim.reset();
		const all = bench.arrive(ALL);
		bench.sim.fault({ call: 'getAll', skip: page, ...fault });
		const poller = bench.poller({}, pollBudgetMs === undefined ? {} : { pollBudgetMs: pollBudgetMs * factor });
		const first = await poller.poll();
		const came = bench.sim.requests.some((request) => request.fault === fault.kind);
		if (came && isEnough(first)) return { all, poller, first };
	}
	throw new Error('The poll never came to the faulty page');
}

/** The page is not handed out; the gateway has its reports still. */
const REFUSING: Array<[string, Fault, Budget?]> = [
	['refused by the gateway', { kind: 'code', code: '1005' }],
	['a web page of an error', { kind: 'status', status: 502 }],
	['a web page with 200', { kind: 'text', body: '<html><body>Please sign in</body></html>' }],
	['reset', { kind: 'resetBefore' }],
	['never answered', { kind: 'stall', accept: false }, { pollBudgetMs: 1200 }],
];

describe.each(REFUSING)('a page that is %s', (_what, fault, options) => {
	it.each(PAGES.slice(1))(
		'after %i pages: what was handed out comes, nothing twice, and the next poll goes on',
		async (page) => {
			const { all, poller, first } = await pollTo(page, fault, options);
			const rest = await bench.drain(poller);

			expect(first.error).toBeUndefined();
			expect(texts(first)).toEqual(all.slice(0, page * PAGE));
			expect(texts(first, rest)).toEqual(all);
			expect(ownLog(first).join()).toContain('stopped before the end');
		},
		60_000,
	);

	it('at once: the poll fails and the state is as before, byte for byte', async () => {
		bench.arrive(20);
		const before = await bench.poller().poll();
		const all = bench.arrive(ALL);
		bench.sim.fault({ call: 'getAll', ...fault });
		const poller = bench.poller({}, { ...options, staticData: before.saved });

		const failed = await poller.poll();

		expect(failed.items).toBeNull();
		expect(told(failed)).toMatch(/\[1005\]|neither success nor a known error|no answer/);
		expect(JSON.stringify([failed.staticData, failed.saved])).toBe(JSON.stringify([before.saved, before.saved]));
		expect(texts(await bench.drain(poller))).toEqual(all);
	});

	it('at the very first poll: there is no state after it either', async () => {
		bench.arrive(3);
		bench.sim.fault({ call: 'getAll', ...fault });
		const failed = await bench.poller({}, options).poll();

		expect(failed.error).toBeDefined();
		expect([failed.staticData, failed.saved]).toEqual([{}, {}]);
	});
});

/**
 * The gateway has handed the page out, and it does not all arrive. What is wrong with it, how, within which time, and which share of the page arrives.
 */
const LOSING: Array<[string, Fault, Budget, number]> = [
	['lost without an answer', { kind: 'resetAfter' }, {}, 0],
	['cut off in the middle', { kind: 'cutOff', share: 0.5, chunked: true }, {}, 0.5],
	['cut off and looks whole', { kind: 'cutClean', share: 0.5 }, {}, 0.5],
	['cut off in its first line', { kind: 'cutOff', bytes: 10 }, {}, 0],
	['cut off in its last line', { kind: 'cutOff', share: 0.9999 }, {}, 1],
	['too slow for the budget', { kind: 'slow', bytes: 200, interval: 20 }, { pollBudgetMs: 1800 }, 0.1],
	['stalling in the middle', { kind: 'stall', share: 0.5 }, { pollBudgetMs: 1800 }, 0.5],
];

describe.each(LOSING)('a page that is %s', (_what, fault, options, share) => {
	it.each(PAGES)(
		'after %i pages: what arrived comes, nothing twice, and the next poll goes on',
		async (page) => {
			const atLeast = page * PAGE + Math.max(0, Math.floor(sizeOf(page) * share) - 2);
			const { all, poller, first } = await pollTo(page, fault, options, (result) => texts(result).length >= atLeast);
			const whole = texts(first).filter((text) => text !== null);
			const rest = await bench.drain(poller);

			if (page > 0 || share > 0) expect(first.error).toBeUndefined();
			expect(whole.length).toBeGreaterThanOrEqual(atLeast);
			expect(whole).toEqual(all.slice(0, whole.length));
			expect(texts(first).length - whole.length).toBeLessThanOrEqual(1);
			const lost = all.slice(Math.max(whole.length, page * PAGE), page * PAGE + sizeOf(page));
			expect(texts(first, rest).filter((text) => text !== null)).toEqual(all.filter((text) => !lost.includes(text)));
		},
		60_000,
	);
});

describe('a budget that is no whole number of milliseconds', () => {
	it('costs no report', async () => {
		const all = bench.arrive(ALL);
		const first = await bench.poller({}, { pollBudgetMs: 20_000.3 }).poll();

		expect(first.error).toBeUndefined();
		expect(texts(first)).toEqual(all);
	});
});

describe("a gateway that can't be reached", () => {
	it('fails the poll with what is wrong, and leaves the state', async () => {
		bench.arrive(5);
		const before = await bench.poller().poll();
		await bench.sim.refuse();
		const failed = await bench.poller({}, { staticData: before.saved }).poll();

		expect(told(failed)).toMatch(/could not be reached.*Base URL/);
		expect(failed.staticData).toEqual(before.saved);
	});
});

describe('a sign-in by user name and password that outlasts the time for the poll', () => {
	it('takes nothing out of the gateway: the next poll brings it', async () => {
		const all = bench.arrive(5);
		const {
			baseUrl,
			settings: { username, password, apiKey },
		} = bench.sim;
		bench.engine.saveCredential('account', {
			type: 'mimSmsApi',
			name: 'Account',
			data: { signInWith: 'login', baseUrl, username, password, senderId: '' },
		});
		bench.sim.fault({ call: 'getkey', kind: 'slow', bytes: 1, interval: Math.ceil(2_000 / apiKey.length) });
		const poller = bench.poller({}, { pollBudgetMs: 1_000 });
		const first = await poller.poll();
		const asked = bench.sim.requests.map(({ call }) => call);
		poller.setPollBudget(60_000);

		expect(told(first)).toMatch(/signing in failed.*longer than the time-out/i);
		expect(asked).toEqual(['getkey']);
		expect(texts(await poller.poll())).toEqual(all);
	});
});
