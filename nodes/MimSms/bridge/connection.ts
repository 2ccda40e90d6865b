import type { IExecuteFunctions, IExecutePaginationFunctions, IHttpRequestOptions, IPollFunctions } from 'n8n-workflow';
import { failure, success, type Outcome } from '../gateway/fault';
import { cleaned, redact } from '../gateway/redact';
import type { Reply } from '../gateway/reply';
import type { GatewayRequest } from '../gateway/requests';
import { credentialFault, ERRAND_HEADER, faultOfThrow, httpOptions, readTransport } from './transport';

export const CREDENTIAL = 'mimSmsApi';

export type N8nContext = IExecuteFunctions | IExecutePaginationFunctions | IPollFunctions;

interface AskOptions {
	encoding?: 'text' | 'stream';
	deadline?: number;
}

interface Account {
	/** The sender ID for where a node leaves its own empty. */
	senderId: string;
	/** Whether the key was fetched by user name and password and so can be fetched anew. */
	renewable: boolean;
	secrets: string[];
}

/**
 * The way to the gateway for one run of a node: n8n's HTTP helper with the credential, n8n's Request Options, the renewal of
 * a fetched key, and faults cleaned of secrets. It never sends a request twice, but for the one that a 1003 surely refused.
 */
export class Connection {
	private account?: Promise<Outcome<Account>>;
	private renewal?: Promise<unknown>;

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
	async ask<T>(request: GatewayRequest, read: (reply: Reply) => Outcome<T>, { encoding = 'text', deadline = Infinity }: AskOptions = {}): Promise<Outcome<T>> {
		const account = await this.signedIn();
		if (!account.ok) return account;
		const transport = readTransport(this.requestOptions);
		if (!transport.ok) return transport;
		const options = httpOptions(request, transport.value, encoding);
		const attempt = async (extra: Record<string, string>) => {
			const timeout = Math.max(1, Math.min(transport.value.timeout ?? Infinity, deadline - Date.now()));
			const reply = await this.exchange({ ...options, timeout, headers: { ...options.headers, ...extra } }, deadline);
			return reply.ok ? read(reply.value) : reply;
		};
		let outcome = await attempt({});
		if (account.value.renewable && isUnknownKey(outcome)) outcome = await this.withNewKey(attempt);
		return outcome.ok ? outcome : failure(cleaned(outcome.fault, account.value.secrets));
	}

	/** The text as it may be shown: whatever the gateway echoed of the credential is taken out. */
	async shown(text: string): Promise<string> {
		const account = await this.signedIn();
		return account.ok ? redact(text, account.value.secrets) : text;
	}

	/** The first refused request of a run has the key renewed; those refused beside it wait and use the new key. */
	private async withNewKey<T>(attempt: (extra: Record<string, string>) => Promise<T>): Promise<T> {
		if (this.renewal) {
			await this.renewal;
			return await attempt({});
		}
		const repeated = attempt({ [ERRAND_HEADER]: 'renew' });
		this.renewal = repeated;
		return await repeated;
	}

	private async exchange(options: IHttpRequestOptions, deadline: number): Promise<Outcome<Reply>> {
		try {
			const response = await this.context.helpers.httpRequestWithAuthentication.call(this.context, CREDENTIAL, options);
			return await readBody(response as { statusCode?: number; body?: unknown }, deadline);
		} catch (error) {
			return failure(faultOfThrow(error));
		}
	}
}

async function readAccount(context: N8nContext): Promise<Outcome<Account>> {
	try {
		const { apiKey, username, password, fetchedApiKey, senderId, signInWith } = await context.getCredentials(CREDENTIAL);
		const secrets = [apiKey, username, password, ...String(fetchedApiKey ?? '').split(' ')].map((value) => String(value ?? ''));
		return success({
			senderId: String(senderId ?? '').trim(),
			renewable: signInWith === 'login',
			secrets: secrets.filter((secret) => secret.length > 2),
		});
	} catch (error) {
		return failure(credentialFault(error));
	}
}

async function readBody({ statusCode = 0, body }: { statusCode?: number; body?: unknown }, deadline: number): Promise<Outcome<Reply>> {
	if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) {
		return success({ status: statusCode, text: body === undefined || body === null ? '' : String(body) });
	}
	const decoder = new TextDecoder();
	const texts: string[] = [];
	try {
		for await (const chunk of body as AsyncIterable<Uint8Array | string>) {
			texts.push(typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }));
			if (Date.now() >= deadline) return success({ status: statusCode, text: texts.join(''), broken: true });
		}
	} catch (error) {
		return texts.length === 0 ? failure(faultOfThrow(error)) : success({ status: statusCode, text: texts.join(''), broken: true });
	}
	return success({ status: statusCode, text: texts.join('') + decoder.decode() });
}

const isUnknownKey = (outcome: Outcome<unknown>): boolean =>
	!outcome.ok && outcome.fault.kind === 'rejected' && outcome.fault.code === '1003';
