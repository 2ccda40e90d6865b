/** n8n Agents, which are no workflows: they call the node outside any execution, and n8n keeps nothing of a call. */
import assert from 'node:assert/strict';
import type { INodeCredentials } from 'n8n-workflow';
import { FROM_AI, TOOL } from '../lib/agentWorkflows.cts';
import { APIS, type Api } from '../lib/apis.cts';
import { check } from '../lib/checks.cts';
import type { Model, Wanted } from '../lib/model.cts';
import type { KillableN8n } from '../lib/n8n.cts';
import { SMS, type MimSmsCredentials } from '../lib/workflows.cts';
import type { Simulator } from '../../simulator/index.cts';

interface Bench {
	n8n: KillableN8n;
	simulator: Simulator;
	model: Model;
	/** To the model. */
	access: INodeCredentials;
	accounts: Record<Api, MimSmsCredentials>;
}

const WANTED: Wanted[] = [
	{ to: '8801912345601', message: 'One by n8n Agents' },
	{ to: '8801912345602', message: 'Two by n8n Agents' },
];

export async function n8nAgents({ n8n, simulator, model, access, accounts }: Bench) {
	for (const api of APIS) {
		const chat = await addAgent(n8n, accounts[api], access.openAiApi.id as string);
		const textsSince = (begun: number) => simulator.messages.slice(begun).map(({ text }) => text);
		await check(`n8n Agents, ${api}: the agent sends each message once, and reads so`, async () => {
			const begun = simulator.messages.length;
			const said = await chat(model.prompt(WANTED));
			assert.deepEqual(textsSince(begun), ['One by n8n Agents', 'Two by n8n Agents']);
			assert.equal(said.match(/"status":"submitted"/g)?.length, 2, said);
		});
		await check(`n8n Agents, ${api}: where the answer is lost, the agent is told not to call again`, async () => {
			simulator.fault({ call: CALLS[api], kind: 'resetAfter' });
			const said = await chat(model.prompt(WANTED.slice(0, 1)));
			assert.match(said, /\[unknown\].*Do not call this tool again with the same text/);
		});
	}
}

const CALLS = { classic: 'smsapi', v2: 'v2/SMS' } as const satisfies Record<Api, string>;

/** Adds an agent with the node as its tool; gives what says something to it, and returns all that n8n shows of its answer. */
async function addAgent({ rest, url }: KillableN8n, credentials: MimSmsCredentials, openAi: string) {
	const { id: project } = await rest.get<{ id: string }>('/rest/projects/personal');
	const nodeParameters = { resource: 'sms', operation: 'send', ...FROM_AI };
	const node = { nodeType: `${SMS}Tool`, nodeTypeVersion: 1, nodeParameters, credentials };
	const agents = `/rest/projects/${project}/agents/v2`;
	const { id } = await rest.post<{ id: string }>(agents, {
		name: 'Clerk',
		schema: {
			name: 'Clerk',
			model: 'openai/scripted',
			credential: openAi,
			instructions: 'Send what you are asked to.',
			tools: [{ type: 'node', name: TOOL, description: 'Sends an SMS', node }],
		},
	});
	return async (message: string): Promise<string> => {
		const response = await fetch(`${url}${agents}/${id}/chat`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', cookie: rest.cookie() },
			body: JSON.stringify({ message }),
			signal: AbortSignal.timeout(60_000),
		});
		return (await response.text()).replaceAll('\\"', '"');
	};
}
