'use strict';
/** Servers of https whose certificate is not to be trusted, each for another reason. */
const { once } = require('node:events');
const https = require('node:https');
const tls = require('node:tls');
const { createCertificate } = require('./certificates');

const HOST = 'localhost';
/** Trusted where `trustAuthority` says so: only then is there nothing wrong with its certificates but what is meant to be. */
const authority = createCertificate({ host: 'Authority of these tests', isAuthority: true });

/** What is wrong, with how to make it and the words in which the node tells it. */
const BAD_CERTIFICATES = {
	'self-signed': { create: () => createCertificate({ host: HOST }), words: 'its certificate is self-signed' },
	'from nobody known': {
		create: () => createCertificate({ host: HOST, issuer: createCertificate({ host: 'Nobody', isAuthority: true }) }),
		words: 'its certificate is not trusted',
	},
	expired: {
		create: () => createCertificate({ host: HOST, issuer: authority, days: [-3, -1] }),
		words: 'its certificate has expired',
	},
	'not valid yet': {
		create: () => createCertificate({ host: HOST, issuer: authority, days: [1, 3] }),
		words: 'its certificate is not valid yet',
	},
	'for another host': {
		create: () => createCertificate({ host: 'another.example', issuer: authority }),
		words: 'its certificate is for another host',
	},
};

/** Serves https on localhost with a certificate. */
async function startHttps({ key, cert }, handler) {
	const server = https.createServer({ key, cert }, handler);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const close = () => {
		server.closeAllConnections();
		server.close();
	};
	return { baseUrl: `https://${HOST}:${server.address().port}`, close };
}

/** @param {keyof typeof BAD_CERTIFICATES} what is wrong with it */
const startBadHttps = async (what, handler) => await startHttps(BAD_CERTIFICATES[what].create(), handler);

/** Serves with a certificate of the authority with which nothing is wrong. */
const startGoodHttps = async (handler) =>
	await startHttps(createCertificate({ host: HOST, issuer: authority }), handler);

/** Puts the authority among those that this machine trusts, for this process; gives the way back. */
function trustAuthority() {
	const { createSecureContext } = tls;
	tls.createSecureContext = (options) => {
		const secure = createSecureContext(options);
		secure.context.addCACert(authority.cert);
		return secure;
	};
	return () => void (tls.createSecureContext = createSecureContext);
}

module.exports = { BAD_CERTIFICATES, startBadHttps, startGoodHttps, trustAuthority };
