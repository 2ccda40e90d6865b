/** A fresh n8n with this package installed, beside the n8n that `npm start` brings. */
import { readFileSync } from 'node:fs';
import { cp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { until } from './checks.mjs';
import { temporaryFolder } from './leftovers.mjs';
import { freePort } from './servers.mjs';

const require = createRequire(import.meta.url);
const { startN8n } = require('../../n8n');
const { installPackage } = require('../../n8n/communityPackage');
const { foldersIn } = require('../../n8n/folders');
const { installEngine } = require('../../n8n/install');
const { signInOwner } = require('../../n8n/owner');
const { createRest } = require('../../n8n/rest');
const { runServer } = require('../../n8n/server');

export const project = path.resolve(import.meta.dirname, '../../..');
export const { name: packageName, version } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8'));

const silent = () => {};

/** A user folder of its own, with the packed package in it. `remove()` when done. */
export async function newPlace({ engine } = {}) {
	const home = temporaryFolder();
	const folders = { ...foldersIn(undefined, home), installLog: path.join(home, 'install.log') };
	const place = {
		home,
		folders,
		engine: engine ?? (await installEngine({ folders, log: console.log })),
		install: (from = project) => installPackage({ folders: { ...folders, project: from, folder: home }, log: silent }),
		start: (options = {}) => start(place, options),
		startUnlisted: (env = {}) => startUnlisted(place, env),
		/** What n8n said, this time or so far. */
		log: () => readFileSync(folders.n8nLog, 'utf8'),
		remove: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
	};
	await place.install();
	return place;
}

async function start(place, { from = project, ...options }) {
	const { engine } = place;
	const folders = { ...place.folders, project: from };
	const n8n = await startN8n({ prepared: { engine, folders }, port: await freePort(), log: silent, ...options });
	const { pid } = JSON.parse(readFileSync(folders.running, 'utf8'));
	return {
		...n8n,
		/** As a power cut would end it. */
		kill: async () => {
			process.kill(pid, 'SIGKILL');
			await n8n.exited;
		},
	};
}

/** n8n with the package in its folder, but without an entry in its list: what is not SQLite on Node 24 can't be written into from here. */
async function startUnlisted({ engine, folders }, env = {}) {
	const server = await runServer({
		engine,
		folders,
		ports: { n8n: await freePort(), taskRunner: await freePort() },
		env,
		log: silent,
	});
	try {
		// n8n 1 says that it is ready some moments before it answers here.
		await until(async () => (await fetch(`${server.url}/rest/settings`).catch(() => undefined))?.ok, {
			within: 60_000,
			what: 'the REST routes of n8n',
		});
		const rest = createRest(server.url);
		const owner = await signInOwner(rest, folders);
		return { ...server, rest, owner };
	} catch (error) {
		await server.stop();
		throw error;
	}
}

/** The built package once more, under a higher version. */
export async function nextVersion(folder) {
	const manifest = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8'));
	const [major, minor, patch] = manifest.version.split('.').map(Number);
	const next = { ...manifest, version: `${major}.${minor}.${patch + 1}` };
	for (const part of ['dist', 'README.md', 'LICENSE', 'index.js']) {
		await cp(path.join(project, part), path.join(folder, part), { recursive: true });
	}
	await writeFile(path.join(folder, 'package.json'), JSON.stringify(next, null, 2));
	return next.version;
}
