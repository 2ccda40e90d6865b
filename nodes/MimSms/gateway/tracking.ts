import { readMsisdn } from './phone';
import type { DeliveryReport } from './report';

export interface Tally {
	delivered: number;
	failed: number;
	/** Recipients without a final report. */
	pending: number;
}

/**
 * How many recipients of one shoot ID have a final report. A number counts once, with its last final report; reports that
 * name no number (the JSON form) count one recipient each; numbers that were not asked about count for nobody.
 */
export function tally(msisdns: readonly string[], reports: readonly DeliveryReport[]): Tally {
	const asked = new Set(msisdns);
	const final = new Map<string, 'delivered' | 'failed'>();
	const nameless = { delivered: 0, failed: 0 };
	for (const { to, status } of reports) {
		if (!isFinal(status)) continue;
		if (to === null) nameless[status]++;
		else final.set(numberOf(to), status);
	}
	const known = [...final].filter(([msisdn]) => asked.has(msisdn)).map(([, status]) => status);
	const room = asked.size - known.length;
	const delivered = Math.min(nameless.delivered, room);
	const failed = Math.min(nameless.failed, room - delivered);
	const count = (status: string) => known.filter((known) => known === status).length;
	return {
		delivered: count('delivered') + delivered,
		failed: count('failed') + failed,
		pending: room - delivered - failed,
	};
}

/**
 * The reports of one shoot ID from two answers, what is kept of the earlier first: a final report that the later does not show
 * any more stays, and so does any report of a number that it does not name. Of rows without a number the longer list stays.
 */
export function merge(earlier: readonly DeliveryReport[], later: readonly DeliveryReport[]): DeliveryReport[] {
	const named = new Set<string>();
	const final = new Set<string>();
	for (const { to, status } of later) {
		if (to === null) continue;
		named.add(numberOf(to));
		if (isFinal(status)) final.add(numberOf(to));
	}
	const [namelessBefore, namelessNow] = [earlier, later].map((reports) => reports.filter(({ to }) => to === null));
	const keepsNameless = namelessBefore.length > namelessNow.length;
	const kept = earlier.filter(({ to, status }) => {
		if (to === null) return keepsNameless;
		return !named.has(numberOf(to)) || (isFinal(status) && !final.has(numberOf(to)));
	});
	return [...kept, ...(keepsNameless ? later.filter(({ to }) => to !== null) : later)];
}

const isFinal = (status: DeliveryReport['status']): status is 'delivered' | 'failed' =>
	status === 'delivered' || status === 'failed';

const numberOf = (to: string): string => readMsisdn(to) ?? to;
