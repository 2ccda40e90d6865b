'use strict';
/**
 * npm run bench                 every row, some minutes; brings n8n first, as `npm start` does, where it is missing
 *   -- --short                  small sizes, for CI: fails when a ratio falls behind its goal by half
 *   -- --only personalised,send rows by name
 *   -- --profile                where our time goes, instead of the table
 *   -- --write                  writes the table into docs/benchmarks.md, between its comments, and draws the picture of it
 *   -- --expressions vm         n8n's sandboxed expression engine, the server's default since 2.x, instead of the plain one
 *   -- --package FOLDER         another build of this package
 */
const { fork, spawn } = require('node:child_process');
const { once } = require('node:events');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { drawChart } = require('./chart');
const { judge, machine, markdownTable, plainTable } = require('./table');

const PROJECT = path.resolve(__dirname, '../..');
const DOCUMENT = path.join(PROJECT, 'docs/benchmarks.md');
const PLACE = /<!-- bench -->[^]*?<!-- \/bench -->/;
const PICTURE = path.join(PROJECT, 'test/bench/speed.svg');
const ROWS = ['personalised', 'send', 'reports', 'parse', 'quietPoll', 'large', 'package'];
const FULL_LIMIT = 15 * 60_000;
const SHORT_LIMIT = 20_000;

const { values: options } = parseArgs({
	options: {
		short: { type: 'boolean', default: false },
		write: { type: 'boolean', default: false },
		profile: { type: 'boolean', default: false },
		only: { type: 'string' },
		rounds: { type: 'string' },
		expressions: { type: 'string', default: 'legacy' },
		package: { type: 'string' },
	},
});

const say = (text) => process.stderr.write(`${text}\n`);

/** The Node to run on: the one that n8n brought, else this. */
async function findNode() {
	const { installEngine } = require('../n8n/install');
	const { foldersIn } = require('../n8n/folders');
	const isThere = existsSync(path.join(PROJECT, '.n8n-dev/engine/installed.txt'));
	if (!isThere && options.short) {
		say(
			"n8n is not installed here (npm start or npm run bench does it): the lines against n8n's own nodes are left out.",
		);
		return process.execPath;
	}
	return (await installEngine({ folders: foldersIn(), log: say })).node;
}

const environment = () => ({
	...process.env,
	...(options.package && { BENCH_PACKAGE: path.resolve(options.package) }),
	BENCH_EXPRESSIONS: options.expressions,
});

/** One row in a process of its own. */
async function measureRow(name, node) {
	const settings = {
		isShort: options.short,
		expressions: options.expressions,
		...(options.rounds && { rounds: Number(options.rounds), memoryRounds: Math.min(3, Number(options.rounds)) }),
	};
	const child = fork(path.join(__dirname, 'rowProcess.js'), [name, JSON.stringify(settings)], {
		execPath: node,
		execArgv: ['--expose-gc', '--max-old-space-size=4096'],
		env: environment(),
	});
	const found = { lines: [], notes: [], error: undefined };
	child.on('message', ({ line, note, error }) => {
		if (line) {
			found.lines.push(judge(line));
			say(
				plainTable([judge(line)])
					.split('\n')
					.at(-1),
			);
		}
		if (note) found.notes.push(note);
		if (error) found.error = error;
	});
	const timer = setTimeout(() => child.kill(), options.short ? SHORT_LIMIT : FULL_LIMIT);
	const [code] = await once(child, 'exit');
	clearTimeout(timer);
	if (code !== 0) found.error ??= `${name} was ended after its time`;
	return found;
}

async function profileRows(names, node) {
	for (const name of names) {
		for (const [subject, size] of Object.entries(require(`./rows/${name}`).profiled ?? {})) {
			const child = spawn(node, [path.join(__dirname, 'profile.js'), name, subject, String(size)], {
				stdio: 'inherit',
				env: environment(),
			});
			await once(child, 'exit');
		}
	}
}

function versions(node) {
	const { execFileSync } = require('node:child_process');
	const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined);
	const modules = path.join(PROJECT, '.n8n-dev/engine/node_modules');
	const n8n = read(path.join(modules, 'n8n/package.json'));
	return {
		'n8n-nodes-mimsms': read(path.join(PROJECT, 'package.json')),
		...(n8n
			? { n8n, 'n8n-nodes-base': read(path.join(modules, 'n8n-nodes-base/package.json')) }
			: { 'n8n-core': read(path.join(PROJECT, 'node_modules/n8n-core/package.json')) }),
		Node: execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1),
		expressions: options.expressions,
	};
}

/** The table and the picture of docs/benchmarks.md. */
function publish({ lines, notes }, caption) {
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
	const names = options.only ? options.only.split(',') : ROWS;
	const node = await findNode();
	if (options.profile) return await profileRows(names, node);
	const found = { lines: [], notes: [], errors: [] };
	for (const name of names) {
		say(`… ${name}`);
		const { lines, notes, error } = await measureRow(name, node);
		found.lines.push(...lines);
		found.notes.push(...notes);
		if (error) found.errors.push(`${name}: ${error}`);
	}
	const caption = machine(versions(node));
	console.log([plainTable(found.lines), '', ...found.notes, caption].join('\n'));
	if (options.write) publish(found, caption);
	const far = found.lines.filter((line) => line.far);
	for (const line of far) say(`Behind its goal by half: ${line.work} (${line.against})`);
	for (const error of found.errors) say(error);
	if (found.errors.length > 0 || (options.short && far.length > 0)) process.exitCode = 1;
}

main().catch((error) => {
	say(error.stack);
	process.exitCode = 1;
});
