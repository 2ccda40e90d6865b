'use strict';
const { execFile } = require('node:child_process');

const IS_WINDOWS = process.platform === 'win32';
const MAX_OUTPUT = 64 * 1024 * 1024;

/** jest sets NODE_ENV=test, under which n8n's lint rules take every file for a node, and n8n's loader works otherwise. */
function environmentOutsideOfJest() {
	const { NODE_ENV: _ofJest, ...environment } = process.env;
	return environment;
}

/**
 * Runs a program to its end, in the environment of this one without jest's part.
 * @param {string} file
 * @param {string[]} parameters
 * @param {import('node:child_process').ExecFileOptions} [options] `env` is added to the environment
 * @returns {Promise<{ code: number, stdout: string, output: string }>} never rejects: a program that can't be started has code 127
 */
async function runCommand(file, parameters, { env, ...options } = {}) {
	const environment = { ...environmentOutsideOfJest(), ...env };
	return await new Promise((resolve) => {
		execFile(file, parameters, { maxBuffer: MAX_OUTPUT, ...options, env: environment }, (error, stdout, stderr) => {
			const code = typeof error?.code === 'number' ? error.code : error ? 127 : 0;
			resolve({ code, stdout, output: `${stdout}${stderr}${code === 127 ? error.message : ''}` });
		});
	});
}

/** Runs a script by the Node.js that runs this one. */
const runNode = async (parameters, options) => await runCommand(process.execPath, parameters, options);

/** Runs npm: the one that runs this, if one does. */
async function runNpm(parameters, options) {
	const cli = process.env.npm_execpath;
	if (cli?.endsWith('.js')) return await runNode([cli, ...parameters], options);
	return await runCommand('npm', parameters, { ...options, shell: IS_WINDOWS });
}

/** Runs a program and throws what it printed, if it fails. */
async function demand(running, what) {
	const result = await running;
	if (result.code !== 0) throw new Error(`${what} failed:\n${result.output}`);
	return result;
}

module.exports = { demand, runCommand, runNode, runNpm };
