'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const WORKFLOWS = join(__dirname, '../workflows');
const CREDENTIAL = { name: 'MiM SMS account', type: 'mimSmsApi' };
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

// Ids of our own: what exists under them is ours and is not created again, whatever it is called by now.
const EXAMPLES = [
	{ id: 'mimsmsFormToSms1', file: 'form-to-sms.json', publish: true },
	{ id: 'mimsmsSendWait01', file: 'send-wait-read-reports.json', publish: false },
];

/**
 * Puts the credential for the simulator and the two example workflows into n8n, once; what a user changed stays.
 * @returns {Promise<Array<{ name: string, url: string, form?: string }>>}
 */
async function addExamples({ n8n, simulator }) {
	const credentialId = await ensureCredential(n8n.rest, simulator);
	const workflows = [];
	for (const example of EXAMPLES) {
		const workflow = await ensureWorkflow(n8n.rest, example, credentialId);
		workflows.push({
			name: workflow.name,
			url: `${n8n.url}/workflow/${workflow.id}`,
			form: workflow.activeVersionId ? formAddress(n8n.url, workflow) : undefined,
		});
	}
	return workflows;
}

async function ensureCredential(rest, simulator) {
	const { baseUrl, settings } = simulator;
	const data = { signInWith: 'apiKey', baseUrl, apiKey: settings.apiKey, senderId: settings.senderIds[0] };
	const known = (await rest.get('/rest/credentials')).find(
		({ name, type }) => name === CREDENTIAL.name && type === CREDENTIAL.type,
	);
	if (!known) return (await rest.post('/rest/credentials', { ...CREDENTIAL, data })).id;

	const { data: stored } = await rest.get(`/rest/credentials/${known.id}?includeData=true`);
	const simulatorMoved = stored.baseUrl !== baseUrl && LOOPBACK.has(new URL(stored.baseUrl).hostname);
	if (simulatorMoved) await rest.patch(`/rest/credentials/${known.id}`, { ...CREDENTIAL, data });
	return known.id;
}

async function ensureWorkflow(rest, { id, file, publish }, credentialId) {
	const { exists } = await rest.get(`/rest/workflows/${id}/exists`);
	if (exists) return await rest.get(`/rest/workflows/${id}`);

	const workflow = JSON.parse(readFileSync(join(WORKFLOWS, file), 'utf8'));
	for (const { credentials } of workflow.nodes) {
		if (credentials?.[CREDENTIAL.type]) credentials[CREDENTIAL.type].id = credentialId;
	}
	const created = await rest.post('/rest/workflows', { ...workflow, id });
	if (!publish) return created;
	return await rest.post(`/rest/workflows/${id}/activate`, { versionId: created.versionId });
}

function formAddress(url, { nodes }) {
	const form = nodes.find(({ type }) => type === 'n8n-nodes-base.formTrigger');
	return form && `${url}/form/${form.parameters.options?.path ?? form.webhookId}`;
}

module.exports = { addExamples };
