import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { messageOutcome, type Fault, type MessageOutcome, type Outcome } from '../gateway/fault';
import { faultText, oneLine, type FaultText } from '../gateway/faultText';
import { limitParallel } from '../vendor';
import { accountingError } from './accounting';
import type { Call } from './call';
import type { Ledger } from './ledger';
import { errorItem, nodeError } from './nodeErrors';

/** One item's message, checked and ready to leave. */
export interface Job {
	/** A hash of what it says to whom: agents repeat themselves by content. */
	content: string;
	/** Sends it, once, and gives the JSON of the output item. */
	send: () => Promise<Outcome<IDataObject>>;
}

/** What became of one item's message. */
export type Result =
	| { outcome: 'submitted'; output: IDataObject }
	| { outcome: Exclude<MessageOutcome, 'submitted'>; text: FaultText };

/**
 * Sends one message per input item, at most `parallel` at a time, and none twice: what the ledger knows as submitted or
 * unknown is answered from it. All other items are checked before the first request. Every item is accounted for.
 */
export async function sendEach(call: Call, prepare: (item: number) => Promise<Outcome<Job>>, parallel: Outcome<number>): Promise<INodeExecutionData[]> {
	const at = (itemIndex: number) => ({ itemIndex, runIndex: call.runIndex, sending: true });
	if (!parallel.ok) throw nodeError(call.node, parallel.fault, at(0));
	const ledger = call.ledger();
	const results = new Map<number, Result>();
	const jobs = new Map<number, Job>();
	for (const item of call.items) {
		const known = fromLedger(ledger, item);
		const job = known ? undefined : await prepare(item);
		if (known) results.set(item, known);
		else if (job?.ok) jobs.set(item, job.value);
		else if (job && call.continueOnFail) results.set(item, failed(job.fault));
		else if (job) throw nodeError(call.node, job.fault, at(item));
	}
	await limitParallel(parallel.value).map(jobs, async ([item, job]) => results.set(item, await sendOnce(call, ledger, item, job)));
	return toItems(call, results);
}

async function sendOnce(call: Call, ledger: Ledger, item: number, job: Job): Promise<Result> {
	const before = ledger.uncertain(job.content);
	if (before !== undefined) return { outcome: 'unknown', text: before };
	if (call.signal?.aborted) return failed({ kind: 'unreachable', why: 'the execution was stopped before this message\'s turn' });
	ledger.sending(item);
	const sent = await job.send();
	if (sent.ok) {
		ledger.submitted(item, sent.value);
		return { outcome: 'submitted', output: sent.value };
	}
	const result = failed(sent.fault);
	if (result.outcome === 'unknown') ledger.unknown(item, result.text, job.content);
	else ledger.free(item);
	return result;
}

const failed = (fault: Fault) => ({ outcome: messageOutcome(fault), text: faultText(fault, true) });

function fromLedger(ledger: Ledger, item: number): Result | undefined {
	const entry = ledger.entry(item);
	if (entry === undefined) return undefined;
	if (entry.state === 'submitted') return { outcome: 'submitted', output: entry.output };
	if (entry.state === 'unknown') return { outcome: 'unknown', text: entry.text };
	return failed({ kind: 'lost', why: 'an earlier try was cut short while this message was on its way' });
}

function toItems(call: Call, results: ReadonlyMap<number, Result>): INodeExecutionData[] {
	const ordered = call.items.map((item): [number, Result] => [item, results.get(item) as Result]);
	const failing = ordered.some(([, { outcome }]) => outcome !== 'submitted');
	if (failing && !call.continueOnFail) throw accountingError(call, ordered);
	return ordered.map(([item, result]) =>
		result.outcome === 'submitted' ? { json: result.output, pairedItem: { item } } : errorItem(oneLine(result.text), item),
	);
}
