// `npm run scan -- <tarball>`: n8n's scanner for community packages over the sources and over a packed tarball; without a name, over the tree packed now.
import { createRequire } from 'node:module';
import path from 'node:path';
import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';

const { createTemporaryFolder, pack, removeFolder, ROOT, unpack } = createRequire(import.meta.url)(
	'./packedPackage.js',
);

const [given] = process.argv.slice(2);
const folder = createTemporaryFolder();
const unpacked = path.join(folder, 'package');
try {
	const tarball = given ? path.resolve(given) : (await pack(folder)).tarball;
	await unpack(tarball, unpacked);
	await report('the sources', ROOT, SOURCE_FILE_PATTERNS);
	await report(path.basename(tarball), unpacked, ['**/*.js', 'package.json']);
} finally {
	removeFolder(folder);
}

async function report(name, place, patterns) {
	const { passed, message, details } = await analyzePackage(place, patterns);
	console.log(
		passed ? `n8n's scanner finds nothing in ${name}.` : `n8n's scanner on ${name}: ${message}\n${details ?? ''}`,
	);
	if (!passed) process.exitCode = 1;
}
