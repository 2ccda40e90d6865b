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

/** Wireless landlines (038, 044, 064 …) pass for mobile in libphonenumber's tables; the gateway sends to 01 only. */
const MOBILE_AT_HOME = /^8801\d{9}$/;

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
		else invalid.push({ input: piece.text, reason: NO_NUMBER });
	}
	return { msisdns: [...msisdns], invalid };
}

/** The MSISDN in one written number (`8801712345678`), or null when it is no valid mobile number. */
export function readMsisdn(written: string): string | null {
	const text = plainDigits(isPlain(written) ? written : written.replace(/\p{Cf}/gu, ''));
	if (!/^\(?\+?[\d\s()./-]{4,40}$/.test(text)) return null;
	const international = text.replace(/^\(\+/, '+').replace(/^\(?00/, '+');
	const parsed = parsePhoneNumberFromString(international, { defaultCountry: HOME, extract: false });
	if (!parsed?.isValid()) return null;
	const msisdn = parsed.number.slice(1);
	if (msisdn.startsWith('880')) return MOBILE_AT_HOME.test(msisdn) ? msisdn : null;
	return international.startsWith('+') ? msisdn : null;
}

interface Piece {
	text: string;
	/** Whether its plus joins it to a number before it: the gateway's own way to write many (manual, `contacts`). */
	joined: boolean;
}

/** ASCII without control characters: most numbers. */
const isPlain = (text: string): boolean => /^[ -~]*$/.test(text);

function pieces(input: unknown): Piece[] {
	if (typeof input === 'string' && /^\+?\d+$/.test(input)) return [{ text: input, joined: false }];
	const texts = Array.isArray(input) ? input.map(asText) : [asText(input)];
	return texts
		.flatMap((text) => text.replace(/\p{Cf}/gu, '').split(/[,;،؛，；\r\n\u2028\u2029]/))
		.flatMap((part) =>
			part.split(/(?=[+＋])(?<=\p{Nd}[ \t]*)/u).map((text, index) => ({ text: text.trim(), joined: index > 0 })),
		)
		.filter(({ text, joined }) => text !== '' && !(joined && /^[+＋]$/.test(text)));
}

function asText(value: unknown): string {
	if (typeof value === 'string') return value;
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? objectText(value) : String(value);
}

function objectText(value: object): string {
	try {
		return JSON.stringify(value) ?? 'an object';
	} catch {
		return 'an object';
	}
}

function readPiece({ text, joined }: Piece): string[] | null {
	const whole = readMsisdn(text) ?? (joined ? readMsisdn(text.slice(1)) : null);
	if (whole !== null) return [whole];
	const parts = text.split(/\s+/);
	if (parts.length === 1) return null;
	const msisdns = parts.map(
		(part, index) => readMsisdn(part) ?? (joined && index === 0 ? readMsisdn(part.slice(1)) : null),
	);
	return msisdns.every((msisdn) => msisdn !== null) ? msisdns : null;
}

/** Invisible marks are out already. Bangla digits to ASCII; libphonenumber knows the other digits, yet the check above wants them plain. */
const plainDigits = (text: string): string => (isPlain(text) ? text.trim() : inPlainDigits(text));

const inPlainDigits = (text: string): string =>
	text
		.normalize('NFKC')
		.replace(/[০-৯]/g, (digit) => String(digit.charCodeAt(0) - '০'.charCodeAt(0)))
		.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - '٠'.charCodeAt(0)))
		.replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - '۰'.charCodeAt(0)))
		.replace(/[‐‑‒–—−]/g, '-')
		.trim();
