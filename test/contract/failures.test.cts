/** How much of a run a failure ends, with either API: the account, a sender's rows, a batch, one row. */
import type { MessageOutcome } from '../../nodes/MimSms/gateway/fault';
import { BY_LOGIN } from '../node/setup.cts';
import { NODE, SEND_MANY, GOING_ON, rowsOf, told, outcomesOf, useSendingBench } from '../sending/setup.cts';
import type { Fault } from '../simulator/index.cts';
import { APIS } from './apis.cts';

const bench = useSendingBench();
const FIVE_CALLS = { ...SEND_MANY, options: { batchSize: 2, parallelCalls: 1 } };
const twice = (outcomes: MessageOutcome[]) => outcomes.flatMap((outcome) => [outcome, outcome]);

describe.each(APIS)('%s', (_, api) => {
	const call = api.calls.sendMany;
	const refuseThird = (code: string) => bench.sim.fault({ call, kind: 'code', code, skip: 2 });
	beforeEach(() => api.speak(bench));

	describe('a failure that concerns the account', () => {
		const ENDED = twice(['submitted', 'submitted', 'refused', 'notSent', 'notSent']);

		it.each(api.refusals.account)('(%s) ends the run: the rest is not sent', async (code) => {
			refuseThird(code);

			const run = await bench.over(FIVE_CALLS, rowsOf(10));

			expect(bench.sim.count()).toBe(3);
			expect(run.error?.name).toBe('NodeApiError');
			expect(run.error?.message).toMatch(/4 submitted, 2 refused, 0 unknown, 4 not sent/);
			expect(outcomesOf(run, 10)).toEqual(ENDED);
			expect(run.error?.description).toContain(`[${code}]`);
		});

		it.each(api.refusals.account)('(%s) is told of every row it touches under On Error: Continue', async (code) => {
			refuseThird(code);

			const run = await bench.over(FIVE_CALLS, rowsOf(10), GOING_ON);

			expect(outcomesOf(run, 10)).toEqual(ENDED);
			for (const item of run.items(NODE).slice(4))
				expect(item).toEqual({ error: expect.stringContaining(`[${code}]`) });
		});

		it.each(api.styles)('is known in the style %j', async (style) => {
			Object.assign(bench.sim.settings, style);
			refuseThird(api.refusals.noBalance);

			const run = await bench.over(FIVE_CALLS, rowsOf(10));

			expect(outcomesOf(run, 10)).toEqual(ENDED);
		});

		it('lets the calls that are on their way come to their own end', async () => {
			bench.sim.settings.latency = 60;
			bench.sim.fault({ call, kind: 'code', code: api.refusals.noBalance });

			const run = await bench.over({ ...SEND_MANY, options: { batchSize: 2, parallelCalls: 3 } }, rowsOf(10), GOING_ON);

			const outcomes = outcomesOf(run, 10);
			expect(outcomes.slice(0, 2)).toEqual(['refused', 'refused']);
			expect(outcomes.filter((outcome) => outcome === 'submitted')).toHaveLength(bench.sim.messages.length);
			expect(outcomes).toContain('notSent');
		});
	});

	describe('a failure that concerns a sender ID', () => {
		it(`(${api.refusals.sender}) ends the rows of that sender alone`, async () => {
			const rows = rowsOf(12).map((row, index) => ({ ...row, from: ['MiMSMS', 'Wrong', 'DEMO SHOP'][index % 3] }));

			const run = await bench.over({ ...FIVE_CALLS, senderId: '={{ $json.from }}' }, rows, GOING_ON);

			const bySender = (name: string) => outcomesOf(run, 12).filter((_, index) => rows[index].from === name);
			expect(bySender('MiMSMS')).toEqual(Array(4).fill('submitted'));
			expect(bySender('DEMO SHOP')).toEqual(Array(4).fill('submitted'));
			expect(bySender('Wrong')).toEqual(['refused', 'refused', 'notSent', 'notSent']);
			expect(
				bench.sim.requests.filter(({ fields }) => (fields.senderid ?? fields.senderName) === 'Wrong'),
			).toHaveLength(1);
		});
	});

	describe('a failure that concerns a batch', () => {
		it.each(api.refusals.request)('(%s) fails that batch alone', async (code) => {
			refuseThird(code);

			const run = await bench.over(FIVE_CALLS, rowsOf(10));

			expect(bench.sim.count()).toBe(5);
			expect(outcomesOf(run, 10)).toEqual(twice(['submitted', 'submitted', 'refused', 'submitted', 'submitted']));
			expect(run.error?.message).toMatch(/8 submitted, 2 refused, 0 unknown, 0 not sent/);
			expect(run.error?.description).toMatch(new RegExp(`^Items 4 to 5: \\[${code}\\]`, 'm'));
			expect(run.error?.context.itemIndex).toBe(4);
		});

		it.each<[string, Fault]>([
			['resetAfter', { kind: 'resetAfter' }],
			['502', { kind: 'status' }],
			...api.unclear.map((code): [string, Fault] => [code, { kind: 'code', code }]),
		])('with an unknown outcome (%s) leaves that batch unknown and sends the others', async (_, fault) => {
			bench.sim.fault({ call, skip: 2, ...fault });

			const run = await bench.over(FIVE_CALLS, rowsOf(10), GOING_ON);

			expect(outcomesOf(run, 10)).toEqual(twice(['submitted', 'submitted', 'unknown', 'submitted', 'submitted']));
		});

		it('that was never reached is not sent', async () => {
			await bench.sim.refuse();

			const run = await bench.over(FIVE_CALLS, rowsOf(10));

			expect(run.error?.message).toMatch(/0 submitted, 0 refused, 0 unknown, 10 not sent/);
			expect(run.error?.description).toMatch(/No message was submitted/);
		});
	});

	describe('the rows of a failed run', () => {
		it('go out of the error branch with their own fields, the others out of the first', async () => {
			refuseThird(api.passing[0]);
			const rows = rowsOf(10);

			const run = await bench.over(FIVE_CALLS, rows, { onError: 'continueErrorOutput' });

			expect(run.items('Failed')).toEqual(
				rows.slice(4, 6).map((row) => ({ ...row, error: expect.stringMatching(`^\\[${api.passing[0]}\\]`) })),
			);
			expect(run.items('Next')).toHaveLength(8);
		});
	});

	describe('one row', () => {
		it('fails with its own reason, without a sum', async () => {
			bench.sim.fault({ call, kind: 'code', code: api.refusals.noBalance });

			const run = await bench.over(SEND_MANY, rowsOf(1));

			expect(run.error?.message).toBe(api.noBalanceWords);
			expect(run.error?.description).toMatch(/Top up/);
		});
	});
});

describe('a key fetched by user name and password', () => {
	it('that has become unknown is fetched anew, and the rows go out once', async () => {
		await bench.over(SEND_MANY, rowsOf(2), { credentials: BY_LOGIN });
		const stale = bench.sim.settings.apiKey;
		bench.sim.settings.apiKey = `${stale}9`;
		bench.sim.messages.length = 0;

		const run = await bench.over({ ...SEND_MANY, options: { batchSize: 2 } }, rowsOf(10), { credentials: BY_LOGIN });

		bench.sim.settings.apiKey = stale;
		expect(told(run)).toBe('undefined | undefined');
		expect(bench.accepted().sort()).toEqual(rowsOf(10).map(({ text }) => text));
	});
});
