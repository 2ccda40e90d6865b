/** Credentials and workflows, put into n8n as the editor does. */
import { sleep } from './checks.mjs';

export const SMS = 'n8n-nodes-mimsms.mimSms';
export const TRIGGER = 'n8n-nodes-mimsms.mimSmsTrigger';

export async function addCredential(rest, simulator, name = 'MiM SMS account') {
	const { baseUrl, settings } = simulator;
	const data = { signInWith: 'apiKey', baseUrl, apiKey: settings.apiKey, senderId: settings.senderIds[0] };
	const { id } = await rest.post('/rest/credentials', { name, type: 'mimSmsApi', data });
	return { mimSmsApi: { id, name } };
}

/** `nodes` in a row, each `[name, type, parameters, more]`. */
export function chain(name, nodes, credentials) {
	return {
		name,
		nodes: nodes.map(([title, type, parameters = {}, more = {}], i) => ({
			id: `node-${i}`,
			name: title,
			type,
			typeVersion: 1,
			position: [i * 220, 0],
			parameters,
			...(type.includes('mimSms') && { credentials }),
			...more,
		})),
		connections: Object.fromEntries(
			nodes.slice(1).map(([title], i) => [nodes[i][0], { main: [[{ node: title, type: 'main', index: 0 }]] }]),
		),
		settings: { executionOrder: 'v1' },
	};
}

/** Saves a workflow; `active` publishes it as the editor's button does (n8n 1: switches it on). */
export async function addWorkflow(rest, workflow, { active = false } = {}) {
	// n8n 1 wants `active` said.
	const created = await rest.post('/rest/workflows', { active: false, ...workflow });
	return active ? await activate(rest, created) : created;
}

export async function activate(rest, { id, versionId }) {
	try {
		return await rest.post(`/rest/workflows/${id}/activate`, { versionId });
	} catch (error) {
		if (error.status !== 404) throw error;
		return await rest.patch(`/rest/workflows/${id}`, { active: true, versionId });
	}
}

export const webhook = (path) => [
	'Webhook',
	'n8n-nodes-base.webhook',
	{ httpMethod: 'POST', path, responseMode: 'lastNode', responseData: 'allEntries', options: {} },
	{ typeVersion: 2, webhookId: path },
];

/** Calls a production webhook and gives its reply, or throws with n8n's text. */
export async function call(url, path, body, { registering = 0 } = {}) {
	const response = await fetch(`${url}/webhook/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
		signal: AbortSignal.timeout(300_000),
	});
	const text = await response.text();
	// n8n 2 registers a webhook some moments after it has answered to the activation.
	if (response.status === 404 && registering > 0) {
		await sleep(500);
		return await call(url, path, body, { registering: registering - 500 });
	}
	if (!response.ok) throw new Error(`${response.status}: ${text.slice(0, 300)}`);
	return JSON.parse(text);
}
