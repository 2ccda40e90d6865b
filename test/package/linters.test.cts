import fs from 'node:fs';
import path from 'node:path';
import { runNode, runProgram, type CommandResult } from './command.cts';
import type { NodeRulesReport } from './nodeRules.cts';
import { printPackage } from './printedPackage.cts';
import { createTemporaryFolder, listSources, packedPackage, removeFolder, ROOT } from './packedPackage.cts';

jest.setTimeout(180_000);

const N8N_NODE = path.join(ROOT, 'node_modules', '@n8n', 'node-cli', 'bin', 'n8n-node.mjs');
const PRETTIER = path.join(ROOT, 'node_modules', 'prettier', 'bin', 'prettier.cjs');

const sources = listSources();

describe("n8n's linter", () => {
	it('finds nothing, and its configuration is the template that verified packages must have', async () => {
		const { code, stdout } = await runNode([N8N_NODE, 'lint'], { cwd: ROOT, env: { NO_COLOR: '1', FORCE_COLOR: '0' } });

		expect(stdout).not.toMatch(/\b(error|warning)\b/);
		expect(code).toBe(0);
	});
});

async function applyNodeRules(folder: string): Promise<NodeRulesReport> {
	const result = await runProgram(path.join(__dirname, 'nodeRules.cts'), [], { cwd: folder });
	if (result.code !== 0) throw new Error(result.output);
	return JSON.parse(result.stdout);
}

describe("the rules of n8n's two plug-ins, with n8n-node's own exceptions", () => {
	it('find nothing in the nodes, the credential and package.json', async () => {
		const { files, findings } = await applyNodeRules(ROOT);

		expect(findings).toEqual([]);
		expect(files).toEqual(expect.arrayContaining(['package.json', ...sources.filter((file) => file.endsWith('.ts'))]));
	});

	it('find what is wrong in each of the three', async () => {
		const folder = createTemporaryFolder();
		for (const name of ['nodes', 'credentials', 'package.json'])
			fs.cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
		const change = (file: string, from: string, to: string) => {
			const text = fs.readFileSync(path.join(folder, file), 'utf8');
			expect(text).toContain(from);
			fs.writeFileSync(path.join(folder, file), text.replace(from, to));
		};
		change('nodes/MimSms/MimSms.node.ts', "name: 'resource',", "name: 'resource', description: 'What to work on.',");
		change('credentials/MimSmsApi.credentials.ts', "displayName = 'MiM SMS API'", "displayName = 'MiM SMS'");
		change('package.json', '"license": "MIT"', '"license": "ISC"');
		const { findings } = await applyNodeRules(folder);
		removeFolder(folder);

		expect(findings.sort()).toEqual([
			'credentials/MimSmsApi.credentials.ts: n8n-nodes-base/cred-class-field-display-name-missing-api',
			'nodes/MimSms/MimSms.node.ts: n8n-nodes-base/node-param-description-excess-final-period',
			'package.json: n8n-nodes-base/community-package-json-license-not-default',
		]);
	});
});

describe('the same rules on the finished descriptions, printed as literals', () => {
	let folder: string;
	const printed = [
		'credentials/MimSmsApi.credentials.ts',
		'nodes/MimSms/MimSms.node.ts',
		'nodes/MimSms/MimSmsTrigger.node.ts',
	];

	beforeEach(() => {
		folder = createTemporaryFolder();
		printPackage(folder);
	});

	afterEach(() => removeFolder(folder));

	it('find nothing', async () => {
		const { files, findings } = await applyNodeRules(folder);

		expect(findings).toEqual([]);
		expect(files.sort()).toEqual([...printed, 'package.json']);
	});

	it('find, each in its part, a label that the sources take from a table, and what else is wrong', async () => {
		const change = (file: string, from: string, to: string) => {
			const text = fs.readFileSync(path.join(folder, file), 'utf8');
			expect(text).toContain(from);
			fs.writeFileSync(path.join(folder, file), text.replace(from, to));
		};
		change('nodes/MimSms/MimSms.node.ts', 'displayName: "Max Requests at Once"', 'displayName: "max requests at once"');
		change('nodes/MimSms/MimSmsTrigger.node.ts', 'name: "Live Reports"', 'name: "live reports"');
		change('nodes/MimSms/MimSms.node.ts', 'usableAsTool: true,', '');
		change('credentials/MimSmsApi.credentials.ts', 'displayName = "MiM SMS API"', 'displayName = "MiM SMS"');
		const { findings } = await applyNodeRules(folder);

		expect(findings.sort()).toEqual([
			'credentials/MimSmsApi.credentials.ts: n8n-nodes-base/cred-class-field-display-name-missing-api',
			'nodes/MimSms/MimSms.node.ts: @n8n/community-nodes/node-usable-as-tool',
			'nodes/MimSms/MimSms.node.ts: n8n-nodes-base/node-param-display-name-miscased',
			'nodes/MimSms/MimSmsTrigger.node.ts: n8n-nodes-base/node-param-display-name-miscased',
		]);
	});
});

describe('prettier', () => {
	it('finds every source and test laid out as .prettierrc.json says', async () => {
		const { code, output } = await runNode([PRETTIER, '--check', '.'], { cwd: ROOT });

		expect(output).toContain('All matched files use Prettier code style!');
		expect(code).toBe(0);
	});
});

describe("n8n's scanner", () => {
	let result: CommandResult;

	beforeAll(async () => {
		const { tarball } = await packedPackage();
		// It leaves temporary folders behind: they get a place of their own.
		const temporary = createTemporaryFolder();
		const env = { TMPDIR: temporary, TEMP: temporary, TMP: temporary };
		result = await runProgram(path.join(__dirname, 'scan.cts'), [tarball], { cwd: ROOT, env });
		removeFolder(temporary);
	});

	it('passes the sources', () => {
		expect(result.output).toContain("n8n's scanner finds nothing in the sources.\n");
	});

	it('passes the tarball', () => {
		expect(result.output).toMatch(/n8n's scanner finds nothing in n8n-nodes-mimsms-.+\.tgz\.\n/);
		expect(result.code).toBe(0);
	});
});

describe('the sources', () => {
	it('hold no comment that switches a rule or the type checker off', () => {
		const silenced = sources.filter((file) =>
			/eslint-disable|@ts-(ignore|nocheck|expect-error)/.test(fs.readFileSync(path.join(ROOT, file), 'utf8')),
		);

		expect(sources.length).toBeGreaterThan(10);
		expect(silenced).toEqual([]);
	});
});
