import { parseLosslessJson } from '../vendor';
import { ACCEPTED_CODE } from './errorCodes';
import { failure, success, type Fault, type Outcome } from './fault';
import type { Reply } from './reply';

/** The gateway took a message: one shoot ID for the whole request, null where it gave none. */
export interface Submission {
	shootId: string | null;
	response: string;
}

/** Reads the reply to a send (manual, "SMS SUBMITTED: ID - …", or `1000, …` with reply=Y). */
export function readSubmission(reply: Reply): Outcome<Submission> {
	const text = unquoted(reply.text);
	const submitted = /^SMS SUBMITTED\b\s*:?\s*(?:ID\b\s*:?\s*(?:-\s*)?(\S+)?)?/i.exec(text) ?? /^1000(?:\s*[,:-]\s*(\S+)|\s*)$/.exec(text);
	if (submitted) return success({ shootId: submitted[1] ?? null, response: text });
	return failure(readFailure(reply));
}

/** Reads `Your Balance is:BDT 1,234.56`, in taka. */
export function readBalance(reply: Reply): Outcome<number> {
	const text = unquoted(reply.text);
	const amount = /^Your Balance is\s*:?\s*(?:BDT|Tk\.?|৳)?\s*(-?\d[\d,]*(?:\.\d+)?)\s*(?:BDT|Tk\.?|৳)?\s*$/i.exec(text)?.[1];
	return amount === undefined ? failure(readFailure(reply)) : success(Number(amount.replaceAll(',', '')));
}

/** Reads the reply of the key retrieval, of which none was ever seen: the key alone, `API-KEY/<key>`, or a key found by its shape. */
export function readApiKey(reply: Reply): Outcome<string> {
	const text = unquoted(reply.text);
	const refused = rejection(text);
	if (refused) return failure(refused);
	const key = /^API-KEY\s*[/:]\s*([^\s/<>"]{6,200})$/i.exec(text)?.[1] ?? keyByShape(text) ?? /^(?=\D*\d)[\w.-]{8,200}$/.exec(text)?.[0];
	return key === undefined ? failure(readFailure(reply)) : success(key);
}

/** What a reply that is no success says: a rejection in one of the gateway's shapes, else that it can't be read. Never throws. */
export function readFailure(reply: Reply): Fault {
	return rejection(unquoted(reply.text)) ?? { kind: 'unreadable', status: reply.status, text: reply.text };
}

/** `C2…`, hex, a dot, digits: as in the manual's samples. */
const keyByShape = (text: string): string | undefined => /(?<![\w.])C2[0-9a-f]{10,80}\.\d{4,20}(?![\w.])/i.exec(text.slice(0, 5000))?.[0];

/** A bare code, `Error: 1003`, `ERR: WORDS`, or JSON; null when the text is none of them. */
function rejection(text: string): Fault | null {
	const bare = /^(\d{3,5})$/.exec(text) ?? /^err(?:or)?\b\s*:?\s*(\d{3,5})(?![\w.])[\s:,.-]*([^]{0,300})$/i.exec(text);
	if (bare && bare[1] !== ACCEPTED_CODE) return { kind: 'rejected', code: bare[1], said: bare[2]?.trim() ?? '' };
	const words = /^err(?:or)?\s*:\s*([^\d\s][^<>]{0,300})$/i.exec(text);
	if (words) return { kind: 'rejected', code: null, said: words[1].trim() };
	return jsonRejection(text);
}

function jsonRejection(text: string): Fault | null {
	const json = parseJson(text);
	if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
	const { error_code: code, error_msg: said, status } = json as Record<string, unknown>;
	const words = typeof said === 'string' ? said.trim() : '';
	if (isCode(code)) return String(code) === ACCEPTED_CODE ? null : { kind: 'rejected', code: String(code), said: words };
	if (typeof status === 'string' && /^(failed|failure|error)$/i.test(status) && words !== '') return { kind: 'rejected', code: null, said: words };
	return null;
}

const isCode = (value: unknown): boolean =>
	(typeof value === 'string' || (typeof value === 'object' && value !== null)) && /^\d{3,5}$/.test(String(value));

/** JSON with numbers kept as they are written, or undefined. */
export function parseJson(text: string): unknown {
	if (!/^\s*[[{"]/.test(text)) return undefined;
	try {
		return parseLosslessJson(text);
	} catch {
		return undefined;
	}
}

/** The text without the white space around it, and out of the JSON string that some front ends make of it. */
function unquoted(text: string): string {
	const plain = text.replace(/^\uFEFF/, '').trim();
	const json = plain.startsWith('"') ? parseJson(plain) : undefined;
	return typeof json === 'string' ? json.trim() : plain;
}
