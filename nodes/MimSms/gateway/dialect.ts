import type { Result, Rejection } from './fault';
import type { Reply } from './reply';
import type { ReportPage } from './report';
import type { Batch, Row, Sms } from './sms';

/** A call of a gateway without its secrets, which `sign` puts in; `form` is sent urlencoded, `json` as JSON. */
export interface GatewayRequest {
	method: 'GET' | 'POST';
	path: string;
	form?: Record<string, string>;
	json?: Record<string, unknown>;
}

/** A request together with what its reply means. `read` never throws. */
export interface Question<T> {
	request: GatewayRequest;
	read(reply: Reply): Result<T>;
	/** What arrived of an answer that breaks off is kept, since the gateway will not give it again. */
	keepsPart?: true;
	/** The reply is a secret itself, which is taken out of all others. */
	isSecret?: true;
}

/**
 * What a send says of one place in the request: accepted, with the word to ask for its reports where there is one, and with words of
 * its own where the gateway has some; refused; or nobody knows.
 */
export type RowOutcome = { reference: string | null; said?: string } | { refused: Rejection } | { unknown: string };

/** The reply to a send that was taken. */
export interface Submission {
	code: string;
	/** The gateway's own words. */
	response: string;
	/** The reply as a whole is a refusal, though it says something else of single rows: what it concerns besides this request. */
	refused?: Rejection;
	/** `row`: the place in the request, from 0; never the number, which may stand there twice. */
	of(row: number): RowOutcome;
}

/** What is left on the account, in taka. */
export interface Balance {
	amount: number;
	/** The gateway's own words. */
	response: string;
	/** When the balance expires, in the gateway's own words; null where it does not say. */
	expiresOn: string | null;
}

/** The secrets of a credential, by what they are. `key` is called where one is needed, and throws when there is none. */
export interface SigningSecrets {
	key: () => string;
	username: string;
	password: string;
}

/** What of a request bears secrets: `target` is a path of the API or a whole address, `body` the fields that are sent. */
export interface Signable {
	target: string;
	body?: Record<string, unknown>;
}

/**
 * One API of a gateway: what it can be asked, each question with its reader, and what it can not. Pure: no n8n, no I/O, no
 * clock. The connection of a run (`bridge/`) asks, the credential alone signs.
 */
export interface Dialect {
	/** What the user calls it, within a sentence. */
	readonly name: string;
	/** Whether a key may be one of this API, by its shape. */
	mayBeKey(key: string): boolean;
	readonly can: {
		/** Whether the gateway has the reports of the whole account. */
		takeAll: boolean;
		/** Whether a message can be sent later. */
		schedule: boolean;
		/** Whether user name and password fetch the key. */
		fetchKey: boolean;
		/** Whether the gateway is told how to encode a text; else it decides. */
		chooseEncoding: boolean;
		/** Whether a short answer can be asked for (reply=Y). */
		reply: boolean;
		/** Whether promotional messages belong to a campaign. */
		campaign: boolean;
		/** Whether there are numbers of other countries. */
		sendAbroad: boolean;
		/** Whether a report has a code that says something, and the message with its times. */
		reportCodes: boolean;
		/** Whether all recipients of a request share one reference; else each has its own. */
		shareReference: boolean;
	};
	/**
	 * What one request may hold, or one answer holds, at most; `tracked`: recipients of a message whose reports are asked for while it
	 * waits; `questions`: references that one poll asks for; `questionsAtOnce`: questions for reports that a run may have on their way at the same time.
	 */
	readonly most: {
		recipients: number;
		rows: number;
		reports: number;
		tracked: number;
		questions: number;
		questionsAtOnce: number;
	};
	/** One text to one or many. */
	send(sms: Sms): Question<Submission>;
	/** A different text for each row. */
	sendMany(batch: Batch<Row>): Question<Submission>;
	balance(): Question<Balance>;
	/** The reports of one reference; they can be asked for again. */
	reportsOf(reference: string): Question<ReportPage>;
	/** The same, each once: the gateway gives them no second time. */
	takeReportsOf?(reference: string): Question<ReportPage>;
	/** The waiting reports of the account, each once. */
	takeReports?(): Question<ReportPage>;
	/** The API key of a user name and password. */
	apiKey?(): Question<string>;
	/** The word that a send gave, to ask for its reports with; refuses what leads elsewhere, naming Shoot ID. */
	readReference(value: unknown): Result<string>;
	/** The same request with the secrets in their places. Called by `credentials/` alone. */
	sign(request: Signable, secrets: SigningSecrets): Signable;
}
