/** What n8n keeps of an execution that did not come to its end (2.41.1). */
import { migrateRunExecutionData } from 'n8n-workflow';
import type { ExecutionError, IRunExecutionData, ITaskData } from 'n8n-workflow';
import type { Retryable, StartedExecution } from './execution.cts';
import { deserialize, serialize } from './runtime.cts';

const MADE_UP: ITaskData['data'] = { main: [[{ json: { isArtificialRecoveredEventItem: true } }]] };

/** An error as n8n stores it. */
const plainError = (name: string, message: string) => ({ name, message }) as ExecutionError;

/** The process is gone in the middle of the execution; at its next start n8n amends the row by its event log (ExecutionRecoveryService.amend). */
export async function kill(started: StartedExecution): Promise<Retryable> {
	return await amended(started, await breakOff(started));
}

/** The same by n8n 1, which leaves the end of a Wait that is over in the progress that it saves. `last`: the node that ended last. */
export async function killAfterWait(started: StartedExecution, last: string): Promise<Retryable> {
	const row = await kill(started);
	const data = await dataOf(row);
	data.waitTill = new Date();
	data.resultData.lastNodeExecuted = last;
	return { ...row, storedData: serialize(data) };
}

/** What a person starts in queue mode: n8n stores it without a list of runs. */
export async function storeWithoutRuns({ execution }: StartedExecution): Promise<void> {
	const data = await dataOf(execution.rowNow);
	const { runData: _, ...resultData } = data.resultData;
	execution.overwrite(serialize({ ...data, resultData } as IRunExecutionData));
}

/** What n8n 1 stores when the model of an agent has answered, and its tool is at work, or will be: the agent will go on, the tool has the runs that ended. */
export async function storeBehindModel({ execution }: StartedExecution, tool: string, agent: string): Promise<void> {
	const data = migrateRunExecutionData(await deserialize(execution.storedNow()));
	const { runData } = data.resultData;
	const ended = runData[tool].filter((task) => task.data);
	if (ended.length > 0) runData[tool] = ended;
	else delete runData[tool];
	const node = execution.workflow.getNode(agent)!;
	const [previousNode] = Object.keys(runData);
	data.executionData!.nodeExecutionStack = [
		{ node, data: { main: [[{ json: {} }]] }, source: { main: [{ previousNode }] } },
	];
	execution.overwrite(serialize(data));
}

/** How often a node has run, by what n8n has stored meanwhile. */
export const runsStored = async ({ execution }: StartedExecution, node: string): Promise<number> =>
	((await dataOf(execution.rowNow)).resultData.runData[node] ?? []).length;

/** n8n takes it for killed, and it goes on: a second worker that shares the log of the first one amends at its start what that executes. */
export async function takeForKilled(started: StartedExecution): Promise<Retryable> {
	const row = await amended(started, started.execution.rowNow);
	started.execution.overwrite(row.storedData);
	return row;
}

async function amended({ execution }: StartedExecution, row: Retryable): Promise<Retryable> {
	const data = await dataOf(row);
	const { runData } = data.resultData;
	for (const { name } of row.workflowData.nodes) {
		const event = execution.events.get(name);
		if (event === undefined || runData[name] !== undefined) continue;
		const { began, ended } = event;
		const task: ITaskData = {
			// In seconds.
			startTime: Math.floor(began / 1_000),
			executionIndex: 0,
			executionTime: ended === undefined ? 0 : ended - began,
			source: [null],
		};
		if (ended === undefined) {
			Object.assign(task, { executionStatus: 'crashed', error: plainError('NodeCrashedError', 'Node crashed') });
			data.resultData.error = plainError('WorkflowCrashedError', 'Workflow did not finish');
		} else Object.assign(task, { executionStatus: 'success', data: MADE_UP });
		data.resultData.lastNodeExecuted = name;
		runData[name] = [task];
	}
	return { ...row, storedData: serialize(data) };
}

/** The same where n8n finds no event log of it, as after a kill of main and workers of queue mode together. */
export async function killWithoutLog(started: StartedExecution): Promise<Retryable> {
	return await breakOff(started);
}

/** The Stop button, or the API: n8n cancels, and writes over what that stored the row that it had read before (ExecutionService.stopDuringRun). */
export async function stop(started: StartedExecution): Promise<Retryable> {
	const row = await breakOff(started);
	const data = await dataOf(row);
	data.resultData.error = plainError('ManualExecutionCancelledError', 'The execution was cancelled manually');
	return { ...row, storedData: serialize(data) };
}

async function breakOff(started: StartedExecution): Promise<Retryable> {
	const row = started.execution.rowNow;
	started.cancel();
	await started.promise;
	return row;
}

const dataOf = async ({ storedData }: Retryable): Promise<IRunExecutionData> =>
	migrateRunExecutionData(await deserialize(storedData));
