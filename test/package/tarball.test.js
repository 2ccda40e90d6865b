'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { runNode, runNpm } = require('./command');
const { createTemporaryFolder, packedPackage, provideModule, removeFolder, ROOT } = require('./packedPackage');

const manifest = require('../../package.json');

jest.setTimeout(120_000);

const MOST_BYTES = 150_000;
const TOP_LEVEL_FILES = ['LICENSE', 'README.md', 'index.js', 'package.json'];
const SHIPPED_KINDS = [/\.js$/, /\.node\.json$/, /\.svg$/, /\.LICENSES\.txt$/];

/** `dist/nodes/MimSms/MimSms.node.js` → `MimSms` */
const classNameOf = (file) => path.basename(file).split('.')[0];
const lowerFirst = (name) => name[0].toLowerCase() + name.slice(1);

let packed;

beforeAll(async () => (packed = await packedPackage()));

describe('the tarball', () => {
	it('weighs at most 150 kB', () => {
		expect(packed.size).toBeLessThanOrEqual(MOST_BYTES);
		expect(fs.statSync(packed.tarball).size).toBe(packed.size);
	});

	it('has these files beside dist, and no others', () => {
		expect(packed.files.filter((file) => !file.startsWith('dist/'))).toEqual(TOP_LEVEL_FILES);
	});

	it('has in dist only code, codex files, icons and the licences of what is inlined', () => {
		const shipped = packed.files.filter((file) => file.startsWith('dist/'));
		const others = shipped.filter((file) => !SHIPPED_KINDS.some((kind) => kind.test(file)));

		expect(others).toEqual([]);
		for (const kind of SHIPPED_KINDS) expect(shipped).toContainEqual(expect.stringMatching(kind));
	});

	it('has in dist nothing but what comes from a source that is still there', () => {
		const sourceOf = (file) => file.replace(/^dist\//, '').replace(/\.js$|\.LICENSES\.txt$/, '.ts');
		const shipped = packed.files.filter((file) => file.startsWith('dist/'));

		expect(shipped.filter((file) => !fs.existsSync(path.join(ROOT, sourceOf(file))))).toEqual([]);
	});

	it('has each source folded into an entry or beside it; in both are only constants', () => {
		const entries = [...manifest.n8n.credentials, ...manifest.n8n.nodes];
		const foldedIn = entries.flatMap((entry) =>
			[...fs.readFileSync(path.join(packed.folder, entry), 'utf8').matchAll(/^\/\/ (\S+)\.ts$/gm)].map(
				([, source]) => `dist/${source}.js`,
			),
		);
		const folded = [...new Set(foldedIn)].filter((file) => !entries.includes(file));

		expect(folded).toEqual(
			expect.arrayContaining(['dist/nodes/MimSms/bridge/operation.js', 'dist/nodes/MimSms/resources/sms/fields.js']),
		);
		expect(folded.filter((file) => packed.files.includes(file))).toEqual([
			'dist/nodes/MimSms/bridge/errand.js',
			'dist/nodes/MimSms/gateway/routes.js',
		]);
	});

	it('has a codex file for every node', () => {
		expect(packed.files).toEqual(
			expect.arrayContaining(manifest.n8n.nodes.map((file) => file.replace(/\.js$/, '.json'))),
		);
	});

	it('names no folder of the machine it was built on', () => {
		const guilty = packed.files.filter((file) => {
			const text = fs.readFileSync(path.join(packed.folder, file), 'utf8');
			return text.includes(ROOT) || /\.\.\/[^'"\s]*node_modules/.test(text);
		});

		expect(guilty).toEqual([]);
	});
});

describe('the tarball, installed alone in an empty folder', () => {
	const devDependencies = Object.keys(manifest.devDependencies);
	let home;
	let loaded;

	beforeAll(async () => {
		home = createTemporaryFolder();
		const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
		const installed = await runNpm(['install', packed.tarball, '--offline', '--legacy-peer-deps', ...quiet], {
			cwd: home,
		});
		expect(installed).toMatchObject({ code: 0 });

		provideModule('n8n-workflow', home);
		provideModule('luxon', home);
		const folder = path.join(home, 'node_modules', manifest.name);
		const environment = { NODE_PATH: '', HOME: home, NODE_ENV: 'production' };
		const result = await runNode([path.join(__dirname, 'loadAlone.js'), folder, ...devDependencies], {
			cwd: home,
			env: environment,
		});
		expect(result).toMatchObject({ code: 0 });
		loaded = JSON.parse(result.stdout);
	});

	afterAll(() => removeFolder(home));

	it('brings nothing along', () => {
		const folders = fs.readdirSync(path.join(home, 'node_modules')).filter((name) => !name.startsWith('.'));

		expect(folders.sort()).toEqual(['luxon', manifest.name, 'n8n-workflow'].sort());
		expect(fs.existsSync(path.join(home, 'node_modules', manifest.name, 'node_modules'))).toBe(false);
	});

	it('sees no other module than n8n-workflow and luxon', () => {
		expect(loaded.resolvable.sort()).toEqual(['luxon', 'n8n-workflow']);
	});

	it('loads every node and credential that package.json names', () => {
		const names = (list) => list.map(({ name }) => name);

		expect(names(loaded.nodes)).toEqual(manifest.n8n.nodes.map((file) => lowerFirst(classNameOf(file))));
		expect(names(loaded.credentials)).toEqual(manifest.n8n.credentials.map((file) => lowerFirst(classNameOf(file))));
	});

	it('opens no other file of its own when n8n starts', () => {
		expect(loaded.opened).toEqual(['package.json', ...manifest.n8n.credentials, ...manifest.n8n.nodes].sort());
	});

	it('has an icon for light and for dark with each of them', () => {
		const files = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
		const icons = [...loaded.nodes, ...loaded.credentials].flatMap(({ icon }, index) =>
			[icon.light, icon.dark].map((name) =>
				path.posix.join(path.posix.dirname(files[index]), name.replace('file:', '')),
			),
		);

		expect(new Set(icons).size).toBeGreaterThan(1);
		expect(icons.filter((icon) => !packed.files.includes(icon))).toEqual([]);
	});

	it('gives the same classes to those who require the package', () => {
		const named = [...manifest.n8n.nodes, ...manifest.n8n.credentials].map(classNameOf);

		expect(loaded.exports).toEqual(named.sort());
	});
});
