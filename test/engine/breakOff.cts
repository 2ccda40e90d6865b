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
	const { row, data } = await breakOff(started);
	const { runData } = data.resultData;
	for (const { name } of row.workflowData.nodes) {
		const event = started.execution.events.get(name);
		if (event === undefined || runData[name] !== undefined) continue;
		const isWhole = event === 'finished';
		const task: ITaskData = { startTime: 0, executionIndex: 0, executionTime: 0, source: [null] };
		if (isWhole) Object.assign(task, { executionStatus: 'success', data: MADE_UP });
		else Object.assign(task, { executionStatus: 'crashed', error: plainError('NodeCrashedError', 'Node crashed') });
		if (!isWhole) data.resultData.error = plainError('WorkflowCrashedError', 'Workflow did not finish');
		data.resultData.lastNodeExecuted = name;
		runData[name] = [task];
	}
	return { ...row, storedData: serialize(data) };
}

/** The same where n8n finds no event log of it, as after a kill of main and workers of queue mode together. */
export async function killWithoutLog(started: StartedExecution): Promise<Retryable> {
	return (await breakOff(started)).row;
}

/** The Stop button, or the API: n8n cancels, and writes over what that stored the row that it had read before (ExecutionService.stopDuringRun). */
export async function stop(started: StartedExecution): Promise<Retryable> {
	const { row, data } = await breakOff(started);
	data.resultData.error = plainError('ManualExecutionCancelledError', 'The execution was cancelled manually');
	return { ...row, storedData: serialize(data) };
}

async function breakOff(started: StartedExecution): Promise<{ row: Retryable; data: IRunExecutionData }> {
	const row = started.execution.rowNow;
	started.cancel();
	await started.promise;
	return { row, data: migrateRunExecutionData(await deserialize(row.storedData)) };
}
