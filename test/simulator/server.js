'use strict';

const http = require('node:http');
const { once, setMaxListeners } = require('node:events');
const fastify = require('fastify');
const multipart = require('@fastify/multipart');
const { gatewayRoutes } = require('./gatewayRoutes');
const { controlRoutes } = require('./controlRoutes');
const { inboxRoutes } = require('./inboxRoutes');

const HOST = '127.0.0.1';
const BODY_LIMIT = 100 * 1024 * 1024;

/**
 * Serves the gateway and its control paths. The listening socket is ours and not the framework's,
 * so that it can be closed and opened again.
 *
 * @param {object} gateway
 */
async function openServer(gateway) {
	let server;
	const closing = new AbortController();
	// Each reply that waits out its latency listens for the end.
	setMaxListeners(0, closing.signal);
	const app = fastify({
		logger: false,
		bodyLimit: BODY_LIMIT,
		exposeHeadRoutes: false,
		return503OnClosing: false,
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: 5000 },
		frameworkErrors: (error, request, reply) => answerBadUrl(request, reply),
		serverFactory: (handler) => {
			server = http.createServer({ maxHeaderSize: 1024 * 1024 });
			server.on('request', (request, response) => handler(withPlainType(request), response));
			return server;
		},
	});
	server.keepAliveTimeout = 60_000;

	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => done(null, body));
	await app.register(multipart);

	const surroundings = {
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

	/** Opens the listening socket, on the same port as before. */
	async function accept() {
		if (server.listening) return;
		server.listen(port, HOST);
		await once(server, 'listening');
		port = server.address().port;
	}

	/** Closes the listening socket: new connections are refused. Requests on their way are answered. */
	async function refuse() {
		if (server.listening) server.close();
	}

	/** Ends at once, whatever is on its way. */
	async function close() {
		closing.abort();
		await refuse();
		server.closeAllConnections();
		await app.close();
	}

	return { port, origin: origin(), accept, refuse, close };
}

// The gateway reads a body under whatever content type; the framework would refuse an odd one.
function withPlainType(request) {
	request.receivedHeaders = { ...request.headers };
	if (!/^multipart\/form-data/i.test(request.headers['content-type'] ?? '')) {
		request.headers['content-type'] = 'text/plain';
	}
	return request;
}

module.exports = { openServer };
