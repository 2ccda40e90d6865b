'use strict';
/**
 * `npm run audit:inlined`: asks the registry for known vulnerabilities of what is inlined in the bundle, and of nothing else.
 * Exit code 0: none. 1: some, printed. 2: the registry could not be asked.
 */
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { runNpm } = require('../package/command');
const { inlinedPackages } = require('./inlined');

/** A project that depends on the inlined packages alone, at the locked versions, in a new folder. */
function createProject() {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mimsms-inlined-'));
	const inlined = inlinedPackages();
	const root = { name: 'inlined', version: '0.0.0', private: true, dependencies: Object.fromEntries(inlined.map(({ name, version }) => [name, version])) };
	const packages = Object.fromEntries(inlined.map(({ place, entry: { dev: _isNotHere, ...entry } }) => [place, entry]));
	fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(root));
	fs.writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify({ ...root, lockfileVersion: 3, requires: true, packages: { '': root, ...packages } }));
	return folder;
}

async function main() {
	const folder = createProject();
	const { code, stdout, output } = await runNpm(['audit', '--package-lock-only', '--json'], { cwd: folder });
	fs.rmSync(folder, { recursive: true });
	const { vulnerabilities } = stdout.trim().startsWith('{') ? JSON.parse(stdout) : {};
	if (!vulnerabilities) {
		console.log(`The registry could not be asked for vulnerabilities (npm audit ended with ${code}):\n${output.trim()}`);
		process.exitCode = 2;
		return;
	}
	for (const { name, severity, via } of Object.values(vulnerabilities)) console.log(`${name}: ${severity}: ${via.map((one) => one.title ?? one).join('; ')}`);
	const count = Object.keys(vulnerabilities).length;
	console.log(`${count === 0 ? 'No' : count} known vulnerabilities in the ${inlinedPackages().length} packages that are inlined`);
	if (count > 0) process.exitCode = 1;
}

void main();
