/** A lost answer of a call that takes reports out: what it may have cost, and no word of asking again. */
import { CALL, GOING_ON, NODE, OPERATIONS, READS, RETRYING, told, useBench, workflow } from './setup.cts';

const bench = useBench();

describe.each(['getAll', 'getOnce'] as const)('%s, whose answer is lost', (operation) => {
	it.each([
		['after a reset', { kind: 'resetAfter' }],
		['after the time-out', { kind: 'stall' }],
		['behind a 502', { kind: 'status', status: 502, accept: true }],
	] as const)('says %s that up to 100 reports may be lost', async (_, fault) => {
		bench.sim.fault({ call: CALL[operation], ...fault });

		const run = await bench.run({ ...OPERATIONS[operation], requestOptions: { timeout: 500 } });

		expect(run.error?.description).toMatch(/^Up to 100 reports may be lost: the gateway returns each report only once/);
		expect(told(run)).not.toMatch(/try again|run (?:this|it) again/i);
	});

	it('says nothing of it when nothing left', async () => {
		await bench.sim.refuse();

		expect(told(await bench.run(OPERATIONS[operation]))).not.toMatch(/may be lost/);
	});
});

describe.each(['getAll', 'getOnce'] as const)('%s, whose answer is lost in an earlier try', (operation) => {
	const LOST = (reports: number) =>
		`Up to ${reports} reports may be lost: in an earlier try of this node, the gateway's answer did not arrive. The gateway returns each report only once.`;

	it.each([
		[1, RETRYING],
		[2, RETRYING],
		[1, { ...RETRYING, ...GOING_ON }],
	])('tells of %i times under Retry On Fail', async (times, extra) => {
		bench.sim.addReports([{ shootId: 'C2001' }]);
		bench.sim.fault({ call: CALL[operation], kind: 'resetAfter', times });

		const run = await bench.run(OPERATIONS[operation], extra);

		expect(run.status).toBe('success');
		expect(run.hints(NODE)).toContain(LOST(100 * times));
	});

	it('tells of it in a Retry of the execution, and once', async () => {
		bench.sim.fault({ call: CALL[operation], kind: 'resetAfter' });
		const failed = await bench.run(OPERATIONS[operation]);

		const again = await bench.engine.retry(failed);

		expect(again.hints(NODE)).toContain(LOST(100));
	});

	it('says nothing of it where nothing was lost', async () => {
		bench.sim.fault({ call: CALL[operation], kind: 'resetBefore' });
		await bench.sim.refuse();
		const failed = await bench.run(OPERATIONS[operation]);
		await bench.sim.accept();

		expect((await bench.engine.retry(failed)).hints(NODE).join()).not.toMatch(/may be lost/);
	});
});

it('Get Many in a loop tells of a loss in the pass that met it alone', async () => {
	bench.sim.fault({ call: 'getAll', kind: 'resetAfter' });
	const loop = workflow()
		.add({ name: 'Start', type: 'n8n-nodes-base.manualTrigger' })
		.add({ name: 'Loop', type: 'n8n-nodes-base.splitInBatches', parameters: { batchSize: 1 } })
		.add({ ...bench.node(OPERATIONS.getAll, GOING_ON), name: NODE }, { after: 'Loop', output: 1 })
		.connect(NODE, 'Loop');

	const run = await bench.engine.run(loop, { input: [{}, {}] });

	expect(run.runs(NODE).map(({ hints = [] }) => hints.filter(({ message }) => message.includes('lost')))).toEqual([
		[],
		[],
	]);
	expect(run.items(NODE, { run: 0 })).toEqual([{ error: expect.stringMatching(/Up to 100 reports may be lost/) }]);
});

it('a later call of Get Many says so in a hint, beside what is in hand', async () => {
	bench.sim.addReports(150);
	bench.sim.fault({ call: 'getAll', kind: 'resetAfter', skip: 1 });

	const run = await bench.run({ ...OPERATIONS.getAll, returnAll: true });

	expect(run.items(NODE)).toHaveLength(100);
	expect(run.hints(NODE).join(' ')).toMatch(/Reading stopped before the end: .*Up to 100 reports may be lost/);
	expect(run.hints(NODE).join(' ')).not.toMatch(/try again/i);
});

it('calls that take nothing say nothing of it', async () => {
	for (const operation of READS.filter((name) => name !== 'getAll' && name !== 'getOnce')) {
		bench.sim.fault({ call: CALL[operation], kind: 'resetAfter' });

		expect(told(await bench.run(OPERATIONS[operation]))).not.toMatch(/may be lost/);
	}
});
