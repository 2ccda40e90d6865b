import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json';
import { demand, runCommand, runNode } from '../package/command.cts';
import { createTemporaryFolder, removeFolder, ROOT } from '../package/packedPackage.cts';
import { oddWordsIn } from '../words/plainWords.cts';

const SUBJECTS = [
	'feat: send SMS',
	'fix: count the parts of a text with € rightly',
	'test: try it on two cores',
	'build: lock versions',
	'feat: read the balance (from the gateway)',
];

describe('npm run changelog', () => {
	let folder: string;
	const git = async (...parameters: string[]) =>
		await demand(
			runCommand('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...parameters], { cwd: folder }),
			`git ${parameters[0]}`,
		);
	const commit = async (subject: string) => await git('commit', '--quiet', '--allow-empty', '--message', subject);

	/** Runs what the script says, in the repository of this test. */
	async function changelog() {
		const [program, ...parameters] = manifest.scripts.changelog.split(' ');
		const home = path.join(ROOT, 'node_modules', program);
		const { bin }: { bin: Record<string, string> } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8'));
		await demand(runNode([path.join(home, bin[program]), ...parameters], { cwd: folder }), manifest.scripts.changelog);
		return readFileSync(path.join(folder, 'CHANGELOG.md'), 'utf8')
			.replaceAll(/\d{4}-\d\d-\d\d/g, 'DAY')
			.trim()
			.split(/\n+/);
	}

	const setVersion = (version: string) =>
		writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'trial', version, type: 'module' }));

	beforeAll(async () => {
		folder = createTemporaryFolder();
		mkdirSync(path.join(folder, '.github'));
		copyFileSync(path.join(ROOT, '.github/changelog.mjs'), path.join(folder, '.github/changelog.mjs'));
		symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
		writeFileSync(path.join(folder, 'CHANGELOG.md'), '## 0.1.0 (DAY)\n\nFirst release.\n');
		await git('init', '--quiet');
		await commit('feat: all that the first release does');
		await git('tag', 'v0.1.0');
		for (const subject of SUBJECTS) await commit(subject);
	});

	afterAll(() => removeFolder(folder));

	it('puts what changed for users since the last release above what is there', async () => {
		setVersion('0.1.1');
		const second = [
			'## 0.1.1 (DAY)',
			'### Features',
			'* read the balance (from the gateway)',
			'* send SMS',
			'### Bug Fixes',
			'* count the parts of a text with € rightly',
			'## 0.1.0 (DAY)',
			'First release.',
		];
		expect(await changelog()).toEqual(second);

		await git('tag', 'v0.1.1');
		await commit('fix: see the last report');
		setVersion('0.1.2');
		expect(await changelog()).toEqual(['## 0.1.2 (DAY)', '### Bug Fixes', '* see the last report', ...second]);
	});
});

describe('CHANGELOG.md', () => {
	it('speaks of the version of package.json, in the form that the release looks for', () => {
		expect(readFileSync(path.join(ROOT, 'CHANGELOG.md'), 'utf8')).toMatch(
			new RegExp(`^## ${manifest.version.replaceAll('.', '\\.')} `, 'm'),
		);
	});

	it('says of the first release what it does, in one list of plain words', () => {
		const [, first] = readFileSync(path.join(ROOT, 'CHANGELOG.md'), 'utf8').split(/^## 0\.1\.0 .*$/m);

		expect(first.trim()).toMatch(/^First release\.\n\n(?:\* .+\n?)+$/);
		expect(oddWordsIn(first)).toEqual([]);
	});
});
