/**
 * Queue mode: PostgreSQL, Redis, one main, two workers; 2,000 rows sent, 2,000 reports received, each once.
 * Then 2,000 rows more, and a worker is killed while it sends. n8n's durable poll cursors are on.
 */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import path from 'node:path';
import type { IWorkflowSettings } from 'n8n-workflow';
import { cleanEnvironment } from '../n8n/command.cts';
import { withFirst } from '../n8n/install.cts';
import { age, FILE, recipe, TABLE, type Delivery } from './deliveries.cts';
import { APIS, type Api } from './lib/apis.cts';
import { check, sleep, tell, until } from './lib/checks.cts';
import { findTable } from './lib/dataTables.cts';
import { cursorsOf, executionsOf, listExecutions, reasonOf, retry, runFrom, tally } from './lib/executions.cts';
import type { RunningN8n, StoredWorkflow } from './lib/n8n.cts';
import { newPlace, type Place } from './lib/place.cts';
import {
	freePort,
	missingServers,
	startPostgres,
	startRedis,
	stop,
	type DatabaseServer,
	type Server,
} from './lib/servers.cts';
import { startSimulator, type Simulator } from '../simulator/index.cts';
import {
	activate,
	addCredential,
	addWorkflow,
	call,
	chain,
	SMS,
	TRIGGER,
	webhook,
	type ChainLink,
	type MimSmsCredentials,
	type Workflow,
} from './lib/workflows.cts';

export const missing = missingServers;

/** A sent row, as Send gives it. */
type SentRow = { to: string[]; status: string };
type Report = { to: string };

interface Worker {
	child: ChildProcess;
	log: string;
}

/** One execution that was started, with the numbers of its rows. */
interface Started {
	answer: Promise<{ items: SentRow[]; error?: undefined } | { items?: undefined; error: string }>;
	numbers: string[];
}

const ROWS = 2_000;
const EXECUTIONS = 20;
const SHARE = ROWS / EXECUTIONS;
const POLLS = {
	item: Array.from({ length: 6 }, (_, i) => ({ mode: 'custom', cronExpression: `${i * 10} * * * * *` })),
};

export async function run() {
	const simulator = await startSimulator({ balance: 1_000_000, latency: 20 });
	const place = await newPlace();
	const servers: Server[] = [];
	const workers: Worker[] = [];
	let started: RunningN8n | undefined;
	try {
		const postgres = await startPostgres();
		servers.push(postgres);
		const redis = await startRedis();
		servers.push(redis);
		const env = settings(postgres, redis);
		const main = await place.startUnlisted(env);
		started = main;
		const { rest } = main;
		for (const name of ['worker-1', 'worker-2']) workers.push(await startWorker(place, env, name));

		const accounts = {
			classic: await addCredential(rest, simulator),
			v2: await addCredential(rest, simulator, { api: 'v2' }),
		};
		const credentials = accounts.classic;
		const sending: Record<Api, StoredWorkflow> = {
			classic: await addWorkflow(rest, sendingWorkflow('sends-classic', accounts.classic), { active: true }),
			v2: await addWorkflow(rest, sendingWorkflow('sends-v2', accounts.v2), { active: true }),
		};
		// Its user has switched on n8n's “Save execution progress”.
		const saving = await addWorkflow(
			rest,
			sendingWorkflow('sends-and-saves', accounts.classic, { saveExecutionProgress: true }),
			{ active: true },
		);
		const trigger: ChainLink = [
			'Trigger',
			TRIGGER,
			{ pollTimes: POLLS, events: ['delivered', 'failed'], source: 'account', options: {} },
		];
		const receiving = await addWorkflow(
			rest,
			chain('Receives', [trigger, ['End', 'n8n-nodes-base.noOp']], credentials),
		);
		const backlog = Array.from({ length: 150 }, (_, i) => ({
			to: `88019${10_000_000 + i}`,
			shootId: 'C200100ddddddddddddd',
			receivedAt: new Date(Date.now() - 3_600_000),
		}));
		simulator.addReports(backlog);
		await activate(rest, receiving);
		await sleep(12_000);
		const scaledPlace: Place = { ...place, database: postgres.address };

		await check('a run sends on a worker, of each workflow', async () => {
			for (const [i, address] of ['sends-classic', 'sends-v2', 'sends-and-saves'].entries()) {
				const [item] = await call(main, address, { rows: rows(i, 1) }, { registering: 60_000 });
				assert.equal(item.status, 'submitted');
			}
		});

		await check(
			`${ROWS} rows in ${EXECUTIONS} executions on two workers, with both APIs: each goes out once, and ${ROWS} results come back, each for its row`,
			async () => {
				const wave = sendWave(main, 3, ['sends-classic', 'sends-v2']);
				const answers = await Promise.all(wave.map(({ answer }) => answer));
				assert.deepEqual(answers.map(({ error }) => error).filter(Boolean), []);
				assert.deepEqual(
					timesSent(
						simulator,
						wave.flatMap(({ numbers }) => numbers),
					),
					{ once: ROWS, twice: 0, never: 0 },
				);
				for (const [i, { numbers }] of wave.entries()) {
					assert.deepEqual(
						answers[i].items?.map(({ to: [number], status }) => `${number} ${status}`),
						numbers.map((number) => `${number} submitted`),
					);
				}
				for (const api of APIS) {
					const stored = (await executionsOf(scaledPlace, sending[api].id, 'Send')).filter(
						({ items }) => items.length === SHARE,
					);
					assert.equal(stored.length, EXECUTIONS / APIS.length);
					for (const { pairs } of stored) assert.deepEqual(pairs, [...pairs.keys()]);
				}
			},
		);

		for (const api of APIS) await deliveriesInATable(main, scaledPlace, api, accounts[api]);

		await killedWhileSending({
			simulator,
			main,
			place,
			env,
			workers,
			workflows: { 'sends-classic': sending.classic, 'sends-v2': sending.v2, 'sends-and-saves': saving },
		});

		await check('each report came out once', async () => {
			simulator.addReports(
				Array.from({ length: ROWS }, (_, i) => ({ to: `88018${10_000_000 + i}`, shootId: 'C200100ccccccccccccc' })),
			);
			const expected = [
				...simulator.messages.map(({ to }) => to),
				...Array.from({ length: ROWS }, (_, i) => `88018${10_000_000 + i}`),
			];
			const received = async () => await executionsOf<Report>(scaledPlace, receiving.id, 'Trigger');
			const read = async () => (await received()).flatMap(({ items }) => items.map(({ to }) => to));
			await until(async () => (await read()).length >= expected.length, {
				within: 180_000,
				every: 3_000,
				what: `${expected.length} reports`,
			}).catch(() => {});
			const times = tally(await read());
			const lost = expected.filter((to) => !times.has(to));
			const twice = [...times].filter(([, count]) => count > 1);
			// Of an execution that the killed worker had in hand, n8n keeps no data.
			const cut = (await received()).filter(({ status }) => status !== 'success').length;
			tell(
				`${expected.length} reports handed out, ${lost.length} lost, ${twice.length} twice; ${cut} executions of the trigger cut off by the kill`,
			);
			assert.equal(twice.length, 0);
			if (cut === 0) assert.equal(lost.length, 0);
		});
		await check("n8n's durable poll cursors were in use: the trigger's memory lies in them", async () => {
			const cursors = await cursorsOf(scaledPlace, receiving.id);
			assert.equal(cursors.length, 1);
			assert.ok(cursors[0].mimSmsReports.seen.account.length >= 2_000, `${JSON.stringify(cursors[0]).slice(0, 200)}`);
		});
		await check('what waited in the gateway before the first activation stayed silent', async () => {
			const executions = await executionsOf<Report>(scaledPlace, receiving.id, 'Trigger');
			const items = executions.flatMap((execution) => execution.items);
			assert.equal(items.filter(({ to }) => to.startsWith('88019')).length, 0);
		});
		await check('no key in the logs of main and workers', () => {
			for (const log of [place.folders.n8nLog, ...workers.map(({ log: file }) => file)])
				for (const key of [simulator.settings.apiKey, simulator.settings.v2ApiKey])
					assert.ok(!readFileSync(log, 'utf8').includes(key), log);
		});
	} finally {
		for (const { child } of workers) await stop(child, 'SIGTERM');
		await started?.stop();
		for (const server of servers.reverse()) await server.stop();
		await simulator.close();
		await place.remove();
	}
}

/** The recipe of the delivery reports, started by its schedule: its second part runs on the workers. */
async function deliveriesInATable(main: RunningN8n, place: Place, api: Api, credentials: MimSmsCredentials) {
	await check(`${api}: ${FILE} asks for what is open, and tells of the failure once`, async () => {
		const numbers = ['01', '02', '13'].map((ending) => `8801${api === 'classic' ? 5 : 6}000000${ending}`);
		const workflow = recipe(credentials, numbers);
		for (const { name, parameters } of workflow.nodes)
			if (name === 'Every 5 minutes') parameters.rule = { interval: [{ field: 'seconds', secondsInterval: 5 }] };
		const { id } = await addWorkflow(main.rest, workflow, { active: true });
		const sent = await runFrom(place, main.rest, id, 'Start');
		assert.deepEqual([sent.status, sent.error], ['success', undefined]);
		const table = await findTable<Delivery>(main.rest, TABLE);
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
		assert.deepEqual(await listExecutions(main.rest, { workflowId: id, status: ['error', 'crashed'] }), []);
		await main.rest.post(`/rest/workflows/${id}/deactivate`);
		await table.remove();
	});
}

const rows = (from: number, count: number) =>
	Array.from({ length: count }, (_, i) => ({
		to: `88017${10_000_000 + (from + i) * 100 + 1}`,
		message: `Row ${from + i}`,
	}));

/** Starts all executions of a wave at once, each with its share of rows. */
function sendWave(main: RunningN8n, from: number, addresses: string[]): Started[] {
	return Array.from({ length: EXECUTIONS }, (_, i) => {
		const share = rows(from + i * SHARE, SHARE);
		const answer = call<SentRow>(main, addresses[i % addresses.length], { rows: share }).then(
			(items) => ({ items }),
			(error: Error) => ({ error: error.message }),
		);
		return { answer, numbers: share.map(({ to }) => to) };
	});
}

/** How many of the numbers the gateway has heard of once, more often, never. */
function timesSent(simulator: Simulator, numbers: string[]) {
	const times = tally(simulator.messages.map(({ to }) => to));
	const having = (isSo: (count: number) => boolean) => numbers.filter((number) => isSo(times.get(number) ?? 0)).length;
	return {
		once: having((count) => count === 1),
		twice: having((count) => count > 1),
		never: having((count) => count === 0),
	};
}

/** All that takes part in queue mode. */
interface Queue {
	simulator: Simulator;
	main: RunningN8n;
	place: Place;
	env: Record<string, string>;
	workers: Worker[];
	/** By the path of their webhooks. */
	workflows: Record<string, StoredWorkflow>;
}

/** A second wave; a worker is killed (SIGKILL) in its middle. What it had in hand is accounted for, and Retry is tried. */
async function killedWhileSending({ simulator, main, place, env, workers, workflows }: Queue) {
	const before = simulator.messages.length;
	const broken = async ({ id }: StoredWorkflow) =>
		await listExecutions(main.rest, { workflowId: id, status: ['error', 'crashed'] });
	let wave: Started[] = [];
	await check(
		`${ROWS} rows more, and a worker is killed in the middle: none twice, and what is missing was in executions that n8n lists as failed`,
		async () => {
			wave = sendWave(main, 3 + ROWS, Object.keys(workflows));
			await until(() => simulator.messages.length > before + ROWS / 3, {
				within: 240_000,
				every: 20,
				what: 'a third of the rows',
			});
			workers[0].child.kill('SIGKILL');
			tell(`worker 1 killed after ${simulator.messages.length - before} rows`);
			workers.push(await startWorker(place, env, 'worker-3'));
			const answers = await Promise.all(wave.map(({ answer }) => answer));
			tell(
				`webhook answers: ${[...tally(answers.map(({ items, error }) => error ?? `${items.length} items`))].map(([answer, times]) => `${times} × ${answer}`).join('; ')}`,
			);
			const failed = wave.filter((_, i) => answers[i].error);
			const whole = wave.filter((_, i) => answers[i].items);
			const ofFailed = timesSent(
				simulator,
				failed.flatMap(({ numbers }) => numbers),
			);
			tell(
				`in ${failed.length} executions that broke off: ${ofFailed.once} rows sent once, ${ofFailed.twice} twice, ${ofFailed.never} not sent; in ${whole.length} others every row once`,
			);
			assert.deepEqual(
				timesSent(
					simulator,
					whole.flatMap(({ numbers }) => numbers),
				),
				{ once: whole.length * SHARE, twice: 0, never: 0 },
			);
			assert.equal(ofFailed.twice, 0);
			assert.ok(failed.length > 0, 'the kill caught no execution');
			const listed = [];
			for (const workflow of Object.values(workflows)) listed.push(...(await broken(workflow)));
			assert.equal(listed.length, failed.length, 'n8n lists each of them as failed');
		},
	);

	await check('Retry of what the kill broke off sends nothing twice', async () => {
		for (const [name, workflow] of Object.entries(workflows)) {
			for (const { id } of (await broken(workflow)).slice(0, 2)) {
				tell(`${name}, execution ${id}: ${await reasonOf(place, main.rest, id)}`);
				const outcome = await retry(main.rest, id).then(
					async (retried) => `${retried.status}: ${await reasonOf(place, main.rest, retried.id)}`,
					(error: Error) => error.message,
				);
				tell(`  Retry: ${outcome}`);
			}
		}
		const { once, twice, never } = timesSent(
			simulator,
			wave.flatMap(({ numbers }) => numbers),
		);
		tell(`after Retry ${once} rows of this wave have gone out once, ${twice} twice, ${never} never`);
		assert.equal(twice, 0);
	});
}

/** Webhook → one item a row → Send. */
function sendingWorkflow(address: string, credentials: MimSmsCredentials, settings?: IWorkflowSettings): Workflow {
	const workflow = chain(
		address,
		[
			webhook(address),
			['Rows', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.rows', options: {} }],
			['Send', SMS, { to: '={{ $json.to }}', message: '={{ $json.message }}', options: { parallelCalls: 5 } }],
		],
		credentials,
	);
	return { ...workflow, settings: { ...workflow.settings, ...settings } };
}

function settings(postgres: DatabaseServer, redis: Server): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_DATABASE: 'n8n',
		DB_POSTGRESDB_USER: 'n8n',
		DB_POSTGRESDB_PASSWORD: '',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		N8N_ENCRYPTION_KEY: 'only-for-this-run-0123456789',
		N8N_SCHEDULER_ENABLED: 'true',
		N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
		N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
		N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
	};
}

/** Starts a worker, and waits until it is ready for jobs. */
async function startWorker({ engine, folders }: Place, env: Record<string, string>, name: string): Promise<Worker> {
	const log = path.join(folders.home, `${name}.log`);
	const health = await freePort();
	const child = spawn(engine.node, [engine.n8n, 'worker', '--concurrency=5'], {
		cwd: folders.home,
		env: {
			...cleanEnvironment(),
			PATH: withFirst(path.dirname(engine.node)),
			N8N_USER_FOLDER: folders.home,
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_COMMUNITY_PACKAGES_ENABLED: 'true',
			N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
			N8N_DISABLED_MODULES: 'instance-ai,mcp-registry',
			N8N_PYTHON_ENABLED: 'false',
			GENERIC_TIMEZONE: 'Asia/Dhaka',
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(health),
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			...env,
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const record = createWriteStream(log);
	child.stdout.pipe(record);
	child.stderr.pipe(record);
	process.once('exit', () => child.kill('SIGKILL'));
	await until(async () => (await fetch(`http://127.0.0.1:${health}/healthz`).catch(() => undefined))?.ok, {
		within: 120_000,
		what: `${name} (${log})`,
	});
	return { child, log };
}
