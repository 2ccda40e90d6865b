import { createHash } from 'crypto';
import {
	sleep,
	type IExecuteFunctions,
	type IExecutePaginationFunctions,
	type IRunExecutionData,
	type ISourceData,
	type ITaskData,
} from 'n8n-workflow';
import type { CutOff, Ledger } from './ledger';

type Context = IExecuteFunctions | IExecutePaginationFunctions;

/** Points remembered of each node: the newest. About 60 kB. */
const REMEMBERED = { mode: 'entries', maxEntries: 2_000 } as const;

/** The ledger; in n8n's Retry of an execution that left none, with the reason why nobody knows what went out. */
export async function openLedger(context: Context, ledger: Ledger): Promise<Ledger> {
	if (ledger.isNew && context.getMode() === 'retry') {
		const why = await lostBefore(context);
		if (why) ledger.cutOff(why);
	}
	return ledger;
}

/**
 * Claims, in n8n's database, the point from which the node goes on. n8n gives the same point to a second execution when it was killed
 * before it stored what the first one did, and at a second Retry: then what the ledger does not say is unknown.
 */
export async function claimStart(context: Context, ledger: Ledger): Promise<Ledger> {
	if (ledger.isNew && ledger.whyCutOff === undefined) {
		const point = await savedStart(context);
		if (point !== undefined && (await isBegun(context, point))) ledger.cutOff('execution');
		return ledger;
	}
	const pass = ledger.beginPass();
	if (pass === null) return ledger;
	const { point, isFirst, last } = pass;
	const isRetry = isFirst && context.getMode() === 'retry';
	if (await (isRetry ? isTakenByRival : isTaken)(context, point)) ledger.cutOff('elsewhere');
	if (last !== undefined) await forget(context, last);
	return ledger;
}

/** n8n reads a node's list, changes it and writes it: of two at the same time, one would be lost. */
let queue: Promise<unknown> = Promise.resolve();

function oneByOne<T>(step: () => Promise<T>): Promise<T> {
	const result = queue.then(step);
	queue = result.catch(() => undefined);
	return result;
}

/**
 * n8n gives a saved point to a Retry, or to the same execution once more when its worker was lost. To any other execution it is its
 * own: the editor begins anew from a run of the node before, and two executions may begin in the same millisecond.
 */
async function isBegun(context: Context, point: string): Promise<boolean> {
	const own = `${point} by ${context.getExecutionId()}`;
	const before = await noted(context, [point, own]);
	return before?.includes(context.getMode() === 'retry' ? point : own) === true;
}

/** Where n8n has no memory for the node (a workflow that is not saved, a direct call of a tool), nobody has taken the point. */
async function isTaken(context: Context, point: string): Promise<boolean> {
	return (await noted(context, [point]))?.includes(point) === true;
}

/** In milliseconds: longer than n8n needs from reading a node's list to writing it. */
const SETTLING = 250;

/** Others may write the list as well, each time another one. */
const LOOKS = 5;

/**
 * The same at a Retry, which a second worker of queue mode may begin at the same moment: both find the point free, and the list of
 * the one that writes last is what stays. So each looks whether it is its own.
 */
async function isTakenByRival(context: Context, point: string): Promise<boolean> {
	const own = `${point} by ${context.getExecutionId()}`;
	const before = await noted(context, [point, own]);
	if (before === undefined || before.includes(own)) return false;
	if (before.includes(point)) return true;
	for (let look = 0; look < LOOKS; look++) {
		await sleep(SETTLING);
		const now = await noted(context, [point, own]);
		if (now === undefined || now.includes(own)) return false;
		if (now.includes(point)) return true;
	}
	return false;
}

/** Which of these the memory held before; they are in it now. A node's first note fails where another process makes it at the same moment. */
async function noted(context: Context, notes: string[]): Promise<unknown[] | undefined> {
	return (await note(context, notes)) ?? (await note(context, notes));
}

async function note({ helpers }: Context, notes: string[]): Promise<unknown[] | undefined> {
	if (!('checkProcessedAndRecord' in helpers)) return undefined;
	try {
		return (await oneByOne(() => helpers.checkProcessedAndRecord(notes, 'node', REMEMBERED))).processed;
	} catch {
		return undefined;
	}
}

async function forget({ helpers }: Context, point: string): Promise<void> {
	if (!('removeProcessed' in helpers)) return;
	await oneByOne(() => helpers.removeProcessed([point], 'node', REMEMBERED)).catch(() => undefined);
}

/** Killed, n8n keeps that a node had begun, but not the node's context; stopped, it may keep nothing. Retry of what failed otherwise brings both. */
async function lostBefore(context: Context): Promise<CutOff | undefined> {
	if (nodeOf(context, context.getNode().name)?.isExecuted) return 'node';
	const runs = (await storedData(context))?.resultData.runData;
	if (runs === undefined) return undefined;
	if (Object.keys(runs).length === 0) return 'execution';
	const lost = Object.entries(runs).some(([name, tasks]) => isRecovered(tasks) && nodeOf(context, name) === undefined);
	return lost ? 'renamed' : undefined;
}

/** What an expression sees of a node; nothing where the workflow has none of that name. */
function nodeOf(context: Context, name: string): { isExecuted: boolean } | undefined {
	try {
		return context.getWorkflowDataProxy(0).$(name) as { isExecuted: boolean };
	} catch {
		return undefined;
	}
}

/**
 * With “Save execution progress” n8n keeps what ran before the node, and may keep nothing of the node's start: then another execution
 * would begin from the same run of the node before. A workflow that does not choose follows the setting of its n8n, which no node sees.
 */
async function savedStart(context: Context): Promise<string | undefined> {
	if (!('getWorkflowSettings' in context) || context.getWorkflowSettings().saveExecutionProgress === false)
		return undefined;
	const source = sourceOf(context);
	const runs = source && (await storedData(context))?.resultData.runData[source.previousNode];
	const run = runs?.[source?.previousNodeRun ?? 0];
	if (run === undefined) return undefined;
	const gave = createHash('sha256').update(JSON.stringify(run.data ?? null));
	return `after ${source?.previousNode}: ${run.startTime} ${gave.digest('base64url')}`;
}

function sourceOf(context: Context): ISourceData | undefined {
	try {
		return context.getInputSourceData();
	} catch {
		return undefined;
	}
}

/** This execution as n8n stored it at its start. */
async function storedData(context: Context): Promise<IRunExecutionData | undefined> {
	try {
		return 'getExecutionDataById' in context ? await context.getExecutionDataById(context.getExecutionId()) : undefined;
	} catch {
		return undefined;
	}
}

/** Whether n8n knows only from its log that the node had begun: Retry has taken the run off, or what it gave is made up. */
function isRecovered(tasks: readonly ITaskData[]): boolean {
	const last = tasks.at(-1);
	if (last === undefined || last.executionStatus === 'crashed') return true;
	return last.data?.main?.[0]?.[0]?.json.isArtificialRecoveredEventItem === true;
}
