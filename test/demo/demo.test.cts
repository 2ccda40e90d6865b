import path from 'node:path';
import { runProgram, type CommandResult } from '../package/command.cts';
import { SETTINGS } from '../simulator/settings.cts';

jest.setTimeout(90_000);

const DEMO = path.join(__dirname, 'demo.cts');
const A_MINUTE = 60_000;

async function runDemo({ args = [], env }: { args?: string[]; env?: NodeJS.ProcessEnv } = {}) {
	const begin = Date.now();
	const result = await runProgram(DEMO, args, { env });
	return { ...result, duration: Date.now() - begin };
}

describe.each([[[]], [['--api', 'v2']]])('npm run demo %j', (args) => {
	let result: CommandResult & { duration: number };

	beforeAll(async () => (result = await runDemo({ args })));

	it('ends well, in under a minute', () => {
		expect(result).toMatchObject({ code: 0 });
		expect(result.duration).toBeLessThan(A_MINUTE);
	});

	it('shows the result of three messages', () => {
		expect(result.stdout).toMatch(/Rahima Begum.*8801700000001.*2 SMS \(Bangla\).*Delivered/);
		expect(result.stdout).toMatch(/Karim Uddin.*8801800000013.*1 SMS.*Not delivered/);
		expect(result.stdout).toMatch(/Nusrat Jahan.*8801900000002.*1 SMS.*Delivered/);
		expect(result.stdout).toContain('3 messages were sent, each once: 2 delivered, 1 not.');
		expect(result.stdout).toMatch(/npm start.*\n.*inbox page shows the phones/);
	});

	it("shows no API key, and nothing of n8n's log", () => {
		for (const { value } of [SETTINGS.apiKey, SETTINGS.v2ApiKey]) {
			expect(value).toMatch(/\S/);
			expect(result.output).not.toContain(value);
		}
		expect(result.stdout).toContain(args.length > 0 ? 'JSON API (V2)' : 'classic API');
		expect(result.output).not.toMatch(/"workflowId"|debug /);
	});
});

describe('npm run demo, when it cannot go on,', () => {
	it('names the APIs that there are', async () => {
		const { code, output } = await runDemo({ args: ['--api', 'v3'] });

		expect([code, output]).toEqual([1, expect.stringContaining('Choose one of: classic, v2')]);
	});

	it('says what is wrong, and ends badly', async () => {
		const { code, output } = await runDemo({ env: { PATH: '', Path: '', npm_execpath: '' } });

		expect(code).toBe(1);
		expect(output).toContain('The demo failed: npm pack failed');
	});
});
