// Started by linters.test.js: n8n's scanner for community packages, on a local folder. Prints its findings.
import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';

const PATTERNS = { source: SOURCE_FILE_PATTERNS, tarball: ['**/*.js', 'package.json'] };

const [folder, kind] = process.argv.slice(2);
const { passed, message, details } = await analyzePackage(folder, PATTERNS[kind]);

console.log(JSON.stringify({ passed, message, details }));
