import type { IDataObject } from 'n8n-workflow';
import type { DeliveryReport } from '../../gateway/report';

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

/** Old and newer shoot IDs of the gateways: C2 or bw-rdC3, digits, 13 hexadecimal digits. */
const SHOOT_ID = /^(?:[a-z]{1,6}-[a-z]{1,6})?C\d{2,20}[\da-f]{13}$/i;

/** The shoot ID that a report names itself, in its field `ID`; null where that is none, or an ID of another kind. */
export function ownShootId({ other }: DeliveryReport): string | null {
	const [, value] = Object.entries(other).find(([name]) => name.toLowerCase() === 'id') ?? [];
	const id = String(value ?? '').trim();
	return SHOOT_ID.test(id) ? id : null;
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
