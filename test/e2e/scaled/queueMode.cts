/** n8n in queue mode: PostgreSQL, Redis, one main, and its workers. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { cleanEnvironment } from '../../n8n/command.cts';
import { withFirst } from '../../n8n/install.cts';
import { until } from '../lib/checks.cts';
import type { RunningN8n } from '../lib/n8n.cts';
import type { Place } from '../lib/place.cts';
import { freePort, startPostgres, startRedis, stop, type DatabaseServer, type Server } from '../lib/servers.cts';
import type { Stage } from '../lib/stage.cts';

interface Worker {
	child: ChildProcess;
	log: string;
}

export interface Queue {
	main: RunningN8n;
	/** Where n8n lies; its database is the one of PostgreSQL. */
	place: Place;
	workers: Worker[];
	/** Starts one more worker, and waits until it is ready for jobs. */
	addWorker(): Promise<void>;
}

/** Starts all of it with two workers; the stage closes it: workers first, then main, then the servers. */
export async function startQueue(stage: Stage): Promise<Queue> {
	const postgres = stage.add(await startPostgres(), (server) => server.stop());
	const redis = stage.add(await startRedis(), (server) => server.stop());
	const place: Place = { ...(await stage.place()), database: postgres.address };
	const env = settings(postgres, redis);
	const main = await place.startUnlisted(env);
	const workers: Worker[] = [];
	const addWorker = async () => {
		const worker = await startWorker(place, env, `worker-${workers.length + 1}`);
		workers.push(stage.add(worker, ({ child }) => stop(child, 'SIGTERM')));
	};
	await addWorker();
	await addWorker();
	return { main, place, workers, addWorker };
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
