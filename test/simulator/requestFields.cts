import type { FastifyRequest } from 'fastify';
import qs from 'qs';
import type { OrderRow } from './account.cts';
import type { MessageType } from './message.cts';
import { receivedHeaders } from './receivedHeaders.cts';

/** The fields of a request by name: text, or whatever its JSON holds. */
export type Fields = Record<string, unknown>;

/** A request's body as it came, and the fields of its query and body. */
export interface RequestContent {
	body: string;
	/** whether its content type says that it is JSON */
	isJson: boolean;
	fields: Fields;
}

const FORM_OPTIONS = { depth: 3, parameterLimit: Infinity, parseArrays: false, duplicates: 'last' } as const;
const MULTIPART_LIMITS = { parts: 100_000, fields: 100_000, fieldSize: 100 * 1024 * 1024 };

/**
 * Reads a request's body, whatever its encoding, and its query.
 * A body that can't be decoded has no fields, as if nothing had been sent.
 */
export async function readRequest(request: FastifyRequest): Promise<RequestContent> {
	const query = parseForm(request.originalUrl.split('?').slice(1).join('?'));
	if (request.isMultipart()) {
		const { body, pairs } = await readMultipart(request);
		return { body, isJson: false, fields: { ...query, ...parseForm(pairs.map(encodePair).join('&')) } };
	}
	const body = typeof request.body === 'string' ? request.body : '';
	const isJson = /\bjson\b/i.test(receivedHeaders(request.raw)['content-type'] ?? '');
	return { body, isJson, fields: { ...query, ...(isJson ? parseJson(body) : parseForm(body)) } };
}

type Pair = [name: string, value: unknown];

// The parser reads the socket itself, so the raw body is collected beside it.
async function readMultipart(request: FastifyRequest) {
	const chunks: Buffer[] = [];
	const pairs: Pair[] = [];
	request.raw.on('data', (chunk: Buffer) => chunks.push(chunk));
	try {
		for await (const part of request.parts({ limits: MULTIPART_LIMITS })) {
			pairs.push([part.fieldname, part.type === 'file' ? (await part.toBuffer()).toString() : part.value]);
		}
	} catch {
		pairs.length = 0;
	}
	return { body: Buffer.concat(chunks).toString(), pairs };
}

function encodePair([name, value]: Pair) {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return `${encodeURIComponent(name)}=${encodeURIComponent(text)}`;
}

function parseForm(text: string): Fields {
	return qs.parse(text, FORM_OPTIONS);
}

function parseJson(text: string): Fields {
	try {
		const value: unknown = JSON.parse(text);
		return isObject(value) && !Array.isArray(value) ? value : {};
	} catch {
		return {};
	}
}

function isObject(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null;
}

/** A field as text; empty when it is missing. */
export function textField(fields: Fields, name: string): string {
	const value = fields[name];
	return value === undefined || value === null ? '' : String(value);
}

/** `type`; null when it is none that the gateway knows. */
export function typeField(fields: Fields): MessageType | null {
	const type = textField(fields, 'type');
	return type === 'text' || type === 'unicode' ? type : null;
}

/** `contacts` as a list: joined by a comma or a plus, which arrives as a space when it was not encoded. */
export function contactsOf(fields: Fields): string[] {
	return textField(fields, 'contacts')
		.split(/[,+\s]+/)
		.filter(Boolean);
}

/** `messages` as rows of text: a JSON string, a JSON array, or what the bracket encoding gives. Empty when it is none of these. */
export function messagesOf(fields: Fields): OrderRow[] {
	let messages = fields.messages;
	if (typeof messages === 'string') {
		try {
			messages = JSON.parse(messages);
		} catch {
			return [];
		}
	}
	if (!isObject(messages)) return [];
	return Object.values(messages)
		.filter(isObject)
		.map((row) => ({ to: textField(row, 'to').replace(/[+\s]/g, ''), text: textField(row, 'message') }));
}
