/** Send and Track with the JSON API V2: each recipient is asked for by its own reference. */
import type { IDataObject } from 'n8n-workflow';
import { NODE, TRACK, reportsOf, rowsOf, timed, until, useSendingBench } from './setup.cts';
import type { Row } from './setup.cts';

const bench = useSendingBench();

beforeEach(() => bench.speakV2());

const numbersOf = (count: number): string[] => rowsOf(count).map(({ phone }) => phone);
const wordsOf = ({ shootId }: IDataObject): string[] => String(shootId).split(',');

/** How often the gateway was asked about this number, or about any. */
const questions = (msisdn?: string): number =>
	bench.sim.requests.filter(
		({ call, fields }) =>
			call === 'v2/DlrApi' && (msisdn === undefined || String(fields.mobileNumber).endsWith(msisdn.slice(-10))),
	).length;

describe('one recipient', () => {
	it('is delivered, with the report of its own reference', async () => {
		const { item } = await timed(bench.track('01712345601'));

		expect(item).toMatchObject({
			status: 'delivered',
			reason: null,
			to: ['8801712345601'],
			delivered: 1,
			failed: 0,
			pending: 0,
			timedOut: false,
			reportError: null,
			code: '200',
			refusedRecipients: [],
			unknownRecipients: [],
		});
		expect(item.shootId).toMatch(/^[^@]+@8801712345601$/);
		expect(reportsOf(item)).toEqual([expect.objectContaining({ shootId: item.shootId, status: 'delivered' })]);
	});

	it('that failed has the reason', async () => {
		const { item } = await timed(bench.track('01712345609'));

		expect(item).toMatchObject({ status: 'failed', reason: expect.any(String), failed: 1, timedOut: false });
		expect(item.reason).toBe(reportsOf(item)[0].meaning);
	});

	it('who is absent first is asked for again until the message is there', async () => {
		bench.sim.settings.pendingDelay = 300;

		const { item } = await timed(bench.track('01712345636'));

		expect(item).toMatchObject({ status: 'delivered', reason: null, timedOut: false });
		expect(questions()).toBeGreaterThan(1);
	});

	it('who is absent to the end counts as failed, and the time as over', async () => {
		bench.sim.settings.pendingDelay = 60_000;

		const { item } = await timed(bench.track('01712345636', { timeout: 0.5 }));

		expect(item).toMatchObject({ status: 'failed', failed: 1, pending: 0, timedOut: true });
		expect(item.reason).toBe(reportsOf(item)[0].meaning);
	});
});

describe('several recipients', () => {
	it('have a reference and a report each', async () => {
		const numbers = ['8801712345601', '8801712345609', '8801712345602'];

		const { item } = await timed(bench.track(numbers));

		expect(item).toMatchObject({ status: 'partlyDelivered', delivered: 2, failed: 1, pending: 0, timedOut: false });
		expect(wordsOf(item).map((word) => word.split('@')[1])).toEqual(numbers);
		expect(reportsOf(item).map(({ shootId, to }) => [shootId, to])).toEqual(
			wordsOf(item).map((word) => [word, word.split('@')[1]]),
		);
	});

	it('are not asked for again once their report is final', async () => {
		bench.sim.settings.pendingDelay = 60_000;

		const { item } = await timed(
			bench.track(['01712345601', '01712345609', '01712345699'], { timeout: 1.5, interval: 0.3 }),
		);

		expect(item).toMatchObject({ status: 'pending', delivered: 1, failed: 1, pending: 1, timedOut: true });
		expect([questions('01712345601'), questions('01712345609')]).toEqual([1, 1]);
		expect(questions('01712345699')).toBeGreaterThan(1);
	});

	it('are asked for four at a time, over all items', async () => {
		bench.sim.settings.latency = 20;
		const rows = rowsOf(3).map((row, index) => ({
			...row,
			phone: rowsOf(30)
				.slice(index * 10, index * 10 + 10)
				.map(({ phone }) => phone)
				.join(),
		}));

		const run = await bench.over(TRACK, rows);

		expect(run.items(NODE).map(({ status, delivered }) => [status, delivered])).toEqual(
			Array(3).fill(['delivered', 10]),
		);
		expect(bench.sim.mostAtOnce('v2/DlrApi')).toBe(4);
		expect(questions()).toBe(30);
	});

	it('have one question each after Timeout, and those asked before none', async () => {
		bench.sim.settings.latency = 250;
		const numbers = numbersOf(16).map((number) => `${number.slice(0, -2)}99`);

		// Rounds of a second: the first is over after the time.
		const { item } = await timed(bench.track(numbers, { timeout: 0.6, interval: 0.1 }));

		expect(item).toMatchObject({ status: 'pending', pending: 16, timedOut: true });
		expect(questions()).toBe(16);
	});

	it('wait for Timeout to pass when all of them were asked, without another question', async () => {
		const { seconds } = await timed(bench.track(['01712345699', '01712345799'], { timeout: 1.2, interval: 1 }));

		expect(questions()).toBe(2);
		expect(seconds).toBeGreaterThanOrEqual(1.2);
	});

	it('are asked for at the end where Timeout is shorter than Interval', async () => {
		const { item } = await timed(bench.track(numbersOf(8), { timeout: 0.3, interval: 60 }));

		expect(item).toMatchObject({ status: 'delivered', delivered: 8, timedOut: false });
		expect(questions()).toBe(8);
	});
});

describe('more recipients than are asked for', () => {
	it('are refused before anything is sent, naming To and the way', async () => {
		const run = await bench.track(numbersOf(101));

		expect(run.error?.message).toMatch(/^To: .*101 numbers.*at most 100.*Use Send.*Delivery Report → Get/);
		expect(bench.sim.count()).toBe(0);
	});

	it('do not stop an item of 100', async () => {
		const { item } = await timed(bench.track(numbersOf(100)));

		expect(item).toMatchObject({ status: 'delivered', delivered: 100, timedOut: false });
		expect(questions()).toBe(100);
	});

	it('are no matter to the classic API', async () => {
		bench.begin();

		const { item } = await timed(bench.track(numbersOf(101), { timeout: 0.3 }));

		expect(item).toMatchObject({ recipientCount: 101 });
	});
});

describe('recipients that the gateway refused, or says nothing clear of', () => {
	it('are listed and counted, and not asked for', async () => {
		bench.sim.settings.v2RefuseRows = ['02:206', '03:221'];

		const { run, item } = await timed(bench.track(['01712345601', '01712345602', '01712345603']));

		expect(item).toMatchObject({
			status: 'delivered',
			to: ['8801712345601'],
			recipientCount: 1,
			delivered: 1,
			pending: 0,
			refusedRecipients: [{ to: '8801712345602', code: '206', reason: expect.any(String) }],
			unknownRecipients: [{ to: '8801712345603', reason: expect.stringMatching(/221/) }],
		});
		expect(questions()).toBe(1);
		expect(run.hints(NODE).join()).toMatch(/recipients of submitted messages, 1 was refused .* and 1 is unknown/);
	});
});

describe('a question that fails', () => {
	it('is asked again, and the others are not', async () => {
		bench.sim.fault({ call: 'v2/DlrApi', kind: 'status' });

		const { item } = await timed(bench.track(['01712345601', '01712345602']));

		expect(item).toMatchObject({ status: 'delivered', delivered: 2, reportError: null, timedOut: false });
		expect(questions()).toBe(3);
	});

	it('every time is no failure of the send', async () => {
		bench.sim.fault({ call: 'v2/DlrApi', kind: 'status', times: Infinity });

		const { run, item } = await timed(bench.track(['01712345601', '01712345602'], { timeout: 0.5 }));

		expect(run.status).toBe('success');
		expect(item).toMatchObject({
			status: 'pending',
			pending: 2,
			timedOut: true,
			reportError: expect.stringMatching(/502.*2 of 2 without an answer.*do not send it again/),
		});
	});

	it('for the whole account ends its round', async () => {
		bench.sim.fault({ call: 'v2/DlrApi', kind: 'code', code: '401', times: Infinity });
		bench.sim.settings.latency = 50;

		const { item } = await timed(bench.track(numbersOf(40), { timeout: 0.1, interval: 60 }));

		expect(item.reportError).toMatch(/^\[401\]/);
		expect(questions()).toBeLessThanOrEqual(8);
	});
});

describe('a run that fails', () => {
	it('tracks all under Retry On Fail, and sends nothing twice', async () => {
		bench.sim.fault({ call: 'v2/SMS', kind: 'code', code: '209', skip: 1 });
		const rows: Row[] = rowsOf(3);

		const run = await bench.over({ ...TRACK, options: { parallelCalls: 1 } }, rows, {
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 1,
		});

		expect(run.items(NODE).map(({ status }) => status)).toEqual(['delivered', 'delivered', 'delivered']);
		expect(bench.accepted().sort()).toEqual(['Row 0', 'Row 1', 'Row 2']);
	});

	it('stops asking when it is cancelled', async () => {
		const numbers = numbersOf(40).map((number) => `${number.slice(0, -2)}99`);
		bench.sim.settings.latency = 50;
		const running = bench.startOver({ ...TRACK, timeout: 60 }, [{ phone: numbers.join(), text: 'Hello' }]);
		await until(() => questions() >= 4);
		running.cancel();
		await running.promise;
		const asked = questions();
		await new Promise((resolve) => setTimeout(resolve, 300));

		expect(questions()).toBeLessThanOrEqual(asked + 4);
		expect(questions()).toBeLessThan(40);
	});
});
