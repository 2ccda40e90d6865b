'use strict';
/** A polling trigger as n8n runs it: activation, then polls, on one registration (its active-workflow-manager, 2.41.1). */
const { AsyncLocalStorage } = require('node:async_hooks');
const { deepCopy, Workflow } = require('n8n-workflow');
const { Container, core, logLines } = require('./runtime');

const STILL_ACTIVE = () => true;

/**
 * @typedef {object} PollResult
 * @property {Array<Record<string, unknown>> | null} items `json` of what the poll gave; null when it gave nothing
 * @property {import('n8n-workflow').INodeExecutionData[] | null} itemsFull
 * @property {Error | undefined} error what the poll threw
 * @property {Record<string, unknown>} staticData of the node, in memory, after the poll
 * @property {Record<string, unknown>} saved of the node, in n8n's database, after the poll
 * @property {string[]} log
 */

/** One registration of a polling trigger: one process, from activation to deactivation. */
class Poller {
	/**
	 * @param {object} parameters
	 * @param {import('n8n-workflow').IWorkflowBase} parameters.workflowData holds the trigger as its first node
	 * @param {import('n8n-workflow').INodeTypes} parameters.nodeTypes
	 * @param {object} parameters.additionalData
	 * @param {import('n8n-workflow').WorkflowActivateMode} [parameters.activationMode] stays what it was at the registration
	 * @param {'trigger' | 'manual'} [parameters.mode]
	 * @param {Record<string, unknown>} [parameters.staticData] of the node, from n8n's database
	 * @param {number | null} [parameters.pollBudgetMs] null: an n8n that has no such function
	 */
	constructor({
		workflowData,
		nodeTypes,
		additionalData,
		activationMode = 'activate',
		mode = 'trigger',
		staticData,
		pollBudgetMs,
	}) {
		this.mode = mode;
		// Polls of one registration can overlap: each has its own outcome.
		this.outcomes = new AsyncLocalStorage();
		this.workflow = new Workflow({ ...workflowData, active: true, nodeTypes });
		[this.node] = workflowData.nodes;
		this.key = `node:${this.node.name}`;
		this.workflow.overrideStaticData(staticData ? { [this.key]: deepCopy(staticData) } : {});
		this.workflow.staticData.__dataChanged = false;
		this.saved = deepCopy(staticData ?? {});
		this.context = this.createContext(additionalData, activationMode, pollBudgetMs);
		const executor = Container.get(core.PollTriggerExecutor);
		this.execute = executor.create(this.workflow, this.node, this.context, STILL_ACTIVE);
	}

	createContext(additionalData, activationMode, pollBudgetMs) {
		const context = new core.PollContext(
			...[this.workflow, this.node, additionalData, this.mode, activationMode],
			(data) => this.emit(data),
			(error) => this.emitError(error),
		);
		if (pollBudgetMs === null) delete context.getPollBudgetMs;
		else if (pollBudgetMs !== undefined) context.getPollBudgetMs = () => pollBudgetMs;
		return context;
	}

	emit(data) {
		this.save();
		this.outcomes.getStore().emitted = data;
	}

	emitError(error) {
		this.outcomes.getStore().error = error;
	}

	get staticData() {
		return deepCopy(this.workflow.getStaticData('node', this.node));
	}

	/** n8n's saveStaticData: only what changed. */
	save() {
		if (this.workflow.staticData.__dataChanged !== true) return;
		this.saved = this.staticData;
		this.workflow.staticData.__dataChanged = false;
	}

	/** The poll at the activation: what it throws, fails the activation. Then the static data is saved. */
	async activate() {
		const result = await this.run(async () => await this.execute(true));
		if (result.error === undefined) this.save();
		return { ...result, saved: deepCopy(this.saved) };
	}

	/** A poll at its time: what it throws, n8n records as a failed execution. */
	async poll() {
		return await this.run(async () => await this.execute(false));
	}

	/** A test run in the editor: nothing is saved. */
	async pollManually() {
		return await this.run(async () => {
			const nodeType = this.workflow.nodeTypes.getByNameAndVersion(this.node.type, this.node.typeVersion);
			this.outcomes.getStore().emitted = await nodeType.poll.call(this.context);
		});
	}

	/** @returns {Promise<PollResult>} */
	async run(poll) {
		const firstLogLine = logLines.length;
		const outcome = {};
		await this.outcomes.run(outcome, async () => await poll().catch((error) => this.emitError(error)));
		const { emitted, error } = outcome;
		const itemsFull = emitted?.[0] ?? null;
		return {
			items: itemsFull?.map(({ json }) => json) ?? null,
			itemsFull,
			error,
			staticData: this.staticData,
			saved: deepCopy(this.saved),
			log: logLines.slice(firstLogLine),
		};
	}
}

module.exports = { Poller };
