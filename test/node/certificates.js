'use strict';
/** Certificates that a client must not trust, made here: no tool of the machine is needed for it. */
const { createSign, generateKeyPairSync, randomBytes } = require('node:crypto');

const A_DAY = 24 * 60 * 60 * 1000;

/** One value of ASN.1, in DER. */
function der(tag, ...parts) {
	const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
	const { length } = content;
	const written = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...written]), content]);
}

const sequence = (...parts) => der(0x30, ...parts);
const set = (...parts) => der(0x31, ...parts);
const bits = (bytes) => der(0x03, [0], bytes);
const octets = (bytes) => der(0x04, bytes);
const time = (date) => der(0x17, date.toISOString().replace(/^..|[-:T]|\.\d+/g, ''));

const VERSION_3 = der(0xa0, der(0x02, [2]));
const ECDSA_WITH_SHA256 = sequence(der(0x06, [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));
const COMMON_NAME = der(0x06, [0x55, 0x04, 0x03]);
const SUBJECT_ALT_NAME = der(0x06, [0x55, 0x1d, 0x11]);
const BASIC_CONSTRAINTS = der(0x06, [0x55, 0x1d, 0x13]);

const nameOf = (commonName) => sequence(set(sequence(COMMON_NAME, der(0x0c, commonName))));

/**
 * An authority that nobody knows, or a certificate for `host` that it has issued; without an `issuer`, its own.
 * @param {{ host: string, days?: [number, number], isAuthority?: boolean, issuer?: { host: string, privateKey: import('node:crypto').KeyObject } }} options
 *   `days`: from when until when it is valid, counted from now
 * @returns {{ host: string, privateKey: import('node:crypto').KeyObject, key: string, cert: string }} key and certificate as PEM
 */
function createCertificate({ host, days: [from, until] = [-1, 1], isAuthority = false, issuer }) {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const extensions = [
		isAuthority && sequence(BASIC_CONSTRAINTS, der(0x01, [0xff]), octets(sequence(der(0x01, [0xff])))),
		sequence(SUBJECT_ALT_NAME, octets(sequence(der(0x82, host)))),
	].filter(Boolean);
	const signed = sequence(
		VERSION_3,
		der(0x02, [1], randomBytes(8)),
		ECDSA_WITH_SHA256,
		nameOf(issuer?.host ?? host),
		sequence(...[from, until].map((day) => time(new Date(Date.now() + day * A_DAY)))),
		nameOf(host),
		publicKey.export({ type: 'spki', format: 'der' }),
		der(0xa3, sequence(...extensions)),
	);
	const signature = createSign('sha256')
		.update(signed)
		.sign(issuer?.privateKey ?? privateKey);
	const cert = sequence(signed, ECDSA_WITH_SHA256, bits(signature)).toString('base64').replace(/.{64}/g, '$&\n');
	return {
		host,
		privateKey,
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
		cert: `-----BEGIN CERTIFICATE-----\n${cert}\n-----END CERTIFICATE-----\n`,
	};
}

module.exports = { createCertificate };
