'use strict';

const { mkdirSync } = require('node:fs');
const { join, resolve } = require('node:path');

const project = resolve(__dirname, '../..');

/** Where everything lies; `home` is n8n's user folder (database, installed nodes). */
function foldersIn(folder = join(project, '.n8n-dev'), home = join(folder, 'home')) {
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

module.exports = { foldersIn };
