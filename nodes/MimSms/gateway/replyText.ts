/**
 * The text of an answer. UTF-16 is known by its byte order mark or by the zeros in its first sign, whatever the content type
 * says. Another charset that this names is believed only where the bytes are no UTF-8: web servers often name a wrong one,
 * and every Bangla text would be spoilt. With `isPart`, half a sign at the end is left out. Never throws.
 */
export function replyText(bytes: Uint8Array, contentType: string, isPart: boolean): string {
	const text = decode(bytes, utf16Of(bytes) ?? 'utf-8', isPart);
	const named = /charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType)?.[1];
	if (named === undefined || /^utf-?16/i.test(named) || seemsRight(text)) return text;
	try {
		return decode(bytes, named, isPart);
	} catch {
		// A charset that nobody knows.
		return text;
	}
}

const decode = (bytes: Uint8Array, charset: string, isPart: boolean): string => new TextDecoder(charset).decode(bytes, { stream: isPart });

function utf16Of([first, second]: Uint8Array): string | undefined {
	if ((first === 0xff && second === 0xfe) || (first > 0 && second === 0)) return 'utf-16le';
	if ((first === 0xfe && second === 0xff) || (first === 0 && second > 0)) return 'utf-16be';
	return undefined;
}

/** One text that was cut within a sign makes no other charset of a page in UTF-8. */
function seemsRight(text: string): boolean {
	const beginning = text.slice(0, 100_000);
	const broken = beginning.match(/\uFFFD/g)?.length ?? 0;
	return broken === 0 || (beginning.match(/[^\p{ASCII}\uFFFD]/gu)?.length ?? 0) >= broken;
}
