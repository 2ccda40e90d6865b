'use strict';

const { setTimeout: sleep } = require('node:timers/promises');

/**
 * Writers on node:http's own response, for replies that a web framework would put right.
 *
 * @typedef {import('node:http').ServerResponse} Response
 * @typedef {{ status: number, type: string, body: string | Buffer, headers?: Record<string, string> }} RawReply
 */

/**
 * @param {Response} response
 * @param {RawReply} reply
 */
function writeWhole(response, reply) {
	writeHead(response, reply, { 'content-length': Buffer.byteLength(reply.body) });
	response.end(reply.body);
}

/**
 * Writes the head of the whole reply and a part of its body, then does `andThen` to the response.
 *
 * @param {Response} response
 * @param {RawReply} reply
 * @param {Buffer} part
 * @param {(response: Response) => void} andThen
 * @param {{ chunked?: boolean }} [options] chunked instead of a Content-Length
 */
function writePart(response, reply, part, andThen, { chunked = false } = {}) {
	writeHead(response, reply, chunked ? {} : { 'content-length': Buffer.byteLength(reply.body) });
	response.flushHeaders();
	if (part.length === 0) return setImmediate(andThen, response);
	return response.write(part, () => andThen(response));
}

/**
 * @param {Response} response
 * @param {RawReply} reply
 * @param {{ bytes: number, interval: number, signal: AbortSignal }} pace so many bytes every so many ms
 */
async function writeSlowly(response, reply, { bytes, interval, signal }) {
	const body = Buffer.from(reply.body);
	writeHead(response, reply, { 'content-length': body.length });
	response.flushHeaders();
	for (let at = 0; at < body.length && !response.destroyed; at += bytes) {
		await sleep(interval, undefined, { signal });
		response.write(body.subarray(at, at + bytes));
	}
	response.end();
}

/** Leaves the connection open and says nothing more. */
function hang() {}

/** Ends the connection with a TCP reset. */
function resetSocket({ socket }) {
	socket?.resetAndDestroy();
}

/** Ends the connection as a program does that stops: no reply, no reset. */
function closeSocket({ socket }) {
	socket?.destroy();
}

function writeHead(response, { status, type, headers }, length) {
	response.writeHead(status, { 'content-type': type, ...length, ...headers });
}

module.exports = { writeWhole, writePart, writeSlowly, hang, resetSocket, closeSocket };
