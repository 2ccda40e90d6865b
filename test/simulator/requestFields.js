'use strict';

const qs = require('qs');

const FORM_OPTIONS = { depth: 3, parameterLimit: Infinity, parseArrays: false, duplicates: 'last' };
const MULTIPART_LIMITS = { parts: 100_000, fields: 100_000, fieldSize: 100 * 1024 * 1024 };

/**
 * Reads a request's body, whatever its encoding, and its query.
 * A body that can't be decoded has no fields, as if nothing had been sent.
 *
 * @param {import('fastify').FastifyRequest} request
 * @returns {Promise<{ body: string, fields: Record<string, unknown> }>}
 */
async function readRequest(request) {
	const query = parseForm(request.raw.url.split('?').slice(1).join('?'));
	if (request.isMultipart()) {
		const { body, pairs } = await readMultipart(request);
		return { body, fields: { ...query, ...parseForm(pairs.map(encodePair).join('&')) } };
	}
	const body = typeof request.body === 'string' ? request.body : '';
	const isJson = /\bjson\b/i.test(request.raw.receivedHeaders['content-type'] ?? '');
	return { body, fields: { ...query, ...(isJson ? parseJson(body) : parseForm(body)) } };
}

// The parser reads the socket itself, so the raw body is collected beside it.
async function readMultipart(request) {
	const chunks = [];
	const pairs = [];
	request.raw.on('data', (chunk) => chunks.push(chunk));
	try {
		for await (const part of request.parts({ limits: MULTIPART_LIMITS })) {
			pairs.push([part.fieldname, part.file ? (await part.toBuffer()).toString() : part.value]);
		}
	} catch {
		pairs.length = 0;
	}
	return { body: Buffer.concat(chunks).toString(), pairs };
}

function encodePair([name, value]) {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return `${encodeURIComponent(name)}=${encodeURIComponent(text)}`;
}

function parseForm(text) {
	return qs.parse(text, FORM_OPTIONS);
}

function parseJson(text) {
	try {
		const value = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
	} catch {
		return {};
	}
}

/**
 * A field as text; empty when it is missing.
 *
 * @param {Record<string, unknown>} fields
 * @param {string} name
 */
function textField(fields, name) {
	const value = fields[name];
	return value === undefined || value === null ? '' : String(value);
}

/**
 * `contacts` as a list: joined by a comma or a plus, which arrives as a space when it was not encoded.
 *
 * @param {Record<string, unknown>} fields
 */
function contactsOf(fields) {
	return textField(fields, 'contacts')
		.split(/[,+\s]+/)
		.filter(Boolean);
}

/**
 * `messages` as rows of text: a JSON string, a JSON array, or what the bracket encoding gives. Empty when it is none of these.
 *
 * @param {Record<string, unknown>} fields
 * @returns {Array<{ to: string, text: string }>}
 */
function messagesOf(fields) {
	let messages = fields.messages;
	if (typeof messages === 'string') {
		try {
			messages = JSON.parse(messages);
		} catch {
			return [];
		}
	}
	if (typeof messages !== 'object' || messages === null) return [];
	return Object.values(messages)
		.filter((row) => typeof row === 'object' && row !== null)
		.map((row) => ({ to: textField(row, 'to').replace(/[+\s]/g, ''), text: textField(row, 'message') }));
}

module.exports = { readRequest, textField, contactsOf, messagesOf };
