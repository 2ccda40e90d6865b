import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

// Writers on node:http's own response, for replies that a web framework would put right.

/** A reply as it goes onto the wire. */
export interface RawReply {
	status: number;
	/** content type */
	type: string;
	body: string | Buffer;
	headers?: OutgoingHttpHeaders;
}

export function writeWhole(response: ServerResponse, reply: RawReply): void {
	writeHead(response, reply, { 'content-length': Buffer.byteLength(reply.body) });
	response.end(reply.body);
}

/**
 * Writes the head of the whole reply and a part of its body, then does `andThen` to the response.
 * `chunked`: without a Content-Length.
 */
export function writePart(
	response: ServerResponse,
	reply: RawReply,
	part: Buffer,
	{ andThen, chunked = false }: { andThen: (response: ServerResponse) => void; chunked?: boolean },
): void {
	writeHead(response, reply, chunked ? {} : { 'content-length': Buffer.byteLength(reply.body) });
	response.flushHeaders();
	if (part.length === 0) setImmediate(andThen, response);
	else response.write(part, () => andThen(response));
}

/** Writes so many bytes every so many ms. */
export async function writeSlowly(
	response: ServerResponse,
	reply: RawReply,
	{ bytes, interval, signal }: { bytes: number; interval: number; signal: AbortSignal },
): Promise<void> {
	const body = bytesOf(reply);
	writeHead(response, reply, { 'content-length': body.length });
	response.flushHeaders();
	for (let at = 0; at < body.length && !response.destroyed; at += bytes) {
		await sleep(interval, undefined, { signal });
		response.write(body.subarray(at, at + bytes));
	}
	response.end();
}

/** Leaves the connection open and says nothing more. */
export function hang(): void {}

/** Ends the connection with a TCP reset. */
export function resetSocket({ socket }: ServerResponse): void {
	socket?.resetAndDestroy();
}

/** Ends the connection as a program does that stops: no reply, no reset. */
export function closeSocket({ socket }: ServerResponse): void {
	socket?.destroy();
}

/** The body of a reply as bytes. */
export function bytesOf({ body }: Pick<RawReply, 'body'>): Buffer {
	return typeof body === 'string' ? Buffer.from(body) : body;
}

function writeHead(response: ServerResponse, { status, type, headers }: RawReply, length: OutgoingHttpHeaders) {
	response.writeHead(status, { 'content-type': type, ...length, ...headers });
}
