import type { IHttpRequestOptions } from 'n8n-workflow';
import type { Dialect, Question } from '../../gateway/dialect';
import { suspectingOtherApi } from '../../gateway/apis';
import { andThen, failure, success, type Fault, type Result } from '../../gateway/fault';
import { FIELD } from '../../gateway/fieldNames';
import { cleaned, cleanerOf, redact, redactEnd, redactValues, type Cleaner } from '../../gateway/redact';
import type { Reply } from '../../gateway/reply';
import { CREDENTIAL, NO_SECRETS, readAccount, withThose, type Account, type N8nContext, type Secrets } from './account';
import { KeyRenewal } from './keyRenewal';
import { exchange, httpOptions, readTransport } from './transport';

interface AskOptions {
	/** The most that the request may take, in milliseconds, where the Request Options do not say less. */
	timeoutMs?: number;
	/** When it must be over, however long the sign-in before it took; milliseconds since the epoch. */
	deadline?: number;
}

/** An operation that the API of the account does not have is refused by its name before it asks. */
const LACKING: Fault = {
	kind: 'invalidInput',
	field: FIELD.operation,
	problem: 'the API of this credential does not have this operation. Choose another one',
};

/** Of a call that takes reports out: how many may be gone with an answer that did not come, or came from something in front of the gateway. */
function withLosses(fault: Fault, { keepsPart }: Question<unknown>, { most }: Dialect): Fault {
	const mayHaveActed =
		fault.kind === 'lost' || (fault.kind === 'unreadable' && (fault.status >= 500 || fault.status < 300));
	return keepsPart && mayHaveActed ? { ...fault, mayHaveTaken: most.reports } : fault;
}

/** Reads a reply. One that a reader can't cope with loses no other outcome of the run: it is an answer that says nothing. */
function readSafely<T>({ read }: Question<T>, reply: Reply): Result<T> {
	try {
		return read(reply);
	} catch {
		return failure({ kind: 'unreadable', status: reply.status, text: reply.text });
	}
}

/**
 * The way to the gateway for one run of a node: n8n's HTTP helper with the credential, n8n's Request Options, the renewal of
 * a fetched key, and faults cleaned of secrets. It never sends a request twice, but for the one that a 1003 surely refused.
 */
export class Connection {
	private account?: Promise<Result<Account>>;
	private renewal?: KeyRenewal;

	private transport?: ReturnType<typeof readTransport>;

	private known = NO_SECRETS;

	/** When the credential was read last; milliseconds since the epoch. */
	private readAt = Infinity;

	/** `requestOptions` gives n8n's Request Options, or the fault of an expression in them; `items`: those that go by this connection. */
	constructor(
		private readonly context: N8nContext,
		private readonly requestOptions: () => Result<unknown>,
		private readonly items: readonly number[] = [],
	) {}

	/** What of the credential matters to a node. Reads it once; faults when none is chosen, or the Request Options can't be used. */
	async signedIn(): Promise<Result<Account>> {
		const transport = this.transportNow();
		if (!transport.ok) return transport;
		if (!this.account) {
			this.readAt = Date.now();
			this.account = readAccount(this.context, this.items);
		}
		return await this.account;
	}

	/** The API of the account. */
	async gateway(): Promise<Result<Dialect>> {
		return andThen(await this.signedIn(), ({ dialect }) => success(dialect));
	}

	private transportNow(): ReturnType<typeof readTransport> {
		if (this.transport) return this.transport;
		this.transport = andThen(this.requestOptions(), readTransport);
		return this.transport;
	}

	/**
	 * Asks the gateway, in the words of the account's API, and reads its reply. Neither the time-out nor `deadline` is outlived,
	 * however slowly the reply comes in; a sign-in that n8n makes before, of a minute at most, does not count for the time-out.
	 */
	async ask<T>(
		questionOf: (gateway: Dialect) => Question<T> | undefined,
		{ timeoutMs = Infinity, deadline = Infinity }: AskOptions = {},
	): Promise<Result<T>> {
		const account = await this.signedIn();
		if (!account.ok) return account;
		const transport = this.transportNow();
		if (!transport.ok) return transport;
		const question = questionOf(account.value.dialect);
		if (!question) return failure(LACKING);
		const options = httpOptions(question.request, transport.value);
		const mostMs = Math.min(transport.value.timeout ?? Infinity, timeoutMs);
		// Whole milliseconds: Node's timers refuse any other.
		const msLeft = () => Math.ceil(Math.min(mostMs, deadline - Date.now()));
		const helper = async (request: IHttpRequestOptions) =>
			await this.context.helpers.httpRequestWithAuthentication.call(this.context, CREDENTIAL, request);
		const askedAt = Date.now();
		const attempt = async (extra: Record<string, string>) => {
			const headed = { ...options, headers: { ...options.headers, ...extra } };
			const reply = await exchange(helper, headed, { msLeft, keepsPart: question.keepsPart });
			return await andThen(reply, async (came) =>
				readSafely(question, question.isSecret ? came : await this.redacted(came, askedAt)),
			);
		};
		const outcome = account.value.renewable ? await this.renewing().run(attempt, account.value) : await attempt({});
		if (outcome.ok) return outcome;
		const { key, dialect } = account.value;
		const fault = withLosses(suspectingOtherApi(outcome.fault, key, dialect), question, dialect);
		return failure(cleaned(fault, (await this.secrets(askedAt)).all));
	}

	/** One for all requests of a run with a fetched key. */
	private renewing(): KeyRenewal {
		this.renewal ??= new KeyRenewal(async () => {
			const account = await this.accountNow();
			return account.ok && account.value.hasKey;
		});
		return this.renewal;
	}

	private async redacted(reply: Reply, askedAt: number): Promise<Reply> {
		const { anywhere, asValues } = await this.secrets(askedAt);
		const text = redactValues(redact(reply.text, anywhere), asValues);
		return { ...reply, text: reply.broken ? redactEnd(text, anywhere) : text };
	}

	/** What takes out of the gateway's words whatever it echoed of the credential, so that they may be shown. */
	async cleaner(): Promise<Cleaner> {
		return cleanerOf((await this.secrets()).all);
	}

	/**
	 * All secrets of this run: a key that is fetched or saved anew while it goes on is among them, and the one before, which a request on
	 * its way may bear. `askedAt`: when that request began, in milliseconds since the epoch.
	 */
	private async secrets(askedAt = 0): Promise<Secrets> {
		const before = await this.signedIn();
		if (before.ok) this.known = withThose(this.known, before.value.secrets);
		if (before.ok && (before.value.renewable || this.readAt <= askedAt)) {
			const now = await this.accountNow();
			if (now.ok) this.known = withThose(this.known, now.value.secrets);
		}
		return this.known;
	}

	/** The account as its credential is now. */
	private async accountNow(): Promise<Result<Account>> {
		this.readAt = Date.now();
		return await readAccount(this.context);
	}
}
