/**
 * The n8n that `npm start` installed, in this process: every `require` of n8n's packages leads there, so that n8n's own nodes and
 * ours run on one engine. Without that installation the project's own n8n-core serves, and rows against n8n's nodes are left out.
 * To be imported before anything that loads n8n.
 */
import { existsSync } from 'node:fs';
import Module from 'node:module';
import path from 'node:path';

export const PROJECT = path.resolve(__dirname, '../..');
export const INSTALLED = path.join(PROJECT, '.n8n-dev', 'engine');
const ANCHOR = path.join(INSTALLED, 'anchor.js');
const SHARED = /^(?:n8n-core|n8n-workflow|luxon|lodash|@n8n\/(?:di|config|backend-common))(?:\/|$)/;

export const isInstalled = existsSync(path.join(INSTALLED, 'installed.txt'));
export const fromN8n = Module.createRequire(isInstalled ? ANCHOR : path.join(PROJECT, 'package.json'));

/** How Node finds the file of a module. It has no types, since it is not part of Node's API. */
interface Resolution {
	_resolveFilename(request: string, from: NodeJS.Module | undefined, ...rest: unknown[]): string;
	_nodeModulePaths(folder: string): string[];
}

/** n8n's packages, and the libraries that it lends to nodes, come from the installed n8n, whoever asks. */
function shareN8n() {
	if (!isInstalled) return;
	const loader = Module as unknown as Resolution;
	const resolve = loader._resolveFilename;
	const parent = new Module(ANCHOR);
	Object.assign(parent, { filename: ANCHOR, paths: loader._nodeModulePaths(INSTALLED) });
	loader._resolveFilename = function resolveShared(request, from, ...rest) {
		const isOutside = from?.filename !== undefined && !from.filename.startsWith(INSTALLED);
		return resolve.call(this, request, isOutside && SHARED.test(request) ? parent : from, ...rest);
	};
}

// tsx switches them on, for its own files. Node would read and keep the source map of each of n8n's files too.
process.setSourceMapsEnabled(false);
shareN8n();
