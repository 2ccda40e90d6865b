'use strict';

const { checkSetting, SETTINGS } = require('./settings');

/**
 * The paths under `/_simulator`, by which a person or another program looks into the gateway and steers it.
 * A body is JSON, whatever its content type; a wrong one is answered with 400 and the reason.
 *
 * @param {{ settings: object, account: object, faults: object, log: object, reset: () => void }} gateway
 */
function controlRoutes({ settings, account, faults, log, reset }) {
	return async (app) => {
		app.setErrorHandler((error, request, reply) => {
			reply.code(error.statusCode ?? (error instanceof TypeError || error instanceof SyntaxError ? 400 : 500));
			return { error: error.message };
		});

		app.get('/messages', async ({ query }) => newestFirst(account.messages, query));
		app.post('/messages/:n/outcome', async ({ params, body }) => account.settle(Number(params.n), objectOf(body).code));
		app.get('/requests', async ({ query }) => newestFirst(log.requests, query));

		app.get('/faults', async () => faults.list().map(withoutInfinity));
		app.post('/faults', async ({ body }, reply) => {
			const { times, ...fault } = objectOf(body);
			faults.arm({ ...fault, times: times === 'always' ? Infinity : (times ?? 1) });
			return reply.code(201).send(faults.list().map(withoutInfinity));
		});
		app.delete('/faults', async () => {
			faults.clear();
			return [];
		});

		app.get('/settings', async () => settings);
		app.post('/settings', async ({ body }) => {
			const changes = Object.entries(objectOf(body));
			for (const [name, value] of changes) {
				checkSetting(name, value);
				if (SETTINGS[name].startOnly) throw new TypeError(`${name} is fixed once the simulator runs`);
			}
			for (const [name, value] of changes) settings[name] = value;
			return settings;
		});

		app.post('/reports', async ({ body }, reply) => {
			const wanted = JSON.parse(body || 'null');
			if (!Array.isArray(wanted) && !Number.isInteger(wanted)) throw new TypeError('A number or a list of reports');
			return reply.code(201).send(account.addReports(wanted));
		});

		app.post('/reset', async () => {
			reset();
			return { messages: 0, requests: 0 };
		});
	};
}

function newestFirst(list, { limit = 1000 }) {
	return list.slice(-limit).reverse();
}

function objectOf(body) {
	const value = JSON.parse(body || 'null');
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		throw new TypeError('The body is a JSON object');
	return value;
}

function withoutInfinity(fault) {
	return { ...fault, times: fault.times === Infinity ? 'always' : fault.times };
}

module.exports = { controlRoutes };
