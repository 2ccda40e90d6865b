/**
 * The package in a user's hands: `npm run e2e [-- <step> …] [--screenshots <folder>] [--no-build] [--list]`.
 * Each step is a file of this folder; without a name all of them run, one after the other.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { counts, failed } from './lib/checks.mjs';
import { endOnSignals } from './lib/leftovers.mjs';
import { project } from './lib/place.mjs';

const STEPS = ['inbox', 'install', 'editor', 'form', 'recipes', 'alive', 'killed', 'scaled', 'compatible'];

endOnSignals();
const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { screenshots: { type: 'string' }, 'no-build': { type: 'boolean' }, list: { type: 'boolean' } },
});
const unknown = positionals.find((name) => !STEPS.includes(name));
if (values.list || unknown) {
	console.log(`${unknown ? `There is no step “${unknown}”. ` : ''}Steps: ${STEPS.join(', ')}`);
	process.exit(unknown ? 1 : 0);
}

if (!values['no-build']) {
	const build = spawnSync('npm', ['run', 'build'], {
		cwd: project,
		encoding: 'utf8',
		shell: process.platform === 'win32',
	});
	if (build.status !== 0) {
		console.error(`The package could not be built:\n${build.stdout}${build.stderr}`);
		process.exit(1);
	}
}

for (const name of STEPS.filter((step) => positionals.length === 0 || positionals.includes(step))) {
	console.log(`\n${name}`);
	const started = Date.now();
	try {
		const { missing = () => undefined, run } = await import(name === 'inbox' ? './inboxStep.mjs' : `./${name}.mjs`);
		const lacking = missing();
		if (lacking) failed(`${name} can't run here`, `Missing: ${lacking}. On Debian: apt-get install -y ${lacking}`);
		else await run(values);
	} catch (error) {
		failed(`${name} ran to its end`, error);
	}
	console.log(`  (${Math.round((Date.now() - started) / 1000)} s)`);
}

console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 ? 0 : 1);
