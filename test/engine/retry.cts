/** Retry of an execution, as n8n's ExecutionService.retry prepares it (2.41.1). */
import { migrateRunExecutionData, UserError } from 'n8n-workflow';
import type { IRunExecutionData, Workflow } from 'n8n-workflow';
import type { Retryable } from './execution.cts';
import { deserialize } from './runtime.cts';

type ResultData = IRunExecutionData['resultData'];

/** The failed run of the last node is taken off, so that the node runs again. */
function forgetFailure({ lastNodeExecuted, runData, ...resultData }: ResultData): ResultData {
	if (!lastNodeExecuted) return { runData, ...resultData };
	const { error: _forgotten, ...rest } = resultData;
	const runs = runData[lastNodeExecuted];
	if (runs?.at(-1)?.error !== undefined) runs.pop();
	return { lastNodeExecuted, runData, ...rest };
}

/** Where the retry begins, from what n8n stored. */
export async function prepareRetry(run: Retryable): Promise<IRunExecutionData> {
	if (run.finished) throw new UserError('The execution succeeded, so it cannot be retried.');
	const data = migrateRunExecutionData(await deserialize(run.storedData));
	if (!data.executionData) throw new UserError('The execution was aborted before starting, so it cannot be retried.');
	data.resultData = forgetFailure(data.resultData);
	return data;
}

/** "Retry with currently saved workflow": the waiting nodes are taken from it. */
export function replaceNodes({ executionData }: IRunExecutionData, workflow: Workflow): void {
	for (const entry of executionData?.nodeExecutionStack ?? []) {
		const node = workflow.getNode(entry.node.name);
		if (node === null) throw new UserError(`Could not find the node "${entry.node.name}" in workflow.`);
		entry.node = node;
	}
}
