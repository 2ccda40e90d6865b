/** A web server of a step, on loopback. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Stage } from './stage.cts';

/** Starts one and returns its address; it closes with the stage. A request whose answer fails is cut off. */
export async function serve(
	stage: Stage,
	answer: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void,
): Promise<string> {
	const server = createServer((request, response) => {
		void (async () => await answer(request, response))().catch((error: unknown) => response.destroy(error as Error));
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	stage.add(server, () => void server.close());
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
