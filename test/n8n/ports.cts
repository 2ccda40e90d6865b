import { detect } from 'detect-port';

export const HOST = '127.0.0.1';

/** The wished port on loopback or, when it is taken, one above it, which is told. */
export async function freePort(purpose: string, wish: number, log: (line: string) => void): Promise<number> {
	const port = await detect({ port: wish, hostname: HOST });
	if (port !== wish) log(`Port ${wish} is taken by another program; ${purpose} takes ${port}.`);
	return port;
}
