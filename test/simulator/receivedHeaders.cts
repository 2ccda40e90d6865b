import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

const received = new WeakMap<IncomingMessage, IncomingHttpHeaders>();

/** Keeps the headers of a request as they came. The gateway reads a body under whatever content type; the framework would refuse an odd one. */
export function withPlainType(request: IncomingMessage): IncomingMessage {
	received.set(request, { ...request.headers });
	if (!/^multipart\/form-data/i.test(request.headers['content-type'] ?? '')) {
		request.headers['content-type'] = 'text/plain';
	}
	return request;
}

/** The headers with which a request came. */
export function receivedHeaders(request: IncomingMessage): IncomingHttpHeaders {
	return received.get(request) ?? request.headers;
}
