/**
 * One execution of a workflow by n8n-core's WorkflowExecute, prepared and finished as n8n's server does it
 * (its workflow-runner and its execution lifecycle hooks, 2.41.1): stored when it ends or is cancelled.
 */
import type { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import { createRunExecutionData, deepCopy, Workflow } from 'n8n-workflow';
import type {
	ExecutionError,
	ExecutionStatus,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeTypes,
	IPinData,
	IRun,
	IRunData,
	IRunExecutionData,
	ITaskData,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { core, logLines, serialize } from './runtime.cts';

/** Which items of a node: the last run and the first output when left out. */
export interface ItemChoice {
	output?: number;
	run?: number;
}

/** An execution that runs: `cancel` is what the editor's Stop button does. */
export interface StartedExecution {
	promise: Promise<Run>;
	cancel(): void;
	execution: Execution;
}

/** What n8n stored of an execution. */
interface StoredExecution {
	/** The execution's data alone. */
	data: string;
	/** The row of the database as one text: the data, and the workflow with it. */
	text: string;
}

/** n8n's determineFinalExecutionStatus. */
function finalStatus({ status, data, waitTill }: IRun): ExecutionStatus {
	if (waitTill) return 'waiting';
	if (status === 'canceled' || status === 'crashed') return status;
	return status === 'error' || data.resultData?.error ? 'error' : 'success';
}

/** n8n's toSaveSettings: a workflow that does not choose follows the setting of its n8n. */
function savesProgress({ settings }: IWorkflowBase): boolean {
	const { saveExecutionProgress = 'DEFAULT' } = settings ?? {};
	if (saveExecutionProgress !== 'DEFAULT') return saveExecutionProgress;
	return process.env.EXECUTIONS_DATA_SAVE_ON_PROGRESS === 'true';
}

/** The item lists of a task by output: of its main connection, or of the AI tool connection when it ran as a tool. */
const outputsOf = (task?: ITaskData) => Object.values(task?.data ?? {})[0] ?? [];

/** The index of the one input item that an item is paired with. */
export function pairedIndex({ pairedItem }: INodeExecutionData): number | undefined {
	if (Array.isArray(pairedItem)) return pairedItem.length === 1 ? pairedItem[0].item : undefined;
	return typeof pairedItem === 'object' ? pairedItem.item : pairedItem;
}

/** What a retry takes from an execution that ended. */
export type Retryable = Pick<Run, 'executionId' | 'finished' | 'storedData' | 'workflowData'>;

/** What became of an execution. */
export class Run {
	readonly executionId: string;
	readonly mode: WorkflowExecuteMode;
	readonly workflowData: IWorkflowBase;
	readonly status: ExecutionStatus;
	readonly finished: boolean;
	readonly waitTill?: Date | null;
	readonly executionData: IRunExecutionData;
	/** As n8n stores it: `message`, `description`, `context`, … of what ended the execution. */
	readonly error?: ExecutionError;
	/** What n8n keeps in its database, as one text: the execution's data, and the workflow with it. */
	readonly stored: string;
	/** The execution's data alone, as n8n stored it. */
	readonly storedData: string;
	/** Every line n8n logged meanwhile, at all levels. */
	readonly log: string[];

	constructor(execution: Execution, fullRunData: IRun, stored: StoredExecution) {
		this.executionId = execution.id;
		this.mode = execution.mode;
		this.workflowData = execution.workflowData;
		this.status = fullRunData.status;
		this.finished = fullRunData.finished ?? false;
		this.waitTill = fullRunData.waitTill;
		this.executionData = fullRunData.data;
		this.error = fullRunData.data.resultData.error;
		this.stored = stored.text;
		this.storedData = stored.data;
		this.log = execution.log;
	}

	/** One for each run of the node. */
	runs(nodeName: string): ITaskData[] {
		return this.executionData.resultData.runData[nodeName] ?? [];
	}

	itemsFull(nodeName: string, { output = 0, run = -1 }: ItemChoice = {}): INodeExecutionData[] {
		return outputsOf(this.runs(nodeName).at(run))[output] ?? [];
	}

	/** The `json` of what `itemsFull` returns. */
	items(nodeName: string, which?: ItemChoice): IDataObject[] {
		return this.itemsFull(nodeName, which).map(({ json }) => json);
	}

	/** The texts of the hints that the node's last run gave. */
	hints(nodeName: string): string[] {
		return (this.runs(nodeName).at(-1)?.hints ?? []).map(({ message }) => message);
	}
}

export interface ExecutionParameters {
	id: string;
	mode: WorkflowExecuteMode;
	workflowData: IWorkflowBase;
	nodeTypes: INodeTypes;
	additionalData: IWorkflowExecuteAdditionalData;
	retryOf?: string;
	isMarkedBefore?: boolean;
}

/** An execution from before its start to its end. */
export class Execution {
	readonly id: string;
	readonly mode: WorkflowExecuteMode;
	readonly workflowData: IWorkflowBase;
	readonly workflow: Workflow;
	private readonly additionalData: IWorkflowExecuteAdditionalData;
	private readonly retryOf?: string;
	private readonly isMarkedBefore: boolean;
	private readonly firstLogLine = logLines.length;
	private workflowExecute?: WorkflowExecute;
	private stored?: StoredExecution;
	/** At its start and, with “Save execution progress”, after each node. */
	private storedMeanwhile?: string;
	/** What n8n's event log says of each node: when it began and ended for the first time. */
	readonly events = new Map<string, { began: number; ended?: number }>();

	constructor({
		id,
		mode,
		workflowData,
		nodeTypes,
		additionalData,
		retryOf,
		isMarkedBefore = true,
	}: ExecutionParameters) {
		this.isMarkedBefore = isMarkedBefore;
		this.id = id;
		this.mode = mode;
		// n8n stores the workflow as it was saved; running it fills in defaults.
		this.workflowData = deepCopy(workflowData);
		this.workflow = new Workflow({ ...workflowData, active: false, nodeTypes });
		this.additionalData = additionalData;
		this.retryOf = retryOf;
		additionalData.executionId = id;
		additionalData.hooks = this.createHooks();
	}

	private createHooks(): ExecutionLifecycleHooks {
		const hooks = new core.ExecutionLifecycleHooks(this.mode, this.id, this.workflowData, this.retryOf);
		hooks.addHandler('nodeExecuteBefore', (nodeName) => {
			if (!this.events.has(nodeName)) this.events.set(nodeName, { began: Date.now() });
		});
		hooks.addHandler('nodeExecuteAfter', (nodeName, _, data) => {
			const { began = Date.now(), ended = Date.now() } = this.events.get(nodeName) ?? {};
			this.events.set(nodeName, { began, ended });
			if (!savesProgress(this.workflowData)) return;
			data.resultData.lastNodeExecuted = nodeName;
			this.storedMeanwhile = serialize(data);
		});
		hooks.addHandler('workflowExecuteAfter', (fullRunData) => {
			this.finish(fullRunData);
		});
		return hooks;
	}

	/** Once: n8n stores a cancelled execution at the moment of its cancellation, not later. */
	private finish(fullRunData: IRun): StoredExecution {
		if (this.stored === undefined) {
			fullRunData.status = finalStatus(fullRunData);
			this.stored = this.store(fullRunData);
		}
		return this.stored;
	}

	/** As n8n would store it now, while it runs. */
	storedNow(): string {
		// Private in n8n-core, whose hooks hand the data out between nodes only.
		const data = this.workflowExecute?.['runExecutionData'];
		if (data === undefined) throw new Error('The execution has not begun');
		return serialize(data);
	}

	private store({ data, status, finished, startedAt, stoppedAt, waitTill }: IRun): StoredExecution {
		const { id, mode, retryOf, workflowData } = this;
		const serialized = serialize(data);
		const columns = { id, mode, retryOf, status, finished, startedAt, stoppedAt, waitTill, workflowData };
		return { data: serialized, text: `${serialized}\n${JSON.stringify(columns)}` };
	}

	get log(): string[] {
		return logLines.slice(this.firstLogLine);
	}

	/** What n8n has of the execution in its database: from its end on all, before it what it began with. */
	get storedData(): string | undefined {
		return this.stored?.data ?? this.storedMeanwhile;
	}

	/** What n8n has in its database of an execution that runs. */
	get rowNow(): Retryable {
		if (this.stored || this.storedMeanwhile === undefined) throw new Error('The execution does not run');
		const { id: executionId, workflowData, storedMeanwhile: storedData } = this;
		return { executionId, workflowData, storedData, finished: false };
	}

	/** n8n writes this into its database, while the execution goes on. */
	overwrite(storedData: string): void {
		this.storedMeanwhile = storedData;
	}

	/** @param data what to begin with */
	startFrom(data: IRunExecutionData): StartedExecution {
		// As n8n 2 does before it stores the row (WorkflowRunner.establishContextForPersistence, 2.41.1); in n8n 1 the engine does it later, and no execution has a token.
		if (!this.isMarkedBefore) delete data.resumeToken;
		if (this.isMarkedBefore && data.executionData)
			data.executionData.runtimeData ??= { version: 1, establishedAt: Date.now(), source: this.mode };
		this.storedMeanwhile = serialize(data);
		const workflowExecute = new core.WorkflowExecute(this.additionalData, this.mode, data);
		return this.watch(workflowExecute, () => workflowExecute.processRunExecutionData(this.workflow));
	}

	/** Starts as the editor's Execute button does. */
	startManually(startNode: INode, pinData?: IPinData): StartedExecution {
		const workflowExecute = new core.WorkflowExecute(this.additionalData, this.mode);
		return this.watch(workflowExecute, () => workflowExecute.run({ workflow: this.workflow, startNode, pinData }));
	}

	/** Starts as the editor's Execute step does, with what the nodes before gave. */
	startStep(nodeName: string, runData: IRunData): StartedExecution {
		this.storedMeanwhile = serialize(createRunExecutionData({ resultData: { runData } }));
		const workflowExecute = new core.WorkflowExecute(this.additionalData, this.mode);
		const destination = { nodeName, mode: 'inclusive' } as const;
		return this.watch(workflowExecute, () =>
			workflowExecute.runPartialWorkflow2(this.workflow, runData, {}, [], destination),
		);
	}

	private watch(workflowExecute: WorkflowExecute, start: () => ReturnType<WorkflowExecute['run']>): StartedExecution {
		this.workflowExecute = workflowExecute;
		let running: ReturnType<WorkflowExecute['run']>;
		try {
			running = start();
		} catch (error) {
			return { execution: this, promise: Promise.resolve(this.failBeforeStart(error as Error)), cancel: () => {} };
		}
		const promise = running.then((fullRunData) => this.end(fullRunData));
		return { execution: this, promise, cancel: () => running.cancel() };
	}

	/** A cancelled execution ends when its node returns; what n8n stored, it stored at the cancellation. */
	private end(fullRunData: IRun): Run {
		return new Run(this, fullRunData, this.finish(fullRunData));
	}

	/** n8n's failExecution: parameters with issues, for instance. It stores the error as a plain object. */
	private failBeforeStart(error: Error): Run {
		const failure = { ...error, message: error.message, stack: error.stack } as ExecutionError;
		const data = createRunExecutionData({ resultData: { error: failure, runData: {} } });
		const now = new Date();
		return this.end({ data, status: 'error', mode: this.mode, startedAt: now, stoppedAt: now, storedAt: 'db' });
	}
}
