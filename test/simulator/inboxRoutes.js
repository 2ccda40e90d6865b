'use strict';

const { readFile } = require('node:fs/promises');
const path = require('node:path');
const { inboxView, OUTCOMES } = require('./inboxView');

const FOLDER = path.join(__dirname, 'inbox');
const TYPES = {
	'.html': 'text/html; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.svg': 'image/svg+xml',
};
const PAGE_FILES = [
	'inbox.css',
	'icon.svg',
	'inbox.js',
	'feed.js',
	'messageList.js',
	'messageCard.js',
	'failDialog.js',
	'setup.js',
	'words.js',
];

const HEADERS = {
	'content-security-policy':
		"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'no-referrer',
	'cache-control': 'no-store',
};

const NOTICE_DELAY = 100;
const HEARTBEAT = 15_000;

/**
 * The inbox page at `/`, and what it asks for under `/_simulator/inbox`: the messages, and a stream of server-sent events
 * that says when to ask again.
 *
 * @param {object} gateway
 * @param {{ baseUrl: () => string }} surroundings
 */
function inboxRoutes(gateway, { baseUrl }) {
	const view = inboxView(gateway, baseUrl);

	return async (app) => {
		app.addHook('onRequest', async (request, reply) => {
			reply.headers(HEADERS);
		});
		app.get('/', (request, reply) => sendFile(reply, 'index.html'));
		for (const file of PAGE_FILES) app.get(`/_simulator/inbox/${file}`, (request, reply) => sendFile(reply, file));

		app.get('/_simulator/inbox', async ({ query }, reply) => {
			const limit = Number(query.limit ?? 200);
			if (!Number.isInteger(limit) || limit < 1)
				return reply.code(400).send({ error: 'limit is a whole number from 1' });
			return view.read({ limit, after: query.after });
		});
		app.get('/_simulator/inbox/outcomes', async () => OUTCOMES);
		app.get('/_simulator/inbox/events', (request, reply) => {
			reply.hijack();
			streamNotices(gateway.feed, reply.raw);
		});
	};
}

async function sendFile(reply, name) {
	return reply.type(TYPES[path.extname(name)]).send(await readFile(path.join(FOLDER, name)));
}

/** One notice at once, and one soon after each burst of changes. A notice holds no data: whoever gets it asks for the messages. */
function streamNotices(feed, response) {
	let waiting = null;
	const notice = () => {
		waiting = null;
		response.write(`event: change\ndata: ${feed.version()}\n\n`);
	};
	const unsubscribe = feed.subscribe(() => (waiting ??= setTimeout(notice, NOTICE_DELAY)));
	const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT);

	response.once('close', () => {
		unsubscribe();
		clearTimeout(waiting);
		clearInterval(heartbeat);
	});
	response.writeHead(200, {
		...HEADERS,
		'content-type': 'text/event-stream; charset=utf-8',
		'x-accel-buffering': 'no',
	});
	response.write('retry: 1000\n\n');
	notice();
}

module.exports = { inboxRoutes };
