'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { CALLS, unknownCall } = require('./calls');
const { FAULT_KINDS } = require('./faultKinds');
const { readRequest } = require('./requestFields');
const { writeWhole } = require('./rawReplies');

/**
 * Routes the calls of the gateway, and everything else below `/` to its 404 page.
 *
 * @param {import('fastify').FastifyInstance} app
 * @param {object} gateway
 * @param {{ signal: AbortSignal, isRefusing: () => boolean, baseUrl: () => string }} surroundings
 * @returns what answers a URL that can't be decoded
 */
function gatewayRoutes(app, gateway, surroundings) {
	const { settings, account, faults, log } = gateway;

	for (const { call, methods, path, answer } of CALLS) {
		app.route({ method: methods, url: settings.basePath + path, handler: handlerOf(call, answer) });
	}
	app.setNotFoundHandler(handlerOf('unknown', unknownCall));
	return (request, reply) => handle('unknown', unknownCall, request, reply, { body: '', fields: {} });

	function handlerOf(call, answer) {
		return async (request, reply) => handle(call, answer, request, reply, await readRequest(request));
	}

	async function handle(call, answer, request, reply, { body, fields }) {
		reply.hijack();
		const response = reply.raw;
		const fault = faults.next(call);
		const entry = { ...requestLine(request.raw), call, body, fields, fault: fault?.kind ?? null, accepted: false };
		response.once('close', log.add(entry));

		let real = null;
		if (!fault || (fault.accept ?? FAULT_KINDS[fault.kind].accept)) {
			const answered = answer(settings, account, { ip: request.ip, fields, params: request.params });
			entry.accepted = answered.accepted;
			real = answered.reply;
		}
		await respond(fault, real, response).catch((error) => {
			if (!surroundings.signal.aborted) process.emitWarning(error);
			response.destroy();
		});
	}

	async function respond(fault, real, response) {
		const { signal, isRefusing, baseUrl } = surroundings;
		if (settings.latency > 0) await sleep(settings.latency, undefined, { signal });
		if (isRefusing()) response.setHeader('connection', 'close');
		if (!fault) return writeWhole(response, real);
		return await FAULT_KINDS[fault.kind].answer(fault, real, response, { settings, signal, baseUrl: baseUrl() });
	}

	function requestLine({ method, url, receivedHeaders }) {
		return { at: settings.now(), method, url, path: url.split('?')[0], headers: receivedHeaders };
	}
}

module.exports = { gatewayRoutes };
