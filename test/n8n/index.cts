import { buildPackage, installPackage, registerPackage } from './communityPackage.cts';
import { foldersIn } from './folders.cts';
import type { Folders } from './folders.cts';
import { installEngine } from './install.cts';
import type { N8nEngine } from './install.cts';
import { signInOwner } from './owner.cts';
import type { Owner } from './owner.cts';
import { freePort } from './ports.cts';
import { createRest } from './rest.cts';
import type { Rest } from './rest.cts';
import { refuseSecond, runServer } from './server.cts';
import type { Server } from './server.cts';

export { addExamples } from './examples.cts';
export type { ShownWorkflow } from './examples.cts';

export interface Preparation {
	/** Whether to build the project before. */
	build?: boolean;
	/** Where it all goes; `.n8n-dev` of the project by default. */
	folder?: string;
	/** n8n's user folder; `home` in `folder` by default, so that a test can have a fresh one beside the same n8n. */
	home?: string;
	log?: (line: string) => void;
	signal?: AbortSignal;
}

/** An n8n that can be started. */
export interface PreparedN8n {
	engine: N8nEngine;
	folders: Folders;
}

/** Brings n8n (first time only) and installs the packed project in it, as a user would. */
export async function prepareN8n({
	build = false,
	folder,
	home,
	log = () => {},
	signal,
}: Preparation = {}): Promise<PreparedN8n> {
	const folders = foldersIn(folder, home);
	await refuseSecond(folders);
	if (build) await buildPackage({ folders, signal });
	const engine = await installEngine({ folders, log, signal });
	await installPackage({ folders, log, signal });
	return { engine, folders };
}

export interface Start extends Pick<Preparation, 'log' | 'signal'> {
	prepared: PreparedN8n;
	/** The wished port. */
	port?: number;
	/** Further settings of n8n. */
	env?: NodeJS.ProcessEnv;
}

/** An n8n that runs, with its owner signed in. */
export interface RunningN8n extends Server {
	owner: Owner;
	rest: Rest;
}

/** Starts what `prepareN8n` made: n8n on loopback, with its owner signed in and the package listed. */
export async function startN8n({
	prepared,
	port = 5678,
	env = {},
	log = () => {},
	signal,
}: Start): Promise<RunningN8n> {
	const { engine, folders } = prepared;
	const n8nPort = await freePort('n8n', port, log);
	const ports = { n8n: n8nPort, taskRunner: await freePort('its task runner', n8nPort + 1, () => {}) };
	const server = await runServer({ engine, folders, ports, env, log, signal });
	try {
		const rest = createRest(server.url);
		const owner = await signInOwner(rest, folders);
		await registerPackage({ folders, node: engine.node, rest });
		return { ...server, owner, rest };
	} catch (error) {
		await server.stop();
		throw error;
	}
}
