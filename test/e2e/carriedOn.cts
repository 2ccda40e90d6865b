/**
 * Executions that were broken off and carried on: by Retry of a Retry that was killed, after a Wait in the database, after a
 * rename, after Stop, and by two Retries of one execution, also of one that failed before the node. Whatever n8n kept of them, no
 * message goes out twice.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeParameters } from 'n8n-workflow';
import { check, sleep, tell, until } from './lib/checks.cts';
import { listExecutions, reasonOf, retry, tally } from './lib/executions.cts';
import type { KillableN8n, ListedExecution } from './lib/n8n.cts';
import type { Place } from './lib/place.cts';
import { newStage, type Stage } from './lib/stage.cts';
import type { Simulator } from '../simulator/index.cts';
import {
	addCredential,
	addWorkflow,
	call,
	chain,
	rowsToSend,
	type ChainLink,
	type MimSmsCredentials,
	type Workflow,
} from './lib/workflows.cts';

const ROWS = 60;
/** Of the loop: a pass takes six seconds. */
const A_PASS = 20;
/** Longer than n8n keeps a waiting execution in memory. */
const PARKED = { resume: 'timeInterval', amount: 67, unit: 'seconds' };

const SEND: INodeParameters = { to: '={{ $json.to }}', message: '={{ $json.message }}', options: { parallelCalls: 1 } };

/** By the name of its workflow: what it is to show, and the first digits of its numbers. */
const DIGITS = {
	loop: '88013',
	retried: '88014',
	renamed: '88015',
	stopped: '88016',
	twice: '88017',
	parked: '88018',
	guarded: '88019',
} as const;
type Name = keyof typeof DIGITS;

/** The workflows in one n8n, with an account that has money and one that at first has none. */
interface Bench {
	simulator: Simulator;
	poor: Simulator;
	place: Place;
	n8n: KillableN8n;
	guard: Guard;
	/** Of the workflows. */
	ids: Record<Name, string>;
}

/** A service in front of the node, which may be down. */
interface Guard {
	url: string;
	isUp: boolean;
}

export async function run() {
	const stage = newStage();
	try {
		const simulator = await stage.simulator({ balance: 1_000_000, latency: 300 });
		const poor = await stage.simulator({ balance: 0, latency: 300 });
		const place = await stage.place();
		const n8n = await place.start();
		const guard = await startGuard(stage);
		const ids = await addAll(n8n, { simulator, poor, guard });
		const bench: Bench = { simulator, poor, place, n8n, guard, ids };
		await untilFailedAndWaiting(bench);
		poor.settings.balance = 1_000_000;
		await retriedTwice(bench);
		await retriedTwiceBehindAGuard(bench);
		await stopped(bench);
		await stopParked(bench);
		await killedInTheMiddle(bench);

		const restarted: Bench = { ...bench, n8n: await place.start() };
		await untilCrashed(restarted);
		await killedInALoop(restarted);
		await killedInARetry(restarted);
		await killedAndRenamed(restarted);
		await stoppedAfterAWait(restarted);
	} finally {
		await stage.close();
	}
}

/** Adds the workflows, and returns their ids. */
async function addAll(
	{ rest }: KillableN8n,
	{ simulator, poor, guard }: Pick<Bench, 'simulator' | 'poor' | 'guard'>,
): Promise<Record<Name, string>> {
	const rich = await addCredential(rest, simulator);
	const empty = await addCredential(rest, poor, { name: 'Without balance' });
	const add = async (workflow: Workflow) => (await addWorkflow(rest, workflow, { active: true })).id;
	return {
		loop: await add(loop(rich)),
		retried: await add(inARow('retried', empty)),
		twice: await add(inARow('twice', empty)),
		renamed: await add(inARow('renamed', rich)),
		stopped: await add(inARow('stopped', rich)),
		parked: await add(parked(rich)),
		guarded: await add(guarded(guard, rich)),
	};
}

const latest = async ({ n8n, ids }: Bench, name: Name): Promise<ListedExecution> =>
	(await listExecutions(n8n.rest, { workflowId: ids[name] }))[0];

/** The numbers of a workflow that a message went out to, and how often. */
const sent = ({ simulator, poor }: Bench, name: Name): Array<[to: string, times: number]> =>
	[...tally([...simulator.messages, ...poor.messages].map(({ to }) => to))].filter(([to]) =>
		to.startsWith(DIGITS[name]),
	);

function start({ n8n }: Bench, name: Name) {
	void call(n8n, name, { rows: rows(name, ROWS) }, { registering: 60_000 }).catch(() => {});
}

function assertNoneTwice(bench: Bench, name: Name) {
	assert.deepEqual(
		sent(bench, name).filter(([, times]) => times > 1),
		[],
	);
}

/** Starts those that fail without money, and the loop, which waits after its first pass. */
async function untilFailedAndWaiting(bench: Bench) {
	start(bench, 'loop');
	start(bench, 'retried');
	start(bench, 'parked');
	start(bench, 'twice');
	start(bench, 'guarded');
	for (const name of ['retried', 'twice', 'guarded'] as const)
		await until(async () => (await latest(bench, name))?.status === 'error', {
			within: 60_000,
			what: `the failure of ${name}`,
		});
	await until(async () => (await latest(bench, 'loop'))?.status === 'waiting', {
		within: 60_000,
		what: 'the wait of the loop',
	});
}

async function retriedTwice(bench: Bench) {
	const { place, n8n } = bench;
	await check('a second Retry of the same execution sends nothing twice', async () => {
		const { id } = await latest(bench, 'twice');
		const one = await retry(n8n.rest, id);
		assert.equal(one.status, 'success');
		const second = await retry(n8n.rest, id);
		tell(`second Retry: ${second.status}: ${shortened(await reasonOf(place, n8n.rest, second.id))}`);
		assert.equal(sent(bench, 'twice').length, ROWS);
		assertNoneTwice(bench, 'twice');
	});
}

async function retriedTwiceBehindAGuard(bench: Bench) {
	const { n8n, guard } = bench;
	await check('a second Retry of an execution that failed before the node sends nothing twice', async () => {
		const { id } = await latest(bench, 'guarded');
		guard.isUp = true;
		assert.equal((await retry(n8n.rest, id)).status, 'success');
		assert.equal((await retry(n8n.rest, id)).status, 'error');
		assert.equal(sent(bench, 'guarded').length, ROWS);
		assertNoneTwice(bench, 'guarded');
	});
}

async function stopped(bench: Bench) {
	const { place, n8n } = bench;
	await check('stopped, then retried by the API: nothing goes out twice', async () => {
		start(bench, 'stopped');
		await until(() => sent(bench, 'stopped').length >= 6, { within: 60_000, every: 20, what: 'six rows' });
		const { id } = await latest(bench, 'stopped');
		await n8n.rest.post(`/rest/executions/${id}/stop`);
		await sleep(3_000);
		const gone = sent(bench, 'stopped').length;
		const again = await retry(n8n.rest, id);
		tell(`stopped after ${gone} rows; Retry: ${again.status}: ${shortened(await reasonOf(place, n8n.rest, again.id))}`);
		assertNoneTwice(bench, 'stopped');
		assert.equal(sent(bench, 'stopped').length, gone);
	});
}

/** Stops an execution that sends after a Wait in the database. */
async function stopParked(bench: Bench) {
	await until(() => sent(bench, 'parked').length >= 4, { within: 120_000, every: 20, what: 'rows after the wait' });
	const { id } = await latest(bench, 'parked');
	await bench.n8n.rest.post(`/rest/executions/${id}/stop`);
}

async function stoppedAfterAWait(bench: Bench) {
	await check('stopped after a Wait in the database: Retry sends nothing twice', async () => {
		await retriedWithoutSending(bench, 'parked', { status: 'canceled' });
	});
}

/** Kills n8n in the second pass of the loop, in a Retry, and in a workflow whose node is then renamed. */
async function killedInTheMiddle(bench: Bench) {
	const { n8n } = bench;
	await until(() => sent(bench, 'loop').length > A_PASS, {
		within: 120_000,
		every: 20,
		what: 'the second pass of the loop',
	});
	start(bench, 'renamed');
	const { id: failed } = await latest(bench, 'retried');
	void retry(n8n.rest, failed).catch(() => {});
	await until(() => sent(bench, 'retried').length >= 4 && sent(bench, 'renamed').length >= 4, {
		within: 60_000,
		every: 5,
		what: 'rows of both',
	});
	assert.ok(sent(bench, 'loop').length < 2 * A_PASS, 'the pass is not over');
	await n8n.kill();
	await sleep(1_000);
	tell(
		`killed after ${(['loop', 'retried', 'renamed'] as const).map((name) => `${sent(bench, name).length} rows (${name})`).join(', ')}`,
	);
}

async function untilCrashed({ n8n, ids }: Bench) {
	await until(
		async () => (await listExecutions(n8n.rest, { workflowId: ids.renamed, status: ['crashed'] })).length > 0,
		{ within: 30_000, what: 'the crashed execution' },
	);
}

async function killedInALoop(bench: Bench) {
	await check(
		'killed in a later pass of a loop that had waited in the database: Retry sends nothing twice',
		async () => await retriedWithoutSending(bench, 'loop'),
	);
}

async function killedInARetry(bench: Bench) {
	await check(
		'killed in a Retry: Retry sends nothing twice',
		async () => await retriedWithoutSending(bench, 'retried'),
	);
}

async function killedAndRenamed(bench: Bench) {
	const { rest } = bench.n8n;
	await check('killed, and the node renamed: Retry with the saved workflow sends nothing', async () => {
		const address = `/rest/workflows/${bench.ids.renamed}`;
		const stored = await rest.get<Workflow & { versionId: string }>(address);
		const [, , send] = stored.nodes;
		const { main } = stored.connections.Rows;
		await rest.patch(address, {
			versionId: stored.versionId,
			nodes: stored.nodes.map((node) => (node === send ? { ...node, name: 'Send to all' } : node)),
			connections: {
				...stored.connections,
				Rows: { main: main.map(() => [{ node: 'Send to all', type: 'main', index: 0 }]) },
			},
		});
		await retriedWithoutSending(bench, 'renamed', { loadWorkflow: true });
	});
}

/** Retries what was broken off: no further message goes out. */
async function retriedWithoutSending(
	bench: Bench,
	name: Name,
	{ status: ended = 'crashed', ...options }: { status?: string; loadWorkflow?: boolean } = {},
) {
	const { place, n8n } = bench;
	const gone = sent(bench, name).length;
	const { id, status } = await latest(bench, name);
	assert.equal(status, ended);
	const again = await retry(n8n.rest, id, options);
	tell(`${name}: Retry ends with ${again.status}: ${shortened(await reasonOf(place, n8n.rest, again.id))}`);
	assertNoneTwice(bench, name);
	assert.equal(sent(bench, name).length, gone);
}

const shortened = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 420);

const rows = (name: Name, count: number) =>
	Array.from({ length: count }, (_, i) => ({ to: `${DIGITS[name]}${10_000_001 + i * 100}`, message: `Row ${i}` }));

const inARow = (name: Name, credentials: MimSmsCredentials): Workflow =>
	chain(name, rowsToSend(name, SEND), credentials);

/** A service that is down at first. */
async function startGuard(stage: Stage): Promise<Guard> {
	const guard = { url: '', isUp: false };
	const server = createServer((_, response) => void response.writeHead(guard.isUp ? 200 : 503).end('{}'));
	await once(server.listen(0, '127.0.0.1'), 'listening');
	stage.add(server, () => void server.close());
	guard.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return guard;
}

/** Waits in the database, then sends. */
function parked(credentials: MimSmsCredentials): Workflow {
	const [calling, splitRows, sending] = rowsToSend('parked', SEND);
	return chain(
		'parked',
		[
			calling,
			splitRows,
			['Wait', 'n8n-nodes-base.wait', PARKED, { typeVersion: 1.1, webhookId: 'another-wait' }],
			['Between', 'n8n-nodes-base.noOp'],
			sending,
		],
		credentials,
	);
}

/** Asks a service first, then sends. */
function guarded({ url }: Guard, credentials: MimSmsCredentials): Workflow {
	const fromRows = { to: "={{ $('Rows').item.json.to }}", message: "={{ $('Rows').item.json.message }}" };
	const [calling, splitRows, sending] = rowsToSend('guarded', { ...SEND, ...fromRows });
	const asking: ChainLink = ['Guard', 'n8n-nodes-base.httpRequest', { url, options: {} }, { typeVersion: 4.2 }];
	return chain('guarded', [calling, splitRows, asking, sending], credentials);
}

/** Sends a pass, waits in the database, sends the next. */
function loop(credentials: MimSmsCredentials): Workflow {
	const [calling, splitRows, sending] = rowsToSend('loop', SEND);
	const workflow = chain(
		'loop',
		[
			calling,
			splitRows,
			['Loop', 'n8n-nodes-base.splitInBatches', { batchSize: A_PASS, options: {} }, { typeVersion: 3 }],
			sending,
			['Wait', 'n8n-nodes-base.wait', PARKED, { typeVersion: 1.1, webhookId: 'the-wait' }],
		],
		credentials,
	);
	const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
	return {
		...workflow,
		connections: { ...workflow.connections, Loop: { main: [[], to('Send')] }, Wait: { main: [to('Loop')] } },
	};
}
