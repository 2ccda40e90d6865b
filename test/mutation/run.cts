/**
 * npm run mutation                    which changes of the pure rooms would no test notice? Half an hour on two cores
 *   -- reports phone                  by the names of groups.cts
 *   -- reports --lines xml:20-60      some lines of a file; may be repeated
 *
 * Fails below 90 %. All that survives is printed; what is there for a reason stands in README.md.
 */
import { existsSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Stryker } from '@stryker-mutator/core';
import { ROOT } from '../package/packedPackage.cts';
import { GROUPS } from './groups.cts';

type StrykerOptions = ConstructorParameters<typeof Stryker>[0];
type Mutant = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

const LEAST = 90;
const SOURCES = 'nodes/MimSms';
const COUNTED = ['Killed', 'Timeout', 'Survived', 'NoCoverage'];

const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: { lines: { type: 'string', multiple: true } },
});

/** A source that no group holds would never be changed; one whose own tests are not in its group would seem untested. */
function checkGroups() {
	const grouped = Object.values(GROUPS).flatMap(({ sources }) => sources);
	// Types alone, and the labels that test/node compares with the editor's.
	const isWithoutCode = (file: string) =>
		['gateway/dialect', 'gateway/reply', 'gateway/sms', 'gateway/fieldNames'].includes(file);
	const missing = ['expressions', 'gateway', 'trigger']
		.flatMap((folder) =>
			readdirSync(path.join(ROOT, SOURCES, folder), { recursive: true, encoding: 'utf8' })
				.filter((file) => file.endsWith('.ts'))
				.map((file) => `${folder}/${file.replaceAll(path.sep, '/').slice(0, -'.ts'.length)}`),
		)
		.filter((file) => !grouped.includes(file) && !isWithoutCode(file));
	if (missing.length > 0) throw new Error(`test/mutation/groups.cts has no place for ${missing.join(', ')}`);
	const left = Object.values(GROUPS).flatMap(({ sources, tests }) =>
		sources.filter((source) => !tests.includes(source) && existsSync(path.join(ROOT, 'test', `${source}.test.cts`))),
	);
	if (left.length > 0) throw new Error(`test/mutation/groups.cts leaves out the tests of ${left.join(', ')}`);
	const unknown = positionals.filter((name) => !Object.hasOwn(GROUPS, name));
	if (unknown.length > 0)
		throw new Error(`${unknown.join(', ')}: no such group. There are ${Object.keys(GROUPS).join(', ')}`);
}

function filesOf(name: string): string[] {
	const files = GROUPS[name].sources.map((source) => `${SOURCES}/${source}.ts`);
	if (!options.lines) return files;
	return options.lines.map((range) => {
		const [part, lines] = range.split(':');
		return `${files.find((file) => path.basename(file, '.ts') === part)}:${lines}`;
	});
}

async function changeGroup(name: string): Promise<Mutant[]> {
	process.env.MUTATION_GROUP = name;
	// Node.js itself has to load it: tsx can't require all that it needs.
	const { Stryker } = await import('@stryker-mutator/core');
	const stryker = new Stryker({
		mutate: filesOf(name),
		testRunner: 'jest',
		jest: { configFile: 'test/mutation/jest.config.js', enableFindRelatedTests: false },
		coverageAnalysis: 'perTest',
		concurrency: Number(process.env.MUTATION_CONCURRENCY ?? os.availableParallelism()),
		tempDirName: path.join(os.tmpdir(), `n8n-nodes-mimsms-mutation-${process.pid}`),
		ignorePatterns: ['.n8n-dev'],
		timeoutMS: 8_000,
		// What jest keeps of each run makes the next one slower.
		maxTestRunnerReuse: 40,
		logLevel: 'warn' as StrykerOptions['logLevel'],
		reporters: ['progress-append-only'],
	});
	return (await stryker.runMutationTest()).filter(({ status }) => COUNTED.includes(status));
}

const survives = ({ status }: Mutant) => status === 'Survived' || status === 'NoCoverage';

const shareOf = (mutants: Mutant[]) => (100 * mutants.filter((mutant) => !survives(mutant)).length) / mutants.length;

const oneLine = (text: string) => text.replace(/\s+/g, ' ').slice(0, 120);

/** The lines of one file: its share, and what survived. */
function report(file: string, mutants: Mutant[]) {
	const survivors = mutants.filter(survives).sort((a, b) => a.location.start.line - b.location.start.line);
	console.log(
		`\n${shareOf(mutants).toFixed(1)} %  ${file}  (${mutants.length - survivors.length} of ${mutants.length})`,
	);
	for (const { mutatorName, location, replacement, status } of survivors) {
		console.log(
			`   ${location.start.line}:${location.start.column}  ${mutatorName}${status === 'NoCoverage' ? ', which no test reaches' : ''}  → ${oneLine(replacement ?? '')}`,
		);
	}
}

function byFile(mutants: Mutant[]): Map<string, Mutant[]> {
	const found = new Map<string, Mutant[]>();
	for (const mutant of mutants) found.set(mutant.fileName, [...(found.get(mutant.fileName) ?? []), mutant]);
	return found;
}

async function main() {
	checkGroups();
	const names = positionals.length > 0 ? positionals : Object.keys(GROUPS);
	const all: Mutant[] = [];
	for (const name of names) {
		const mutants = await changeGroup(name);
		all.push(...mutants);
		for (const [file, ofFile] of byFile(mutants)) report(path.relative(ROOT, file), ofFile);
	}
	console.log(
		`\n${all.filter((mutant) => !survives(mutant)).length} of ${all.length} noticed, ${shareOf(all).toFixed(1)} %`,
	);
	if (shareOf(all) < LEAST) process.exitCode = 1;
}

void main();
