import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanEnvironment } from './command.cts';
import type { Folders } from './folders.cts';
import { withFirst } from './install.cts';
import type { N8nEngine } from './install.cts';
import { HOST } from './ports.cts';
import { Problem } from './problem.cts';

const PATIENCE = 5 * 60_000;
const TIME_TO_STOP = 40_000;

/** What an n8n runs with. */
export interface ServerParameters {
	engine: N8nEngine;
	folders: Folders;
	ports: { n8n: number; taskRunner: number };
	/** Further settings of n8n. */
	env?: NodeJS.ProcessEnv;
	log: (line: string) => void;
	signal?: AbortSignal;
}

/** An n8n that runs. */
export interface Server {
	url: string;
	/** Its exit code; null when a signal ended it. */
	exited: Promise<number | null>;
	stop(): Promise<void>;
}

/** Runs n8n on loopback until `stop()`; resolves when it answers. */
export async function runServer({ engine, folders, ports, env, log, signal }: ServerParameters): Promise<Server> {
	const url = `http://${HOST}:${ports.n8n}`;
	const record = createWriteStream(folders.n8nLog);
	const child = spawn(engine.node, [engine.n8n, 'start'], {
		cwd: folders.home,
		env: { ...outsideEnvironment(), ...settings({ engine, folders, ports }), ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		windowsHide: true,
		// A group of its own: Ctrl-C then reaches n8n once, through stop(), and it ends in order.
		detached: process.platform !== 'win32',
	});
	child.stdout.pipe(record);
	child.stderr.pipe(record);
	const exited = once(child, 'exit').then(([code]: Array<number | null>) => code);
	const killWithUs = () => child.kill('SIGKILL');
	process.once('exit', killWithUs);
	void exited.then(() => {
		process.off('exit', killWithUs);
		rmSync(folders.running, { force: true });
	});

	const stop = async () => {
		if (child.exitCode !== null || child.signalCode !== null) return;
		child.kill('SIGTERM');
		const late = setTimeout(killWithUs, TIME_TO_STOP);
		await exited;
		clearTimeout(late);
	};

	try {
		await untilReady({ url, exited, folders, log, signal });
	} catch (error) {
		await stop();
		throw error;
	}
	writeFileSync(folders.running, JSON.stringify({ url, pid: child.pid }));
	return { url, exited, stop };
}

type Starting = Pick<Server, 'url' | 'exited'> & Pick<ServerParameters, 'folders' | 'log' | 'signal'>;

async function untilReady({ url, exited, folders, log, signal }: Starting): Promise<void> {
	const started = Date.now();
	let ended: number | string | undefined;
	void exited.then((code) => (ended = code ?? 'a signal'));
	let told = started;
	while (!(await answers(`${url}/healthz/readiness`))) {
		signal?.throwIfAborted();
		if (ended !== undefined) throw didNotStart(`n8n ended while starting (${ended}).`, folders);
		if (Date.now() - started > PATIENCE) throw didNotStart('n8n did not start within 5 minutes.', folders);
		if (Date.now() - told > 20_000) {
			log('  n8n is still starting; the first start takes longest …');
			told = Date.now();
		}
		await sleep(500);
	}
}

function didNotStart(whatHappened: string, folders: Folders): Problem {
	const words = readFileSync(folders.n8nLog, 'utf8')
		.split('\n')
		.filter((line) => line.trim() !== '' && !/^\s*-->|^\s+at /.test(line));
	return new Problem(
		whatHappened,
		`Its last words:\n${words.slice(-8).join('\n')}\nAll of them: ${folders.n8nLog}. If it stays so, delete ${folders.home} and run npm start again.`,
	);
}

/** Fails when an n8n already works in this folder: two on one database would spoil it. */
export async function refuseSecond(folders: Pick<Folders, 'running'>): Promise<void> {
	if (!existsSync(folders.running)) return;
	const { url, pid }: { url: string; pid: number } = JSON.parse(readFileSync(folders.running, 'utf8'));
	if (!isAlive(pid) || !(await answers(`${url}/healthz`))) return;
	throw new Problem(
		`n8n is already running from this folder: ${url}`,
		'Use that one, or stop it (Ctrl-C in its window) and run npm start again.',
	);
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

async function answers(address: string): Promise<boolean> {
	try {
		return (await fetch(address, { signal: AbortSignal.timeout(5_000) })).ok;
	} catch {
		return false;
	}
}

// Settings meant for another n8n on this computer must not reach this one.
function outsideEnvironment(): NodeJS.ProcessEnv {
	const foreign =
		/^(N8N_|DB_|QUEUE_|EXECUTIONS_|WORKFLOWS_|CREDENTIALS_|GENERIC_|CACHE_|WEBHOOK_|NODE_FUNCTION_|NODE_OPTIONS$|NODE_ENV$)/;
	return Object.fromEntries(Object.entries(cleanEnvironment()).filter(([name]) => !foreign.test(name)));
}

function settings({
	engine,
	folders,
	ports,
}: Pick<ServerParameters, 'engine' | 'folders' | 'ports'>): NodeJS.ProcessEnv {
	return {
		N8N_USER_FOLDER: folders.home,
		N8N_HOST: HOST,
		N8N_LISTEN_ADDRESS: HOST,
		N8N_PORT: String(ports.n8n),
		N8N_RUNNERS_BROKER_PORT: String(ports.taskRunner),
		N8N_SECURE_COOKIE: 'false',
		GENERIC_TIMEZONE: 'Asia/Dhaka',
		N8N_COMMUNITY_PACKAGES_ENABLED: 'true',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_PYTHON_ENABLED: 'false',
		// n8n starts its task runner with the `node` it finds first.
		PATH: withFirst(dirname(engine.node)),
		// Nothing that calls out: a demo on this computer.
		N8N_DISABLED_MODULES: 'instance-ai,mcp-registry',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	};
}
