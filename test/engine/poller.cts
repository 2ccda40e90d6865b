/** A polling trigger as n8n runs it: activation, then polls, on one registration (its active-workflow-manager, 2.41.1). */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { PollContext, PollTriggerExecutor } from 'n8n-core';
import { deepCopy, Workflow } from 'n8n-workflow';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeTypes,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	WorkflowActivateMode,
} from 'n8n-workflow';
import { Container, core, logLines } from './runtime.cts';

const STILL_ACTIVE = () => true;

export interface PollResult {
	/** `json` of what the poll gave; null when it gave nothing. */
	items: IDataObject[] | null;
	itemsFull: INodeExecutionData[] | null;
	/** What the poll threw. */
	error?: Error & { description?: string | null };
	/** Of the node, in memory, after the poll. */
	staticData: IDataObject;
	/** Of the node, in n8n's database, after the poll. */
	saved: IDataObject;
	log: string[];
}

/** What one poll gave or threw, while it runs. */
interface PollOutcome {
	emitted?: INodeExecutionData[][] | null;
	error?: Error;
}

export interface PollerParameters {
	/** Holds the trigger as its first node. */
	workflowData: IWorkflowBase;
	nodeTypes: INodeTypes;
	additionalData: IWorkflowExecuteAdditionalData;
	/** Stays what it was at the registration. */
	activationMode?: WorkflowActivateMode;
	mode?: 'trigger' | 'manual';
	/** Of the node, from n8n's database. */
	staticData?: IDataObject;
	/** null: an n8n that has no such function. */
	pollBudgetMs?: number | null;
}

/** One registration of a polling trigger: one process, from activation to deactivation. */
export class Poller {
	// Polls of one registration can overlap: each has its own outcome.
	private readonly outcomes = new AsyncLocalStorage<PollOutcome>();
	private readonly workflow: Workflow;
	private readonly node: INode;
	private readonly context: PollContext;
	private readonly execute: ReturnType<PollTriggerExecutor['create']>;
	private saved: IDataObject;

	constructor({
		workflowData,
		nodeTypes,
		additionalData,
		activationMode = 'activate',
		mode = 'trigger',
		staticData,
		pollBudgetMs,
	}: PollerParameters) {
		this.workflow = new Workflow({ ...workflowData, active: true, nodeTypes });
		[this.node] = workflowData.nodes;
		this.workflow.overrideStaticData(staticData ? { [`node:${this.node.name}`]: deepCopy(staticData) } : {});
		this.workflow.staticData.__dataChanged = false;
		this.saved = deepCopy(staticData ?? {});
		this.context = new core.PollContext(
			this.workflow,
			this.node,
			additionalData,
			mode,
			activationMode,
			(data) => this.emit(data),
			(error) => this.emitError(error),
		);
		if (pollBudgetMs !== undefined) this.setPollBudget(pollBudgetMs);
		const executor = Container.get(core.PollTriggerExecutor);
		this.execute = executor.create(this.workflow, this.node, this.context, STILL_ACTIVE);
	}

	/** How long a poll may take from now on; null: an n8n that has no such function. */
	setPollBudget(ms: number | null): void {
		if (ms === null) Reflect.deleteProperty(this.context, 'getPollBudgetMs');
		else Object.assign(this.context, { getPollBudgetMs: () => ms });
	}

	private get outcome(): PollOutcome {
		const outcome = this.outcomes.getStore();
		if (outcome === undefined) throw new Error('The trigger emitted outside of a poll');
		return outcome;
	}

	private emit(data: INodeExecutionData[][]): void {
		this.save();
		this.outcome.emitted = data;
	}

	private emitError(error: Error): void {
		this.outcome.error = error;
	}

	get staticData(): IDataObject {
		return deepCopy(this.workflow.getStaticData('node', this.node));
	}

	/** n8n's saveStaticData: only what changed. */
	private save(): void {
		if (this.workflow.staticData.__dataChanged !== true) return;
		this.saved = this.staticData;
		this.workflow.staticData.__dataChanged = false;
	}

	/** The poll at the activation: what it throws, fails the activation. Then the static data is saved. */
	async activate(): Promise<PollResult> {
		const result = await this.run(async () => await this.execute(true));
		if (result.error === undefined) this.save();
		return { ...result, saved: deepCopy(this.saved) };
	}

	/** A poll at its time: what it throws, n8n records as a failed execution. */
	async poll(): Promise<PollResult> {
		return await this.run(async () => await this.execute(false));
	}

	/** The same without what tests look at afterwards, which takes time. */
	async pollBare(): Promise<void> {
		await this.outcomes.run({}, async () => await this.execute(false));
	}

	/** A test run in the editor: nothing is saved. */
	async pollManually(): Promise<PollResult> {
		return await this.run(async () => {
			const nodeType = this.workflow.nodeTypes.getByNameAndVersion(this.node.type, this.node.typeVersion);
			if (nodeType.poll === undefined) throw new Error(`${this.node.type} does not poll`);
			this.outcome.emitted = await nodeType.poll.call(this.context);
		});
	}

	private async run(poll: () => Promise<void>): Promise<PollResult> {
		const firstLogLine = logLines.length;
		const outcome: PollOutcome = {};
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
