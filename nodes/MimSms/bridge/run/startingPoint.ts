import { hash, randomUUID } from 'crypto';
import { sleep, type IDataObject, type IRunExecutionData, type ITaskData } from 'n8n-workflow';
import { memoryOf, storedData, type Context, type Memory } from './database';
import type { Ledger } from './ledger';
import type { CutOff } from './ledgerData';
import { isCrashed, isMadeUp, lostBefore, lostSince, runsOf } from './lostBefore';

/** What is found out of an execution, by what n8n keeps for the node: calls of a tool side by side wait for each other. */
const OPENING = new WeakMap<object, Promise<void>>();

/** The ledger; where n8n carries on an execution that left none, or one that was cut short, with the reason why nobody knows what went out. */
export async function openLedger(context: Context, kept: IDataObject, ledger: Ledger): Promise<Ledger> {
	const opening = (OPENING.get(kept) ?? Promise.resolve()).then(async () => await judge(context, ledger));
	OPENING.set(kept, opening);
	await opening;
	return ledger;
}

async function judge(context: Context, ledger: Ledger): Promise<void> {
	const isRetry = context.getMode() === 'retry';
	if (ledger.isCutShort) return ledger.cutOff(isRetry ? 'node' : 'elsewhere');
	if (!isRetry) return;
	const why = await (ledger.isNew ? lostBefore(context, ledger) : lostSince(context, ledger));
	if (why) ledger.cutOff(why);
}

/**
 * Claims, in n8n's database, the point from which the node goes on. n8n gives the same point to a second execution when it was killed
 * before it stored what the first one did, and at a second Retry: then what the ledger does not say is unknown. Where n8n has no memory
 * for the node, nobody has taken the point.
 */
export async function claimStart(context: Context, ledger: Ledger): Promise<Ledger> {
	const memory = memoryOf(context);
	if (!memory) return ledger;
	if (ledger.isNew && ledger.whyCutOff === undefined) {
		const origin = await originOf(context, ledger);
		if (!origin) ledger.hasNothingStored();
		const why = origin && (await takenFromBeginning(context, memory, origin));
		if (why) ledger.cutOff(why);
		return ledger;
	}
	const pass = ledger.beginPass();
	if (pass === null) return ledger;
	const { point, isFirst, old } = pass;
	const why = await (isFirst ? taken(context, memory, point) : takenMeanwhile(context, memory, point));
	if (why) ledger.cutOff(why);
	if (old !== undefined) await memory.forget(old);
	return ledger;
}

/** Where an execution began, as all know it that n8n carries on from there. */
interface Origin {
	name: string;
	/** Whether no other execution has this name. Else the editor may begin anew from a run of the node before, and at the same moment others. */
	isUnique: boolean;
}

/**
 * What n8n stored goes to a Retry, or to the same execution once more when its worker was lost. n8n's API retries an execution that still
 * waits: then the Retry was first.
 */
async function takenFromBeginning(context: Context, memory: Memory, origin: Origin): Promise<CutOff | undefined> {
	const { name, isUnique } = origin;
	if (isUnique) return await taken(context, memory, name);
	const retryNote = `${name} by a Retry`;
	if (context.getMode() === 'retry') return await taken(context, memory, name, { more: [retryNote] });
	const why = await taken(context, memory, name, { byItselfOnly: true });
	if (why) return why;
	const isRetried = await memory.has(retryNote);
	if (isRetried === undefined) return whyUnnoted(context);
	return isRetried ? 'elsewhere' : undefined;
}

/** A workflow that a person runs is carried on by that person alone. */
const whyUnnoted = (context: Context): CutOff | undefined => (context.getMode() === 'manual' ? undefined : 'storage');

/** In milliseconds: longer than n8n needs from reading a node's list to writing it. */
const SETTLING = 250;

/** Others may write the list as well, each time another one. */
const LOOKS = 8;

/**
 * Why the node does not go on from this point, or nothing, and the point is its own. A second worker of queue mode may begin a Retry at
 * the same moment, or continue other executions, and a second n8n 1 the same one: both find the point free, and the list of the one that
 * writes last is what stays. So each looks whether it is its own. `byItselfOnly`: what another execution took counts as another point;
 * `more`: what to note beside it.
 */
async function taken(
	context: Context,
	memory: Memory,
	point: string,
	{ byItselfOnly = false, more = [] }: { byItselfOnly?: boolean; more?: string[] } = {},
): Promise<CutOff | undefined> {
	const name = byItselfOnly ? `${point} by ${context.getExecutionId()} in ${context.getNode().name}` : point;
	const claim = `${name}, ${randomUUID()}`;
	const notes = [...new Set([point, name, ...more, claim])];
	const { held } = await memory.note(notes);
	if (held === undefined) return whyUnnoted(context);
	// An earlier attempt, whose answer was lost, may have found the point taken.
	if (held.includes(claim)) return 'storage';
	if (held.includes(name)) return 'elsewhere';
	for (let look = 0; look < LOOKS; look++) {
		await sleep(SETTLING);
		const { held: now } = await memory.note(notes);
		if (now === undefined) return whyUnnoted(context);
		if (now.includes(claim)) return undefined;
		if (now.includes(name)) return 'elsewhere';
	}
	return undefined;
}

/** The same of a further pass of a loop in this process. */
async function takenMeanwhile(context: Context, memory: Memory, point: string): Promise<CutOff | undefined> {
	const { held, hasFailed } = await memory.note([point]);
	if (held === undefined) return whyUnnoted(context);
	if (!held.includes(point)) return undefined;
	return hasFailed ? 'storage' : 'elsewhere';
}

/**
 * What all that n8n carries on from one beginning has in common, where n8n has stored a run before the node begins: after a Wait, in a
 * Retry, with “Save execution progress”, or where it took an execution that goes on for one that was killed. Each may know nothing of what
 * the node did in another of them.
 */
async function originOf(context: Context, ledger: Ledger): Promise<Origin | undefined> {
	const stored = await storedData(context, ledger);
	if (stored === undefined || Object.keys(stored.resultData.runData).length === 0) return undefined;
	// n8n 2 makes it with the execution; each Retry takes it over.
	const { resumeToken } = stored;
	return { name: `since ${digest(resumeToken ?? beginningOf(stored))}`, isUnique: resumeToken !== undefined };
}

/** The same in n8n 1, which numbers each Retry anew: the moment of the beginning, and what the execution began with. */
function beginningOf(stored: IRunExecutionData): unknown[] {
	const { executionData } = stored;
	const runs = runsOf(stored).sort((a, b) => startOf(a) - startOf(b));
	const real = runs.find((run) => !isMadeUp(run));
	const data = real ? real.data : executionData?.nodeExecutionStack[0]?.data;
	const items = data?.main?.map((output) => output?.map(({ json }) => json));
	const { source, establishedAt } = executionData?.runtimeData ?? {};
	// A Retry marks what has no mark, with its own beginning.
	if (establishedAt !== undefined && source !== 'retry') return [establishedAt, items];
	const first = runs.find((run) => !isCrashed(run));
	return [first?.startTime, first?.executionTime, items];
}

/** In milliseconds; n8n's log, of which it makes runs up, has seconds. */
const startOf = (run: ITaskData): number => (isMadeUp(run) ? 1_000 * run.startTime : run.startTime);

const digest = (value: unknown): string => hash('sha256', JSON.stringify(value), 'base64url');
