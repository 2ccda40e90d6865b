import { stop } from '../engine/index.cts';
import type { Retryable, StartedExecution } from '../engine/index.cts';
import { inspect } from 'node:util';
import { FAULTS, UNTRUE } from '../faults.cts';
import type { FaultCase } from '../faults.cts';
import type { ReportRow } from '../simulator/index.cts';
import { BY_LOGIN, CALL, GOING_ON, NODE, OPERATIONS, READS, RETRYING, told, useBench, workflow } from './setup.cts';
import type { OperationName, Settings } from './setup.cts';

const bench = useBench();

const READS_BY_LOGIN: OperationName[] = ['getApiKey', ...READS];

/** A fault of which the user is told. */
type ToldFault = FaultCase & { words: RegExp };

/** What leaves the outcome of a send unknown; test/hostile tries it, and the rest, on every call. What is cut clean may look whole. */
const UNREADABLE = FAULTS.filter(
	(one): one is ToldFault =>
		one.words !== undefined && !one.once && !(one.fault.kind === 'cutClean' && one.everyByte === true),
);

let reported: ReportRow[];
beforeEach(() => {
	reported = bench.sim.addReports([
		{ shootId: 'C2001', text: 'one' },
		{ shootId: 'C2001', text: 'two' },
	]);
});

describe('several items under On Error: Continue', () => {
	it.each(UNREADABLE)('$name: leaves each that it meets unknown, and goes on', async ({ fault, timeout = 10_000 }) => {
		bench.sim.fault({ call: 'smsapi', times: 2, ...fault });

		const run = await bench.run(
			{ ...OPERATIONS.send, requestOptions: { timeout } },
			{ input: [{}, {}, {}], ...GOING_ON },
		);

		expect(run.items(NODE).filter(({ error }) => String(error).startsWith('[unknown]'))).toHaveLength(2);
		expect(run.items(NODE).filter(({ status }) => status === 'submitted')).toHaveLength(1);
		expect(bench.sim.count()).toBe(3);
	});
});

describe('an answer that comes a few bytes at a time, within the time-out', () => {
	it.each<OperationName>(['send', ...READS_BY_LOGIN])('does no harm to %s', async (operation) => {
		bench.sim.fault({ call: CALL[operation], kind: 'slow', interval: 1, bytes: 5 });

		const run = await bench.run(OPERATIONS[operation], { credentials: BY_LOGIN });

		expect(run.error).toBeUndefined();
		expect(run.items(NODE)).toHaveLength(['get', 'getOnce', 'getAll'].includes(operation) ? reported.length : 1);
		if (operation === 'send') expect(run.items(NODE)[0].shootId).toBe(bench.sim.messages[0].shootId);
		if (operation === 'getAll') expect(run.items(NODE).map(({ message }) => message)).toEqual(['one', 'two']);
	});
});

describe('an answer that breaks off', () => {
	it.each<[OperationName, boolean]>([
		['getOnce', false],
		['getOnce', true],
		['getAll', false],
		['getAll', true],
	])('of %s, which the gateway will not give again, is what had arrived (chunked: %s)', async (operation, chunked) => {
		bench.sim.fault({ call: CALL[operation], kind: 'cutOff', chunked });

		const run = await bench.run(OPERATIONS[operation], { credentials: BY_LOGIN });

		expect(run.items(NODE).length).toBeGreaterThan(0);
		expect(run.hints(NODE)).toEqual([expect.stringContaining('cut off')]);
	});
});

describe('a reply cut short without a sign', () => {
	it.each<[Settings['successStyle'], number]>([
		['manual', 3],
		['manual', 12],
		['thousand', 1],
		['thousand', 3],
		['thousand', 4],
		['thousand', 8],
		['bare', 2],
		['bare', 3],
	])('of a send (%s, %s bytes) makes no message go out twice', async (successStyle, bytes) => {
		bench.sim.settings.successStyle = successStyle;
		bench.sim.fault({ call: 'smsapi', kind: 'cutClean', bytes });

		const run = await bench.run(OPERATIONS.send, RETRYING);

		expect(bench.accepted()).toEqual(['Hello']);
		expect(run.error?.message ?? run.items(NODE)[0].status).toMatch(/^\[unknown\]|^submitted/);
	});
});

describe('a gateway that refuses the connection', () => {
	it('is told as not sent', async () => {
		await bench.sim.refuse();

		const run = await bench.run(OPERATIONS.send);

		expect(run.error?.name).toBe('NodeApiError');
		expect(run.error?.message).toBe('[notSent] The gateway could not be reached: it refused the connection');
		expect(run.error?.description).toMatch(/This message was not sent.*Base URL/);
		expect(inspect(run.error, { depth: 10 })).not.toMatch(UNTRUE);
	});

	it('gets the message on the next try, once', async () => {
		await bench.sim.refuse();
		const accepting = new Promise((resolve) => setTimeout(resolve, 100)).then(bench.sim.accept);

		const run = await bench.run(OPERATIONS.send, { ...RETRYING, waitBetweenTries: 300 });
		await accepting;

		expect(run.error).toBeUndefined();
		expect(bench.accepted()).toEqual(['Hello']);
		expect(bench.sim.count()).toBe(1);
	});

	it.each(READS_BY_LOGIN)('makes %s fail with a true message', async (operation) => {
		await bench.run(OPERATIONS.getBalance, { credentials: BY_LOGIN });
		await bench.sim.refuse();

		const run = await bench.run(OPERATIONS[operation], { credentials: BY_LOGIN });

		expect(run.error?.name).toBe('NodeApiError');
		expect(told(run)).toMatch(/could not be reached: it refused the connection.*Base URL/);
	});
});

describe('a host that does not exist', () => {
	it('is told as not sent', async () => {
		bench.saveCredential('nowhere', { signInWith: 'apiKey', apiKey: 'C2x', baseUrl: 'http://gateway.invalid' });

		const run = await bench.run(OPERATIONS.send, { credentials: 'nowhere' });

		expect(run.error?.message).toMatch(/^\[notSent\] The gateway could not be reached: its name/);
	});
});

/** What n8n's server stores when the time limit of the workflow ends an execution: the moment of the cancellation. */
async function timeOut(running: StartedExecution): Promise<Retryable> {
	running.cancel();
	return await running.promise;
}

describe('an execution that ends before its time', () => {
	it.each([
		['stopped by a person', stop],
		['stopped by its time limit', timeOut],
	])('(%s) sends nothing more, and a retry sends nothing again', async (_, end) => {
		bench.sim.settings.latency = 150;
		const node = bench.node({ ...OPERATIONS.send, message: '={{ $json.text }}', options: { parallelCalls: 1 } });
		const flow = workflow().add({ name: 'Start', type: 'n8n-nodes-base.manualTrigger' }).add(node);
		const running = bench.engine.start(flow, { input: ['one', 'two', 'three'].map((text) => ({ text })) });
		while (bench.sim.count() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		const ended = await end(running);
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(bench.accepted()).toEqual(['one']);

		bench.sim.settings.latency = 0;
		await bench.engine.retry(ended);

		expect(bench.accepted()).toEqual(['one']);
	});
});

describe('what is printed', () => {
	it('is nothing', async () => {
		const written = (['stdout', 'stderr'] as const).map((name) => jest.spyOn(process[name], 'write'));
		const spoken = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => jest.spyOn(console, name));
		bench.sim.fault({ call: 'smsapi', kind: 'resetAfter' });

		await bench.run(OPERATIONS.send);
		await bench.run(OPERATIONS.getBalance);

		const calls = [...written, ...spoken].flatMap<unknown>(({ mock }) => mock.calls);
		jest.restoreAllMocks();
		expect(calls).toEqual([]);
	});
});

describe('a fault of the key retrieval, with a message waiting', () => {
	it.each(UNREADABLE.filter(({ timeout }) => !timeout))(
		'$name: it is told, the message stays, and goes out on the next try',
		async ({ fault, words }) => {
			bench.sim.fault({ call: 'getkey', ...fault });

			const failed = await bench.run(OPERATIONS.send, { credentials: BY_LOGIN });
			expect(told(failed)).toMatch(words);
			expect(failed.error?.message).not.toMatch(/^\[unknown\]/);
			expect(bench.sim.count('smsapi')).toBe(0);

			const again = await bench.engine.retry(failed);
			expect(again.error).toBeUndefined();
			expect(bench.accepted()).toEqual(['Hello']);
		},
	);

	it('Retry On Fail mends it', async () => {
		bench.sim.fault({ call: 'getkey', kind: 'resetBefore' });

		const run = await bench.run(OPERATIONS.send, { credentials: BY_LOGIN, ...RETRYING });

		expect(run.error).toBeUndefined();
		expect(bench.accepted()).toEqual(['Hello']);
	});
});
