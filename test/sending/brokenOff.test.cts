/** Executions that did not come to their end: killed, stopped, parked in the database. Nothing goes out twice, whoever carries them on. */
import type { DeduplicationItemTypes, IDataObject, IDeduplicationOutput } from 'n8n-workflow';
import {
	kill,
	killAfterWait,
	killWithoutLog,
	runsStored,
	stop,
	storeWithoutRuns,
	takeForKilled,
} from '../engine/index.cts';
import type { Retryable, Run, StartedExecution, WorkflowBuilder } from '../engine/index.cts';
import { processedData } from '../engine/runtime.cts';
import {
	NODE,
	SEND_EACH,
	SEND_MANY,
	START,
	contradictions,
	flowOf,
	freshRowsOf,
	told,
	until,
	useSendingBench,
	workflow,
} from './setup.cts';
import type { Row } from './setup.cts';

const bench = useSendingBench();
const ROWS = 8;
/** One call after the other, two rows each for Send Personalised. */
const OPERATIONS: Array<[name: string, parameters: IDataObject]> = [
	['Send', { ...SEND_EACH, options: { parallelCalls: 1 } }],
	['Send Personalised', { ...SEND_MANY, options: { parallelCalls: 1, batchSize: 2 } }],
];

const twice = (): string[] => bench.accepted().filter((text, index, all) => all.indexOf(text) !== index);

/** Longer than n8n keeps a waiting execution in memory. */
const PARKED = { amount: 2, unit: 'minutes' };

/** Breaks an execution off after the gateway has taken so many rows of it. */
async function after(taken: number, started: StartedExecution, end: (started: StartedExecution) => Promise<Retryable>) {
	const goal = bench.accepted().length + taken;
	await until(() => bench.accepted().length >= goal);
	const row = await end(started);
	await bench.quiet();
	return row;
}

/** Between a node that is passed over and the one that sends, as most workflows have it. */
const flow = (parameters: IDataObject, name = NODE): WorkflowBuilder =>
	workflow()
		.add(START)
		.add({ name: 'Rows', type: 'n8n-nodes-base.noOp' })
		.add({ ...bench.node(parameters), name });

/** Behind a Wait in the database, with a node between. */
const waiting = (parameters: IDataObject): WorkflowBuilder =>
	workflow()
		.add(START)
		.add({ name: 'Wait', type: 'n8n-nodes-base.wait', parameters: PARKED })
		.add({ name: 'Between', type: 'n8n-nodes-base.noOp' })
		.add(bench.node(parameters));

/** Behind a node that takes its time. */
const slowly = (parameters: IDataObject, amount = 1): WorkflowBuilder =>
	workflow()
		.add(START)
		.add({ name: 'Before', type: 'n8n-nodes-base.wait', parameters: { amount } })
		.add(bench.node(parameters));

/** Behind a node that lets everything through, or fails. */
const behindGuard = (parameters: IDataObject, isOpen: boolean): WorkflowBuilder =>
	workflow()
		.add(START)
		.add({ name: 'Guard', type: `n8n-nodes-base.${isOpen ? 'noOp' : 'stopAndError'}` })
		.add(bench.node(parameters));

function expectNothingOpen(run: Run, words: RegExp): void {
	expect(told(run)).toMatch(/0 submitted, 0 refused, 8 unknown, 0 not sent|5 submitted, 0 refused, 3 unknown/);
	expect(told(run)).toMatch(words);
	expect(twice()).toEqual([]);
}

/** What n8n's memory of a node does with notes; `note` writes them into it. */
type Memory = (note: (notes: Notes) => Promise<IDeduplicationOutput>, notes: Notes) => Promise<IDeduplicationOutput>;
type Notes = DeduplicationItemTypes[];

/** The memory does this with the next notes, as where two processes read it before either has written. */
function onceMemory(memory: Memory): void {
	const asItIs = processedData.checkProcessedAndRecord.bind(processedData);
	jest
		.spyOn(processedData, 'checkProcessedAndRecord')
		.mockImplementationOnce(async (notes, ...rest) => await memory(async (some) => await asItIs(some, ...rest), notes));
}

afterEach(() => {
	jest.restoreAllMocks();
	delete process.env.EXECUTIONS_DATA_SAVE_ON_PROGRESS;
});

beforeEach(() => {
	bench.sim.settings.latency = 30;
});

describe.each(OPERATIONS)('%s', (_, parameters) => {
	let rows: Row[];
	beforeEach(() => {
		rows = freshRowsOf(ROWS);
	});

	/** It failed in the node before: nothing was sent. */
	const failedBefore = async (): Promise<Run> =>
		await bench.engine.run(behindGuard(parameters, false), { input: rows });

	/** Its Retry gets through. */
	const retriedOpen = async (failed: Retryable): Promise<Run> =>
		await bench.engine.retry(failed, { workflow: behindGuard(parameters, true) });

	function expectAllSent(run: Run): void {
		expect(contradictions(bench.sim, run, rows)).toEqual([]);
		expect(bench.accepted()).toHaveLength(ROWS);
	}

	const refusedForMoney = async (): Promise<Run> => {
		bench.sim.settings.balance = 0;
		const failed = await bench.engine.run(flow(parameters), { input: rows });
		expect(told(failed)).toMatch(/1007/);
		bench.sim.settings.balance = 1e6;
		return failed;
	};

	it('killed while it sends: Retry sends nothing, since nobody knows what had gone out', async () => {
		const killed = await after(4, bench.engine.start(flow(parameters), { input: rows }), kill);

		const again = await bench.engine.retry(killed);

		expectNothingOpen(again, /already reached a node of this name/);
	});

	it('killed while it sends, and the node renamed: neither does Retry with the saved workflow', async () => {
		const killed = await after(4, bench.engine.start(flow(parameters), { input: rows }), kill);

		const again = await bench.engine.retry(killed, { workflow: flow(parameters, 'Send SMS to all') });

		expectNothingOpen(again, /a node that the workflow no longer has under that name/);
	});

	it('killed in a later node, and renamed: neither does Retry with the saved workflow', async () => {
		const later = (name?: string) =>
			flow(parameters, name).add({ type: 'n8n-nodes-base.wait', name: 'Later', parameters: { amount: 2 } });
		const started = bench.engine.start(later(), { input: rows });
		await until(() => started.execution.events.has('Later'));
		const killed = await kill(started);

		const again = await bench.engine.retry(killed, { workflow: later('Send SMS to all') });

		expectNothingOpen(again, /a node that the workflow no longer has under that name/);
	});

	it.each([
		['stopped', stop],
		['killed, and n8n has no log of it', killWithoutLog],
	] as const)('%s while it sends: Retry sends nothing', async (_, end) => {
		const broken = await after(4, bench.engine.start(flow(parameters), { input: rows }), end);

		const again = await bench.engine.retry(broken);

		expectNothingOpen(again, /n8n kept no record of what this execution did before this Retry/);
	});

	it.each([
		['stopped', stop],
		['killed, and n8n has no log of it', killWithoutLog],
	] as const)('%s while it sends, with its progress saved: Retry sends nothing', async (_, end) => {
		const saving = flow(parameters).settings({ saveExecutionProgress: true });
		const broken = await after(4, bench.engine.start(saving, { input: rows }), end);

		const again = await bench.engine.retry(broken);

		expectNothingOpen(again, /already continued from this point before/);
	});

	it.each([undefined, 'DEFAULT'] as const)(
		'killed while it sends, with its progress saved as n8n does by default (%s): Retry sends nothing',
		async (saveExecutionProgress) => {
			process.env.EXECUTIONS_DATA_SAVE_ON_PROGRESS = 'true';
			const saving = flow(parameters).settings({ saveExecutionProgress });
			const broken = await after(4, bench.engine.start(saving, { input: rows }), killWithoutLog);

			const again = await bench.engine.retry(broken);

			expectNothingOpen(again, /already continued from this point before/);
		},
	);

	it('stored without a list of runs, as what a person starts in queue mode: it sends all', async () => {
		const started = bench.engine.start(slowly(parameters), { input: rows });
		await storeWithoutRuns(started);

		expectAllSent(await started.promise);
	});

	it('with its progress saved, handed to a second worker while it sends: that one sends nothing', async () => {
		const saving = flow(parameters).settings({ saveExecutionProgress: true });
		const started = bench.engine.start(saving, { input: rows });
		const row = await after(4, started, killWithoutLog);

		const again = await (await bench.engine.resume({ ...row, mode: started.execution.mode })).promise;

		expectNothingOpen(again, /already continued from this point before/);
	});

	it('with their progress saved, executions that begin in the same millisecond send all of theirs', async () => {
		bench.sim.settings.latency = 0;
		jest.spyOn(Date, 'now').mockReturnValue(Date.now());
		const saving = flow(parameters).settings({ saveExecutionProgress: true });

		const runs = await Promise.all(rows.map(async (row) => await bench.engine.run(saving, { input: [row] })));

		expect(runs.map(({ status }) => status)).toEqual(rows.map(() => 'success'));
		expect(bench.accepted().sort()).toEqual(rows.map(({ text }) => text));
	});

	it('with their progress saved, the Retry of one that failed before the node takes nothing from others of its millisecond', async () => {
		bench.sim.settings.latency = 0;
		jest.spyOn(Date, 'now').mockReturnValue(Date.now());
		const guarded = (isOpen: boolean) => behindGuard(parameters, isOpen).settings({ saveExecutionProgress: true });
		const failed = await bench.engine.run(guarded(false), { input: rows.slice(1) });
		await bench.engine.run(guarded(true), { input: rows.slice(0, 1) });

		const again = await bench.engine.retry(failed, { workflow: guarded(true) });

		expect(again.status).toBe('success');
		expect(bench.accepted().sort()).toEqual(rows.map(({ text }) => text));
	});

	it('with its progress saved, Execute step sends each time, from the same run of the node before', async () => {
		bench.sim.settings.latency = 0;
		const saving = flow(parameters).settings({ saveExecutionProgress: true });
		const first = await bench.engine.run(saving, { input: rows, mode: 'manual' });

		const again = await bench.engine.runStep(NODE, first);

		expect(again.status).toBe('success');
		expect(bench.accepted()).toHaveLength(2 * ROWS);
	});

	it('with its progress saved, failed in the node before: Retry sends all, also the Retry of one that failed there too', async () => {
		const guarded = (isOpen: boolean) => behindGuard(parameters, isOpen).settings({ saveExecutionProgress: true });
		const failed = await bench.engine.run(guarded(false), { input: rows });
		const failedAgain = await bench.engine.retry(failed);

		const last = await bench.engine.retry(failedAgain, { workflow: guarded(true) });

		expectAllSent(last);
	});

	it.each([
		['stopped', stop],
		['killed', kill],
		['killed, and n8n has no log of it', killWithoutLog],
	] as const)('%s while it sends after a Wait in the database: Retry sends nothing', async (_, end) => {
		for (const saveExecutionProgress of [undefined, false, true]) {
			const parked = await bench.engine.run(waiting(parameters).settings({ saveExecutionProgress }), { input: rows });
			const broken = await after(4, await bench.engine.resume(parked), end);

			const again = await bench.engine.retry(broken);

			expectNothingOpen(again, /already continued from this point before|already reached a node of this name/);
			rows = freshRowsOf(ROWS);
		}
	});

	it.each([undefined, true])(
		'a second Retry of an execution that failed before the node sends nothing twice (progress saved: %s)',
		async (saveExecutionProgress) => {
			const guarded = (isOpen: boolean) => behindGuard(parameters, isOpen).settings({ saveExecutionProgress });
			const failed = await bench.engine.run(guarded(false), { input: rows });
			const first = await bench.engine.retry(failed, { workflow: guarded(true) });
			expect(first.status).toBe('success');

			const second = await bench.engine.retry(failed, { workflow: guarded(true) });

			expectNothingOpen(second, /If this execution has a newer Retry, use Retry on that one/);
			expect(bench.accepted()).toHaveLength(ROWS);
		},
	);

	it('killed while it sends after a Wait in the database, its note written over by another worker: Retry sends nothing', async () => {
		const parked = await bench.engine.run(waiting(parameters), { input: rows });
		onceMemory(async (_note, notes) => ({ new: notes, processed: [] }));
		const broken = await after(4, await bench.engine.resume(parked), killWithoutLog);

		const again = await bench.engine.retry(broken);

		expectNothingOpen(again, /already continued from this point before/);
	});

	it('a second Retry of an execution that failed in a node of ours sends nothing twice in the next one', async () => {
		const ofStart = { to: "={{ $('Start').item.json.phone }}", message: "={{ $('Start').item.json.text }}" };
		const two = (onError?: 'continueRegularOutput') =>
			workflow()
				.add(START)
				.add({ ...bench.node({ ...SEND_EACH, message: 'Ahead' }), name: 'Ahead', ...(onError && { onError }) })
				.add(bench.node({ ...parameters, ...ofStart }));
		bench.sim.fault({ kind: 'code', code: '1012', call: 'smsapi', times: 1 });
		const failed = await bench.engine.run(two(), { input: rows.slice(0, 1) });
		await bench.engine.retry(failed, { workflow: two('continueRegularOutput') });
		const gone = bench.accepted().length;
		expect(gone).toBeGreaterThan(0);

		await bench.engine.retry(failed, { workflow: two('continueRegularOutput') });

		expect(bench.accepted()).toHaveLength(gone);
	});

	it('of two Retries at once of an execution that failed before the node, one sends', async () => {
		const failed = await failedBefore();

		await Promise.all([retriedOpen(failed), retriedOpen(failed)]);

		expect(twice()).toEqual([]);
	});

	it.each([
		['stopped', stop],
		['killed, and n8n has no log of it', killWithoutLog],
	] as const)(
		'failed before the node, and its Retry %s while it sends: Retry of that one sends nothing',
		async (_, end) => {
			const failed = await failedBefore();
			const retried = await bench.engine.startRetry(failed, { workflow: behindGuard(parameters, true) });
			const broken = await after(4, retried, end);

			const again = await bench.engine.retry(broken);

			expectNothingOpen(again, /already continued from this point before/);
		},
	);

	const later = (seconds: number) => {
		const { now } = Date;
		jest.spyOn(Date, 'now').mockImplementation(() => now() + 1_000 * seconds);
		return now() + 1_000 * seconds;
	};

	describe.each([
		['n8n 1', true, /n8n kept no record of what this execution did before this Retry/],
		[
			'n8n 2',
			false,
			/n8n (?:kept no record of what this execution did before this Retry|has no record of how this execution began)/,
		],
	])('of which %s kept nothing', (_n8n, isOld, words) => {
		beforeEach(() => {
			bench.engine.storesLikeN8n1 = isOld;
		});
		afterEach(() => {
			bench.engine.storesLikeN8n1 = false;
		});
		/** Breaks it off while it sends; a person needs some time to see that. */
		const brokenOff = async (flow: WorkflowBuilder, end: typeof stop) => {
			const row = await after(4, bench.engine.start(flow, { input: rows }), end);
			later(121);
			return row;
		};

		it.each([
			['stopped', stop],
			['killed', killWithoutLog],
		] as const)('%s, and its Retry failed before the node: Retry of that one sends nothing', async (_, end) => {
			let again: Retryable = await brokenOff(behindGuard(parameters, true), end);
			for (let time = 0; time < 2; time++)
				again = await bench.engine.retry(again, { workflow: behindGuard(parameters, false) });

			const last = await retriedOpen(again);

			expectNothingOpen(last, words);
		});

		it.each([
			['stopped', stop],
			['killed', killWithoutLog],
		] as const)('%s, and then its progress is saved: no Retry sends anything', async (_, end) => {
			const broken = await brokenOff(flow(parameters), end);
			const workflow = flow(parameters).settings({ saveExecutionProgress: true });

			const first = await bench.engine.retry(broken, { workflow });
			const second = await bench.engine.retry(broken, { workflow });

			for (const again of [first, second, await bench.engine.retry(first)]) expectNothingOpen(again, words);
		});

		it('killed, and its Retry waits in the database first: it sends nothing', async () => {
			const broken = await brokenOff(flow(parameters), killWithoutLog);
			const parked = await bench.engine.retry(broken, { workflow: waiting(parameters) });
			expect(parked.status).toBe('waiting');

			const again = await (await bench.engine.resume(parked)).promise;

			expectNothingOpen(again, words);
		});
	});

	it.each([
		['and n8n was restarted before it', true, 40],
		['and n8n was restarted after it', true, 80],
		['in the same process', false, undefined],
	])('its first node on record begins a minute late, %s: Retry sends nothing: %s', async (_, isLost, restart) => {
		const row = await killWithoutLog(bench.engine.start(behindGuard(parameters, false), { input: rows }));
		const { timeOrigin } = performance;
		const made = Date.now();
		later(60);
		const failed = await bench.engine.retry(row);
		if (restart)
			Object.defineProperty(performance, 'timeOrigin', { configurable: true, value: made + 1_000 * restart });

		const again = await retriedOpen(failed);

		Object.defineProperty(performance, 'timeOrigin', { configurable: true, value: timeOrigin });
		if (isLost) expectNothingOpen(again, /n8n has no record of how this execution began/);
		else expect(bench.accepted()).toHaveLength(ROWS);
	});

	it('made by an n8n that marks no execution, and retried by one that does: that sends all', async () => {
		const failed = await failedBefore();
		bench.engine.storesLikeN8n1 = true;
		later(3_600);
		const storedData = failed.storedData.replaceAll('"runtimeData"', '"ofLaterVersions"');

		const again = await bench.engine.retry({ ...failed, storedData }, { workflow: behindGuard(parameters, true) });
		bench.engine.storesLikeN8n1 = false;

		expectAllSent(again);
	});

	it('failed in the node before, an hour before its Retry: that sends all', async () => {
		const failed = await failedBefore();
		later(3_600);

		const again = await retriedOpen(failed);

		expectAllSent(again);
	});

	it('killed while two of our nodes send, without a log: Retry of the first one sends nothing by the second', async () => {
		const ofStart = { to: "={{ $('Start').item.json.phone }}", message: "={{ $('Start').item.json.text }}" };
		const two = (onError?: 'continueRegularOutput') =>
			workflow()
				.add(START)
				.add({
					...bench.node({ ...SEND_EACH, message: '={{ $json.text }} ahead' }),
					name: 'Ahead',
					...(onError && { onError }),
				})
				.add(bench.node({ ...parameters, ...ofStart }));
		const killed = await after(ROWS + 2, bench.engine.start(two(), { input: rows }), killWithoutLog);
		const gone = bench.accepted().length;
		const first = await bench.engine.retry(killed);
		expect(first.status).toBe('error');

		await bench.engine.retry(first, { workflow: two('continueRegularOutput') });

		expect(bench.accepted()).toHaveLength(gone);
	});

	it.each(['trigger', 'manual'] as const)(
		"begun as %s, and retried by n8n's API while it waits: when its wait is over it sends nothing",
		async (mode) => {
			const parked = await bench.engine.run(waiting(parameters), { input: rows, mode });
			const early = await bench.engine.retry(parked);
			expect(early.status).toBe('success');

			const late = await (await bench.engine.resume(parked)).promise;

			expectNothingOpen(late, /already continued from this point before: in an earlier Retry/);
			expect(bench.accepted()).toHaveLength(ROWS);
		},
	);

	it('executions that wait, of which none was retried, send all of theirs, also those of one millisecond', async () => {
		bench.sim.settings.latency = 0;
		jest.spyOn(Date, 'now').mockReturnValue(Date.now());
		const parked = await Promise.all(
			[rows, rows].map(async (input) => await bench.engine.run(waiting(parameters), { input })),
		);

		await Promise.all(parked.map(async (one) => await (await bench.engine.resume(one)).promise));

		expect(bench.accepted()).toHaveLength(2 * ROWS);
	});

	describe.each([
		['by n8n 2', false, false],
		['by n8n 1', true, true],
		['by n8n 1, and then retried by n8n 2', true, false],
	])('begun %s', (_n8n, isBegunByOld, isRetriedByOld) => {
		afterEach(() => {
			bench.engine.storesLikeN8n1 = false;
		});

		const failingAfterwards = (isOpen: boolean): WorkflowBuilder =>
			workflow()
				.add(START)
				.add({ name: 'Before', type: 'n8n-nodes-base.wait', parameters: { amount: 1 } })
				.add({ name: 'Guard', type: `n8n-nodes-base.${isOpen ? 'noOp' : 'stopAndError'}` })
				.add(bench.node(parameters));

		/** Until it is in the node before ours. */
		const begin = async (flow: WorkflowBuilder, input = rows): Promise<StartedExecution> => {
			bench.engine.storesLikeN8n1 = isBegunByOld;
			const started = bench.engine.start(flow, { input });
			await until(() => started.execution.events.has('Before'));
			bench.engine.storesLikeN8n1 = isRetriedByOld;
			return started;
		};

		it('killed before the node: one Retry sends all, a second one nothing twice', async () => {
			const killed = await kill(await begin(slowly(parameters)));
			expectAllSent(await bench.engine.retry(killed));

			await bench.engine.retry(killed);

			expect(twice()).toEqual([]);
		});

		it('killed before the node, and its Retry failed there: the next one sends all, a second one of the first nothing twice', async () => {
			const killed = await kill(await begin(failingAfterwards(true)));
			const failed = await bench.engine.retry(killed, { workflow: failingAfterwards(false) });
			expect(failed.status).toBe('error');
			expectAllSent(await bench.engine.retry(failed, { workflow: failingAfterwards(true) }));

			await bench.engine.retry(killed, { workflow: failingAfterwards(true) });

			expect(twice()).toEqual([]);
		});

		it('failed before the node: one Retry sends all, a second one nothing twice', async () => {
			bench.engine.storesLikeN8n1 = isBegunByOld;
			const failed = await failedBefore();
			bench.engine.storesLikeN8n1 = isRetriedByOld;
			expectAllSent(await retriedOpen(failed));

			await retriedOpen(failed);

			expect(twice()).toEqual([]);
		});

		it('killed at the same moment, before the node: the Retry of each sends its rows', async () => {
			const some = rows.slice(0, 3);
			const started = await Promise.all(some.map(async (row) => await begin(slowly(parameters), [row])));
			const killed = await Promise.all(started.map(kill));

			for (const row of killed) expect((await bench.engine.retry(row)).status).toBe('success');

			expect(bench.accepted().sort()).toEqual(some.map(({ text }) => text));
		});

		it('taken for killed while it goes on: its Retry sends all, it nothing', async () => {
			const started = await begin(slowly(parameters));
			const row = await takeForKilled(started);
			const faster = slowly(parameters, 0);

			expectAllSent(await bench.engine.retry(row, { workflow: faster }));

			expectNothingOpen(await started.promise, /already continued from this point before: in an earlier Retry/);
			expect(bench.accepted()).toHaveLength(ROWS);
		});

		it('taken for killed while it goes on, and sends first: its Retry sends nothing', async () => {
			const started = await begin(slowly(parameters));
			const row = await takeForKilled(started);
			expectAllSent(await started.promise);

			expectNothingOpen(await bench.engine.retry(row), /already continued from this point before/);
			expect(bench.accepted()).toHaveLength(ROWS);
		});
	});

	it('killed during a Retry: Retry of the crashed one sends nothing, and keeps to that', async () => {
		const failed = await refusedForMoney();
		const killed = await after(4, await bench.engine.startRetry(failed), kill);

		let again = await bench.engine.retry(killed);
		expectNothingOpen(again, /already continued from this point before/);
		again = await bench.engine.retry(again);

		expectNothingOpen(again, /already continued from this point before/);
	});

	it('killed during the Retry of a Retry: what the one before sent is told as submitted, the rest as unknown', async () => {
		bench.sim.fault({
			kind: 'code',
			code: '1004',
			call: parameters.operation === 'send' ? 'smsapi' : 'smsapimany',
			skip: 1,
			times: 2,
		});
		const failed = await bench.engine.run(flow(parameters), { input: rows });
		const gone = bench.accepted().length;
		const killed = await after(2, await bench.engine.startRetry(failed), kill);

		const again = await bench.engine.retry(killed);

		expect(told(again)).toMatch(new RegExp(`${gone} submitted, 0 refused, ${ROWS - gone} unknown, 0 not sent`));
		expect(twice()).toEqual([]);
	});

	it('a second Retry of the same old execution sends nothing twice', async () => {
		const failed = await refusedForMoney();
		await bench.engine.retry(failed);

		const again = await bench.engine.retry(failed);

		expectNothingOpen(again, /If this execution has a newer Retry, use Retry on that one/);
	});

	it.each<[string, Memory]>([
		[
			'and its note, written last, is the one that stays',
			async (note, notes) => ({ ...(await note(notes.slice(0, 1))), processed: [] }),
		],
		[
			'and its note comes first into a memory that was empty',
			async (note, notes) => {
				await note(notes.slice(0, 1));
				throw new Error('UNIQUE constraint failed: processed_data.workflowId, processed_data.context');
			},
		],
	])('a Retry sends nothing where another worker begins one at the same moment, %s', async (_what, memory) => {
		const failed = await refusedForMoney();
		onceMemory(memory);

		const again = await bench.engine.retry(failed);

		expectNothingOpen(again, /If this execution has a newer Retry, use Retry on that one/);
		expect(bench.accepted()).toEqual([]);
	});

	it('a Retry sends nothing where others write over its note twice, and the rival of another worker is seen only then', async () => {
		const failed = await refusedForMoney();
		const overwritten: Memory = async (_note, notes) => ({ new: notes, processed: [] });
		onceMemory(overwritten);
		onceMemory(overwritten);
		onceMemory(async (note, notes) => {
			await note(notes.slice(0, 1));
			return await note(notes);
		});

		const again = await bench.engine.retry(failed);

		expectNothingOpen(again, /If this execution has a newer Retry, use Retry on that one/);
		expect(bench.accepted()).toEqual([]);
	});

	it.each([false, true])(
		'a Retry sends nothing where the database writes its note and fails all the same, since the point may have been taken (%s)',
		async (isTaken) => {
			const failed = await refusedForMoney();
			if (isTaken) await bench.engine.retry(failed);
			const gone = bench.accepted();
			onceMemory(async (note, notes) => {
				await note(notes);
				throw new Error('Connection terminated unexpectedly');
			});

			const again = await bench.engine.retry(failed);

			expectNothingOpen(again, /n8n's database, which tells what went out before, could not be read or written/);
			expect(bench.accepted()).toEqual(gone);
			expect(gone).toHaveLength(isTaken ? ROWS : 0);
		},
	);

	it('a Retry sends the rest where an execution of other messages writes over its note', async () => {
		const failed = await refusedForMoney();
		onceMemory(async (_note, notes) => ({ new: notes, processed: [] }));

		const again = await bench.engine.retry(failed);

		expectAllSent(again);
	});

	describe("while n8n's database fails", () => {
		const WORDS = /n8n's database, which tells what went out before, could not be read or written/;
		const memoryFails = (times: number) => {
			for (let time = 0; time < times; time++)
				onceMemory(async () => {
					throw new Error('SQLITE_BUSY: database is locked');
				});
		};
		beforeEach(() => {
			bench.sim.settings.latency = 0;
		});
		afterEach(() => {
			bench.engine.readsThatFail = 0;
		});

		it('a Retry sends nothing, as little as a Retry of that one', async () => {
			// Slow enough to be broken off.
			bench.sim.settings.latency = 30;
			const broken = await after(4, bench.engine.start(flow(parameters), { input: rows }), stop);
			bench.engine.readsThatFail = 5;

			const again = await bench.engine.retry(broken);

			expectNothingOpen(again, WORDS);
			expectNothingOpen(await bench.engine.retry(again), WORDS);
		});

		it('for some seconds, a Retry asks it once more', async () => {
			const failed = await failedBefore();
			bench.engine.readsThatFail = 2;
			memoryFails(2);

			const again = await retriedOpen(failed);

			expectAllSent(again);
		});

		it('a Retry whose claim can not be written sends nothing', async () => {
			const failed = await failedBefore();
			memoryFails(10);

			const again = await retriedOpen(failed);

			expectNothingOpen(again, WORDS);
			expect(bench.accepted()).toEqual([]);
		});

		it('a Retry whose database fails again and again claims all that it must, or nothing', async () => {
			for (const times of [3, 5, 7, 9]) {
				const parked = await bench.engine.run(waiting(parameters), { input: rows });
				memoryFails(times);
				await bench.engine.retry(parked);
				jest.restoreAllMocks();

				await (
					await bench.engine.resume(parked)
				).promise;

				expect(twice()).toEqual([]);
				rows = freshRowsOf(ROWS);
			}
		});

		it('says of earlier executions nothing that it does not know', async () => {
			const failed = await refusedForMoney();
			memoryFails(10);

			const again = await bench.engine.retry(failed);

			expectNothingOpen(again, WORDS);
			expect(told(again)).not.toMatch(/Retry on an earlier execution/);
		});

		it('an execution that goes on after a Wait, and can not note that, sends nothing', async () => {
			const parked = await bench.engine.run(waiting(parameters), { input: rows });
			memoryFails(100);

			const resumed = await (await bench.engine.resume(parked)).promise;

			expectNothingOpen(resumed, WORDS);
			expect(bench.accepted()).toEqual([]);
		});

		it('an execution that begins sends all', async () => {
			bench.engine.readsThatFail = 100;
			memoryFails(100);

			const run = await bench.engine.run(flow(parameters), { input: rows });

			expect(run.status).toBe('success');
			expect(bench.accepted()).toHaveLength(ROWS);
		});
	});

	it('each Retry of the one before sends the rest', async () => {
		const failed = await refusedForMoney();
		bench.sim.settings.balance = 0;
		const second = await bench.engine.retry(failed);
		expect(told(second)).toMatch(/1007/);
		bench.sim.settings.balance = 1e6;

		const third = await bench.engine.retry(second);

		expect(contradictions(bench.sim, third, rows)).toEqual([]);
		expect(bench.accepted()).toHaveLength(ROWS);
	});

	it('a Retry that fails before the node takes nothing from the next one', async () => {
		const guarded = (isOpen: boolean) => behindGuard(parameters, isOpen);
		let run = await bench.engine.run(guarded(false), { input: rows });
		run = await bench.engine.retry(run);
		expect(run.status).toBe('error');
		expect(bench.sim.count()).toBe(0);

		const last = await bench.engine.retry(run, { workflow: guarded(true) });

		expectAllSent(last);
	});
});

/** Passes of two rows, with something behind the node in each pass. */
const loop = (behind: IDataObject, settings: IDataObject = {}): WorkflowBuilder =>
	workflow()
		.settings(settings)
		.add(START)
		.add({ name: 'Loop', type: 'n8n-nodes-base.splitInBatches', parameters: { batchSize: 2 } })
		.add(bench.node(OPERATIONS[0][1]), { after: 'Loop', output: 1 })
		.add({ name: 'Behind', type: 'n8n-nodes-base.wait', parameters: behind })
		.connect('Behind', 'Loop');

const AT_ONCE = { amount: 0 };

describe('a loop', () => {
	it('that waits in the database sends each row once', async () => {
		const rows = freshRowsOf(ROWS);
		let run = await bench.engine.run(loop(PARKED), { input: rows });
		while (run.status === 'waiting') run = await (await bench.engine.resume(run)).promise;

		expect(run.status).toBe('success');
		expect(bench.accepted().sort()).toEqual(rows.map(({ text }) => text));
	});

	it.each([
		['', false],
		['its note written over by another worker, ', true],
	])(
		'that has waited in the database, %skilled in a later pass: Retry sends that pass no second time',
		async (_, isLost) => {
			const rows = freshRowsOf(ROWS);
			const parked = await bench.engine.run(loop(PARKED), { input: rows });
			if (isLost) onceMemory(async (_note, notes) => ({ new: notes, processed: [] }));
			const killed = await after(1, await bench.engine.resume(parked), kill);
			expect(bench.accepted()).toHaveLength(3);

			let again = await bench.engine.retry(killed);
			while (again.status === 'waiting') again = await (await bench.engine.resume(again)).promise;

			expect(twice()).toEqual([]);
			expect(told(again)).toMatch(/already continued from this point before/);
		},
	);

	it('whose progress n8n saves, killed in a later pass: Retry sends that pass no second time', async () => {
		const rows = freshRowsOf(ROWS);
		const started = bench.engine.start(loop(AT_ONCE, { saveExecutionProgress: true }), { input: rows });
		const killed = await after(5, started, kill);

		const again = await bench.engine.retry(killed);

		expect(twice()).toEqual([]);
		expect(told(again)).toMatch(/already continued from this point before/);
	});

	it('leaves its last hundred passes in the memory that n8n keeps of the node, and nothing where n8n stores no progress', async () => {
		bench.sim.settings.latency = 0;
		const before = processedData.size;

		const run = await bench.engine.run(loop(AT_ONCE), { input: freshRowsOf(40) });
		expect(run.runs(NODE)).toHaveLength(20);
		expect(processedData.size - before).toBe(0);

		const saving = await bench.engine.run(loop(AT_ONCE, { saveExecutionProgress: true }), { input: freshRowsOf(240) });
		expect(saving.runs(NODE)).toHaveLength(120);
		expect(processedData.size - before).toBeLessThanOrEqual(103);
	});

	it("whose progress n8n saves, while n8n's database can't be written: it sends no further pass", async () => {
		const rows = freshRowsOf(ROWS);
		const asItIs = processedData.checkProcessedAndRecord.bind(processedData);
		jest.spyOn(processedData, 'checkProcessedAndRecord').mockImplementation(async (notes, ...rest) => {
			if (bench.accepted().length >= 4) throw new Error('cannot execute UPDATE in a read-only transaction');
			return await asItIs(notes, ...rest);
		});

		const run = await bench.engine.run(loop(AT_ONCE, { saveExecutionProgress: true }), { input: rows });

		expect(told(run)).toMatch(/n8n's database, which tells what went out before, could not be read or written/);
		expect(bench.accepted()).toHaveLength(4);
	});

	it("whose progress n8n can't save for some passes, then killed: Retry sends none of them a second time", async () => {
		const rows = freshRowsOf(ROWS);
		const started = bench.engine.start(loop(AT_ONCE, { saveExecutionProgress: true }), { input: rows });
		await until(async () => (await runsStored(started, NODE)) === 1);
		const row = started.execution.rowNow;
		await after(4, started, kill);

		const again = await bench.engine.retry(row);

		expect(twice()).toEqual([]);
		expect(told(again)).toMatch(/already continued from this point before/);
	});

	it("goes on where n8n stores no progress, while n8n's database can't be written", async () => {
		const rows = freshRowsOf(ROWS);
		jest.spyOn(processedData, 'checkProcessedAndRecord').mockRejectedValue(new Error('Connection terminated'));

		const run = await bench.engine.run(loop(AT_ONCE), { input: rows });

		expect(run.status).toBe('success');
		expect(bench.accepted()).toHaveLength(ROWS);
	});

	it('whose next pass gets the number of one that had ended, as by a Retry of n8n 1: it tells no row as submitted that was not sent', async () => {
		const rows = freshRowsOf(ROWS);
		const started = bench.engine.start(loop({ amount: 2 }, { saveExecutionProgress: true }), { input: rows });
		await until(async () => (await runsStored(started, NODE)) === 2);
		const killed = await killAfterWait(started, NODE);

		const again = await bench.engine.retry(killed);

		expect(told(again)).toMatch(/0 submitted, 0 refused, 2 unknown, 0 not sent/);
		expect(bench.accepted()).toHaveLength(4);
	});

	it('that failed in a later pass goes on by Retry, and sends the rest', async () => {
		const rows = freshRowsOf(ROWS);
		bench.sim.fault({ kind: 'code', code: '1007', call: 'smsapi', skip: 5 });
		const failed = await bench.engine.run(loop(AT_ONCE), { input: rows });
		expect(told(failed)).toMatch(/1007/);

		const again = await bench.engine.retry(failed);

		expect(again.status).toBe('success');
		expect(bench.accepted().sort()).toEqual(rows.map(({ text }) => text));
	});
});

describe('a new execution of one node', () => {
	it('asks nothing of the memory that n8n keeps of nodes', async () => {
		const before = processedData.size;

		await bench.engine.run(flowOf(bench.node(OPERATIONS[0][1])), { input: freshRowsOf(2) });

		expect(processedData.size).toBe(before);
	});
});
