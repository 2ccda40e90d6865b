import { readAmount } from '../amount';
import { failure, success, type Fault, type Result, type Rejected } from '../fault';
import { parseJson } from '../json';
import type { Reply } from '../reply';
import { ACCEPTED_CODE, rejected } from './errorCodes';

/** The gateway took a message: one shoot ID for the whole request, null where it gave none. */
export interface Accepted {
	shootId: string | null;
	response: string;
}

/** Behind these words an ID, announced or of its shape, or nothing: other words may take them back. */
const SUBMITTED =
	/^SMS SUBMITTED\b(?: successfully\b)?[ .,:;!-]*(?:(?:(?:message|shoot) )?ID\b ?:? ?(?:- ?)?(\S+)?|((?=\S*[a-z])(?=\S*\d)[\w-]{10,80})$|$)/i;

/** Reads the reply to a send (manual, "SMS SUBMITTED: ID - …", or `1000, …` with reply=Y). */
export function readSubmission(reply: Reply): Result<Accepted> {
	const words = head(reply.text);
	const submitted = SUBMITTED.exec(words) ?? /^1000(?: ?[,:-] ?(\S+)| ?)$/.exec(words);
	if (submitted) return success({ shootId: submitted[1] ?? submitted[2] ?? null, response: plain(reply.text) });
	return failure(rejection(reply.text, false) ?? { kind: 'unreadable', status: reply.status, text: reply.text });
}

/** Reads `Your Balance is:BDT 1,234.56`, or the amount alone, in taka. Digits alone are no amount: they may be a code. */
export function readBalance(reply: Reply): Result<number> {
	const words = head(reply.text);
	const written = /^(?:Your )?(?:current )?Balance(?: is)? ?[:=]? ?(.+)$/i.exec(words)?.[1];
	const amount = readAmount(written ?? (/^\p{Nd}+\.?$/u.test(words) ? '' : words));
	return amount === null ? failure(readFailure(reply)) : success(amount);
}

/** Reads the reply of the key retrieval, of which none was ever seen: the key alone, `API-KEY/<key>`, or a key found by its shape. */
export function readApiKey(reply: Reply): Result<string> {
	const refused = rejection(reply.text);
	if (refused) return failure({ ...refused, said: withoutKeys(refused.said) });
	const words = head(reply.text);
	const key =
		/^API-KEY ?[/:] ?(?!(?:\d{1,4}|undefined|invalid\w*|incorrect|unknown|err\w*)$)((?=\S*\d|\S{6})[^\s/<>"]{2,200})$/i.exec(
			words,
		)?.[1] ??
		keyByShape(words) ??
		/^(?=\D*\d)[\w.-]{8,200}$/.exec(words)?.[0];
	return key === undefined
		? failure({ kind: 'unreadable', status: reply.status, text: withoutKeys(plain(reply.text)) })
		: success(key);
}

/** The beginning of the gateway's words, without those that might be the key. */
const withoutKeys = (text: string): string =>
	text.slice(0, HEAD).replace(/\S{20,}|\S*\d\S*/g, (word) => (word.length < 6 ? word : '***'));

/** What a reply that is no success says: a rejection in one of the gateway's shapes, else that it can't be read. Never throws. */
export function readFailure(reply: Reply): Fault {
	return rejection(reply.text) ?? { kind: 'unreadable', status: reply.status, text: reply.text };
}

/** `C2…`, hex, a dot, digits: as in the manual's samples. */
const keyByShape = (text: string): string | undefined =>
	/(?<![\w.])C2[0-9a-f]{10,80}\.\d{4,20}(?![\w.])/i.exec(text)?.[0];

/**
 * A bare code, `Error: 1003`, `ERR: WORDS`, or JSON; null when the text is none of them. A code has four digits: `100` may be
 * the beginning of an accepted `1000` whose rest was lost. Without `wordsToo` the code must be alone or in JSON: words may come
 * from something behind the gateway that broke off after the message was taken.
 */
function rejection(text: string, wordsToo = true): Rejected | null {
	const words = head(text);
	const coded = /^(\d{4})$/.exec(words) ?? /^err(?:or)?\b ?:? ?(\d{4})(?![\w.]) ?[:,.-]? ?(.*)/i.exec(words);
	if (coded && coded[1] !== ACCEPTED_CODE && (wordsToo || !coded[2])) return rejected(coded[1], coded[2] ?? '');
	const said = /^err(?:or)? ?: ?([^\d\s<>][^<>]*)$/i.exec(words);
	if (said && wordsToo) return rejected(null, said[1]);
	const json = jsonRejection(text);
	return wordsToo || json?.code ? json : null;
}

function jsonRejection(text: string): Rejected | null {
	const json = parseJson(text);
	if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
	const { error_code, error_msg: said, status } = json as Record<string, unknown>;
	const words = typeof said === 'string' ? said.trim() : '';
	const code = typeof error_code === 'number' ? String(error_code) : error_code;
	if (typeof code === 'string' && /^\d{4}$/.test(code)) return code === ACCEPTED_CODE ? null : rejected(code, words);
	if (typeof status === 'string' && /^(failed|failure|error)$/i.test(status) && words !== '')
		return rejected(null, words);
	return null;
}

/** The text without the white space around it, and out of the JSON string that some front ends make of it. */
function plain(text: string): string {
	const trimmed = text.replace(/^\uFEFF/, '').trim();
	const json = trimmed.startsWith('"') ? parseJson(trimmed) : undefined;
	return typeof json === 'string' ? json.trim() : trimmed;
}

/**
 * What the readers look at: the beginning, all white space as one space, without line breaks of HTML around it; what is longer
 * than any reply ends in a mark.
 */
function head(text: string): string {
	const words = plain(text);
	const beginning = words.slice(0, HEAD).replace(/\s+/g, ' ').replace(LINE_BREAKS_AROUND, '');
	return words.length > HEAD ? `${beginning} <…>` : beginning;
}

const LINE_BREAKS_AROUND = /^(?:<br ?\/?> ?)+|(?: ?<\/?br ?\/?>)+$/gi;

const HEAD = 2_000;
