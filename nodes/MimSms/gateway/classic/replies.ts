import { readAmount } from '../amount';
import { failure, success, type Fault, type Result, type Rejected } from '../fault';
import { parseJson } from '../json';
import type { Reply } from '../reply';
import { ACCEPTED_CODE, rejected, rejectionOf } from './errorCodes';

/** The gateway took a message: one shoot ID for the whole request, null where it gave none. */
export interface Accepted {
	shootId: string | null;
	response: string;
}

const DASH = '[-\\u2010-\\u2015\\u2212]';

const BEGIN = `^SMS SUBMITTED\\b(?: successfully\\b)?(?:[ .,:;!]|${DASH})*`;

const anyCase = (pattern: string): RegExp => new RegExp(pattern, 'i');

/** How the gateway says that it took a message, and where it puts the ID. Other words behind these may take them back. */
export const ACCEPTED_WORDS: ReadonlyArray<{ name: string; example: string; pattern: RegExp }> = [
	{
		name: 'an announced ID',
		example: 'SMS SUBMITTED: ID - C200083660a1b2c3d4e5f',
		pattern: anyCase(`${BEGIN}(?:(?:message|shoot) )?ID\\b ?:? ?(?:${DASH} ?)*(.*)`),
	},
	{
		name: 'an ID known by its shape',
		example: 'SMS SUBMITTED: bw-rdC300048276a9b3f1d2',
		pattern: anyCase(`${BEGIN}((?=\\S*[a-z])(?=\\S*\\d)[\\w-]{10,80})\\.?$`),
	},
	{ name: 'no ID', example: 'SMS SUBMITTED successfully!', pattern: anyCase(`${BEGIN}$`) },
	{ name: 'the code alone', example: '1000', pattern: /^1000[ .]*$/ },
	{
		name: 'the code and its meaning',
		example: '1000 - Success',
		pattern: anyCase(`^1000 ?(?:[,:]|${DASH})? ?success\\.?$`),
	},
	{ name: 'the code and an ID', example: '1000, C2ff', pattern: anyCase(`^1000 ?(?:[,:]|${DASH}) ?(\\S+)$`) },
];

/** What may stand around an ID and is not part of it. */
const AROUND_ID = new RegExp(`^(?:["'“”‘’([]|${DASH})+|(?:["'“”‘’)\\].,;!]|${DASH})+$`, 'g');

/** Reads the reply to a send (manual, "SMS SUBMITTED: ID - …", or `1000, …` with reply=Y). */
export function readSubmission(reply: Reply): Result<Accepted> {
	const words = head(reply.text);
	const accepted = ACCEPTED_WORDS.map(({ pattern }) => pattern.exec(words)).find((match) => match !== null);
	if (accepted) return success({ shootId: readId(accepted[1] ?? ''), response: plain(reply.text) });
	return failure(
		rejection(reply.text, { wordsToo: false }) ?? { kind: 'unreadable', status: reply.status, text: reply.text },
	);
}

/** The first word, without markup and other signs around it. */
function readId(words: string): string | null {
	const [word] = words
		.replace(/<[^<>]*>?|&nbsp;/g, ' ')
		.trim()
		.split(' ', 1);
	return word.replace(AROUND_ID, '') || null;
}

/** Reads `Your Balance is:BDT 1,234.56`, or the amount alone, in taka. Digits without two decimals are no amount alone: they may be a code. */
export function readBalance(reply: Reply): Result<number> {
	const words = head(reply.text);
	const written = /^(?:Your )?(?:current )?Balance(?: is)? ?[:=]? ?(.+)$/i.exec(words)?.[1];
	const amount = readAmount(written ?? (/^[+−–-]?\p{Nd}+(?:[.,]\p{Nd}?)?$/u.test(words) ? '' : words));
	return amount === null ? failure(readFailure(reply)) : success(amount);
}

/** What stands in place of a key where there is none. */
const NO_KEY = '(?:\\d{1,4}|undefined|invalid\\w*|incorrect|unknown|err\\w*)';

/** How a key may come; the first that fits. */
export const KEY_SHAPES: ReadonlyArray<{ name: string; example: string; pattern: RegExp }> = [
	{
		name: 'an announced key',
		example: 'API-KEY/abc123',
		pattern: anyCase(`^API-KEY ?[/:] ?(?!${NO_KEY}$)((?=\\S*\\d|\\S{6})[^\\s/<>"]{2,200})$`),
	},
	{
		name: 'a key in the shape of the samples of the manual: C2, hex, a dot, digits',
		example: 'Your key is C200083660a1b2c3d4.12345678',
		pattern: /(?<![\w.])(C2[0-9a-f]{10,80}\.\d{4,20})(?![\w.])/i,
	},
	{ name: 'a key alone', example: 'abcdef12', pattern: /^((?=\D*\d)[\w.-]{8,200})$/ },
];

/** Reads the reply of the key retrieval, of which none was ever seen: the key alone, `API-KEY/<key>`, or a key found by its shape. */
export function readApiKey(reply: Reply): Result<string> {
	const refused = rejection(reply.text);
	if (refused) return failure({ ...refused, said: withoutKeys(refused.said) });
	const words = head(reply.text);
	const found = KEY_SHAPES.map(({ pattern }) => pattern.exec(words)).find((match) => match !== null);
	const key = found?.[1];
	return key === undefined
		? failure({ kind: 'unreadable', status: reply.status, text: withoutKeys(plain(reply.text)) })
		: success(key);
}

/** The beginning of the gateway's words, without those that might be the key. */
const withoutKeys = (text: string): string =>
	text.slice(0, HEAD_CHARACTERS).replace(/\S{20,}|\S*\d\S*/g, (word) => (word.length < 6 ? word : '***'));

/** What a reply that is no success says: a rejection in one of the gateway's shapes, else that it can't be read. Never throws. */
export function readFailure(reply: Reply): Fault {
	return rejection(reply.text) ?? { kind: 'unreadable', status: reply.status, text: reply.text };
}

/**
 * A bare code, `Error: 1003`, `ERR: WORDS`, or JSON; null when the text is none of them. A code has four digits: `100` may be
 * the beginning of an accepted `1000` whose rest was lost. Without `wordsToo` the code must be alone, with its own meaning or in
 * JSON: other words may come from something behind the gateway that broke off after the message was taken.
 */
function rejection(text: string, { wordsToo } = { wordsToo: true }): Rejected | null {
	const words = head(text);
	const alone = codeAlone(words);
	if (alone) return alone;
	if (wordsToo) {
		const coded = /^err(?:or)?\b ?:? ?(\d{4})(?![\w.]) ?[:,.-]? ?(.*)/i.exec(words);
		if (coded && coded[1] !== ACCEPTED_CODE) return rejected(coded[1], coded[2]);
		const said = /^err(?:or)? ?: ?([^\d\s<>][^<>]*)$/i.exec(words);
		if (said) return rejected(null, said[1]);
	}
	const json = jsonRejection(text);
	return wordsToo || json?.code ? json : null;
}

const CODED = new RegExp(
	`^(?:(?:err(?:or)?|fail(?:ed|ure)?)\\b ?(?:[:#=]|${DASH})? ?)?(?:code\\b ?(?:[:#=]|${DASH})? ?)?\\(?(\\d{4})(?!\\w)(.*)$`,
	'i',
);

const AROUND_MEANING = new RegExp(`^(?:[ :,.;()]|${DASH})+|[ .!)]+$`, 'g');

/** A code with nothing beside it but exactly what it means. */
function codeAlone(words: string): Rejected | null {
	const [, code, behind] = CODED.exec(words) ?? [];
	if (code === undefined || code === ACCEPTED_CODE) return null;
	const said = behind.replace(AROUND_MEANING, '');
	return said === '' || isMeaning(said, code) ? rejected(code, said) : null;
}

/** Whether these are the words of the gateway's table for this code, whatever the signs and spaces between them. */
const isMeaning = (said: string, code: string): boolean => {
	const { meaning } = rejectionOf(code, said);
	return meaning !== null && letters(said) === letters(meaning);
};

const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** `error_code` decides whatever stands beside it; `code`, which others use as well, only with exactly its meaning. */
function jsonRejection(text: string): Rejected | null {
	const json = parseJson(text);
	if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
	const { error_code, error_msg: said, status, code: plainCode, ...others } = json as Record<string, unknown>;
	const words = typeof said === 'string' ? said.trim() : '';
	const code = codeIn(error_code);
	if (code !== null) return code === ACCEPTED_CODE ? null : rejected(code, words);
	const own = codeIn(plainCode);
	const meaning = own === null ? null : meaningAlone(own, { said, status, ...others });
	if (own !== null && meaning !== null) return rejected(own, meaning);
	if (typeof status === 'string' && FAILED.test(status) && words !== '') return rejected(null, words);
	return null;
}

const codeIn = (value: unknown): string | null => {
	const code = typeof value === 'number' ? String(value) : value;
	return typeof code === 'string' && /^\d{4}$/.test(code) ? code : null;
};

const FAILED = /^(?:failed|failure|error)$/i;

/** The words for a code in the fields beside it, where they say what it means and none says anything else. */
function meaningAlone(code: string, fields: Record<string, unknown>): string | null {
	const texts = Object.values(fields).filter((value) => typeof value === 'string' && !FAILED.test(value));
	const isQuiet = Object.values(fields).every((value) => typeof value !== 'object' || value === null);
	const [meaning] = texts as string[];
	if (!isQuiet || fields.status === true || fields.success === true || meaning === undefined) return null;
	return texts.every((text) => isMeaning(text as string, code)) ? meaning.trim() : null;
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
	const beginning = words.slice(0, HEAD_CHARACTERS).replace(/\s+/g, ' ').replace(LINE_BREAKS_AROUND, '');
	return words.length > HEAD_CHARACTERS ? `${beginning} <…>` : beginning;
}

const LINE_BREAKS_AROUND = /^(?:<br ?\/?> ?)+|(?: ?<\/?br ?\/?>)+$/gi;

const HEAD_CHARACTERS = 2_000;
