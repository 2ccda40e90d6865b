import { sleep, type IDataObject } from 'n8n-workflow';
import type { Operation, Run } from '../../bridge/run/run';
import { readSeconds } from '../../bridge/input/fieldReaders';
import { evaluated } from '../../bridge/input/readers';
import type { ItemOutcome } from '../../bridge/send/itemOutcome';
import { throwFailures, toItems } from '../../bridge/send/output';
import { failure, success, type Result } from '../../gateway/fault';
import { faultText } from '../../gateway/faultText';
import type { DeliveryReport } from '../../gateway/report';
import { merge, tally } from '../../gateway/tracking';
import { limitParallel } from '../../vendor';
import { MAY_BE_MISSING, toItem } from '../../bridge/run/reportItem';
import { sendEachItem } from './oneText';
import { intervalField, parallelCallsOption, timeoutField } from './fields';
import { readRunOption } from './runOptions';

/** The longest sleep, in milliseconds: an execution that is stopped does not wait for more. */
const STEP = 500;

/** How long one question may take at least, in milliseconds, before it is asked again. */
const QUESTION = 3_000;

/** A question whose turn did not come in time. */
const LATE = failure({
	kind: 'stopped',
	why: 'the time was over before its turn, since the gateway answers slowly; raise Timeout, or send fewer at once',
});

const ASK_LATER =
	'The message was submitted, so do not send it again: ask for its reports later, with Delivery Report → Get and its shootId.';

/** What the questions of all items share. */
interface Line {
	limit: ReturnType<typeof limitParallel>;
	/** Whether the gateway has answered any of them. */
	moves: boolean;
}

interface Patience {
	/** Milliseconds. */
	timeout: number;
	interval: number;
}

/** Send and Track: sends, then asks for the reports until every recipient has a final one or the time is over. */
export const sendAndTrack: Operation = async (run) => {
	const prepared = await sendEachItem(run, (item) => readPatience(run, item));
	throwFailures(run, prepared.results);
	const line: Line = { limit: limitParallel(readRunOption(run, parallelCallsOption)), moves: false };
	await Promise.all(
		[...prepared.results].map(async ([item, result]) => {
			if (result.outcome !== 'submitted') return;
			const patience = evaluated(() => readPatience(run, item));
			const tracked = await track(
				run,
				result.output,
				patience.ok && patience.value.ok
					? patience.value.value
					: patienceOf(timeoutField.default, intervalField.default),
				line,
			);
			prepared.results.set(item, { outcome: 'submitted', output: tracked } satisfies ItemOutcome);
		}),
	);
	const gateway = await run.connection.gateway();
	const pageSize = gateway.ok ? gateway.value.most.reports : Infinity;
	if ([...prepared.results.values()].some((result) => 'output' in result && isBeyondPage(result.output, pageSize)))
		run.hint(
			`A message to more than ${pageSize} numbers has ${pageSize} reports, ${MAY_BE_MISSING} Send to at most ${pageSize} numbers an item to track all of them.`,
		);
	return toItems(run, prepared.results);
};

function readPatience(run: Run, item: number): Result<Patience> {
	const timeout = readSeconds(timeoutField, run.parameter(timeoutField.name, item, timeoutField.default));
	if (!timeout.ok) return timeout;
	const interval = readSeconds(intervalField, run.parameter(intervalField.name, item, intervalField.default));
	return interval.ok ? success(patienceOf(timeout.value, interval.value)) : interval;
}

const patienceOf = (timeout: number, interval: number): Patience => ({
	timeout: timeout * 1000,
	interval: interval * 1000,
});

/** Whether recipients may be pending only since the gateway shows no more reports of the message. */
const isBeyondPage = ({ pending, recipientCount, reports }: IDataObject, pageSize: number): boolean =>
	Number(pending) > 0 && Number(recipientCount) > pageSize && (reports as unknown[]).length === pageSize;

/** Waits for one shoot ID. A question that fails is asked again at the next interval; what it met is told if it was the last. */
async function track(run: Run, sent: IDataObject, { timeout, interval }: Patience, line: Line): Promise<IDataObject> {
	const msisdns = [sent.to].flat() as string[];
	let reports: DeliveryReport[] = [];
	let reportError: string | null = null;
	const count = (isOver: boolean) => tally(msisdns, reports, { parts: Number(sent.segments), isOver });
	const outcome = (timedOut: boolean): IDataObject => ({
		...sent,
		reports: reports.map((report) => toItem(report, sent.shootId as string)),
		...count(timedOut),
		timedOut,
		reportError,
	});

	const gateway = await run.connection.gateway();
	const shootId = gateway.ok ? gateway.value.readReference(sent.shootId) : gateway;
	if (!shootId.ok) {
		reportError = `The gateway took the message but gave no ${sent.shootId === null ? '' : 'usable '}shoot ID to ask for its reports with. Look for them with Delivery Report → Get Many.`;
		return outcome(false);
	}
	const end = Date.now() + timeout;
	let asked = false;
	while (count(false).pending > 0) {
		await rest(run, Math.min(Date.now() + interval, end));
		if (run.signal?.aborted) return outcome(false);
		const page = await line.limit(async () => {
			// Behind many others, its turn may come when the time has long been over. Each is asked for once all the same, unless the gateway stalls.
			if (Date.now() > end + QUESTION && (asked || !line.moves)) return LATE;
			asked = true;
			return await run.connection.ask((gateway) => gateway.reportsOf(shootId.value), {
				deadline: questionDeadline(end, interval),
			});
		});
		line.moves ||= page.ok;
		reportError = page.ok ? null : `${faultText(page.fault, false).message}. ${ASK_LATER}`;
		if (page.ok) reports = merge(reports, page.value.reports);
		if (count(false).pending > 0 && Date.now() >= end) return outcome(true);
	}
	return outcome(false);
}

/** A question is given up in time for the next one and, but for the last moment, at the end of the wait. */
function questionDeadline(end: number, interval: number): number {
	const now = Date.now();
	return Math.min(now + Math.max(interval, QUESTION), Math.max(end, now + QUESTION));
}

/** Sleeps until a moment, in steps short enough to notice that the execution was stopped. */
async function rest(run: Run, until: number): Promise<void> {
	for (let left = until - Date.now(); left > 0 && !run.signal?.aborted; left = until - Date.now()) {
		await sleep(Math.min(left, STEP));
	}
}
