import fs from 'node:fs';
import path from 'node:path';
import { demand, runNode } from './command.cts';
import { createTemporaryFolder, listFiles, removeFolder, ROOT } from './packedPackage.cts';

jest.setTimeout(180_000);

const BUILT_FROM = ['package.json', 'tsconfig.json', 'gulpfile.js', 'index.js', 'nodes', 'credentials'];
const GULP = path.join(ROOT, 'node_modules', 'gulp', 'bin', 'gulp.js');

/** A copy of all that is built from: the dist folder of the repository stays as the other tests found it. */
function copySources() {
	const copy = createTemporaryFolder();
	for (const name of BUILT_FROM) fs.cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true });
	fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
	return copy;
}

const build = async (folder: string) => await demand(runNode([GULP, 'build'], { cwd: folder }), 'The build');

/** The bytes of every built file, by name. */
const readBuilt = (folder: string): Record<string, string> =>
	Object.fromEntries(
		listFiles(path.join(folder, 'dist')).map((file) => [
			file,
			fs.readFileSync(path.join(folder, 'dist', file), 'latin1'),
		]),
	);

/** Inlined libraries are announced by their path; in the copy, node_modules is somewhere else. */
const withoutPaths = (files: Record<string, string>) =>
	Object.fromEntries(
		Object.entries(files).map(([name, text]) => [
			name,
			text.replace(/(?<=\/\/ |")(?:\.\.\/)+\S*?(?=node_modules\/)/g, ''),
		]),
	);

describe('the build', () => {
	let copy: string;
	let first: Record<string, string>;

	beforeAll(async () => {
		copy = copySources();
		await build(copy);
		first = readBuilt(copy);
	});

	afterAll(() => removeFolder(copy));

	it('gives the same bytes again, and takes away what an earlier build left', async () => {
		fs.writeFileSync(path.join(copy, 'dist', 'left.js'), '');
		await build(copy);

		expect(readBuilt(copy)).toEqual(first);
	});

	it('has the words that only the editor shows once, in what n8n loads at its start', () => {
		const descriptions = (name: string) => first[name].match(/^\s+(?:description|placeholder|hint|action): /gm) ?? [];

		expect(descriptions('nodes/MimSms/MimSms.node.js').length).toBeGreaterThan(20);
		expect(descriptions('nodes/MimSms/onDemand.js').length).toBeLessThan(10);
	});

	it('gives what stands in dist: the tests test these sources', () => {
		expect(withoutPaths(readBuilt(ROOT))).toEqual(withoutPaths(first));
	});

	it('fails on a type error, and says where', async () => {
		fs.writeFileSync(path.join(copy, 'nodes', 'wrong.ts'), 'export const wrong: number = "text";\n');
		const { code, output } = await runNode([GULP, 'build'], { cwd: copy });
		fs.rmSync(path.join(copy, 'nodes', 'wrong.ts'));

		expect(code).not.toBe(0);
		expect(output).toContain('nodes/wrong.ts');
	});
});
