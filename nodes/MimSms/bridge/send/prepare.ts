import type { CutOff, Ledger } from '../run/ledger';
import { sendingError } from '../run/nodeErrors';
import type { Run } from '../run/run';
import { expressionFault } from '../input/failedExpression';
import type { Fault, Result } from '../../gateway/fault';
import { badItemsError, type BadItem } from './badItems';
import { readIncludesInput } from './inputFields';
import { failed, type ItemOutcome } from './itemOutcome';

/** What is to be sent, checked and ready, and what is known already, by item. */
export interface Prepared<T> {
	ledger: Ledger;
	jobs: Map<number, T>;
	results: Map<number, ItemOutcome>;
}

/**
 * Reads and checks every item before the first request. What the ledger knows as submitted or unknown is answered from it,
 * unread; bad items end the run here, all of them named, or are their own error items under On Error: Continue.
 */
export async function prepareEach<T>(run: Run, prepare: (item: number) => Promise<Result<T>>): Promise<Prepared<T>> {
	const prepared: Prepared<T> = { ledger: await run.ledgerForSending(), jobs: new Map(), results: new Map() };
	const bad: BadItem[] = [];
	for (const item of run.items) {
		const known = prepared.ledger.isMixedUp ? failed(MIXED_UP) : fromLedger(prepared.ledger, item);
		if (known) {
			prepared.results.set(item, known);
			continue;
		}
		const job = await prepareOne(run, item, prepare);
		if (job.ok) prepared.jobs.set(item, job.value);
		else if (run.continueOnFail) prepared.results.set(item, failed(job.fault));
		// What is no item's own fault is not asked for once more for the next.
		else if (job.fault.kind !== 'invalidInput') throw sendingError(run, job.fault, item);
		else bad.push([item, job.fault]);
	}
	if (bad.length > 0) throw badItemsError(run, bad);
	return prepared;
}

const CUT_SHORT: Fault = {
	kind: 'forgotten',
	why: 'an earlier try of this execution stopped while the message was being sent',
};

/** A node that n8n passed over as disabled, or one of another kind under this name, has begun for n8n too: the words hold for these as well. */
const NO_RECORD: Readonly<Record<CutOff, Fault>> = {
	node: {
		kind: 'forgotten',
		why: 'before this Retry the execution had already reached a node of this name, and n8n kept no record of what that node sent',
	},
	renamed: {
		kind: 'forgotten',
		why: 'before this Retry the execution had reached a node that the workflow no longer has under that name, and n8n kept no record of what that node sent',
	},
	execution: {
		kind: 'forgotten',
		why: 'before this Retry the execution was stopped or killed, and n8n kept no record of what it did',
	},
	elsewhere: {
		kind: 'forgotten',
		why: 'n8n already continued from this point before, in an earlier Retry or until it was killed. If this execution has a newer Retry, use Retry on that one: it knows what it sent',
	},
};

const MIXED_UP: Fault = {
	kind: 'stopped',
	why: 'n8n mixed up this call with another call of the same tool at the same time, and gave both the same number and text. In the options of the AI Agent, set Batch Size under Batch Processing to 1',
};

/** An expression that fails for one item is that item's bad input. */
async function prepareOne<T>(
	run: Run,
	item: number,
	prepare: (item: number) => Promise<Result<T>>,
): Promise<Result<T>> {
	try {
		const includesInput = readIncludesInput(run, item);
		return includesInput.ok ? await prepare(item) : includesInput;
	} catch (error) {
		return expressionFault(error);
	}
}

function fromLedger(ledger: Ledger, item: number): ItemOutcome | undefined {
	const entry = ledger.entry(item);
	if (entry === undefined) return undefined;
	if (entry.state === 'submitted') return { outcome: 'submitted', output: entry.output };
	if (entry.state === 'unknown') return { outcome: 'unknown', text: entry.text };
	const { whyCutOff } = ledger;
	return failed(whyCutOff ? NO_RECORD[whyCutOff] : CUT_SHORT);
}

/** The value, or the error of a parameter that concerns the whole run. */
export function required<T>(run: Run, value: Result<T>): T {
	if (value.ok) return value.value;
	throw sendingError(run, value.fault, run.items[0] ?? 0);
}
