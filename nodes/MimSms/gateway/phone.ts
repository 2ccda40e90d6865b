import { parsePhoneNumberFromString } from '../vendor';

export interface InvalidRecipient {
	input: string;
	reason: string;
}

export interface Recipients {
	/** MSISDNs as the gateway wants them: digits only, country code first, each once, in the order of the input. */
	msisdns: string[];
	invalid: InvalidRecipient[];
}

const HOME = 'BD';
const NO_NUMBER = 'is no mobile number: write 01XXXXXXXXX, or + and the country code for another country';

/**
 * The recipients in an array, or in a text with commas, semicolons, new lines, or a plus after a digit between them.
 * A piece that is one number is one; otherwise it is split at spaces and every part must be a number.
 */
export function readRecipients(input: unknown): Recipients {
	const msisdns = new Set<string>();
	const invalid: InvalidRecipient[] = [];
	for (const piece of pieces(input)) {
		const found = readPiece(piece);
		if (found) found.forEach((msisdn) => msisdns.add(msisdn));
		else invalid.push({ input: piece, reason: NO_NUMBER });
	}
	return { msisdns: [...msisdns], invalid };
}

/** The MSISDN in one written number (`8801712345678`), or null when it is no valid mobile number. */
export function readMsisdn(written: string): string | null {
	const text = plainDigits(written);
	if (!/^\+?[\d\s()./-]{4,40}$/.test(text)) return null;
	const international = text.replace(/^00/, '+');
	const parsed = parsePhoneNumberFromString(international, { defaultCountry: HOME, extract: false });
	if (!parsed?.isValid()) return null;
	if (!international.startsWith('+') && parsed.country !== HOME) return null;
	return parsed.number.slice(1);
}

function pieces(input: unknown): string[] {
	const texts = Array.isArray(input) ? input.map(asText) : [asText(input)];
	return texts
		.flatMap((text) => text.split(/[,;،؛\r\n\u2028\u2029]|(?<=\p{Nd}[ \t]*)(?=\+)/u))
		.map((piece) => piece.trim())
		.filter((piece) => piece !== '');
}

function asText(value: unknown): string {
	if (typeof value === 'string') return value;
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function readPiece(piece: string): string[] | null {
	const whole = readMsisdn(piece) ?? readAfterPlus(piece);
	if (whole !== null) return [whole];
	const parts = piece.split(/\s+/);
	if (parts.length === 1) return null;
	const msisdns = parts.map((part) => readMsisdn(part));
	return msisdns.every((msisdn) => msisdn !== null) ? msisdns : null;
}

/** In `017…+018…` the plus only joins: the gateway's own way to write many numbers (manual, `contacts`). */
const readAfterPlus = (piece: string): string | null => (piece.startsWith('+') ? readMsisdn(piece.slice(1)) : null);

/** Invisible marks out, Bangla digits to ASCII; libphonenumber knows the other digits, yet the check above wants them plain. */
const plainDigits = (text: string): string =>
	text
		.normalize('NFKC')
		.replace(/\p{Cf}/gu, '')
		.replace(/[০-৯]/g, (digit) => String(digit.charCodeAt(0) - '০'.charCodeAt(0)))
		.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - '٠'.charCodeAt(0)))
		.replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - '۰'.charCodeAt(0)))
		.replace(/[‐‑‒–—−]/g, '-')
		.trim();
