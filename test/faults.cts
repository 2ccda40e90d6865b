/** What can happen to a call on its way: one table for the tests of one call, of many messages, and of docs/fault-tests.md. */
import { gzipSync } from 'node:zlib';

import type { Fault } from './simulator/index.cts';

/** What n8n itself says of a lost connection; of a send it is untrue. */
export const UNTRUE = /retry the request immediately|was closed unexpectedly|perhaps it is offline/i;

export interface FaultCase {
	name: string;
	fault: Fault;
	/** What the user is told of it. None where the answer comes all the same, is cut so that it may look whole, or is a code. */
	words?: RegExp;
	/** The row of the table of docs/fault-tests.md that speaks of it; none where it is a variant for the tests of many messages. */
	row?: string;
	/** The time-out, in ms, under which the answer comes too late. */
	timeout?: number;
	/** Tried for every byte of the answer that the gateway would give. */
	everyByte?: true;
	/** Costs seconds or memory: tried once for each call. */
	once?: true;
	/** A body that is too large to be held while nobody asks for it. */
	largeBody?: () => Buffer;
	/** Met by many messages at once too. The others differ from one of these only in what the user is told. */
	inBulk?: true;
}

const GAVE_NO_ANSWER = /gave no answer: the connection ended before/;
const TOOK_TOO_LONG = /gave no answer: it took longer than the time-out/;
const NEITHER = /neither success nor a known error/;
const IS_EMPTY = /HTTP 200: an empty page/;

const STATUSES = [401, 403, 404, 429, 500, 502, 503];
const REDIRECTS = [301, 302, 303, 307, 308];
const ADVICE: Record<number, string> = { 404: 'Base URL', 429: 'too many requests', 500: 'has a fault' };
const PAGE =
	'<html><head><title>Welcome</title></head><body><h1>It works!</h1>1002 visitors, SMS SUBMITTED: ID - C2ff</body></html>';
const LARGE = 100_000_000;
const PATIENCE = 400;

const ROW = {
	reset: 'Connection reset before, or after, the gateway acts',
	late: 'No answer within the time-out; one that comes byte by byte and outlasts it',
	brokenOff: 'Answer broken off, at every byte',
	cutShort: 'Answer cut short without warning, at every byte',
	redirect: `${REDIRECTS.join(', ')} to another host, with a web page, or with nothing`,
	status: `${STATUSES.join(', ')} with a web page, or with nothing`,
	page: 'A web page with status 200; nothing at all',
	large: '100 MB; 100 MB packed into 0.1',
	charset: 'UTF-16 or Latin-1 in place of UTF-8',
	type: 'A wrong content type; gzip',
};

const inBulk = true;
const once = true;
const everyByte = true;

const acceptance = (accept: boolean) => (accept ? 'accepted' : 'not accepted');

function statusCase(status: number, accept: boolean, body?: string): FaultCase {
	return {
		name: `${status}, ${acceptance(accept)}${body === '' ? ', without a page' : ''}`,
		row: ROW.status,
		fault: {
			kind: 'status',
			status,
			accept,
			...(body !== undefined && { body }),
			...(status === 429 && { headers: { 'retry-after': '1' } }),
		},
		words: new RegExp(`HTTP ${status}.*${ADVICE[status] ?? ''}`, 's'),
		...(body === undefined && (status === 502 || status === (accept ? 401 : 429)) && { inBulk }),
	};
}

function redirectCase(status: number, accept: boolean, body?: string): FaultCase {
	return {
		name: `${status}, ${acceptance(accept)}${body === '' ? ', without a page' : ''}`,
		row: ROW.redirect,
		fault: { kind: 'redirect', status, accept, ...(body !== undefined && { body }) },
		words: new RegExp(`HTTP ${status}.*redirects`, 's'),
		...(body === undefined && ((status === 302 && accept) || (status === 307 && !accept)) && { inBulk }),
	};
}

export const FAULTS: readonly FaultCase[] = [
	{
		name: 'reset before the gateway acts',
		row: ROW.reset,
		fault: { kind: 'resetBefore' },
		words: GAVE_NO_ANSWER,
		inBulk,
	},
	{ name: 'reset after it acted', row: ROW.reset, fault: { kind: 'resetAfter' }, words: GAVE_NO_ANSWER, inBulk },
	{ name: 'stall, accepted', row: ROW.late, fault: { kind: 'stall' }, words: TOOK_TOO_LONG, timeout: PATIENCE, inBulk },
	{
		name: 'stall, not accepted',
		row: ROW.late,
		fault: { kind: 'stall', accept: false },
		words: TOOK_TOO_LONG,
		timeout: PATIENCE,
		inBulk,
	},
	{
		name: 'slow beyond the time-out',
		row: ROW.late,
		fault: { kind: 'slow', interval: 40 },
		words: TOOK_TOO_LONG,
		timeout: PATIENCE,
	},
	{
		name: 'slow, one byte within the time-out',
		row: ROW.late,
		fault: { kind: 'slow', interval: 330 },
		words: TOOK_TOO_LONG,
		timeout: PATIENCE,
		once,
	},
	{ name: 'stall in the reply', fault: { kind: 'stall', bytes: 7 }, timeout: PATIENCE, inBulk },
	{ name: 'slow, in time', fault: { kind: 'slow', bytes: 20, interval: 1 }, inBulk },
	{
		name: 'cut off, length announced',
		row: ROW.brokenOff,
		fault: { kind: 'cutOff' },
		words: GAVE_NO_ANSWER,
		everyByte,
		inBulk,
	},
	{
		name: 'cut off, chunked',
		row: ROW.brokenOff,
		fault: { kind: 'cutOff', chunked: true },
		words: GAVE_NO_ANSWER,
		everyByte,
		inBulk,
	},
	// Where it can be told from a whole answer, and is not empty: NEITHER.
	{
		name: 'cut clean in the middle',
		row: ROW.cutShort,
		fault: { kind: 'cutClean' },
		words: NEITHER,
		everyByte,
		inBulk,
	},
	{ name: 'cut clean after 3 bytes', fault: { kind: 'cutClean', bytes: 3 }, inBulk },
	{ name: 'cut clean after 5 bytes', fault: { kind: 'cutClean', bytes: 5 }, words: NEITHER, inBulk },
	{ name: 'cut clean to nothing', fault: { kind: 'cutClean', bytes: 0 }, inBulk },
	...REDIRECTS.flatMap((status) => [redirectCase(status, true), redirectCase(status, true, '')]),
	redirectCase(307, false),
	...STATUSES.flatMap((status) => [statusCase(status, true), statusCase(status, false), statusCase(status, true, '')]),
	{
		name: 'a page, accepted',
		row: ROW.page,
		fault: { kind: 'text', body: PAGE, accept: true },
		words: NEITHER,
		inBulk,
	},
	{ name: 'empty, accepted', row: ROW.page, fault: { kind: 'empty', accept: true }, words: IS_EMPTY, inBulk },
	{ name: 'empty, not accepted', row: ROW.page, fault: { kind: 'empty' }, words: IS_EMPTY, inBulk },
	{
		name: 'JSON without a meaning, accepted',
		fault: { kind: 'text', body: '{"ok":1002}', contentType: 'application/json', accept: true },
		words: NEITHER,
		inBulk,
	},
	{
		name: '100 MB',
		row: ROW.large,
		fault: { kind: 'text', accept: true },
		largeBody: () => Buffer.alloc(LARGE, 'x'),
		words: NEITHER,
		once,
	},
	{
		name: '100 MB in gzip',
		row: ROW.large,
		fault: { kind: 'text', headers: { 'content-encoding': 'gzip' }, accept: true },
		largeBody: () => gzipSync(Buffer.alloc(LARGE, 'x')),
		words: NEITHER,
		once,
	},
	{ name: 'UTF-16', row: ROW.charset, fault: { kind: 'charset' } },
	{ name: 'Latin-1', row: ROW.charset, fault: { kind: 'charset', charset: 'latin1' } },
	{ name: 'wrong type', row: ROW.type, fault: { kind: 'wrongType' }, inBulk },
	{
		name: 'wrong type with a charset',
		row: ROW.type,
		fault: { kind: 'wrongType', contentType: 'application/xml; charset=utf-16' },
	},
	{ name: 'wrong type, binary', row: ROW.type, fault: { kind: 'wrongType', contentType: 'application/octet-stream' } },
	{ name: 'gzip', row: ROW.type, fault: { kind: 'gzip' }, inBulk },
	...['1002', '1004', '1005', '1007', '2001'].map(
		(code): FaultCase => ({ name: `code ${code}`, fault: { kind: 'code', code }, inBulk }),
	),
];

/** A 4xx that is no answer of V2 counts as refused (contract.md, "Outcome", f): of a server that takes a message and says so all the same, nobody could know. */
export const isDecreedRefused = ({ fault }: FaultCase): boolean =>
	fault.kind === 'status' && fault.accept === true && String(fault.status).startsWith('4');
