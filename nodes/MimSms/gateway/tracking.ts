import { isTemporaryFailure } from './deliveryWords';
import { readMsisdn } from './phone';
import type { DeliveryReport } from './report';

export interface Tally {
	delivered: number;
	failed: number;
	/** Recipients without a final report. */
	pending: number;
}

/** How one message to its recipients ended, or where it stands. */
export interface Tracking extends Tally {
	/** `pending` if anyone is pending. */
	status: 'delivered' | 'failed' | 'partlyDelivered' | 'pending';
	/** What the first failure means. */
	reason: string | null;
	/** Whether something was still open when the time was over: a recipient is pending, or a failure was temporary. */
	timedOut: boolean;
}

export interface TrackingOptions {
	/** SMS that the message takes: the gateway may report each. */
	parts?: number;
	/** Whether nothing more will be asked: then a temporary failure counts as failed, before as pending. */
	isOver?: boolean;
}

/**
 * How many recipients of one message have a final report. A number counts once; a report that names no number (the JSON form) is
 * of the one recipient, or counts for one of several; numbers that were not asked about count for nobody.
 */
export function tally(
	msisdns: readonly string[],
	reports: readonly DeliveryReport[],
	options: TrackingOptions = {},
): Tally {
	const { delivered, failures, pending } = count(msisdns, reports, options);
	return { delivered, failed: failures.length, pending };
}

/** The same with what it means for the message as a whole. */
export function summarize(
	msisdns: readonly string[],
	reports: readonly DeliveryReport[],
	options: TrackingOptions = {},
): Tracking {
	const { delivered, failures, pending } = count(msisdns, reports, options);
	return {
		status: statusOf(delivered, failures.length, pending),
		reason: failures[0]?.meaning ?? null,
		delivered,
		failed: failures.length,
		pending,
		timedOut: options.isOver === true && (pending > 0 || failures.some(isTemporary)),
	};
}

function statusOf(delivered: number, failed: number, pending: number): Tracking['status'] {
	if (pending > 0) return 'pending';
	if (failed === 0) return 'delivered';
	return delivered === 0 ? 'failed' : 'partlyDelivered';
}

interface Count {
	delivered: number;
	/** The report that counts of each recipient who did not get the message. */
	failures: DeliveryReport[];
	pending: number;
}

function count(
	msisdns: readonly string[],
	reports: readonly DeliveryReport[],
	{ parts = 1, isOver = false }: TrackingOptions,
): Count {
	const asked = [...new Set(msisdns)];
	const only = asked.length === 1 ? asked[0] : null;
	const about = new Map<string | null, DeliveryReport[]>(asked.map((msisdn) => [msisdn, []]));
	const nameless: DeliveryReport[] = [];
	about.set(null, nameless);
	for (const report of reports) about.get(report.to === null ? only : numberOf(report.to))?.push(report);
	const settled = (report: DeliveryReport) => isFinal(report) || (isOver && isTemporary(report));
	const known = asked.flatMap((msisdn) => decisive(about.get(msisdn) as DeliveryReport[], parts)).filter(settled);
	const room = asked.length - known.length;
	const others = nameless.filter(settled);
	const delivered = Math.min(others.filter(isDelivered).length, room);
	const failures = others.filter(isFailed).slice(0, room - delivered);
	return {
		delivered: known.filter(isDelivered).length + delivered,
		failures: [...known.filter(isFailed), ...failures],
		pending: room - delivered - failures.length,
	};
}

/**
 * The report that counts of all those about one number; none where there are none. A delivery wins, but where each part of a
 * long message has its own report: there a failure or a pending one that is not older counts.
 */
function decisive(reports: readonly DeliveryReport[], parts: number): DeliveryReport[] {
	const deliveries = reports.filter(isDelivered);
	if (deliveries.length === 0) {
		const telling = reports.filter(({ status }) => status !== 'unknown');
		return telling.length === 0 ? [] : [telling.reduce(laterOf)];
	}
	const open = reports.filter(
		(report) =>
			(isFailed(report) || report.status === 'pending') && !deliveries.every((delivery) => isOlder(report, delivery)),
	);
	if (parts < 2 || reports.length !== parts || open.length === 0) return deliveries.slice(-1);
	return [open.reduce((worst, report) => (gravity(report) > gravity(worst) ? report : worst))];
}

/** Of two reports, `a` before `b` in the answer, neither a delivery: the one received later, else `b`. */
const laterOf = (a: DeliveryReport, b: DeliveryReport): DeliveryReport => (receivedAt(a) > receivedAt(b) ? a : b);

/** Whether a report was surely received before another. */
const isOlder = (report: DeliveryReport, other: DeliveryReport): boolean => {
	const time = receivedAt(report);
	return time !== NEVER && time < receivedAt(other);
};

const NEVER = -Infinity;

const receivedAt = ({ receivedAt }: DeliveryReport): number => (receivedAt ? Date.parse(receivedAt) : NEVER);

/** How much a report that is no delivery says against one. */
const gravity = (report: DeliveryReport): number => Number(isFailed(report)) + Number(isFinal(report));

/**
 * The reports of one message from two answers, what is kept of the earlier first: a delivery that the later does not show
 * any more stays, a failure too where the later shows nothing final, and so does any report of a number that it does not name. Of
 * rows without a number the longer list stays. What stays against a later row about the same number is last, so that it decides.
 */
export function merge(earlier: readonly DeliveryReport[], later: readonly DeliveryReport[]): DeliveryReport[] {
	const named = new Set<string>();
	const final = new Set<string>();
	const delivered = new Set<string>();
	for (const report of later) {
		if (report.to === null) continue;
		const msisdn = numberOf(report.to);
		named.add(msisdn);
		if (isFinal(report)) final.add(msisdn);
		if (isDelivered(report)) delivered.add(msisdn);
	}
	const [namelessBefore, namelessNow] = [earlier, later].map((reports) => reports.filter(({ to }) => to === null));
	const keepsNameless = namelessBefore.length > namelessNow.length;
	const kept = earlier.filter(({ to }) => (to === null ? keepsNameless : !named.has(numberOf(to))));
	const deciding = earlier.filter((report) => {
		const msisdn = report.to === null ? '' : numberOf(report.to);
		if (!named.has(msisdn)) return false;
		return isDelivered(report) ? !delivered.has(msisdn) : isFinal(report) && !final.has(msisdn);
	});
	return [...kept, ...(keepsNameless ? later.filter(({ to }) => to !== null) : later), ...deciding];
}

/** Whether a report is the last about its message, as far as can be told. */
export const isFinal = (report: DeliveryReport): boolean =>
	isDelivered(report) || (isFailed(report) && !isTemporary(report));

/** A failure after which the operator tries again, unless the gateway gave a time of receipt. */
const isTemporary = (report: DeliveryReport): boolean =>
	isFailed(report) && !report.receivedAt && isTemporaryFailure(report.meaning ?? '');

const isDelivered = ({ status }: DeliveryReport): boolean => status === 'delivered';

const isFailed = ({ status }: DeliveryReport): boolean => status === 'failed';

const numberOf = (to: string): string => readMsisdn(to) ?? to;
