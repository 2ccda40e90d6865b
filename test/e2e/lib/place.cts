/** A fresh n8n with this package installed, beside the n8n that `npm start` brings. */
import { readFileSync } from 'node:fs';
import { cp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import manifest from '../../../package.json';
import { installPackage } from '../../n8n/communityPackage.cts';
import { foldersIn, type Folders } from '../../n8n/folders.cts';
import { startN8n } from '../../n8n/index.cts';
import { installEngine, type N8nEngine } from '../../n8n/install.cts';
import { signInOwner } from '../../n8n/owner.cts';
import { createRest } from '../../n8n/rest.cts';
import { runServer, type Server } from '../../n8n/server.cts';
import { until } from './checks.cts';
import { temporaryFolder } from './leftovers.cts';
import type { KillableN8n, RunningN8n } from './n8n.cts';
import { freePort } from './servers.cts';

export const project = path.resolve(__dirname, '../../..');
export const { name: packageName, version } = manifest;

interface StartOptions {
	/** The project whose package is installed. */
	from?: string;
	/** Further settings of n8n. */
	env?: Record<string, string>;
}

/** A user folder of its own, with the packed package in it. */
export interface Place {
	home: string;
	folders: Folders;
	engine: N8nEngine;
	/** The address of n8n's database, where that is not SQLite. */
	database?: string;
	install(from?: string): Promise<void>;
	start(options?: StartOptions): Promise<KillableN8n>;
	/** Starts n8n with the package in its folder, but without an entry in its list: what is not SQLite on Node 24 can't be written into from here. */
	startUnlisted(env?: Record<string, string>): Promise<KillableN8n>;
	/** What n8n said, this time or so far. */
	log(): string;
	/** Stops the n8n that was started last, if it still runs, and removes the folder. */
	remove(): Promise<void>;
}

const silent = () => {};

/** Makes a place; `remove()` it when done. */
export async function newPlace({ engine }: { engine?: N8nEngine } = {}): Promise<Place> {
	const home = temporaryFolder();
	const folders = { ...foldersIn(undefined, home), installLog: path.join(home, 'install.log') };
	let last: RunningN8n | undefined;
	const started = <N8n extends RunningN8n>(n8n: N8n): N8n => {
		last = n8n;
		return n8n;
	};
	const place: Place = {
		home,
		folders,
		engine: engine ?? (await installEngine({ folders, log: console.log })),
		install: (from = project) => installPackage({ folders: { ...folders, project: from, folder: home }, log: silent }),
		start: async (options = {}) => started(await start(place, options)),
		startUnlisted: async (env = {}) => started(await startUnlisted(place, env)),
		log: () => readFileSync(folders.n8nLog, 'utf8'),
		remove: async () => {
			try {
				await last?.stop();
			} finally {
				await rm(home, { recursive: true, force: true, maxRetries: 5 });
			}
		},
	};
	await place.install();
	return place;
}

async function start(place: Place, { from = project, env = {} }: StartOptions): Promise<KillableN8n> {
	const { engine } = place;
	const folders = { ...place.folders, project: from };
	return killable(await startN8n({ prepared: { engine, folders }, port: await freePort(), env, log: silent }), folders);
}

function killable<N8n extends RunningN8n & Pick<Server, 'exited'>>(n8n: N8n, { running }: Folders): N8n & KillableN8n {
	const { pid } = JSON.parse(readFileSync(running, 'utf8')) as { pid: number };
	return {
		...n8n,
		kill: async () => {
			process.kill(pid, 'SIGKILL');
			await n8n.exited;
		},
	};
}

async function startUnlisted({ engine, folders }: Place, env: Record<string, string>): Promise<KillableN8n> {
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
		await signInOwner(rest, folders);
		return killable({ ...server, rest }, folders);
	} catch (error) {
		await server.stop();
		throw error;
	}
}

/** The built package once more, under a higher version. */
export async function nextVersion(folder: string): Promise<string> {
	const [major, minor, patch] = manifest.version.split('.').map(Number);
	const next = { ...manifest, version: `${major}.${minor}.${patch + 1}` };
	for (const part of ['dist', 'README.md', 'LICENSE', 'index.js']) {
		await cp(path.join(project, part), path.join(folder, part), { recursive: true });
	}
	await writeFile(path.join(folder, 'package.json'), JSON.stringify(next, null, 2));
	return next.version;
}
