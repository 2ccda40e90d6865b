/**
 * Executions that were broken off and carried on: by Retry of a Retry that was killed or failed, after a Wait in the database, after a
 * rename, after Stop, by two Retries of one execution, also of one that failed or was killed before the node, and by a Retry while they wait. Whatever
 * n8n kept of them, no message goes out twice.
 */
import assert from 'node:assert/strict';
import type { INodeParameters } from 'n8n-workflow';
import { check, sleep, tell, until } from './lib/checks.cts';
import { listExecutions, reasonOf, retry, tally } from './lib/executions.cts';
import { serve } from './lib/loopback.cts';
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
const FEW = 6;
/** Of the loop: a pass takes six seconds. */
const A_PASS = 20;
/** Longer than n8n keeps a waiting execution in memory. */
const PARKED = { resume: 'timeInterval', amount: 67, unit: 'seconds' };

const SEND: INodeParameters = { to: '={{ $json.to }}', message: '={{ $json.message }}', options: { parallelCalls: 1 } };

/** By the name of its workflow: what it is to show, and the first digits of its numbers. */
const DIGITS = {
	loop: '880131',
	retried: '880141',
	renamed: '880151',
	stopped: '880161',
	twice: '880171',
	parked: '880181',
	guarded: '880191',
	behind: '880132',
	early: '880142',
	late: '880152',
	beneath: '880162',
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
	/** How many wait for its answer, which does not come. */
	waiting: number;
	isSilent: boolean;
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
		assert.equal((await retry(n8n.rest, (await latest(bench, 'early')).id)).status, 'success');
		poor.settings.balance = 1_000_000;
		await retriedTwice(bench);
		await retriedTwiceBehindAGuard(bench);
		await stopped(bench);
		await stoppedInTheSecondNode(bench);
		await stopLate(bench);
		await stopParked(bench);
		await retriedWhileItWaits(bench);
		await killedInTheMiddle(bench);

		const restarted: Bench = { ...bench, n8n: await place.start() };
		await untilCrashed(restarted);
		await killedInALoop(restarted);
		await killedInARetry(restarted);
		await killedAndRenamed(restarted);
		await stoppedAfterAWait(restarted);
		await stoppedBehindAGuard(restarted);
		await killedInASubWorkflow(restarted);
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
		parked: await add(parked('parked', rich)),
		guarded: await add(guarded('guarded', guard, rich)),
		behind: await add(twoInARow('behind', rich)),
		early: await add(parked('early', rich)),
		late: await add(guarded('late', guard, rich)),
		beneath: await addBeneath(rest, guard, rich),
	};
}

const latest = async ({ n8n, ids }: Bench, name: Name): Promise<ListedExecution> =>
	(await listExecutions(n8n.rest, { workflowId: ids[name] }))[0];

/** The numbers of a workflow that a message went out to, and how often. */
const sent = ({ simulator, poor }: Bench, name: Name): Array<[to: string, times: number]> =>
	[...tally([...simulator.messages, ...poor.messages].map(({ to }) => to))].filter(([to]) =>
		to.startsWith(DIGITS[name]),
	);

function start({ n8n }: Bench, name: Name, count = ROWS) {
	void call(n8n, name, { rows: rows(name, count) }, { registering: 60_000 }).catch(() => {});
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
	start(bench, 'early', FEW);
	for (const name of ['retried', 'twice', 'guarded'] as const)
		await until(async () => (await latest(bench, name))?.status === 'error', {
			within: 60_000,
			what: `the failure of ${name}`,
		});
	for (const name of ['loop', 'early'] as const)
		await until(async () => (await latest(bench, name))?.status === 'waiting', {
			within: 60_000,
			what: `the wait of ${name}`,
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

async function stoppedInTheSecondNode(bench: Bench) {
	const { place, n8n } = bench;
	await check('stopped while a second node of ours sends: no Retry sends by it again', async () => {
		start(bench, 'behind', FEW);
		await until(() => sent(bench, 'behind').some(([, times]) => times === 2), {
			within: 60_000,
			every: 20,
			what: 'rows of the second node',
		});
		const { id } = await latest(bench, 'behind');
		await n8n.rest.post(`/rest/executions/${id}/stop`);
		await sleep(3_000);
		const gone = sent(bench, 'behind');
		const failed = await retry(n8n.rest, id);
		await change(bench, 'behind', (nodes) =>
			nodes.map((node) => ({ ...node, ...(node.name === 'Send' && { onError: 'continueRegularOutput' }) })),
		);
		const again = await retry(n8n.rest, failed.id, { loadWorkflow: true });
		tell(`Retry of a failed Retry: ${again.status}: ${shortened(await reasonOf(place, n8n.rest, again.id))}`);
		assert.deepEqual([failed.status, again.status], ['error', 'error']);
		assert.deepEqual(sent(bench, 'behind'), gone);
	});
}

/** Stops an execution that sends; n8n keeps nothing of it. */
async function stopLate(bench: Bench) {
	start(bench, 'late', FEW);
	await until(() => sent(bench, 'late').length >= 2, { within: 60_000, every: 20, what: 'two rows' });
	const { id } = await latest(bench, 'late');
	await bench.n8n.rest.post(`/rest/executions/${id}/stop`);
}

async function stoppedBehindAGuard(bench: Bench) {
	const { place, n8n, guard } = bench;
	await check(
		'stopped, and its Retry after a restart failed before the node: Retry of that one sends nothing',
		async () => {
			const { id } = await latest(bench, 'late');
			const gone = sent(bench, 'late').length;
			guard.isUp = false;
			const failed = await retry(n8n.rest, id);
			guard.isUp = true;
			const again = await retry(n8n.rest, failed.id);
			tell(`Retry of a failed Retry: ${again.status}: ${shortened(await reasonOf(place, n8n.rest, again.id))}`);
			assert.deepEqual([failed.status, again.status], ['error', 'error']);
			assert.equal(sent(bench, 'late').length, gone);
			assertNoneTwice(bench, 'late');
		},
	);
}

/** The editor shows no Retry for an execution that waits; n8n's API takes one. */
async function retriedWhileItWaits(bench: Bench) {
	const { n8n } = bench;
	await check('retried by the API while it waited: when its wait is over, it sends nothing', async () => {
		await until(async () => (await latest(bench, 'early')).status !== 'waiting', {
			within: 120_000,
			what: 'the end of the wait',
		});
		const waited = (await listExecutions(n8n.rest, { workflowId: bench.ids.early })).at(-1);
		assert.equal(sent(bench, 'early').length, FEW);
		assert.equal(waited?.status, 'error');
		assertNoneTwice(bench, 'early');
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
	bench.guard.isSilent = true;
	start(bench, 'beneath', FEW);
	const { id: failed } = await latest(bench, 'retried');
	void retry(n8n.rest, failed).catch(() => {});
	await until(() => sent(bench, 'retried').length >= 4 && sent(bench, 'renamed').length >= 4, {
		within: 60_000,
		every: 5,
		what: 'rows of both',
	});
	await until(() => bench.guard.waiting > 0, { within: 60_000, every: 5, what: 'the sub-workflow' });
	assert.ok(sent(bench, 'loop').length < 2 * A_PASS, 'the pass is not over');
	await n8n.kill();
	bench.guard.isSilent = false;
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

/** n8n 2 marks a sub-workflow's execution only where it runs; each Retry of a killed one gets a mark of its own. */
async function killedInASubWorkflow(bench: Bench) {
	const { place, n8n } = bench;
	await check('a sub-workflow, killed before the node: a second Retry of it sends nothing twice', async () => {
		const { id, status } = await latest(bench, 'beneath');
		assert.equal(status, 'crashed');
		assert.equal((await retry(n8n.rest, id)).status, 'success');
		assert.equal(sent(bench, 'beneath').length, FEW);
		const second = await retry(n8n.rest, id);
		tell(`second Retry: ${second.status}: ${shortened(await reasonOf(place, n8n.rest, second.id))}`);
		assertNoneTwice(bench, 'beneath');
	});
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
	await check('killed, and the node renamed: Retry with the saved workflow sends nothing', async () => {
		const to = [{ node: 'Send to all', type: 'main' as const, index: 0 }];
		await change(
			bench,
			'renamed',
			(nodes) => nodes.map((node) => (node.name === 'Send' ? { ...node, name: 'Send to all' } : node)),
			(connections) => ({ ...connections, Rows: { main: [to] } }),
		);
		await retriedWithoutSending(bench, 'renamed', { loadWorkflow: true });
	});
}

/** Saves a workflow with other nodes. */
async function change(
	{ n8n, ids }: Bench,
	name: Name,
	ofNodes: (nodes: Workflow['nodes']) => Workflow['nodes'],
	ofConnections: (connections: Workflow['connections']) => Workflow['connections'] = (same) => same,
) {
	const address = `/rest/workflows/${ids[name]}`;
	const { versionId, nodes, connections } = await n8n.rest.get<Workflow & { versionId: string }>(address);
	await n8n.rest.patch(address, { versionId, nodes: ofNodes(nodes), connections: ofConnections(connections) });
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
	Array.from({ length: count }, (_, i) => ({
		to: `${DIGITS[name]}${String(1 + i * 100).padStart(7, '0')}`,
		message: `Row ${i}`,
	}));

const inARow = (name: Name, credentials: MimSmsCredentials): Workflow =>
	chain(name, rowsToSend(name, SEND), credentials);

/** Two nodes of ours; the second one fails where the first one did. */
function twoInARow(name: Name, credentials: MimSmsCredentials): Workflow {
	const fromRows = { to: "={{ $('Rows').item.json.to }}", message: "={{ $('Rows').item.json.message }}" };
	const [calling, splitRows, sending] = rowsToSend(name, { ...SEND, ...fromRows });
	const [, type, parameters] = sending;
	return chain(name, [calling, splitRows, sending, ['Second', type, parameters]], credentials);
}

/** A service that is down at first. */
async function startGuard(stage: Stage): Promise<Guard> {
	const guard: Guard = { url: '', isUp: false, waiting: 0, isSilent: false };
	guard.url = await serve(stage, (_, response) => {
		if (guard.isSilent) guard.waiting++;
		else response.writeHead(guard.isUp ? 200 : 503).end('{}');
	});
	return guard;
}

/** Waits in the database, then sends. */
function parked(name: Name, credentials: MimSmsCredentials): Workflow {
	const [calling, splitRows, sending] = rowsToSend(name, SEND);
	return chain(
		name,
		[
			calling,
			splitRows,
			['Wait', 'n8n-nodes-base.wait', PARKED, { typeVersion: 1.1, webhookId: `wait-of-${name}` }],
			['Between', 'n8n-nodes-base.noOp'],
			sending,
		],
		credentials,
	);
}

/** Asks a service first, then sends. */
function guarded(name: Name, guard: Guard, credentials: MimSmsCredentials): Workflow {
	const [calling, splitRows] = rowsToSend(name, SEND);
	return chain(name, [calling, splitRows, ...sendingBehind(guard)], credentials);
}

/** Of the rows that the node “Rows” gives. */
function sendingBehind({ url }: Guard): ChainLink[] {
	const fromRows = { to: "={{ $('Rows').item.json.to }}", message: "={{ $('Rows').item.json.message }}" };
	const [, , sending] = rowsToSend('', { ...SEND, ...fromRows });
	return [['Guard', 'n8n-nodes-base.httpRequest', { url, options: {} }, { typeVersion: 4.2 }], sending];
}

/** A workflow that calls another one, which asks the service first; gives the id of that one. */
async function addBeneath(rest: KillableN8n['rest'], guard: Guard, credentials: MimSmsCredentials): Promise<string> {
	const trigger = 'n8n-nodes-base.executeWorkflowTrigger';
	const beneath = chain(
		'under beneath',
		[
			['Called', trigger, { inputSource: 'passthrough' }, { typeVersion: 1.1 }],
			['Rows', 'n8n-nodes-base.noOp'],
			...sendingBehind(guard),
		],
		credentials,
	);
	const { id } = await addWorkflow(rest, beneath, { active: true });
	const called = { source: 'database', workflowId: { __rl: true, mode: 'id', value: id }, options: {} };
	const [calling, splitRows] = rowsToSend('beneath', SEND);
	const calls: ChainLink = ['Call', 'n8n-nodes-base.executeWorkflow', called, { typeVersion: 1.2 }];
	await addWorkflow(rest, chain('beneath', [calling, splitRows, calls], credentials), { active: true });
	return id;
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
