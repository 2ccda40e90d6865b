import type { IDataObject } from 'n8n-workflow';
import type { Dialect, Question, RowOutcome, Submission } from '../../gateway/dialect';
import type { Fault, Result } from '../../gateway/fault';
import { faultText, oneLine } from '../../gateway/faultText';
import type { Cleaner } from '../../gateway/redact';
import { limitParallel } from '../../vendor';
import { expressionFault } from '../input/parameters';
import { failed, type ItemOutcome, type Ledger } from '../run/ledger';
import type { CutOff } from '../run/ledgerData';
import { sendingError } from '../run/nodeErrors';
import type { Run } from '../run/run';
import { badItemsError, type BadItem } from './badItems';
import { readIncludesInput } from './output';

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
		why: 'n8n kept no record of what this execution did before this Retry: it was stopped or killed, or never began',
	},
	late: {
		kind: 'forgotten',
		why: 'n8n has no record of how this execution began: it was stopped or killed, or n8n was slow to begin it',
	},
	storage: {
		kind: 'forgotten',
		why: "n8n's database, which tells what went out before, could not be read or written",
	},
	elsewhere: {
		kind: 'forgotten',
		why: 'n8n already continued from this point before: in an earlier Retry, until it was killed, or because it continued a waiting execution twice. If this execution has a newer Retry, use Retry on that one: it knows what it sent',
	},
};

const MIXED_UP: Fault = {
	kind: 'stopped',
	why: 'n8n mixed up this call with another call of the same tool at the same time, and gave both the same number and text. In the options of the AI Agent, set Batch Size under Batch Processing to 1',
};

const MIXED_UP_BY_RETRY: Fault = {
	kind: 'stopped',
	why: 'n8n mixed up this call with another one, which was submitted before this Retry, and gave this one the same number and text. Call the tool again with the number and text of this message',
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

function knownByContent(ledger: Ledger, item: number, contents: () => string[]): ItemOutcome | undefined {
	const uncertain = ledger.uncertain(contents);
	if (uncertain) return { outcome: 'unknown', text: uncertain };
	const repeated = ledger.repeats(contents);
	if (repeated === 'mixedUp') return failed(MIXED_UP_BY_RETRY);
	const known = repeated && fromLedger(ledger, item);
	// An agent may call once more: nor does it know then.
	if (known?.outcome === 'unknown') ledger.remember(known.text, contents);
	return known;
}

/** What leaves in one request: the jobs of one item, or of many. */
export interface Shipment<T> {
	senderId: string;
	jobs: ReadonlyArray<[item: number, job: T]>;
}

/** What the reply says of one job: its output, of which `shared` is what all jobs of the request have in common; or why it failed. `met`: what the single recipients of the job met, its fault among them. */
export type Settled = { met?: readonly Fault[] } & (
	| {
			output: IDataObject;
			shared?: { name: string; fields: IDataObject };
			/** What the message says to recipients of whom nobody knows: an agent that reads of them may try them alone. */
			uncertain?: { fault: Fault; contents: () => string[] };
	  }
	| { fault: Fault }
);

/** How one operation sends. */
export interface Sending<T> {
	/** Requests that may be on their way at the same time. */
	parallel: number;
	ask(gateway: Dialect, jobs: ReadonlyArray<[item: number, job: T]>): Question<Submission>;
	/** What each job says to whom (`contentsOf`). */
	contentsOf(job: T): string[];
	/** `clean`: what the gateway says is shown through it. */
	settle(jobs: ReadonlyArray<[item: number, job: T]>, submission: Submission, clean: Cleaner): Settled[];
}

/**
 * The one way in which anything is sent: the ledger says `sending` before a request leaves and the outcome after the reply. A
 * failure of the account ends the run, one of a sender ID that sender's requests, any other its request alone.
 */
export async function dispatch<T>(
	run: Run,
	{ ledger, results }: Pick<Prepared<T>, 'ledger' | 'results'>,
	shipments: ReadonlyArray<Shipment<T>>,
	sending: Sending<T>,
): Promise<{ requests: number }> {
	const ends = new Ends();
	let requests = 0;
	await limitParallel(sending.parallel).map(shipments, async ({ senderId, jobs: all }) => {
		const jobs = all.filter(([item, job]) => {
			const known = knownByContent(ledger, item, () => sending.contentsOf(job));
			if (known) results.set(item, known);
			return known === undefined;
		});
		if (jobs.length === 0) return;
		const reason = run.signal?.aborted ? STOPPED : ends.reasonFor(senderId);
		if (!reason) requests++;
		const { settled, met } = reason ? allMet(jobs, reason) : await sendOne(run, ledger, jobs, sending);
		for (const fault of met) ends.note(fault, senderId);
		for (const [row, [item, job]] of jobs.entries())
			results.set(
				item,
				entered(ledger, item, () => sending.contentsOf(job), settled[row]),
			);
	});
	return { requests };
}

/** What became of the jobs of a request, and the faults that it met. */
interface Answered {
	settled: readonly Settled[];
	met: readonly Fault[];
}

const allMet = (jobs: readonly unknown[], fault: Fault): Answered => ({
	settled: jobs.map(() => ({ fault })),
	met: [fault],
});

/** One request. From here on the ledger says that its messages may have gone out. */
async function sendOne<T>(
	run: Run,
	ledger: Ledger,
	jobs: Shipment<T>['jobs'],
	{ ask, contentsOf, settle }: Sending<T>,
): Promise<Answered> {
	for (const [item, job] of jobs) ledger.sending(item, () => contentsOf(job));
	const submission = await run.connection.ask((gateway) => ask(gateway, jobs));
	if (!submission.ok) return allMet(jobs, submission.fault);
	const { refused } = submission.value;
	const settled = settle(jobs, submission.value, await run.connection.cleaner());
	const met = settled.flatMap((one) => one.met ?? ('fault' in one ? [one.fault] : []));
	return { settled, met: refused ? [{ kind: 'rejected', ...refused }, ...met] : met };
}

/** Of a message that had not left when the user stopped the execution. */
const STOPPED: Fault = { kind: 'stopped', why: 'the execution was stopped before its turn' };

/** Which part of the run is over before its turn. */
class Ends {
	private account?: Fault;

	private readonly senders = new Map<string, Fault>();

	note(fault: Fault, senderId: string): void {
		if (fault.kind !== 'rejected') return;
		if (fault.scope === 'account') this.account ??= fault;
		if (fault.scope === 'sender') this.senders.set(senderId, fault);
	}

	reasonFor(senderId: string): Fault | undefined {
		const cause = this.account ?? this.senders.get(senderId);
		if (cause === undefined) return undefined;
		const answer = oneLine(faultText(cause, { sending: false }));
		const before = this.account ? 'the run ended before its turn because' : 'before its turn, for the same sender ID,';
		return { kind: 'stopped', why: `${before} the gateway answered ${answer}` };
	}
}

/** Writes into the ledger what became of a message: submitted and unknown stay, all else may go out again. */
function entered(ledger: Ledger, item: number, contents: () => string[], settled: Settled): ItemOutcome {
	if ('output' in settled) {
		const { output, shared, uncertain } = settled;
		ledger.submitted(item, output, shared);
		if (uncertain) ledger.remember(failed(uncertain.fault).text, uncertain.contents);
		return { outcome: 'submitted', output: { ...shared?.fields, ...output } };
	}
	const result = failed(settled.fault);
	if (result.outcome === 'unknown') ledger.unknown(item, result.text, contents);
	else ledger.free(item);
	return result;
}

/** Why a row was not accepted, as it may be shown. */
export const rowFault = (row: Exclude<RowOutcome, { reference: string | null }>, clean: Cleaner): Fault =>
	clean.fault('refused' in row ? { kind: 'rejected', ...row.refused } : { kind: 'unclear', why: row.unknown });
