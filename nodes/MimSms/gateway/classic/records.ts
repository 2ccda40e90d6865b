import { readGatewayTime, readZonedTime } from '../gatewayTime';
import { readMsisdn } from '../phone';
import { unreadable, type AsWritten, type DeliveryReport, type FieldValue } from '../report';
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
export const messageTexts = (fields: ReadonlyMap<string, string> | null): string[] =>
	[...(fields ?? [])].filter(([name]) => fieldOf(name) === 'message').map(([, text]) => text);

/**
 * The report in the fields of one record or row, by the gateway's names; one without a known field is unreadable. Unknown ones pass
 * as they are. `show` makes of a message text what is shown.
 */
export function toReport(
	fields: ReadonlyMap<string, FieldValue>,
	raw: string,
	show: (text: string) => string = (text) => text,
): DeliveryReport {
	const known: Partial<Record<Field, string>> = {};
	const times: Record<'sentAt' | 'receivedAt', string | null> = { sentAt: null, receivedAt: null };
	const zoned: Partial<typeof times> = {};
	const other: Array<[string, FieldValue]> = [];
	const unreadTimes: typeof other = [];
	for (const [name, value] of fields) {
		const field = fieldOf(name);
		const text = String(value ?? '');
		const isFirst = field !== undefined && known[field] === undefined;
		if (isFirst) known[field] = text;
		if (isFirst && (field === 'sentAt' || field === 'receivedAt')) {
			times[field] = readGatewayTime(text);
			if (times[field] !== null || !/[1-9]/.test(text)) continue;
			// A time in another shape than the manual's is kept as it is written, unless it can be read by its zone.
			const entry: [string, FieldValue] = [name, text];
			other.push(entry);
			const time = readZonedTime(text);
			if (time === null) continue;
			zoned[field] = time;
			unreadTimes.push(entry);
		} else if (field === undefined || known[field] !== text) other.push([name, value]);
	}
	if (Object.keys(known).length === 0) return unreadable(raw);
	const code = known.code?.trim() || null;
	const details = known.details ?? '';
	const { status, meaning } = readDelivery(code, details);
	const writtenTo = known.to?.trim() || null;
	const to = writtenTo === null ? null : asSent(writtenTo);
	const [writtenMessage, message] =
		known.message === undefined ? [null, null] : [known.message, show(known.message)].map(withoutQuotes);
	const written: AsWritten = {
		...(to !== writtenTo && { to: writtenTo }),
		...(message !== writtenMessage && { message: writtenMessage }),
		...(unreadTimes.length > 0 && { ...times, other: Object.fromEntries(other) }),
	};
	return {
		to,
		message,
		...times,
		...zoned,
		code,
		status,
		meaning,
		details,
		other: Object.fromEntries(other.filter((entry) => !unreadTimes.includes(entry))),
		...(Object.keys(written).length > 0 && { written }),
	};
}

/** A number as `send` writes it; most are. */
const asSent = (written: string): string => (/^8801\d{9}$/.test(written) ? written : (readMsisdn(written) ?? written));

/** The quotes around a text, and one space inside them, are the gateway's. */
function withoutQuotes(text: string): string {
	const trimmed = text.trim();
	if (trimmed.length < 2 || !trimmed.startsWith('"') || !trimmed.endsWith('"')) return text;
	return trimmed.slice(1, -1).replace(/^ /, '').replace(/ $/, '');
}
