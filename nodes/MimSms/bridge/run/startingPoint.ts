import { hash } from 'crypto';
import {
	sleep,
	type IExecuteFunctions,
	type IExecutePaginationFunctions,
	type IRunExecutionData,
	type ITaskData,
} from 'n8n-workflow';
import type { CutOff, Ledger } from './ledger';

type Context = IExecuteFunctions | IExecutePaginationFunctions;

/** Points remembered of each node: the newest. About 60 kB. */
const REMEMBERED = { mode: 'entries', maxEntries: 2_000 } as const;

/** The ledger; in n8n's Retry of an execution that left none, with the reason why nobody knows what went out. */
export async function openLedger(context: Context, ledger: Ledger): Promise<Ledger> {
	if (ledger.isNew && context.getMode() === 'retry') {
		const why = await lostBefore(context, ledger);
		if (why) ledger.cutOff(why);
	}
	return ledger;
}

/**
 * Claims, in n8n's database, the point from which the node goes on. n8n gives the same point to a second execution when it was killed
 * before it stored what the first one did, and at a second Retry: then what the ledger does not say is unknown.
 */
export async function claimStart(context: Context, ledger: Ledger): Promise<Ledger> {
	const isRetry = context.getMode() === 'retry';
	if (ledger.isNew && ledger.whyCutOff === undefined) {
		const origin = await originOf(context, ledger);
		const why = origin && (await (isRetry ? takenByRetry : begun)(context, origin));
		if (why) ledger.cutOff(why);
		return ledger;
	}
	const pass = ledger.beginPass();
	if (pass === null) return ledger;
	const { point, isFirst, last } = pass;
	const why = await (isRetry && isFirst ? takenByRival : taken)(context, point);
	if (why) ledger.cutOff(why);
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
 * What n8n stored goes to a Retry, or to the same execution once more when its worker was lost. Any other execution is of its own: the
 * editor begins anew from a run of the node before. n8n's API retries an execution that still waits: then the Retry was first.
 */
async function begun(context: Context, origin: string): Promise<CutOff | undefined> {
	const own = ownNote(context, origin);
	const { held, hasFailed } = await noted(context, [origin, own]);
	if (held === undefined) return whyUnnoted(context);
	if (held.includes(own)) return hasFailed ? 'storage' : 'elsewhere';
	if (context.getMode() === 'manual') return undefined;
	const isRetried = await isNoted(context, retryNote(origin));
	if (isRetried === undefined) return whyUnnoted(context);
	return isRetried ? 'elsewhere' : undefined;
}

/** What n8n carries on without a note may go out again by a Retry. A workflow that a person runs need not be saved, and has no memory then. */
const whyUnnoted = (context: Context): CutOff | undefined =>
	hasMemory(context) && context.getMode() !== 'manual' ? 'storage' : undefined;

const takenByRetry = async (context: Context, origin: string): Promise<CutOff | undefined> =>
	await takenByRival(context, origin, [retryNote(origin)]);

const retryNote = (point: string): string => `${point} by a Retry`;

const ownNote = (context: Context, point: string): string => `${point} by ${context.getExecutionId()}`;

/** Where n8n has no memory for the node (a workflow that is not saved, a direct call of a tool), nobody has taken the point. */
async function taken(context: Context, point: string): Promise<CutOff | undefined> {
	const { held, hasFailed } = await noted(context, [point]);
	if (held?.includes(point) !== true) return undefined;
	return hasFailed ? 'storage' : 'elsewhere';
}

/** In milliseconds: longer than n8n needs from reading a node's list to writing it. */
const SETTLING = 250;

/** Others may write the list as well, each time another one. */
const LOOKS = 5;

/**
 * The same at a Retry, which a second worker of queue mode may begin at the same moment: both find the point free, and the list of
 * the one that writes last is what stays. So each looks whether it is its own. A Retry has a workflow that is saved, and so a memory.
 */
async function takenByRival(context: Context, point: string, more: string[] = []): Promise<CutOff | undefined> {
	const own = ownNote(context, point);
	const notes = [point, own, ...more];
	const { held, hasFailed } = await noted(context, notes);
	if (held === undefined) return whyUnnoted(context);
	// Its own, of an earlier attempt: one whose answer was lost may have found the point taken.
	if (held.includes(own)) return hasFailed ? 'storage' : 'elsewhere';
	if (held.includes(point)) return 'elsewhere';
	for (let look = 0; look < LOOKS; look++) {
		await sleep(SETTLING);
		const { held: now } = await noted(context, notes);
		if (now === undefined) return whyUnnoted(context);
		if (now.includes(own)) return undefined;
		if (now.includes(point)) return 'elsewhere';
	}
	return undefined;
}

/** Pauses before n8n's database is asked once more, in milliseconds. At a Retry a guess may send twice. */
const PAUSES_MS = { usual: [0, 500, 2_000], retry: [0, 500, 2_000, 4_000] };

/** What n8n's database answers. A node's first note fails where another process makes it at the same moment. */
interface Answer<T> {
	/** Undefined where it failed each time. */
	held?: T;
	/** Whether an attempt failed, which may have written all the same. */
	hasFailed: boolean;
}

async function patiently<T>(context: Context, ask: () => Promise<T>): Promise<Answer<T>> {
	const pauses = PAUSES_MS[context.getMode() === 'retry' ? 'retry' : 'usual'];
	for (let time = 0; ; time++) {
		try {
			return { held: await ask(), hasFailed: time > 0 };
		} catch {
			if (time >= pauses.length) return { hasFailed: true };
			await sleep(pauses[time]);
		}
	}
}

const hasMemory = ({ helpers }: Context): boolean => 'checkProcessedAndRecord' in helpers;

/** Which of these the memory held before; they are in it now. */
async function noted(context: Context, notes: string[]): Promise<Answer<unknown[]>> {
	const { helpers } = context;
	if (!('checkProcessedAndRecord' in helpers)) return { hasFailed: false };
	return await patiently(context, async () => {
		return (await oneByOne(() => helpers.checkProcessedAndRecord(notes, 'node', REMEMBERED))).processed;
	});
}

/** Whether the memory holds this; undefined where it fails. It can't be asked without writing into it. */
async function isNoted(context: Context, name: string): Promise<boolean | undefined> {
	const { helpers } = context;
	if (!('checkProcessedAndRecord' in helpers)) return undefined;
	const look = async () => {
		const { processed } = await helpers.checkProcessedAndRecord([name], 'node', REMEMBERED);
		if (processed.length === 0) await helpers.removeProcessed([name], 'node', REMEMBERED);
		return processed.length > 0;
	};
	return (await patiently(context, async () => await oneByOne(look))).held;
}

async function forget({ helpers }: Context, point: string): Promise<void> {
	if (!('removeProcessed' in helpers)) return;
	await oneByOne(() => helpers.removeProcessed([point], 'node', REMEMBERED)).catch(() => undefined);
}

/** Killed, n8n keeps that a node had begun, but not the node's context; stopped, it may keep nothing. Retry of what failed otherwise brings both. */
async function lostBefore(context: Context, ledger: Ledger): Promise<CutOff | undefined> {
	if (nodeOf(context, context.getNode().name)?.isExecuted) return 'node';
	const stored = await storedData(context, ledger);
	if (stored === undefined) return 'getExecutionDataById' in context ? 'storage' : undefined;
	const nothing = nothingKept(context, stored);
	if (nothing) return nothing;
	const lost = Object.entries(stored.resultData.runData).some(
		([name, tasks]) => isRecovered(tasks) && nodeOf(context, name) === undefined,
	);
	return lost ? 'renamed' : undefined;
}

/** In what n8n keeps for all nodes of an execution: why nobody knows what it did before its first Retry. */
const NOTHING_KEPT = 'mimSmsNothingKept';

/** Whether n8n kept nothing of what the execution did before its first Retry. What it has now may be what the Retries did. */
function nothingKept(context: Context, { resultData }: IRunExecutionData): CutOff | undefined {
	const flow = context.getContext('flow') as { [NOTHING_KEPT]?: CutOff };
	const runs = Object.values(resultData.runData).flat();
	if (Object.keys(resultData.runData).length === 0) flow[NOTHING_KEPT] = 'execution';
	// What is made up from n8n's log tells which nodes had begun.
	else if (!runs.some(isMadeUp)) flow[NOTHING_KEPT] ??= whyBegunByRetry(context, runs);
	return flow[NOTHING_KEPT];
}

/**
 * How long after n8n made an execution its first node may begin, in milliseconds: a busy n8n, or its queue, takes half a minute. Less where
 * this process is younger than the execution: n8n was restarted since, and the node may be one that began after that.
 */
const MOST_MS = { sameProcess: 120_000, restartedBefore: 10_000, restartedAfter: 40_000 };

/**
 * Why the first of these runs must be, or may be, that of a Retry. n8n marks each execution with the moment and the mode in which it first
 * began (`establishExecutionContext` of n8n-core): n8n 1 when its first node begins, n8n 2 before it is stored, older ones not at all.
 */
function whyBegunByRetry(context: Context, runs: readonly ITaskData[]): CutOff | undefined {
	const { source, establishedAt } = context.getExecutionContext?.() ?? {};
	if (establishedAt === undefined || runs.length === 0) return undefined;
	const first = Math.min(...runs.map(({ startTime }) => startTime));
	if (source === 'retry') return first >= establishedAt ? 'execution' : undefined;
	const { timeOrigin } = performance;
	const sinceRestart = timeOrigin < first ? MOST_MS.restartedBefore : MOST_MS.restartedAfter;
	const most = timeOrigin > establishedAt ? sinceRestart : MOST_MS.sameProcess;
	return first - establishedAt > most ? 'late' : undefined;
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
 * The run with which it all began, where n8n has stored it before the node begins: after a Wait, in a Retry, with “Save execution
 * progress”. All that n8n carries on from there has this run's data in common, and the moment at which n8n made the execution; it may
 * know nothing of what the node did in another of them.
 */
async function originOf(context: Context, ledger: Ledger): Promise<string | undefined> {
	const stored = await storedData(context, ledger);
	const runs = Object.entries(stored?.resultData.runData ?? {});
	if (stored === undefined || runs.length === 0) return undefined;
	// Of an execution that was killed n8n makes its runs up, all alike.
	const [first] = runs
		.flatMap(([name, tasks]) => tasks.filter((run) => !isMadeUp(run)).map((run) => ({ name, run })))
		.sort((a, b) => a.run.startTime - b.run.startTime);
	const { establishedAt } = context.getExecutionContext?.() ?? {};
	return first
		? `since ${first.name}: ${establishedAt ?? first.run.startTime} ${digest(first.run.data)}`
		: `since ${establishedAt ?? ''} ${digest(stored.executionData?.nodeExecutionStack)}`;
}

const digest = (value: unknown): string => hash('sha256', JSON.stringify(value ?? null), 'base64url');

/** What was read of an execution, by its ledger. */
const STORED = new WeakMap<Ledger, Promise<IRunExecutionData | undefined>>();

/** This execution as n8n has it stored: as it began, or with “Save execution progress” as far as it has come. */
async function storedData(context: Context, ledger: Ledger): Promise<IRunExecutionData | undefined> {
	const stored = STORED.get(ledger) ?? readStored(context);
	STORED.set(ledger, stored);
	return await stored;
}

async function readStored(context: Context): Promise<IRunExecutionData | undefined> {
	if (!('getExecutionDataById' in context)) return undefined;
	const id = context.getExecutionId();
	return (await patiently(context, async () => await context.getExecutionDataById(id))).held;
}

/** Whether n8n knows only from its log that the node had begun: Retry has taken the run off, or what it gave is made up. */
function isRecovered(tasks: readonly ITaskData[]): boolean {
	const last = tasks.at(-1);
	return last === undefined || isMadeUp(last);
}

const isMadeUp = ({ executionStatus, data }: ITaskData): boolean =>
	executionStatus === 'crashed' || data?.main?.[0]?.[0]?.json.isArtificialRecoveredEventItem === true;
