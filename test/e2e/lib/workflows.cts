/** Credentials and workflows, put into n8n as the editor does. */
import type {
	IDataObject,
	INode,
	INodeCredentials,
	INodeParameters,
	IWorkflowBase,
	IWorkflowSettings,
} from 'n8n-workflow';
import { RefusedRequest } from '../../n8n/rest.cts';
import { accountOf, type Api } from './apis.cts';
import { sleep } from './checks.cts';
import type { Rest, RunningN8n, StoredWorkflow } from './n8n.cts';
import type { Simulator } from '../../simulator/index.cts';

export const SMS = 'n8n-nodes-mimsms.mimSms';
export const TRIGGER = 'n8n-nodes-mimsms.mimSmsTrigger';

/** What goes into n8n. */
export type Workflow = Pick<IWorkflowBase, 'name' | 'nodes' | 'connections' | 'settings' | 'pinData'>;

/** A node of a chain. */
export type ChainLink = [name: string, type: string, parameters?: INodeParameters, more?: Partial<INode>];

/** How a node names the credential of MiM SMS. */
export type MimSmsCredentials = INodeCredentials & { mimSmsApi: { id: string; name: string } };

export async function addCredential(
	rest: Rest,
	simulator: Simulator,
	{
		api = 'classic',
		name = `MiM SMS account, ${api}`,
		fields = {},
	}: { api?: Api; name?: string; fields?: IDataObject } = {},
): Promise<MimSmsCredentials> {
	const data = { ...accountOf(simulator, api), ...fields };
	const { id } = await rest.post<{ id: string }>('/rest/credentials', { name, type: 'mimSmsApi', data });
	return { mimSmsApi: { id, name } };
}

/** A credential of each API. */
export const addAccounts = async (rest: Rest, simulator: Simulator): Promise<Record<Api, MimSmsCredentials>> => ({
	classic: await addCredential(rest, simulator, { api: 'classic' }),
	v2: await addCredential(rest, simulator, { api: 'v2' }),
});

/** Nodes in a row. */
export function chain(
	name: string,
	nodes: ChainLink[],
	credentials: MimSmsCredentials,
	settings?: IWorkflowSettings,
): Workflow {
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
		settings: { executionOrder: 'v1', ...settings },
	};
}

/** Saves a workflow; `active` publishes it as the editor's button does (n8n 1: switches it on). */
export async function addWorkflow(rest: Rest, workflow: Workflow, { active = false } = {}): Promise<StoredWorkflow> {
	// n8n 1 wants `active` said.
	const created = await rest.post<StoredWorkflow>('/rest/workflows', { active: false, ...workflow });
	return active ? await activate(rest, created) : created;
}

export async function activate(
	rest: Rest,
	{ id, versionId }: Pick<StoredWorkflow, 'id' | 'versionId'>,
): Promise<StoredWorkflow> {
	try {
		return await rest.post(`/rest/workflows/${id}/activate`, { versionId });
	} catch (error) {
		if (!(error instanceof RefusedRequest) || error.status !== 404) throw error;
		return await rest.patch(`/rest/workflows/${id}`, { active: true, versionId });
	}
}

export const webhook = (path: string): ChainLink => [
	'Webhook',
	'n8n-nodes-base.webhook',
	{ httpMethod: 'POST', path, responseMode: 'lastNode', responseData: 'allEntries', options: {} },
	{ typeVersion: 2, webhookId: path },
];

/** Webhook → one item for each of the rows in the body → Send. `more`: what else is set of Send, beside its parameters. */
export const rowsToSend = (path: string, parameters: INodeParameters, more: ChainLink[3] = {}): ChainLink[] => [
	webhook(path),
	['Rows', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.rows', options: {} }],
	['Send', SMS, parameters, more],
];

/** The trigger with these parameters, for every final report unless they say otherwise, and a node behind it that does nothing. */
export const receiving = (name: string, parameters: INodeParameters, credentials: MimSmsCredentials): Workflow =>
	chain(
		name,
		[
			['Trigger', TRIGGER, { events: ['delivered', 'failed'], options: {}, ...parameters }],
			['End', 'n8n-nodes-base.noOp'],
		],
		credentials,
	);

/** Poll Times, one for each few seconds: n8n refuses only a single rule that is shorter than a minute. */
export const pollTimesEvery = (seconds: number) => ({
	item: Array.from({ length: 60 / seconds }, (_, i) => ({
		mode: 'custom',
		cronExpression: `${i * seconds} * * * * *`,
	})),
});

/** Calls a production webhook and gives the items of its reply, or throws with n8n's text. `registering`: for how many ms it may be unknown. */
export async function call<Item extends IDataObject>(
	n8n: RunningN8n,
	path: string,
	body: IDataObject,
	{ registering = 0 } = {},
): Promise<Item[]> {
	const response = await fetch(`${n8n.url}/webhook/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
		signal: AbortSignal.timeout(300_000),
	});
	const text = await response.text();
	// n8n 2 registers a webhook some moments after it has answered to the activation.
	if (response.status === 404 && registering > 0) {
		await sleep(500);
		return await call(n8n, path, body, { registering: registering - 500 });
	}
	if (!response.ok) throw new Error(`${response.status}: ${text.slice(0, 300)}`);
	return JSON.parse(text) as Item[];
}
