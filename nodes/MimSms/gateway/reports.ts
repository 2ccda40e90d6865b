import { readDelivery, type DeliveryStatus } from './deliveryCodes';
import { ACCEPTED_CODE, scopeOfCode } from './errorCodes';
import { failure, success, type Outcome } from './fault';
import { readGatewayTime } from './gatewayTime';
import { parseJson, readFailure } from './replies';
import type { Reply } from './reply';
import { readXmlRecords, withoutComments, withoutProlog } from './xml';

/** What became of one message (a DLR). Times are ISO 8601 with +06:00; codes are texts, `"1"`. */
export interface DeliveryReport {
	to: string | null;
	message: string | null;
	sentAt: string | null;
	receivedAt: string | null;
	code: string | null;
	status: DeliveryStatus;
	meaning: string | null;
	details: string | null;
	/** Fields this package does not know, as the gateway names them; its own ID and Parts are among them. */
	other: Record<string, string>;
	/** The text of a record that can't be read; then all else is null or empty. */
	raw?: string;
}

export interface ReportPage {
	reports: DeliveryReport[];
	/** Whether the page came to its end; false when it was cut off. */
	complete: boolean;
}

/** Rows that the gateway hands out in one call (manual, "Retrieving Informations"): a full page means "ask again". */
export const PAGE_SIZE = 100;

/**
 * Reads a page of delivery reports, XML or JSON. No `<message>`, no list, an empty body or a bare success code means no report yet;
 * an error of the gateway, a web page or a list of another make is a fault. A record that can't be read comes out with its raw text.
 */
export function readReports(reply: Reply): Outcome<ReportPage> {
	const page = reply.text.replace(/^\uFEFF/, '').trim();
	if (page === '') return reply.status < 400 ? success({ reports: [], complete: true }) : failure(readFailure(reply));
	const records = readXmlRecords(page);
	if (records.length > 0) {
		return success({ reports: records.map(({ fields, raw }) => (fields ? toReport(fields, raw) : unreadable(raw))), complete: isWhole(page) });
	}
	if (reply.status < 400 && holdsNothing(page)) return success({ reports: [], complete: true });
	const list = /^<dlr(?=[\s/>])[^<>]*>?([^]*)/i.exec(withoutComments(withoutProlog(page)))?.[1];
	// Every report names a number or a time: a list without a digit holds none.
	if (list !== undefined && !/\d/.test(list) && !OWN_FIELD.test(list) && !OTHER_RECORD.test(list)) return success({ reports: [], complete: isWhole(page) });
	return readJsonReports(reply);
}

/** A declaration alone, or an empty list behind a warning that PHP wrote into the page, unless reports may stand in that. */
function holdsNothing(text: string): boolean {
	const page = withoutLastComments(text);
	if (/^<\?xml\s[^<>]*\?>$/i.test(page)) return true;
	const list = /<dlr(?:\s[^<>]*)?(?:\/>|>\s*<\/dlr\s*>)$/i.exec(page.slice(-200))?.[0];
	if (list === undefined) return false;
	const before = page.slice(0, -list.length);
	return /\b(?:warning|notice|deprecated)\b/i.test(before) && !/\d{10}|<html/i.test(before) && !OWN_FIELD.test(before) && !OTHER_RECORD.test(before);
}

/** A record in another writing than the gateway's, such as `<Message id="a">`. */
const OTHER_RECORD = /<(?:[\w.-]+:)?(?:message|sms)(?=[\s>])(?![^<>]*\/>)/i;

/**
 * The same for a call that takes reports out of the gateway: what was handed out will not come again. So what can't be read
 * of a text that broke off, or that speaks of reports, comes out raw.
 */
export function readTakenReports(reply: Reply): Outcome<ReportPage> {
	const page = readReports(reply);
	const { broken = false, text } = reply;
	if (page.ok) return broken ? success({ ...page.value, complete: false }) : page;
	if (!broken && (page.fault.kind !== 'unreadable' || !OWN_FIELD.test(text) || isWebPage(text))) return page;
	const rest = text.trim();
	return success({ reports: rest === '' ? [] : [unreadable(rest)], complete: !broken });
}

const OWN_FIELD = /<dlr[\s/>]|msisdn|dlrstatus|sms_status_str/i;

const isWebPage = (text: string): boolean => /^[\s\uFEFF]*<!doctype html/i.test(text) || /^<html/i.test(withoutProlog(text));

function readJsonReports(reply: Reply): Outcome<ReportPage> {
	const json = parseJson(reply.text);
	const listed = isRecord(json) ? rowsWithin(json) : [];
	if (listed.length > 0) return success({ reports: listed.map((row) => jsonReport(row)), complete: true });
	const fault = readFailure(reply);
	if (fault.kind === 'rejected') return meansNoReport(reply, fault.code) ? success({ reports: [], complete: true }) : failure(fault);
	if (reply.text.trim() === ACCEPTED_CODE) return success({ reports: [], complete: true });
	const rows = Array.isArray(json) ? json : isRecord(json) && holdsReport(json) ? [json] : undefined;
	if (rows) return success({ reports: rows.map((row) => jsonReport(row)), complete: true });
	return readCutJson(reply.text) ?? failure(fault);
}

/** The rows of all lists of reports in an object, `{"status":"success","data":[…]}`. */
function rowsWithin(json: Record<string, unknown>, depth = 3): unknown[] {
	return Object.values(json).flatMap((value) => {
		if (Array.isArray(value)) return value.some((row) => isRecord(row) && holdsReport(row)) ? value : [];
		return isRecord(value) && depth > 1 ? rowsWithin(value, depth - 1) : [];
	});
}

const holdsReport = (row: Record<string, unknown>): boolean => Object.keys(row).some((name) => fieldOf(name) !== undefined);

function isWhole(text: string): boolean {
	const page = withoutLastComments(text);
	return /(?:<\/dlr\s*>|<dlr(?:\s[^<>]*)?\/>)$/i.test(page.slice(-200)) || endsAsItBegan(page);
}

/** Some programs in front add a comment to every page. */
function withoutLastComments(text: string): string {
	let page = text;
	for (let from = 0; from >= 0 && page.endsWith('-->'); ) {
		from = page.lastIndexOf('<!--');
		page = page.slice(0, from < 0 ? page.length : from).trimEnd();
	}
	return page;
}

function endsAsItBegan(page: string): boolean {
	const root = /^<([\w:.-]+)[\s>]/.exec(withoutProlog(page))?.[1];
	return root !== undefined && root !== 'message' && page.endsWith(`</${root}>`);
}

/** A JSON list that broke off: its whole rows, and the beginning of the next one raw. */
function readCutJson(text: string): Outcome<ReportPage> | null {
	if (!/^\s*\[\s*\{/.test(text)) return null;
	for (let end = text.lastIndexOf('}'), tries = 0; end > 0 && tries < 50; end = text.lastIndexOf('}', end - 1), tries++) {
		const rows = parseJson(`${text.slice(0, end + 1)}]`);
		if (!Array.isArray(rows)) continue;
		const rest = text.slice(end + 1).replace(/^[\s,]+/, '').trim();
		return success({ reports: [...rows.map((row) => jsonReport(row)), ...(rest === '' ? [] : [unreadable(rest)])], complete: false });
	}
	return success({ reports: [unreadable(text.trim())], complete: false });
}

/**
 * A bare code in place of reports means that there are none yet (seen in programs); but one that speaks of the account or
 * of the service, such as 1003 or 1016, is an error here as anywhere, or a wrong key would pass for "no report".
 */
const meansNoReport = (reply: Reply, code: string | null): boolean =>
	/^\s*\d+\s*$/.test(reply.text) && !['account', 'service'].includes(scopeOfCode(code));

function jsonReport(row: unknown): DeliveryReport {
	const raw = asText(row);
	if (!isRecord(row)) return unreadable(raw);
	return toReport(new Map(Object.entries(row).map(([name, value]) => [name, asText(value)])), raw);
}

type Field = 'to' | 'message' | 'sentAt' | 'receivedAt' | 'code' | 'details';

/** The gateway's names of the fields, in its own writing first, since that is nearly every one, and in lower case; the JSON form has names of its own (seen on one host). */
const FIELDS: ReadonlyMap<string, Field> = new Map(
	([['MSISDN', 'to'], ['SMS', 'message'], ['SMSSent', 'sentAt'], ['DLRReceived', 'receivedAt'], ['DLRStatus', 'code'], ['DLRStatusDetails', 'details'], ['sms_status_str', 'details']] as const)
		.flatMap(([name, field]): Array<[string, Field]> => [[name, field], [name.toLowerCase(), field]]),
);

const fieldOf = (name: string): Field | undefined => FIELDS.get(name) ?? FIELDS.get(name.toLowerCase());

function toReport(fields: ReadonlyMap<string, string>, raw: string): DeliveryReport {
	const known: Partial<Record<Field, string>> = {};
	const times: Record<'sentAt' | 'receivedAt', string | null> = { sentAt: null, receivedAt: null };
	const other: Array<[string, string]> = [];
	for (const [name, value] of fields) {
		const field = fieldOf(name);
		const isFirst = field !== undefined && known[field] === undefined;
		if (isFirst) known[field] = value;
		if (isFirst && (field === 'sentAt' || field === 'receivedAt')) {
			times[field] = readGatewayTime(value);
			// A time in another shape than the manual's is kept as it is written.
			if (times[field] === null && /[1-9]/.test(value)) other.push([name, value]);
		} else if (field === undefined || known[field] !== value) other.push([name, value]);
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

const unreadable = (raw: string): DeliveryReport => ({
	to: null,
	message: null,
	sentAt: null,
	receivedAt: null,
	code: null,
	status: 'unknown',
	meaning: null,
	details: null,
	other: {},
	raw,
});

/** The quotes around a text, and one space inside them, are the gateway's. */
function withoutQuotes(text: string): string {
	const trimmed = text.trim();
	if (trimmed.length < 2 || !trimmed.startsWith('"') || !trimmed.endsWith('"')) return text;
	return trimmed.slice(1, -1).replace(/^ /, '').replace(/ $/, '');
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value of JSON as a text; an object stays JSON. */
function asText(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (typeof value !== 'object') return String(value);
	try {
		return JSON.stringify(value);
	} catch {
		return 'nested too deep to be shown';
	}
}
