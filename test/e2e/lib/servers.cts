/** PostgreSQL and Redis for one run: in a folder of their own, on loopback, ended with the run. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { sleep, until } from './checks.cts';
import { temporaryFolder } from './leftovers.cts';

const DEBIAN = '/usr/lib/postgresql';

/** A server of this run. */
export interface Server {
	port: number;
	stop(): Promise<void>;
}

export interface DatabaseServer extends Server {
	/** What a client connects to. */
	address: string;
}

export function missingServers(): string | undefined {
	const lacking = [!postgresFolder() && 'postgresql', !onPath('redis-server') && 'redis-server'].filter(Boolean);
	return lacking.length === 0 ? undefined : lacking.join(' ');
}

export async function startPostgres(): Promise<DatabaseServer> {
	const bin = postgresFolder();
	if (bin === undefined) throw new Error(`There is no PostgreSQL in ${DEBIAN}`);
	const data = temporaryFolder('mimsms-e2e-postgres-');
	const user = unprivileged();
	if (user) chownSync(data, user.uid, user.gid);
	execFileSync(
		path.join(bin, 'initdb'),
		['-D', data, '-U', 'n8n', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
		{ ...user, cwd: '/', stdio: 'ignore' },
	);
	const port = await freePort();
	const child = spawn(
		path.join(bin, 'postgres'),
		[
			'-D',
			data,
			'-p',
			String(port),
			'-c',
			'listen_addresses=127.0.0.1',
			'-c',
			`unix_socket_directories=${data}`,
			'-c',
			'fsync=off',
			'-c',
			'max_connections=200',
		],
		{ ...user, cwd: '/', stdio: 'ignore' },
	);
	endWithUs(child, 'SIGQUIT');
	for (let i = 0; i < 240 && !isReady(bin, port); i++) await sleep(250);
	execFileSync(path.join(bin, 'createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'n8n', 'n8n'], {
		stdio: 'ignore',
	});
	return {
		port,
		address: `postgresql://n8n@127.0.0.1:${port}/n8n`,
		stop: async () => {
			await stop(child, 'SIGINT');
			rmSync(data, { recursive: true, force: true });
		},
	};
}

export async function startRedis(): Promise<Server> {
	const port = await freePort();
	const child = spawn(
		'redis-server',
		['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
		{ stdio: 'ignore' },
	);
	endWithUs(child, 'SIGKILL');
	await until(() => answers(port), { within: 60_000, what: 'Redis' });
	return { port, stop: () => stop(child, 'SIGTERM') };
}

export async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

export async function stop(child: ChildProcess, signal: NodeJS.Signals) {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = once(child, 'exit');
	child.kill(signal);
	const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
	await ended;
	clearTimeout(late);
}

/** Ends a program when the run itself is interrupted. */
function endWithUs(child: ChildProcess, signal: NodeJS.Signals) {
	process.once('exit', () => child.kill(signal));
}

async function answers(port: number): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}

function postgresFolder(): string | undefined {
	if (!existsSync(DEBIAN)) return undefined;
	const [newest] = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
	return newest && path.join(DEBIAN, newest, 'bin');
}

function isReady(bin: string, port: number): boolean {
	try {
		execFileSync(path.join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (kind: '-u' | '-g') => Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}

function onPath(program: string): boolean {
	return (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
}
