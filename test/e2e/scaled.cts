/**
 * Queue mode: PostgreSQL, Redis, one main, two workers; 2,000 rows sent, 2,000 reports received, each once.
 * Then 2,000 rows more, and a worker is killed while it sends. n8n's durable poll cursors are on.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { INodeParameters } from 'n8n-workflow';
import { age, FILE, recipe, TABLE, type Delivery } from './deliveries.cts';
import { APIS, type Api } from './lib/apis.cts';
import { check, sleep, tell, until } from './lib/checks.cts';
import { findTable } from './lib/dataTables.cts';
import {
	cursorsOf,
	executionsOf,
	listExecutions,
	reasonOf,
	reportedNumbers,
	retry,
	runFrom,
	tally,
} from './lib/executions.cts';
import type { ListedExecution, StoredWorkflow } from './lib/n8n.cts';
import { missingServers } from './lib/servers.cts';
import { newStage } from './lib/stage.cts';
import {
	activate,
	addCredential,
	addWorkflow,
	call,
	chain,
	pollTimesEvery,
	receiving,
	rowsToSend,
	type MimSmsCredentials,
} from './lib/workflows.cts';
import { startQueue, type Queue } from './scaled/queueMode.cts';
import { EXECUTIONS, ROWS, rowsFrom, sendWave, SHARE, timesSent, type Started } from './scaled/waves.cts';
import type { Simulator } from '../simulator/index.cts';

export const missing = missingServers;

/** Queue mode, and what n8n has in it. */
interface Bench extends Queue {
	simulator: Simulator;
	accounts: Record<Api, MimSmsCredentials>;
	/** Those that send, by the path of their webhooks. */
	workflows: Record<string, StoredWorkflow>;
	/** The workflow that waits for reports. */
	receiver: StoredWorkflow;
}

const SEND: INodeParameters = { to: '={{ $json.to }}', message: '={{ $json.message }}', options: { parallelCalls: 5 } };
/** First digits of the numbers whose reports wait in the gateway before the trigger is first activated. */
const BACKLOG = '88019';

export async function run() {
	const stage = newStage();
	try {
		const simulator = await stage.simulator({ balance: 1_000_000, latency: 20 });
		const bench = await benchOf(simulator, await startQueue(stage));
		await eachWorkflowOnce(bench);
		await wholeWave(bench);
		for (const api of APIS) await deliveriesInATable(bench, api);
		const wave = await killedWhileSending(bench);
		await retriedAfterTheKill(bench, wave);
		await eachReportOnce(bench);
		await durableCursors(bench);
		await silentBacklog(bench);
		await noKeyInLogs(bench);
	} finally {
		await stage.close();
	}
}

/** Adds accounts and workflows, and waits until the trigger has polled with a backlog in the gateway. */
async function benchOf(simulator: Simulator, queue: Queue): Promise<Bench> {
	const { rest } = queue.main;
	const accounts = {
		classic: await addCredential(rest, simulator),
		v2: await addCredential(rest, simulator, { api: 'v2' }),
	};
	const add = async (path: string, api: Api, settings = {}) =>
		await addWorkflow(rest, chain(path, rowsToSend(path, SEND), accounts[api], settings), { active: true });
	const workflows = {
		'sends-classic': await add('sends-classic', 'classic'),
		'sends-v2': await add('sends-v2', 'v2'),
		// Its user has switched on n8n's “Save execution progress”.
		'sends-and-saves': await add('sends-and-saves', 'classic', { saveExecutionProgress: true }),
	};
	const receiver = await addWorkflow(
		rest,
		receiving('Receives', { pollTimes: pollTimesEvery(10), source: 'account' }, accounts.classic),
	);
	simulator.addReports(
		Array.from({ length: 150 }, (_, i) => ({
			to: `${BACKLOG}${10_000_000 + i}`,
			shootId: 'C200100ddddddddddddd',
			receivedAt: new Date(Date.now() - 3_600_000),
		})),
	);
	await activate(rest, receiver);
	await sleep(12_000);
	return { ...queue, simulator, accounts, workflows, receiver };
}

async function eachWorkflowOnce({ main, workflows }: Bench) {
	await check('a run sends on a worker, of each workflow', async () => {
		for (const [i, address] of Object.keys(workflows).entries()) {
			const [item] = await call(main, address, { rows: rowsFrom(i, 1) }, { registering: 60_000 });
			assert.equal(item.status, 'submitted');
		}
	});
}

async function wholeWave({ simulator, main, place, workflows }: Bench) {
	await check(
		`${ROWS} rows in ${EXECUTIONS} executions on two workers, with both APIs: each goes out once, and ${ROWS} results come back, each for its row`,
		async () => {
			const wave = sendWave(main, 3, ['sends-classic', 'sends-v2']);
			const answers = await Promise.all(wave.map(({ answer }) => answer));
			assert.deepEqual(answers.map(({ error }) => error).filter(Boolean), []);
			assert.deepEqual(timesSent(simulator, wave), { once: ROWS, twice: 0, never: 0 });
			for (const [i, { numbers }] of wave.entries()) {
				assert.deepEqual(
					answers[i].items?.map(({ to: [number], status }) => `${number} ${status}`),
					numbers.map((number) => `${number} submitted`),
				);
			}
			for (const api of APIS) {
				const stored = (await executionsOf(place, workflows[`sends-${api}`].id, 'Send')).filter(
					({ items }) => items.length === SHARE,
				);
				assert.equal(stored.length, EXECUTIONS / APIS.length);
				for (const { pairs } of stored) assert.deepEqual(pairs, [...pairs.keys()]);
			}
		},
	);
}

/** The recipe of the delivery reports, started by its schedule: its second part runs on the workers. */
async function deliveriesInATable({ main: { rest }, place, accounts }: Bench, api: Api) {
	await check(`${api}: ${FILE} asks for what is open, and tells of the failure once`, async () => {
		const numbers = ['01', '02', '13'].map((ending) => `8801${api === 'classic' ? 5 : 6}000000${ending}`);
		const workflow = recipe(accounts[api], numbers);
		for (const { name, parameters } of workflow.nodes)
			if (name === 'Every 5 minutes') parameters.rule = { interval: [{ field: 'seconds', secondsInterval: 5 }] };
		const { id } = await addWorkflow(rest, workflow, { active: true });
		const sent = await runFrom(place, rest, id, 'Start');
		assert.deepEqual([sent.status, sent.error], ['success', undefined]);
		const table = await findTable<Delivery>(rest, TABLE);
		assert.ok(table);
		await age(table, numbers, 6 * 60_000);
		const statuses = async () => (await table.rows()).map(({ status }) => status);
		await until(async () => !(await statuses()).includes('submitted'), { within: 90_000, what: 'the results' });
		// Two rounds more.
		await sleep(12_000);
		assert.deepEqual(await statuses(), ['delivered', 'delivered', 'failed']);
		const told = (await executionsOf<{ number: string }>(place, id, 'Other channel')).flatMap(({ items }) => items);
		assert.deepEqual(
			told.map(({ number }) => number),
			[numbers[2]],
		);
		assert.deepEqual(await listExecutions(rest, { workflowId: id, status: ['error', 'crashed'] }), []);
		await rest.post(`/rest/workflows/${id}/deactivate`);
		await table.remove();
	});
}

/** A second wave; a worker is killed (SIGKILL) in its middle, and what it had in hand is accounted for. Returns the wave. */
async function killedWhileSending(bench: Bench): Promise<Started[]> {
	const { simulator, main, workflows } = bench;
	let wave: Started[] = [];
	await check(
		`${ROWS} rows more, and a worker is killed in the middle: none twice, and what is missing was in executions that n8n lists as failed`,
		async () => {
			const before = simulator.messages.length;
			wave = sendWave(main, 3 + ROWS, Object.keys(workflows));
			await killAWorker(bench, before);
			const answers = await Promise.all(wave.map(({ answer }) => answer));
			tell(
				`webhook answers: ${[...tally(answers.map(({ items, error }) => error ?? `${items.length} items`))].map(([answer, times]) => `${times} × ${answer}`).join('; ')}`,
			);
			const failed = wave.filter((_, i) => answers[i].error);
			const whole = wave.filter((_, i) => answers[i].items);
			const ofFailed = timesSent(simulator, failed);
			tell(
				`in ${failed.length} executions that broke off: ${ofFailed.once} rows sent once, ${ofFailed.twice} twice, ${ofFailed.never} not sent; in ${whole.length} others every row once`,
			);
			assert.deepEqual(timesSent(simulator, whole), { once: whole.length * SHARE, twice: 0, never: 0 });
			assert.equal(ofFailed.twice, 0);
			assert.ok(failed.length > 0, 'the kill caught no execution');
			const listed = [];
			for (const workflow of Object.values(workflows)) listed.push(...(await brokenOff(bench, workflow)));
			assert.equal(listed.length, failed.length, 'n8n lists each of them as failed');
		},
	);
	return wave;
}

/** Kills the first worker once a third of the rows has gone out, and starts another. */
async function killAWorker({ simulator, workers, addWorker }: Bench, before: number) {
	await until(() => simulator.messages.length > before + ROWS / 3, {
		within: 240_000,
		every: 20,
		what: 'a third of the rows',
	});
	workers[0].child.kill('SIGKILL');
	tell(`worker 1 killed after ${simulator.messages.length - before} rows`);
	await addWorker();
}

const brokenOff = async ({ main }: Bench, { id }: StoredWorkflow): Promise<ListedExecution[]> =>
	await listExecutions(main.rest, { workflowId: id, status: ['error', 'crashed'] });

async function retriedAfterTheKill(bench: Bench, wave: Started[]) {
	const { simulator, main, place, workflows } = bench;
	await check('Retry of what the kill broke off sends nothing twice', async () => {
		for (const [name, workflow] of Object.entries(workflows)) {
			for (const { id } of (await brokenOff(bench, workflow)).slice(0, 2)) {
				tell(`${name}, execution ${id}: ${await reasonOf(place, main.rest, id)}`);
				const outcome = await retry(main.rest, id).then(
					async (retried) => `${retried.status}: ${await reasonOf(place, main.rest, retried.id)}`,
					(error: Error) => error.message,
				);
				tell(`  Retry: ${outcome}`);
			}
		}
		const { once, twice, never } = timesSent(simulator, wave);
		tell(`after Retry ${once} rows of this wave have gone out once, ${twice} twice, ${never} never`);
		assert.equal(twice, 0);
	});
}

async function eachReportOnce({ simulator, place, receiver }: Bench) {
	await check('each report came out once', async () => {
		const others = Array.from({ length: ROWS }, (_, i) => `88018${10_000_000 + i}`);
		simulator.addReports(others.map((to) => ({ to, shootId: 'C200100ccccccccccccc' })));
		const expected = [...simulator.messages.map(({ to }) => to), ...others];
		await until(async () => (await reportedNumbers(place, receiver.id)).length >= expected.length, {
			within: 180_000,
			every: 3_000,
			what: `${expected.length} reports`,
		}).catch(() => {});
		const times = tally(await reportedNumbers(place, receiver.id));
		const lost = expected.filter((to) => !times.has(to));
		const twice = [...times].filter(([, count]) => count > 1);
		// Of an execution that the killed worker had in hand, n8n keeps no data.
		const executions = await executionsOf(place, receiver.id, 'Trigger');
		const cut = executions.filter(({ status }) => status !== 'success').length;
		tell(
			`${expected.length} reports handed out, ${lost.length} lost, ${twice.length} twice; ${cut} executions of the trigger cut off by the kill`,
		);
		assert.equal(twice.length, 0);
		if (cut === 0) assert.equal(lost.length, 0);
	});
}

async function durableCursors({ place, receiver }: Bench) {
	await check("n8n's durable poll cursors were in use: the trigger's memory lies in them", async () => {
		const cursors = await cursorsOf(place, receiver.id);
		assert.equal(cursors.length, 1);
		assert.ok(cursors[0].mimSmsReports.seen.account.length >= 2_000, `${JSON.stringify(cursors[0]).slice(0, 200)}`);
	});
}

async function silentBacklog({ place, receiver }: Bench) {
	await check('what waited in the gateway before the first activation stayed silent', async () => {
		const numbers = await reportedNumbers(place, receiver.id);
		assert.equal(numbers.filter((to) => to.startsWith(BACKLOG)).length, 0);
	});
}

async function noKeyInLogs({ simulator, place, workers }: Bench) {
	await check('no key in the logs of main and workers', () => {
		for (const log of [place.folders.n8nLog, ...workers.map(({ log: file }) => file)])
			for (const key of [simulator.settings.apiKey, simulator.settings.v2ApiKey])
				assert.ok(!readFileSync(log, 'utf8').includes(key), log);
	});
}
