'use strict';
const { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { demand, runCommand, runNode } = require('../package/command');
const { createTemporaryFolder, removeFolder, ROOT } = require('../package/packedPackage');

const { scripts } = require('../../package.json');

const SUBJECTS = [
	'feat: send SMS',
	'fix: count the parts of a text with € rightly',
	'test: try it on two cores',
	'build: lock versions',
	'feat: read the balance (from the gateway)',
];

describe('npm run changelog', () => {
	let folder;
	const git = async (...parameters) =>
		await demand(
			runCommand('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...parameters], { cwd: folder }),
			`git ${parameters[0]}`,
		);
	const commit = async (subject) => await git('commit', '--quiet', '--allow-empty', '--message', subject);

	/** Runs what the script says, in the repository of this test. */
	async function changelog() {
		const [program, ...parameters] = scripts.changelog.split(' ');
		const home = path.join(ROOT, 'node_modules', program);
		const { bin } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8'));
		await demand(runNode([path.join(home, bin[program]), ...parameters], { cwd: folder }), scripts.changelog);
		return readFileSync(path.join(folder, 'CHANGELOG.md'), 'utf8')
			.replaceAll(/\d{4}-\d\d-\d\d/g, 'DAY')
			.trim()
			.split(/\n+/);
	}

	const setVersion = (version) =>
		writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'trial', version, type: 'module' }));

	beforeAll(async () => {
		folder = createTemporaryFolder();
		mkdirSync(path.join(folder, '.github'));
		copyFileSync(path.join(ROOT, '.github/changelog.mjs'), path.join(folder, '.github/changelog.mjs'));
		symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
		writeFileSync(path.join(folder, 'CHANGELOG.md'), 'What stood here before\n');
		await git('init', '--quiet');
		for (const subject of SUBJECTS) await commit(subject);
	});

	afterAll(() => removeFolder(folder));

	it('makes of the commits what changed for users, version by version, the newest first', async () => {
		setVersion('0.1.0');
		const first = [
			'## 0.1.0 (DAY)',
			'### Features',
			'* read the balance (from the gateway)',
			'* send SMS',
			'### Bug Fixes',
			'* count the parts of a text with € rightly',
		];
		expect(await changelog()).toEqual(first);

		await git('tag', 'v0.1.0');
		await commit('fix: see the last report');
		setVersion('0.1.1');
		expect(await changelog()).toEqual(['## 0.1.1 (DAY)', '### Bug Fixes', '* see the last report', ...first]);
	});
});

describe('CHANGELOG.md', () => {
	it('speaks of the version of package.json, in the form that the release looks for', () => {
		const { version } = require('../../package.json');

		expect(readFileSync(path.join(ROOT, 'CHANGELOG.md'), 'utf8')).toMatch(
			new RegExp(`^## ${version.replaceAll('.', '\\.')} `, 'm'),
		);
	});
});
