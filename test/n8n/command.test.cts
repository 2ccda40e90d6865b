import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './command.cts';
import type { RunOptions } from './command.cts';

describe('running a program for npm start', () => {
	let cwd: string;
	let logFile: string;
	beforeEach(() => {
		cwd = mkdtempSync(join(tmpdir(), 'mimsms-command-'));
		logFile = join(cwd, 'log');
	});
	afterEach(() => rmSync(cwd, { recursive: true }));

	const node = (script: string, options?: Partial<RunOptions>) =>
		run(process.execPath, ['-e', script], { cwd, logFile, ...options });

	it('hands over each line and keeps all of them in the log', async () => {
		const lines: string[] = [];
		await node('console.log("one"); console.error("two")', { onLine: (line) => lines.push(line) });
		expect(lines.sort()).toEqual(['one', 'two']);
		expect(readFileSync(logFile, 'utf8')).toMatch(/one[^]*two|two[^]*one/);
	});

	it("names npm's reason when npm fails", async () => {
		const failing = node('console.error("npm error code ENOSPC"); process.exitCode = 3');
		await expect(failing).rejects.toMatchObject({ npmCode: 'ENOSPC', output: expect.stringContaining('ENOSPC') });
	});

	it('fails when there is no such program', async () => {
		await expect(run('no-such-program-here', [], { cwd, logFile })).rejects.toThrow(/ENOENT/);
	});

	it('ends the program when it is interrupted', async () => {
		const interruption = new AbortController();
		const running = node('console.log("up"); setInterval(() => {}, 1000)', {
			signal: interruption.signal,
			onLine: () => interruption.abort(),
		});
		await expect(running).rejects.toMatchObject({ name: 'AbortError' });
	});

	it("keeps npm's own variables of npm start away from the program", async () => {
		const lines: string[] = [];
		process.env.npm_config_ignore_scripts = 'true';
		await node('console.log(String(process.env.npm_config_ignore_scripts))', { onLine: (line) => lines.push(line) });
		delete process.env.npm_config_ignore_scripts;
		expect(lines).toEqual(['undefined']);
	});
});
