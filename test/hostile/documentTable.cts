/** The tables of docs/fault-tests.md: written by the tests, and compared with what they measured at every run. */
import fs from 'node:fs';
import path from 'node:path';

const DOCUMENT = path.join(__dirname, '..', '..', 'docs', 'fault-tests.md');

/** The text between the two comments of that name, with what stands around it. */
function part(name: string) {
	const document = fs.readFileSync(DOCUMENT, 'utf8');
	const found = new RegExp(`(<!-- ${name} -->\n)([^]*?)(\n<!-- /${name} -->)`).exec(document);
	if (!found) throw new Error(`docs/fault-tests.md has no part between <!-- ${name} --> and <!-- /${name} -->`);
	return { document, whole: found[0], before: found[1], text: found[2], behind: found[3] };
}

const toMarkdown = (head: string[], rows: string[][]) =>
	[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Compares a table with the document's; with UPDATE_README it is written there instead (`npm run hostile:table`). */
export function expectInDocument(name: string, head: string[], rows: string[][]): void {
	const measured = toMarkdown(head, rows);
	const { document, whole, before, text, behind } = part(name);
	if (process.env.UPDATE_README)
		fs.writeFileSync(
			DOCUMENT,
			document.replace(whole, () => `${before}${measured}${behind}`),
		);
	else expect(text).toBe(measured);
}
