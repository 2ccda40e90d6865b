/** Certificates that a client must not trust, made here: no tool of the machine is needed for it. */
import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const A_DAY = 24 * 60 * 60 * 1000;

type Content = readonly number[] | Uint8Array;

/** One value of ASN.1, in DER. */
function der(tag: number, ...parts: Content[]): Buffer {
	const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
	const { length } = content;
	const written = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...written]), content]);
}

const sequence = (...parts: Content[]) => der(0x30, ...parts);
const set = (...parts: Content[]) => der(0x31, ...parts);
const bits = (bytes: Content) => der(0x03, [0], bytes);
const octets = (bytes: Content) => der(0x04, bytes);
const time = (date: Date) => der(0x17, Buffer.from(date.toISOString().replace(/^..|[-:T]|\.\d+/g, '')));

const VERSION_3 = der(0xa0, der(0x02, [2]));
const ECDSA_WITH_SHA256 = sequence(der(0x06, [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));
const COMMON_NAME = der(0x06, [0x55, 0x04, 0x03]);
const SUBJECT_ALT_NAME = der(0x06, [0x55, 0x1d, 0x11]);
const BASIC_CONSTRAINTS = der(0x06, [0x55, 0x1d, 0x13]);

const nameOf = (commonName: string) => sequence(set(sequence(COMMON_NAME, der(0x0c, Buffer.from(commonName)))));

/** Who signs, and in which name. */
export interface Issuer {
	host: string;
	privateKey: KeyObject;
}

export interface CertificateOptions {
	host: string;
	/** From when until when it is valid, counted from now. */
	days?: readonly [number, number];
	isAuthority?: boolean;
	/** Itself when left out. */
	issuer?: Issuer;
}

/** A certificate and its key, as PEM. */
export interface Certificate extends Issuer {
	key: string;
	cert: string;
}

/** An authority that nobody knows, or a certificate for `host` that it has issued. */
export function createCertificate({
	host,
	days: [from, until] = [-1, 1],
	isAuthority = false,
	issuer,
}: CertificateOptions): Certificate {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const constraints = sequence(BASIC_CONSTRAINTS, der(0x01, [0xff]), octets(sequence(der(0x01, [0xff]))));
	const extensions = [
		...(isAuthority ? [constraints] : []),
		sequence(SUBJECT_ALT_NAME, octets(sequence(der(0x82, Buffer.from(host))))),
	];
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
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		cert: `-----BEGIN CERTIFICATE-----\n${cert}\n-----END CERTIFICATE-----\n`,
	};
}
