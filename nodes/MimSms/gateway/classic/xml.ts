import { parseXml, type XmlElement, type XmlNode, type XmlText } from '../../vendor';
import { withinCdata } from './records';

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

/** In any case, with attributes or without. */
const RECORD_BEGIN = '<message(?:\\s[^<>]*)?(?<!/)>';
const RECORD_END = '</message\\s*>';
const RECORD_ENDS = new RegExp(RECORD_END, 'gi');

/** A record begins where the one before ended, or, when that one is damaged, where a known field follows. */
const RECORD_START = new RegExp(
	`${RECORD_BEGIN}(?:(?=\\s*<(?:${FIELD_NAMES})(?:\\s[^<>]*)?>)|(?<=(?:^\\s*|${RECORD_END}\\s*|<dlr[^<>]*>\\s*|\\?>\\s*)${RECORD_BEGIN}))`,
	'gi',
);

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
		...(isWarning(before) ? [] : leftover(before)),
		...starts.flatMap((start, i) =>
			readSlice(page.slice(start, starts[i + 1] ?? page.length), room, { isLast: i === starts.length - 1 }),
		),
	];
}

/** From the start of a record to the start of the next: the record, and what is left behind its end. */
function readSlice(slice: string, room: Room, { isLast }: { isLast: boolean }): XmlRecord[] {
	room.add(slice);
	const ends = [...slice.matchAll(RECORD_ENDS)].map(([tag], i, all) => all[i].index + tag.length);
	const [last] = ends.slice(-1);
	if (last === undefined) return [{ fields: null, raw: withoutFrame(slice) }];
	const tried = ends.length > MOST_ENDS ? [...ends.slice(0, MOST_ENDS), last] : ends;
	for (const end of tried) {
		const raw = slice.slice(0, end);
		const fields = readFields(raw, room, { strict: true });
		if (fields) return [{ fields, raw }, ...leftover(slice.slice(end))];
	}
	const [raw, rest] = [slice.slice(0, last), slice.slice(last)];
	const fields = isEnd(rest, { isLast }) ? readFields(raw, room, { strict: false }) : null;
	// Text behind the last end belongs to a record that broke off within its message text.
	return [{ fields, raw: fields || withoutFrame(rest) === '' ? raw : withoutFrame(slice) }];
}

/** Whether a record surely ends where this follows: nothing but tags of the list, and behind the last of a page at least one of them. */
const isEnd = (rest: string, { isLast }: { isLast: boolean }): boolean =>
	leftover(rest).length === 0 && !(isLast && rest.replace(CUT_END, '').trim() === '');

const leftover = (text: string): XmlRecord[] => {
	const raw = withoutFrame(text);
	return raw === '' || TAGS_ALONE.test(withoutComments(raw).replace(CUT_END, '')) ? [] : [{ fields: null, raw }];
};

/** Of a list under another name than `dlr`. */
const TAGS_ALONE = /^(?:\s*<\/?[\w:.-]+\s*>){0,50}\s*$/;

/** Where the page broke off within the last tag of the list. */
const CUT_END = /<(?:\/[\w:.-]*\s*)?$/;

/** What names a report, or a field of one. */
export const OWN_FIELD = /<dlr[\s/>]|msisdn|dlrstatus|sms_status_str/i;

/** A record in another writing than the gateway's, such as one with a name space. */
export const OTHER_RECORD = /<(?:[\w.-]+:)?(?:message|sms)(?=[\s>])(?![^<>]*\/>)/i;

/** Characters of a warning at most. */
const WARNING_CHARACTERS = 20_000;

/** Whether what stands before the first record is no more than warnings that PHP wrote into the page, and the head of the list. */
function isWarning(before: string): boolean {
	if (before.length > WARNING_CHARACTERS) return false;
	const words = before.replace(/(?:<\?xml[^<>]*\?>\s*)?<[\w:.-]+[^<>]*>\s*$/i, '');
	return (
		/^(?:PHP )?(?:warning|notice|deprecated|strict standards|(?:fatal|parse) error)\s*:/i.test(
			words.replace(/<[^<>]*>/g, ' ').trim(),
		) && !mayHoldReport(words)
	);
}

/** Whether words of a page may be of a report: a number, or the names that only reports have. */
export const mayHoldReport = (words: string): boolean =>
	/\d{10}|<html|<\/(?:message|sms)\b/i.test(words) || OWN_FIELD.test(words) || OTHER_RECORD.test(words);

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

/** What may stand before the list of reports, in any order. */
export const PROLOG_PIECES: ReadonlyArray<{ name: string; example: string; pattern: string }> = [
	{ name: 'white space', example: ' \uFEFF\n', pattern: '[\\s\\uFEFF]+' },
	{ name: 'declaration', example: '<?xml version="1.0"?>', pattern: '<\\?[^<>]*>' },
	{ name: 'comment', example: '<!-- <dlr> -->', pattern: '<!--[^]*?-->' },
	{
		name: 'document type',
		example: '<!DOCTYPE dlr [<!ENTITY a "b">] >',
		pattern: '<!DOCTYPE[^<>[]*(?:\\[[^]*?\\]\\s*)?>',
	},
	{ name: 'entity', example: '<!ENTITY a "b">', pattern: '<!ENTITY[^<>]*>' },
];

const PROLOG = new RegExp(`^(?:${PROLOG_PIECES.map(({ pattern }) => pattern).join('|')}){0,50}`, 'i');

/** `strict`: a message text that begins with the gateway's quote must end with it, or the record may have been cut within the text. */
function readFields(record: string, room: Room, { strict }: { strict: boolean }): Map<string, string> | null {
	const cut = cutText(record);
	if (cut === null || (strict && isCutWithin(cut.text))) return null;
	const flat = readFlat(record, cut);
	if (flat) return flat;
	const rest = record.slice(0, cut.from) + record.slice(cut.to);
	const elements = room.has(rest) ? parse(rest) : null;
	if (elements === null) return null;
	const fields = new Map<string, string>();
	for (const [name, value] of elements) {
		if (fields.has(name)) return null;
		fields.set(name, name === cut.name ? cut.text : value.trim());
	}
	return fields;
}

const FLAT_FIELDS = FIELD_NAMES.split('|');

/** A record as the gateway writes it, each known field once and nothing else, which is nearly every one; null for any other, which the parser gets. */
function readFlat(record: string, cut: CutRecord): Map<string, string> | null {
	const fields = new Map<string, string>();
	for (let at = record.indexOf('>') + 1; ; ) {
		const begin = record.indexOf('<', at);
		if (begin < 0 || record.slice(at, begin).trim() !== '') return null;
		const name = fieldAt(record, begin + 1);
		if (name === undefined) return record.slice(begin).trim() === '</message>' ? fields : null;
		const from = begin + name.length + '<>'.length;
		const isText = from === cut.from;
		const to = isText ? cut.to : record.indexOf('<', from);
		if (fields.has(name) || to < 0 || record[to + 1] !== '/' || !isTag(record, name, to + 2)) return null;
		const value = isText ? cut.text : record.slice(from, to);
		if (!isText && /[>&\r]/.test(value)) return null;
		fields.set(name, isText ? value : value.trim());
		at = to + name.length + '</>'.length;
	}
}

/** The known field whose name a tag bears. */
function fieldAt(record: string, at: number): string | undefined {
	for (const name of FLAT_FIELDS) if (isTag(record, name, at)) return name;
	return undefined;
}

const isTag = (record: string, name: string, at: number): boolean =>
	record.startsWith(name, at) && record[at + name.length] === '>';

/** Where the message text stands in a record. */
interface CutRecord {
	from: number;
	to: number;
	/** The name of the field that holds it, as it is written; null where there is none. */
	name: string | null;
	text: string;
}

const TEXT_BEGIN = new RegExp(`<(${TEXT_FIELD})(?:\\s[^<>]*)?(?<!/)>`, 'i');

/** Takes the message text out of a record; null when the text has no end. */
function cutText(record: string): CutRecord | null {
	const open = TEXT_BEGIN.exec(record);
	if (open === null) return { from: record.length, to: record.length, name: null, text: '' };
	const [tag, name] = open;
	const from = open.index + tag.length;
	const to = record.lastIndexOf(`</${name}>`);
	if (to < from) return null;
	const text = record.slice(from, to);
	// The white space around a text in the gateway's own writing is part of a report's identity.
	return { from, to, name, text: tag === `<${TEXT_FIELD}>` ? text : text.trim() };
}

const isCutWithin = (text: string): boolean => {
	const trimmed = text.trim();
	if (trimmed.startsWith('<![CDATA[')) return !trimmed.endsWith(']]>') || isCutWithin(withinCdata(trimmed) as string);
	return trimmed.startsWith('"') && (trimmed.length === 1 || !trimmed.endsWith('"'));
};

/** The fields that the tag of the record holds, each a text; null when the record is no XML, or holds anything else. */
function parse(record: string): Array<[name: string, text: string]> | null {
	const root = parseRoot(record);
	if (!root?.children.every((child) => isElement(child) || isPassedOver(child))) return null;
	const elements = root.children.filter(isElement);
	if (!elements.every(({ children }) => children.every((child) => isText(child) || isPassedOver(child)))) return null;
	return elements.map(({ name, text }) => [name, text]);
}

function parseRoot(record: string): XmlElement | null {
	try {
		return parseXml(asWritten(record)).root;
	} catch {
		return null;
	}
}

/** So that the parser decodes nothing: signs and line ends come back as they are written. */
const asWritten = (record: string): string =>
	record.replace(/<!\[CDATA\[[^]*?\]\]>|[&\r]/g, (sign) => (sign === '&' ? '&amp;' : sign === '\r' ? '&#13;' : sign));

const isElement = (node: XmlNode): node is XmlElement => node.type === 'element';

/** White space, and instructions for programs; comments the parser leaves out. */
const isPassedOver = (node: XmlNode): boolean => node.type === 'pi' || (isText(node) && node.text.trim() === '');

const isText = (node: XmlNode): node is XmlText => node.type === 'text' || node.type === 'cdata';
