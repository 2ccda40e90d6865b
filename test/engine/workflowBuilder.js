'use strict';
const MAIN = 'main';

/**
 * A node as tests write it. `type` may be the short name of a package's node; `credentials` may be the id of a stored
 * credential; all else is as in a workflow's JSON (`onError`, `retryOnFail`, `maxTries`, `waitBetweenTries`, …).
 * @typedef {object} NodeSpec
 * @property {string} type
 * @property {string} [name]
 * @property {Record<string, unknown>} [parameters]
 * @property {string | Record<string, { id: string, name: string }>} [credentials]
 */

/**
 * Writes a workflow's JSON: each node added is connected to the one before it, unless told otherwise.
 *
 *     workflow()
 *       .add({ name: 'Start', type: 'n8n-nodes-base.manualTrigger' })
 *       .add({ name: 'Send', type: 'mimSms', parameters: { … }, credentials: 'mim', onError: 'continueErrorOutput' })
 *       .add({ name: 'Sent', type: 'n8n-nodes-base.noOp' })
 *       .add({ name: 'Refused', type: 'n8n-nodes-base.noOp' }, { after: 'Send', output: 1 })
 */
class WorkflowBuilder {
	constructor(name) {
		this.workflow = { id: 'workflow-under-test', name, nodes: [], connections: {}, settings: { executionOrder: 'v1' } };
	}

	/**
	 * @param {NodeSpec} node
	 * @param {{ after?: string | null, output?: number, input?: number }} [place] `after: null` leaves it unconnected
	 */
	add(node, { after = this.workflow.nodes.at(-1)?.name, output, input } = {}) {
		const name = node.name ?? node.type.split('.').at(-1);
		const position = [220 * this.workflow.nodes.length, 0];
		this.workflow.nodes.push({ parameters: {}, position, ...node, name });
		return after ? this.connect(after, name, { output, input }) : this;
	}

	/** @param {{ output?: number, input?: number, type?: string }} [ends] */
	connect(from, to, { output = 0, input = 0, type = MAIN } = {}) {
		const outputs = ((this.workflow.connections[from] ??= {})[type] ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output].push({ node: to, type, index: input });
		return this;
	}

	settings(settings) {
		Object.assign(this.workflow.settings, settings);
		return this;
	}

	toJSON() {
		return this.workflow;
	}
}

/** @param {string} [name] */
const workflow = (name = 'Workflow under test') => new WorkflowBuilder(name);

module.exports = { workflow };
