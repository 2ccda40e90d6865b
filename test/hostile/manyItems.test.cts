/** No item, one, and as many as a big sheet has, on n8n's engine. It takes its time for the reading of their expressions. */
import { stringify } from 'flatted';
import { NODE, SEND } from '../node/setup.cts';
import { CALLS, SENDS, useHostileBench } from './setup.cts';

jest.setTimeout(600_000);

const bench = useHostileBench();
const PREVIEW = { resource: 'sms', operation: 'preview', to: '01712345678', message: 'Hello', options: {} };
const OPERATIONS = {
	...Object.fromEntries(
		Object.entries(CALLS)
			.filter(([name]) => name !== 'getApiKey')
			.map(([name, { parameters }]) => [name, parameters]),
	),
	preview: PREVIEW,
};

const MOST = 100_000;
const MANY = 10_000;
const rowsOf = (length: number) => Array.from({ length }, (_, i) => ({ to: `88017${String(i).padStart(8, '0')}` }));

describe.each(Object.entries(OPERATIONS))('%s', (operation, parameters) => {
	it('asks nothing for no item', async () => {
		const run = await bench.run(parameters, { input: [] });

		expect(run.error).toBeUndefined();
		expect(run.items(NODE)).toEqual([]);
		expect(bench.sim.count()).toBe(0);
	});

	it('asks once for one', async () => {
		bench.sim.addReports([{ shootId: 'C2001' }]);

		const run = await bench.run(parameters, { input: [{}] });

		expect(run.items(NODE)).toHaveLength(1);
		expect([bench.sim.count(), bench.sim.messages.length]).toEqual([
			operation === 'preview' ? 0 : 1,
			SENDS.some((send) => send === operation) ? 1 : 0,
		]);
	});
});

describe(`${MOST} items`, () => {
	it('to Send Personalised: each goes out once and has its own result, in order, and n8n stores under 150 bytes of its ledger', async () => {
		bench.sim.settings.balance = 1e9;
		const input = rowsOf(MOST);

		const run = await bench.run(
			{ ...SEND, operation: 'sendMany', to: '={{ $json.to }}', options: { batchSize: 1000 } },
			{ input },
		);

		expect(run.error).toBeUndefined();
		const wanted = input.map(({ to }) => to);
		expect(run.items(NODE).map(({ to }) => to)).toEqual(wanted);
		expect(run.items(NODE).every(({ status }) => status === 'submitted')).toBe(true);
		expect(bench.sim.count()).toBe(MOST / 1000);
		expect(bench.sim.messages.map(({ to }) => to).sort()).toEqual(wanted);
		const ledger = run.executionData.executionData?.contextData[`node:${NODE}`];
		expect(Buffer.byteLength(stringify(ledger)) / MOST).toBeLessThan(150);
	});
});

describe(`${MANY} items`, () => {
	it('to Preview: each is counted, and nobody is asked', async () => {
		const input = rowsOf(MANY);

		const run = await bench.run({ ...PREVIEW, to: '={{ $json.to }}' }, { input });

		expect(run.error).toBeUndefined();
		expect(run.items(NODE).map(({ to, totalSegments }) => [to, totalSegments])).toEqual(
			input.map(({ to }) => [[to], 1]),
		);
		expect(bench.sim.count()).toBe(0);
	});
});
