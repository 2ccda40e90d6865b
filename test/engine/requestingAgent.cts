import { NodeConnectionTypes, nodeNameToToolName } from 'n8n-workflow';
import type { EngineRequest, EngineResponse, IDataObject, INode, INodeType } from 'n8n-workflow';
import { createAgentType } from './agentNode.cts';

const { AiTool } = NodeConnectionTypes;

/** What the agent reads of a tool's run: n8n's buildObservation. */
function readObservation({ data }: EngineResponse['actionResponses'][number]): string {
	const items = data?.data?.ai_tool?.[0]?.map((item) => item?.json) ?? [];
	if (items.length > 0) return JSON.stringify(items);
	if (data?.error) return JSON.stringify({ error: data.error.message ?? 'Unknown error', errorType: data.error.name });
	return JSON.stringify('');
}

/** The agent's actions as n8n's createEngineRequests writes them, for one of its items. */
export function createActions(
	tool: Pick<INode, 'name'>,
	calls: IDataObject[],
	itemIndex = 0,
): EngineRequest['actions'] {
	return calls.map((input, index) => ({
		actionType: 'ExecutionNodeAction',
		nodeName: tool.name,
		input,
		type: AiTool,
		id: `call_${itemIndex}_${index}`,
		metadata: { itemIndex, toolName: nodeNameToToolName(tool.name) },
	}));
}

/** An agent of version 3: asks the engine to run the tool's node, once for each of `calls`, and reads what came back. */
export function createRequestingAgentType(tool: Pick<INode, 'name'>, calls: IDataObject[]): INodeType {
	return createAgentType(async function requestTools(response) {
		await this.getInputConnectionData(AiTool, 0);
		if (!response?.actionResponses?.length) return { actions: createActions(tool, calls), metadata: {} };
		return [[{ json: { observations: response.actionResponses.map(readObservation) } }]];
	});
}
