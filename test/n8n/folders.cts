import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const project = resolve(__dirname, '../..');

/** Where everything lies. */
export interface Folders {
	project: string;
	folder: string;
	/** n8n's user folder: database, installed nodes. */
	home: string;
	/** n8n and the Node that runs it. */
	engine: string;
	nodes: string;
	database: string;
	installLog: string;
	n8nLog: string;
	/** Tells of an n8n that runs in `home`. */
	running: string;
}

export function foldersIn(folder = join(project, '.n8n-dev'), home = join(folder, 'home')): Folders {
	const folders = {
		project,
		folder,
		home,
		engine: join(folder, 'engine'),
		nodes: join(home, '.n8n', 'nodes'),
		database: join(home, '.n8n', 'database.sqlite'),
		installLog: join(folder, 'install.log'),
		n8nLog: join(home, 'n8n.log'),
		running: join(home, 'running.json'),
	};
	for (const path of [folders.engine, folders.nodes]) mkdirSync(path, { recursive: true });
	return folders;
}
