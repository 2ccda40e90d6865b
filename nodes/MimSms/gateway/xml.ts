import { XMLParser } from '../vendor';

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
const RECORD_START = new RegExp(`(?:(?<=^\\s*|</message>\\s*|<dlr[^<>]*>\\s*|\\?>\\s*)<message>)|<message>(?=\\s*<(?:${FIELD_NAMES})>)`, 'g');
const RECORD_END = '</message>';

const parser = new XMLParser({
	ignoreAttributes: true,
	parseTagValue: false,
	trimValues: false,
	processEntities: false,
	ignoreDeclaration: true,
	ignorePiTags: true,
});

/** Cuts a page into its records; a damaged one costs none of its neighbours. Never throws. */
export function readXmlRecords(page: string): XmlRecord[] {
	const starts = [...page.matchAll(RECORD_START)].map((match) => match.index);
	return starts.map((start, i) => {
		const slice = page.slice(start, starts[i + 1] ?? page.length);
		const end = slice.lastIndexOf(RECORD_END);
		const raw = end < 0 ? slice : slice.slice(0, end + RECORD_END.length);
		return { fields: end < 0 ? null : readFields(raw), raw: raw.trim() };
	});
}

/** Whether a page declares a document type: a way to make a parser fetch or expand things, and nothing the gateway sends. */
export const declaresDocumentType = (page: string): boolean => {
	const head = page.slice(0, 20_000);
	const first = head.search(/<message>/);
	return /<!DOCTYPE|<!ENTITY/i.test(first < 0 ? head : head.slice(0, first));
};

function readFields(record: string): Map<string, string> | null {
	const cut = cutText(record);
	if (cut === null) return null;
	const message = parse(cut.rest)?.message;
	if (typeof message !== 'object' || message === null || Array.isArray(message)) return null;
	const fields = new Map<string, string>();
	for (const [name, value] of Object.entries(message)) {
		if (name === '#text' && typeof value === 'string' && value.trim() === '') continue;
		if (typeof value !== 'string' || name === '#text') return null;
		fields.set(name, name === TEXT_FIELD && cut.text !== null ? cut.text : value.trim());
	}
	return fields.size === 0 ? null : fields;
}

/** The record without its message text, and the text; null when the text has no end. */
function cutText(record: string): { rest: string; text: string | null } | null {
	const open = record.indexOf(`<${TEXT_FIELD}>`);
	if (open < 0) return { rest: record, text: null };
	const from = open + TEXT_FIELD.length + 2;
	const to = record.lastIndexOf(`</${TEXT_FIELD}>`);
	if (to < from) return null;
	return { rest: record.slice(0, from) + record.slice(to), text: record.slice(from, to) };
}

function parse(record: string): { message?: unknown } | null {
	try {
		return parser.parse(record, true) as { message?: unknown };
	} catch {
		return null;
	}
}
