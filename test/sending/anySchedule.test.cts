/** Any rows, any batch size, any faults: nothing twice, nothing lost from the accounting, order kept. */
import { pairedIndex } from '../engine/index.cts';
import { FAULTS } from '../faults.cts';
import type { IDataObject } from 'n8n-workflow';
import type { CallName, Settings } from '../simulator/index.cts';
import type { RunExtras } from '../node/setup.cts';
import * as fc from '../properties.cts';
import {
	NODE,
	SEND_MANY,
	SEND_EACH,
	TRACK,
	CALL,
	RETRYING,
	GOING_ON,
	freshRowsOf,
	contradictions,
	countsOf,
	outcomesOf,
	useSendingBench,
} from './setup.cts';

const bench = useSendingBench();
const { RUNS_ON_ENGINE: numRuns } = fc;

jest.setTimeout(numRuns * 1_500);

const fault = fc.record({
	fault: fc.constantFrom(...FAULTS.filter(({ inBulk }) => inBulk).map(({ fault: one }) => one)),
	skip: fc.nat(7),
	times: fc.integer({ min: 1, max: 3 }),
});
const kindOfRow = fc.record({
	from: fc.constantFrom('', 'MiMSMS', 'DEMO SHOP', 'Wrong'),
	good: fc.constantFrom(true, true, true, false),
	when: fc.constantFrom('', '', '2099-01-01 12:00'),
});
const situation = fc.record({
	kinds: fc.array(kindOfRow, { minLength: 2, maxLength: 14 }),
	faults: fc.array(fault, { maxLength: 5 }),
	batchSize: fc.integer({ min: 1, max: 6 }),
	parallelCalls: fc.integer({ min: 1, max: 4 }),
	successStyle: fc.constantFrom<Settings['successStyle']>('manual', 'noDash', 'thousand', 'bare'),
	replyStyle: fc.constantFrom<Settings['replyStyle']>('manual', 'error', 'errorTight', 'json', 'jsonStatus'),
	settings: fc.constantFrom<RunExtras>(
		{},
		RETRYING,
		GOING_ON,
		{ ...RETRYING, ...GOING_ON },
		{ ...RETRYING, onError: 'continueErrorOutput' },
	),
});

type Situation = typeof situation extends fc.Arbitrary<infer Value> ? Value : never;

async function arrange({ faults, successStyle, replyStyle }: Situation, call: CallName) {
	await bench.quiet();
	bench.sim.reset();
	Object.assign(bench.sim.settings, { successStyle, replyStyle });
	for (const one of faults) bench.sim.fault({ call, skip: one.skip, times: one.times, ...one.fault });
}

const rowsFor = (kinds: Situation['kinds']) =>
	freshRowsOf(kinds.length).map((row, index) => ({
		...row,
		...kinds[index],
		phone: kinds[index].good ? row.phone : `bad ${index}`,
	}));

function holdsFor(base: IDataObject & { operation: keyof typeof CALL }, fixed: Partial<Situation> = {}) {
	return fc.assert(
		fc.asyncProperty(situation, async (given) => {
			const rows = rowsFor(given.kinds);
			await arrange({ ...given, ...fixed }, CALL[base.operation]);
			const { batchSize, parallelCalls } = given;
			const many = base.operation === 'sendMany';
			const options = {
				parallelCalls,
				invalidNumbers: many ? 'skip' : 'fail',
				...(many && { batchSize }),
				...(base.operation !== 'sendAndTrack' && { scheduledDateTime: '={{ $json.when }}' }),
			};
			const parameters = { ...base, senderId: '={{ $json.from }}', options, requestOptions: { timeout: 40 } };
			const bad = given.kinds.flatMap(({ good }, index) => (good ? [] : [index]));

			const run = await bench.over(parameters, rows, given.settings);

			if (run.error?.name === 'NodeOperationError') {
				// A bad item of Send, without On Error: Continue: before any request.
				expect([bad.length > 0 && !many, bench.sim.count()]).toEqual([true, 0]);
				return;
			}
			expect(contradictions(bench.sim, run, rows, many ? bad : [])).toEqual([]);
			if (run.error) {
				const counts = countsOf(run.error?.message);
				expect(Object.values(counts ?? {}).reduce((sum, count) => sum + count)).toBe(rows.length);
			} else {
				expect(outcomesOf(run, rows.length)).not.toContain(undefined);
				for (const output of [0, 1]) {
					const order = run.itemsFull(NODE, { output }).map(pairedIndex);
					expect(order).toEqual([...order].sort((a, b) => Number(a) - Number(b)));
				}
			}
		}),
		{ numRuns },
	);
}

describe('any rows and any faults', () => {
	it('Send Personalised', async () => await holdsFor(SEND_MANY));

	it('Send', async () => await holdsFor(SEND_EACH));

	// Without a shoot ID there is nothing to wait for: only the sending is at stake here.
	it('Send and Track', async () => await holdsFor(TRACK, { successStyle: 'bare' }));
});

describe('any equal rows', () => {
	it('are as many messages as rows, whatever is refused in between', async () => {
		const given = fc.record({
			count: fc.integer({ min: 2, max: 12 }),
			batchSize: fc.integer({ min: 1, max: 5 }),
			skips: fc.uniqueArray(fc.nat(6), { maxLength: 2 }),
		});
		await fc.assert(
			fc.asyncProperty(given, async ({ count, batchSize, skips }) => {
				await bench.quiet();
				bench.sim.reset();
				for (const skip of skips) bench.sim.fault({ call: 'smsapimany', kind: 'code', code: '1004', skip });

				const run = await bench.over(
					{ ...SEND_MANY, options: { batchSize } },
					Array(count).fill({ phone: '01712345601', text: 'equal' }),
					RETRYING,
				);

				expect(run.status).toBe('success');
				expect(bench.accepted()).toHaveLength(count);
			}),
			{ numRuns },
		);
	});
});

describe('any failed execution, retried until it is mended', () => {
	it('has sent each row at most once, and all of them when no outcome was unknown', async () => {
		await fc.assert(
			fc.asyncProperty(situation, async (given) => {
				const rows = freshRowsOf(given.kinds.length);
				await arrange(given, 'smsapimany');
				const options = { batchSize: given.batchSize, parallelCalls: given.parallelCalls };

				let run = await bench.over({ ...SEND_MANY, options, requestOptions: { timeout: 40 } }, rows);
				for (let tries = 0; run.error && tries < 4; tries++) run = await bench.engine.retry(run);
				bench.sim.clearFaults();
				if (run.error) run = await bench.engine.retry(run);

				expect(contradictions(bench.sim, run, rows)).toEqual([]);
				expect(
					outcomesOf(run, rows.length).filter((outcome) => outcome !== 'submitted' && outcome !== 'unknown'),
				).toEqual([]);
			}),
			{ numRuns },
		);
	});
});
