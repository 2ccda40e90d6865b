import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import manifest from '../../package.json';
import { runNode, runNpm } from './command.cts';
import {
	createTemporaryFolder,
	listSources,
	packedPackage,
	provideModule,
	removeFolder,
	ROOT,
} from './packedPackage.cts';
import type { LoadedPackage } from './loadAlone.cts';

jest.setTimeout(120_000);

const MOST_BYTES = 150_000;
const ENTRIES = [...manifest.n8n.credentials, ...manifest.n8n.nodes];
const ON_DEMAND = 'dist/nodes/MimSms/onDemand.js';
const TOP_LEVEL_FILES = ['LICENSE', 'README.md', 'index.js', 'package.json'];
const SHIPPED_KINDS = [/\.js$/, /\.node\.json$/, /\.svg$/, /\.LICENSES\.txt$/];

/** `dist/nodes/MimSms/MimSms.node.js` → `MimSms` */
const classNameOf = (file: string) => path.basename(file).split('.')[0];
const lowerFirst = (name: string) => name[0].toLowerCase() + name.slice(1);

function themesOf(icon: LoadedPackage['nodes'][number]['icon']) {
	if (typeof icon !== 'object') throw new Error(`There must be an icon for light and one for dark: ${icon}`);
	return [icon.light, icon.dark];
}

/** Nothing of it is left when it is compiled. */
const holdsTypesOnly = (file: string) =>
	/^(?:"use strict";\s*)?(?:Object\.defineProperty\(exports, "__esModule", .*\);\s*)?$/.test(
		compile(path.join(ROOT, file)).replace(/\/\*[^]*?\*\/|\/\/.*$/gm, ''),
	);

/** A program that plain Node.js runs wherever it lies. */
const compile = (file: string) =>
	ts.transpileModule(fs.readFileSync(file, 'utf8'), {
		compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
	}).outputText;

let packed: Awaited<ReturnType<typeof packedPackage>>;

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

	it('has in dist a file for each entry, one for what they load later, and one for the libraries', () => {
		const scripts = packed.files.filter((file) => /^dist\/.*\.js$/.test(file));

		expect(scripts).toEqual([...ENTRIES, ON_DEMAND, 'dist/nodes/MimSms/vendor.js'].sort());
	});

	it('has every source in them; in an entry and in what it loads later are only constants', () => {
		const sourcesIn = (file: string) =>
			[...fs.readFileSync(path.join(packed.folder, file), 'utf8').matchAll(/^\/\/ (\S+\.ts)$/gm)].map(
				([, source]) => source,
			);
		const atStart = new Set(ENTRIES.flatMap(sourcesIn));
		const later = sourcesIn(ON_DEMAND);
		const unused = listSources().filter(
			(file) => file.endsWith('.ts') && !atStart.has(file) && !later.includes(file) && !holdsTypesOnly(file),
		);

		expect(unused).toEqual(['nodes/MimSms/vendor.ts']);
		expect(later.filter((file) => atStart.has(file)).sort()).toEqual([
			'nodes/MimSms/bridge/http/credentialFields.ts',
			'nodes/MimSms/bridge/http/errand.ts',
			'nodes/MimSms/bridge/poll/fields.ts',
			'nodes/MimSms/bridge/send/fields.ts',
			'nodes/MimSms/gateway/fieldNames.ts',
			'nodes/MimSms/gateway/routes.ts',
			'nodes/MimSms/resources/deliveryReport/fields.ts',
			'nodes/MimSms/resources/sms/fields.ts',
			'nodes/MimSms/trigger/events.ts',
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
	const modulesIn = (folder: string) =>
		fs.readdirSync(path.join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
	const devDependencies = Object.keys(manifest.devDependencies);
	let home: string;
	let installed: string[];
	let loaded: LoadedPackage;

	beforeAll(async () => {
		home = createTemporaryFolder();
		const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
		const withPeers = ['--include=peer', '--legacy-peer-deps=false'];
		expect(await runNpm(['install', packed.tarball, '--offline', ...withPeers, ...quiet], { cwd: home })).toMatchObject(
			{ code: 0 },
		);
		installed = modulesIn(home);

		provideModule('n8n-workflow', home);
		provideModule('luxon', home);
		const folder = path.join(home, 'node_modules', manifest.name);
		const program = path.join(home, 'loadAlone.cjs');
		fs.writeFileSync(program, compile(path.join(__dirname, 'loadAlone.cts')));
		const result = await runNode([program, folder, ...devDependencies], {
			cwd: home,
			env: { NODE_PATH: '', HOME: home, NODE_ENV: 'production' },
		});
		expect(result).toMatchObject({ code: 0 });
		loaded = JSON.parse(result.stdout);
	});

	afterAll(() => removeFolder(home));

	it('brings nothing along, not even the peer that n8n has', () => {
		expect(installed).toEqual([manifest.name]);
		expect(fs.existsSync(path.join(home, 'node_modules', manifest.name, 'node_modules'))).toBe(false);
	});

	it('sees no other module than n8n-workflow and luxon', () => {
		expect(loaded.resolvable.sort()).toEqual(['luxon', 'n8n-workflow']);
	});

	it('loads every node and credential that package.json names', () => {
		const names = (list: LoadedPackage['nodes']) => list.map(({ name }) => name);

		expect(names(loaded.nodes)).toEqual(manifest.n8n.nodes.map((file) => lowerFirst(classNameOf(file))));
		expect(names(loaded.credentials)).toEqual(manifest.n8n.credentials.map((file) => lowerFirst(classNameOf(file))));
	});

	it('opens no other file of its own when n8n starts', () => {
		expect(loaded.opened).toEqual(['package.json', ...manifest.n8n.credentials, ...manifest.n8n.nodes].sort());
	});

	it('has an icon for light and for dark with each of them', () => {
		const files = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
		const icons = [...loaded.nodes, ...loaded.credentials].flatMap(({ icon }, index) =>
			themesOf(icon).map((name) => path.posix.join(path.posix.dirname(files[index]), name.replace('file:', ''))),
		);

		expect(new Set(icons).size).toBeGreaterThan(1);
		expect(icons.filter((icon) => !packed.files.includes(icon))).toEqual([]);
	});

	it('gives the same classes to those who require the package', () => {
		const named = [...manifest.n8n.nodes, ...manifest.n8n.credentials].map(classNameOf);

		expect(loaded.exports).toEqual(named.sort());
	});
});
