import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { backOff } from 'exponential-backoff';
import { FailedCommand, npm, run } from './command.cts';
import type { RunOptions } from './command.cts';
import type { Installation } from './communityPackage.cts';
import { Problem } from './problem.cts';

const PINNED = join(__dirname, 'install');
const LISTS = ['package.json', 'package-lock.json'];
const GIGABYTE = 1024 ** 3;
const SPACE_NEEDED = 4 * GIGABYTE;
const HOPELESS = new Set(['ENOSPC', 'EACCES', 'EPERM', 'EROFS', 'ETARGET', 'E404', 'EUSAGE', 'EJSONPARSE']);

/** The two programs: n8n, and the Node that runs it. */
export interface N8nEngine {
	node: string;
	n8n: string;
}

/** Brings the pinned n8n and its Node into `folders.engine`, once for each set of pinned versions. */
export async function installEngine({ folders, log, signal }: Installation): Promise<N8nEngine> {
	const { engine } = folders;
	const stamp = join(engine, 'installed.txt');
	const wanted = fingerprint();
	const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
	if (!installed) {
		await checkSpace(engine);
		log(`Bringing n8n ${pinnedVersion()} and the Node it needs. Only this first time: about 5 minutes, 3 GB.`);
		for (const list of LISTS) copyFileSync(join(PINNED, list), join(engine, list));
		await downloadPackages({ folders, log, signal });
		await buildNativeParts({ folders, log, signal });
		writeFileSync(stamp, wanted);
		log('n8n is installed.');
	}
	return { node: findNode(engine), n8n: join(engine, 'node_modules', 'n8n', 'bin', 'n8n') };
}

function fingerprint(): string {
	const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
	for (const list of LISTS) hash.update(readFileSync(join(PINNED, list)));
	return hash.digest('hex');
}

function pinnedVersion(): string {
	return JSON.parse(readFileSync(join(PINNED, 'package.json'), 'utf8')).dependencies.n8n;
}

async function checkSpace(folder: string): Promise<void> {
	const { bavail, bsize } = await statfs(folder);
	if (bavail * bsize >= SPACE_NEEDED) return;
	throw new Problem(
		`There is not enough room on the disk: ${((bavail * bsize) / GIGABYTE).toFixed(1)} GB are free, 4 GB are needed.`,
		'Free some space, then run npm start again.',
	);
}

// npm install, not npm ci: the lock file may lack packages of other platforms, which npm ci refuses.
async function downloadPackages({ folders, log, signal }: Installation): Promise<void> {
	const attempt = () => {
		const progress = downloadProgress(log);
		return npm(
			[
				'install',
				'--ignore-scripts',
				'--no-audit',
				'--no-fund',
				'--no-progress',
				'--loglevel=http',
				'--prefer-offline',
				'--fetch-retries=3',
			],
			{ cwd: folders.engine, logFile: folders.installLog, signal, onLine: progress.read },
		).finally(progress.stop);
	};
	try {
		await backOff(attempt, {
			numOfAttempts: 5,
			startingDelay: 5_000,
			maxDelay: 60_000,
			retry: (error, tries) => {
				if (signal?.aborted || HOPELESS.has(reasonOf(error))) return false;
				if (tries < 5)
					log(`The download was interrupted (${reasonOf(error)}). Trying again; what has arrived is kept.`);
				return true;
			},
		});
	} catch (error) {
		if (signal?.aborted) throw error;
		throw new Problem(
			`n8n could not be downloaded (${reasonOf(error)}).`,
			reasonOf(error) === 'ENOSPC'
				? 'The disk is full: free 4 GB, then run npm start again.'
				: `Check the internet connection, then run npm start again: it goes on from here. Details: ${folders.installLog}`,
			{ cause: error },
		);
	}
}

/** npm's own code of its failure, else what happened. */
function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return (error instanceof FailedCommand && error.npmCode) || error.message;
}

function downloadProgress(log: Installation['log']): { read: (line: string) => void; stop: () => void } {
	const lock = JSON.parse(readFileSync(join(PINNED, 'package-lock.json'), 'utf8'));
	// Seen: npm asks for 1.6 files a package, its description and its archive (some descriptions serve several).
	const total = 1.6 * Object.keys(lock.packages).length;
	const started = Date.now();
	let arrived = 0;
	const tell = () => {
		const share = Math.floor((100 * arrived) / total);
		log(`  ${share < 95 ? `${share} % downloaded` : 'downloaded, unpacking'} (${minutes(Date.now() - started)})`);
	};
	const timer = setInterval(tell, 15_000);
	return {
		read: (line) => {
			if (/^npm http (cache|fetch GET (200|304)) /.test(line)) arrived += 1;
		},
		stop: () => clearInterval(timer),
	};
}

function minutes(milliseconds: number): string {
	const seconds = Math.round(milliseconds / 1000);
	return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Makes n8n's two compiled modules work: ready-made where one can be had, else compiled here.
 * The headers come from the Node package itself, so nothing but a compiler is needed.
 */
async function buildNativeParts({ folders, log, signal }: Installation): Promise<void> {
	const { engine, installLog: logFile } = folders;
	const node = findNode(engine);
	const env = { PATH: withFirst(dirname(node)), ...headersBeside(node) };
	const inEngine = { cwd: engine, logFile, signal };
	for (const module of ['sqlite3', 'isolated-vm']) {
		if (await loads(module, node, inEngine)) continue;
		log(`Preparing ${module} for this computer (a minute or two) …`);
		try {
			await npm(['rebuild', module, '--ignore-scripts=false', '--foreground-scripts'], {
				...inEngine,
				node,
				env,
			});
		} catch (error) {
			if (signal?.aborted) throw error;
		}
		if (await loads(module, node, inEngine)) continue;
		throw new Problem(
			`A part of n8n (${module}) could be neither downloaded nor compiled.`,
			`Install Python 3 and a C++ compiler (Debian and Ubuntu: apt install python3 make g++; Mac: xcode-select --install), then run npm start again. Details: ${logFile}`,
		);
	}
}

/** Where node-gyp finds the headers of this Node without asking the network for them. */
export function headersBeside(node: string): Record<string, string> {
	const folder = dirname(dirname(node));
	return existsSync(join(folder, 'include', 'node', 'node_api.h')) ? { npm_config_nodedir: folder } : {};
}

async function loads(module: string, node: string, options: RunOptions): Promise<boolean> {
	try {
		await run(node, ['-e', `require('${module}')`], options);
		return true;
	} catch (error) {
		if (options.signal?.aborted) throw error;
		return false;
	}
}

/** The search path of programs with `folder` in front. */
export function withFirst(folder: string): string {
	const separator = process.platform === 'win32' ? ';' : ':';
	return [folder, process.env.PATH ?? process.env.Path].join(separator);
}

function findNode(engine: string): string {
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	for (const name of [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`]) {
		const folder = join(engine, 'node_modules', name);
		if (!existsSync(folder)) continue;
		return join(folder, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).bin.node);
	}
	if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
	throw new Problem(
		`n8n needs Node 24, and there is no ready-made one for this computer (${process.platform} ${process.arch}).`,
		'Install Node 24 from nodejs.org, then run npm start again.',
	);
}
