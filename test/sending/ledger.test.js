'use strict';
const { Ledger } = require('../../nodes/MimSms/bridge/ledger');
const { NODE, SEND_MANY, SEND_EACH, flowOf, rowsOf, told, outcomesOf, useSendingBench } = require('./setup');

const bench = useSendingBench();
const context = (run) => run.executionData.executionData.contextData[`node:${NODE}`];
const requestedTexts = () =>
	bench.sim.requests.flatMap(({ fields }) =>
		fields.messages ? JSON.parse(fields.messages).map(({ message }) => message) : [fields.msg],
	);

/** Bytes that n8n stores for the node's context. */
const { stringify } = require('flatted');
const storedBytes = (run) => Buffer.byteLength(stringify(context(run)));

describe('what n8n stores of the ledger', () => {
	it('stays under 150 bytes a row for 10,000 rows', async () => {
		const run = await bench.over(SEND_MANY, rowsOf(10_000));

		expect(run.items(NODE)).toHaveLength(10_000);
		expect(storedBytes(run) / 10_000).toBeLessThan(150);
	});

	it('stays as small when every call fails without an answer', async () => {
		bench.sim.fault({ call: 'smsapimany', kind: 'resetAfter', times: Infinity });

		const run = await bench.over(SEND_MANY, rowsOf(2_000));

		expect(run.error.message).toMatch(/2000 unknown/);
		expect(storedBytes(run) / 2_000).toBeLessThan(100);
	});

	it('stays as small with long texts: it holds none', async () => {
		const run = await bench.over(SEND_MANY, rowsOf(500, { text: 'আ'.repeat(600) }));

		expect(storedBytes(run) / 500).toBeLessThan(200);
		expect(JSON.stringify(context(run))).not.toContain('আআ');
	});

	it('holds nothing of rows that were refused or not sent', async () => {
		bench.sim.fault({ call: 'smsapimany', kind: 'code', code: '1007' });

		const run = await bench.over({ ...SEND_MANY, options: { parallelCalls: 1, batchSize: 50 } }, rowsOf(100));

		expect(Object.values(context(run).mimSmsLedger.runs)).toEqual([{ items: {}, calls: {} }]);
	});

	it('of Send stays under 1,000 bytes an item', async () => {
		const run = await bench.over(SEND_EACH, rowsOf(200));

		expect(storedBytes(run) / 200).toBeLessThan(1_000);
	});

	it.each([['by-key'], ['by-login']])('holds no key (%s)', async (credentials) => {
		bench.sim.fault({ call: 'smsapimany', kind: 'resetAfter', skip: 1 });
		bench.sim.fault({ call: 'smsapimany', kind: 'text', body: `echo ${bench.sim.settings.apiKey}`, skip: 2 });

		const run = await bench.over({ ...SEND_MANY, options: { batchSize: 2 } }, rowsOf(8), { credentials });

		const kept = JSON.stringify(context(run));
		expect(kept).toContain('submitted');
		expect(kept).toContain('unknown');
		expect(kept).not.toContain(bench.sim.settings.apiKey);
		expect(run.stored).not.toContain(bench.sim.settings.apiKey);
		expect(told(run)).not.toContain(bench.sim.settings.apiKey);
	});
});

describe('Retry of a failed execution', () => {
	/** Ten rows in five calls: the second refused, the third unknown, the others submitted. */
	async function failing(parameters = {}) {
		bench.sim.fault({ call: 'smsapimany', kind: 'code', code: '1004', skip: 1 });
		bench.sim.fault({ call: 'smsapimany', kind: 'resetAfter', skip: 2 });
		const failed = await bench.over(
			{ ...SEND_MANY, options: { batchSize: 2, parallelCalls: 1 }, ...parameters },
			rowsOf(10),
		);
		expect(failed.error.message).toMatch(/6 submitted, 2 refused, 2 unknown, 0 not sent/);
		bench.sim.requests.length = 0;
		return failed;
	}
	const withChanges = (changes) => ({
		workflow: flowOf(bench.node({ ...SEND_MANY, options: { batchSize: 2, parallelCalls: 1 }, ...changes })),
	});

	it('sends what was refused, and only that', async () => {
		const failed = await failing();

		const again = await bench.engine.retry(failed);

		expect(requestedTexts()).toEqual(['Row 2', 'Row 3']);
		expect(again.error.message).toMatch(/8 submitted, 0 refused, 2 unknown, 0 not sent/);
		expect(
			outcomesOf(again, 10)
				.map((outcome, index) => outcome === 'unknown' && index)
				.filter(Number.isInteger),
		).toEqual([4, 5]);
	});

	it('sends it with its new content, whatever else changed', async () => {
		const failed = await failing();

		await bench.engine.retry(failed, withChanges({ message: '=New {{ $json.text }}', senderId: 'DEMO SHOP' }));

		expect(requestedTexts()).toEqual(['New Row 2', 'New Row 3']);
	});

	it('sends nothing that has become another batch', async () => {
		const failed = await failing();

		await bench.engine.retry(failed, withChanges({ options: { batchSize: 100 } }));

		expect(requestedTexts()).toEqual(['Row 2', 'Row 3']);
		expect(bench.sim.count()).toBe(1);
	});

	it('sends what was not sent after a failure of the account', async () => {
		bench.sim.settings.balance = 1;
		const failed = await bench.over({ ...SEND_MANY, options: { batchSize: 2, parallelCalls: 1 } }, rowsOf(10));
		expect(failed.error.message).toMatch(/4 submitted, 2 refused, 0 unknown, 4 not sent/);
		bench.sim.settings.balance = 100;

		const again = await bench.engine.retry(failed);

		expect(again.status).toBe('success');
		expect(bench.accepted().sort()).toEqual(rowsOf(10).map(({ text }) => text));
		expect(again.itemsFull(NODE).map(({ pairedItem }) => pairedItem.item)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
	});

	it('does not say that nothing was sent when a row has become bad after others had gone out', async () => {
		const failed = await failing();

		const again = await bench.engine.retry(
			failed,
			withChanges({ message: "={{ $json.text === 'Row 2' ? '' : $json.text }}" }),
		);

		expect(bench.sim.count()).toBe(0);
		expect(told(again)).toMatch(/Message/);
		expect(told(again)).not.toMatch(/Nothing was sent\./);
	});

	it('is safe when Send Many has become Send, and the other way round', async () => {
		const failed = await failing();

		await bench.engine.retry(failed, withChanges({ operation: 'send', options: {} }));

		expect(requestedTexts().sort()).toEqual(['Row 2', 'Row 3']);
	});
});

describe('the ledger by itself', () => {
	it('takes what is still on its way for unknown in the next try: it is there, not free', () => {
		const context = {};
		new Ledger(context, 0, false).sending(3);

		const restored = JSON.parse(JSON.stringify(context));

		expect(new Ledger(restored, 0, false).entry(3)).toEqual({ state: 'sending' });
		expect(new Ledger(restored, 0, false).entry(2)).toBeUndefined();
	});

	it('knows nothing of another run index', () => {
		const context = {};
		new Ledger(context, 0, false).submitted(0, { to: 'a' });

		expect(new Ledger(context, 1, false).entry(0)).toBeUndefined();
	});

	it('gives back what the rows of one call share, after n8n stored it', () => {
		const context = {};
		const ledger = new Ledger(context, 0, false);
		ledger.sending(0);
		ledger.submitted(0, { to: 'a' }, { name: 'C2 0', shared: { shootId: 'C2', to: null } });

		const entry = new Ledger(JSON.parse(JSON.stringify(context)), 0, false).entry(0);

		expect(entry.output).toEqual({ shootId: 'C2', to: 'a' });
	});

	it('starts anew beside a ledger of another version', () => {
		const context = { mimSmsLedger: { version: 2, runs: [] } };

		expect(new Ledger(context, 0, false).entry(0)).toBeUndefined();
	});
});
