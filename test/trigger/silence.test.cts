/** Which reports pass in silence when a person activates the workflow for the first time, and how long. */
import { isEarlier, isSilenceOver } from '../../nodes/MimSms/trigger/silence';
import { SAMPLES } from '../../nodes/MimSms/trigger/sample';
import { events, sorted, texts, useBench } from './setup.cts';
import type { PollResult } from './setup.cts';

const bench = useBench();

const FIRST = { activationMode: 'activate' } as const;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const ALL_EVENTS = { events: ['delivered', 'failed', 'pending', 'unknown'] };
const ACTIVATED = Date.parse('2026-11-22T10:15:00+06:00');

const receivedAt = (moment: number) => ({ ...SAMPLES.delivered, receivedAt: new Date(moment).toISOString() });
const ago = (ms: number) => ({ receivedAt: new Date(Date.now() - ms), sentAt: new Date(Date.now() - ms) });

const realNow = Date.now;

/** Sets the clock of this process to so many minutes after the real time. */
function setForward(minutes: number): void {
	jest.spyOn(Date, 'now').mockImplementation(() => realNow() + minutes * MINUTE);
}

afterEach(() => jest.restoreAllMocks());

describe('a report', () => {
	it.each([
		['a day before', -24 * 60 * MINUTE, true],
		['two minutes and a second before', -2 * MINUTE - SECOND, true],
		['two minutes before', -2 * MINUTE, false],
		['a second before', -SECOND, false],
		['after', SECOND, false],
	])('that was received %s the activation', (_when, offset, isOld) => {
		for (const isOwnPoll of [true, false])
			expect(isEarlier(receivedAt(ACTIVATED + offset), { at: ACTIVATED, isOwnPoll })).toBe(isOld);
	});

	it('is not old by when its message was sent', () => {
		const report = { ...receivedAt(ACTIVATED), sentAt: '2020-01-01T00:00:00+06:00' };

		expect(isEarlier(report, { at: ACTIVATED, isOwnPoll: true })).toBe(false);
	});

	it("without a time of receipt is old in the activation's own poll alone", () => {
		expect(isEarlier(SAMPLES.pending, { at: ACTIVATED, isOwnPoll: true })).toBe(true);
		expect(isEarlier(SAMPLES.pending, { at: ACTIVATED, isOwnPoll: false })).toBe(false);
	});

	it('is silent for an hour after the activation at most', () => {
		const [before, hour, after] = [59, 60, 61].map((minutes) => isSilenceOver(ACTIVATED, ACTIVATED + minutes * MINUTE));

		expect([before, hour, after]).toEqual([false, false, true]);
	});
});

describe('the first activation', () => {
	it('emits what was received just before it, beside old ones, which stay silent', async () => {
		bench.arriveEarlier(80);
		const recent = bench.arrive(3, ago(MINUTE));
		bench.arriveEarlier(80);

		expect(texts(await bench.poller({}, FIRST).activate())).toEqual(recent);
	});

	it('lets a pending report pass in silence, and emits one that comes later', async () => {
		bench.arrive(2, { code: '', receivedAt: null });
		const poller = bench.poller(ALL_EVENTS, FIRST);
		const activated = await poller.activate();
		const news = bench.arrive(2, { code: '', receivedAt: null });

		expect(activated.items).toBeNull();
		expect(texts(await poller.poll())).toEqual(news);
	});

	it('cut short by a page that was refused keeps nothing back that came after it', async () => {
		bench.arriveEarlier(150);
		bench.sim.fault({ call: 'getAll', kind: 'code', code: '1005', skip: 1 });
		const poller = bench.poller(ALL_EVENTS, FIRST);
		const activated = await poller.activate();
		const news = [...bench.arrive(100), ...bench.arrive(20, { code: '', receivedAt: null })];

		expect([activated.error, activated.items]).toEqual([undefined, null]);
		expect(texts(await bench.drain(poller))).toEqual(news);
	});

	it('of a gateway that refuses every second call keeps nothing back that came after it', async () => {
		bench.arriveEarlier(1000);
		const poller = bench.poller({}, FIRST);
		const news: string[] = [];
		const results: PollResult[] = [];
		for (let polls = 0; polls < 15; polls += 1) {
			bench.sim.fault({ call: 'getAll', kind: 'code', code: '1005', skip: 1 });
			results.push(polls === 0 ? await poller.activate() : await poller.poll());
			bench.sim.clearFaults();
			news.push(...bench.arrive(5));
		}

		expect(sorted(texts(results, await bench.drain(poller)).map(String))).toEqual(sorted(news));
	});

	it('is over with the first short page: what is older and comes later is emitted', async () => {
		bench.arriveEarlier(150);
		const poller = bench.poller({}, FIRST);
		await poller.activate();
		const late = bench.arriveEarlier(2);

		expect(texts(await poller.poll())).toEqual(late);
	});

	it('is over after an hour, though the gateway never came to an end', async () => {
		bench.arriveEarlier(1000);
		bench.sim.fault({ call: 'getAll', kind: 'status', skip: 1 });
		const poller = bench.poller({}, FIRST);
		await poller.activate();
		bench.sim.clearFaults();
		bench.sim.fault({ call: 'getAll', kind: 'status', skip: 1 });
		setForward(59);
		const within = await poller.poll();
		setForward(61);
		bench.sim.clearFaults();
		const after = await poller.poll();

		expect([within.items, texts(after).length]).toEqual([null, 800]);
	});

	it('lets 1,000 rows of the JSON form pass in silence, which name nobody and are all alike', async () => {
		bench.sim.settings.reportStyle = 'json';
		bench.arriveEarlier(1000);
		const poller = bench.poller({}, FIRST);
		const activated = await poller.activate();
		const quiet = await poller.poll();
		bench.arrive(2);

		expect([activated.items, quiet.items]).toEqual([null, null]);
		expect(events(await poller.poll())).toEqual(['delivered', 'delivered']);
	});

	it('gives out at most 10,000 new reports, however many old ones lie before them', async () => {
		bench.arriveEarlier(300);
		const news = bench.arrive(10_050);
		const poller = bench.poller({}, FIRST);
		const activated = await poller.activate();

		expect(texts(activated).length).toBe(10_000);
		expect(texts(activated, await poller.poll())).toEqual(news);
	});
});
