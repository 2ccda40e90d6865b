'use strict';
const { createRunExecutionData, deepCopy, setGlobalState, UserError } = require('n8n-workflow');
const { createAdditionalData } = require('./additionalData');
const { AGENT_NAME, AGENT_TYPE, createAgentWorkflow } = require('./agentNode');
const { basicNodes } = require('./basicNodes');
const { CredentialsHelper } = require('./credentialsHelper');
const { CredentialStore, CredentialTypes } = require('./credentialStore');
const { testCredential } = require('./credentialTest');
const { DirectAgent } = require('./directAgent');
const { Execution } = require('./execution');
const { NodeTypes } = require('./nodeTypes');
const { Poller } = require('./poller');
const { createRequestingAgentType } = require('./requestingAgent');
const { prepareRetry, replaceNodes } = require('./retry');
const { workflow } = require('./workflowBuilder');
const { WorkflowReader } = require('./workflowReader');

const START = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };

/** @typedef {import('./workflowBuilder').NodeSpec} NodeSpec */
/** @typedef {import('./execution').Run} Run */
/**
 * @typedef {object} RunOptions
 * @property {Array<Record<string, unknown>>} [input] the `json` of the items that the start node gives out; one empty item when left out
 * @property {import('n8n-workflow').INodeExecutionData[]} [inputItems] the same, whole items
 * @property {'trigger' | 'manual' | string} [mode] `trigger` (a production execution) when left out; `manual` is the editor's Execute button
 * @property {string} [startNode] name; n8n's choice when left out
 * @property {Record<string, unknown>} [staticData] of the workflow
 * @property {AbortSignal} [abortSignal] cancels the execution
 */

/** n8n without its server: real node types, real engine, credentials in memory. */
class Engine {
	/**
	 * @param {object} parameters
	 * @param {import('./packageLoader').LoadedPackage[]} parameters.packages
	 * @param {Record<string, { type: string, name: string, data: object }>} [parameters.credentials] by id
	 * @param {string} [parameters.timezone] of the instance; a workflow's own setting goes before it
	 */
	constructor({ packages, credentials = {}, timezone = 'Asia/Dhaka' }) {
		this.packages = packages;
		this.timezone = timezone;
		this.store = new CredentialStore(credentials);
		this.credentialsHelper = new CredentialsHelper(new CredentialTypes(packages), this.store);
		this.nodeTypes = new NodeTypes(packages, basicNodes);
		this.reader = new WorkflowReader(this.nodeTypes, this.store);
		this.executionCount = 0;
	}

	/**
	 * Runs a workflow to its end. A failed execution is a run too: this rejects only for a mistake of the test.
	 * @param {object} workflowOrBuilder a workflow's JSON, or what `workflow()` builds
	 * @param {RunOptions} [options]
	 * @returns {Promise<Run>}
	 */
	async run(workflowOrBuilder, options = {}) {
		return await this.start(workflowOrBuilder, options).promise;
	}

	/**
	 * The same, to be cancelled: `cancel()` is what the editor's Stop button does.
	 * @returns {{ promise: Promise<Run>, cancel: () => void, execution: Execution }}
	 */
	start(workflowOrBuilder, options = {}) {
		const { mode = 'trigger', staticData, abortSignal, furtherTypes } = options;
		const workflowData = { ...this.reader.readWorkflow(workflowOrBuilder), ...(staticData && { staticData }) };
		const execution = this.createExecution(workflowData, mode, { furtherTypes });
		const running = this.begin(execution, options);
		abortSignal?.addEventListener('abort', running.cancel, { once: true });
		return { ...running, execution };
	}

	begin(execution, { input, inputItems, startNode }) {
		const items = inputItems ?? input?.map((json) => ({ json }));
		const node = startNode ? execution.workflow.getNode(startNode) : execution.workflow.getStartNode();
		if (!node) throw new UserError('The workflow has no node to start from');
		if (execution.mode === 'manual') return execution.startManually(node, items && { [node.name]: items });
		const stack = [{ node, data: { main: [items ?? [{ json: {} }]] }, source: null }];
		return execution.startFrom(createRunExecutionData({ executionData: { nodeExecutionStack: stack } }));
	}

	/**
	 * One node after a Manual Trigger. Its name in the run is its own, or its type's display name.
	 * @param {NodeSpec} node
	 * @param {RunOptions} [options]
	 */
	async runNode(node, options = {}) {
		return await this.run(workflow().add(START).add(this.reader.readNode(node)), options);
	}

	/**
	 * Retries a failed or cancelled execution from what n8n stored of it.
	 * @param {Run} run
	 * @param {{ workflow?: object }} [options] `workflow`: "Retry with currently saved workflow", as it is now
	 */
	async retry(run, { workflow: saved } = {}) {
		const data = await prepareRetry(run);
		const workflowData = saved ? this.reader.readWorkflow(saved) : deepCopy(run.workflowData);
		const execution = this.createExecution(workflowData, 'retry', { retryOf: run.executionId });
		if (saved) replaceNodes(data, execution.workflow);
		return await execution.startFrom(data).promise;
	}

	/**
	 * The Test button of a credential.
	 * @param {string | { type: string, name?: string, data: object }} credential a stored one's id, or one about to be saved
	 */
	async testCredential(credential) {
		if (typeof credential === 'string') return await testCredential(this, this.reader.findCredential(credential));

		// n8n saves a credential before it tests it.
		const saved = { id: 'under-test', name: 'Credential under test', ...credential };
		this.store.save(saved);
		try {
			return await testCredential(this, saved);
		} finally {
			this.store.remove(saved.id);
		}
	}

	/**
	 * An agent (of version 1 or 2, or the MCP Server Trigger) that invokes the node as its tool, several times in one execution.
	 * @param {NodeSpec} node
	 * @param {RunOptions} [options]
	 */
	agent(node, options = {}) {
		return new DirectAgent(this.start.bind(this), this.reader.readTool(node), options);
	}

	/** One direct tool call in an execution of its own; what the agent would read, or the error it would get. */
	async callTool(node, args) {
		const agent = this.agent(node);
		try {
			return await agent.call(args);
		} finally {
			await agent.end();
		}
	}

	/**
	 * An agent of version 3 that has the engine run the node as its tool, once for each arguments object.
	 * @param {NodeSpec} node
	 * @param {object | object[]} [args]
	 * @param {RunOptions} [options]
	 * @returns {Promise<Run & { observations: string[] }>} `observations`: what the agent would read
	 */
	async runAsTool(node, args = {}, options = {}) {
		const tool = this.reader.readTool(node);
		const type = createRequestingAgentType(tool, [args].flat());
		const run = await this.run(createAgentWorkflow(tool, 3), { ...options, furtherTypes: { [AGENT_TYPE]: type } });
		return Object.assign(run, { observations: run.items(AGENT_NAME)[0]?.observations ?? [] });
	}

	/**
	 * A polling trigger's registration: `activate()`, then `poll()` as often as wanted, at the same time too.
	 * @param {NodeSpec} node
	 * @param {{ activationMode?: string, mode?: 'trigger' | 'manual', staticData?: object, pollBudgetMs?: number | null }} [options]
	 */
	poller(node, options = {}) {
		setGlobalState({ defaultTimezone: this.timezone });
		const workflowData = this.reader.readWorkflow(workflow().add(this.reader.readNode(node)));
		const additionalData = createAdditionalData(this.credentialsHelper, workflowData);
		return new Poller({ workflowData, nodeTypes: this.nodeTypes, additionalData, ...options });
	}

	/** One poll on a registration of its own; in manual mode, the editor's test run. */
	async poll(node, { mode = 'trigger', activationMode, ...options } = {}) {
		const isManual = mode === 'manual';
		const poller = this.poller(node, { ...options, mode, activationMode: isManual ? 'manual' : activationMode });
		return isManual ? await poller.pollManually() : await poller.poll();
	}

	/** A credential's data as it is stored now. */
	credential(id) {
		return this.reader.findCredential(id).data;
	}

	saveCredential(id, credential) {
		this.store.save({ ...credential, id });
	}

	/** A copy of a workflow's JSON in which every node that takes the credential's type has it. */
	useCredential(workflowJson, id) {
		return this.reader.withCredential(workflowJson, id);
	}

	createExecution(workflowData, mode, { furtherTypes, retryOf }) {
		setGlobalState({ defaultTimezone: this.timezone });
		this.executionCount += 1;
		const nodeTypes = furtherTypes ? new NodeTypes(this.packages, { ...basicNodes, ...furtherTypes }) : this.nodeTypes;
		const additionalData = createAdditionalData(this.credentialsHelper, workflowData);
		return new Execution({ id: String(this.executionCount), mode, workflowData, nodeTypes, additionalData, retryOf });
	}
}

module.exports = { Engine };
