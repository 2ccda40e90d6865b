import {
	createEmptyRunExecutionData,
	createRunExecutionData,
	deepCopy,
	migrateRunExecutionData,
	setGlobalState,
	UserError,
	Workflow,
} from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	IWorkflowBase,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createAdditionalData } from './additionalData.cts';
import { AGENT_NAME, AGENT_TYPE, createAgentWorkflow } from './agentNode.cts';
import { basicNodes } from './basicNodes/index.cts';
import { CredentialsHelper } from './credentialsHelper.cts';
import { CredentialStore, CredentialTypes } from './credentialStore.cts';
import type { EnteredCredential } from './credentialStore.cts';
import { testCredential } from './credentialTest.cts';
import type { TestResult } from './credentialTest.cts';
import { DirectAgent } from './directAgent.cts';
import { Execution } from './execution.cts';
import type { Retryable, Run, StartedExecution } from './execution.cts';
import { NodeTypes } from './nodeTypes.cts';
import type { FurtherTypes } from './nodeTypes.cts';
import type { NodePackage } from './packageLoader.cts';
import { Poller } from './poller.cts';
import type { PollerParameters, PollResult } from './poller.cts';
import { createRequestingAgentType } from './requestingAgent.cts';
import { prepareRetry, replaceNodes } from './retry.cts';
import { core, deserialize } from './runtime.cts';
import { workflow } from './workflowBuilder.cts';
import type { NodeSpec, WorkflowBuilder } from './workflowBuilder.cts';
import { WorkflowReader } from './workflowReader.cts';
import type { WorkflowJson } from './workflowReader.cts';

const START = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };

export interface RunOptions {
	/** The `json` of the items that the start node gives out; one empty item when left out. */
	input?: IDataObject[];
	/** The same, whole items. */
	inputItems?: INodeExecutionData[];
	/** `trigger` (a production execution) when left out; `manual` is the editor's Execute button. */
	mode?: WorkflowExecuteMode;
	/** By name; n8n's choice when left out. */
	startNode?: string;
	/** Cancels the execution. */
	abortSignal?: AbortSignal;
	/** Beside the packages and the basic nodes. */
	furtherTypes?: FurtherTypes;
}

export interface RetryOptions {
	/** “Retry with currently saved workflow”, as it is now. */
	workflow?: WorkflowJson | WorkflowBuilder;
	furtherTypes?: FurtherTypes;
}

/** What n8n takes from an execution that goes on. */
type Resumable = Pick<Run, 'executionId' | 'mode' | 'workflowData' | 'storedData'>;

export type PollerOptions = Omit<PollerParameters, 'workflowData' | 'nodeTypes' | 'additionalData'>;

/** The run of an agent of version 3. */
export interface ToolRun extends Run {
	/** What the agent would read, one for each call. */
	observations: string[];
}

export interface EngineParameters {
	packages: NodePackage[];
	/** By id. */
	credentials?: Record<string, EnteredCredential>;
	/** Of the instance; a workflow's own setting goes before it. */
	timezone?: string;
}

/** Of all engines of this process: what nodes remember across executions knows these by their ids. */
let executionCount = 0;

function newId(): string {
	executionCount += 1;
	return String(executionCount);
}

/** n8n without its server: real node types, real engine, credentials in memory. */
export class Engine {
	readonly packages: NodePackage[];
	readonly nodeTypes: NodeTypes;
	readonly credentialsHelper: CredentialsHelper;
	readonly reader: WorkflowReader;
	/** n8n 1 stores an execution before it marks when and how that began. */
	storesLikeN8n1 = false;
	/** How often the table of executions can't be read from now on. */
	readsThatFail = 0;
	private readonly timezone: string;
	private readonly store: CredentialStore;
	/** What n8n's table of executions holds, by id. */
	private readonly executions = new Map<string, Execution>();

	constructor({ packages, credentials = {}, timezone = 'Asia/Dhaka' }: EngineParameters) {
		this.packages = packages;
		this.timezone = timezone;
		this.store = new CredentialStore(credentials);
		this.credentialsHelper = new CredentialsHelper(new CredentialTypes(packages), this.store);
		this.nodeTypes = new NodeTypes(packages, basicNodes);
		this.reader = new WorkflowReader(this.nodeTypes, this.store);
	}

	/** Runs a workflow to its end. A failed execution is a run too: this rejects only for a mistake of the test. */
	async run(source: WorkflowJson | WorkflowBuilder, options: RunOptions = {}): Promise<Run> {
		return await this.start(source, options).promise;
	}

	/** The same, to be cancelled. */
	start(source: WorkflowJson | WorkflowBuilder, options: RunOptions = {}): StartedExecution {
		const { mode = 'trigger', abortSignal, furtherTypes } = options;
		const execution = this.createExecution(this.reader.readWorkflow(source), mode, { furtherTypes });
		const started = this.begin(execution, options);
		abortSignal?.addEventListener('abort', () => started.cancel(), { once: true });
		return started;
	}

	private begin(execution: Execution, { input, inputItems, startNode }: RunOptions): StartedExecution {
		const items: INodeExecutionData[] | undefined = inputItems ?? input?.map((json) => ({ json }));
		const node = startNode ? execution.workflow.getNode(startNode) : execution.workflow.getStartNode();
		if (!node) throw new UserError('The workflow has no node to start from');
		if (execution.mode === 'manual') return execution.startManually(node, items && { [node.name]: items });
		const stack = [{ node, data: { main: [items ?? [{ json: {} }]] }, source: null }];
		return execution.startFrom(createRunExecutionData({ executionData: { nodeExecutionStack: stack } }));
	}

	/** The editor's Execute step: the node alone, behind what ran before. */
	async runStep(nodeName: string, { workflowData, executionData }: Run): Promise<Run> {
		const execution = this.createExecution(deepCopy(workflowData), 'manual', {});
		return await execution.startStep(nodeName, deepCopy(executionData.resultData.runData)).promise;
	}

	/** One node after a Manual Trigger. Its name in the run is its own, or its type's display name. */
	async runNode(node: NodeSpec, options: RunOptions = {}): Promise<Run> {
		return await this.run(workflow().add(START).add(this.reader.readNode(node)), options);
	}

	/**
	 * Retries a failed or cancelled execution from what n8n stored of it.
	 */
	async retry(run: Retryable, options: RetryOptions = {}): Promise<Run> {
		return await (
			await this.startRetry(run, options)
		).promise;
	}

	/** The same, to be killed or stopped. */
	async startRetry(run: Retryable, { workflow: saved, furtherTypes }: RetryOptions = {}): Promise<StartedExecution> {
		const data = await prepareRetry(run);
		const workflowData = saved ? this.reader.readWorkflow(saved) : deepCopy(run.workflowData);
		const execution = this.createExecution(workflowData, 'retry', { retryOf: run.executionId, furtherTypes });
		if (saved) replaceNodes(data, execution.workflow);
		return execution.startFrom(data);
	}

	/** Goes on with an execution that waits in the database, as n8n does when its time has come. */
	async resume(
		{ executionId, mode, workflowData, storedData }: Resumable,
		furtherTypes?: FurtherTypes,
	): Promise<StartedExecution> {
		const execution = this.createExecution(deepCopy(workflowData), mode, { id: executionId, furtherTypes });
		return execution.startFrom(migrateRunExecutionData(await deserialize(storedData)));
	}

	/**
	 * The Test button of a credential.
	 * @param credential a stored one's id, or one about to be saved
	 */
	async testCredential(
		credential: string | (Omit<EnteredCredential, 'name'> & { name?: string }),
	): Promise<TestResult> {
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

	/** An agent (of version 1 or 2, or the MCP Server Trigger) that invokes the node as its tool, several times in one execution. */
	agent(node: NodeSpec, options: RunOptions = {}): DirectAgent {
		return new DirectAgent(this.start.bind(this), this.reader.readTool(node), options);
	}

	/** One direct tool call in an execution of its own; what the agent would read, or the error it would get. */
	async callTool(node: NodeSpec, args?: IDataObject): Promise<string> {
		const agent = this.agent(node);
		try {
			return await agent.call(args);
		} finally {
			await agent.end();
		}
	}

	/**
	 * One call by n8n Agents, which are no workflows, outside any execution: its EphemeralNodeExecutor.
	 * @returns the items that the agent reads as JSON
	 */
	async callOutside(node: NodeSpec, args: IDataObject = {}): Promise<IDataObject[]> {
		const tool = this.reader.readTool(node);
		const parameters = { nodes: [tool], connections: {}, active: false, nodeTypes: this.nodeTypes };
		const items = [{ json: args }];
		const data = { main: [items] };
		const context = new core.ExecuteContext(
			new Workflow(parameters),
			tool,
			createAdditionalData(this.credentialsHelper),
			'internal',
			createEmptyRunExecutionData(),
			0,
			items,
			data,
			{ node: tool, data, source: null },
			[],
		);
		const { execute } = this.nodeTypes.getByNameAndVersion(tool.type, tool.typeVersion);
		const [output] = (await execute!.call(context)) as INodeExecutionData[][];
		return output.map(({ json }) => json);
	}

	/** An agent of version 3 that has the engine run the node as its tool, once for each arguments object. */
	async runAsTool(node: NodeSpec, args: IDataObject | IDataObject[] = {}, options: RunOptions = {}): Promise<ToolRun> {
		const tool = this.reader.readTool(node);
		const type = createRequestingAgentType(tool, [args].flat());
		const run = await this.run(createAgentWorkflow(tool, 3), { ...options, furtherTypes: { [AGENT_TYPE]: type } });
		const observations = (run.items(AGENT_NAME)[0]?.observations ?? []) as string[];
		return Object.assign(run, { observations });
	}

	/** A polling trigger's registration: `activate()`, then `poll()` as often as wanted, at the same time too. */
	poller(node: NodeSpec, options: PollerOptions = {}): Poller {
		setGlobalState({ defaultTimezone: this.timezone });
		const workflowData = this.reader.readWorkflow(workflow().add(this.reader.readNode(node)));
		const additionalData = createAdditionalData(this.credentialsHelper, workflowData);
		return new Poller({ workflowData, nodeTypes: this.nodeTypes, additionalData, ...options });
	}

	/** One poll on a registration of its own; in manual mode, the editor's test run. */
	async poll(node: NodeSpec, options: PollerOptions = {}): Promise<PollResult> {
		if (options.mode !== 'manual') return await this.poller(node, options).poll();
		return await this.poller(node, { ...options, activationMode: 'manual' }).pollManually();
	}

	/** A credential's data as it is stored now. */
	credential(id: string): ICredentialDataDecryptedObject {
		return this.reader.findCredential(id).data;
	}

	saveCredential(id: string, credential: EnteredCredential): void {
		this.store.save({ ...credential, id });
	}

	/** A copy of a workflow's JSON in which every node that takes the credential's type has it. */
	useCredential<T extends WorkflowJson>(workflowJson: T, id: string): T {
		return this.reader.withCredential(workflowJson, id);
	}

	private createExecution(
		workflowData: IWorkflowBase,
		mode: WorkflowExecuteMode,
		{ furtherTypes, retryOf, id = newId() }: { furtherTypes?: FurtherTypes; retryOf?: string; id?: string },
	): Execution {
		setGlobalState({ defaultTimezone: this.timezone });
		const nodeTypes = furtherTypes ? new NodeTypes(this.packages, { ...basicNodes, ...furtherTypes }) : this.nodeTypes;
		const additionalData = createAdditionalData(this.credentialsHelper, workflowData, async (id) => {
			if (this.readsThatFail-- > 0) throw new Error('Connection terminated unexpectedly');
			const stored = this.executions.get(id)?.storedData;
			return stored === undefined ? undefined : migrateRunExecutionData(await deserialize(stored));
		});
		const isMarkedBefore = !this.storesLikeN8n1;
		const execution = new Execution({ id, mode, workflowData, nodeTypes, additionalData, retryOf, isMarkedBefore });
		this.executions.set(id, execution);
		return execution;
	}
}
