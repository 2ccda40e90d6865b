import { parseLosslessJson } from '../vendor';

/** JSON, with a number as the text it is written as where a number of JavaScript would be another; undefined when it is none. */
export function parseJson(text: string): unknown {
	if (!/^[\s\uFEFF]*[[{"]/.test(text)) return undefined;
	return parseUsual(text) ?? parseLosslessly(text);
}

/** What JavaScript writes as it is written here has lost nothing, no number and no name; undefined for the rest. */
function parseUsual(text: string): unknown {
	if (text.includes('__proto__')) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return JSON.stringify(value) === text ? value : undefined;
	} catch {
		return undefined;
	}
}

/** The same for all JSON, in ten times the time. */
export function parseLosslessly(text: string): unknown {
	try {
		return parseLosslessJson(text.replace(/^\uFEFF/, ''), undefined, (digits) =>
			String(Number(digits)) === digits ? Number(digits) : digits,
		);
	} catch {
		return undefined;
	}
}
