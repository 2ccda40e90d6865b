'use strict';
/** What is written for people: README.md, and what it leads to. */
const { readFileSync } = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '../..');
const DOCUMENTS = [
	'README.md',
	'CONTRIBUTING.md',
	'.github/SECURITY.md',
	'docs/benchmarks.md',
	'docs/codes.md',
	'docs/fault-tests.md',
	'docs/gateways.md',
	'docs/limits.md',
	'test/workflows/README.md',
	'test/simulator/README.md',
	'test/e2e/README.md',
];

const readDocument = (name) => readFileSync(path.join(ROOT, name), 'utf8');

/** The rows of the table between two comments, cell by cell, without its head. */
function table(text, name) {
	const [, found] = new RegExp(`<!-- ${name} -->([^]*?)<!-- /${name} -->`).exec(text);
	const rows = found.trim().split('\n').slice(2);
	return rows.map((row) =>
		row
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);
}

/** The text under a heading, up to the next of any level. */
function section(text, heading) {
	const [, found] = text.split(new RegExp(`^#+ ${heading.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`, 'm'));
	return found.split(/^#+ /m)[0];
}

/** The JSON blocks of a text, parsed. */
const jsonOf = (text) => [...text.matchAll(/```json\n([^]*?)```/g)].map(([, json]) => JSON.parse(json));

/** GitHub's anchor of a heading. */
const anchorOf = (heading) =>
	heading
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N} _-]/gu, '')
		.trim()
		.replaceAll(' ', '-');

module.exports = { anchorOf, DOCUMENTS, jsonOf, readDocument, ROOT, section, table };
