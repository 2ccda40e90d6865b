import fs from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json';
import { listFiles, listSources, ROOT } from './packedPackage.cts';

const LIFECYCLE_SCRIPTS = [
	...['preinstall', 'install', 'postinstall', 'preuninstall', 'uninstall', 'postuninstall'],
	...['prepare', 'preprepare', 'postprepare', 'prepack', 'postpack'],
	...['prepublish', 'prepublishOnly', 'publish', 'postpublish'],
	...['preversion', 'version', 'postversion', 'dependencies'],
];

describe('package.json, for a package that n8n verifies', () => {
	it('names a community node package under the MIT licence', () => {
		expect(manifest.name).toMatch(/^n8n-nodes-[a-z-]+$/);
		expect(manifest.license).toBe('MIT');
		expect(manifest.keywords).toContain('n8n-community-node-package');
	});

	it('says who made it, where, and what for', () => {
		expect(manifest.author).toEqual({
			name: expect.stringMatching(/\S/),
			email: expect.stringMatching(/^\S+@\S+\.\S+$/),
		});
		expect(manifest.homepage).toMatch(/^https:\/\//);
		expect(manifest.repository).toEqual({ type: 'git', url: expect.stringMatching(/^git\+https:\/\/.+\.git$/) });
		expect(manifest.description).toMatch(/SMS/);
	});

	it.each([
		'dependencies',
		'optionalDependencies',
		'bundleDependencies',
		'bundledDependencies',
		'overrides',
		'resolutions',
		'bin',
	])('has no %s', (field) => {
		expect(manifest).not.toHaveProperty(field);
	});

	it('has n8n-workflow of any version as its only peer, which n8n brings and npm need not install', () => {
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		expect(manifest.peerDependenciesMeta).toEqual({ 'n8n-workflow': { optional: true } });
	});

	it('has no script that npm would run by itself', () => {
		expect(Object.keys(manifest.scripts).filter((name) => LIFECYCLE_SCRIPTS.includes(name))).toEqual([]);
	});

	it('ships dist, and the change log, which npm leaves out by itself', () => {
		expect(manifest.files).toEqual(['dist']);
		expect(manifest.main).toBe('index.js');
	});

	it('asks for the strict rules, of the API version that n8n has', () => {
		expect(manifest.n8n).toMatchObject({ n8nNodesApiVersion: 1, strict: true });
	});

	it('registers every node and credential that there is a source of', () => {
		const built = listSources()
			.filter((file) => /\.(node|credentials)\.ts$/.test(file))
			.map((file) => `dist/${file.replace(/\.ts$/, '.js')}`);

		expect([...manifest.n8n.nodes, ...manifest.n8n.credentials].sort()).toEqual(built.sort());
	});

	it('pins every tool to one version', () => {
		const loose = Object.entries(manifest.devDependencies).filter(
			([, version]) => !/^(npm:[a-z-]+@)?\d+\.\d+\.\d+$/.test(version),
		);

		expect(loose).toEqual([]);
	});
});

/** What is read of a package-lock.json. */
interface LockFile {
	packages: Record<string, { version?: string; resolved?: string }>;
}

const readLockFile = (file: string): LockFile => JSON.parse(fs.readFileSync(path.join(ROOT, file), 'utf8'));

describe('the lock files', () => {
	const lockFiles = ['', 'test', '.github'].flatMap((folder) => {
		if (!fs.existsSync(path.join(ROOT, folder))) return [];
		const names = folder === '' ? fs.readdirSync(ROOT) : listFiles(path.join(ROOT, folder));
		return names.filter((name) => /(^|\/)package-lock\.json$/.test(name)).map((name) => path.join(folder, name));
	});

	it('are there', () => {
		expect(lockFiles).toContain('package-lock.json');
	});

	it.each(lockFiles)('%s names no registry host', (file) => {
		const { packages } = readLockFile(file);
		const resolved = Object.values(packages).flatMap((entry) => entry.resolved ?? []);

		expect(Object.keys(packages).length).toBeGreaterThan(1);
		expect(resolved.filter((address) => /^\w+:\/\//.test(address))).toEqual([]);
	});

	it('package-lock.json belongs to package.json', () => {
		const { packages } = readLockFile('package-lock.json');

		expect(packages['']).toMatchObject({
			version: manifest.version,
			devDependencies: manifest.devDependencies,
			peerDependencies: manifest.peerDependencies,
			peerDependenciesMeta: manifest.peerDependenciesMeta,
		});
	});
});
