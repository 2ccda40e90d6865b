'use strict';

const { STATUS_CODES } = require('node:http');
const { gzipSync } = require('node:zlib');
const { failureReply, htmlReply } = require('./replies');
const { writeWhole, writePart, writeSlowly, hang, resetSocket, closeSocket } = require('./rawReplies');

/** A page as a server in front gives it, with another body where one is given. */
function statusPage(status, body) {
	const page = htmlReply(status, STATUS_CODES[status] ?? 'Unknown');
	return { ...page, body: body ?? page.body };
}

/**
 * What can go wrong. `accept`: whether the gateway carries the call out all the same (takes the message, hands the rows
 * out); a fault may say otherwise unless `acceptFixed`. `answer` gets the fault, the reply that the gateway would have
 * given (null when it didn't carry the call out), the response of node:http, and the rest of the surroundings.
 */
const FAULT_KINDS = {
	resetBefore: {
		about: 'the connection is reset before the gateway acts',
		accept: false,
		acceptFixed: true,
		answer: (fault, reply, response) => resetSocket(response),
	},
	resetAfter: {
		about: 'the gateway acts, then the connection is closed without a reply',
		accept: true,
		acceptFixed: true,
		answer: (fault, reply, response) => closeSocket(response),
	},
	stall: {
		about: 'never answers; with accept and `bytes` or `share`, stops after that much of the real reply',
		accept: true,
		options: ['bytes', 'share'],
		answer(fault, reply, response) {
			if (reply && askedForPart(fault)) return writePart(response, reply, partOf(reply, fault), hang);
			return hang(response);
		},
	},
	slow: {
		about: 'the real reply, `bytes` (1) every `interval` (10) ms',
		accept: true,
		acceptFixed: true,
		options: ['interval', 'bytes'],
		answer: (fault, reply, response, { signal }) =>
			writeSlowly(response, reply, { interval: 10, bytes: 1, ...fault, signal }),
	},
	status: {
		about: 'an HTML page with `status` (502), as from a server in front; `headers` and `body` to taste',
		accept: false,
		options: ['status', 'headers', 'body'],
		answer(fault, reply, response) {
			const { status = 502, headers } = fault;
			return writeWhole(response, { ...statusPage(status, fault.body), headers });
		},
	},
	redirect: {
		about: '`status` (302) to `location` (a path of the simulator that answers 404), with an HTML page or `body`',
		accept: false,
		options: ['status', 'location', 'body'],
		answer(fault, reply, response, { baseUrl }) {
			const { status = 302, location = `${baseUrl}/elsewhere` } = fault;
			return writeWhole(response, { ...statusPage(status, fault.body), headers: { location } });
		},
	},
	empty: {
		about: '200 with an empty body',
		accept: false,
		answer: (fault, reply, response) => writeWhole(response, { status: 200, type: 'text/html', body: '' }),
	},
	text: {
		about: 'any `body` (empty) with any `contentType` (text/html), `status` (200) and `headers`',
		accept: false,
		options: ['body', 'contentType', 'status', 'headers'],
		answer(fault, reply, response) {
			const { body = '', contentType = 'text/html; charset=UTF-8', status = 200, headers } = fault;
			return writeWhole(response, { status, type: contentType, body, headers });
		},
	},
	code: {
		about: 'the failure `code` (1005) in the reply style of the settings',
		accept: false,
		options: ['code'],
		answer: (fault, reply, response, { settings }) =>
			writeWhole(response, failureReply(settings, fault.code ?? '1005')),
	},
	cutOff: {
		about: 'the real reply, broken off after `bytes` or a `share` (0.5) of it; its length announced, or `chunked`',
		accept: true,
		acceptFixed: true,
		options: ['bytes', 'share', 'chunked'],
		answer: (fault, reply, response) =>
			writePart(response, reply, partOf(reply, fault), closeSocket, { chunked: fault.chunked }),
	},
	cutClean: {
		about: 'the same, but ended so that it looks whole',
		accept: true,
		acceptFixed: true,
		options: ['bytes', 'share'],
		answer: (fault, reply, response) => writeWhole(response, { ...reply, body: partOf(reply, fault) }),
	},
	gzip: {
		about: 'the real reply, compressed whether asked for or not',
		accept: true,
		acceptFixed: true,
		answer: (fault, reply, response) =>
			writeWhole(response, { ...reply, body: gzipSync(reply.body), headers: { 'content-encoding': 'gzip' } }),
	},
	wrongType: {
		about: 'the real reply under another `contentType` (application/json)',
		accept: true,
		acceptFixed: true,
		options: ['contentType'],
		answer: (fault, reply, response) =>
			writeWhole(response, { ...reply, type: fault.contentType ?? 'application/json' }),
	},
	charset: {
		about: 'the real reply in another `charset` (utf-16le; latin1), which its content type names',
		accept: true,
		acceptFixed: true,
		options: ['charset'],
		answer: (fault, reply, response) => {
			const { charset = 'utf-16le' } = fault;
			return writeWhole(response, {
				...reply,
				type: `text/html; charset=${charset}`,
				body: Buffer.from(String(reply.body), charset),
			});
		},
	},
};

function askedForPart({ bytes, share }) {
	return bytes !== undefined || share !== undefined;
}

function partOf({ body }, { bytes, share = 0.5 }) {
	const whole = Buffer.from(body);
	return whole.subarray(0, bytes ?? Math.floor(whole.length * share));
}

module.exports = { FAULT_KINDS };
