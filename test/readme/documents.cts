/** What is written for people: README.md, and what it leads to. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { ROOT } from '../package/packedPackage.cts';

export const DOCUMENTS = [
	'README.md',
	'CONTRIBUTING.md',
	'.github/SECURITY.md',
	'docs/benchmarks.md',
	'docs/codes.md',
	'docs/fault-tests.md',
	'docs/gateways.md',
	'docs/limits.md',
	'docs/operations.md',
	'test/workflows/README.md',
	'test/simulator/README.md',
	'test/e2e/README.md',
];

export const readDocument = (name: string) => readFileSync(path.join(ROOT, name), 'utf8');

/** The rows of the table between two comments, cell by cell, without its head. */
export function table(text: string, name: string): string[][] {
	const found = new RegExp(`<!-- ${name} -->([^]*?)<!-- /${name} -->`).exec(text)?.[1];
	if (found === undefined) throw new Error(`There is no table between <!-- ${name} --> and <!-- /${name} -->`);
	const rows = found.trim().split('\n').slice(2);
	return rows.map((row) =>
		row
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);
}

/** The text under a heading, up to the next of any level. */
export function section(text: string, heading: string): string {
	const [, found] = text.split(new RegExp(`^#+ ${heading.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`, 'm'));
	if (found === undefined) throw new Error(`There is no heading “${heading}”`);
	return found.split(/^#+ /m)[0];
}

/** The JSON blocks of a text, parsed. */
export const jsonOf = (text: string): IDataObject[] =>
	[...text.matchAll(/```json\n([^]*?)```/g)].map(([, json]) => JSON.parse(json));

/** GitHub's anchor of a heading. */
export const anchorOf = (heading: string) =>
	heading
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N} _-]/gu, '')
		.trim()
		.replaceAll(' ', '-');
