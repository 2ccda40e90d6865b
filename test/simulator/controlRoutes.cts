import type { FastifyInstance } from 'fastify';
import type { WantedReport } from './account.cts';
import type { ArmedFault } from './faults.cts';
import type { Gateway } from './gateway.cts';
import { checkChange } from './settings.cts';

type List = { Querystring: { limit?: number } };
type JsonObject = Record<string, unknown>;

const REPORT_TEXTS = ['to', 'text', 'code', 'details', 'shootId', 'raw'] as const;

/**
 * The paths under `/_simulator`, by which a person or another program looks into the gateway and steers it.
 * A body is JSON, whatever its content type; a wrong one is answered with 400 and the reason.
 */
export function controlRoutes({ settings, account, faults, log, reset }: Gateway) {
	return async (app: FastifyInstance): Promise<void> => {
		app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
			reply.code(error.statusCode ?? (error instanceof TypeError || error instanceof SyntaxError ? 400 : 500));
			return { error: error.message };
		});

		app.get<List>('/messages', async ({ query }) => newestFirst(account.messages, query));
		app.post<{ Params: { n: string } }>('/messages/:n/outcome', async ({ params, body }) =>
			account.settle(Number(params.n), objectOf(body).code),
		);
		app.get<List>('/requests', async ({ query }) => newestFirst(log.requests, query));

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
			const changes = objectOf(body);
			for (const [name, value] of Object.entries(changes)) checkChange(name, value);
			return Object.assign(settings, changes);
		});

		app.post('/reports', async ({ body }, reply) => reply.code(201).send(account.addReports(reportsOf(body))));

		app.post('/reset', async () => {
			reset();
			return { messages: 0, requests: 0 };
		});
	};
}

function newestFirst<Entry>(list: readonly Entry[], { limit = 1000 }: { limit?: number }) {
	return list.slice(-limit).reverse();
}

function jsonOf(body: unknown): unknown {
	return JSON.parse(typeof body === 'string' && body !== '' ? body : 'null');
}

function objectOf(body: unknown) {
	const value = jsonOf(body);
	if (!isObject(value)) throw new TypeError('The body is a JSON object');
	return value;
}

function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function reportsOf(body: unknown): number | WantedReport[] {
	const wanted = jsonOf(body);
	if (typeof wanted === 'number' && Number.isInteger(wanted)) return wanted;
	if (!Array.isArray(wanted) || !wanted.every(isObject)) throw new TypeError('A number or a list of reports');
	return wanted.map(reportOf);
}

/** Reads a report that came as JSON, where moments are text. */
function reportOf({ parts, receivedAt, sentAt, ...texts }: JsonObject): WantedReport {
	const report: WantedReport = {};
	for (const [name, value] of Object.entries(texts)) {
		if (!isTextName(name)) throw new TypeError(`A report has no "${name}"`);
		report[name] = String(value);
	}
	if (parts !== undefined) report.parts = Number(parts);
	if (sentAt !== undefined) report.sentAt = momentOf(sentAt);
	if (receivedAt !== undefined) report.receivedAt = receivedAt === null ? null : momentOf(receivedAt);
	return report;
}

function isTextName(name: string): name is (typeof REPORT_TEXTS)[number] {
	return REPORT_TEXTS.some((text) => text === name);
}

function momentOf(value: unknown) {
	const moment = new Date(String(value));
	if (Number.isNaN(moment.getTime())) throw new TypeError(`${String(value)} is not a moment`);
	return moment;
}

function withoutInfinity(fault: ArmedFault) {
	return { ...fault, times: fault.times === Infinity ? 'always' : fault.times };
}
