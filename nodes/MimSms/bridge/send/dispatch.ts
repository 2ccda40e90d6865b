import type { IDataObject } from 'n8n-workflow';
import type { Dialect, Question, RowOutcome, Submission } from '../../gateway/dialect';
import type { Fault } from '../../gateway/fault';
import { faultText, oneLine } from '../../gateway/faultText';
import type { Cleaner } from '../../gateway/redact';
import { limitParallel } from '../../vendor';
import type { Ledger } from '../run/ledger';
import type { Run } from '../run/run';
import { failed, type ItemOutcome } from './itemOutcome';
import type { Prepared } from './prepare';

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
	{ parallel, ask, contentsOf, settle }: Sending<T>,
): Promise<{ requests: number }> {
	const ends = new Ends();
	let requests = 0;
	await limitParallel(parallel).map(shipments, async ({ senderId, jobs: all }) => {
		const jobs = all.filter(([item, job]) => {
			const before = ledger.uncertain(() => contentsOf(job));
			if (before) results.set(item, { outcome: 'unknown', text: before });
			return before === undefined;
		});
		const conclude = (settled: readonly Settled[]) =>
			jobs.forEach(([item, job], row) =>
				results.set(
					item,
					entered(ledger, item, () => contentsOf(job), settled[row]),
				),
			);
		const fail = (fault: Fault) => conclude(jobs.map(() => ({ fault })));

		const reason = run.signal?.aborted ? STOPPED : ends.reasonFor(senderId);
		if (reason) return fail(reason);
		if (jobs.length === 0) return;
		for (const [item] of jobs) ledger.sending(item);
		requests++;
		const submission = await run.connection.ask((gateway) => ask(gateway, jobs));
		if (!submission.ok) {
			ends.note(submission.fault, senderId);
			return fail(submission.fault);
		}
		const { refused } = submission.value;
		if (refused) ends.note({ kind: 'rejected', ...refused }, senderId);
		const settled = settle(jobs, submission.value, await run.connection.cleaner());
		for (const one of settled) {
			const met = one.met ?? ('fault' in one ? [one.fault] : []);
			for (const fault of met) ends.note(fault, senderId);
		}
		conclude(settled);
	});
	return { requests };
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
		return { kind: 'stopped', why: `the run ended before its turn because the gateway answered ${answer}` };
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
