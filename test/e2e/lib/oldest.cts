/** The oldest n8n that is supported: the last of 1.x. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { backOff } from 'exponential-backoff';
import { npm, run as runProgram } from '../../n8n/command.cts';
import { headersBeside, type N8nEngine } from '../../n8n/install.cts';
import { tell } from './checks.cts';
import { project } from './place.cts';

const OLDEST = '1.123.81';

/** n8n 1 starts neither when it is to switch off a module that it hasn't got, nor, on Node 20, with isolated-vm, which needs Node 22. */
export const ON_NODE_20 = { N8N_DISABLED_MODULES: '', N8N_EXPRESSION_ENGINE: 'legacy' };

export function versionOf({ n8n }: N8nEngine): string {
	const manifest = readFileSync(path.resolve(n8n, '../../package.json'), 'utf8');
	return (JSON.parse(manifest) as { version: string }).version;
}

/** n8n 1, once, beside the other; its source for xlsx can't be reached, and the package never calls it. */
export async function oldestEngine(): Promise<N8nEngine> {
	const folder = path.join(project, '.n8n-dev', 'engine-1');
	const n8n = path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	const stamp = path.join(folder, 'installed.txt');
	if (!existsSync(stamp)) {
		tell(`Bringing n8n ${OLDEST}: only this first time, about 3 minutes, 2 GB.`);
		mkdirSync(folder, { recursive: true });
		const manifest = {
			name: 'n8n-oldest',
			private: true,
			dependencies: { n8n: OLDEST },
			overrides: { xlsx: '0.18.5' },
		};
		writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
		const options = { cwd: folder, logFile: path.join(folder, 'install.log') };
		await backOff(() => npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], options), {
			numOfAttempts: 5,
			startingDelay: 5_000,
		});
		const env = headersBeside(process.execPath);
		await npm(['rebuild', 'sqlite3', '--ignore-scripts=false', '--foreground-scripts'], { ...options, env });
		await runProgram(process.execPath, ['-e', "require('sqlite3')"], options);
		writeFileSync(stamp, OLDEST);
	}
	return { node: process.execPath, n8n };
}
