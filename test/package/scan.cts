/** `npm run scan -- <tarball>`: n8n's scanner for community packages over the sources and over a packed tarball; without a name, over the tree packed now. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { createTemporaryFolder, pack, removeFolder, ROOT, unpack } from './packedPackage.cts';

async function report(name: string, folder: string, patterns: string[]) {
	const { passed, message, details } = await analyzePackage(folder, patterns);
	console.log(
		passed ? `n8n's scanner finds nothing in ${name}.` : `n8n's scanner on ${name}: ${message}\n${details ?? ''}`,
	);
	if (!passed) process.exitCode = 1;
}

/** In a package that was packed before it was built the scanner finds nothing either. */
function demandNamedFiles(folder: string) {
	const { n8n } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
		n8n: Record<'nodes' | 'credentials', string[]>;
	};
	const missing = [...n8n.nodes, ...n8n.credentials].filter((file) => !existsSync(path.join(folder, file)));
	if (missing.length > 0)
		throw new Error(`The package lacks ${missing.join(', ')}. Run "npm run build" before "npm pack"`);
}

async function main(given?: string) {
	const folder = createTemporaryFolder();
	const unpacked = path.join(folder, 'package');
	try {
		const tarball = given ? path.resolve(given) : (await pack(folder)).tarball;
		await unpack(tarball, unpacked);
		demandNamedFiles(unpacked);
		await report('the sources', ROOT, SOURCE_FILE_PATTERNS);
		await report(path.basename(tarball), unpacked, ['**/*.js', 'package.json']);
	} finally {
		removeFolder(folder);
	}
}

void main(process.argv[2]);
