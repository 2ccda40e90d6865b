/**
 * npm run bench                 every row, some minutes; brings n8n first, as `npm start` does, where it is missing
 *   -- --short                  small sizes, for CI: fails when a ratio falls behind its goal by half
 *   -- --only personalised,send rows by name
 *   -- --profile                where our time goes, instead of the table
 *   -- --write                  writes the table into docs/benchmarks.md, between its comments, and draws the picture of it
 *   -- --expressions legacy     one expression engine of n8n (vm, quickjs, legacy) for all rows. Without it: the sandbox, which is
 *                               the server's default since 2.x (vm), and the plain engine (legacy) beside it where it counts
 *   -- --server                 real n8n with its database too: workflows called by webhook, by n8n's own execution times
 *   -- --package FOLDER         another build of this package
 */
import { execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { foldersIn } from '../n8n/folders.cts';
import { installEngine } from '../n8n/install.cts';
import { RUN_TYPESCRIPT } from '../typescript.cts';
import { drawChart } from './chart.cts';
import type { RowMessage, RowOptions } from './rowProcess.cts';
import { isEvaluating, rowNamed, type RowName } from './rows/index.cts';
import type { Expressions } from './scene.cts';
import { judge, machine, markdownTable, plainTable, type JudgedLine } from './table.cts';

const PROJECT = path.resolve(__dirname, '../..');
const DOCUMENT = path.join(PROJECT, 'docs/benchmarks.md');
const PLACE = /<!-- bench -->[^]*?<!-- \/bench -->/;
const PICTURE = path.join(PROJECT, 'test/bench/speed.svg');
const ROWS: RowName[] = ['personalised', 'send', 'reports', 'parse', 'quietPoll', 'large', 'package'];
const FULL_LIMIT = 15 * 60_000;
const SHORT_LIMIT = 3 * 60_000;

const { values: options } = parseArgs({
	options: {
		short: { type: 'boolean', default: false },
		write: { type: 'boolean', default: false },
		profile: { type: 'boolean', default: false },
		only: { type: 'string' },
		rounds: { type: 'string' },
		expressions: { type: 'string' },
		server: { type: 'boolean', default: false },
		package: { type: 'string' },
	},
});

/** What rows have given. */
interface Findings {
	lines: JudgedLine[];
	notes: string[];
	errors: string[];
}

const say = (text: string) => process.stderr.write(`${text}\n`);

/** The Node to run on: the one that n8n brought, else this. */
async function findNode(): Promise<string> {
	const isThere = existsSync(path.join(PROJECT, '.n8n-dev/engine/installed.txt'));
	if (!isThere && options.short) {
		say(
			"n8n is not installed here (npm start or npm run bench does it): the lines against n8n's own nodes are left out.",
		);
		return process.execPath;
	}
	return (await installEngine({ folders: foldersIn(), log: say })).node;
}

const environment = (expressions: Expressions): NodeJS.ProcessEnv => ({
	...process.env,
	...(options.package && { BENCH_PACKAGE: path.resolve(options.package) }),
	BENCH_EXPRESSIONS: expressions,
});

const versionOf = (node: string): string => execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1);

/** The engines to measure a row on. Before Node 24 there is no sandbox but in n8n's editor. */
function enginesFor(name: string, node: string): Expressions[] {
	if (options.expressions) return [options.expressions as Expressions];
	if (Number.parseInt(versionOf(node)) < 24) return ['legacy'];
	if (!isEvaluating(name)) return ['legacy'];
	return options.short ? ['vm'] : ['vm', 'legacy'];
}

/** One row in a process of its own. */
async function measureRow(name: string, expressions: Expressions, node: string): Promise<Findings> {
	const settings: RowOptions = {
		isShort: options.short,
		expressions,
		...(options.rounds && { rounds: Number(options.rounds), memoryRounds: Math.min(3, Number(options.rounds)) }),
	};
	const child = fork(path.join(__dirname, 'rowProcess.cts'), [name, JSON.stringify(settings)], {
		execPath: node,
		execArgv: ['--expose-gc', '--max-old-space-size=4096', ...RUN_TYPESCRIPT],
		env: environment(expressions),
	});
	const found: Findings = { lines: [], notes: [], errors: [] };
	child.on('message', (message: RowMessage) => {
		if ('line' in message) {
			const line = judge(message.line);
			found.lines.push(line);
			say(plainTable([line]).split('\n').slice(-1)[0]);
		} else if ('note' in message) found.notes.push(message.note);
		else found.errors.push(`${name}: ${message.error}`);
	});
	const timer = setTimeout(() => child.kill(), options.short ? SHORT_LIMIT : FULL_LIMIT);
	const [code] = await once(child, 'exit');
	clearTimeout(timer);
	if (code !== 0 && found.errors.length === 0) found.errors.push(`${name} was ended after its time`);
	return found;
}

async function profileRows(names: string[], node: string) {
	for (const name of names) {
		for (const [subject, size] of Object.entries(rowNamed(name).profiled ?? {})) {
			const program = path.join(__dirname, 'profile.cts');
			const child = spawn(node, [...RUN_TYPESCRIPT, program, name, subject, String(size)], {
				stdio: 'inherit',
				env: environment(enginesFor(name, node)[0]),
			});
			await once(child, 'exit');
		}
	}
}

function versions(node: string): Record<string, string | undefined> {
	const read = (file: string): string | undefined =>
		existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : undefined;
	const modules = path.join(PROJECT, '.n8n-dev/engine/node_modules');
	const n8n = read(path.join(modules, 'n8n/package.json'));
	return {
		'n8n-nodes-mimsms': read(path.join(PROJECT, 'package.json')),
		...(n8n
			? { n8n, 'n8n-nodes-base': read(path.join(modules, 'n8n-nodes-base/package.json')) }
			: { 'n8n-core': read(path.join(PROJECT, 'node_modules/n8n-core/package.json')) }),
		Node: versionOf(node),
		...(options.expressions && { expressions: options.expressions }),
	};
}

/** The table and the picture of docs/benchmarks.md. */
function publish({ lines, notes }: Findings, caption: string) {
	const text = readFileSync(DOCUMENT, 'utf8');
	const table = `<!-- bench -->\n${markdownTable(lines)}\n\n${[...notes, caption].join('\n')}\n<!-- /bench -->`;
	if (!PLACE.test(text)) throw new Error(`${DOCUMENT} has no place for the table: <!-- bench --> … <!-- /bench -->`);
	writeFileSync(
		DOCUMENT,
		text.replace(PLACE, () => table),
	);
	writeFileSync(PICTURE, drawChart(lines, caption));
}

async function main() {
	const names = options.only ? options.only.split(',') : [...ROWS, ...(options.server ? (['server'] as const) : [])];
	const node = await findNode();
	if (options.profile) return await profileRows(names, node);
	const found: Findings = { lines: [], notes: [], errors: [] };
	for (const name of names) {
		for (const expressions of enginesFor(name, node)) {
			say(`… ${name} (${expressions})`);
			const { lines, notes, errors } = await measureRow(name, expressions, node);
			found.lines.push(...lines);
			found.notes.push(...notes);
			found.errors.push(...errors);
		}
	}
	const caption = machine(versions(node));
	console.log([plainTable(found.lines), '', ...found.notes, caption].join('\n'));
	if (options.write) publish(found, caption);
	const far = found.lines.filter((line) => line.far);
	for (const line of far) say(`Behind its goal by half: ${line.work} (${line.against})`);
	for (const error of found.errors) say(error);
	if (found.errors.length > 0 || (options.short && far.length > 0)) process.exitCode = 1;
}

main().catch((error: Error) => {
	say(error.stack ?? error.message);
	process.exitCode = 1;
});
