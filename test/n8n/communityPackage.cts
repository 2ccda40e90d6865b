import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeTypeDescription } from 'n8n-workflow';
import type manifest from '../../package.json';
import { FailedCommand, npm, run } from './command.cts';
import type { Folders } from './folders.cts';
import { Problem } from './problem.cts';
import type { Rest } from './rest.cts';

export interface Installation {
	folders: Folders;
	log: (line: string) => void;
	signal?: AbortSignal;
}

/** Builds the project; its build's own words come out only when it fails. */
export async function buildPackage({ folders, signal }: Omit<Installation, 'log'>): Promise<void> {
	try {
		await npm(['run', 'build'], { cwd: folders.project, logFile: folders.installLog, signal });
	} catch (error) {
		if (signal?.aborted) throw error;
		const words = error instanceof FailedCommand ? error.output : String(error);
		throw new Problem('The package could not be built:', words, { cause: error });
	}
}

/**
 * Packs the project and installs the tarball by the steps of n8n's own installer
 * (CommunityPackagesService.downloadPackage: unpack, drop peer dependencies, npm install, ledger).
 * n8n's REST route for it is no way here: it takes packages from npm's public registry only.
 */
export async function installPackage({ folders, log, signal }: Installation): Promise<void> {
	const { project, nodes, installLog: logFile } = folders;
	const { name, version, n8n } = readManifest(project);
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
	const listed = existsSync(ledger) ? (readJson(ledger).dependencies as object) : {};
	writeJson(ledger, { name: 'installed-nodes', private: true, dependencies: { ...listed, [name]: version } });
	log(`${name} ${version} is packed and installed in n8n.`);
}

/** A node of the package as n8n's table of installed nodes has it. */
export interface InstalledNode {
	name: string;
	type: string;
	latestVersion: number;
}

/** The package as n8n's table of installed packages has it. */
export interface InstalledPackage extends Pick<typeof manifest, 'name' | 'version' | 'author'> {
	nodes: InstalledNode[];
}

/** Lists the package under Settings > Community nodes, where n8n's installer would have listed it. */
export async function registerPackage({
	folders,
	node,
	rest,
}: {
	folders: Folders;
	/** The Node of n8n. */
	node: string;
	rest: Rest;
}): Promise<InstalledNode[]> {
	const { name, version, author } = readManifest(folders.project);
	const types = await rest.get<INodeTypeDescription[]>('/types/nodes.json');
	const nodes = types
		.filter((type) => type.name.startsWith(`${name}.`) && !isTool(type))
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
	const installed: InstalledPackage = { name, version, author, nodes };
	await run(
		node,
		[
			...['--no-warnings', '--require', require.resolve('tsx/cjs'), join(__dirname, 'registerPackage.cts')],
			...[folders.database, JSON.stringify(installed)],
		],
		{ cwd: folders.home, logFile: folders.installLog },
	);
	return nodes;
}

const isTool = ({ outputs }: INodeTypeDescription) =>
	Array.isArray(outputs) && outputs.some((output) => output === 'ai_tool');

const readManifest = (folder: string): typeof manifest =>
	JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

const readJson = (file: string): Record<string, unknown> => JSON.parse(readFileSync(file, 'utf8'));

const writeJson = (file: string, value: object): void => writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
