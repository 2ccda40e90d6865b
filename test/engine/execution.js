'use strict';
/**
 * One execution of a workflow by n8n-core's WorkflowExecute, prepared and finished as n8n's server does it
 * (its workflow-runner and its execution lifecycle hooks, 2.41.1): stored when it ends or is cancelled.
 */
const { createRunExecutionData, deepCopy, Workflow } = require('n8n-workflow');
const { core, logLines, serialize } = require('./runtime');

/** n8n's determineFinalExecutionStatus. */
function finalStatus({ status, data, waitTill }) {
	if (waitTill) return 'waiting';
	if (status === 'canceled' || status === 'crashed') return status;
	return status === 'error' || data.resultData?.error ? 'error' : 'success';
}

/** The item lists of a task by output: of its main connection, or of the AI tool connection when it ran as a tool. */
const outputsOf = (task) => Object.values(task?.data ?? {})[0] ?? [];

/** What became of an execution. */
class Run {
	/**
	 * @param {Execution} execution
	 * @param {import('n8n-workflow').IRun} fullRunData
	 */
	constructor(execution, fullRunData) {
		this.executionId = execution.id;
		this.mode = execution.mode;
		this.workflowData = execution.workflowData;
		/** @type {import('n8n-workflow').ExecutionStatus} */
		this.status = fullRunData.status;
		this.finished = fullRunData.finished ?? false;
		this.waitTill = fullRunData.waitTill;
		/** @type {import('n8n-workflow').IRunExecutionData} */
		this.executionData = fullRunData.data;
		/** As n8n stores it: `message`, `description`, `context`, … of what ended the execution. */
		this.error = fullRunData.data.resultData.error;
		this.lastNodeExecuted = fullRunData.data.resultData.lastNodeExecuted;
		this.staticData = execution.staticData;
		/** What n8n keeps in its database, as one text: the execution's data, and the workflow with it. */
		this.stored = execution.stored;
		this.storedData = execution.storedData;
		/** Every line n8n logged meanwhile, at all levels. */
		this.log = execution.log;
	}

	/** @returns {import('n8n-workflow').ITaskData[]} one for each run of the node */
	runs(nodeName) {
		return this.executionData.resultData.runData[nodeName] ?? [];
	}

	/**
	 * @param {{ output?: number, run?: number }} [which] the last run and the first output when left out
	 * @returns {import('n8n-workflow').INodeExecutionData[]}
	 */
	itemsFull(nodeName, { output = 0, run = -1 } = {}) {
		return outputsOf(this.runs(nodeName).at(run))[output] ?? [];
	}

	/** The `json` of what `itemsFull` returns. */
	items(nodeName, which) {
		return this.itemsFull(nodeName, which).map(({ json }) => json);
	}

	/** The texts of the hints that the node's last run gave. */
	hints(nodeName) {
		return (this.runs(nodeName).at(-1)?.hints ?? []).map(({ message }) => message);
	}

	/** The error of a node's last run, also where On Error let the execution go on. */
	nodeError(nodeName) {
		return this.runs(nodeName).at(-1)?.error;
	}
}

/** An execution from before its start to its end. */
class Execution {
	/**
	 * @param {object} parameters
	 * @param {string} parameters.id
	 * @param {import('n8n-workflow').WorkflowExecuteMode} parameters.mode
	 * @param {import('n8n-workflow').IWorkflowBase} parameters.workflowData
	 * @param {import('./nodeTypes').NodeTypes} parameters.nodeTypes
	 * @param {import('n8n-workflow').IWorkflowExecuteAdditionalData} parameters.additionalData
	 * @param {string} [parameters.retryOf]
	 */
	constructor({ id, mode, workflowData, nodeTypes, additionalData, retryOf }) {
		this.id = id;
		this.mode = mode;
		// n8n stores the workflow as it was saved; running it fills in defaults.
		this.workflowData = deepCopy(workflowData);
		this.workflow = new Workflow({ ...workflowData, active: false, nodeTypes });
		this.additionalData = additionalData;
		this.retryOf = retryOf;
		this.firstLogLine = logLines.length;
		additionalData.executionId = id;
		additionalData.hooks = this.createHooks();
	}

	createHooks() {
		const hooks = new core.ExecutionLifecycleHooks(this.mode, this.id, this.workflowData, this.retryOf);
		hooks.addHandler('workflowExecuteAfter', (fullRunData, newStaticData) => this.finish(fullRunData, newStaticData));
		return hooks;
	}

	/** Runs once: n8n stores a cancelled execution at the moment of its cancellation, not later. */
	finish(fullRunData, newStaticData) {
		if (this.storedData !== undefined) return;
		fullRunData.status = finalStatus(fullRunData);
		this.store(fullRunData);
		this.staticData = newStaticData && deepCopy(newStaticData);
	}

	/** As n8n would store it now, while it runs. */
	storedNow() {
		return serialize(this.workflowExecute.runExecutionData);
	}

	store({ data, status, finished, startedAt, stoppedAt, waitTill }) {
		const { id, mode, retryOf, workflowData } = this;
		this.storedData = serialize(data);
		const columns = { id, mode, retryOf, status, finished, startedAt, stoppedAt, waitTill, workflowData };
		this.stored = `${this.storedData}\n${JSON.stringify(columns)}`;
	}

	get log() {
		return logLines.slice(this.firstLogLine);
	}

	/** @param {import('n8n-workflow').IRunExecutionData} data what to begin with */
	startFrom(data) {
		const workflowExecute = new core.WorkflowExecute(this.additionalData, this.mode, data);
		return this.watch(workflowExecute, () => workflowExecute.processRunExecutionData(this.workflow));
	}

	/** Starts as the editor's Execute button does. */
	startManually(startNode, pinData) {
		const workflowExecute = new core.WorkflowExecute(this.additionalData, this.mode);
		return this.watch(workflowExecute, () => workflowExecute.run({ workflow: this.workflow, startNode, pinData }));
	}

	watch(workflowExecute, start) {
		this.workflowExecute = workflowExecute;
		let running;
		try {
			running = start();
		} catch (error) {
			return { promise: Promise.resolve(this.failBeforeStart(error)), cancel: () => {} };
		}
		const promise = running.then((fullRunData) => this.end(fullRunData));
		return { promise, cancel: () => running.cancel() };
	}

	/** A cancelled execution ends when its node returns; what n8n stored, it stored at the cancellation. */
	end(fullRunData) {
		this.finish(fullRunData);
		return new Run(this, fullRunData);
	}

	/** n8n's failExecution: parameters with issues, for instance. */
	failBeforeStart(error) {
		const failure = { ...error, message: error.message, stack: error.stack };
		const data = createRunExecutionData({ resultData: { error: failure, runData: {} } });
		const now = new Date();
		return this.end({ data, status: 'error', mode: this.mode, startedAt: now, stoppedAt: now });
	}
}

module.exports = { Execution, Run };
