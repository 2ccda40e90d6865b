import path from 'node:path';
import { runNode } from './command.cts';
import { ROOT } from './packedPackage.cts';

jest.setTimeout(180_000);

const TSC = path.join(ROOT, 'node_modules', 'typescript-7', 'bin', 'tsc');

describe('the compiler', () => {
	it.each([
		['sources', ['--noEmit']],
		['tests', ['--project', 'test']],
		['inbox page', ['--project', 'test/simulator/inbox']],
	])('finds no mistake in the %s', async (_, parameters) => {
		expect(await runNode([TSC, ...parameters], { cwd: ROOT })).toMatchObject({ code: 0, output: '' });
	});
});
