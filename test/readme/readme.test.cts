import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json';
import { DELIVERY_CODES } from '../../nodes/MimSms/gateway/classic/deliveryCodes';
import { ERROR_CODES } from '../../nodes/MimSms/gateway/classic/errorCodes';
import { STATUS_CODES } from '../../nodes/MimSms/gateway/v2/errorCodes';
import { ROOT } from '../package/packedPackage.cts';
import { anchorOf, DOCUMENTS, jsonOf, readDocument, table } from './documents.cts';

const readme = readDocument('README.md');
const codes = readDocument('docs/codes.md');

const REPOSITORY = manifest.homepage.replace('https://github.com/', '');
/** What stands in a repository under an address of it. */
const FILES = [
	new RegExp(`^https://github\\.com/${REPOSITORY}/(?:blob|tree)/main/(.+)$`),
	new RegExp(`^https://raw\\.githubusercontent\\.com/${REPOSITORY}/main/(.+)$`),
];

describe('docs/codes.md', () => {
	it('lists every error code with the meaning and the advice that the node gives', () => {
		expect(table(codes, 'error codes')).toEqual(
			Object.entries(ERROR_CODES).map(([code, { meaning, advice }]) => [code, meaning, advice]),
		);
	});

	it('lists every status code of V2 with its meaning and advice', () => {
		expect(table(codes, 'status codes')).toEqual(
			Object.entries(STATUS_CODES).map(([code, { meaning, advice }]) => [code, meaning, advice]),
		);
	});

	it('lists every delivery code with its meaning and status', () => {
		expect(table(codes, 'delivery codes')).toEqual(
			Object.entries(DELIVERY_CODES).map(([code, { meaning, status }]) => [code, meaning, status]),
		);
	});
});

describe('the README', () => {
	it('says of every error code what to do', () => {
		const seen = table(readme, 'troubleshooting').flatMap(([cell]) =>
			[...cell.matchAll(/\[(\d+)\]/g)].map(([, code]) => code),
		);

		expect(seen.sort()).toEqual(Object.keys(ERROR_CODES).sort());
	});

	it.each(['npm ci && npm run demo', 'npm ci && npm test'])('shows “%s” as a whole line, to be copied', (command) => {
		const lines = [...readme.matchAll(/^```bash\n([^]*?)^```/gm)].flatMap(([, block]) => block.trim().split('\n'));

		expect(lines).toContain(command);
	});

	it('leads to seven recipes that are there', () => {
		const files = table(readme, 'recipes').map(
			([, cell]) => /\[([\w-]+\.json)\]\(.*\/test\/workflows\/\1\)/.exec(cell)?.[1],
		);

		expect(files).toHaveLength(7);
		for (const file of files) expect(existsSync(path.join(ROOT, 'test/workflows', String(file)))).toBe(true);
	});

	it('shows its pictures on npm too: by whole addresses, as PNG', () => {
		const pictures = [...readme.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)];

		expect(pictures.length).toBeGreaterThanOrEqual(3);
		for (const [, words, address] of pictures) {
			expect(words).toMatch(/\w{3}/);
			expect(address).toMatch(/^https:\/\/raw\.githubusercontent\.com\/.+\.(png|svg)$/);
		}
	});
});

describe.each(DOCUMENTS)('%s', (name) => {
	const text = readDocument(name);
	const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, address]) => address);

	it('leads to places that are there', () => {
		for (const address of links) {
			const [file, anchor] = address.split('#');
			const inRepository = FILES.map((pattern) => pattern.exec(file)?.[1]).find(Boolean);
			const known =
				inRepository ?? (/^https?:/.test(file) ? undefined : path.posix.join(path.posix.dirname(name), file));
			if (known !== undefined && file !== '')
				expect([address, existsSync(path.join(ROOT, known))]).toEqual([address, true]);
			if (!anchor || known === undefined) continue;
			const target = file === '' ? text : readDocument(known);
			const anchors = [...target.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading));
			expect([address, anchors]).toEqual([address, expect.arrayContaining([anchor])]);
		}
	});

	it('leads by whole addresses where it is read on npm, and within the repository by short ones', () => {
		const outside = links.filter((address) => /^https?:/.test(address) || address.startsWith('#'));

		if (name === 'README.md') expect(links).toEqual(outside);
		else expect(outside.filter((address) => address.includes(REPOSITORY))).toEqual([]);
	});

	it('names commands and files that there are', () => {
		const spans = [...text.matchAll(/`([^`\n]+)`/g), ...text.matchAll(/^```(?:bash)?\n([^]*?)```/gm)].map(
			([, code]) => code,
		);
		const scripts = spans
			.flatMap((code) => [...code.matchAll(/\bnpm (?:run )?([a-z][\w:]*)/g)].map(([, script]) => script))
			.filter((script) => !['ci', 'install', 'publish', 'version'].includes(script));
		const files = spans.flatMap((code) => /^(?:\.github|docs|test|nodes|credentials)\/[\w./-]+$/.exec(code)?.[0] ?? []);

		expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(scripts));
		for (const file of files)
			expect([file, existsSync(path.join(ROOT, file)) && statSync(path.join(ROOT, file)).size > 0]).toEqual([
				file,
				true,
			]);
	});

	it('shows JSON that is JSON', () => {
		expect(() => jsonOf(text)).not.toThrow();
	});
});

describe('the documents', () => {
	it('of this list are those that are there', () => {
		const found = [
			'README.md',
			'CONTRIBUTING.md',
			'.github/SECURITY.md',
			...readdirSync(path.join(ROOT, 'docs'))
				.filter((file) => file.endsWith('.md'))
				.map((file) => `docs/${file}`),
		];

		expect(DOCUMENTS).toEqual(expect.arrayContaining(found));
	});
});
