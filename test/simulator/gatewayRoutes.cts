import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { unknownCall, type AnswerCall, type PathParams } from './calls.cts';
import { ALL_CALLS, type CallName } from './callTable.cts';
import { accepts, answerWithFault, type Fault } from './faultKinds.cts';
import type { Gateway, Surroundings } from './gateway.cts';
import { writeWhole } from './rawReplies.cts';
import { receivedHeaders } from './receivedHeaders.cts';
import type { Reply } from './replies.cts';
import { readRequest, type RequestContent } from './requestFields.cts';
import type { LoggedRequest } from './requestLog.cts';
import { isV2Path, unknownV2Call } from './v2Calls.cts';

type CallRoute = { Params: PathParams };

interface Called {
	call: CallName;
	answer: AnswerCall;
}

const UNKNOWN: Called = { call: 'unknown', answer: unknownCall };
const unknownIn = (path: string): Called => ({ call: 'unknown', answer: (settings) => unknownV2Call(settings, path) });

/**
 * Routes the calls of the gateway, and everything else below `/` to its 404 page.
 * Returns what answers a URL that can't be decoded.
 */
export function gatewayRoutes(app: FastifyInstance, gateway: Gateway, surroundings: Surroundings) {
	const { settings, account, faults, log } = gateway;

	for (const { call, methods, path, answer } of ALL_CALLS) {
		app.route<CallRoute>({ method: [...methods], url: settings.basePath + path, handler: handlerOf({ call, answer }) });
	}
	app.setNotFoundHandler<CallRoute>(async (request, reply) => {
		const { path } = requestLine(request);
		return handlerOf(isV2Path(settings, path) ? unknownIn(path) : UNKNOWN)(request, reply);
	});
	return (request: FastifyRequest, reply: FastifyReply) =>
		handle(UNKNOWN, request, reply, { body: '', isJson: false, fields: {}, params: {} });

	function handlerOf(called: Called) {
		return async (request: FastifyRequest<CallRoute>, reply: FastifyReply) =>
			handle(called, request, reply, { ...(await readRequest(request)), params: request.params });
	}

	async function handle(
		{ call, answer }: Called,
		request: FastifyRequest,
		reply: FastifyReply,
		content: RequestContent & { params: PathParams },
	) {
		reply.hijack();
		const { body, fields } = content;
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
			const answered = answer(settings, account, { ip: request.ip, ...content });
			entry.accepted = answered.accepted;
			real = answered.reply;
		}
		await respond(call, fault, real, response).catch((error: Error) => {
			if (!surroundings.signal.aborted) process.emitWarning(error);
			response.destroy();
		});
	}

	async function respond(call: CallName, fault: Fault | null, real: Reply | null, response: ServerResponse) {
		const { signal, isRefusing, baseUrl } = surroundings;
		if (settings.latency > 0) await sleep(settings.latency, undefined, { signal });
		if (isRefusing()) response.setHeader('connection', 'close');
		if (fault) await answerWithFault({ fault, call, reply: real, response, settings, signal, baseUrl: baseUrl() });
		else if (real) writeWhole(response, real);
	}

	function requestLine({ method, originalUrl: url, raw }: FastifyRequest) {
		return { at: settings.now(), method, url, path: url.split('?')[0], headers: receivedHeaders(raw) };
	}
}
