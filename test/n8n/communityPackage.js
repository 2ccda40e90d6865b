'use strict';

const { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { npm, run } = require('./command');
const { Problem } = require('./problem');

/** Builds the project; its build's own words come out only when it fails. */
async function buildPackage({ folders, signal }) {
	try {
		await npm(['run', 'build'], { cwd: folders.project, logFile: folders.installLog, signal });
	} catch (error) {
		if (signal?.aborted) throw error;
		throw new Problem('The package could not be built:', error.output ?? error.message, { cause: error });
	}
}

/**
 * Packs the project and installs the tarball by the steps of n8n's own installer
 * (CommunityPackagesService.downloadPackage: unpack, drop peer dependencies, npm install, ledger).
 * n8n's REST route for it is no way here: it takes packages from npm's public registry only.
 */
async function installPackage({ folders, log, signal }) {
	const { project, nodes, installLog: logFile } = folders;
	const { name, version, n8n } = readJson(join(project, 'package.json'));
	for (const file of [...n8n.nodes, ...n8n.credentials]) {
		if (existsSync(join(project, file))) continue;
		throw new Problem(`The package is not built: ${file} is missing.`, 'Run npm run build first.');
	}

	const parcel = join(folders.folder, 'parcel');
	rmSync(parcel, { recursive: true, force: true });
	mkdirSync(parcel, { recursive: true });
	await npm(['pack', '--ignore-scripts', '--pack-destination', parcel], { cwd: project, logFile, signal });
	const [tarball] = readdirSync(parcel);

	const installed = join(nodes, 'node_modules', name);
	rmSync(installed, { recursive: true, force: true });
	mkdirSync(installed, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1'], { cwd: parcel, logFile, signal });

	const { devDependencies, peerDependencies, optionalDependencies, ...shipped } = readJson(
		join(installed, 'package.json'),
	);
	writeJson(join(installed, 'package.json'), shipped);
	await npm(
		[
			'install',
			'--audit=false',
			'--fund=false',
			'--bin-links=false',
			'--install-strategy=shallow',
			'--ignore-scripts=true',
			'--package-lock=false',
		],
		{ cwd: installed, logFile, signal },
	);

	const ledger = join(nodes, 'package.json');
	const listed = existsSync(ledger) ? readJson(ledger).dependencies : {};
	writeJson(ledger, { name: 'installed-nodes', private: true, dependencies: { ...listed, [name]: version } });
	log(`${name} ${version} is packed and installed in n8n.`);
}

/** Lists the package under Settings > Community nodes, where n8n's installer would have listed it. */
async function registerPackage({ folders, node, rest }) {
	const { name, version, author } = readJson(join(folders.project, 'package.json'));
	const types = await rest.get('/types/nodes.json');
	const nodes = types
		.filter((type) => type.name.startsWith(`${name}.`) && !type.outputs.includes('ai_tool'))
		.map((type) => ({
			name: type.displayName,
			type: type.name,
			latestVersion: Math.max(...[type.version].flat()),
		}));
	if (nodes.length === 0) {
		throw new Problem(
			`n8n did not load ${name}.`,
			`n8n's reason is in ${folders.n8nLog}. Run npm run build, then npm start again.`,
		);
	}
	await run(
		node,
		[
			'--no-warnings',
			join(__dirname, 'registerPackage.js'),
			folders.database,
			JSON.stringify({ name, version, author, nodes }),
		],
		{ cwd: folders.home, logFile: folders.installLog },
	);
	return nodes;
}

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const writeJson = (file, value) => writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);

module.exports = { buildPackage, installPackage, registerPackage };
