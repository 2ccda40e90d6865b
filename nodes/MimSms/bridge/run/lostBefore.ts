import type { IRunExecutionData, ITaskData } from 'n8n-workflow';
import { isTool, memoryOf, readStored, runIndexOf, storedData, type Context } from './database';
import type { Ledger } from './ledger';
import type { CutOff } from './ledgerData';

/**
 * Why nobody knows what an execution without a ledger did before its Retry. Killed, n8n keeps that a node had begun, but not the node's
 * context; stopped, it may keep nothing. Retry of what failed otherwise brings both.
 */
export async function lostBefore(context: Context, ledger: Ledger): Promise<CutOff | undefined> {
	if (!isTool(context) && nodeOf(context, context.getNode().name)?.isExecuted) return 'node';
	const stored = await storedData(context, ledger);
	if (stored === undefined) return whyUnread(context);
	if (isTool(context) && hasToolBegun(context, stored)) return 'node';
	if (isTool(context) && !memoryOf(context) && !hasFailed(stored)) return 'execution';
	const nothing = nothingKept(context, stored);
	if (nothing) return nothing;
	const lost = Object.entries(stored.resultData.runData).some(
		([name, tasks]) => isRecovered(tasks) && nodeOf(context, name) === undefined,
	);
	return lost ? 'renamed' : undefined;
}

/**
 * The same of an execution that left a ledger: killed while an agent called the tool past n8n's engine, n8n may have kept an older one, and
 * has no memory in which such a call could have claimed its point. n8n makes no run up of a node that has one, as in a loop: but one that came
 * to its end, and is retried, has an error.
 */
export async function lostSince(context: Context, ledger: Ledger): Promise<CutOff | undefined> {
	if (!ledger.isFromDatabase || memoryOf(context)) return undefined;
	const stored = await storedData(context, ledger);
	if (stored === undefined) return whyUnread(context);
	if (runsOf(stored).some(isMadeUp)) return 'node';
	if (ledger.leftBy === undefined) return undefined;
	const before = await readStored(context, ledger.leftBy);
	return before?.resultData.error === undefined ? 'node' : undefined;
}

/** An n8n that can't be asked keeps nothing back. */
const whyUnread = (context: Context): CutOff | undefined => ('getExecutionDataById' in context ? 'storage' : undefined);

/**
 * Whether a tool had begun before this call of it, of which n8n puts a run into the list before it begins. Where n8n was killed in the
 * first call, Retry has taken the run of that off, and where n8n saves the progress of the Retry, that looks like a tool that had not begun.
 * Then a claim in n8n's memory tells, if there is one and the killed execution saved its progress; else that n8n was killed must do.
 */
function hasToolBegun(context: Context, stored: IRunExecutionData): boolean {
	const runs = stored.resultData.runData[context.getNode().name];
	if (runs === undefined) return false;
	if (runs.length === 0 || runs.slice(0, runIndexOf(context)).some((run) => !isAnnounced(run))) return true;
	const isClaimed = memoryOf(context) !== undefined;
	return runsOf(stored).some((run) => isMadeUp(run) && !(isClaimed && isCrashed(run)));
}

/**
 * Whether it failed: Retry has taken the run off that did. Else it was stopped, and n8n 2 may have kept what it was before a Wait: a call past
 * n8n's engine has no memory in which it could have claimed its point.
 */
const hasFailed = ({ resultData: { runData } }: IRunExecutionData): boolean =>
	Object.values(runData).some((runs) => runs.length === 0);

/** Of a tool that an agent of version 3 has asked for, and that has not begun, or was cut short. */
const isAnnounced = ({ startTime }: ITaskData): boolean => startTime === 0;

/** In what n8n keeps for all nodes of an execution: why nobody knows what it did before its first Retry. */
const NOTHING_KEPT = 'mimSmsNothingKept';

/** Whether n8n kept nothing of what the execution did before its first Retry. What it has now may be what the Retries did. */
function nothingKept(context: Context, stored: IRunExecutionData): CutOff | undefined {
	const flow = context.getContext('flow') as { [NOTHING_KEPT]?: CutOff };
	const runs = runsOf(stored);
	if (Object.keys(stored.resultData.runData).length === 0) flow[NOTHING_KEPT] = 'execution';
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

/** Whether n8n knows only from its log that the node had begun: Retry has taken the run off, or what it gave is made up. */
function isRecovered(tasks: readonly ITaskData[]): boolean {
	const last = tasks.at(-1);
	return last === undefined || isMadeUp(last);
}

/** Each run of each node. */
export const runsOf = ({ resultData }: IRunExecutionData): ITaskData[] => Object.values(resultData.runData).flat();

/** Of an execution that was killed n8n makes its runs up, from its log. */
export const isMadeUp = (run: ITaskData): boolean =>
	isCrashed(run) || run.data?.main?.[0]?.[0]?.json.isArtificialRecoveredEventItem === true;

/** Made up of a node that had begun, and not ended. */
export const isCrashed = ({ executionStatus }: ITaskData): boolean => executionStatus === 'crashed';
