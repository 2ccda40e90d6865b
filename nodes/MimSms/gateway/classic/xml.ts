import { XMLParser } from '../../vendor';

/** One `<message>` of a page of reports: its fields as texts, or `fields: null` when it can't be read. `raw` is its text. */
export interface XmlRecord {
	fields: Map<string, string> | null;
	raw: string;
}

/**
 * The message text stands unescaped in `<SMS>` (seen in several programs): `&`, `<3`, even `</SMS>`. So it is taken out
 * before the parser sees the record, and comes back letter by letter; nothing is decoded, no entity is expanded.
 */
const TEXT_FIELD = 'SMS';
const FIELD_NAMES = 'MSISDN|SMS|SMSSent|DLRReceived|DLRStatus|DLRStatusDetails|ID|Parts';

/** A record begins where the one before ended, or, when that one is damaged, where a known field follows. */
const RECORD_START = new RegExp(
	`<message>(?:(?=\\s*<(?:${FIELD_NAMES})>)|(?<=(?:^\\s*|</message>\\s*|<dlr[^<>]*>\\s*|\\?>\\s*)<message>))`,
	'g',
);
const RECORD_BEGIN = '<message>';
const RECORD_END = '</message>';

const parser = new XMLParser({
	ignoreAttributes: true,
	parseTagValue: false,
	trimValues: false,
	processEntities: false,
	ignoreDeclaration: true,
	ignorePiTags: true,
});

/** Ends that are tried for one record; a text with more `</message>` in it than that is taken to the last. */
const MOST_ENDS = 50;

/** Characters that the parser may be given, beyond one look at each record: so a hostile page holds nothing up. */
class Room {
	private left: number;

	constructor(page: string) {
		this.left = 2 * page.length + 500_000;
	}

	/** For one look at each record there always is room. */
	add(record: string): void {
		this.left = Math.max(this.left, 0) + record.length;
	}

	has(text: string): boolean {
		if (text.length > this.left) return false;
		this.left -= text.length;
		return true;
	}
}

/**
 * Cuts a page into its records; a damaged one costs none of its neighbours, and what stands between two records, as one
 * does whose first tag was lost, comes out as a record that can't be read. `page` has no white space around it. Never throws.
 */
export function readXmlRecords(page: string): XmlRecord[] {
	const starts = [...page.matchAll(RECORD_START)].map((match) => match.index);
	if (starts.length === 0) return [];
	const before = withoutProlog(page.slice(0, starts[0])).replace(/^<dlr[^<>]*>/i, '');
	const room = new Room(page);
	return [
		...leftover(before),
		...starts.flatMap((start, i) =>
			readSlice(page.slice(start, starts[i + 1] ?? page.length), i === starts.length - 1, room),
		),
	];
}

/** From the start of a record to the start of the next: the record, and what is left behind its end. */
function readSlice(slice: string, isLast: boolean, room: Room): XmlRecord[] {
	room.add(slice);
	const ends = [...slice.matchAll(/<\/message>/g)].map((match) => match.index + RECORD_END.length);
	const [last] = ends.slice(-1);
	if (last === undefined) return [{ fields: null, raw: withoutFrame(slice) }];
	const tried = ends.length > MOST_ENDS ? [...ends.slice(0, MOST_ENDS), last] : ends;
	for (const end of tried) {
		const raw = slice.slice(0, end);
		const fields = readFields(raw, true, room);
		if (fields) return [{ fields, raw }, ...leftover(slice.slice(end))];
	}
	const [raw, rest] = [slice.slice(0, last), slice.slice(last)];
	const fields = isEnd(rest, isLast) ? readFields(raw, false, room) : null;
	// Text behind the last end belongs to a record that broke off within its message text.
	return [{ fields, raw: fields || withoutFrame(rest) === '' ? raw : withoutFrame(slice) }];
}

/** Whether a record surely ends where this follows: nothing but tags of the list, and behind the last of a page at least one of them. */
const isEnd = (rest: string, isLast: boolean): boolean =>
	leftover(rest).length === 0 && !(isLast && rest.replace(CUT_END, '').trim() === '');

const leftover = (text: string): XmlRecord[] => {
	const raw = withoutFrame(text);
	return TAGS_ALONE.test(withoutComments(raw).replace(CUT_END, '')) ? [] : [{ fields: null, raw }];
};

/** Of a list under another name than `dlr`. */
const TAGS_ALONE = /^(?:\s*<\/?[\w:.-]+\s*>){0,50}\s*$/;

/** Where the page broke off within the last tag of the list. */
const CUT_END = /<(?:\/[\w:.-]*\s*)?$/;

/** To see what is left: some programs add a comment to every page. */
export const withoutComments = (text: string): string =>
	text
		.split('-->')
		.map((part, i, { length }) => (i < length - 1 ? part.split('<!--', 1)[0] : part))
		.join('');

const withoutFrame = (text: string): string => {
	const trimmed = text.trim();
	return (trimmed.slice(-6).toLowerCase() === '</dlr>' ? trimmed.slice(0, -6) : trimmed).trim();
};

/** A page without what may stand before its list: declarations, comments, a document type. Nothing of them is looked into. */
export const withoutProlog = (page: string): string => page.replace(PROLOG, '');

const PROLOG = /^(?:[\s\uFEFF]+|<\?[^<>]*>|<!--[^]*?-->|<!DOCTYPE[^<>[]*(?:\[[^]*?\]\s*)?>|<!ENTITY[^<>]*>){0,50}/i;

/** `strict`: a message text that begins with the gateway's quote must end with it, or the record may have been cut within the text. */
function readFields(record: string, strict: boolean, room: Room): Map<string, string> | null {
	const cut = cutText(record);
	if (cut === null || (strict && isCutWithin(cut.text))) return null;
	const flat = readFlat(cut);
	if (flat) return flat;
	const message = room.has(cut.rest) ? parse(cut.rest)?.message : null;
	if (typeof message !== 'object' || message === null || Array.isArray(message)) return null;
	const fields = new Map<string, string>();
	for (const [name, value] of Object.entries(message)) {
		if (name === '#text' && typeof value === 'string' && value.trim() === '') continue;
		if (typeof value !== 'string' || name === '#text') return null;
		fields.set(name, name === TEXT_FIELD && cut.text !== null ? cut.text : value.trim());
	}
	return fields;
}

const FLAT_FIELD = new RegExp(`\\s*<(${FIELD_NAMES})>([^<>&\\r]*)</\\1>`, 'y');

/** A record as the gateway writes it, each known field once and nothing else, which is nearly every one; null for any other, which the parser gets. */
function readFlat({ rest, text }: CutRecord): Map<string, string> | null {
	const fields = new Map<string, string>();
	let at = RECORD_BEGIN.length;
	for (;;) {
		FLAT_FIELD.lastIndex = at;
		const found = FLAT_FIELD.exec(rest);
		if (!found) break;
		const [whole, name, value] = found;
		if (fields.has(name)) return null;
		fields.set(name, name === TEXT_FIELD && text !== null ? text : value.trim());
		at += whole.length;
	}
	return rest.slice(at).trim() === RECORD_END ? fields : null;
}

interface CutRecord {
	/** The record without its message text. */
	rest: string;
	text: string | null;
}

/** Takes the message text out of a record; null when the text has no end. */
function cutText(record: string): CutRecord | null {
	const open = record.indexOf(`<${TEXT_FIELD}>`);
	if (open < 0) return { rest: record, text: null };
	const from = open + TEXT_FIELD.length + 2;
	const to = record.lastIndexOf(`</${TEXT_FIELD}>`);
	if (to < from) return null;
	return { rest: record.slice(0, from) + record.slice(to), text: record.slice(from, to) };
}

const isCutWithin = (text: string | null): boolean => {
	const trimmed = text?.trim() ?? '';
	return trimmed.startsWith('"') && (trimmed.length === 1 || !trimmed.endsWith('"'));
};

function parse(record: string): { message?: unknown } | null {
	try {
		return parser.parse(record, true) as { message?: unknown };
	} catch {
		return null;
	}
}
