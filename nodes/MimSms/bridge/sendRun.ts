import { createHash } from 'crypto';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { messageOutcome, type Fault, type Outcome } from '../gateway/fault';
import { faultText, oneLine } from '../gateway/faultText';
import { limitParallel } from '../vendor';
import { accountingError } from './accounting';
import type { Call } from './call';
import type { Ledger } from './ledger';
import { errorItem, sendingError } from './nodeErrors';
import { expressionFault } from './values';
import type { Result } from './result';

/** What is to be sent, checked and ready, and what is known already, by item. */
export interface Prepared<T> {
	ledger: Ledger;
	jobs: Map<number, T>;
	results: Map<number, Result>;
}

/**
 * Reads and checks every item before the first request. What the ledger knows as submitted or unknown is answered from it,
 * unread; a bad item ends the run here, or is its own error item under On Error: Continue.
 */
export async function prepareEach<T>(call: Call, prepare: (item: number) => Promise<Outcome<T>>): Promise<Prepared<T>> {
	const prepared: Prepared<T> = { ledger: call.ledger(), jobs: new Map(), results: new Map() };
	for (const item of call.items) {
		const known = prepared.ledger.isMixedUp ? failed(MIXED_UP) : fromLedger(prepared.ledger, item);
		if (known) {
			prepared.results.set(item, known);
			continue;
		}
		const job = await prepareOne(prepare, item);
		if (job.ok) prepared.jobs.set(item, job.value);
		else if (call.continueOnFail) prepared.results.set(item, failed(job.fault));
		else throw sendingError(call, job.fault, item);
	}
	return prepared;
}

const MIXED_UP: Fault = {
	kind: 'stopped',
	why: 'n8n mixed this call up with another one of the same tool beside it, and gave both one number and text. Set Batch Size under Batch Processing, in the options of the AI Agent, to 1',
};

/** An expression that fails for one item is that item's bad input. */
async function prepareOne<T>(prepare: (item: number) => Promise<Outcome<T>>, item: number): Promise<Outcome<T>> {
	try {
		return await prepare(item);
	} catch (error) {
		return expressionFault(error);
	}
}

/** The value, or the error of a parameter that concerns the whole run. */
export function required<T>(call: Call, value: Outcome<T>): T {
	if (value.ok) return value.value;
	throw sendingError(call, value.fault, call.items[0] ?? 0);
}

/** Sends the prepared items, each in a request of its own, at most `parallel` at a time, and writes the ledger before and after. */
export async function sendEach<T>(
	call: Call,
	{ ledger, jobs, results }: Prepared<T>,
	parallel: number,
	contentsOf: (job: T) => string[],
	send: (job: T) => Promise<Outcome<IDataObject>>,
): Promise<void> {
	await limitParallel(parallel).map(jobs, async ([item, job]) => {
		const content = () => contentsOf(job);
		const before = beforeSending(call, ledger, content);
		if (before) {
			results.set(item, before);
			return;
		}
		ledger.sending(item);
		const sent = await send(job);
		if (sent.ok) ledger.submitted(item, sent.value);
		results.set(
			item,
			sent.ok ? { outcome: 'submitted', output: sent.value } : afterFailure(ledger, item, content, failed(sent.fault)),
		);
	});
}

/** Of a message that had not left when the user stopped the execution. */
export const STOPPED: Fault = { kind: 'stopped', why: 'the execution was stopped before its turn' };

/** Why a message must not leave now: an agent tried the same without learning the outcome, or the execution was stopped. */
export function beforeSending(call: Call, ledger: Ledger, content: () => string[]): Result | undefined {
	const uncertain = ledger.uncertain(content);
	if (uncertain) return { outcome: 'unknown', text: uncertain };
	return call.signal?.aborted ? failed(STOPPED) : undefined;
}

/** Writes into the ledger what a failure says of the message: unknown stays, all else may go out again. */
export function afterFailure(
	ledger: Ledger,
	item: number,
	content: () => string[],
	result: ReturnType<typeof failed>,
): Result {
	if (result.outcome === 'unknown') ledger.unknown(item, result.text, content);
	else ledger.free(item);
	return result;
}

/** What became of a message that met this fault, and the words for it. */
export const failed = (fault: Fault) => ({ outcome: messageOutcome(fault), text: faultText(fault, true) });

/** What a message says to whom, as a hash: agents repeat themselves by content. */
export const contentsOf = (msisdns: string[], message: string): string[] =>
	msisdns.map((msisdn) =>
		createHash('sha256')
			.update(JSON.stringify([msisdn, message]))
			.digest('base64url')
			.slice(0, 22),
	);

/** The output: one item per input item, in order and paired. Without On Error: Continue a failure throws, accounting for all. */
export function toItems(call: Call, results: ReadonlyMap<number, Result>): INodeExecutionData[] {
	throwFailures(call, results);
	return call.items.map((item) => {
		const result = results.get(item) as Result;
		return 'output' in result ? { json: result.output, pairedItem: { item } } : errorItem(oneLine(result.text), item);
	});
}

/** Throws the accounting error when a message was not submitted, unless the items tell it under On Error: Continue. */
export function throwFailures(call: Call, results: ReadonlyMap<number, Result>): void {
	const ordered = call.items.map((item): [number, Result] => [item, results.get(item) as Result]);
	if (!call.continueOnFail && ordered.some(([, result]) => 'text' in result)) throw accountingError(call, ordered);
}

function fromLedger(ledger: Ledger, item: number): Result | undefined {
	const entry = ledger.entry(item);
	if (entry === undefined) return undefined;
	if (entry.state === 'submitted') return { outcome: 'submitted', output: entry.output };
	if (entry.state === 'unknown') return { outcome: 'unknown', text: entry.text };
	return failed({ kind: 'lost', why: 'an earlier try was cut short while this message was on its way' });
}
