/** What n8n tells a node: how it is called, and by n8n's database its memory of earlier executions and this one as it is stored. */
import {
	sleep,
	type IDataObject,
	type IExecuteFunctions,
	type IExecutePaginationFunctions,
	type IRunExecutionData,
} from 'n8n-workflow';
import type { Ledger } from './ledger';

export type Context = IExecuteFunctions | IExecutePaginationFunctions;

/** Whether an AI agent is calling. */
export const isTool = (context: Context): boolean => context.getNode().type.endsWith('Tool');

/** Which run of the node this is; of a tool, which call in the whole execution. */
export const runIndexOf = (context: Context): number => context.getWorkflowDataProxy(0).$runIndex as number;

/** What n8n keeps with the execution: for this node, and for all of its nodes (`flow`). */
interface Kept {
	node: IDataObject;
	flow: IDataObject;
	/** Whether it does keep them. */
	isKept: boolean;
}

/**
 * n8n Agents, which are no workflows, call a tool outside any execution (`EphemeralNodeExecutor`): n8n throws then, and nothing is
 * kept from one call to the next.
 */
export function keptOf(context: Context): Kept {
	try {
		return { node: context.getContext('node'), flow: context.getContext('flow'), isKept: true };
	} catch {
		return { node: {}, flow: {}, isKept: false };
	}
}

/** Points remembered of each node: the newest. About 60 kB. */
const REMEMBERED = { mode: 'entries', maxEntries: 2_000 } as const;

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

/** n8n reads a node's list, changes it and writes it: of two at the same time, one would be lost. */
let queue: Promise<unknown> = Promise.resolve();

function oneByOne<T>(step: () => Promise<T>): Promise<T> {
	const result = queue.then(step);
	queue = result.catch(() => undefined);
	return result;
}

/** The memory that n8n keeps of a node over its executions: the one that Remove Duplicates uses. */
export interface Memory {
	/** Which of these it held before; they are in it now. */
	note: (names: string[]) => Promise<Answer<string[]>>;
	/** Whether it holds this; undefined where it fails. It can't be asked without writing into it. */
	has: (name: string) => Promise<boolean | undefined>;
	forget: (name: string) => Promise<void>;
}

/** Nothing where n8n has no memory for the node: a workflow that is not saved, a direct call of a tool. */
export function memoryOf(context: Context): Memory | undefined {
	const { helpers } = context;
	if (!('checkProcessedAndRecord' in helpers)) return undefined;
	const { id, name: node } = context.getNode();
	// Nodes without an ID, as in a sub-workflow that is written into a field, share one memory.
	const inMemory = (name: string): string => (id ? name : `${name} in ${node}`);
	const record = async (names: string[]) => {
		const { processed } = await helpers.checkProcessedAndRecord(names.map(inMemory), 'node', REMEMBERED);
		return names.filter((name) => processed.includes(inMemory(name)));
	};
	const remove = async (name: string) => await helpers.removeProcessed([inMemory(name)], 'node', REMEMBERED);
	const look = async (name: string) => {
		const processed = await record([name]);
		if (processed.length === 0) await remove(name);
		return processed.length > 0;
	};
	return {
		note: async (names) => await patiently(context, async () => await oneByOne(() => record(names))),
		has: async (name) => (await patiently(context, async () => await oneByOne(() => look(name)))).held,
		forget: async (name) => {
			await oneByOne(() => remove(name)).catch(() => undefined);
		},
	};
}

/** What was read of an execution, by its ledger. */
const STORED = new WeakMap<Ledger, Promise<IRunExecutionData | undefined>>();

/** This execution as n8n has it stored: as it began, or with “Save execution progress” as far as it has come. Read once. */
export async function storedData(context: Context, ledger: Ledger): Promise<IRunExecutionData | undefined> {
	const stored = STORED.get(ledger) ?? readStored(context, context.getExecutionId());
	STORED.set(ledger, stored);
	return await stored;
}

/** An execution as n8n has it stored; undefined where n8n can't be asked, or has it no longer. */
export async function readStored(context: Context, id: string): Promise<IRunExecutionData | undefined> {
	if (!('getExecutionDataById' in context)) return undefined;
	const { held } = await patiently(context, async () => await context.getExecutionDataById(id));
	// What a person starts in queue mode n8n stores without a list of runs.
	return held && { ...held, resultData: { ...held.resultData, runData: held.resultData.runData ?? {} } };
}
