/** A lost answer of a call that takes reports out: what it may have cost, and no word of asking again. */
import { READS, useBench, OPERATIONS, CALL, NODE, told } from './setup.cts';

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
