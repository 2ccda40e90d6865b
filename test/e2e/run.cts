/**
 * The package in a user's hands: `npm run e2e [-- <step> …] [--screenshots <folder>] [--rounds <n>] [--seed <n>] [--no-build] [--list]`.
 * Each step is a file of this folder, a long one with its parts in a folder of the same name; without a name all of them run,
 * one after the other.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import * as agents from './agents.cts';
import * as alive from './alive.cts';
import * as atRandom from './atRandom.cts';
import * as carriedOn from './carriedOn.cts';
import * as compatible from './compatible.cts';
import * as deliveries from './deliveries.cts';
import * as duplicates from './duplicates.cts';
import * as editor from './editor.cts';
import * as form from './form.cts';
import * as inbox from './inbox.cts';
import * as install from './install.cts';
import * as killed from './killed.cts';
import { counts, failed } from './lib/checks.cts';
import { endOnSignals } from './lib/leftovers.cts';
import { project } from './lib/place.cts';
import type { Step, StepOptions } from './lib/step.cts';
import * as partly from './partly.cts';
import * as recipes from './recipes.cts';
import * as scaled from './scaled.cts';

const STEPS: Record<string, Step> = {
	inbox,
	install,
	editor,
	form,
	recipes,
	deliveries,
	duplicates,
	partly,
	alive,
	killed,
	carriedOn,
	agents,
	atRandom,
	scaled,
	compatible,
};

/** Runs a step; whatever it meets is counted. */
async function runStep(name: string, options: StepOptions) {
	console.log(`\n${name}`);
	const started = Date.now();
	try {
		const { missing = () => undefined, run } = STEPS[name];
		const lacking = missing();
		if (lacking) failed(`${name} can't run here`, `Missing: ${lacking}. On Debian: apt-get install -y ${lacking}`);
		else await run(options);
	} catch (error) {
		failed(`${name} ran to its end`, error);
	}
	console.log(`  (${Math.round((Date.now() - started) / 1000)} s)`);
}

function buildPackage() {
	const build = spawnSync('npm', ['run', 'build'], {
		cwd: project,
		encoding: 'utf8',
		shell: process.platform === 'win32',
	});
	if (build.status === 0) return;
	console.error(`The package could not be built:\n${build.stdout}${build.stderr}`);
	process.exit(1);
}

async function main() {
	endOnSignals();
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			screenshots: { type: 'string' },
			rounds: { type: 'string' },
			seed: { type: 'string' },
			'no-build': { type: 'boolean' },
			list: { type: 'boolean' },
		},
	});
	const names = Object.keys(STEPS);
	const unknown = positionals.find((name) => !names.includes(name));
	if (values.list || unknown) {
		console.log(`${unknown ? `There is no step “${unknown}”. ` : ''}Steps: ${names.join(', ')}`);
		process.exit(unknown ? 1 : 0);
	}
	if (!values['no-build']) buildPackage();
	for (const name of names.filter((step) => positionals.length === 0 || positionals.includes(step)))
		await runStep(name, {
			screenshots: values.screenshots,
			rounds: values.rounds ? Number(values.rounds) : undefined,
			seed: values.seed ? Number(values.seed) : undefined,
		});
	console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
	process.exit(counts.failed === 0 ? 0 : 1);
}

void main();
