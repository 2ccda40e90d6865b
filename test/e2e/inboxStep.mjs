/** The simulator's inbox page, by the script that also stands alone. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { check } from './lib/checks.mjs';
export { missing } from './lib/browser.mjs';

export async function run() {
	const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(import.meta.dirname, 'inbox.mjs')], {
		encoding: 'utf8',
	});
	for (const [, name] of stdout.matchAll(/^✓ (.*)$/gm)) await check(name, () => {});
	await check('the inbox works', () => {
		if (status !== 0) throw new Error(stderr);
	});
}
