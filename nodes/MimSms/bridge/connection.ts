import type { IExecuteFunctions, IExecutePaginationFunctions, IHttpRequestOptions, IPollFunctions } from 'n8n-workflow';
import { failure, success, type Outcome } from '../gateway/fault';
import { cleaned, redact } from '../gateway/redact';
import type { Reply } from '../gateway/reply';
import type { GatewayRequest } from '../gateway/requests';
import { KeyRenewal } from './keyRenewal';
import { credentialFault, faultOfThrow, httpOptions, readTransport } from './transport';

export const CREDENTIAL = 'mimSmsApi';

export type N8nContext = IExecuteFunctions | IExecutePaginationFunctions | IPollFunctions;

interface AskOptions {
	encoding?: 'text' | 'stream';
	deadline?: number;
	/** Whether the reply is the key itself, which is taken out of all others. */
	givesKey?: boolean;
}

interface Account {
	/** The sender ID for where a node leaves its own empty. */
	senderId: string;
	/** Whether the key was fetched by user name and password and so can be fetched anew. */
	renewable: boolean;
	/** Whether a fetched key is stored. */
	hasKey: boolean;
	secrets: Secrets;
}

interface Secrets {
	/** Taken out of every text that comes in; long enough not to be a word of a message. */
	keys: string[];
	/** Taken out of every error. */
	all: string[];
}

/**
 * The way to the gateway for one run of a node: n8n's HTTP helper with the credential, n8n's Request Options, the renewal of
 * a fetched key, and faults cleaned of secrets. It never sends a request twice, but for the one that a 1003 surely refused.
 */
export class Connection {
	private account?: Promise<Outcome<Account>>;
	private readonly renewal = new KeyRenewal();

	constructor(
		private readonly context: N8nContext,
		private readonly requestOptions: unknown,
	) {}

	/** What of the credential matters to a node. Reads it once; faults when none is chosen. */
	async signedIn(): Promise<Outcome<Account>> {
		this.account ??= readAccount(this.context);
		return await this.account;
	}

	/**
	 * Asks the gateway and reads its reply. A stream keeps what had arrived when the connection broke; `deadline`
	 * (milliseconds since the epoch) ends a slow one.
	 */
	async ask<T>(request: GatewayRequest, read: (reply: Reply) => Outcome<T>, { encoding = 'text', deadline = Infinity, givesKey = false }: AskOptions = {}): Promise<Outcome<T>> {
		const account = await this.signedIn();
		if (!account.ok) return account;
		const transport = readTransport(this.requestOptions);
		if (!transport.ok) return transport;
		const options = httpOptions(request, transport.value, encoding);
		const attempt = async (extra: Record<string, string>) => {
			// Whole milliseconds: Node's timers refuse any other.
			const timeout = Math.max(1, Math.ceil(Math.min(transport.value.timeout ?? Infinity, deadline - Date.now())));
			const reply = await this.exchange({ ...options, timeout, headers: { ...options.headers, ...extra } });
			if (!reply.ok) return reply;
			return read(givesKey ? reply.value : { ...reply.value, text: redact(reply.value.text, (await this.secrets()).keys) });
		};
		const outcome = account.value.renewable ? await this.renewal.run(attempt, account.value.hasKey) : await attempt({});
		return outcome.ok ? outcome : failure(cleaned(outcome.fault, (await this.secrets()).all));
	}

	/** The text as it may be shown: whatever the gateway echoed of the credential is taken out. */
	async shown(text: string): Promise<string> {
		return redact(text, (await this.secrets()).all);
	}

	/** The secrets as they are now: a key that was fetched in this very run is among them. */
	private async secrets(): Promise<Secrets> {
		const before = await this.signedIn();
		const account = before.ok && before.value.renewable ? await readAccount(this.context) : before;
		return account.ok ? account.value.secrets : { keys: [], all: [] };
	}

	private async exchange(options: IHttpRequestOptions): Promise<Outcome<Reply>> {
		const end = Date.now() + (options.timeout ?? 0);
		try {
			const response = await this.context.helpers.httpRequestWithAuthentication.call(this.context, CREDENTIAL, options);
			return await readBody(response as { statusCode?: number; body?: unknown }, end);
		} catch (error) {
			return failure(faultOfThrow(error));
		}
	}
}

async function readAccount(context: N8nContext): Promise<Outcome<Account>> {
	try {
		const { apiKey, username, password, fetchedApiKey, senderId, signInWith } = await context.getCredentials(CREDENTIAL);
		const keys = [apiKey, ...String(fetchedApiKey ?? '').split(' ')].map((value) => String(value ?? '').trim());
		const all = [...keys, username, password].map((value) => String(value ?? ''));
		return success({
			senderId: String(senderId ?? '').trim(),
			renewable: signInWith === 'login',
			hasKey: Boolean(fetchedApiKey),
			secrets: { keys: keys.filter((key) => key.length >= 8), all: all.filter((secret) => secret.length > 1) },
		});
	} catch (error) {
		return failure(credentialFault(error));
	}
}

/** The text of a body. A stream that breaks or is not over at `end` (milliseconds since the epoch) keeps what had arrived. */
async function readBody({ statusCode = 0, body }: { statusCode?: number; body?: unknown }, end: number): Promise<Outcome<Reply>> {
	if (!isStream(body)) return success({ status: statusCode, text: body === undefined || body === null ? '' : String(body) });
	const decoder = new TextDecoder();
	const texts: string[] = [];
	const late = over(end);
	const chunks = body[Symbol.asyncIterator]();
	try {
		for (let next = await Promise.race([chunks.next(), late]); !next.done; next = await Promise.race([chunks.next(), late])) {
			texts.push(typeof next.value === 'string' ? next.value : decoder.decode(next.value, { stream: true }));
		}
	} catch (error) {
		body.destroy?.();
		return texts.length === 0 ? failure(faultOfThrow(error)) : success({ status: statusCode, text: texts.join(''), broken: true });
	}
	return success({ status: statusCode, text: texts.join('') + decoder.decode() });
}

/** Rejects at a moment. n8n's own time-out ends with the headers of a stream, and a stalled one can't be ended from outside. */
async function over(end: number): Promise<never> {
	const signal = AbortSignal.timeout(Math.max(1, end - Date.now()));
	return await new Promise((_, reject) => {
		signal.addEventListener('abort', () => reject(Object.assign(new Error('too slow'), { code: 'ETIMEDOUT' })), { once: true });
	});
}

interface Stream extends AsyncIterable<Uint8Array | string> {
	destroy?(): void;
}

const isStream = (body: unknown): body is Stream => typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
