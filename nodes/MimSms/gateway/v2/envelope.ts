import type { Unreadable } from '../fault';
import { parseJson } from '../json';
import type { Reply } from '../reply';

export type Fields = Readonly<Record<string, unknown>>;

/** What every reply of the API has around its data. */
export interface Envelope {
	/** The HTTP status that it came with. */
	httpStatus: number;
	/** The status code as text. */
	code: string;
	/** The gateway's words: `responseResult`, else `status`. */
	said: string;
	/** All fields, by their names in lower case: some replies are written in PascalCase. */
	fields: Fields;
}

/**
 * The fields of an object of JSON by their names in lower case; null for anything else. What two spellings of a name hold is one
 * list: two different status codes are none.
 */
export function fieldsOf(value: unknown): Fields | null {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
	const fields = new Map<string, unknown>();
	for (const [name, field] of Object.entries(value)) {
		const key = name.toLowerCase();
		const known = fields.get(key);
		const isSame = textOf(known) !== '' && textOf(known) === textOf(field);
		fields.set(key, fields.has(key) && !isSame ? [known, field].flat() : field);
	}
	return Object.fromEntries(fields);
}

/** A value as trimmed text; nothing for what is no text and no number. */
export const textOf = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

/** One or many: always a list. What is null or absent is one row that says nothing. */
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

const isNumeric = (text: string): boolean => /^\d+$/.test(text);

/** A JSON object with a status code, which some replies swap with the status; null where the reply is anything else. */
export function readEnvelope(reply: Reply): Envelope | null {
	const fields = fieldsOf(parseJson(reply.text.trim()));
	if (fields === null || !('statuscode' in fields)) return null;
	const [statusCode, status] = [textOf(fields.statuscode), textOf(fields.status)];
	const isSwapped = statusCode !== '' && !isNumeric(statusCode) && isNumeric(status);
	const said = textOf(fields.responseresult) || (isSwapped ? statusCode : status);
	return { httpStatus: reply.status, code: isSwapped ? status : statusCode, said, fields };
}

/** A reply in no shape of the API. */
export const unreadable = ({ status, text }: Reply): Unreadable => ({
	kind: 'unreadable',
	status,
	text: problemIn(text) ?? text,
});

/** What the gateway's framework says of a request that lacks something (ASP.NET's problem+json); null where the text is none. */
function problemIn(text: string): string | null {
	const { errors, title } = fieldsOf(parseJson(text.trim())) ?? {};
	const named = typeof errors === 'object' && errors !== null ? Object.entries(errors) : [];
	const said = named.map(([field, words]) => `${field}: ${listOf(words).map(textOf).join(' ')}`);
	return said.join('; ') || textOf(title) || null;
}

/** Whether the gateway took what it was asked: HTTP 2xx and status code 200. */
export const isAccepted = ({ status }: Reply, { code }: Envelope): boolean => isSuccess(status) && code === '200';

export const isSuccess = (status: number): boolean => status >= 200 && status < 300;
