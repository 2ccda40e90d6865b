'use strict';

// The build: clean, type check, what n8n loads at its start in one file each, all else in one file that they load when it is first
// used, run-time libraries inlined into one vendor file, icons and codex copied.
// Two builds in a row give the same bytes: nothing here depends on time, order of arrival or the folder's name.
const { execFile } = require('node:child_process');
const { readdir, readFile, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const { promisify } = require('node:util');
const { build: bundle } = require('esbuild');
const { dest, parallel, series, src } = require('gulp');
const ts = require('typescript');

const run = promisify(execFile);
const OUT = 'dist';
const VENDOR = 'nodes/MimSms/vendor';
const ON_DEMAND = `${OUT}/nodes/MimSms/onDemand.js`;

/** What n8n loads at its start, as package.json names it. */
const { credentials, nodes } = require('./package.json').n8n;
const ENTRIES = [...credentials, ...nodes];

const BUNDLE = {
	bundle: true,
	format: 'cjs',
	target: 'es2022',
	charset: 'utf8',
	legalComments: 'none',
	metafile: true,
};

const OWN_CODE = { ...BUNDLE, platform: 'node', packages: 'external' };

/** As esbuild and `require` write it, on Windows too. */
const withSlashes = (file) => file.split(path.sep).join('/');

const clean = () => rm(OUT, { recursive: true, force: true });

async function checkTypes() {
	const tsc = path.join(path.dirname(require.resolve('typescript-7/package.json')), 'bin', 'tsc');
	await run(process.execPath, [tsc, '--noEmit', '--project', 'tsconfig.json']).catch(({ stdout, message }) => {
		throw new Error(stdout || message);
	});
}

/** Each entry with all that it imports: a file less to open is a third of a millisecond of n8n's start. Gives what they import by `import()`. */
async function bundleEntries() {
	const loadedLater = new Set();
	for (const entry of ENTRIES) {
		const toOnDemand = {
			name: 'loaded at first use',
			setup: ({ onResolve }) =>
				onResolve({ filter: /^\./ }, ({ kind, path: target, resolveDir }) => {
					if (kind !== 'dynamic-import') return undefined;
					loadedLater.add(withSlashes(path.relative('.', path.join(resolveDir, target))));
					return {
						path: withSlashes(path.relative(path.dirname(entry), ON_DEMAND)).replace(/^(?!\.)/, './'),
						external: true,
					};
				}),
		};
		await bundle({
			...OWN_CODE,
			entryPoints: [path.relative(OUT, entry).replace(/\.js$/, '.ts')],
			outfile: entry,
			supported: { 'dynamic-import': false },
			plugins: [toOnDemand],
		});
	}
	return [...loadedLater].sort();
}

/** What only the editor shows of a field: that stands in the entries, once is enough. */
const SHOWN = new Set(['description', 'placeholder', 'hint', 'action', 'displayOptions']);

/** What only the tests and a reader of the source want of a line of a table. */
const EXPLAINED = new Set(['example']);

/** The same of the delivery words, where nothing else has a name. */
const NAMED = new Set(['name', 'example']);

/** A table without these properties. */
function without(properties, file, text) {
	const drop = (context) => {
		const visit = (node) =>
			ts.isPropertyAssignment(node) && properties.has(node.name.text)
				? undefined
				: ts.visitEachChild(node, visit, context);
		return (source) => ts.visitNode(source, visit);
	};
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
	return ts.createPrinter().printFile(ts.transform(source, [drop]).transformed[0]);
}

/** A plugin of esbuild that loads some files so. */
const loadedWithout = (properties, name, filter) => ({
	name,
	setup: ({ onLoad }) =>
		onLoad({ filter }, async ({ path: file }) => ({
			contents: without(properties, file, await readFile(file, 'utf8')),
			loader: 'ts',
		})),
});

/** What the entries load when they are first used: one file, with the libraries in another. */
async function bundleOwnCode() {
	const modules = await bundleEntries();
	await bundle({
		...OWN_CODE,
		stdin: { contents: modules.map((file) => `export * from './${file}';`).join('\n'), resolveDir: '.' },
		outfile: ON_DEMAND,
		plugins: [
			{
				name: 'the libraries have a file of their own',
				setup: ({ onResolve }) => onResolve({ filter: /\/vendor$/ }, () => ({ path: './vendor', external: true })),
			},
			loadedWithout(SHOWN, 'the words of the fields are in the entries alone', /[fF]ields\.ts$/),
			loadedWithout(EXPLAINED, 'no examples', /gateway[/\\](?:classic[/\\])?(?:amount|replies|xml)\.ts$/),
			loadedWithout(NAMED, 'no names of delivery words', /gateway[/\\]deliveryWords\.ts$/),
		],
	});
}

/** A plugin of esbuild that loads a library without its comments: its own repository has them. */
const WITHOUT_COMMENTS = {
	name: 'no comments of libraries',
	setup: ({ onLoad }) =>
		onLoad({ filter: /node_modules.*\.m?js$/ }, async ({ path: file }) => {
			const source = ts.createSourceFile(file, await readFile(file, 'utf8'), ts.ScriptTarget.Latest);
			return { contents: ts.createPrinter({ removeComments: true }).printFile(source), loader: 'js' };
		}),
};

/** The libraries themselves: an installed community node has no dependencies. Not minified, since reviewers read them. */
async function inlineLibraries() {
	const { metafile } = await bundle({
		...BUNDLE,
		entryPoints: [`${VENDOR}.ts`],
		outfile: `${OUT}/${VENDOR}.js`,
		platform: 'neutral',
		mainFields: ['module', 'main'],
		plugins: [WITHOUT_COMMENTS],
	});
	await writeFile(`${OUT}/${VENDOR}.LICENSES.txt`, await licences(shippedInputs(metafile)));
}

/** The files of which something is left in the bundle. */
const shippedInputs = ({ outputs }) =>
	Object.values(outputs)
		.flatMap(({ inputs }) => Object.entries(inputs))
		.flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : []));

/** The notices of all that is inlined, one block a package, in the order of their names. */
async function licences(inputs) {
	const folders = new Set(
		inputs.map((file) => file.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]).filter(Boolean),
	);
	const blocks = await Promise.all(
		[...folders].sort().map(async (folder) => {
			const { name, version, license, author } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
			const files = await readdir(folder);
			const notice = files.find((file) => /^licen[cs]e/i.test(file));
			const text = notice
				? await readFile(`${folder}/${notice}`, 'utf8')
				: `Copyright (c) ${author?.name ?? author}\n\nThe package ships no licence file; the terms of ${license} stand with the others here.`;
			return `${name} ${version} (${license})\n\n${text.trim()}\n`;
		}),
	);
	return blocks.join(`\n${'-'.repeat(80)}\n\n`);
}

const copyAssets = () =>
	src(['nodes/**/*.{svg,json}', 'credentials/**/*.svg'], { base: '.', encoding: false }).pipe(dest(OUT));

exports.clean = clean;
exports.build = series(clean, checkTypes, parallel(bundleOwnCode, inlineLibraries, copyAssets));
exports.default = exports.build;
