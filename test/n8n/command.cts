import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import spawn from 'cross-spawn';

const KEPT_NPM_SETTINGS =
	/^npm_config_(registry|userconfig|globalconfig|cache|(https?_?|no_?)proxy|cafile|ca|strict_ssl)$/i;

/** The settings of this terminal without what `npm start` itself put there (it would steer the npm calls below). */
export function cleanEnvironment(): NodeJS.ProcessEnv {
	return Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || KEPT_NPM_SETTINGS.test(name)),
	);
}

export interface RunOptions {
	cwd: string;
	logFile: string;
	/** Further settings of the program. */
	env?: NodeJS.ProcessEnv;
	signal?: AbortSignal;
	onLine?: (line: string) => void;
}

/** A program ran, and failed. */
export class FailedCommand extends Error {
	/** npm's own error code, if any. */
	readonly npmCode?: string;

	constructor(
		message: string,
		/** Its last 200 lines. */
		readonly output: string,
	) {
		super(message);
		this.npmCode = /^npm (?:error|ERR!) code (\w+)/m.exec(output)?.[1];
	}
}

/**
 * Runs a program to its end. Its output goes to `logFile` and line by line to `onLine`.
 * Rejects with a `FailedCommand` when it fails.
 */
export async function run(
	program: string,
	args: string[],
	{ cwd, logFile, env = {}, signal, onLine = () => {} }: RunOptions,
): Promise<void> {
	const lastLines: string[] = [];
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
	const ended = new Promise<number | null>((resolve, reject) => {
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
	if (exitCode !== 0) throw new FailedCommand(`${args[0]} ended with code ${exitCode}`, lastLines.join('\n'));
}

/** Runs npm: the one that runs this script, on the given Node, or else the one on the PATH. */
export async function npm(
	args: string[],
	{ node = process.execPath, ...options }: RunOptions & { node?: string },
): Promise<void> {
	const cli = process.env.npm_execpath;
	if (cli && /npm-cli\.js$/.test(cli)) return await run(node, [cli, ...args], options);
	return await run('npm', args, options);
}
