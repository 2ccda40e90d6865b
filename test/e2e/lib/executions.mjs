import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const EXECUTIONS =
	'SELECT e.id, e.status, d.data FROM execution_entity e JOIN execution_data d ON d."executionId" = e.id WHERE e."workflowId" = $1 ORDER BY e.id';
const CURSORS = 'SELECT cursor FROM poller_state WHERE "workflowId" = $1';

/** What `node` gave in each execution of a workflow, from n8n's database: `[{ id, status, items, pairs }]`, a pair being the input item that an item belongs to; of one that broke off, what it was started with. */
export async function executionsOf(place, workflowId, node) {
	const { parse } = flattedOf(place);
	return (await query(place, EXECUTIONS, workflowId)).map(({ id, status, data }) => {
		const { resultData, executionData } = parse(data);
		const given = resultData?.runData?.[node] ?? executionData?.nodeExecutionStack ?? [];
		const items = given.flatMap((run) => run.data?.main?.[0] ?? []);
		return {
			id: Number(id),
			status,
			items: items.map(({ json }) => json),
			pairs: items.map(({ pairedItem }) => pairedItem?.item),
		};
	});
}

/** What n8n's durable poll cursors hold of a workflow's triggers. */
export const cursorsOf = async (place, workflowId) =>
	(await query(place, CURSORS, workflowId)).map(({ cursor }) =>
		typeof cursor === 'string' ? JSON.parse(cursor) : cursor,
	);

/** Why an execution failed, in n8n's words. */
export async function reasonOf(place, rest, executionId) {
	const { data } = await rest.get(`/rest/executions/${executionId}`);
	const { error, lastNodeExecuted } = flattedOf(place).parse(data).resultData;
	return `${lastNodeExecuted ?? 'no node'}: ${error?.message}${error?.description ? ` (${error.description})` : ''}`;
}

async function query({ engine, folders, database = folders.database }, sql, workflowId) {
	const script = path.join(import.meta.dirname, 'query.cjs');
	const { stdout } = await run(engine.node, ['--no-warnings', script, database, sql, workflowId], {
		cwd: path.resolve(engine.n8n, '../../../..'),
		maxBuffer: 2 ** 30,
	});
	return JSON.parse(stdout);
}

/** n8n stores executions in its own copy of this format. */
const flattedOf = ({ engine }) => createRequire(path.resolve(engine.n8n, '../../package.json'))('flatted');

/** How often each of the values came. */
export function tally(values) {
	const times = new Map();
	for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
	return times;
}
