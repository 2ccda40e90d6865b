/** The picture in CONTRIBUTING.md against the imports of the sources. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { listSources, ROOT } from '../package/packedPackage.cts';
import { readDocument } from './documents.cts';

const N8N = 'n8n-workflow';
const SOURCES = listSources().filter((file) => file.endsWith('.ts'));

/** The box of the picture that a source lies in: its room of `bridge/`, its folder, or the file itself. */
const boxOf = (file: string) =>
	/^nodes\/MimSms\/(?:bridge\/)?(\w+)\//.exec(file)?.[1] ??
	(file.startsWith('credentials/') ? 'credentials' : path.basename(file, '.ts'));

/** Boxes from the top down: each knows only what is below it. */
const LEVELS = [
	...['MimSms.node', 'MimSmsTrigger.node', 'resources', 'poll', 'credentials'],
	...['send', 'run', 'http', 'input', 'trigger', 'gateway', 'expressions', 'vendor'],
];

const textOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** What a source imports, as it names it. Types count: they bind as well. */
const namedBy = (file: string): string[] =>
	ts.preProcessFile(textOf(file)).importedFiles.map(({ fileName }) => fileName);

/** The source that another one names. */
function sourceOf(file: string, name: string): string {
	const target = path.posix.join(path.posix.dirname(file), name).replace(/\.js$/, '');
	const imported = [`${target}.ts`, `${target}/index.ts`].find((source) => existsSync(path.join(ROOT, source)));
	if (imported === undefined) throw new Error(`${file} imports ${name}, which is not there`);
	return imported;
}

const filesImportedBy = (file: string): string[] =>
	namedBy(file).flatMap((name) => (name.startsWith('.') ? [sourceOf(file, name)] : []));

/** What a source imports: boxes, and modules by their names. */
const importsOf = (file: string): string[] =>
	namedBy(file).map((name) => (name.startsWith('.') ? boxOf(sourceOf(file, name)) : name));

/** By which code reaches for the machine that it runs on. */
const MACHINE =
	/^(?:process|performance|globalThis|require|fetch|set(?:Timeout|Interval|Immediate)|queueMicrotask|random(?:UUID|Bytes|Int))$/;
const CLOCK_OR_LOT = /^(?:Date\.now|DateTime\.(?:now|local|utc)|Math\.random|performance\.now)$/;

/** Where a text asks the clock, draws lots, waits, or reaches for the machine. */
function impureIn(text: string): string[] {
	const found: string[] = [];
	const isOf = (node: ts.Node): boolean => {
		if (ts.isIdentifier(node)) return MACHINE.test(node.text);
		if (ts.isPropertyAccessExpression(node)) return CLOCK_OR_LOT.test(node.getText());
		if (ts.isNewExpression(node)) return node.expression.getText() === 'Date' && !node.arguments?.length;
		if (!ts.isCallExpression(node)) return false;
		return node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'Date';
	};
	const visit = (node: ts.Node) => {
		if (isOf(node)) found.push(node.getText());
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile('core.ts', text, ts.ScriptTarget.Latest, true));
	return found;
}

const imports = SOURCES.flatMap((file) => importsOf(file).map((to) => [boxOf(file), to])).filter(
	([from, to]) => from !== to,
);
const modulesOf = (box: string) =>
	[
		...new Set(
			imports.filter(([from, to]) => from === box && !SOURCES.some((file) => boxOf(file) === to)).map(([, to]) => to),
		),
	].sort();

/** The arrows of the picture, boxes by what they hold. */
function drawn() {
	const picture = /```mermaid\nflowchart LR\n([^]*?)```/.exec(readDocument('CONTRIBUTING.md'))?.[1] ?? '';
	const titles = Object.fromEntries([...picture.matchAll(/(\w+)\["([\w.-]+)/g)].map(([, id, title]) => [id, title]));
	const boxes = (side: string) =>
		side
			.replaceAll(/\["[^"]*"\]/g, '')
			.split('&')
			.map((id) => titles[id.trim()] ?? id.trim());
	return picture
		.split('\n')
		.filter((line) => line.includes('-->'))
		.flatMap((line) => {
			const [left, right] = line.split('-->');
			return boxes(left).flatMap((from) => boxes(right).map((to) => `${from} --> ${to}`));
		});
}

describe('the picture in CONTRIBUTING.md', () => {
	it('has an arrow for every import, and no other', () => {
		const inside = imports.filter(([, to]) => to === N8N || SOURCES.some((file) => boxOf(file) === to));

		expect(inside.length).toBeGreaterThan(50);
		expect(drawn().sort()).toEqual([...new Set(inside.map(([from, to]) => `${from} --> ${to}`))].sort());
	});

	it('has no arrow that leads back up, and so no circle', () => {
		const up = imports.filter(([from, to]) => LEVELS.includes(to) && LEVELS.indexOf(from) >= LEVELS.indexOf(to));

		expect([...new Set(imports.map(([from]) => from))].filter((box) => !LEVELS.includes(box))).toEqual([]);
		expect(up).toEqual([]);
	});

	it('hides no circle between two files of one box', () => {
		const targets = new Map(SOURCES.map((file) => [file, filesImportedBy(file)]));
		const done = new Set<string>();
		const circles: string[][] = [];
		const walk = (file: string, road: readonly string[]) => {
			if (road.includes(file)) circles.push([...road.slice(road.indexOf(file)), file]);
			if (done.has(file) || road.includes(file)) return;
			for (const target of targets.get(file) ?? []) walk(target, [...road, file]);
			done.add(file);
		};
		for (const file of SOURCES) walk(file, []);

		expect([...targets.values()].flat().length).toBeGreaterThan(200);
		expect(circles).toEqual([]);
	});
});

describe('the road of a message in CONTRIBUTING.md', () => {
	const road = /## The road of a message[^]*?(?=\n## Add)/.exec(readDocument('CONTRIBUTING.md'))?.[0] ?? '';

	it('names files that are there', () => {
		const named = [...road.matchAll(/[\w./-]+\.ts\b/g)].map(([file]) => file);

		expect(named.length).toBeGreaterThan(20);
		expect(named.filter((file) => !SOURCES.some((source) => source.endsWith(`/${file}`) || source === file))).toEqual(
			[],
		);
	});
});

describe('the core', () => {
	it.each([
		['expressions', []],
		['gateway', ['luxon']],
		['trigger', ['crypto']],
	])('%s/ imports of others only %s, which do no I/O', (box, modules) => {
		expect(modulesOf(box)).toEqual(modules);
	});

	it('asks no clock, draws no lots, and waits for nothing', () => {
		const core = SOURCES.filter((file) => ['expressions', 'gateway', 'trigger'].includes(boxOf(file)));

		expect(core.length).toBeGreaterThan(30);
		expect(core.flatMap((file) => impureIn(textOf(file)).map((what) => `${file}: ${what}`))).toEqual([]);
	});

	it.each([
		['const now = Date.now();', ['Date.now']],
		['const now = new Date();', ['new Date()']],
		['const now = Date();', ['Date()']],
		['const now = DateTime.now().plus(1);', ['DateTime.now']],
		['const lot = Math.random();', ['Math.random']],
		['setTimeout(() => process.exit(), 1);', ['setTimeout', 'process']],
		["const fs = await import('fs');", ["import('fs')"]],
		["const day = new Date(Date.UTC(2026, 1, 1)); const { now } = DateTime.fromISO('2026-01-01');", []],
	])('would be found out: %s', (text, found) => {
		expect(impureIn(text)).toEqual(found);
	});
});

describe('the seam between the node and the APIs of a gateway', () => {
	it('no file outside gateway/ imports from the folder of one API', () => {
		const outside = SOURCES.filter((file) => !file.startsWith('nodes/MimSms/gateway/'));
		const guilty = outside.filter((file) => namedBy(file).some((name) => /\/gateway\/\w+\//.test(name)));

		expect(outside.length).toBeGreaterThan(30);
		expect(guilty).toEqual([]);
	});

	it.each([
		['classic', 'v2'],
		['v2', 'classic'],
	])('no file of gateway/%s imports from gateway/%s', (one, other) => {
		const ofOne = SOURCES.filter((file) => file.startsWith(`nodes/MimSms/gateway/${one}/`));
		const guilty = ofOne.filter((file) =>
			filesImportedBy(file).some((imported) => imported.startsWith(`nodes/MimSms/gateway/${other}/`)),
		);

		expect(ofOne.length).toBeGreaterThan(4);
		expect(guilty).toEqual([]);
	});

	it('only the credential signs a request', () => {
		const callers = SOURCES.filter((file) =>
			/\bsign\(/.test(textOf(file).replace(/^.*\bfunction sign\(.*$|^\tsign\(.*: .*;$/gm, '')),
		);

		expect(callers).toEqual(['credentials/signIn.ts']);
	});
});
