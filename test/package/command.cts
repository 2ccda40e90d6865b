import { execFile, type ExecFileOptions } from 'node:child_process';

export interface CommandResult {
	/** 127 for a program that can't be started */
	code: number;
	stdout: string;
	/** All that it printed. */
	output: string;
}

/** `env` is added to the environment. */
export type CommandOptions = Pick<ExecFileOptions, 'cwd' | 'env' | 'shell'>;

const IS_WINDOWS = process.platform === 'win32';
const MAX_OUTPUT = 64 * 1024 * 1024;
const TSX = require.resolve('tsx/cjs');

/** jest sets NODE_ENV=test, under which n8n's lint rules take every file for a node, and n8n's loader works otherwise. */
function environmentOutsideOfJest(): NodeJS.ProcessEnv {
	const { NODE_ENV: _ofJest, ...environment } = process.env;
	return environment;
}

/** Runs a program to its end, in the environment of this one without jest's part. Never rejects. */
export async function runCommand(
	file: string,
	parameters: string[],
	{ env, ...options }: CommandOptions = {},
): Promise<CommandResult> {
	const environment = { ...environmentOutsideOfJest(), ...env };
	return await new Promise((resolve) => {
		execFile(
			file,
			parameters,
			{ maxBuffer: MAX_OUTPUT, ...options, env: environment, encoding: 'utf8' },
			(error, stdout, stderr) => {
				const code = typeof error?.code === 'number' ? error.code : error ? 127 : 0;
				resolve({ code, stdout, output: `${stdout}${stderr}${code === 127 ? error?.message : ''}` });
			},
		);
	});
}

/** Runs a script by the Node.js that runs this one. */
export const runNode = async (parameters: string[], options?: CommandOptions) =>
	await runCommand(process.execPath, parameters, options);

/** Runs a TypeScript program of these tests. */
export const runProgram = async (file: string, parameters: string[] = [], options?: CommandOptions) =>
	await runNode(['-r', TSX, file, ...parameters], options);

/** Runs npm: the one that runs this, if one does. */
export async function runNpm(parameters: string[], options?: CommandOptions) {
	const cli = process.env.npm_execpath;
	if (cli?.endsWith('.js')) return await runNode([cli, ...parameters], options);
	return await runCommand('npm', parameters, { ...options, shell: IS_WINDOWS });
}

/** Waits for a program and throws what it printed, if it fails. */
export async function demand(running: Promise<CommandResult>, what: string) {
	const result = await running;
	if (result.code !== 0) throw new Error(`${what} failed:\n${result.output}`);
	return result;
}
