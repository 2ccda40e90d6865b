'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { Linter } = require('eslint');
const { packedPackage } = require('./packedPackage');

jest.setTimeout(120_000);

const FORBIDDEN_GLOBALS = [
	...['process', 'global', 'globalThis', 'console', '__dirname', '__filename'],
	...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'],
	...['fetch', 'XMLHttpRequest', 'WebSocket', 'eval', 'WebAssembly'],
];
const ALLOWED_MODULES = ['n8n-workflow', 'luxon', 'crypto', 'node:crypto'];

/** Reports every module that is neither allowed nor relative, and every one whose name is not written down. */
const allowedModules = {
	create(context) {
		function check(node, name) {
			const isAllowed = typeof name === 'string' && (/^\.\.?\//.test(name) || ALLOWED_MODULES.includes(name));
			if (!isAllowed) context.report({ node, message: `module ${name ?? 'of unknown name'}` });
		}
		return {
			CallExpression(node) {
				if (node.callee.name === 'require') check(node, node.arguments[0]?.value);
			},
			ImportExpression(node) {
				check(node, node.source.value);
			},
			'Identifier[name="require"]'(node) {
				const isCallee = node.parent.type === 'CallExpression' && node.parent.callee === node;
				const isOwnName = node.parent.type === 'MemberExpression' && node.parent.property === node && !node.parent.computed;
				if (!isCallee && !isOwnName) context.report({ node, message: 'require handed on' });
			},
		};
	},
};

const CONFIGURATION = {
	languageOptions: {
		ecmaVersion: 2022,
		sourceType: 'commonjs',
		globals: Object.fromEntries(FORBIDDEN_GLOBALS.map((name) => [name, 'readonly'])),
	},
	linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
	plugins: { house: { rules: { 'allowed-modules': allowedModules } } },
	rules: {
		'no-restricted-globals': ['error', ...FORBIDDEN_GLOBALS],
		'no-eval': 'error',
		'no-new-func': 'error',
		'house/allowed-modules': 'error',
	},
};

/** @returns {string[]} what is forbidden in a script, by its syntax tree: a comment, a text or a property of that name is not */
const findForbidden = (code) =>
	new Linter().verify(code, CONFIGURATION).map(({ line, message }) => `line ${line}: ${message}`);

describe('the walk through shipped code', () => {
	it.each([
		['a global', 'const a = process.env.A;'],
		['a global behind a property', 'const a = globalThis.fetch;'],
		['a global asked for by typeof', 'if (typeof process !== "undefined") a();'],
		['a timer', 'setTimeout(() => {}, 1);'],
		['the console', 'console.log(1);'],
		['code made from text', 'new Function("return 1")();'],
		['a module of Node.js', 'require("fs");'],
		['a module that is not inlined', 'const x = require("fast-xml-parser");'],
		['a module whose name is computed', 'require(`${name}`);'],
		['a module loaded later', 'import("axios");'],
		['require under another name', 'const r = require; r("fs");'],
		['what a comment would silence', '/* eslint-disable */ process.exit();'],
	])('finds %s', (_what, code) => {
		expect(findForbidden(code)).not.toEqual([]);
	});

	it('lets pass what only looks like it', () => {
		const harmless = '// process\nconst process2 = { process: 1, console: 2 }; const t = "setTimeout"; (function (self) { return self; })(process2.process, t);';

		expect(findForbidden(`${harmless} require("n8n-workflow"); require("./other.js"); require("luxon");`)).toEqual([]);
	});
});

describe('the code that is shipped', () => {
	it('uses no global that n8n forbids, and no module but n8n-workflow, luxon, crypto and its own', async () => {
		const { folder, files } = await packedPackage();
		const scripts = files.filter((file) => file.endsWith('.js'));
		const findings = scripts.flatMap((file) => {
			const code = fs.readFileSync(path.join(folder, file), 'utf8');
			return findForbidden(code).map((finding) => `${file} ${finding}`);
		});

		expect(findings).toEqual([]);
		expect(scripts.length).toBeGreaterThan(10);
	});
});
