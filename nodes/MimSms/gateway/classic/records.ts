import { readGatewayTime } from '../gatewayTime';
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

/** The report in the fields of one record or row, by the gateway's names; one without a known field is unreadable. Unknown ones pass as they are. */
export function toReport(fields: ReadonlyMap<string, FieldValue>, raw: string): DeliveryReport {
	const known: Partial<Record<Field, string>> = {};
	const times: Record<'sentAt' | 'receivedAt', string | null> = { sentAt: null, receivedAt: null };
	const other: Array<[string, FieldValue]> = [];
	for (const [name, value] of fields) {
		const field = fieldOf(name);
		const text = String(value ?? '');
		const isFirst = field !== undefined && known[field] === undefined;
		if (isFirst) known[field] = text;
		if (isFirst && (field === 'sentAt' || field === 'receivedAt')) {
			times[field] = readGatewayTime(text);
			// A time in another shape than the manual's is kept as it is written.
			if (times[field] === null && /[1-9]/.test(text)) other.push([name, text]);
		} else if (field === undefined || known[field] !== text) other.push([name, value]);
	}
	if (Object.keys(known).length === 0) return unreadable(raw);
	const code = known.code?.trim() || null;
	const details = known.details ?? '';
	const { status, meaning } = readDelivery(code, details);
	return {
		to: known.to?.trim() || null,
		message: known.message === undefined ? null : withoutQuotes(known.message),
		sentAt: times.sentAt,
		receivedAt: times.receivedAt,
		code,
		status,
		meaning,
		details,
		other: Object.fromEntries(other),
	};
}

/** The quotes around a text, and one space inside them, are the gateway's. */
function withoutQuotes(text: string): string {
	const trimmed = text.trim();
	if (trimmed.length < 2 || !trimmed.startsWith('"') || !trimmed.endsWith('"')) return text;
	return trimmed.slice(1, -1).replace(/^ /, '').replace(/ $/, '');
}
