import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { simulatorForTest } from './testClient.cts';
import { SETTINGS } from './settings.cts';
import { FAULT_KINDS } from './faultKinds.cts';
import { NUMBER_TABLE, V2_ONLY_NUMBERS, type NumberOutcome } from './deliveryOutcomes.cts';

const started: ChildProcess[] = [];
afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')));

function program(...args: string[]) {
	const child = spawn(process.execPath, ['-r', 'tsx/cjs', path.join(__dirname, 'cli.cts'), ...args]);
	started.push(child);
	const run = { child, output: '', ended: once(child, 'close').then(([code]: number[]) => code) };
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (run.output += text));
	return run;
}

async function said(run: ReturnType<typeof program>, words: string) {
	while (!run.output.includes(words))
		await Promise.race([once(run.child.stdout, 'data'), run.ended.then(() => Promise.reject(new Error(run.output)))]);
}

describe('the program', () => {
	test('says how to reach it, answers, and ends cleanly at Ctrl-C', async () => {
		const run = program(
			'--port',
			'0',
			'--base-path',
			'/sms',
			'--api-key',
			'C2k.1',
			'--v2-api-key',
			'KEY0000000000A1',
			'--no-report-style',
			'emptyBody',
			'--no-extra-fields',
			'--sender-ids',
			'A,B',
		);
		await said(run, 'Ctrl-C ends it.');
		const [baseUrl] = /http:\/\/127\.0\.0\.1:\d+\/sms/.exec(run.output) ?? [''];
		for (const words of [
			'C2k.1',
			'demo-password',
			'A, B',
			'Subscriber Busy',
			'resetAfter',
			`${baseUrl}/api/V2/`,
			'demo@example.com',
			'KEY0000000000A1',
			'v2/DSMS',
		])
			expect(run.output).toContain(words);

		expect(await (await fetch(`${baseUrl}/miscapi/C2k.1/getDLR/getAll`)).text()).toBe('');
		const settings = await (await fetch(`${new URL(baseUrl).origin}/_simulator/settings`)).json();
		expect(settings).toMatchObject({ extraFields: false, noReportStyle: 'emptyBody', senderIds: ['A', 'B'] });
		run.child.kill('SIGINT');
		expect(await run.ended).toBe(0);
	}, 20_000);

	test('takes another port when its own is taken, and says so', async () => {
		const { sim } = await simulatorForTest();
		const run = program('--port', String(sim.port));
		await said(run, 'Ctrl-C ends it.');
		expect(run.output).toContain(`Port ${sim.port} is taken`);
		run.child.kill('SIGTERM');
		expect(await run.ended).toBe(0);
	}, 20_000);

	test.each([
		[['--loud'], "Unknown option '--loud'"],
		[['--balance', 'much'], '--balance is a number, not "much"'],
		[['--reply-style', 'loud'], 'replyStyle is one of manual'],
	])(
		'%j ends with the reason',
		async (args, reason) => {
			const run = program(...args);
			expect(await run.ended).toBe(1);
			expect(run.output).toContain(reason);
		},
		20_000,
	);

	test('--help names every option', async () => {
		const run = program('--help');
		expect(await run.ended).toBe(0);
		for (const [name, { about }] of Object.entries(SETTINGS)) {
			if (name !== 'now') expect(run.output).toContain(about);
		}
	}, 20_000);
});

describe('the README', () => {
	const readme = fs.readFileSync(path.join(__dirname, 'README.md'), 'utf8');

	test.each<[string, { oneOf?: readonly unknown[] }]>(Object.entries(SETTINGS))(
		'describes the setting %s and its values',
		(name, { oneOf = [] }) => {
			const [row] = readme.match(new RegExp(`^\\| \`${name}\` .*$`, 'm')) ?? [];
			for (const value of oneOf) expect(row).toContain(`\`${String(value)}\``);
			expect(row).toBeDefined();
		},
	);

	test.each<[string, { options?: readonly string[] }]>(Object.entries(FAULT_KINDS))(
		'describes the fault %s and its options',
		(kind, { options = [] }) => {
			const [row] = readme.match(new RegExp(`^\\| \`${kind}\` .*$`, 'm')) ?? [];
			for (const option of options) expect(row).toContain(`\`${option}\``);
			expect(row).toBeDefined();
		},
	);

	test.each<NumberOutcome>([...NUMBER_TABLE, ...V2_ONLY_NUMBERS])(
		'tells what becomes of a number that ends in $ending',
		({ ending, code, details, becomes }) => {
			expect(readme).toContain(`| …${ending} | ${code || '(empty)'} | ${details} | ${becomes} |`);
		},
	);
});
