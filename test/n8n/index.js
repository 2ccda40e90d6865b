'use strict';

const { buildPackage, installPackage, registerPackage } = require('./communityPackage');
const { addExamples } = require('./examples');
const { foldersIn } = require('./folders');
const { installEngine } = require('./install');
const { signInOwner } = require('./owner');
const { freePort } = require('./ports');
const { createRest } = require('./rest');
const { refuseSecond, runServer } = require('./server');

/**
 * Brings n8n (first time only) and installs the packed project in it, as a user would.
 * @param {object} [options]
 * @param {boolean} [options.build] whether to build the project before
 * @param {string} [options.folder] where it all goes; `.n8n-dev` of the project by default
 * @param {string} [options.home] n8n's user folder; `home` in `folder` by default, so that a test can have a fresh one beside the same n8n
 * @param {(line: string) => void} [options.log]
 * @param {AbortSignal} [options.signal]
 */
async function prepareN8n({ build = false, folder, home, log = () => {}, signal } = {}) {
	const folders = foldersIn(folder, home);
	await refuseSecond(folders);
	if (build) await buildPackage({ folders, signal });
	const engine = await installEngine({ folders, log, signal });
	await installPackage({ folders, log, signal });
	return { engine, folders };
}

/**
 * Starts what `prepareN8n` made: n8n on loopback, with its owner signed in and the package listed.
 * @param {object} options what `prepareN8n` takes, and
 * @param {{ engine: object, folders: object }} options.prepared its result
 * @param {number} [options.port] the wished port
 * @param {Record<string, string>} [options.env] further settings of n8n
 * @returns {Promise<{ url: string, owner: { email: string, password: string }, rest: object, exited: Promise<number>, stop: () => Promise<void> }>}
 */
async function startN8n({ prepared, port = 5678, env = {}, log = () => {}, signal }) {
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

module.exports = { addExamples, prepareN8n, startN8n };
