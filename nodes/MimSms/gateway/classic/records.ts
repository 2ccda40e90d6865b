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

/** `<![CDATA[…]]>` around a whole text; an end of it within the text is written by ending it and beginning anew. */
const CDATA = /^\s*<!\[CDATA\[([^]*)\]\]>\s*$/;

const ENTITIES: ReadonlyMap<string, string> = new Map([
	['amp', '&'],
	['lt', '<'],
	['gt', '>'],
	['quot', '"'],
	['apos', "'"],
]);

const ENTITY = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi;

/** What a page that escapes its texts has nowhere. */
const BARE = /<|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});)/i;

/** The text inside CDATA, or null where a text is not wrapped in it. */
export const withinCdata = (text: string): string | null =>
	CDATA.exec(text)?.[1].replaceAll(']]]]><![CDATA[>', ']]>') ?? null;

/**
 * How to show the message texts of one page: those in CDATA without it, the others decoded if the page escapes them. Most gateways
 * do not; that one does is seen where a text bears an entity and none a bare `&` or `<`.
 */
export function textReader(texts: readonly string[]): (text: string) => string {
	const plain = texts
		.filter((text) => text.includes('&') || text.includes('<'))
		.filter((text) => withinCdata(text) === null);
	const isEscaped = plain.length > 0 && !plain.some((text) => BARE.test(text));
	return (text) => withinCdata(text) ?? (isEscaped ? decode(text) : text);
}

const decode = (text: string): string =>
	text.replace(ENTITY, (entity: string, name?: string, decimal?: string, hex?: string) => {
		if (name !== undefined) return ENTITIES.get(name.toLowerCase()) as string;
		const code = decimal === undefined ? parseInt(hex as string, 16) : Number(decimal);
		return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entity;
	});

/**
 * The report in the fields of one record or row, by the gateway's names; one without a known field is unreadable. Unknown ones pass
 * as they are. `show` makes of a message text what is shown.
 */
export function toReport(
	fields: ReadonlyMap<string, FieldValue>,
	raw: string,
	show: (text: string) => string = (text) => text,
): DeliveryReport {
	const sorted = sortFields(fields);
	if (sorted === null) return unreadable(raw);
	const { known, times, zoned, other, zonedEntries } = sorted;
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
		other: Object.fromEntries(
			zonedEntries.length === 0 ? other : other.filter((entry) => !zonedEntries.includes(entry)),
		),
	};
	if (to !== writtenTo || message !== writtenMessage || zonedEntries.length > 0)
		report.written = {
			...(to !== writtenTo && { to: writtenTo }),
			...(message !== writtenMessage && { message: writtenMessage }),
			...(zonedEntries.length > 0 && { ...times, other: Object.fromEntries(other) }),
		};
	return report;
}

type Times = Record<'sentAt' | 'receivedAt', string | null>;

type Entry = [name: string, value: FieldValue];

/** The fields of one record, as they were sorted. */
interface Sorted {
	/** By what they stand for, as they are written. */
	known: Record<Field, string | undefined>;
	/** Those in the manual's shape. */
	times: Times;
	/** Those in another shape that can be read by their zone. */
	zoned: Times;
	/** Where nobody knows what they stand for; what a field says besides its first value; times that are not in the manual's shape. */
	other: Entry[];
	/** Those of `other` that `zoned` holds as well. */
	zonedEntries: Entry[];
}

/** Null where no field is known. */
function sortFields(fields: ReadonlyMap<string, FieldValue>): Sorted | null {
	const sorted: Sorted = {
		known: { ...NOTHING },
		times: { sentAt: null, receivedAt: null },
		zoned: { sentAt: null, receivedAt: null },
		other: [],
		zonedEntries: [],
	};
	const { known, other } = sorted;
	let isKnown = false;
	fields.forEach((value, name) => {
		const field = fieldOf(name);
		const text = String(value ?? '');
		if (field !== undefined && known[field] === undefined) {
			known[field] = text;
			isKnown = true;
			if (field === 'sentAt' || field === 'receivedAt') sortTime(sorted, field, name, text);
		} else if (field === undefined || known[field] !== text)
			other.push([name, typeof value === 'string' ? ownText(value) : value]);
	});
	return isKnown ? sorted : null;
}

/** A time in another shape than the manual's is kept as it is written, unless it can be read by its zone; one of zeros is none. */
function sortTime({ times, zoned, other, zonedEntries }: Sorted, field: keyof Times, name: string, text: string): void {
	times[field] = readGatewayTime(text);
	if (times[field] !== null || !/[1-9]/.test(text)) return;
	const entry: Entry = [name, ownText(text)];
	other.push(entry);
	zoned[field] = readZonedTime(text);
	if (zoned[field] !== null) zonedEntries.push(entry);
}

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
