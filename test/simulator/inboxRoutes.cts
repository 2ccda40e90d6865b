import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ChangeFeed } from './changeFeed.cts';
import type { Gateway, Surroundings } from './gateway.cts';
import { inboxView, OUTCOMES } from './inboxView.cts';

const FOLDER = path.join(__dirname, 'inbox');
const TYPES: Record<string, string> = {
	'.html': 'text/html; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.mts': 'text/javascript; charset=utf-8',
	'.svg': 'image/svg+xml',
};
const PAGE_FILES = [
	'inbox.css',
	'icon.svg',
	'inbox.mts',
	'elements.mts',
	'feed.mts',
	'messageList.mts',
	'messageCard.mts',
	'failDialog.mts',
	'setup.mts',
	'words.mts',
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
 */
export function inboxRoutes(gateway: Gateway, { baseUrl }: Surroundings) {
	const view = inboxView(gateway, baseUrl);

	return async (app: FastifyInstance): Promise<void> => {
		app.addHook('onRequest', async (_request, reply) => {
			reply.headers(HEADERS);
		});
		app.get('/', (_request, reply) => sendFile(reply, 'index.html'));
		for (const file of PAGE_FILES) app.get(`/_simulator/inbox/${file}`, (_request, reply) => sendFile(reply, file));

		app.get<{ Querystring: { limit?: string; after?: string } }>('/_simulator/inbox', async ({ query }, reply) => {
			const limit = Number(query.limit ?? 200);
			if (!Number.isInteger(limit) || limit < 1)
				return reply.code(400).send({ error: 'limit is a whole number from 1' });
			return view.read({ limit, after: String(query.after ?? '') });
		});
		app.get('/_simulator/inbox/outcomes', async () => OUTCOMES);
		app.get('/_simulator/inbox/events', (_request, reply) => {
			reply.hijack();
			streamNotices(gateway.feed, reply.raw);
		});
	};
}

async function sendFile(reply: FastifyReply, name: string) {
	const content = await readFile(path.join(FOLDER, name), 'utf8');
	const extension = path.extname(name);
	return reply.type(TYPES[extension]).send(extension === '.mts' ? await withoutTypes(content) : content);
}

async function withoutTypes(script: string) {
	// Nobody needs the compiler before the page is opened.
	const { transform } = await import('esbuild');
	return (await transform(script, { loader: 'ts', format: 'esm', target: 'es2022', charset: 'utf8' })).code;
}

/** One notice at once, and one soon after each burst of changes. A notice holds no data: whoever gets it asks for the messages. */
function streamNotices(feed: ChangeFeed, response: ServerResponse) {
	let waiting: NodeJS.Timeout | undefined;
	const notice = () => {
		waiting = undefined;
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
