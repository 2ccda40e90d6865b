/** The picture in CONTRIBUTING.md against the imports of the sources. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { listSources, ROOT } from '../package/packedPackage.cts';
import { readDocument } from './documents.cts';

const N8N = 'n8n-workflow';
const SOURCES = listSources().filter((file) => file.endsWith('.ts'));

/** The box of the picture that a source lies in: its folder, or the file itself. */
const boxOf = (file: string) =>
	/^nodes\/MimSms\/(\w+)\//.exec(file)?.[1] ??
	(file.startsWith('credentials/') ? 'credentials' : path.basename(file, '.ts'));

/** What a source imports: boxes, and modules by their names. Types count: they bind as well. */
function importsOf(file: string): string[] {
	const { importedFiles } = ts.preProcessFile(readFileSync(path.join(ROOT, file), 'utf8'));
	return importedFiles.map(({ fileName }) => {
		if (!fileName.startsWith('.')) return fileName;
		const target = path.posix.join(path.posix.dirname(file), fileName);
		const imported = [`${target}.ts`, `${target}/index.ts`].find((name) => existsSync(path.join(ROOT, name)));
		if (imported === undefined) throw new Error(`${file} imports ${fileName}, which is not there`);
		return boxOf(imported);
	});
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
});

describe('the core', () => {
	it.each([
		['gateway', ['luxon']],
		['trigger', ['crypto']],
	])('%s/ imports of others only %s, which do no I/O', (box, modules) => {
		expect(modulesOf(box)).toEqual(modules);
	});
});

describe('the seam between the node and the APIs of a gateway', () => {
	const textOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

	it('no file outside gateway/ imports from the folder of one API', () => {
		const outside = SOURCES.filter((file) => !file.startsWith('nodes/MimSms/gateway/'));
		const guilty = outside.filter((file) =>
			ts.preProcessFile(textOf(file)).importedFiles.some(({ fileName }) => /\/gateway\/\w+\//.test(fileName)),
		);

		expect(outside.length).toBeGreaterThan(30);
		expect(guilty).toEqual([]);
	});

	it('only the credential signs a request', () => {
		const callers = SOURCES.filter((file) =>
			/\bsign\(/.test(textOf(file).replace(/^.*\bfunction sign\(.*$|^\tsign\(.*: .*;$/gm, '')),
		);

		expect(callers).toEqual(['credentials/signIn.ts']);
	});
});
