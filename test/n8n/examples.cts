import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeCredentials } from 'n8n-workflow';
import type { Rest } from './rest.cts';
import type { Simulator } from '../simulator/index.cts';

const WORKFLOWS = join(__dirname, '../workflows');
const CREDENTIAL = { name: 'MiM SMS account', type: 'mimSmsApi' };
const V2_NAME = 'Simulator, JSON API (V2)';
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The gateway that the credential leads to. */
export type Gateway = Pick<Simulator, 'baseUrl' | 'settings'>;

/** A workflow as n8n's routes give and take it, as far as it is read here. */
interface SavedWorkflow {
	id: string;
	name: string;
	nodes: Array<{ type: string; webhookId?: string; parameters: IDataObject; credentials?: INodeCredentials }>;
	versionId: string;
	activeVersionId: string | null;
}

export interface Example {
	id: string;
	file: string;
	publish: boolean;
}

/** A workflow of ours in n8n. */
export interface ShownWorkflow {
	name: string;
	url: string;
	/** The address of its form, when it has one and is published. */
	form?: string;
}

/** All recipes. The ids are our own: what exists under them is ours and is not created again, whatever it is called by now. */
export const EXAMPLES: readonly Example[] = [
	{ id: 'mimsmsFormToSms1', file: 'form-to-sms.json', publish: true },
	{ id: 'mimsmsSendWait01', file: 'send-wait-read-reports.json', publish: false },
	{ id: 'mimsmsRowsSheet1', file: 'rows-to-personalised-sms.json', publish: false },
	{ id: 'mimsmsFormTrack1', file: 'form-send-and-track.json', publish: false },
	{ id: 'mimsmsOtpTrack01', file: 'otp-send-and-track.json', publish: false },
	{ id: 'mimsmsOrderMail1', file: 'order-confirmation-with-email-fallback.json', publish: false },
	{ id: 'mimsmsFailAlert1', file: 'delivery-failure-alert.json', publish: false },
	{ id: 'mimsmsReportTbl1', file: 'delivery-reports-in-a-table.json', publish: false },
	{ id: 'mimsmsBalanceMl1', file: 'daily-balance-and-low-balance-alert.json', publish: false },
	{ id: 'mimsmsAiAgent001', file: 'ai-agent-sends-sms.json', publish: false },
];

/** Puts a credential for each API of the simulator and the recipes into n8n, once; what a user changed stays. */
export async function addExamples({
	n8n,
	simulator,
}: {
	n8n: { url: string; rest: Rest };
	simulator: Gateway;
}): Promise<ShownWorkflow[]> {
	const { baseUrl, settings } = simulator;
	const senderId = settings.senderIds?.[0];
	const { apiKey, v2UserName: username, v2ApiKey } = settings;
	const credentialId = await ensureCredential(n8n.rest, CREDENTIAL.name, {
		api: 'classic',
		signInWith: 'apiKey',
		baseUrl,
		apiKey,
		senderId,
	});
	// Nothing uses it yet: whoever tries the JSON API (V2) chooses it in a node.
	await ensureCredential(n8n.rest, V2_NAME, { api: 'v2', v2BaseUrl: baseUrl, username, apiKey: v2ApiKey, senderId });
	const workflows: ShownWorkflow[] = [];
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

/** The id of the credential of this name, which leads to the simulator. */
async function ensureCredential(rest: Rest, name: string, data: IDataObject): Promise<string> {
	const type = CREDENTIAL.type;
	const address = String(data.baseUrl ?? data.v2BaseUrl);
	const saved = await rest.get<Array<{ id: string; name: string; type: string }>>('/rest/credentials');
	const known = saved.find((one) => one.name === name && one.type === type);
	if (!known) return (await rest.post<{ id: string }>('/rest/credentials', { name, type, data })).id;

	const { data: stored } = await rest.get<{ data: { baseUrl?: string; v2BaseUrl?: string } }>(
		`/rest/credentials/${known.id}?includeData=true`,
	);
	const before = String(stored.v2BaseUrl ?? stored.baseUrl);
	const simulatorMoved = before !== address && LOOPBACK.has(new URL(before).hostname);
	if (simulatorMoved) await rest.patch(`/rest/credentials/${known.id}`, { name, type, data });
	return known.id;
}

async function ensureWorkflow(
	rest: Rest,
	{ id, file, publish }: Example,
	credentialId: string,
): Promise<SavedWorkflow> {
	const { exists } = await rest.get<{ exists: boolean }>(`/rest/workflows/${id}/exists`);
	if (exists) return await rest.get<SavedWorkflow>(`/rest/workflows/${id}`);

	const workflow: SavedWorkflow = JSON.parse(readFileSync(join(WORKFLOWS, file), 'utf8'));
	for (const { credentials } of workflow.nodes) {
		if (credentials?.[CREDENTIAL.type]) credentials[CREDENTIAL.type].id = credentialId;
	}
	const created = await rest.post<SavedWorkflow>('/rest/workflows', { ...workflow, id });
	if (!publish) return created;
	return await rest.post<SavedWorkflow>(`/rest/workflows/${id}/activate`, { versionId: created.versionId });
}

function formAddress(url: string, { nodes }: SavedWorkflow): string | undefined {
	const form = nodes.find(({ type }) => type === 'n8n-nodes-base.formTrigger');
	if (form === undefined) return undefined;
	const { path } = (form.parameters.options ?? {}) as { path?: string };
	return `${url}/form/${path ?? form.webhookId}`;
}
