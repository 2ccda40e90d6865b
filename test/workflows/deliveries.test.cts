/** The recipe of the delivery reports in a table, on tables in memory. */
import type { IDataObject } from 'n8n-workflow';
import { BY_KEY, useBench, v2Account } from '../node/setup.cts';
import { dataTables, type Row } from './dataTables.cts';
import { readExample, withCredential, type Run } from './setup.cts';

const bench = useBench({ balance: 100_000 });
const FILE = 'delivery-reports-in-a-table.json';
const TABLE = 'MiM SMS deliveries';
const MINUTE = 60_000;

let kept: ReturnType<typeof dataTables>;
beforeEach(() => (kept = dataTables()));

const runFrom = async (startNode: string, numbers: string[] = []): Promise<Run> => {
	const flow = withCredential(readExample(FILE), BY_KEY);
	const messages = numbers.map((number) => ({ number, message: `To ${number}` }));
	for (const { name, parameters } of flow.nodes)
		if (name === 'Messages') parameters.jsonOutput = JSON.stringify({ messages });
	return await bench.engine.run(flow, { startNode, furtherTypes: kept.furtherTypes });
};
const send = async (...numbers: string[]) => await runFrom('Start', numbers);
const ask = async () => await runFrom('Every 5 minutes');
const rows = (): Row[] => kept.tables.get(TABLE) ?? [];
const told = (run: Run) => run.items('Other channel').map(({ number }) => number);

/** As if the messages had been sent so long ago. */
function age(by = 6 * MINUTE, some: Row[] = rows()) {
	const at = new Date(Date.now() - by).toISOString();
	for (const row of some) Object.assign(row, { sentAt: at, askedAt: at });
}

describe.each(['classic', 'v2'] as const)('delivery reports in a table, %s', (api) => {
	beforeEach(() => {
		if (api === 'v2') bench.saveCredential(BY_KEY, v2Account(bench.sim));
	});

	it('are asked for until they are final, and a failure is told once', async () => {
		expect((await send('01700000001', '01800000013', '01900000099', 'no number')).status).toBe('success');
		expect(rows().map(({ number, status, open }) => [number, status, open])).toEqual(
			['8801700000001', '8801800000013', '8801900000099'].map((number) => [number, 'submitted', true]),
		);
		expect(told(await ask())).toEqual([]);
		age();
		const first = await ask();
		const second = await ask();

		expect([first.status, second.status]).toEqual(['success', 'success']);
		expect(rows().map(({ status, open }) => [status, open])).toEqual([
			['delivered', false],
			['failed', false],
			['submitted', true],
		]);
		expect([told(first), told(second)]).toEqual([['8801800000013'], []]);
	});

	it(`of two messages of one request to one number have ${api === 'classic' ? 'one row' : 'a row each'}`, async () => {
		await send('01700000001', '01700000001');

		expect(bench.sim.messages).toHaveLength(2);
		expect(rows()).toHaveLength(api === 'classic' ? 1 : 2);
	});

	it('are told once of a phone that is busy, then off, and in the end has the message', async () => {
		bench.sim.settings.outcomes = 'byHand';
		await send('01700000001');
		age();
		const tellings: unknown[] = [];
		for (const code of ['31', '6', '1']) {
			const [{ n, to, shootId }] = bench.sim.messages;
			if (api === 'v2' || code === '31') bench.sim.settle(n, code);
			else bench.sim.addReports([{ to, shootId, code }]);
			tellings.push(told(await ask()), rows()[0].status);
		}

		expect(tellings).toEqual([['8801700000001'], 'failed', [], 'failed', [], 'delivered']);
		expect(rows()[0].open).toBe(false);
	});

	it('fail visibly when the gateway does not answer, and go on in the next round', async () => {
		await send('01700000001', '01800000013');
		age();
		await bench.sim.refuse();
		const failed = await ask();
		await bench.sim.accept();
		const next = await ask();

		expect([failed.status, failed.error?.message]).toEqual(['error', expect.stringMatching(/could not be reached/)]);
		expect([next.status, rows().map(({ status }) => status)]).toEqual(['success', ['delivered', 'failed']]);
	});
});

it('closes the row of a message that was accepted without an ID: it can not be asked for', async () => {
	bench.saveCredential(BY_KEY, v2Account(bench.sim));
	bench.sim.fault({
		call: 'v2/DSMS',
		kind: 'text',
		body: JSON.stringify({ statusCode: '200', status: 'Success', responseResult: 'SMS Send Successfully' }),
	});
	await send('01700000001');

	expect(rows().map(({ reference, status, open }): IDataObject => ({ reference, status, open }))).toEqual([
		{ reference: null, status: 'submitted', open: false },
	]);
});

it('a pending report behind a failure does not make the failure new', async () => {
	bench.sim.settings.outcomes = 'byHand';
	await send('01700000001');
	age();
	const [{ to, shootId }] = bench.sim.messages;
	bench.sim.addReports([
		{ to, shootId, code: '31' },
		{ to, shootId, code: '' },
	]);

	expect([told(await ask()), told(await ask())]).toEqual([['8801700000001'], []]);
});
