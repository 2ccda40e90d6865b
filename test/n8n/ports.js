'use strict';

const { detect } = require('detect-port');

const HOST = '127.0.0.1';

/** The wished port on loopback or, when it is taken, one above it, which is told. */
async function freePort(purpose, wish, log) {
	const port = await detect({ port: wish, hostname: HOST });
	if (port !== wish) log(`Port ${wish} is taken by another program; ${purpose} takes ${port}.`);
	return port;
}

module.exports = { HOST, freePort };
