/** Workflows in which an AI agent sends by the node as its tool, with the scripted model. */
import type { INodeCredentials, IWorkflowSettings } from 'n8n-workflow';
import type { Model } from './model.cts';
import type { Rest } from './n8n.cts';
import type { Reviewer } from './reviewer.cts';
import { SMS, type MimSmsCredentials, type Workflow } from './workflows.cts';

const LANGCHAIN = '@n8n/n8n-nodes-langchain';
/** What the model fills in. */
export const FROM_AI = { to: "={{ $fromAI('to', 'who') }}", message: "={{ $fromAI('message', 'what') }}" };
/** The name of the tool. */
export const TOOL = 'Send SMS';

const REVIEW = {
	operation: 'sendAndWait',
	resource: 'message',
	chatId: '1',
	message: '=Send {{ JSON.stringify($tool.parameters) }}?',
	responseType: 'approval',
	approvalOptions: { values: { approvalType: 'double' } },
	options: { appendAttribution: false },
};

export interface AgentKind {
	/** Of n8n's AI Agent node. */
	version: number;
	settings: IWorkflowSettings;
	/** Prompts of a pass of Loop Over Items; without one, all at once. */
	pass?: number;
	/** The credential by which a person is asked before each call. */
	review?: INodeCredentials;
}

/** Adds the credential by which n8n asks a person. */
export async function addReview(rest: Rest, { url }: Reviewer): Promise<INodeCredentials> {
	const data = { accessToken: 'none', baseUrl: url };
	const { id } = await rest.post<{ id: string }>('/rest/credentials', { name: 'Person', type: 'telegramApi', data });
	return { telegramApi: { id, name: 'Person' } };
}

/** Adds the credential of the scripted model. */
export async function addModel(rest: Rest, { url }: Model): Promise<INodeCredentials> {
	const data = { apiKey: 'none', url, header: false };
	const { id } = await rest.post<{ id: string }>('/rest/credentials', { name: 'Model', type: 'openAiApi', data });
	return { openAiApi: { id, name: 'Model' } };
}

/** Webhook → an item for each prompt → an agent with one tool, in a loop where `pass` says so. */
export function agentWorkflow(
	path: string,
	{ version, settings, pass, review }: AgentKind,
	account: MimSmsCredentials,
	model: INodeCredentials,
): Workflow {
	const node = (
		name: string,
		type: string,
		typeVersion: number,
		parameters: object,
		credentials?: INodeCredentials,
	) => ({
		id: name,
		name,
		type,
		typeVersion,
		position: [0, 0] as [number, number],
		parameters: parameters as Workflow['nodes'][number]['parameters'],
		...(credentials && { credentials }),
		...(['Webhook', 'Review'].includes(name) && { webhookId: `${name}-${path}` }),
	});
	const to = (name: string, type: 'main' | 'ai_tool' | 'ai_languageModel' = 'main') => ({
		[type]: [[{ node: name, type, index: 0 }]],
	});
	return {
		name: path,
		nodes: [
			node('Webhook', 'n8n-nodes-base.webhook', 2, {
				httpMethod: 'POST',
				path,
				responseMode: 'onReceived',
			}),
			node('Prompts', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body.prompts', options: {} }),
			...(pass === undefined
				? []
				: [node('Loop', 'n8n-nodes-base.splitInBatches', 3, { batchSize: pass, options: {} })]),
			node('Agent', `${LANGCHAIN}.agent`, version, {
				promptType: 'define',
				text: '={{ $json.prompt }}',
				options: {},
			}),
			node(
				'Model',
				`${LANGCHAIN}.lmChatOpenAi`,
				1.2,
				{ model: { __rl: true, mode: 'id', value: 'scripted' }, options: { maxRetries: 0 } },
				model,
			),
			node(TOOL, `${SMS}Tool`, 1, { descriptionType: 'manual', toolDescription: 'Sends an SMS', ...FROM_AI }, account),
			...(review ? [node('Review', 'n8n-nodes-base.telegramHitlTool', 1.2, REVIEW, review)] : []),
		],
		connections: {
			Webhook: to('Prompts'),
			...(pass === undefined
				? { Prompts: to('Agent') }
				: { Prompts: to('Loop'), Loop: { main: [[], to('Agent').main[0]] }, Agent: to('Loop') }),
			Model: to('Agent', 'ai_languageModel'),
			[TOOL]: to(review ? 'Review' : 'Agent', 'ai_tool'),
			...(review && { Review: to('Agent', 'ai_tool') }),
		},
		settings: { executionOrder: 'v1', ...settings },
	} as Workflow;
}
