'use strict';
const { execFileSync } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const https = require('node:https');
const os = require('node:os');
const path = require('node:path');

/** A certificate for localhost that nobody has signed but its owner. */
function createCertificate() {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mimsms-certificate-'));
	const [key, cert] = ['key.pem', 'cert.pem'].map((name) => path.join(folder, name));
	execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert], { stdio: 'pipe' });
	const pair = { key: fs.readFileSync(key), cert: fs.readFileSync(cert) };
	fs.rmSync(folder, { recursive: true });
	return pair;
}

/** Serves https on localhost with such a certificate. */
async function startSelfSigned(handler) {
	const server = https.createServer(createCertificate(), handler);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const close = () => {
		server.closeAllConnections();
		server.close();
	};
	return { baseUrl: `https://localhost:${server.address().port}`, close };
}

module.exports = { startSelfSigned };
