import { readMsisdn } from './phone';
import type { DeliveryReport } from './reports';

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
		if (status !== 'delivered' && status !== 'failed') continue;
		if (to === null) nameless[status]++;
		else final.set(readMsisdn(to) ?? to, status);
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
