/** Servers of https whose certificate is not to be trusted, each for another reason. */
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { createCertificate } from './certificates.cts';
import type { Certificate } from './certificates.cts';

const HOST = 'localhost';
/** Trusted where `trustAuthority` says so: only then is there nothing wrong with its certificates but what is meant to be. */
const authority = createCertificate({ host: 'Authority of these tests', isAuthority: true });

interface BadCertificate {
	create(): Certificate;
	/** In which the node tells what is wrong. */
	words: string;
}

export type CertificateFault = 'self-signed' | 'from nobody known' | 'expired' | 'not valid yet' | 'for another host';

/** What is wrong, with how to make it and the words in which the node tells it. */
export const BAD_CERTIFICATES: Record<CertificateFault, BadCertificate> = {
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

/** A server of https on localhost that runs. */
export interface HttpsServer {
	baseUrl: string;
	close(): void;
}

async function startHttps({ key, cert }: Certificate, handler: RequestListener): Promise<HttpsServer> {
	const server = https.createServer({ key, cert }, handler);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const close = () => {
		server.closeAllConnections();
		server.close();
	};
	return { baseUrl: `https://${HOST}:${(server.address() as AddressInfo).port}`, close };
}

export const startBadHttps = async (fault: CertificateFault, handler: RequestListener): Promise<HttpsServer> =>
	await startHttps(BAD_CERTIFICATES[fault].create(), handler);

/** Serves with a certificate of the authority with which nothing is wrong. */
export const startGoodHttps = async (handler: RequestListener): Promise<HttpsServer> =>
	await startHttps(createCertificate({ host: HOST, issuer: authority }), handler);

/** Puts the authority among those that this machine trusts, for this process; gives the way back. */
export function trustAuthority(): () => void {
	const { createSecureContext } = tls;
	tls.createSecureContext = (options) => {
		const secure = createSecureContext(options);
		// OpenSSL's context, which Node's types do not describe.
		(secure.context as { addCACert(cert: string): void }).addCACert(authority.cert);
		return secure;
	};
	return () => void (tls.createSecureContext = createSecureContext);
}
