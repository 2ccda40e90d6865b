'use strict';
/**
 * The AI Agent node without a language model: which tools it calls, with what, the test says. How it calls them is
 * n8n's: versions 1 and 2 (and the MCP Server Trigger) invoke the connected tools themselves, version 3 asks the engine
 * to run their nodes.
 */
const { NodeConnectionTypes } = require('n8n-workflow');
const { workflow } = require('./workflowBuilder');

const { AiTool, Main } = NodeConnectionTypes;
const AGENT_TYPE = '@n8n/n8n-nodes-langchain.agent';
const AGENT_NAME = 'AI Agent';
const START_NAME = 'When chat message received';

/** @param {(this: import('n8n-workflow').IExecuteFunctions, response?: object) => Promise<unknown>} execute */
function createAgentType(execute) {
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

/** @param {import('./workflowBuilder').NodeSpec & { name: string }} tool */
function createAgentWorkflow(tool, typeVersion) {
	return workflow()
		.add({ name: START_NAME, type: 'n8n-nodes-base.manualTrigger' })
		.add({ name: AGENT_NAME, type: AGENT_TYPE, typeVersion })
		.add(tool, { after: null })
		.connect(tool.name, AGENT_NAME, { type: AiTool });
}

module.exports = { AGENT_NAME, AGENT_TYPE, createAgentType, createAgentWorkflow };
