import { pairedIndex } from '../engine/index.cts';
import {
	NODE,
	TRACK,
	RETRYING,
	GOING_ON,
	flowOf,
	reportsOf,
	rowsOf,
	timed,
	told,
	until,
	useSendingBench,
} from './setup.cts';

const bench = useSendingBench();
const ONE = '01712345601';

afterEach(() => jest.restoreAllMocks());

/** How often the gateway was asked for the reports of the message with this text. */
const pollsOf = (text: string) => bench.polls(bench.sim.messages.find((message) => message.text === text)!.shootId);

describe('the output', () => {
	it('is what Send gives, and what became of each recipient', async () => {
		const { item } = await timed(
			bench.track([ONE, '01712345613', '1'].join(), { options: { invalidNumbers: 'skip' } }),
		);

		const [{ shootId }] = bench.sim.messages;
		expect(item).toEqual({
			shootId,
			status: 'partlyDelivered',
			reason: 'Barred subscriber',
			code: '1000',
			to: ['8801712345601', '8801712345613'],
			recipientCount: 2,
			invalidRecipients: [{ input: '1', reason: expect.any(String) }],
			refusedRecipients: [],
			unknownRecipients: [],
			senderId: 'MiMSMS',
			type: 'text',
			encoding: 'GSM-7',
			segments: 1,
			scheduledDateTime: null,
			response: `SMS SUBMITTED: ID - ${shootId}`,
			reports: [
				expect.objectContaining({ shootId, to: '8801712345601', status: 'delivered', code: '1' }),
				expect.objectContaining({ shootId, to: '8801712345613', status: 'failed', code: '13' }),
			],
			delivered: 1,
			failed: 1,
			pending: 0,
			timedOut: false,
			reportError: null,
		});
		expect(Object.keys(item)).toEqual([
			'status',
			'reason',
			'to',
			'recipientCount',
			'delivered',
			'failed',
			'pending',
			'timedOut',
			'reportError',
			'reports',
			'invalidRecipients',
			'refusedRecipients',
			'unknownRecipients',
			'senderId',
			'type',
			'encoding',
			'segments',
			'scheduledDateTime',
			'shootId',
			'code',
			'response',
		]);
		expect(Object.keys(reportsOf(item)[0])).toEqual([
			'status',
			'meaning',
			'to',
			'message',
			'sentAt',
			'receivedAt',
			'details',
			'shootId',
			'code',
			'other',
		]);
	});

	it('adds up, whatever becomes of the recipients', async () => {
		bench.sim.settings.pendingDelay = 60_000;
		const endings = ['00', '01', '05', '06', '09', '13', '16', '28', '31', '32', '34', '40', '77', '98', '99'];

		const { item } = await timed(
			bench.track(
				endings.map((ending) => `017123456${ending}`),
				{ timeout: 0.3 },
			),
		);

		expect([item.recipientCount, item.delivered, item.failed, item.pending, item.timedOut]).toEqual([
			15,
			2,
			10,
			3,
			true,
		]);
	});

	it('counts a number once, however often it is written', async () => {
		const { item } = await timed(bench.track('01712345601, +8801712345601; ০১৭১২৩৪৫৬০১'));

		expect([item.recipientCount, item.delivered, item.pending, item.timedOut]).toEqual([1, 1, 0, false]);
	});

	it('counts a number that was pending and is delivered as delivered', async () => {
		const { item } = await timed(bench.track('01712345698'));

		expect([item.delivered, item.failed, item.pending, item.timedOut]).toEqual([1, 0, 0, false]);
		expect(reportsOf(item).map(({ status }) => status)).toEqual(['pending', 'delivered']);
	});

	it('counts JSON reports that name no number', async () => {
		bench.sim.fault({
			call: 'getDLRRep',
			kind: 'text',
			body: '[{"sms_status_str":"Delivered","charges_per_sms":0.25},{"sms_status_str":"Pending","charges_per_sms":0.25}]',
			contentType: 'application/json',
		});

		const { item } = await timed(bench.track([ONE, '01712345602'], { timeout: 0.3, interval: 60 }));

		expect([item.delivered, item.failed, item.pending, item.timedOut]).toEqual([1, 0, 1, true]);
	});

	it.each(['json', 'jsonRep'] as const)('reads the reports in the style %s', async (reportStyle) => {
		bench.sim.settings.reportStyle = reportStyle;

		const { item } = await timed(bench.track([ONE, '01712345602']));

		expect([item.delivered, item.pending, item.timedOut, item.reportError]).toEqual([2, 0, false, null]);
	});
});

describe('many items', () => {
	it('wait side by side, with one request per shoot ID and interval', async () => {
		bench.sim.settings.reportDelay = 1_200;
		const rows = rowsOf(30);

		const { run, seconds } = await timed(bench.over({ ...TRACK, timeout: 60, interval: 0.5 }, rows));

		expect(seconds).toBeLessThan(60);
		expect(run.items(NODE).map(({ delivered, timedOut }) => [delivered, timedOut])).toEqual(Array(30).fill([1, false]));
		expect(run.itemsFull(NODE).map(pairedIndex)).toEqual(rows.map((_, index) => index));
		// The third question brings the reports; on a busy machine the second question, or the first, may come after it.
		for (const { shootId } of bench.sim.messages) expect([1, 2, 3]).toContain(bench.polls(shootId));
	});

	it('that are done ask no more while others wait', async () => {
		const rows = rowsOf(2).map((row, index) => ({ ...row, phone: index ? '01712345699' : ONE }));

		await bench.over({ ...TRACK, timeout: 1.5, interval: 0.5 }, rows);

		expect(pollsOf('Row 0')).toBe(1);
		expect([2, 3]).toContain(pollsOf('Row 1'));
	});

	it('keep within Max Requests at Once with both calls', async () => {
		bench.sim.settings.latency = 30;

		await bench.over({ ...TRACK, options: { parallelCalls: 3 } }, rowsOf(9));

		for (const call of ['smsapi', 'getDLRRep'] as const) {
			expect(bench.sim.mostAtOnce(call)).toBeLessThanOrEqual(3);
			expect(bench.sim.mostAtOnce(call)).toBeGreaterThan(1);
		}
	});

	it('have their own time-out and interval, from expressions', async () => {
		const rows = rowsOf(2, { phone: '01712345699' }).map((row, index) => ({
			...row,
			patience: index ? 1.5 : '0.3',
			pause: index ? 0.5 : '60',
		}));

		const run = await bench.over({ ...TRACK, timeout: '={{ $json.patience }}', interval: '={{ $json.pause }}' }, rows);

		expect(pollsOf('Row 0')).toBe(1);
		expect([2, 3]).toContain(pollsOf('Row 1'));
		expect(run.items(NODE).map(({ timedOut }) => timedOut)).toEqual([true, true]);
	});

	it('of which one fails go on under On Error: Continue', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'code', code: '1004', skip: 1 });

		const run = await bench.over({ ...TRACK, options: { parallelCalls: 1 } }, rowsOf(3), GOING_ON);

		expect(run.items(NODE)[1]).toEqual({ error: expect.stringMatching(/^\[1004\]/) });
		expect([0, 2].map((index) => run.items(NODE)[index].delivered)).toEqual([1, 1]);
	});

	it('of which one fails account for all, without waiting first', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'code', code: '1004', skip: 1 });

		const { run, seconds } = await timed(
			bench.over({ ...TRACK, timeout: 60, options: { parallelCalls: 1 } }, rowsOf(3, { phone: '01712345699' })),
		);

		expect(run.error?.message).toMatch(/2 submitted, 1 refused, 0 unknown, 0 not sent/);
		expect(seconds).toBeLessThan(50);
	});
});

describe('a gateway that stalls at every question', () => {
	it('holds up no item for long after its time, though others stand before it', async () => {
		bench.sim.fault({ call: 'getDLRRep', kind: 'stall', times: Infinity });
		const count = 12;

		const run = await bench.over(
			{ ...TRACK, timeout: 0.5, options: { parallelCalls: 1 } },
			rowsOf(count, { phone: '01712345699' }),
		);

		expect(run.items(NODE).map(({ status, pending, timedOut }) => [status, pending, timedOut])).toEqual(
			Array(count).fill(['pending', 1, true]),
		);
		// Each question takes three seconds here: two begin while there is time, or not long after.
		expect(bench.polls()).toBeLessThanOrEqual(2);
		const late = run
			.items(NODE)
			.filter(({ reportError }) =>
				/the time was over before its turn.*submitted, so do not send it again/.test(String(reportError)),
			);
		expect(late).toHaveLength(count - bench.polls());
	});
});

describe('a gateway that is slow, with many items and a short time-out', () => {
	it('is asked for each of them once', async () => {
		const running = bench.over({ ...TRACK, timeout: 1, interval: 15, options: { parallelCalls: 1 } }, rowsOf(8));
		await until(() => bench.sim.messages.length === 8);
		bench.sim.settings.latency = 700;
		const run = await running;

		expect(run.items(NODE).map(({ delivered, timedOut }) => [delivered, timedOut])).toEqual(Array(8).fill([1, false]));
	});
});

describe('a message without a final report in time', () => {
	it.each([
		['01712345699', /^1 recipient has no final report yet.*do not send it again/],
		['01712345699, 01812345699, 01712345601', /^2 recipients have no final report yet.*do not send it again/],
	])('is told above the output, with the advice not to send again: %s', async (to, hint) => {
		const run = await bench.track(to, { timeout: 0.3 });

		expect(run.items(NODE)).toMatchObject([{ status: 'pending', timedOut: true }]);
		expect(run.hints(NODE)).toEqual([expect.stringMatching(hint)]);
	});
});

describe('a message to more numbers than the gateway shows reports of', () => {
	it('says so above the output', async () => {
		const numbers = rowsOf(150).map(({ phone }) => phone);

		const run = await bench.track(numbers, { timeout: 0.3 });

		expect(run.items(NODE)).toMatchObject([{ recipientCount: 150, delivered: 100, pending: 50, timedOut: true }]);
		expect(run.hints(NODE)).toEqual([
			expect.stringMatching(/more than 100 numbers has 100 reports.*may be missing.*at most 100 numbers in each item/),
		]);
	});

	it('is not blamed for one that is still pending among as many as it shows', async () => {
		const numbers = [...rowsOf(99).map(({ phone }) => phone), '01712345699'];

		const run = await bench.track(numbers, { timeout: 0.3 });

		expect(run.items(NODE)).toMatchObject([{ recipientCount: 100, pending: 1, reports: { length: 100 } }]);
		expect(run.hints(NODE)).toEqual([expect.stringMatching(/^1 recipient has no final report yet/)]);
	});

	it('says nothing when all of them have one', async () => {
		expect((await bench.track(rowsOf(100).map(({ phone }) => phone))).hints(NODE)).toEqual([]);
	});
});

describe('a retry after an item that failed', () => {
	const refuseSecond = () => bench.sim.fault({ call: 'smsapi', kind: 'code', code: '1004', skip: 1 });
	const parameters = { ...TRACK, options: { parallelCalls: 1 } };

	it('sends only that item, tracks all, and waits as the items say', async () => {
		refuseSecond();

		const { run, seconds } = await timed(bench.over(parameters, rowsOf(3), RETRYING));

		expect(told(run)).toBe('undefined | undefined');
		expect(bench.accepted().sort()).toEqual(['Row 0', 'Row 1', 'Row 2']);
		expect(run.items(NODE).map(({ delivered, timedOut }) => [delivered, timedOut])).toEqual(Array(3).fill([1, false]));
		expect(seconds).toBeLessThan(15);
	});

	it('(Retry of the failed execution) does the same', async () => {
		refuseSecond();
		const failed = await bench.over(parameters, rowsOf(2));

		const { run, seconds } = await timed(bench.engine.retry(failed));

		expect(run.status).toBe('success');
		expect(bench.accepted().sort()).toEqual(['Row 0', 'Row 1']);
		expect(seconds).toBeLessThan(15);
	});

	it('waits by the defaults for what went out before, where its Timeout can no longer be read', async () => {
		refuseSecond();
		const failed = await bench.over(parameters, rowsOf(2));
		// The last row asks once, the first one as long as no report comes.
		bench.sim.fault({ call: 'getDLRRep', kind: 'empty', times: 5 });
		const { now } = Date;
		const begin = now();
		jest.spyOn(Date, 'now').mockImplementation(() => begin + 20 * (now() - begin));

		const timeout = "={{ $json.text === 'Row 0' ? 'long' : 1 }}";
		const run = await bench.engine.retry(failed, { workflow: flowOf(bench.node({ ...parameters, timeout })) });

		expect(run.items(NODE).map(({ delivered, timedOut }) => [delivered, timedOut])).toEqual([
			[1, false],
			[0, true],
		]);
	});

	it('does not ask for reports of what is unknown', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'resetAfter' });

		const run = await bench.over(parameters, rowsOf(1), { ...RETRYING, ...GOING_ON });

		expect(run.items(NODE)[0].error).toMatch(/^\[unknown\]/);
		expect([bench.polls(), bench.sim.count('smsapi')]).toEqual([0, 1]);
	});
});

describe('bad values', () => {
	it.each([
		['Timeout', { timeout: 0 }],
		['Timeout', { timeout: -5 }],
		['Timeout', { timeout: 'long' }],
		['Timeout', { timeout: 86_401 }],
		['Timeout', { timeout: '={{ NaN }}' }],
		['Timeout', { timeout: '={{ Infinity }}' }],
		['Interval', { interval: 0 }],
		['Interval', { interval: -1 }],
		['Interval', { interval: 'often' }],
		['Interval', { interval: '={{ [] }}' }],
		// As the error says: from 1. Less would ask the gateway without a pause.
		['Interval', { interval: 0.001 }],
	])('of %s (%o) are refused by name before anything is sent', async (field, parameters) => {
		const run = await bench.track('01712345699', { timeout: 1, ...parameters });

		expect(run.error?.message).toMatch(new RegExp(`^${field}: `));
		expect(bench.sim.count()).toBe(0);
	});

	it('of one item under On Error: Continue fail that item alone', async () => {
		const rows = rowsOf(2).map((row, index) => ({ ...row, patience: index ? 5 : 'long' }));

		const run = await bench.over({ ...TRACK, timeout: '={{ $json.patience }}' }, rows, GOING_ON);

		expect(run.items(NODE)).toEqual([
			{ error: expect.stringMatching(/^Timeout: /) },
			expect.objectContaining({ delivered: 1 }),
		]);
	});
});

describe('a schedule left over from Send', () => {
	it('is not sent along: Send and Track has none', async () => {
		await bench.track(ONE, { timeout: 1, options: { scheduledDateTime: '2099-01-01 12:00' } });

		for (const { fields } of bench.sim.requests.filter(({ call }) => call === 'smsapi'))
			expect(fields).not.toHaveProperty('scheduledDateTime');
	});
});
