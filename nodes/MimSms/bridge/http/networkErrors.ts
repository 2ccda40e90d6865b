import type { Fault } from '../../gateway/fault';
import { faultText, oneLine } from '../../gateway/faultText';

/** The name of the credential's own errors: their words are meant for the user and hold no secret. */
const CREDENTIAL_ERROR = 'MimSmsCredentialError';

/**
 * An error of the credential's own; `fault` says what it met where the gateway was asked. n8n 1 wraps each error, and keeps of it the
 * words and `httpCode` alone: so that holds both once more.
 */
export const credentialError = (sentence: string, fault?: Fault): Error =>
	Object.assign(new Error(sentence), {
		name: CREDENTIAL_ERROR,
		httpCode: `${CREDENTIAL_ERROR} ${JSON.stringify(fault ?? null)}`,
	});

const BLOCKED =
	'your n8n server blocks requests to this address (N8N_SSRF_PROTECTION_ENABLED). Whoever runs it can allow the address';

/** Failures before a byte of the request could leave: n8n blocks it, no connection, no such host, a certificate that is not trusted. */
const NEVER_LEFT: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'it refused the connection',
	ENOTFOUND: 'its name was not found',
	EAI_AGAIN: 'its name could not be looked up',
	ERR_INVALID_URL: 'its address is not valid',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
	SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is self-signed',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
	UNABLE_TO_GET_ISSUER_CERT: 'its certificate is not trusted',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not trusted',
	CERT_HAS_EXPIRED: 'its certificate has expired',
	CERT_NOT_YET_VALID: 'its certificate is not valid yet',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
	SsrfBlockedIpError: BLOCKED,
	SsrfBlockedHostnameError: BLOCKED,
};

const LOST: Readonly<Record<string, string>> = {
	ECONNABORTED: 'it took longer than the time-out',
	ETIMEDOUT: 'it took longer than the time-out',
	ERR_CANCELED: 'the execution was stopped while the request was on its way',
};

/** What a throw of n8n's HTTP helper means. Its own words and objects are left behind: they may hold the URL with the key. */
export function faultOfThrow(error: unknown): Fault {
	const chain = causes(error);
	const ours = chain.find(({ code }) => code.startsWith(CREDENTIAL_ERROR));
	if (ours) {
		const fault = JSON.parse(ours.code.slice(CREDENTIAL_ERROR.length)) as Fault | null;
		return fault ? signInFault(fault) : { kind: 'invalidInput', field: 'Credential', problem: ours.words[0] };
	}
	if (chain.some(isPlainHttp))
		return {
			kind: 'unreachable',
			why: 'it does not use https at this address. Base URL may need http:// or another port',
		};
	const code =
		chain
			.flatMap((cause) => [cause.code, cause.name])
			.find((name) => Object.hasOwn(NEVER_LEFT, name) || Object.hasOwn(LOST, name)) ?? '';
	if (Object.hasOwn(NEVER_LEFT, code)) return { kind: 'unreachable', why: NEVER_LEFT[code] };
	if (chain.some(isConnecting)) return { kind: 'unreachable', why: 'no connection could be made' };
	return {
		kind: 'lost',
		why: Object.hasOwn(LOST, code) ? LOST[code] : 'the connection ended before the answer arrived',
	};
}

/** The same where the request goes by a proxy: what failed to connect is the proxy. What fails later, such as a certificate, is the gateway's. */
export const throughProxy = (fault: Extract<Fault, { kind: 'unreachable' }>, error: unknown): Fault =>
	causes(error).some(isConnecting) ? { ...fault, proxy: true } : fault;

/** What it means for a request that the sign-in before it failed: the request itself was not made. */
const signInFault = (fault: Fault): Fault =>
	fault.kind === 'rejected'
		? { ...fault, signingIn: true }
		: fault.kind === 'unreachable'
			? fault
			: { kind: 'stopped', why: `signing in failed. ${oneLine(faultText(fault, { sending: false }))}` };

/** For a request that may not leave any more when its sign-in is done. */
export const signInTooSlow = (): Error => credentialError('no time left', { kind: 'lost', why: LOST.ETIMEDOUT });

/** Why the credential can't be had, before anything was asked: none is chosen, or n8n can't read it. */
export function credentialFault(error: unknown): Fault {
	const said = error instanceof Error ? error.message : '';
	const missing = /does not (?:have any|require) credentials|^credentials? not found$/i.test(said);
	const problem = missing
		? 'none is chosen. Choose or create one under “Credential” at the top of the node'
		: `n8n can't read it (${said})`;
	return { kind: 'invalidInput', field: 'Credential', problem };
}

/** What of an error tells where a request ended. */
interface Cause {
	name: string;
	/** Of Node, or of the credential. */
	code: string;
	/** Its message, and those that n8n 1 keeps of the error that it wraps. */
	words: string[];
	/** What Node was doing, in its own word. */
	syscall: string;
}

/** What OpenSSL says when the first bytes of the other side are no TLS: the request is still here then. */
const isPlainHttp = ({ code, words }: Cause): boolean =>
	code === 'EPROTO' && words.some((line) => /wrong version number|packet length too long|unknown protocol/.test(line));

const isConnecting = ({ syscall }: Cause): boolean => syscall === 'connect' || syscall === 'getaddrinfo';

function causes(error: unknown): Cause[] {
	const chain: Cause[] = [];
	for (
		let cause = error;
		typeof cause === 'object' && cause !== null && chain.length < 6;
		cause = (cause as { cause?: unknown }).cause
	) {
		chain.push(toCause(cause as Record<string, unknown>));
	}
	return chain;
}

/** Node begins its words with the call and the code: “connect ETIMEDOUT 10.0.0.1:443”. */
function toCause({ name, code, httpCode, message, messages, syscall }: Record<string, unknown>): Cause {
	const known = String((name === CREDENTIAL_ERROR ? httpCode : code) ?? httpCode ?? '');
	const words = [message, ...(Array.isArray(messages) ? messages : [])].map(String);
	const call = words.map((line) => /^([a-z]+) ([A-Z_]+)\b/.exec(line)).find((found) => found?.[2] === known);
	return { name: String(name), code: known, words, syscall: String(syscall ?? call?.[1] ?? '') };
}
