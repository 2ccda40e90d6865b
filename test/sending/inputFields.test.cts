/** Include Input Fields: the input's own fields beside ours, of all that sends and of Preview. */
import type { IDataObject } from 'n8n-workflow';
import { GOING_ON, NODE, RETRYING, SEND_EACH, SEND_MANY, TRACK, rowsOf, useSendingBench } from './setup.cts';

const bench = useSendingBench();

const INCLUDING = { includeInputFields: true };
const PREVIEW = { ...SEND_EACH, operation: 'preview' };

describe.each<[string, IDataObject]>([
	['Send', SEND_EACH],
	['Send Personalised', SEND_MANY],
	['Send and Track', TRACK],
	['Preview', PREVIEW],
])('%s', (_, parameters) => {
	const rows = rowsOf(2).map((row, index) => ({ ...row, order: `A-${index}`, customer: { city: 'Dhaka' } }));

	it('adds them behind its own where it is asked to, each item its own', async () => {
		const plain = await bench.over(parameters, rows);
		const run = await bench.over({ ...parameters, options: INCLUDING }, rows);

		const own = Object.keys(plain.items(NODE)[0]);
		const items = run.items(NODE);
		expect(Object.keys(items[0])).toEqual([...own, 'phone', 'text', 'order', 'customer']);
		expect(items.map(({ order, customer, phone }) => [order, customer, phone])).toEqual(
			rows.map(({ order, customer, phone }) => [order, customer, phone]),
		);
		expect(plain.items(NODE)[0]).not.toHaveProperty('order');
	});

	it('wins where the input has a field of the same name', async () => {
		const input = [{ ...rows[0], to: 'Rahima', segments: 99, order: 'A-7' }];
		const run = await bench.over({ ...parameters, options: INCLUDING }, input);

		const [{ to, segments, order }] = run.items(NODE);
		expect([[to].flat(), segments, order]).toEqual([[rows[0].phone], 1, 'A-7']);
	});

	it('leaves out what n8n would take for an error, and says so', async () => {
		const input = rows.map((row, index) => ({ ...row, error: 'old', [index === 0 ? '$error' : '$json']: 'old' }));
		const run = await bench.over({ ...parameters, options: INCLUDING }, input);

		const items = run.items(NODE);
		expect(items.map(({ order }) => order)).toEqual(['A-0', 'A-1']);
		for (const item of items) for (const name of ['error', '$error', '$json']) expect(item).not.toHaveProperty([name]);
		expect(run.hints(NODE).join()).toMatch(/Left out of the input fields: error, \$error, \$json/);
	});

	it('decides for each item where an expression says so', async () => {
		const input = rows.map((row, index) => ({ ...row, wanted: index === 1 }));
		const options = { includeInputFields: '={{ $json.wanted }}' };
		const run = await bench.over({ ...parameters, options }, input);

		expect(run.items(NODE).map(({ order }) => order)).toEqual([undefined, 'A-1']);
	});
});

describe.each<[string, IDataObject, 'smsapi' | 'smsapimany']>([
	['Send', SEND_EACH, 'smsapi'],
	['Send Personalised', { ...SEND_MANY, options: { batchSize: 1 } }, 'smsapimany'],
])('%s', (_, parameters, call) => {
	const including = {
		...parameters,
		options: { ...(parameters.options as IDataObject), ...INCLUDING, parallelCalls: 1 },
	};

	it('refuses a value that is neither on nor off, before anything is sent', async () => {
		const run = await bench.over({ ...parameters, options: { includeInputFields: 'sometimes' } }, rowsOf(1));

		expect(run.error?.message).toMatch(/^Include Input Fields: /);
		expect(bench.sim.count()).toBe(0);
	});

	it('keeps the items of failures as n8n wants them', async () => {
		bench.sim.fault({ call, kind: 'code', code: '1004' });

		const run = await bench.over(including, rowsOf(2), GOING_ON);

		expect(run.items(NODE)[0]).toEqual({ error: expect.any(String) });
		expect(run.items(NODE)[1]).toMatchObject({ text: 'Row 1', status: 'submitted' });
	});

	it('adds them to what an earlier try submitted, and does not store them with it', async () => {
		bench.sim.fault({ call, kind: 'code', code: '1004', skip: 1 });
		const rows = rowsOf(2).map((row, index) => ({ ...row, note: `only-input-${index}` }));

		const run = await bench.over(including, rows, RETRYING);

		expect(run.items(NODE).map(({ note }) => note)).toEqual(['only-input-0', 'only-input-1']);
		const stored = JSON.stringify(run.executionData.executionData!.contextData);
		expect(stored).toContain('mimSmsLedger');
		expect(stored).not.toContain('only-input');
	});
});

describe('Preview', () => {
	it('tells of a value that is neither on nor off as of any other problem', async () => {
		const run = await bench.over({ ...PREVIEW, options: { includeInputFields: 'sometimes' } }, rowsOf(1));

		expect(run.items(NODE)).toMatchObject([{ valid: false, reason: expect.stringMatching(/^Include Input Fields: /) }]);
	});

	it('adds them to a row that could not be sent', async () => {
		const run = await bench.over({ ...PREVIEW, options: INCLUDING }, [
			{ phone: 'nobody', text: 'Hello', order: 'A-7' },
		]);

		expect(run.items(NODE)).toMatchObject([{ valid: false, order: 'A-7' }]);
	});
});

describe('a row that Send Personalised leaves out', () => {
	it('has them too', async () => {
		const options = { ...INCLUDING, invalidNumbers: 'skip' };
		const run = await bench.over({ ...SEND_MANY, options }, [{ phone: 'nobody', text: 'Hello', order: 'A-7' }]);

		expect(run.items(NODE)).toMatchObject([{ status: 'refused', order: 'A-7' }]);
	});
});
