import { parseLosslessJson } from '../vendor';

/** JSON, with a number as the text it is written as where a number of JavaScript would be another; undefined when it is none. */
export function parseJson(text: string): unknown {
	if (!/^[\s\uFEFF]*[[{"]/.test(text)) return undefined;
	try {
		return parseLosslessJson(text.replace(/^\uFEFF/, ''), undefined, (digits) =>
			String(Number(digits)) === digits ? Number(digits) : digits,
		);
	} catch {
		return undefined;
	}
}
