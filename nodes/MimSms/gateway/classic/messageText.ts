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
