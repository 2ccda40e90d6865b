import { sleep } from 'n8n-workflow';
import type { Run } from '../../bridge/run/run';
import type { Dialect } from '../../gateway/dialect';
import { failure, type Fault } from '../../gateway/fault';
import type { DeliveryReport } from '../../gateway/report';
import { merge } from '../../gateway/tracking';
import { limitParallel } from '../../vendor';

/** The longest sleep: an execution that is stopped does not wait for more. */
const STEP_MS = 500;

/** How long one question may take at least, before it is asked again. */
const QUESTION_MS = 3_000;

/** The first pauses, where the user's interval is longer: questions after 3, 6 and 10 seconds. */
const FIRST_PAUSES_MS = [3_000, 3_000, 4_000];

/** A question whose turn did not come in time. */
const LATE = failure({
	kind: 'stopped',
	why: 'the time was over before its turn because the gateway answers slowly. Raise Timeout, or send fewer at once',
});

export interface Patience {
	timeoutMs: number;
	intervalMs: number;
}

/** The way to the gateway that all waits of a run share. */
export interface Line {
	run: Run;
	gateway: Dialect;
	limit: ReturnType<typeof limitParallel>;
	/** When the gateway last answered any of them. */
	answeredAt: number;
}

export const openLine = (run: Run, gateway: Dialect, parallel: number): Line => ({
	run,
	gateway,
	limit: limitParallel(Math.min(parallel, gateway.most.questionsAtOnce)),
	answeredAt: -Infinity,
});

/** What is to be waited for: the references of one message. */
export interface Awaited {
	references: readonly string[];
	isOpen(reports: readonly DeliveryReport[]): boolean;
}

/** What is known of one reference. */
export interface Known {
	reports: DeliveryReport[];
	wasAsked: boolean;
	/** What the last question met. */
	fault: Fault | null;
}

/** How a wait ended. */
export interface Wait {
	known: ReadonlyMap<string, Known>;
	isTimeOver: boolean;
}

/**
 * Asks for the reports of one message until none of its references is open or the time is over. A round asks for each reference
 * that is open, and the next starts after it. A question that fails is asked again in the next round.
 */
export async function waitForReports(
	line: Line,
	{ references, isOpen }: Awaited,
	{ timeoutMs, intervalMs }: Patience,
): Promise<Wait> {
	const known = new Map(references.map((reference): [string, Known] => [reference, newlyKnown()]));
	const endsAt = Date.now() + timeoutMs;
	for (let round = 0; ; round++) {
		const open = [...known].filter(([, { reports }]) => isOpen(reports));
		if (open.length === 0) return { known, isTimeOver: false };
		if (round > 0 && Date.now() >= endsAt) return { known, isTimeOver: true };
		const pauseMs = Math.min(FIRST_PAUSES_MS[round] ?? intervalMs, intervalMs);
		await rest(line.run, Math.min(Date.now() + pauseMs, endsAt));
		await askEach(line, open, { endsAt, intervalMs });
		if (line.run.signal?.aborted) return { known, isTimeOver: false };
	}
}

const newlyKnown = (): Known => ({ reports: [], wasAsked: false, fault: null });

interface Times {
	endsAt: number;
	intervalMs: number;
}

/** One round. What the gateway refuses to the account, it is not asked for the others of this round. */
async function askEach(line: Line, open: ReadonlyArray<[string, Known]>, times: Times): Promise<void> {
	let refused: Fault | null = null;
	await line.limit.map(open, async ([reference, known]) => {
		if (line.run.signal?.aborted) return;
		if (refused) known.fault = refused;
		else await askOnce(line, reference, known, times);
		if (known.fault?.kind === 'rejected' && known.fault.scope === 'account') refused = known.fault;
	});
}

async function askOnce(line: Line, reference: string, known: Known, { endsAt, intervalMs }: Times): Promise<void> {
	const lateMs = Date.now() - endsAt;
	// Where each recipient is asked for itself, those asked before would hold up the last round of the others.
	if (lateMs >= 0 && known.wasAsked && !line.gateway.can.shareReference) return;
	// Behind many others, its turn may come when the time has long been over. Each is asked for once all the same, unless the gateway stalls.
	const isStalled = Date.now() - line.answeredAt > 2 * QUESTION_MS;
	if (lateMs > QUESTION_MS && (known.wasAsked || isStalled)) {
		known.fault = LATE.fault;
		return;
	}
	known.wasAsked = true;
	const page = await line.run.connection.ask((gateway) => gateway.reportsOf(reference), {
		deadline: questionDeadline(endsAt, intervalMs),
	});
	known.fault = page.ok ? null : page.fault;
	if (!page.ok) return;
	line.answeredAt = Date.now();
	known.reports = merge(known.reports, page.value.reports);
}

/** A question is given up in time for the next one and, but for the last moment, at the end of the wait. */
function questionDeadline(endsAt: number, intervalMs: number): number {
	const now = Date.now();
	return Math.min(now + Math.max(intervalMs, QUESTION_MS), Math.max(endsAt, now + QUESTION_MS));
}

/** Sleeps until a moment, in steps short enough to notice that the execution was stopped. */
async function rest(run: Run, until: number): Promise<void> {
	for (let leftMs = until - Date.now(); leftMs > 0 && !run.signal?.aborted; leftMs = until - Date.now()) {
		await sleep(Math.min(leftMs, STEP_MS));
	}
}
