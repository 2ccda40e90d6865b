import fs from 'node:fs';
import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import manifest from '../../package.json';
import { runProgram } from '../package/command.cts';
import { createTemporaryFolder, removeFolder, ROOT } from '../package/packedPackage.cts';
import { inlinedPackages, readLock, VENDOR_FOLDER } from './inlined.cts';
import { createSbom, type BillOfMaterials } from './sbom.cts';

jest.setTimeout(120_000);

const devDependencies: Record<string, string> = manifest.devDependencies;

const PERMISSIVE = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

/** What nodes/MimSms/vendor.ts names. */
const named = [
	...fs.readFileSync(path.join(ROOT, 'nodes', 'MimSms', 'vendor.ts'), 'utf8').matchAll(/from '((?:@[^/']+\/)?[^/']+)/g),
].map(([, name]) => name);

describe('the lock file', () => {
	it('holds a strong hash of every package, whatever registry it comes from', () => {
		const packages = Object.entries(readLock()).filter(([place, { link }]) => place !== '' && !link);

		expect(packages.length).toBeGreaterThan(100);
		expect(
			packages
				.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''))
				.map(([place]) => place),
		).toEqual([]);
	});
});

describe('what is inlined in the bundle', () => {
	it('is what vendor.ts names, with what that needs', () => {
		expect(inlinedPackages().map(({ name }) => name)).toEqual(expect.arrayContaining(named));
		expect(named.length).toBeGreaterThan(2);
		for (const name of named) expect(devDependencies[name]).toMatch(/^\d+\.\d+\.\d+$/);
	});

	it('is of the versions that the lock file holds', () => {
		for (const {
			place,
			entry: { version, integrity },
		} of inlinedPackages()) {
			expect(JSON.parse(fs.readFileSync(path.join(ROOT, place, 'package.json'), 'utf8')).version).toBe(version);
			expect(integrity).toMatch(/^sha512-/);
		}
	});

	it('is under licences that let it be shipped under MIT', () => {
		expect(inlinedPackages().filter(({ entry: { license = '' } }) => !PERMISSIVE.includes(license))).toEqual([]);
	});

	it('has its notice beside the bundle: who holds the right, and the terms', () => {
		const notices = fs
			.readFileSync(path.join(VENDOR_FOLDER, 'vendor.LICENSES.txt'), 'utf8')
			.split(`\n${'-'.repeat(80)}\n\n`);

		for (const { name, entry } of inlinedPackages()) {
			const notice = notices.find((text) => text.startsWith(`${name} ${entry.version} (${entry.license})\n`));
			expect([name, notice]).toEqual([name, expect.stringMatching(/copyright/i)]);
		}
	});
});

describe('the bill of materials', () => {
	let sbom: BillOfMaterials;

	beforeAll(async () => (sbom = await createSbom()));

	it('is CycloneDX, of this package', () => {
		expect(sbom).toMatchObject({
			bomFormat: 'CycloneDX',
			metadata: { component: { name: manifest.name, version: manifest.version } },
		});
	});

	it('has what is inlined as shipped, with version, licence, hash and address', () => {
		const shipped = sbom.components.filter(({ scope }) => scope === 'required');

		expect(shipped.map(({ name, version }) => `${name}@${version}`).sort()).toEqual(
			inlinedPackages()
				.map(({ name, entry }) => `${name}@${entry.version}`)
				.sort(),
		);
		for (const { name, version, licenses, hashes, purl, properties } of shipped) {
			expect(purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${version}`);
			expect(licenses).toEqual([{ license: { id: expect.stringMatching(/^[\w.-]+$/) } }]);
			expect(hashes).toEqual([{ alg: 'SHA-512', content: expect.stringMatching(/^[\da-f]{128}$/) }]);
			expect(properties).toEqual([{ name: 'cdx:npm:package:bundled', value: 'true' }]);
		}
	});

	it('has the tools as excluded, and every reference leads somewhere', () => {
		const references = new Set([sbom.metadata.component, ...sbom.components].map((component) => component['bom-ref']));

		const inlined = inlinedPackages().map(({ name }) => name);
		const tools = Object.entries(devDependencies)
			.filter(([name]) => !inlined.includes(name))
			.map(([name, version]) => /^npm:(.+)$/.exec(version)?.[1] ?? `${name}@${version}`);
		const excluded = sbom.components
			.filter(({ scope }) => scope === 'excluded')
			.map(({ name, version }) => `${name}@${version}`);
		expect(excluded).toEqual(expect.arrayContaining(tools));
		expect(
			sbom.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]).filter((ref) => !references.has(ref)),
		).toEqual([]);
	});
});

describe('the question for known vulnerabilities', () => {
	/** What npm audit says of a registry that answers its question for advisories so. */
	async function auditAgainst(
		answer: RequestListener,
		{ ci = 'true', parameters = [] }: { ci?: string; parameters?: string[] } = {},
	) {
		const asked: Buffer[] = [];
		const server = http.createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				asked.push(Buffer.concat(chunks));
				answer(request, response);
			});
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		const registry = `http://127.0.0.1:${port}/`;
		const result = await runProgram(path.join(__dirname, 'audit.cts'), parameters, {
			cwd: ROOT,
			env: { npm_config_registry: registry, npm_config_fetch_retries: '0', CI: ci },
		});
		server.closeAllConnections();
		server.close();
		return { ...result, asked };
	}
	const json =
		(value: object): RequestListener =>
		(_request, response) =>
			response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

	it('is asked of all that is inlined, and is answered with none', async () => {
		const { code, output, asked } = await auditAgainst(json({}));

		expect([code, output]).toEqual([0, expect.stringMatching(/^No known vulnerabilities in the \d+ packages/m)]);
		const bodies = asked.map((body) => (body[0] === 0x1f ? gunzipSync(body) : body).toString());
		expect(JSON.parse(bodies[0])).toEqual(
			Object.fromEntries(inlinedPackages().map(({ name, entry: { version } }) => [name, [version]])),
		);
	});

	describe('when there is one', () => {
		const advisory = {
			id: 20261125,
			url: 'https://advisories.example/GHSA-aaaa-bbbb-cccc',
			title: 'It burns',
			severity: 'high',
			vulnerable_versions: '*',
			cwe: [],
			cvss: { score: 9, vectorString: null },
		};
		const [{ name }] = inlinedPackages();
		const answer: RequestListener = (request, response) =>
			request.method === 'POST' ? json({ [name]: [advisory] })(request, response) : response.writeHead(404).end();

		it('fails', async () => {
			const { code, output } = await auditAgainst(answer);

			expect([code, output]).toEqual([1, expect.stringContaining(`${name}: high: It burns`)]);
		});

		it('passes once it is explained as open, and not because it was mended once', async () => {
			const file = path.join(createTemporaryFolder(), 'advisories.md');
			const written = fs.readFileSync(path.join(__dirname, 'advisories.md'), 'utf8');
			const row = '| GHSA-aaaa-bbbb-cccc | x | y |';

			fs.writeFileSync(file, written.replace(/(## Open[^]*?\| --- \|.*\n)/, `$1${row}\n`));
			expect(await auditAgainst(answer, { parameters: [file] })).toMatchObject({
				code: 0,
				output: expect.stringMatching(/explained in advisories.md\)\nNo known .*besides 1 explained/),
			});
			fs.writeFileSync(file, `${written}${row}\n`);
			expect(await auditAgainst(answer, { parameters: [file] })).toMatchObject({ code: 1 });
			removeFolder(path.dirname(file));
		});
	});

	it.each([
		['true', 2],
		['', 0],
	])('where the registry does not answer it, is not taken for answered (CI: “%s”)', async (ci, expected) => {
		const { code, output } = await auditAgainst((_request, response) => response.writeHead(405).end(), { ci });

		expect([code, output]).toEqual([
			expected,
			expect.stringMatching(/^The registry could not be asked .*HTTP 405.*nothing was checked.*advisories\.md/m),
		]);
		expect(output).not.toMatch(/No known/);
	});

	it('was last looked at, without a registry, for just the versions that are inlined', () => {
		const advisories = fs.readFileSync(path.join(__dirname, 'advisories.md'), 'utf8');
		const versions = /<!-- versions -->\n([^]*?)\n<!-- /.exec(advisories)?.[1];

		expect(versions?.split(', ').sort()).toEqual(
			inlinedPackages()
				.map(({ name, entry }) => `${name} ${entry.version}`)
				.sort(),
		);
	});
});
