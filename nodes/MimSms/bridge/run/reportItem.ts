import type { IDataObject } from 'n8n-workflow';
import { ownShootId, type DeliveryReport } from '../../gateway/report';

/**
 * A report as an output item, what a person looks for first in front, `more` before it all; `shootId` is the one asked for, or null
 * where the report may name its own.
 */
export function toItem(report: DeliveryReport, shootId: string | null, more: IDataObject = {}): IDataObject {
	const { status, meaning, to, message, sentAt, receivedAt, details, code, other, raw } = report;
	return {
		...more,
		status,
		meaning,
		to,
		message,
		sentAt,
		receivedAt,
		details,
		shootId: shootId ?? ownShootId(report),
		code,
		other,
		...(raw !== undefined && { raw }),
	};
}

/** The hint for a page that did not arrive whole, of a call that takes reports out of the gateway. */
export const CUT_OFF =
	'The answer of the gateway was cut off on the way. What had arrived is here; the rest of it is lost where the gateway gives each report out only once.';

/** What it may mean that one shoot ID brings a full page (manual: 100 reports a call); the end of a sentence. */
export const MAY_BE_MISSING =
	'as many as the gateway may give in one answer: those of other recipients may be missing.';
