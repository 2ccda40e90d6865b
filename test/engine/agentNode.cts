/**
 * The AI Agent node without a language model: which tools it calls, with what, the test says. How it calls them is
 * n8n's: versions 1 and 2 (and the MCP Server Trigger) invoke the connected tools themselves, version 3 asks the engine
 * to run their nodes.
 */
import { NodeConnectionTypes } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';
import { workflow } from './workflowBuilder.cts';
import type { NamedNode, WorkflowBuilder } from './workflowBuilder.cts';

const { AiTool, Main } = NodeConnectionTypes;
export const AGENT_TYPE = '@n8n/n8n-nodes-langchain.agent';
export const AGENT_NAME = 'AI Agent';
const START_NAME = 'When chat message received';

export function createAgentType(execute: NonNullable<INodeType['execute']>): INodeType {
	return {
		description: {
			displayName: AGENT_NAME,
			name: 'agent',
			group: ['transform'],
			version: [1, 2, 3],
			description: 'Calls tools',
			defaults: { name: AGENT_NAME },
			inputs: [Main, { type: AiTool }],
			outputs: [Main],
			properties: [],
		},
		execute,
	};
}

/** A tool as n8n gives it to an agent: a tool of LangChain, of which agents use this. */
interface AgentTool {
	invoke(args: IDataObject): Promise<string>;
}

/** What is connected to an agent, by its item. n8n leaves open what that is; an agent's tools come as a list. */
export const toolsOf = async (context: IExecuteFunctions, item = 0): Promise<AgentTool[]> =>
	(await context.getInputConnectionData(AiTool, item)) as AgentTool[];

export function createAgentWorkflow(tool: NamedNode, typeVersion: number): WorkflowBuilder {
	return workflow()
		.add({ name: START_NAME, type: 'n8n-nodes-base.manualTrigger' })
		.add({ name: AGENT_NAME, type: AGENT_TYPE, typeVersion })
		.add(tool, { after: null })
		.connect(tool.name, AGENT_NAME, { type: AiTool });
}
