import type { StartedExecution } from '../engine/index.cts';
import type { Fault } from '../simulator/index.cts';
import { GOING_ON, NODE, TRACK, flowOf, rowsOf, sleep, until, timed, useSendingBench } from './setup.cts';

const bench = useSendingBench();
const ONE = '01712345601';

afterEach(() => jest.restoreAllMocks());

/** When the gateway was asked for reports, in seconds after the send. */
function secondsOfQuestions(): number[] {
	const [send, ...questions] = bench.sim.requests;
	return questions.map(({ at }) => (at.getTime() - send.at.getTime()) / 1000);
}

describe('the wait', () => {
	it('ends as soon as every recipient has a final report', async () => {
		bench.sim.settings.reportDelay = 4_500;

		const { item, seconds } = await timed(bench.track([ONE, '01712345605'], { timeout: 60, interval: 3 }));

		expect([item.delivered, item.failed, item.timedOut]).toEqual([1, 1, false]);
		expect(seconds).toBeLessThan(50);
		expect(bench.polls()).toBe(2);
	});

	it('ends at the time-out with what is known', async () => {
		const { run, item, seconds } = await timed(bench.track([ONE, '01712345699'], { timeout: 0.5 }));

		expect(run.status).toBe('success');
		expect(item).toMatchObject({
			status: 'pending',
			delivered: 1,
			failed: 0,
			pending: 1,
			timedOut: true,
			reportError: null,
		});
		expect(item.reports).toHaveLength(2);
		expect(seconds).toBeGreaterThanOrEqual(0.5);
		expect(seconds).toBeLessThan(10);
	});

	it('asks once at the end when the time-out is shorter than the interval', async () => {
		const { item, seconds } = await timed(bench.track('01712345699', { timeout: 0.3, interval: 60 }));

		expect([item.timedOut, bench.polls()]).toEqual([true, 1]);
		expect(seconds).toBeLessThan(30);
	});

	it('asks after 3, 6 and 10 seconds where Interval is longer, and when the time is over', async () => {
		await bench.track('01712345699', { timeout: 11.5, interval: 15 });

		expect(secondsOfQuestions()).toEqual([3, 6, 10, 11.5].map((second) => expect.closeTo(second, 0)));
		expect(bench.polls()).toBe(4);
	});

	it('asks every Interval from the start where it is shorter', async () => {
		await bench.track('01712345699', { timeout: 4.4, interval: 2 });

		expect(secondsOfQuestions()).toEqual([2, 4, 4.4].map((second) => expect.closeTo(second, 0)));
	});

	it('goes on when one question fails, whatever it meets', async () => {
		const faults: Fault[] = [
			{ kind: 'resetBefore' },
			{ kind: 'status' },
			{ kind: 'text', body: '<html>oops</html>' },
			{ kind: 'code', code: '1003' },
			{ kind: 'code', code: '1005' },
			{ kind: 'cutOff' },
			{ kind: 'empty' },
		];
		for (const fault of faults) bench.sim.fault({ call: 'getDLRRep', ...fault });

		const run = await bench.over(TRACK, rowsOf(faults.length));

		expect(run.items(NODE).map(({ delivered, timedOut, reportError }) => [delivered, timedOut, reportError])).toEqual(
			faults.map(() => [1, false, null]),
		);
		for (const { shootId } of bench.sim.messages) expect(bench.polls(shootId)).toBe(2);
	});

	it('whose every question fails is no failure of the send: it says what it met', async () => {
		bench.sim.fault({ call: 'getDLRRep', kind: 'status', times: Infinity });

		const { run, item } = await timed(bench.track(ONE, { timeout: 0.5 }));

		expect(run.status).toBe('success');
		expect(item).toMatchObject({
			status: 'pending',
			reports: [],
			delivered: 0,
			failed: 0,
			pending: 1,
			timedOut: true,
			reportError: expect.stringMatching(
				/502.*\. The message was submitted, so do not send it again: .*Get and its shootId\.$/,
			),
		});
	});

	it('keeps the reports it had when the last question fails', async () => {
		bench.sim.fault({ call: 'getDLRRep', kind: 'status', skip: 1, times: Infinity });

		const { item } = await timed(bench.track([ONE, '01712345699'], { timeout: 1 }));

		expect(item).toMatchObject({ delivered: 1, pending: 1, timedOut: true, reportError: expect.stringMatching(/502/) });
	});

	it.each<[string, Fault[], number, RegExp | null]>([
		['is asked for all the same where the gateway answers', [], 2, null],
		['is not where the gateway answers nothing', [{ kind: 'status' }], 1, /the gateway answers slowly/],
	])('whose turn comes long after the time-out %s', async (_, faults, asked, reportError) => {
		for (const fault of faults) bench.sim.fault({ call: 'getDLRRep', ...fault });
		const { now } = Date;
		// Seems to take four seconds: the first question.
		jest.spyOn(Date, 'now').mockImplementation(() => now() + (bench.polls() > 0 ? 4_000 : 0));

		const run = await bench.over({ ...TRACK, timeout: 0.3, options: { parallelCalls: 1 } }, rowsOf(2));

		expect(bench.polls()).toBe(asked);
		expect(run.items(NODE)[1].reportError).toEqual(reportError && expect.stringMatching(reportError));
	});

	it.each(['emptyBody', 'code'] as const)('takes %s for no report yet, not for an error', async (noReportStyle) => {
		bench.sim.settings.noReportStyle = noReportStyle;
		bench.sim.settings.reportDelay = 250;

		const { item } = await timed(bench.track(ONE));

		expect(item).toMatchObject({ delivered: 1, timedOut: false, reportError: null });
	});

	it('keeps to the time-out when the gateway does not answer a question', async () => {
		bench.sim.fault({ call: 'getDLRRep', kind: 'stall' });

		const { item, seconds } = await timed(
			bench.track('01712345699', { timeout: 0.3, requestOptions: { timeout: 60_000 } }),
		);

		expect(item).toMatchObject({ status: 'pending', timedOut: true });
		expect(seconds).toBeLessThan(50);
	});

	it('is not held up for good by one question without an answer: it asks again', async () => {
		bench.sim.fault({ call: 'getDLRRep', kind: 'stall' });

		const { item, seconds } = await timed(bench.track(ONE, { timeout: 60, requestOptions: { timeout: 80_000 } }));

		expect(item).toMatchObject({ delivered: 1, timedOut: false });
		expect(seconds).toBeLessThan(50);
	});

	it('is none without a shoot ID: reportError says so', async () => {
		bench.sim.settings.successStyle = 'bare';

		const { run, item, seconds } = await timed(bench.track([ONE, '01712345602'], { timeout: 30 }));

		expect(run.status).toBe('success');
		expect(item).toMatchObject({
			shootId: null,
			status: 'pending',
			reports: [],
			delivered: 0,
			failed: 0,
			pending: 2,
			timedOut: false,
			reportError: expect.stringMatching(/no shoot ID/),
		});
		expect([bench.polls(), seconds < 20]).toEqual([0, true]);
	});

	it('is none with a shoot ID that can not be asked for: reportError says so, and the output shows it', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'text', body: 'SMS SUBMITTED: ID - C2001/7', accept: true });

		const { item } = await timed(bench.track(ONE, { timeout: 60 }));

		expect(item).toMatchObject({
			shootId: 'C2001/7',
			status: 'pending',
			pending: 1,
			timedOut: false,
			reportError: expect.stringMatching(/no usable shoot ID/),
		});
		expect(bench.polls()).toBe(0);
	});

	it('is none where the credential has come to speak the other API: reportError says whose ID it is', async () => {
		const tracking = (extra: object = {}) =>
			flowOf({ ...bench.node({ ...TRACK, to: '={{ $json.phone }}', message: '={{ $json.text }}' }), ...extra });
		bench.sim.fault({ kind: 'code', code: '1012', call: 'smsapi', skip: 1, times: 1 });
		const failed = await bench.engine.run(tracking(), { input: rowsOf(2) });
		const gone = bench.accepted();
		bench.speakV2();

		const again = await bench.engine.retry(failed, { workflow: tracking(GOING_ON) });

		const told = again.items(NODE).map(({ reportError }) => reportError);
		expect(told).toContainEqual(
			expect.stringMatching(
				/^The message was submitted, but its shoot ID comes from the other API.*credential that sent the message\.$/,
			),
		);
		expect(gone).toHaveLength(1);
		expect(bench.accepted().filter((text) => text === gone[0])).toHaveLength(1);
	});

	it('does not repeat the send', async () => {
		bench.sim.settings.reportDelay = 300;

		await bench.track(ONE);

		expect(bench.sim.count('smsapi')).toBe(1);
		expect(bench.accepted()).toEqual(['Hello']);
	});
});

describe('an execution that is stopped', () => {
	const untilFirstPoll = async (running: StartedExecution, count = 1) => {
		await until(() => bench.polls() >= count);
		const begin = Date.now();
		running.cancel();
		await running.promise;
		return Date.now() - begin;
	};

	it('ends the wait, and asks no more', async () => {
		const running = bench.startOver({ ...TRACK, timeout: 60 }, rowsOf(3, { phone: '01712345699' }));

		const took = await untilFirstPoll(running, 3);
		const asked = bench.polls();
		await sleep(400);

		expect(took).toBeLessThan(20_000);
		expect(bench.polls()).toBe(asked);
	});

	it('ends a long pause between two questions', async () => {
		const running = bench.startOver({ ...TRACK, timeout: 600, interval: 600 }, rowsOf(1));
		await until(() => bench.sim.messages.length === 1);
		await sleep(100);

		const begin = Date.now();
		running.cancel();
		await running.promise;

		expect(Date.now() - begin).toBeLessThan(20_000);
		expect(bench.polls()).toBe(0);
	});

	it('ends the wait while a question is without an answer', async () => {
		bench.sim.fault({ call: 'getDLRRep', kind: 'stall' });
		const running = bench.startOver({ ...TRACK, timeout: 60, requestOptions: { timeout: 6_000 } }, rowsOf(1));

		expect(await untilFirstPoll(running)).toBeLessThan(2_000);
	});
});
