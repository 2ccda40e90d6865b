import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json';
import { DELIVERY_CODES } from '../../nodes/MimSms/gateway/classic/deliveryCodes';
import { ERROR_CODES } from '../../nodes/MimSms/gateway/classic/errorCodes';
import { isRefusal, STATUS_CODES } from '../../nodes/MimSms/gateway/v2/errorCodes';
import { ROOT } from '../package/packedPackage.cts';
import { oddWordsIn } from '../words/plainWords.cts';
import { anchorOf, DOCUMENTS, jsonOf, readDocument, section, table } from './documents.cts';

const readme = readDocument('README.md');
const codes = readDocument('docs/codes.md');

const REPOSITORY = manifest.homepage.replace('https://github.com/', '');
/** What stands in a repository under an address of it. */
const FILES = [
	new RegExp(`^https://github\\.com/${REPOSITORY}/(?:blob|tree)/main/(.+)$`),
	new RegExp(`^https://raw\\.githubusercontent\\.com/${REPOSITORY}/main/(.+)$`),
];

/** Whether a range of `engines` admits the newest Node of this major version. */
const admits = (range: string, major: number): boolean =>
	range.split('||').some((part) =>
		[...part.matchAll(/(>=|>|<=|<|\^|~)?\s*(\d+|\*)[\w.]*/g)].every(([, sign = '^', number]) => {
			if (number === '*' || ((sign === '>=' || sign === '>') && major >= Number(number))) return true;
			return sign.startsWith('<') ? major < Number(number) : sign !== '>=' && major === Number(number);
		}),
	);

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

		// Of V2 those that refuse: 221 and 500 leave it open, which is [unknown].
		const ofV2 = Object.keys(STATUS_CODES).filter(isRefusal);
		expect(seen.sort()).toEqual([...Object.keys(ERROR_CODES), ...ofV2].sort());
	});

	it.each(['npm ci && npm run demo', 'npm ci && npm test'])('shows “%s” as a whole line, to be copied', (command) => {
		const lines = [...readme.matchAll(/^```bash\n([^]*?)^```/gm)].flatMap(([, block]) => block.trim().split('\n'));

		expect(lines).toContain(command);
	});

	it('leads to seven recipes that are there, by addresses that n8n can import from', () => {
		const files = table(readme, 'recipes').map(
			([, cell]) =>
				/\[([\w-]+\.json)\]\(https:\/\/raw\.githubusercontent\.com\/.*\/test\/workflows\/\1\)/.exec(cell)?.[1],
		);

		expect(files).toHaveLength(7);
		for (const file of files) expect(existsSync(path.join(ROOT, 'test/workflows', String(file)))).toBe(true);
	});

	it('shows pictures that are there, on npm too: npm looks for short addresses in the repository of package.json', () => {
		const pictures = [...readme.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)];

		expect(manifest.repository.url).toBe(`git+https://github.com/${REPOSITORY}.git`);
		expect(pictures.length).toBeGreaterThanOrEqual(3);
		for (const [, words, address] of pictures) {
			expect(words).toMatch(/\w{3}/);
			expect(address).toMatch(/^[\w/-]+\.(png|svg)$/);
			expect(existsSync(path.join(ROOT, address))).toBe(true);
		}
	});

	it('is a page for a shop: fewer than 1,800 words without code, addresses and Bangla', () => {
		const words = readme
			.replaceAll(/^```[^]*?^```/gm, ' ')
			.replaceAll(/`[^`]*`|<!--.*?-->|\]\([^)]*\)|https?:\/\/\S+/g, ' ')
			.split(/\s+/)
			.filter((word) => /[A-Za-z\d]/.test(word));

		expect(words.length).toBeGreaterThan(1000);
		expect(words.length).toBeLessThan(1800);
	});

	it('begins in Bangla with five steps, as many as in English', () => {
		const steps = (heading: string) => [...section(readme, heading).matchAll(/^\d\. /gm)].length;

		expect(steps('বাংলায় শুরু')).toBe(5);
		expect(steps('Your first SMS in five steps')).toBe(5);
	});

	it('names a Node with which npm ci warns of no package', () => {
		const lock: { packages: Record<string, { engines?: Record<string, string> | string[] }> } = JSON.parse(
			readDocument('package-lock.json'),
		);
		const version = /You need Node (\d+)/.exec(readme)?.[1];
		const unfit = Object.entries(lock.packages).filter(
			([, { engines }]) => engines && 'node' in engines && !admits(engines.node, Number(version)),
		);

		expect(version).toBeDefined();
		expect(unfit.map(([name]) => name)).toEqual([]);
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

	it('leads within the repository by short addresses, but for the recipes that n8n imports', () => {
		const whole = links.filter((address) => /^https?:/.test(address) && address.includes(REPOSITORY));

		expect(whole.filter((address) => !/\/test\/workflows\/[\w-]+\.json$/.test(address))).toEqual([]);
	});

	it('names commands and files that there are', () => {
		const spans = [...text.matchAll(/`([^`\n]+)`/g), ...text.matchAll(/^```(?:bash)?\n([^]*?)```/gm)].map(
			([, code]) => code,
		);
		const scripts = spans
			.flatMap((code) => [...code.matchAll(/\bnpm (?:run )?([a-z][\w:]*)/g)].map(([, script]) => script))
			.filter((script) => !['ci', 'install', 'pack', 'publish', 'version'].includes(script));
		const files = spans.flatMap((code) => /^(?:\.github|docs|test|nodes|credentials)\/[\w./-]+$/.exec(code)?.[0] ?? []);

		expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(scripts));
		for (const file of files)
			expect([file, existsSync(path.join(ROOT, file)) && statSync(path.join(ROOT, file)).size > 0]).toEqual([
				file,
				true,
			]);
	});

	it('is in plain words', () => {
		const odd = text.split('\n').flatMap((line) => oddWordsIn(line).map((word) => `${word}: ${line}`));

		expect(odd).toEqual([]);
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
