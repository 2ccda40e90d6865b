'use strict';
/** Retry of an execution, as n8n's ExecutionService.retry prepares it (2.41.1). */
const { migrateRunExecutionData, UserError } = require('n8n-workflow');
const { deserialize } = require('./runtime');

/** The failed run of the last node is taken off, so that the node runs again. */
function forgetFailure({ lastNodeExecuted, runData, ...resultData }) {
	if (!lastNodeExecuted) return { runData, ...resultData };
	const { error: _forgotten, ...rest } = resultData;
	const runs = runData[lastNodeExecuted];
	if (runs?.at(-1)?.error !== undefined) runs.pop();
	return { lastNodeExecuted, runData, ...rest };
}

/**
 * @param {import('./execution').Run} run
 * @returns {Promise<import('n8n-workflow').IRunExecutionData>} where the retry begins, from what n8n stored
 */
async function prepareRetry(run) {
	if (run.finished) throw new UserError('The execution succeeded, so it cannot be retried.');
	const data = migrateRunExecutionData(await deserialize(run.storedData));
	if (!data.executionData) throw new UserError('The execution was aborted before starting, so it cannot be retried.');
	data.resultData = forgetFailure(data.resultData);
	return data;
}

/** "Retry with currently saved workflow": the waiting nodes are taken from it. */
function replaceNodes({ executionData: { nodeExecutionStack } }, workflow) {
	for (const entry of nodeExecutionStack) {
		const node = workflow.getNode(entry.node.name);
		if (node === null) throw new UserError(`Could not find the node "${entry.node.name}" in workflow.`);
		entry.node = node;
	}
}

module.exports = { prepareRetry, replaceNodes };
