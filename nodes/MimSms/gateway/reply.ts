/** A reply as it came: the gateway is judged by its text, the status only helps to explain (seen in several programs). */
export interface Reply {
	status: number;
	text: string;
	/** Set when the connection broke while the text was coming in: what is here is its beginning. */
	broken?: boolean;
}

/**
 * The text of an answer. UTF-16 is known by its mark or by the zeros in its first sign. Another charset that the content type, or
 * the XML declaration, names is believed only where the bytes are no UTF-8: web servers often name a wrong one. With `isPart`, half a sign at the
 * end is left out. Never throws.
 */
export function replyText(bytes: Uint8Array, contentType: string, { isPart }: { isPart: boolean }): string {
	const decode = (charset: string) => new TextDecoder(charset).decode(bytes, { stream: isPart });
	const text = decode(utf16Of(bytes) ?? 'utf-8');
	const named = /charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType)?.[1] ?? DECLARED.exec(text)?.[1] ?? 'utf-8';
	if (/^utf-16/i.test(named) || seemsRight(text)) return text;
	try {
		return decode(named);
	} catch {
		return text;
	}
}

const DECLARED = /^\s*<\?xml\s[^<>]*\bencoding\s*=\s*["']([\w.:-]+)/i;

function utf16Of([first, second]: Uint8Array): string | undefined {
	if ((first === 0xff && second === 0xfe) || (first > 0 && second === 0)) return 'utf-16le';
	return (first === 0xfe && second === 0xff) || (first === 0 && second > 0) ? 'utf-16be' : undefined;
}

/** One text that was cut within a sign makes no other charset of a page in UTF-8. */
function seemsRight(text: string): boolean {
	const count = (signs: RegExp) => text.slice(0, 100_000).match(signs)?.length ?? 0;
	return count(/[^\p{ASCII}\uFFFD]/gu) >= count(/\uFFFD/g);
}
