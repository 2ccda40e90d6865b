'use strict';
/**
 * The n8n that `npm start` installed, in this process: every `require` of n8n's packages leads there, so that n8n's own nodes and
 * ours run on one engine. Without that installation the project's own n8n-core serves, and rows against n8n's nodes are left out.
 * To be required before anything that loads n8n.
 */
const { existsSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const PROJECT = path.resolve(__dirname, '../..');
const INSTALLED = path.join(PROJECT, '.n8n-dev', 'engine');
const ANCHOR = path.join(INSTALLED, 'anchor.js');
const SHARED = /^(?:n8n-core|n8n-workflow|luxon|lodash|@n8n\/(?:di|config|backend-common))(?:\/|$)/;

const isInstalled = existsSync(path.join(INSTALLED, 'installed.txt'));
const fromN8n = Module.createRequire(isInstalled ? ANCHOR : path.join(PROJECT, 'package.json'));

/** n8n's packages, and the libraries that it lends to nodes, come from the installed n8n, whoever asks. */
function shareN8n() {
	if (!isInstalled) return;
	const resolve = Module._resolveFilename;
	const parent = new Module(ANCHOR);
	Object.assign(parent, { filename: ANCHOR, paths: Module._nodeModulePaths(INSTALLED) });
	Module._resolveFilename = function resolveShared(request, from, ...rest) {
		const isOutside = from?.filename !== undefined && !from.filename.startsWith(INSTALLED);
		return resolve.call(this, request, isOutside && SHARED.test(request) ? parent : from, ...rest);
	};
}

shareN8n();

module.exports = { PROJECT, INSTALLED, isInstalled, fromN8n };
