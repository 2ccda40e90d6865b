import type { ICredentialDataDecryptedObject, IExecuteFunctions, IExecutePaginationFunctions, IPollFunctions } from 'n8n-workflow';
import { failure, invalidInput, success, type Outcome } from '../gateway/fault';
import { cleaned, redact, redactInAnyCase } from '../gateway/redact';
import type { Reply } from '../gateway/reply';
import type { GatewayRequest } from '../gateway/requests';
import { fetchedKey } from './fetchedKey';
import { KeyRenewal } from './keyRenewal';
import { evaluated } from './parameters';
import { credentialFault, exchange, httpOptions, readTransport } from './transport';

export const CREDENTIAL = 'mimSmsApi';

export type N8nContext = IExecuteFunctions | IExecutePaginationFunctions | IPollFunctions;

interface AskOptions {
	/** Whether of an answer that breaks off what had arrived is kept: the gateway will not give it again. */
	keepsPart?: boolean;
	/** Milliseconds since the epoch. */
	deadline?: number;
	/** Whether the reply is the key itself, which is taken out of all others. */
	givesKey?: boolean;
}

interface Account {
	/** The sender ID for where a node leaves its own empty. */
	senderId: string;
	/** Whether the key was fetched by user name and password and so can be fetched anew. */
	renewable: boolean;
	/** Whether a fetched key is stored that belongs to this user name, password and base URL. */
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
	private readonly renewal = new KeyRenewal(async () => {
		const account = await this.accountNow();
		return account.ok && account.value.hasKey;
	});

	private transport?: ReturnType<typeof readTransport>;

	/** `requestOptions` gives n8n's Request Options, or throws what an expression in them throws; `items`: those that go by this connection. */
	constructor(
		private readonly context: N8nContext,
		private readonly requestOptions: () => unknown,
		private readonly items: readonly number[] = [],
	) {}

	/** What of the credential matters to a node. Reads it once; faults when none is chosen, or the Request Options can't be used. */
	async signedIn(): Promise<Outcome<Account>> {
		const transport = this.transportNow();
		if (!transport.ok) return transport;
		this.account ??= readAccount(this.context, this.items);
		return await this.account;
	}

	private transportNow(): ReturnType<typeof readTransport> {
		if (this.transport) return this.transport;
		const options = evaluated(this.requestOptions);
		this.transport = options.ok ? readTransport(options.value) : options;
		return this.transport;
	}

	/**
	 * Asks the gateway and reads its reply. Neither the time-out nor `deadline` is outlived, however slowly the reply comes in.
	 */
	async ask<T>(request: GatewayRequest, read: (reply: Reply) => Outcome<T>, { keepsPart = false, deadline = Infinity, givesKey = false }: AskOptions = {}): Promise<Outcome<T>> {
		const account = await this.signedIn();
		if (!account.ok) return account;
		const transport = this.transportNow();
		if (!transport.ok) return transport;
		const options = httpOptions(request, transport.value);
		const attempt = async (extra: Record<string, string>) => {
			// Whole milliseconds: Node's timers refuse any other.
			const timeout = Math.max(1, Math.ceil(Math.min(transport.value.timeout ?? Infinity, deadline - Date.now())));
			const reply = await exchange(async (request) => await this.context.helpers.httpRequestWithAuthentication.call(this.context, CREDENTIAL, request), { ...options, timeout, headers: { ...options.headers, ...extra } }, keepsPart);
			if (!reply.ok) return reply;
			return read(givesKey ? reply.value : { ...reply.value, text: redact(reply.value.text, (await this.secrets()).keys) });
		};
		const outcome = account.value.renewable ? await this.renewal.run(attempt, account.value.hasKey) : await attempt({});
		return outcome.ok ? outcome : failure(cleaned(outcome.fault, (await this.secrets()).all));
	}

	/** The text as it may be shown: whatever the gateway echoed of the credential is taken out. */
	async shown(text: string): Promise<string> {
		return redactInAnyCase(text, (await this.secrets()).all);
	}

	/** The secrets as they are now: a key that was fetched in this very run is among them. */
	private async secrets(): Promise<Secrets> {
		const account = await this.accountNow();
		return account.ok ? account.value.secrets : NO_SECRETS;
	}

	/** What of a fetched key is stored changes while the run goes on. */
	private async accountNow(): Promise<Outcome<Account>> {
		const before = await this.signedIn();
		return before.ok && before.value.renewable ? await readAccount(this.context) : before;
	}
}

const DIFFERS = 'gives another account for some items than for the first, which would be used for all. Send them one after another, in a loop (Loop Over Items, Batch Size 1)';

/** The fields of the credential that say whose account it is. */
const OF_ACCOUNT = ['baseUrl', 'signInWith', 'apiKey', 'username', 'password', 'senderId'] as const;

/** Whether expressions in the credential give the items several accounts: n8n signs a run in with the first item's. Looks at three of them. */
async function differs(context: IExecuteFunctions, first: ICredentialDataDecryptedObject, items: readonly number[]): Promise<boolean> {
	for (const item of new Set([items[1], items.at(-1)])) {
		if (!item) continue;
		const other = await context.getCredentials(CREDENTIAL, item);
		if (OF_ACCOUNT.some((field) => other[field] !== first[field])) return true;
	}
	return false;
}

const NO_SECRETS: Secrets = { keys: [], all: [] };

async function readAccount(context: N8nContext, items: readonly number[] = []): Promise<Outcome<Account>> {
	try {
		const credentials = await context.getCredentials(CREDENTIAL);
		if (await differs(context as IExecuteFunctions, credentials, items)) return invalidInput('Credential', DIFFERS);
		const { apiKey, username, password, fetchedApiKey, senderId, signInWith } = credentials;
		const stored = signInWith === 'login' ? String(fetchedApiKey ?? '').split(' ') : [];
		const keys = [apiKey, ...stored].map((value) => String(value ?? '').trim());
		const all = [...keys, username, password].map((value) => String(value ?? ''));
		return success({
			senderId: String(senderId ?? '').trim(),
			renewable: signInWith === 'login',
			hasKey: fetchedKey(credentials) !== null,
			secrets: { keys: keys.filter((key) => key.length >= 8), all: all.filter((secret) => secret.length > 1) },
		});
	} catch (error) {
		return failure(credentialFault(error));
	}
}
