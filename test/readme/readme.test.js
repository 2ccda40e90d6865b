'use strict';
const { readFileSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..', '..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const { ERROR_CODES } = require('../../nodes/MimSms/gateway/errorCodes.ts');
const { DELIVERY_CODES } = require('../../nodes/MimSms/gateway/deliveryCodes.ts');

/** The rows of the table between two comments, cell by cell, without its head. */
function table(name) {
	const [, text] = new RegExp(`<!-- ${name} -->([^]*?)<!-- /${name} -->`).exec(readme);
	const rows = text.trim().split('\n').slice(2);
	return rows.map((row) => row.split('|').slice(1, -1).map((cell) => cell.trim()));
}

describe('the README', () => {
	it('lists every error code with the meaning and the advice that the node gives', () => {
		expect(table('error codes')).toEqual(Object.entries(ERROR_CODES).map(([code, { meaning, advice }]) => [code, meaning, advice]));
	});

	it('lists every delivery code with its meaning and status', () => {
		expect(table('delivery codes')).toEqual(Object.entries(DELIVERY_CODES).map(([code, { meaning, status }]) => [code, meaning, status]));
	});

	it('shows JSON that is JSON', () => {
		const blocks = [...readme.matchAll(/```json\n([^]*?)```/g)].map(([, json]) => json);
		expect(blocks.length).toBeGreaterThan(3);
		for (const block of blocks) expect(() => JSON.parse(block)).not.toThrow();
	});

	it('names commands that exist', () => {
		const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
		const named = [...readme.matchAll(/npm (?:run )?(start|test|demo|simulator|build|lint|e2e|bench|fuzz)\b/g)].map(([, name]) => name);
		expect(named).toEqual(expect.arrayContaining(['demo', 'test', 'start', 'simulator']));
		for (const name of named) expect(Object.keys(scripts)).toContain(name);
	});
});
