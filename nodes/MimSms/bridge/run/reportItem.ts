import type { IDataObject } from 'n8n-workflow';
import { ownShootId, type DeliveryReport } from '../../gateway/report';

/**
 * A report as an output item, what a person looks for first in front; `shootId` is the one asked for, or null where the report may
 * name its own. Object.assign, because V8 takes ten times as long for a literal that begins with a spread.
 */
export function toItem(report: DeliveryReport, shootId: string | null): IDataObject {
	const { status, meaning, to, message, sentAt, receivedAt, details, code, other, raw } = report;
	const item = {
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
	};
	return raw === undefined ? item : Object.assign(item, { raw });
}

/** The same as an item of the trigger. */
export const toEventItem = (event: string, report: DeliveryReport, shootId: string | null): IDataObject =>
	Object.assign({ event }, toItem(report, shootId));

/** Questions for reports that are on their way at the same time, where no option says how many; those that take reports out go one after another. */
export const QUESTIONS_AT_ONCE = 4;

/** The hint for a page that did not arrive whole, of a call that takes reports out of the gateway. */
export const CUT_OFF =
	"The gateway's answer was cut off. The reports that arrived are here. The rest is lost if the gateway returns each report only once.";

/** What it may mean that one shoot ID brings a full page (manual: 100 reports a call); the end of a sentence. */
export const MAY_BE_MISSING =
	'the most that the gateway returns in one answer. Reports of other recipients may be missing.';
