import { readGatewayTime, readZonedTime } from '../gatewayTime';
import { readMsisdn } from '../phone';
import { unreadable, type DeliveryReport, type FieldValue } from '../report';
import { readDelivery } from './deliveryCodes';

type Field = 'to' | 'message' | 'sentAt' | 'receivedAt' | 'code' | 'details';

/** The gateway's names of the fields, in its own writing first, since that is nearly every one, and in lower case; the JSON form has names of its own (seen on one host). */
const FIELDS: ReadonlyMap<string, Field> = new Map(
	(
		[
			['MSISDN', 'to'],
			['SMS', 'message'],
			['SMSSent', 'sentAt'],
			['DLRReceived', 'receivedAt'],
			['DLRStatus', 'code'],
			['DLRStatusDetails', 'details'],
			['sms_status_str', 'details'],
		] as const
	).flatMap(
		([name, field]): Array<[string, Field]> => [
			[name, field],
			[name.toLowerCase(), field],
		],
	),
);

/** Which field a name in a record or a row stands for, whatever its case. */
export const fieldOf = (name: string): Field | undefined => FIELDS.get(name) ?? FIELDS.get(name.toLowerCase());

/** The message texts among the fields of a record, as they are written. */
export function messageTexts(fields: ReadonlyMap<string, string> | null): string[] {
	const texts: string[] = [];
	fields?.forEach((text, name) => {
		if (fieldOf(name) === 'message') texts.push(text);
	});
	return texts;
}

/**
 * The report in the fields of one record or row, by the gateway's names; one without a known field is unreadable. Unknown ones pass
 * as they are. `show` makes of a message text what is shown.
 */
export function toReport(
	fields: ReadonlyMap<string, FieldValue>,
	raw: string,
	show: (text: string) => string = (text) => text,
): DeliveryReport {
	const known: Record<Field, string | undefined> = { ...NOTHING };
	let isKnown = false;
	const times: Times = { sentAt: null, receivedAt: null };
	const zoned: Times = { sentAt: null, receivedAt: null };
	const other: Array<[string, FieldValue]> = [];
	const unreadTimes: typeof other = [];
	fields.forEach((value, name) => {
		const field = fieldOf(name);
		const text = String(value ?? '');
		const isFirst = field !== undefined && known[field] === undefined;
		if (isFirst) {
			known[field] = text;
			isKnown = true;
		}
		if (isFirst && (field === 'sentAt' || field === 'receivedAt')) {
			times[field] = readGatewayTime(text);
			if (times[field] !== null || !/[1-9]/.test(text)) return;
			// A time in another shape than the manual's is kept as it is written, unless it can be read by its zone.
			const entry: [string, FieldValue] = [name, ownText(text)];
			other.push(entry);
			zoned[field] = readZonedTime(text);
			if (zoned[field] !== null) unreadTimes.push(entry);
		} else if (field === undefined || known[field] !== text)
			other.push([name, typeof value === 'string' ? ownText(value) : value]);
	});
	if (!isKnown) return unreadable(raw);
	const code = known.code?.trim() || null;
	const details = known.details === undefined ? '' : ownText(known.details);
	const { status, meaning } = readDelivery(code, details);
	const writtenTo = known.to === undefined ? null : ownText(known.to.trim()) || null;
	const to = writtenTo === null ? null : asSent(writtenTo);
	const writtenMessage = known.message === undefined ? null : ownText(withoutQuotes(known.message));
	const shown = known.message === undefined ? null : withoutQuotes(show(known.message));
	const message = shown === writtenMessage ? writtenMessage : shown;
	const report: DeliveryReport = {
		to,
		message,
		sentAt: zoned.sentAt ?? times.sentAt,
		receivedAt: zoned.receivedAt ?? times.receivedAt,
		code,
		status,
		meaning,
		details,
		other: Object.fromEntries(unreadTimes.length === 0 ? other : other.filter((entry) => !unreadTimes.includes(entry))),
	};
	if (to !== writtenTo || message !== writtenMessage || unreadTimes.length > 0)
		report.written = {
			...(to !== writtenTo && { to: writtenTo }),
			...(message !== writtenMessage && { message: writtenMessage }),
			...(unreadTimes.length > 0 && { ...times, other: Object.fromEntries(other) }),
		};
	return report;
}

type Times = Record<'sentAt' | 'receivedAt', string | null>;

const NOTHING: Record<Field, undefined> = {
	to: undefined,
	message: undefined,
	sentAt: undefined,
	receivedAt: undefined,
	code: undefined,
	details: undefined,
};

/** The text in a memory of its own: a longer part of another text keeps all of that in memory, here the page for each of its reports. */
const ownText = (text: string): string => (text.length < 13 ? text : ` ${text}`.slice(1));

/** A number as `send` writes it; most are. */
const asSent = (written: string): string => (/^8801\d{9}$/.test(written) ? written : (readMsisdn(written) ?? written));

/** The quotes around a text, and one space inside them, are the gateway's. */
function withoutQuotes(text: string): string {
	const trimmed = text.trim();
	if (trimmed.length < 2 || !trimmed.startsWith('"') || !trimmed.endsWith('"')) return text;
	return trimmed.slice(1, -1).replace(/^ /, '').replace(/ $/, '');
}
