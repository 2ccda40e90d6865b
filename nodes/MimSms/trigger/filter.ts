import { readMsisdn } from '../gateway/phone';
import type { DeliveryReport } from '../gateway/report';
import type { TriggerEvent } from './events';

export interface Filter {
	events: readonly TriggerEvent[];
	/** Only these codes; all when empty. */
	statusCodes: readonly string[];
	/** Only these MSISDNs; all when empty. */
	numbers: readonly string[];
	/** Never these MSISDNs. */
	exceptNumbers: readonly string[];
}

/** Whether the user chose this report. One that can't be read is for every user: nobody knows what it says. */
export function isChosen({ events, statusCodes, numbers, exceptNumbers }: Filter, report: DeliveryReport): boolean {
	if (report.raw !== undefined) return true;
	if (!events.includes(report.status)) return false;
	if (statusCodes.length > 0 && !statusCodes.includes(report.code ?? '')) return false;
	if (numbers.length === 0 && exceptNumbers.length === 0) return true;
	if (report.to === null) return numbers.length === 0;
	const msisdn = readMsisdn(report.to) ?? report.to;
	return !exceptNumbers.includes(msisdn) && (numbers.length === 0 || numbers.includes(msisdn));
}
