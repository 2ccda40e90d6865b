import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What `node` gave in each execution of a workflow, from n8n's database: `[{ id, status, items }]`. */
export async function executionsOf({ engine, folders, database = folders.database }, workflowId, node) {
	const script = path.join(import.meta.dirname, 'readExecutions.cjs');
	const { stdout } = await run(engine.node, ['--no-warnings', script, database, workflowId, node], { cwd: path.resolve(engine.n8n, '../../../..'), maxBuffer: 2 ** 30 });
	return JSON.parse(stdout);
}

/** Why an execution failed, in n8n's words. */
export async function reasonOf({ engine }, rest, executionId) {
	const { parse } = createRequire(path.resolve(engine.n8n, '../../package.json'))('flatted');
	const { data } = await rest.get(`/rest/executions/${executionId}`);
	const { error, lastNodeExecuted } = parse(data).resultData;
	return `${lastNodeExecuted ?? 'no node'}: ${error?.message}${error?.description ? ` (${error.description})` : ''}`;
}

/** How often each of the values came. */
export function tally(values) {
	const times = new Map();
	for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
	return times;
}
