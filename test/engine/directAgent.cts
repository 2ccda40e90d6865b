import type { IDataObject, INode } from 'n8n-workflow';
import { AGENT_TYPE, createAgentType, createAgentWorkflow, toolsOf } from './agentNode.cts';
import type { RunOptions } from './engine.cts';
import type { Run, StartedExecution } from './execution.cts';
import type { WorkflowBuilder } from './workflowBuilder.cts';

interface ToolCall {
	args: IDataObject;
	resolve(answer: string): void;
	reject(error: unknown): void;
}

/** A list that is waited for: what is put in comes out, in order, until it is closed. */
class Mailbox<T> {
	private readonly letters: T[] = [];
	private wake = (): void => {};
	private closed = false;

	put(letter: T): void {
		this.letters.push(letter);
		this.wake();
	}

	close(): void {
		this.closed = true;
		this.wake();
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<T> {
		while (!this.closed || this.letters.length > 0) {
			if (this.letters.length > 0) yield this.letters.shift()!;
			else await new Promise<void>((resolve) => (this.wake = resolve));
		}
	}
}

/** The agent of one execution that calls one tool directly, as often as the test likes. */
export class DirectAgent {
	private readonly mailbox = new Mailbox<ToolCall>();
	private readonly started: StartedExecution;

	constructor(
		start: (agentWorkflow: WorkflowBuilder, options: RunOptions) => StartedExecution,
		tool: INode,
		options: RunOptions,
	) {
		const { mailbox } = this;
		const type = createAgentType(async function callTools() {
			const [tool] = await toolsOf(this);
			const calls: Array<Promise<string>> = [];
			for await (const { args, resolve, reject } of mailbox) {
				const call = tool.invoke(args);
				call.then(resolve, reject);
				calls.push(call);
			}
			await Promise.allSettled(calls);
			return [[{ json: { calls: calls.length } }]];
		});
		this.started = start(createAgentWorkflow(tool, 2), { ...options, furtherTypes: { [AGENT_TYPE]: type } });
	}

	/**
	 * One call of the tool, Retry On Fail of its node included.
	 * @param args what the model would fill in for `$fromAI()`
	 * @returns what the agent would read; rejects with the error that the agent would get
	 */
	async call(args: IDataObject = {}): Promise<string> {
		const answer = new Promise<string>((resolve, reject) => this.mailbox.put({ args, resolve, reject }));
		const earlyEnd = this.started.promise.then((run) => {
			throw new Error(run.error?.message ?? 'The execution had ended before the tool was called');
		});
		return await Promise.race([answer, earlyEnd]);
	}

	/** The execution as n8n would store it now. */
	get stored(): string {
		return this.started.execution.storedNow();
	}

	async end(): Promise<Run> {
		this.mailbox.close();
		return await this.started.promise;
	}
}
