/**
 * `npm run audit:inlined [advisories.md]`: asks the registry for known vulnerabilities of what is inlined in the bundle, and
 * of nothing else. Exit code 0: none but those that advisories.md explains. 1: some, printed. In CI also 2: the registry could
 * not be asked; elsewhere that is told and is no failure, since not every registry answers this question.
 */
import fs from 'node:fs';
import path from 'node:path';
import { runNpm, type CommandResult } from '../package/command.cts';
import { createTemporaryFolder, removeFolder } from '../package/packedPackage.cts';
import { inlinedPackages } from './inlined.cts';

/** What `npm audit --json` prints, as far as it is read here. */
interface AuditReport {
	/** Each `via` is an advisory, or the name of a package that has one. */
	vulnerabilities?: Record<string, { name: string; via: Array<string | Advisory> }>;
}

interface Advisory {
	title: string;
	severity: string;
	url: string;
}

/** A project that depends on the inlined packages alone, at the locked versions, in a new folder. */
function createProject() {
	const folder = createTemporaryFolder();
	const inlined = inlinedPackages();
	const root = {
		name: 'inlined',
		version: '0.0.0',
		private: true,
		dependencies: Object.fromEntries(inlined.map(({ name, entry: { version } }) => [name, version])),
	};
	const packages = Object.fromEntries(inlined.map(({ place, entry: { dev: _isNotHere, ...entry } }) => [place, entry]));
	fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(root));
	fs.writeFileSync(
		path.join(folder, 'package-lock.json'),
		JSON.stringify({ ...root, lockfileVersion: 3, requires: true, packages: { '': root, ...packages } }),
	);
	return folder;
}

/** The advisories that are known, open, and explained. */
function explainedIn(file: string): string[] {
	const open =
		fs
			.readFileSync(file, 'utf8')
			.split(/^## /m)
			.find((part) => part.startsWith('Open\n')) ?? '';
	return [...open.matchAll(/^\| (GHSA(?:-\w{4}){3})/gm)].map(([, id]) => id);
}

/** Why npm got no answer: the status, or its own first words. */
function reasonOf({ code, stdout, output }: CommandResult) {
	const { statusCode, message } = stdout.trim().startsWith('{') ? JSON.parse(stdout) : {};
	const said = statusCode ? `HTTP ${statusCode}` : (message ?? output).trim().split('\n')[0];
	return `${said}; npm audit ended with ${code}`;
}

async function main(file = path.join(__dirname, 'advisories.md')) {
	const folder = createProject();
	const answer = await runNpm(['audit', '--package-lock-only', '--json'], { cwd: folder });
	removeFolder(folder);
	const { vulnerabilities }: AuditReport = answer.stdout.trim().startsWith('{') ? JSON.parse(answer.stdout) : {};
	if (!vulnerabilities) {
		console.log(
			`The registry could not be asked for vulnerabilities (${reasonOf(answer)}): nothing was checked. What was known when somebody last looked stands in test/supplyChain/advisories.md.`,
		);
		process.exitCode = process.env.CI ? 2 : 0;
		return;
	}
	const explained = explainedIn(file);
	// Those that name another package are repeated under its own name.
	const found = Object.values(vulnerabilities).flatMap(({ name, via }) =>
		via.filter((one) => typeof one === 'object').map((advisory) => ({ name, ...advisory })),
	);
	for (const { name, severity, title, url } of found)
		console.log(
			`${name}: ${severity}: ${title} (${explained.some((id) => url.endsWith(id)) ? 'explained in advisories.md' : url})`,
		);
	const open = found.filter(({ url }) => !explained.some((id) => url.endsWith(id)));
	console.log(
		`${open.length === 0 ? 'No' : open.length} known vulnerabilities in the ${inlinedPackages().length} packages that are inlined${open.length < found.length ? `, besides ${found.length - open.length} explained` : ''}`,
	);
	if (open.length > 0) process.exitCode = 1;
}

void main(...process.argv.slice(2));
