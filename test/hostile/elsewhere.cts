import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A host that is not the gateway: it says yes to everything, and remembers who came. */
export interface Elsewhere {
	/** `127.0.0.1:<port>` */
	readonly host: string;
	/** The addresses that were asked for, in order. */
	readonly visitors: string[];
	readonly answer: RequestListener;
}

/** Opens it for the tests of a file. */
export function useElsewhere(): Elsewhere {
	const visitors: string[] = [];
	const answer: RequestListener = (request, response) => {
		visitors.push(String(request.url));
		response.end('1000, C2stolen');
	};
	const server = http.createServer(answer);
	beforeAll(async () => {
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
	});
	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});
	return {
		get host() {
			return `127.0.0.1:${(server.address() as AddressInfo).port}`;
		},
		visitors,
		answer,
	};
}
