'use strict';

const { spawn } = require('node:child_process');
const { createWriteStream, existsSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { once } = require('node:events');
const { dirname } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { cleanEnvironment } = require('./command');
const { withFirst } = require('./install');
const { HOST } = require('./ports');
const { Problem } = require('./problem');

const PATIENCE = 5 * 60_000;
const TIME_TO_STOP = 40_000;

/**
 * Runs n8n on loopback until `stop()`.
 * @returns {Promise<{ url: string, exited: Promise<number>, stop: () => Promise<void> }>} when it answers
 */
async function runServer({ engine, folders, ports, env, log, signal }) {
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
	const exited = once(child, 'exit').then(([code]) => code);
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

async function untilReady({ url, exited, folders, log, signal }) {
	const started = Date.now();
	let ended;
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

function didNotStart(whatHappened, folders) {
	const words = readFileSync(folders.n8nLog, 'utf8')
		.split('\n')
		.filter((line) => line.trim() !== '' && !/^\s*-->|^\s+at /.test(line));
	return new Problem(
		whatHappened,
		`Its last words:\n${words.slice(-8).join('\n')}\nAll of them: ${folders.n8nLog}. If it stays so, delete ${folders.home} and run npm start again.`,
	);
}

/** Fails when an n8n already works in this folder: two on one database would spoil it. */
async function refuseSecond(folders) {
	if (!existsSync(folders.running)) return;
	const { url, pid } = JSON.parse(readFileSync(folders.running, 'utf8'));
	if (!isAlive(pid) || !(await answers(`${url}/healthz`))) return;
	throw new Problem(
		`n8n is already running from this folder: ${url}`,
		'Use that one, or stop it (Ctrl-C in its window) and run npm start again.',
	);
}

function isAlive(pid) {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

async function answers(address) {
	try {
		return (await fetch(address, { signal: AbortSignal.timeout(5_000) })).ok;
	} catch {
		return false;
	}
}

// Settings meant for another n8n on this computer must not reach this one.
function outsideEnvironment() {
	const foreign =
		/^(N8N_|DB_|QUEUE_|EXECUTIONS_|WORKFLOWS_|CREDENTIALS_|GENERIC_|CACHE_|WEBHOOK_|NODE_FUNCTION_|NODE_OPTIONS$|NODE_ENV$)/;
	return Object.fromEntries(Object.entries(cleanEnvironment()).filter(([name]) => !foreign.test(name)));
}

function settings({ engine, folders, ports }) {
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

module.exports = { refuseSecond, runServer };
