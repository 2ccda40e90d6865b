import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { failure, invalidInput, success, type Fault, type Outcome } from '../gateway/fault';
import { faultText, oneLine } from '../gateway/faultText';
import type { Reply } from '../gateway/reply';
import { replyText } from '../gateway/replyText';
import type { GatewayRequest } from '../gateway/requests';

/** The name that the credential gives to its own errors: their words are meant for the user and hold no secret. Where the gateway was asked, `fault` says what it met. */
export const CREDENTIAL_ERROR = 'MimSmsCredentialError';

const DEFAULT_TIMEOUT = 300_000;

/** The longest that a timer of Node can wait, about 25 days, in milliseconds; a longer one would fire at once. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

type Transport = Pick<IHttpRequestOptions, 'proxy' | 'skipSslCertificateValidation' | 'timeout'>;

/**
 * The request as n8n's HTTP helper takes it; the credential completes path and form. The body is asked for as
 * a stream: a parser of JSON would take `1002` for a number, and n8n's own reading of a text ends neither with an answer
 * that drips in byte by byte nor with one that never ends. A status is no error, and 401 no reason to send again.
 */
export function httpOptions(request: GatewayRequest, transport: Transport): IHttpRequestOptions {
	return {
		method: request.method,
		url: request.path,
		...(request.form && { body: { ...request.form }, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		...transport,
	};
}

/** n8n's own Request Options, which custom operations must apply themselves: proxy (URL), time-out (ms), ignore SSL. */
export function readTransport(requestOptions: unknown): Outcome<Transport> {
	const { proxy, timeout, allowUnauthorizedCerts } = (requestOptions ?? {}) as IDataObject;
	const transport: Transport = { timeout: Number(timeout) > 0 ? Math.min(Math.ceil(Number(timeout)), LONGEST_TIMEOUT) : DEFAULT_TIMEOUT };
	if (allowUnauthorizedCerts) transport.skipSslCertificateValidation = true;
	if (!proxy) return success(transport);
	const url = URL.canParse(String(proxy)) ? new URL(String(proxy)) : undefined;
	if (!url?.hostname) return invalidInput('Proxy', 'under Request Options is no address; write it as http://host:port');
	const auth = url.username === '' ? undefined : { username: decoded(url.username), password: decoded(url.password) };
	const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
	transport.proxy = { host: url.hostname, port, protocol: url.protocol.slice(0, -1), ...(auth && { auth }) };
	return success(transport);
}

/** The text behind its percent signs; as it is when one of them stands alone. */
function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** The most of an answer that is read, in bytes: 30 times a page of 100 long reports, and no danger to n8n's memory. */
const MOST_BYTES = 16_000_000;

/** One request by way of n8n's HTTP helper: the text of its answer, or what went wrong. `keepsPart` as in readBody. */
export async function exchange(request: (options: IHttpRequestOptions) => Promise<unknown>, options: IHttpRequestOptions, keepsPart = false): Promise<Outcome<Reply>> {
	const end = Date.now() + (options.timeout ?? 0);
	try {
		return await readBody((await request(options)) as Answer, end, keepsPart);
	} catch (error) {
		return failure(faultOfThrow(error));
	}
}

interface Answer {
	statusCode?: number;
	headers?: Record<string, unknown>;
	body?: unknown;
}

/**
 * The text of an answer that n8n's HTTP helper gave. One that breaks off, or is not over at `end` (milliseconds since the
 * epoch), is a fault, or with `keepsPart` what had arrived; one that is too long is read up to there.
 */
export async function readBody({ statusCode: status = 0, headers, body }: Answer, end: number, keepsPart: boolean): Promise<Outcome<Reply>> {
	if (!isStream(body)) return success({ status, text: body === undefined || body === null ? '' : String(body) });
	const text = (isPart: boolean) => replyText(Buffer.concat(arrived), String(headers?.['content-type'] ?? ''), isPart);
	const chunks = body[Symbol.asyncIterator]();
	const late = over(end);
	const arrived: Buffer[] = [];
	let bytes = 0;
	try {
		for (let next = await Promise.race([chunks.next(), late.promise]); !next.done; next = await Promise.race([chunks.next(), late.promise])) {
			const chunk = Buffer.from(next.value);
			arrived.push(chunk);
			bytes += chunk.length;
			if (bytes <= MOST_BYTES) continue;
			body.destroy?.();
			return success({ status, text: text(true), broken: true });
		}
	} catch (error) {
		body.destroy?.();
		return keepsPart && bytes > 0 ? success({ status, text: text(true), broken: true }) : failure(faultOfThrow(error));
	} finally {
		late.forget();
	}
	return success({ status, text: text(false) });
}

/** Rejects at a moment, unless forgotten. A stream of n8n's that stalls can't be ended from outside, so it is raced against this. */
function over(end: number): { promise: Promise<never>; forget: () => void } {
	const signal = AbortSignal.timeout(Math.max(1, end - Date.now()));
	let stop = () => {};
	const promise = new Promise<never>((_, reject) => {
		stop = () => reject(Object.assign(new Error('too slow'), { code: 'ETIMEDOUT' }));
		signal.addEventListener('abort', stop, { once: true });
	});
	return { promise, forget: () => signal.removeEventListener('abort', stop) };
}

interface Stream extends AsyncIterable<Uint8Array> {
	destroy?(): void;
}

const isStream = (body: unknown): body is Stream => typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

/** Failures before a byte of the request could leave: no connection, no such host, a certificate that is not trusted. */
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
};

const LOST: Readonly<Record<string, string>> = {
	ECONNABORTED: 'it took longer than the time-out',
	ETIMEDOUT: 'it took longer than the time-out',
	ERR_CANCELED: 'the execution was stopped while the request was on its way',
};

/** What a throw of n8n's HTTP helper means. Its own words and objects are left behind: they may hold the URL with the key. */
export function faultOfThrow(error: unknown): Fault {
	const chain = causes(error);
	const ours = chain.find(({ name }) => name === CREDENTIAL_ERROR);
	if (ours) return ours.fault ? signInFault(ours.fault as Fault) : { kind: 'invalidInput', field: 'Credential', problem: String(ours.message) };
	if (chain.some(isPlainHttp)) return { kind: 'unreachable', why: 'it does not speak https at this address. Base URL may need http:// or another port' };
	const connecting = chain.some(({ syscall }) => syscall === 'connect' || syscall === 'getaddrinfo');
	const code = chain.map((cause) => String(cause.code ?? '')).find((name) => Object.hasOwn(NEVER_LEFT, name) || Object.hasOwn(LOST, name)) ?? '';
	if (Object.hasOwn(NEVER_LEFT, code)) return { kind: 'unreachable', why: NEVER_LEFT[code] };
	if (connecting) return { kind: 'unreachable', why: 'no connection came about' };
	return { kind: 'lost', why: Object.hasOwn(LOST, code) ? LOST[code] : 'the connection ended before the answer had come' };
}

/** What it means for a request that the sign-in before it failed: the request itself was not made. */
const signInFault = (fault: Fault): Fault =>
	fault.kind === 'rejected' ? { ...fault, signingIn: true } : fault.kind === 'unreachable' ? fault : { kind: 'stopped', why: `signing in failed. ${oneLine(faultText(fault, false))}` };

/** Why the credential can't be had, before anything was asked: none is chosen, or n8n can't read it. */
export function credentialFault(error: unknown): Fault {
	const said = error instanceof Error ? error.message : '';
	const missing = /does not (?:have any|require) credentials|^credentials? not found$/i.test(said);
	const problem = missing ? 'none is chosen. Choose or create one under “Credential” at the top of the node' : `n8n can't read it (${said})`;
	return { kind: 'invalidInput', field: 'Credential', problem };
}

/** What OpenSSL says when the first bytes of the other side are no TLS: the request is still here then. */
const isPlainHttp = ({ code, message }: Record<string, unknown>): boolean => code === 'EPROTO' && /wrong version number|packet length too long|unknown protocol/.test(String(message));

function causes(error: unknown): Array<Record<string, unknown>> {
	const chain: Array<Record<string, unknown>> = [];
	for (let cause = error; typeof cause === 'object' && cause !== null && chain.length < 6; cause = (cause as { cause?: unknown }).cause) {
		chain.push(cause as Record<string, unknown>);
	}
	return chain;
}
