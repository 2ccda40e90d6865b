import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import type { GatewayRequest } from '../../gateway/dialect';
import { failure, invalidInput, success, type Result } from '../../gateway/fault';
import type { Reply } from '../../gateway/reply';
import { credentialFault, faultOfThrow, signInTooSlow, throughProxy } from './networkErrors';

const DEFAULT_TIMEOUT_MS = 300_000;

/** The longest that a timer of Node can wait, about 25 days, in milliseconds; a longer one would fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

const PROXY_PROTOCOLS = ['http:', 'https:'];

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
		...(request.form && {
			body: { ...request.form },
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		}),
		...(request.json && {
			body: { ...request.json } as IDataObject,
			headers: { 'content-type': 'application/json', accept: 'application/json' },
		}),
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		...transport,
	};
}

/** n8n's own Request Options, which custom operations must apply themselves: proxy (URL), time-out (ms), ignore SSL. */
export function readTransport(requestOptions: unknown): Result<Transport> {
	const { proxy, timeout, allowUnauthorizedCerts } = (requestOptions ?? {}) as IDataObject;
	const transport: Transport = {
		timeout: Number(timeout) > 0 ? Math.min(Math.ceil(Number(timeout)), LONGEST_TIMEOUT_MS) : DEFAULT_TIMEOUT_MS,
	};
	if (allowUnauthorizedCerts) transport.skipSslCertificateValidation = true;
	if (!proxy) return success(transport);
	const url = URL.canParse(String(proxy)) ? new URL(String(proxy)) : undefined;
	// n8n's helper would pass by a proxy of another kind in silence, and ask the gateway without it.
	if (url && !PROXY_PROTOCOLS.includes(url.protocol) && url.hostname)
		return invalidInput(
			'Proxy',
			`a proxy of the type ${url.protocol.slice(0, -1)} does not work. Under Request Options, enter an http or https proxy, written as http://host:port`,
		);
	if (!url?.hostname || !PROXY_PROTOCOLS.includes(url.protocol))
		return invalidInput('Proxy', 'the address under Request Options is not valid. Write it as http://host:port');
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

/** A request whose time begins when the credential takes it over: what n8n needed before, to fetch a key, is not the request's time. */
export interface TimedRequest extends IHttpRequestOptions {
	/** Starts the time and tells what is left of it, in milliseconds; throws when there is none. */
	startClock?: () => number;
}

/** The same request with its time running. */
export function started({ startClock, ...request }: TimedRequest): IHttpRequestOptions {
	return startClock ? { ...request, timeout: startClock() } : request;
}

/** n8n's helper ends by itself at the time-out, and says why; but not where an answer switches to another protocol (101). In milliseconds. */
const OVERTIME_MS = 500;

/**
 * One request by way of n8n's HTTP helper: the text of its answer, or what went wrong. `keepsPart` as in readBody. `msLeft`
 * gives the milliseconds for it, and is asked when the clock starts (see `started`); with none left it does not leave.
 */
export async function exchange(
	request: (options: TimedRequest) => Promise<unknown>,
	options: IHttpRequestOptions,
	{ msLeft, keepsPart = false }: { msLeft: () => number; keepsPart?: boolean },
): Promise<Result<Reply>> {
	let endsAt = 0;
	let lateness: Alarm | undefined;
	let giveUp: (error: unknown) => void = () => {};
	const overdue = new Promise<never>((_, reject) => (giveUp = reject));
	const startClock = () => {
		const ms = msLeft();
		if (ms <= 0) throw signInTooSlow();
		endsAt = Date.now() + ms;
		lateness = over(endsAt + OVERTIME_MS);
		lateness.promise.catch(giveUp);
		return ms;
	};
	try {
		const answer = await Promise.race([request({ ...options, startClock }), overdue]);
		return await readBody(answer as Answer, endsAt, { keepsPart });
	} catch (error) {
		const fault = faultOfThrow(error);
		// The credential starts the clock: where it did not come so far, nothing left.
		if (fault.kind === 'lost' && lateness === undefined) return failure(credentialFault(error));
		return failure(fault.kind === 'unreachable' && options.proxy ? throughProxy(fault, error) : fault);
	} finally {
		lateness?.forget();
	}
}

interface Answer {
	statusCode?: number;
	headers?: Record<string, unknown>;
	body?: unknown;
}

/**
 * The text of an answer that n8n's HTTP helper gave. One that breaks off, or is not over at `endsAt` (milliseconds since the
 * epoch), is a fault, or with `keepsPart` what had arrived; one that is too long is read up to there.
 */
export async function readBody(
	{ statusCode: status = 0, headers, body }: Answer,
	endsAt: number,
	{ keepsPart }: { keepsPart: boolean },
): Promise<Result<Reply>> {
	if (!isStream(body)) return success({ status, text: body === undefined || body === null ? '' : String(body) });
	const text = (part: { isPart: boolean }) =>
		replyText(Buffer.concat(arrived), String(headers?.['content-type'] ?? ''), part);
	const chunks = body[Symbol.asyncIterator]();
	const late = over(endsAt);
	const arrived: Buffer[] = [];
	let bytes = 0;
	try {
		for (
			let next = await Promise.race([chunks.next(), late.promise]);
			!next.done;
			next = await Promise.race([chunks.next(), late.promise])
		) {
			const chunk = Buffer.from(next.value);
			arrived.push(chunk);
			bytes += chunk.length;
			if (bytes <= MOST_BYTES) continue;
			body.destroy?.();
			return success({ status, text: text({ isPart: true }), broken: true });
		}
	} catch (error) {
		body.destroy?.();
		return keepsPart && bytes > 0
			? success({ status, text: text({ isPart: true }), broken: true })
			: failure(faultOfThrow(error));
	} finally {
		late.forget();
	}
	return success({ status, text: text({ isPart: false }) });
}

interface Alarm {
	promise: Promise<never>;
	forget: () => void;
}

/** Rejects at a moment, unless forgotten. A stream of n8n's that stalls can't be ended from outside, so it is raced against this. */
function over(endsAt: number): Alarm {
	const signal = AbortSignal.timeout(Math.min(Math.max(1, endsAt - Date.now()), LONGEST_TIMEOUT_MS));
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

const isStream = (body: unknown): body is Stream =>
	typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

/**
 * The text of an answer. UTF-16 is known by its mark or by the zeros in its first sign. Another charset that the content type, or
 * the XML declaration, names is believed only where the bytes are no UTF-8: web servers often name a wrong one. With `isPart`, half a sign at the
 * end is left out. Never throws.
 */
export function replyText(bytes: Uint8Array, contentType: string, { isPart }: { isPart: boolean }): string {
	const decode = (charset: string) => new TextDecoder(charset).decode(bytes, { stream: isPart });
	const text = decode(utf16Of(bytes) ?? 'utf-8');
	const named = /charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType)?.[1] ?? DECLARED.exec(text)?.[1] ?? 'utf-8';
	if (/^utf-16/i.test(named) || seemsRight(text)) return text;
	try {
		return decode(named);
	} catch {
		return text;
	}
}

const DECLARED = /^\s*<\?xml\s[^<>]*\bencoding\s*=\s*["']([\w.:-]+)/i;

function utf16Of([first, second]: Uint8Array): string | undefined {
	if ((first === 0xff && second === 0xfe) || (first > 0 && second === 0)) return 'utf-16le';
	return (first === 0xfe && second === 0xff) || (first === 0 && second > 0) ? 'utf-16be' : undefined;
}

/** One text that was cut within a sign makes no other charset of a page in UTF-8. */
function seemsRight(text: string): boolean {
	const count = (signs: RegExp) => text.slice(0, 100_000).match(signs)?.length ?? 0;
	return count(/[^\p{ASCII}\uFFFD]/gu) >= count(/\uFFFD/g);
}
