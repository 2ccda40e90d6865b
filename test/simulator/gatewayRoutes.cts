import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CALLS, unknownCall, type AnswerCall, type CallName, type PathParams } from './calls.cts';
import { accepts, answerWithFault, type Fault } from './faultKinds.cts';
import type { Gateway, Surroundings } from './gateway.cts';
import { writeWhole } from './rawReplies.cts';
import { receivedHeaders } from './receivedHeaders.cts';
import type { Reply } from './replies.cts';
import { readRequest, type RequestContent } from './requestFields.cts';
import type { LoggedRequest } from './requestLog.cts';

type CallRoute = { Params: PathParams };

interface Called {
	call: CallName;
	answer: AnswerCall;
}

const UNKNOWN: Called = { call: 'unknown', answer: unknownCall };

/**
 * Routes the calls of the gateway, and everything else below `/` to its 404 page.
 * Returns what answers a URL that can't be decoded.
 */
export function gatewayRoutes(app: FastifyInstance, gateway: Gateway, surroundings: Surroundings) {
	const { settings, account, faults, log } = gateway;

	for (const { call, methods, path, answer } of CALLS) {
		app.route<CallRoute>({ method: [...methods], url: settings.basePath + path, handler: handlerOf({ call, answer }) });
	}
	app.setNotFoundHandler<CallRoute>(handlerOf(UNKNOWN));
	return (request: FastifyRequest, reply: FastifyReply) =>
		handle(UNKNOWN, request, reply, { body: '', fields: {}, params: {} });

	function handlerOf(called: Called) {
		return async (request: FastifyRequest<CallRoute>, reply: FastifyReply) =>
			handle(called, request, reply, { ...(await readRequest(request)), params: request.params });
	}

	async function handle(
		{ call, answer }: Called,
		request: FastifyRequest,
		reply: FastifyReply,
		{ body, fields, params }: RequestContent & { params: PathParams },
	) {
		reply.hijack();
		const response = reply.raw;
		const fault = faults.next(call);
		const entry: LoggedRequest = {
			...requestLine(request),
			call,
			body,
			fields,
			fault: fault?.kind ?? null,
			accepted: false,
		};
		response.once('close', log.add(entry));

		let real: Reply | null = null;
		if (!fault || accepts(fault)) {
			const answered = answer(settings, account, { ip: request.ip, fields, params });
			entry.accepted = answered.accepted;
			real = answered.reply;
		}
		await respond(fault, real, response).catch((error: Error) => {
			if (!surroundings.signal.aborted) process.emitWarning(error);
			response.destroy();
		});
	}

	async function respond(fault: Fault | null, real: Reply | null, response: ServerResponse) {
		const { signal, isRefusing, baseUrl } = surroundings;
		if (settings.latency > 0) await sleep(settings.latency, undefined, { signal });
		if (isRefusing()) response.setHeader('connection', 'close');
		if (fault) await answerWithFault({ fault, reply: real, response, settings, signal, baseUrl: baseUrl() });
		else if (real) writeWhole(response, real);
	}

	function requestLine({ method, originalUrl: url, raw }: FastifyRequest) {
		return { at: settings.now(), method, url, path: url.split('?')[0], headers: receivedHeaders(raw) };
	}
}
