'use strict';

const { createWriteStream } = require('node:fs');
const { once } = require('node:events');
const { createInterface } = require('node:readline');
const { PassThrough } = require('node:stream');
const spawn = require('cross-spawn');

const KEPT_NPM_SETTINGS =
	/^npm_config_(registry|userconfig|globalconfig|cache|(https?_?|no_?)proxy|cafile|ca|strict_ssl)$/i;

/** The settings of this terminal without what `npm start` itself put there (it would steer the npm calls below). */
function cleanEnvironment() {
	return Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || KEPT_NPM_SETTINGS.test(name)),
	);
}

/**
 * Runs a program to its end. Its output goes to `logFile` and line by line to `onLine`.
 * Rejects with `output` (the last 200 lines) and `npmCode` (npm's own error code, if any) when it fails.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd: string, logFile: string, env?: object, signal?: AbortSignal, onLine?: (line: string) => void }} options
 */
async function run(program, args, { cwd, logFile, env = {}, signal, onLine = () => {} }) {
	const lastLines = [];
	const record = createWriteStream(logFile, { flags: 'a' });
	record.write(`\n> ${[program, ...args].join(' ')}\n`);

	const child = spawn(program, args, {
		cwd,
		env: { ...cleanEnvironment(), ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		windowsHide: true,
		signal,
	});
	const output = new PassThrough();
	child.stdout.pipe(output, { end: false });
	child.stderr.pipe(output, { end: false });
	child.once('close', () => output.end());
	child.once('error', () => output.end());
	const ended = new Promise((resolve, reject) => {
		child.once('close', resolve);
		child.once('error', reject);
	});
	ended.catch(() => {});

	for await (const line of createInterface({ input: output })) {
		record.write(`${line}\n`);
		lastLines.push(line);
		if (lastLines.length > 200) lastLines.shift();
		onLine(line);
	}
	record.end();
	await once(record, 'close');

	const exitCode = await ended;
	if (exitCode === 0) return;
	const text = lastLines.join('\n');
	throw Object.assign(new Error(`${args[0]} ended with code ${exitCode}`), {
		output: text,
		npmCode: /^npm (?:error|ERR!) code (\w+)/m.exec(text)?.[1],
	});
}

/** Runs npm: the one that runs this script, on the given Node, or else the one on the PATH. */
async function npm(args, { node = process.execPath, ...options }) {
	const cli = process.env.npm_execpath;
	if (cli && /npm-cli\.js$/.test(cli)) return await run(node, [cli, ...args], options);
	return await run('npm', args, options);
}

module.exports = { cleanEnvironment, npm, run };
