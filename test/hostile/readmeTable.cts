/** The README's table of what was tried: written by the tests, and compared with what they measured at every run. */
import fs from 'node:fs';
import path from 'node:path';

const README = path.join(__dirname, '..', '..', 'README.md');

/** The text between the two comments of that name, with what stands around it. */
function part(name: string) {
	const readme = fs.readFileSync(README, 'utf8');
	const found = new RegExp(`(<!-- ${name} -->\n)([^]*?)(\n<!-- /${name} -->)`).exec(readme);
	if (!found) throw new Error(`README.md has no part between <!-- ${name} --> and <!-- /${name} -->`);
	return { readme, whole: found[0], before: found[1], text: found[2], behind: found[3] };
}

const toMarkdown = (head: string[], rows: string[][]) =>
	[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Compares a table with the README's; with UPDATE_README it is written there instead (`npm run hostile:table`). */
export function expectInReadme(name: string, head: string[], rows: string[][]): void {
	const measured = toMarkdown(head, rows);
	const { readme, whole, before, text, behind } = part(name);
	if (process.env.UPDATE_README)
		fs.writeFileSync(
			README,
			readme.replace(whole, () => `${before}${measured}${behind}`),
		);
	else expect(text).toBe(measured);
}
