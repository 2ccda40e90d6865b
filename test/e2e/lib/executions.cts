import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ExecutionStatus, IDataObject, INodeExecutionData, IRunExecutionData } from 'n8n-workflow';
import type { PollState } from '../../../nodes/MimSms/trigger/pollState';
import { RUN_TYPESCRIPT } from '../../typescript.cts';
import { until } from './checks.cts';
import type { ListedExecution, Rest } from './n8n.cts';
import type { Place } from './place.cts';

const run = promisify(execFile);

const EXECUTIONS =
	'SELECT e.id, e.status, d.data FROM execution_entity e JOIN execution_data d ON d."executionId" = e.id WHERE e."workflowId" = $1 ORDER BY e.id';
const CURSORS = 'SELECT cursor FROM poller_state WHERE "workflowId" = $1';

/** An execution as n8n's route gives it. */
interface StoredExecution {
	status: ExecutionStatus;
	stoppedAt: string | null;
	data: string;
}

/** What a node gave in one execution; of one that broke off, what it was started with. */
export interface Execution<Item> {
	id: number;
	status: ExecutionStatus;
	items: Item[];
	/** The input item that each item belongs to. */
	pairs: Array<number | undefined>;
}

interface ExecutionRow {
	id: number | string;
	status: ExecutionStatus;
	data: string;
}

/** What `node` gave in each execution of a workflow, from n8n's database. */
export async function executionsOf<Item extends IDataObject>(
	place: Place,
	workflowId: string,
	node: string,
): Promise<Array<Execution<Item>>> {
	const { parse } = flattedOf(place);
	return (await query<ExecutionRow>(place, EXECUTIONS, workflowId)).map(({ id, status, data }) => {
		const { resultData, executionData } = parse(data);
		const given = resultData?.runData?.[node] ?? executionData?.nodeExecutionStack ?? [];
		const items = given.flatMap((run) => run.data?.main?.[0] ?? []);
		return { id: Number(id), status, items: items.map(({ json }) => json as Item), pairs: items.map(inputItem) };
	});
}

/** The numbers of all reports that the trigger of a workflow has given. */
export const reportedNumbers = async (place: Place, workflowId: string): Promise<string[]> =>
	(await executionsOf<{ to: string }>(place, workflowId, 'Trigger')).flatMap(({ items }) => items.map(({ to }) => to));

const inputItem = ({ pairedItem }: INodeExecutionData): number | undefined =>
	typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : undefined;

/** Executions as n8n lists them under Executions. */
export async function listExecutions(
	rest: Rest,
	filter: { workflowId: string; status?: ExecutionStatus[] },
): Promise<ListedExecution[]> {
	const wanted = encodeURIComponent(JSON.stringify(filter));
	return (await rest.get<{ results: ListedExecution[] }>(`/rest/executions?limit=100&filter=${wanted}`)).results;
}

/** Retries an execution from what n8n stored of it, and returns the new one. `loadWorkflow`: with the workflow as it is now. */
export const retry = async (rest: Rest, executionId: string, { loadWorkflow = false } = {}): Promise<ListedExecution> =>
	await rest.post(`/rest/executions/${executionId}/retry`, { loadWorkflow });

/** An execution that has ended: what each node gave, and why it failed. */
export interface Ended {
	id: string;
	status: ExecutionStatus;
	error?: string;
	/** The items of a node's outputs, those of a tool too, in their order; empty for one that did not run. */
	items<Item extends IDataObject>(node: string): Item[];
}

/** Starts a saved workflow at one of its triggers, as the editor's button does, and waits for its end. */
export async function runFrom(place: Place, rest: Rest, workflowId: string, trigger: string): Promise<Ended> {
	const start = { triggerToStartFrom: { name: trigger } };
	const { executionId } = await rest.post<{ executionId: string }>(`/rest/workflows/${workflowId}/run`, start);
	return await endOf(place, rest, executionId);
}

/** Waits for the end of an execution. */
export async function endOf(place: Place, rest: Rest, id: string): Promise<Ended> {
	const { status, data } = await until(
		async () => {
			const execution = await rest.get<StoredExecution>(`/rest/executions/${id}`);
			return execution.stoppedAt && execution;
		},
		{ within: 180_000, what: `the end of execution ${id}` },
	);
	const { error, runData } = flattedOf(place).parse(data).resultData;
	const itemsOf = (node: string) =>
		(runData[node] ?? []).flatMap((one) =>
			Object.values(one.data ?? {}).flatMap((outputs) => outputs.flatMap((output) => output ?? [])),
		);
	return {
		id,
		status,
		error: error && [error.message, error.description].filter(Boolean).join(' '),
		items: <Item extends IDataObject>(node: string) => itemsOf(node).map(({ json }) => json as Item),
	};
}

/** What the trigger of this package keeps between polls. */
interface Cursor {
	mimSmsReports: PollState;
}

/** What n8n's durable poll cursors hold of a workflow's triggers. */
export const cursorsOf = async (place: Place, workflowId: string): Promise<Cursor[]> =>
	(await query<{ cursor: string | Cursor }>(place, CURSORS, workflowId)).map(({ cursor }) =>
		typeof cursor === 'string' ? (JSON.parse(cursor) as Cursor) : cursor,
	);

/** Why an execution failed, in n8n's words. */
export async function reasonOf(place: Place, rest: Rest, executionId: string): Promise<string> {
	const { data } = await rest.get<{ data: string }>(`/rest/executions/${executionId}`);
	const { error, lastNodeExecuted } = flattedOf(place).parse(data).resultData;
	return `${lastNodeExecuted ?? 'no node'}: ${error?.message}${error?.description ? ` (${error.description})` : ''}`;
}

async function query<Row>(
	{ engine, folders, database = folders.database }: Place,
	sql: string,
	workflowId: string,
): Promise<Row[]> {
	const program = path.join(__dirname, 'query.cts');
	const { stdout } = await run(engine.node, ['--no-warnings', ...RUN_TYPESCRIPT, program, database, sql, workflowId], {
		cwd: path.resolve(engine.n8n, '../../../..'),
		maxBuffer: 2 ** 30,
	});
	return JSON.parse(stdout) as Row[];
}

/** n8n stores executions in its own copy of this format. */
const flattedOf = ({ engine }: Place): { parse(stored: string): IRunExecutionData } =>
	createRequire(path.resolve(engine.n8n, '../../package.json'))('flatted');

/** How often each of the values came. */
export function tally<Value>(values: Value[]): Map<Value, number> {
	const times = new Map<Value, number>();
	for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
	return times;
}
