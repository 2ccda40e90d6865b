'use strict';

// The build: clean, type-checked compile, what n8n loads at its start folded into one file each, run-time libraries inlined into
// one vendor file, icons and codex copied.
// Two builds in a row give the same bytes: nothing here depends on time, order of arrival or the folder's name.
const { execFile } = require('node:child_process');
const { readdir, readFile, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const { promisify } = require('node:util');
const { build: bundle } = require('esbuild');
const { dest, parallel, series, src } = require('gulp');

const run = promisify(execFile);
const OUT = 'dist';
const VENDOR = 'nodes/MimSms/vendor';

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

/** As esbuild and `require` write it, on Windows too. */
const withSlashes = (file) => file.split(path.sep).join('/');

const clean = () => rm(OUT, { recursive: true, force: true });

async function compile() {
	const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
	await run(process.execPath, [tsc, '--project', 'tsconfig.json']).catch(({ stdout, message }) => {
		throw new Error(stdout || message);
	});
}

/** Replaces each entry by itself and all that it imports: a file less to open is a third of a millisecond of n8n's start. */
async function foldEntries() {
	for (const entry of ENTRIES) {
		const source = path.relative(OUT, entry).replace(/\.js$/, '.ts');
		await bundle({
			...BUNDLE,
			entryPoints: [source],
			outfile: entry,
			platform: 'node',
			packages: 'external',
			supported: { 'dynamic-import': false },
			plugins: [loadedAtFirstUse(path.dirname(source))],
		});
	}
}

/** What is imported by `import()` stays a file of its own. */
const loadedAtFirstUse = (folder) => ({
	name: 'loaded at first use',
	setup({ onResolve }) {
		onResolve({ filter: /^\./ }, ({ kind, path: target, resolveDir }) =>
			kind === 'dynamic-import'
				? { path: `./${withSlashes(path.relative(folder, path.join(resolveDir, target)))}`, external: true }
				: undefined,
		);
	},
});

/** Takes out what was folded and nothing else loads. */
async function removeUnused() {
	const { metafile } = await bundle({
		...BUNDLE,
		entryPoints: ENTRIES,
		outdir: OUT,
		write: false,
		platform: 'node',
		packages: 'external',
	});
	const unused = (await readdir(OUT, { recursive: true }))
		.map((file) => withSlashes(path.join(OUT, file)))
		.filter((file) => file.endsWith('.js') && !(file in metafile.inputs));
	await Promise.all(unused.map((file) => rm(file)));
}

/** Replaces the compiled vendor.js by the libraries themselves: an installed community node has no dependencies. */
async function inlineLibraries() {
	const { metafile } = await bundle({
		...BUNDLE,
		entryPoints: [`${VENDOR}.ts`],
		outfile: `${OUT}/${VENDOR}.js`,
		platform: 'neutral',
		mainFields: ['module', 'main'],
	});
	await writeFile(`${OUT}/${VENDOR}.LICENSES.txt`, await licences(Object.keys(metafile.inputs)));
}

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
exports.build = series(clean, compile, parallel(foldEntries, inlineLibraries, copyAssets), removeUnused);
exports.default = exports.build;
