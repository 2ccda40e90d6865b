/**
 * n8n is killed (SIGKILL) while it sends. After its restart nothing may go out by itself; and what n8n's Retry does with such an
 * execution, which lost the node's ledger with the process, is what the README says of it.
 */
import assert from 'node:assert/strict';
import type { INodeParameters, IWorkflowSettings } from 'n8n-workflow';
import { APIS, type Api } from './lib/apis.cts';
import { check, sleep, tell, until } from './lib/checks.cts';
import { listExecutions, retry, tally } from './lib/executions.cts';
import type { KillableN8n, ListedExecution } from './lib/n8n.cts';
import { newStage } from './lib/stage.cts';
import type { Simulator } from '../simulator/index.cts';
import { addCredential, addWorkflow, call, chain, rowsToSend } from './lib/workflows.cts';

const ROWS = 100;
const ROW = { to: '={{ $json.to }}', message: '={{ $json.message }}' };
/** A workflow that sends: the path of its webhook, what the node is set to, and the first digits of its numbers. */
interface Sending {
	api: Api;
	path: string;
	node: INodeParameters;
	settings: IWorkflowSettings;
	digits: string;
}

interface AddedSending extends Sending {
	id: string;
}

type SendingNode = Pick<Sending, 'path' | 'node' | 'settings'>;

const NODES: SendingNode[] = [
	{ path: 'send', node: { ...ROW, options: { parallelCalls: 2 } }, settings: {} },
	{
		path: 'send-many',
		node: { operation: 'sendMany', ...ROW, options: { batchSize: 2, parallelCalls: 1 } },
		settings: {},
	},
	{
		path: 'send-saving-progress',
		node: { ...ROW, options: { parallelCalls: 2 } },
		settings: { saveExecutionProgress: true },
	},
];

const SENDINGS = APIS.flatMap((api) => NODES.map((node) => ({ ...node, api, path: `${node.path}-${api}` }))).map(
	(sending, i): Sending => ({ ...sending, digits: `8801${3 + i}` }),
);

/** The workflows in one n8n, at one gateway. */
interface Bench {
	simulator: Simulator;
	n8n: KillableN8n;
	all: AddedSending[];
}

export async function run() {
	const stage = newStage();
	try {
		const simulator = await stage.simulator({ balance: 1_000_000, latency: 300 });
		const place = await stage.place();
		const n8n = await place.start();
		const bench: Bench = { simulator, n8n, all: await addAll(n8n, simulator) };
		await eachOnce(bench);
		const before = await killedWhileSending(bench);
		const restarted: Bench = { ...bench, n8n: await place.start() };
		await nothingByItself(restarted, before);
		for (const sending of bench.all) await retriedWithoutSending(restarted, sending);
	} finally {
		await stage.close();
	}
}

async function addAll({ rest }: KillableN8n, simulator: Simulator): Promise<AddedSending[]> {
	const all: AddedSending[] = [];
	for (const sending of SENDINGS) {
		const { api, path, node, settings } = sending;
		const credentials = await addCredential(rest, simulator, { api, name: path });
		const workflow = chain(path, rowsToSend(path, node), credentials, settings);
		const { id } = await addWorkflow(rest, workflow, { active: true });
		all.push({ ...sending, id });
	}
	return all;
}

/** Sends one row by each workflow, with a number that is not counted: all of them run. */
async function eachOnce({ n8n, all }: Bench) {
	for (const { path, digits } of all) await call(n8n, path, { rows: rows(digits, 1, ROWS) }, { registering: 60_000 });
}

/** The numbers of a workflow that a message went out to, and how often. */
const sentOf = ({ simulator }: Bench, { digits }: Sending): Array<[to: string, times: number]> =>
	[...tally(simulator.messages.map(({ to }) => to))].filter(
		([to]) => to.startsWith(digits) && Number(to.slice(5)) < 10_000_000 + ROWS * 100,
	);

const countsOf = (bench: Bench): number[] => bench.all.map((sending) => sentOf(bench, sending).length);

/** Kills n8n once each workflow has sent ten rows, and returns how many each has sent. */
async function killedWhileSending(bench: Bench): Promise<number[]> {
	const { n8n, all } = bench;
	for (const { path, digits } of all) void call(n8n, path, { rows: rows(digits, ROWS) }).catch(() => {});
	await until(() => countsOf(bench).every((count) => count >= 10), {
		within: 120_000,
		every: 5,
		what: 'ten rows of each workflow',
	});
	await n8n.kill();
	await sleep(1_000);
	const before = countsOf(bench);
	tell(`killed after ${before.join(', ')} of ${ROWS} rows (${all.map(({ path }) => path).join(', ')})`);
	return before;
}

const crashed = async ({ n8n }: Bench, { id }: AddedSending): Promise<ListedExecution[]> =>
	await listExecutions(n8n.rest, { workflowId: id, status: ['crashed'] });

async function nothingByItself(bench: Bench, before: number[]) {
	await check(
		'after the restart nothing goes out by itself, and n8n lists each of these executions as crashed',
		async () => {
			await sleep(15_000);
			assert.deepEqual(countsOf(bench), before);
			for (const sending of bench.all) assert.equal((await crashed(bench, sending)).length, 1);
		},
	);
}

async function retriedWithoutSending(bench: Bench, sending: AddedSending) {
	await check(`${sending.path}: its Retry sends nothing, since nobody knows what had gone out`, async () => {
		const gone = sentOf(bench, sending).length;
		const [{ id }] = await crashed(bench, sending);
		const { status } = await retry(bench.n8n.rest, id);
		const times = sentOf(bench, sending).map(([, often]) => often);
		const twice = times.filter((often) => often === 2).length;
		tell(`Retry ends with ${status}: ${times.length} of ${ROWS} rows have gone out, ${twice} of them twice`);
		assert.deepEqual([times.length, twice, Math.max(...times)], [gone, 0, 1]);
	});
}

const rows = (digits: string, length: number, from = 0) =>
	Array.from({ length }, (_, i) => ({
		to: `${digits}${10_000_000 + (from + i) * 100 + 1}`,
		message: `Row ${from + i}`,
	}));
