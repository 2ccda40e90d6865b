import { once, setMaxListeners } from 'node:events';
import http from 'node:http';
import multipart from '@fastify/multipart';
import { fastify } from 'fastify';
import { controlRoutes } from './controlRoutes.cts';
import type { Gateway, Surroundings } from './gateway.cts';
import { gatewayRoutes } from './gatewayRoutes.cts';
import { inboxRoutes } from './inboxRoutes.cts';
import { withPlainType } from './receivedHeaders.cts';

const HOST = '127.0.0.1';
const BODY_LIMIT = 100 * 1024 * 1024;

/** The server of a simulator that runs. */
export interface GatewayServer {
	readonly port: number;
	readonly origin: string;
	/** Opens the listening socket, on the same port as before. */
	accept(): Promise<void>;
	/** Closes the listening socket: new connections are refused. Requests on their way are answered. */
	refuse(): Promise<void>;
	/** Ends at once, whatever is on its way. */
	close(): Promise<void>;
}

/**
 * Serves the gateway and its control paths. The listening socket is ours and not the framework's,
 * so that it can be closed and opened again.
 */
export async function openServer(gateway: Gateway): Promise<GatewayServer> {
	const server = http.createServer({ maxHeaderSize: 1024 * 1024 });
	server.keepAliveTimeout = 60_000;
	const closing = new AbortController();
	// Each reply that waits out its latency listens for the end.
	setMaxListeners(0, closing.signal);
	const app = fastify({
		logger: false,
		bodyLimit: BODY_LIMIT,
		exposeHeadRoutes: false,
		return503OnClosing: false,
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: 5000 },
		frameworkErrors: (_error, request, reply) => answerBadUrl(request, reply),
		serverFactory: (handler) => server.on('request', (request, response) => handler(withPlainType(request), response)),
	});

	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	await app.register(multipart);

	const surroundings: Surroundings = {
		signal: closing.signal,
		isRefusing: () => !server.listening,
		baseUrl: () => origin() + gateway.settings.basePath,
	};
	await app.register(controlRoutes(gateway), { prefix: '/_simulator' });
	await app.register(inboxRoutes(gateway, surroundings));
	const answerBadUrl = gatewayRoutes(app, gateway, surroundings);
	await app.ready();

	let port = gateway.settings.port;
	await accept();

	function origin() {
		return `http://${HOST}:${port}`;
	}

	async function accept() {
		if (server.listening) return;
		server.listen(port, HOST);
		await once(server, 'listening');
		const address = server.address();
		if (address !== null && typeof address === 'object') port = address.port;
	}

	async function refuse() {
		if (server.listening) server.close();
	}

	async function close() {
		closing.abort();
		await refuse();
		server.closeAllConnections();
		await app.close();
	}

	return { port, origin: origin(), accept, refuse, close };
}
