'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { runNode } = require('./command');
const { createTemporaryFolder, listFiles, packedPackage, removeFolder, ROOT } = require('./packedPackage');

jest.setTimeout(180_000);

const N8N_NODE = path.join(ROOT, 'node_modules', '@n8n', 'node-cli', 'bin', 'n8n-node.mjs');
const PRETTIER = path.join(ROOT, 'node_modules', 'prettier', 'bin', 'prettier.cjs');

/** What n8n's scanner says of a folder. It leaves temporary folders behind: they get a place of their own. */
async function scan(folder, kind) {
	const temporary = createTemporaryFolder();
	const env = { TMPDIR: temporary, TEMP: temporary, TMP: temporary };
	const { code, stdout, output } = await runNode([path.join(__dirname, 'scan.mjs'), folder, kind], { cwd: ROOT, env });
	removeFolder(temporary);
	if (code !== 0) throw new Error(output);
	return JSON.parse(stdout.trim().split('\n').at(-1));
}

describe("n8n's linter", () => {
	it('finds nothing, and its configuration is the template that verified packages must have', async () => {
		const { code, stdout } = await runNode([N8N_NODE, 'lint'], { cwd: ROOT, env: { NO_COLOR: '1', FORCE_COLOR: '0' } });

		expect(stdout).not.toMatch(/\b(error|warning)\b/);
		expect(code).toBe(0);
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
	it('passes the sources', async () => {
		expect(await scan(ROOT, 'source')).toEqual({ passed: true });
	});

	it('passes the tarball', async () => {
		const { folder } = await packedPackage();

		expect(await scan(folder, 'tarball')).toEqual({ passed: true });
	});
});

describe('the sources', () => {
	it('hold no comment that switches a rule or the type checker off', () => {
		const sources = ['nodes', 'credentials'].flatMap((folder) =>
			listFiles(path.join(ROOT, folder)).map((file) => `${folder}/${file}`),
		);
		const silenced = sources.filter((file) =>
			/eslint-disable|@ts-(ignore|nocheck|expect-error)/.test(fs.readFileSync(path.join(ROOT, file), 'utf8')),
		);

		expect(sources.length).toBeGreaterThan(10);
		expect(silenced).toEqual([]);
	});
});
