'use strict';
const { NodeConnectionTypes } = require('n8n-workflow');
const { AGENT_TYPE, createAgentType, createAgentWorkflow } = require('./agentNode');

const { AiTool } = NodeConnectionTypes;

/** A list that is waited for: what is put in comes out, in order, until it is closed. */
class Mailbox {
	constructor() {
		this.letters = [];
		this.wake = () => {};
		this.closed = false;
	}

	put(letter) {
		this.letters.push(letter);
		this.wake();
	}

	close() {
		this.closed = true;
		this.wake();
	}

	async *[Symbol.asyncIterator]() {
		while (!this.closed || this.letters.length > 0) {
			if (this.letters.length > 0) yield this.letters.shift();
			else await new Promise((resolve) => (this.wake = resolve));
		}
	}
}

/** The agent of one execution that calls one tool directly, as often as the test likes. */
class DirectAgent {
	/**
	 * @param {(workflow: object, options: object) => { promise: Promise<import('./execution').Run>, cancel: () => void, execution: import('./execution').Execution }} start
	 * @param {import('./workflowBuilder').NodeSpec & { name: string }} tool
	 */
	constructor(start, tool, options) {
		const mailbox = new Mailbox();
		this.mailbox = mailbox;
		const type = createAgentType(async function callTools() {
			const tools = await this.getInputConnectionData(AiTool, 0);
			const calls = [];
			for await (const { args, resolve, reject } of mailbox) {
				const call = tools[0].invoke(args);
				call.then(resolve, reject);
				calls.push(call);
			}
			await Promise.allSettled(calls);
			return [[{ json: { calls: calls.length } }]];
		});
		const furtherTypes = { [AGENT_TYPE]: type };
		this.started = start(createAgentWorkflow(tool, 2), { ...options, furtherTypes });
	}

	/**
	 * One call of the tool, Retry On Fail of its node included.
	 * @param {Record<string, unknown>} [args] what the model would fill in for `$fromAI()`
	 * @returns {Promise<string>} what the agent would read; rejects with the error that the agent would get
	 */
	async call(args = {}) {
		const answer = new Promise((resolve, reject) => this.mailbox.put({ args, resolve, reject }));
		const earlyEnd = this.started.promise.then((run) => {
			throw new Error(run.error?.message ?? 'The execution had ended before the tool was called');
		});
		return await Promise.race([answer, earlyEnd]);
	}

	/** The execution as n8n would store it now. */
	get stored() {
		return this.started.execution.storedNow();
	}

	get log() {
		return this.started.execution.log;
	}

	/** @returns {Promise<import('./execution').Run>} */
	async end() {
		this.mailbox.close();
		return await this.started.promise;
	}

	cancel() {
		this.started.cancel();
		this.mailbox.close();
	}
}

module.exports = { DirectAgent };
