/** A loop over equal rows, with either API: each pass sends, and none sends what the one before left unknown. */
import type { IDataObject } from 'n8n-workflow';
import type { NodeSpec } from '../engine/index.cts';
import {
	NODE,
	SEND_MANY,
	SEND_EACH,
	TRACK,
	RETRYING,
	GOING_ON,
	START,
	outcomesOf,
	useSendingBench,
	workflow,
} from '../sending/setup.cts';
import type { Fault } from '../simulator/index.cts';
import { APIS, type Sending } from './apis.cts';

const bench = useSendingBench();
const EQUAL = Array.from({ length: 10 }, () => ({ phone: '01712345601', text: 'equal' }));
const PASSES = 5;

const OPERATIONS: Array<[name: string, operation: Sending, parameters: IDataObject]> = [
	['Send Personalised', 'sendMany', { ...SEND_MANY, options: {} }],
	['Send', 'send', SEND_EACH],
	['Send and Track', 'sendAndTrack', { ...TRACK, timeout: 0.1, options: {} }],
];

/** Five passes of two equal rows each. */
const looped = (parameters: IDataObject, extra: Partial<NodeSpec> = {}) =>
	workflow()
		.add(START)
		.add({ name: 'Loop', type: 'n8n-nodes-base.splitInBatches', parameters: { batchSize: 2 } })
		.add(bench.node(parameters, extra), { after: 'Loop', output: 1 })
		.connect(NODE, 'Loop');

const callsAPass: Record<Sending, number> = { sendMany: 1, send: 2, sendAndTrack: 2 };

describe.each(APIS)('%s', (_api, api) => {
	beforeEach(() => api.speak(bench));

	describe.each(OPERATIONS)('a loop of five passes with equal rows: %s', (_, operation, parameters) => {
		beforeEach(() => {
			if (operation === 'sendAndTrack') Object.assign(bench.sim.settings, api.tracking.settings);
		});
		const inThirdPass = (fault: Fault) =>
			bench.sim.fault({ call: api.calls[operation], skip: 2 * callsAPass[operation], ...fault });

		it('sends in each pass', async () => {
			const run = await bench.engine.run(looped(parameters), { input: EQUAL });

			expect(run.status).toBe('success');
			expect(run.runs(NODE)).toHaveLength(PASSES);
			expect(bench.accepted()).toHaveLength(10);
		});

		it.each(api.passing)('sends each pass once with Retry On Fail and a refusal (%s) in the third', async (code) => {
			inThirdPass({ kind: 'code', code });

			const run = await bench.engine.run(looped(parameters, RETRYING), { input: EQUAL });

			expect(run.status).toBe('success');
			expect(bench.accepted()).toHaveLength(10);
			expect(run.runs(NODE)).toHaveLength(PASSES);
			for (let pass = 0; pass < PASSES; pass++)
				expect(run.items(NODE, { run: pass }).map(({ status }) => status)).toEqual(
					Array(2).fill(operation === 'sendAndTrack' ? api.tracking.status : 'submitted'),
				);
		});

		it.each<[string, Fault]>([
			['resetAfter', { kind: 'resetAfter' }],
			['502', { kind: 'status', accept: true }],
		])(
			'does not send the third again when its outcome is unknown (%s), and goes on under On Error: Continue',
			async (_name, fault) => {
				inThirdPass(fault);

				const run = await bench.engine.run(looped(parameters, { ...RETRYING, ...GOING_ON }), { input: EQUAL });

				expect(run.runs(NODE)).toHaveLength(PASSES);
				expect(bench.accepted()).toHaveLength(10);
				expect(bench.sim.count(api.calls[operation])).toBe(PASSES * callsAPass[operation]);
				expect(run.items(NODE, { run: 2 })[0].error).toMatch(/^\[unknown\]/);
			},
		);

		it('does not send the third again either when the failed execution is retried', async () => {
			inThirdPass({ kind: 'resetAfter' });
			const failed = await bench.engine.run(looped(parameters), { input: EQUAL });
			expect(bench.accepted()).toHaveLength(6);

			await bench.engine.retry(failed);

			expect(bench.accepted()).toHaveLength(6);
		});

		it('goes on with the third pass when the failed execution is retried, and sends each once', async () => {
			inThirdPass({ kind: 'code', code: api.passing[0] });
			const failed = await bench.engine.run(looped(parameters), { input: EQUAL });
			expect(failed.status).toBe('error');

			const again = await bench.engine.retry(failed);

			expect(again.status).toBe('success');
			expect(bench.accepted()).toHaveLength(10);
			expect(outcomesOf(again, 2)).toEqual(['submitted', 'submitted']);
		});
	});

	describe('the ledger of a loop', () => {
		it('does not grow from pass to pass', async () => {
			const sizes: number[] = [];
			for (const passes of [2, 20]) {
				const run = await bench.engine.run(looped(SEND_MANY), { input: Array(2 * passes).fill(EQUAL[0]) });
				sizes.push(JSON.stringify(run.executionData.executionData?.contextData[`node:${NODE}`]).length);
			}
			expect(sizes[1]).toBeLessThan(sizes[0] + 50);
		});
	});
});
