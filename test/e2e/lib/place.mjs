/** A fresh n8n with this package installed, beside the n8n that `npm start` brings. */
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const require = createRequire(import.meta.url);
const { startN8n } = require('../../n8n');
const { installPackage } = require('../../n8n/communityPackage');
const { foldersIn } = require('../../n8n/folders');
const { installEngine } = require('../../n8n/install');

export const project = path.resolve(import.meta.dirname, '../../..');
export const { name: packageName, version } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8'));

const silent = () => {};

/** A user folder of its own, with the packed package in it. `remove()` when done. */
export async function newPlace({ engine } = {}) {
	const home = await mkdtemp(path.join(tmpdir(), 'mimsms-e2e-'));
	const folders = { ...foldersIn(undefined, home), installLog: path.join(home, 'install.log') };
	const place = {
		home,
		folders,
		engine: engine ?? (await installEngine({ folders, log: console.log })),
		install: (from = project) => installPackage({ folders: { ...folders, project: from, folder: home }, log: silent }),
		start: (options = {}) => start(place, options),
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
	const n8n = await startN8n({ prepared: { engine, folders }, port: 5800, log: silent, ...options });
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

/** The built package once more, under a higher version. */
export async function nextVersion(folder) {
	const manifest = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8'));
	const [major, minor, patch] = manifest.version.split('.').map(Number);
	const next = { ...manifest, version: `${major}.${minor}.${patch + 1}` };
	for (const part of ['dist', 'README.md', 'LICENSE', 'CHANGELOG.md', 'index.js']) {
		await cp(path.join(project, part), path.join(folder, part), { recursive: true });
	}
	await writeFile(path.join(folder, 'package.json'), JSON.stringify(next, null, 2));
	return next.version;
}
