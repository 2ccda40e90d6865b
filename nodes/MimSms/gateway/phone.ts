import { Metadata, parsePhoneNumberFromString } from '../vendor';
import { parseJson } from './json';
import { isPlain, withoutUnseen } from './unseen';

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

/** The usual ways to write one: `01…`, `8801…`, `+8801…`, `1…`. */
const USUAL = /^(?:0|\+?880)?(1\d{9})$/;

const NO_NUMBER_AT_HOME = 'is not a valid mobile number: write 01XXXXXXXXX';

const NO_NUMBER = `${NO_NUMBER_AT_HOME}, or + and the country code for another country`;

const NOT_ALL_VALID =
	'is not a valid mobile number: it seems to contain several numbers, and at least one is wrong. Write 01XXXXXXXXX, and separate several numbers with commas';

const IN_GROUPS =
	'is not a valid mobile number: it has commas between the digits, as a spreadsheet shows large numbers. Format the column there as plain text, so that it contains 01XXXXXXXXX';

const SHORTENED =
	'is not a valid mobile number: a spreadsheet shortened it, and its last digits may be lost. Format the column there as plain text, and type the number again as 01XXXXXXXXX';

/**
 * The recipients in an array, in a text that is a JSON list, or in one with commas, semicolons, new lines, or a plus after a digit
 * between them. A piece that is one number is one; otherwise it is split further, and every part must be a number. `notAbroad`: why a
 * number of another country is none, where nothing can be sent there.
 */
export function readRecipients(input: unknown, notAbroad?: string): Recipients {
	const msisdns = new Set<string>();
	const invalid: InvalidRecipient[] = [];
	for (const piece of pieces(input)) {
		const found = readPiece(piece);
		if (found === null) {
			const reason = piece.reason ?? reasonFor(piece.text);
			invalid.push({ input: piece.text, reason: notAbroad && reason === NO_NUMBER ? NO_NUMBER_AT_HOME : reason });
		}
		for (const msisdn of found ?? []) {
			if (notAbroad === undefined || MOBILE_AT_HOME.test(msisdn)) msisdns.add(msisdn);
			else invalid.push({ input: found?.length === 1 ? piece.text : `+${msisdn}`, reason: notAbroad });
		}
	}
	return { msisdns: [...msisdns], invalid };
}

/** The MSISDN in one written number (`8801712345678`), or null when it is no valid mobile number. */
export function readMsisdn(written: string): string | null {
	const [, national] = USUAL.exec(written) ?? [];
	if (national !== undefined && patternAtHome().test(national)) return `880${national}`;
	return readAnyMsisdn(written);
}

/** What its types leave out of the library's numbering plan. */
interface PatternOfType {
	type(name: 'MOBILE'): { pattern(): string };
}

let atHome: RegExp | undefined;

/** The library's own pattern of a mobile number without its country code. Reading a number with the library takes ten times as long. */
function patternAtHome(): RegExp {
	if (atHome) return atHome;
	const metadata = new Metadata();
	metadata.selectNumberingPlan(HOME);
	const plan = metadata.numberingPlan as unknown as PatternOfType;
	return (atHome = new RegExp(`^(?:${plan.type('MOBILE').pattern()})$`));
}

/** The same for whatever is written, by the library. */
export function readAnyMsisdn(written: string): string | null {
	const text = bareNumber(written);
	if (!/^\(?\+?[\d\s()./-]{4,40}$/.test(text)) return null;
	const international = text
		.replace(/^\(\+/, '+')
		.replace(/^\(?00/, '+')
		.replace(/^[(+]*0[\s()./-]*880/, '+880');
	const parsed = parsePhoneNumberFromString(international, { defaultCountry: HOME, extract: false });
	if (!parsed?.isValid()) return null;
	const msisdn = parsed.number.slice(1);
	if (msisdn.startsWith('880')) return MOBILE_AT_HOME.test(msisdn) ? msisdn : null;
	return international.startsWith('+') ? msisdn : null;
}

interface Piece {
	text: string;
	/** Whether its plus joins it to a number before it: the gateway's own way to write many (manual, `contacts`). */
	joined?: boolean;
	/** Set where the text as a whole is refused, and why. */
	reason?: string;
}

const DIGITS = /^\+?\d+$/;

/** Longer than any number is written, with all that may stand around it. */
const LONGEST_CHARACTERS = 100;

const pieces = (input: unknown): Piece[] =>
	Array.isArray(input) ? input.flatMap((entry) => piecesOfEntry(entry)) : piecesOfEntry(input);

/** An object, or a list within a list, is not opened in search of numbers: some of it might be found, and some not. */
function piecesOfEntry(value: unknown): Piece[] {
	if (typeof value === 'string')
		return DIGITS.test(value) ? [{ text: value }] : piecesOfText(withoutUnseen(value).trim());
	if (value === null || value === undefined) return [];
	return typeof value === 'object' ? [wholly(objectText(value))] : piecesOfText(String(value));
}

const wholly = (text: string): Piece => ({ text, reason: NO_NUMBER });

function piecesOfText(text: string): Piece[] {
	if (!/[[\]{}"]/.test(text)) return piecesOfLines(text);
	const json = parseJson(text);
	if (Array.isArray(json)) return json.flatMap((entry) => piecesOfEntry(entry));
	if (typeof json === 'string') return piecesOfText(json.trim());
	// Not JSON, and yet a list: numbers that begin with 0, or quotes of another language.
	const inside = /^\[([^[\]{}]*)\]$/.exec(text)?.[1];
	const found = piecesOfLines(inside ?? text);
	return found.some((piece) => isHalf(piece.text)) ? [wholly(text)] : found;
}

/** Whether a bracket is open at the end: the text was split within something that is no list of numbers. */
const isHalf = (piece: string): boolean => piece.split(/[[{]/).length !== piece.split(/[\]}]/).length;

function piecesOfLines(text: string): Piece[] {
	return text.split(/[;،؛，；\r\n\v\f\u0085\u2028\u2029]/).flatMap((line): Piece[] => {
		const asNumber = bareNumber(line);
		if (/^\+?\d{1,3}(?:,\d{2,3})+,\d{3}(?:\.\d+)?$/.test(asNumber)) return [{ text: line.trim(), reason: IN_GROUPS }];
		if (/^\d,\d+e\+?\d+$/i.test(asNumber)) return [{ text: line.trim(), reason: SHORTENED }];
		if (DIGITS.test(asNumber) && /e/i.test(line)) return [{ text: asNumber }];
		return line
			.split(',')
			.flatMap((part) =>
				part.split(/(?=[+＋])(?<=\p{Nd}[ \t]*)/u).map((piece, index) => ({ text: piece.trim(), joined: index > 0 })),
			)
			.filter((piece) => piece.text !== '' && !(piece.joined && /^[+＋]$/.test(piece.text)));
	});
}

function objectText(value: object): string {
	try {
		return JSON.stringify(value) ?? 'an object';
	} catch {
		return 'an object';
	}
}

/** Signs and words between two numbers. Of some, such as `/`, a single number may hold one as well. */
const BETWEEN = /[/\\|&•·।॥／｜＆]|এবং|ও|and/i;

function readPiece({ text, joined, reason }: Piece): string[] | null {
	if (reason !== undefined) return null;
	const whole = readMsisdn(text) ?? (joined ? readMsisdn(text.slice(1)) : null);
	if (whole !== null) return [whole];
	const parts = text
		.split(BETWEEN)
		.flatMap((part) => (readMsisdn(part) === null ? part.split(/\s+/) : [part]))
		.filter((part) => part !== '');
	const msisdns = parts.map(
		(part, index) => readMsisdn(part) ?? (joined && index === 0 ? readMsisdn(part.slice(1)) : null),
	);
	return msisdns.length > 0 && msisdns.every((msisdn) => msisdn !== null) ? msisdns : null;
}

/** `8.80171E+12`: as a spreadsheet shows a number for which its column is too narrow. */
const IS_SHORTENED = /^\d(?:\.\d+)?e\+?\d{1,3}$/i;

/** Two runs of digits that are each long enough for a number. */
const HOLDS_SEVERAL = /\d{7}\D+\d{7}/;

function reasonFor(text: string): string {
	const written = bareNumber(text);
	if (IS_SHORTENED.test(written)) return SHORTENED;
	return HOLDS_SEVERAL.test(written) ? NOT_ALL_VALID : NO_NUMBER;
}

/** What people and programs write around a number: quotes, `="…"`, the beginning of a link, of WhatsApp's and of Facebook's numbers. */
const OPENING = /^=?["'`‘’‚‛“”„«»]+/;
const CLOSING = /["'`‘’‛“”„«»]+$/;
const PREFIX = /^(?:tel|callto|sms|smsto|whatsapp|p):\/{0,2}/i;

/** The number as ASCII, without what stands around it; one that a program wrote as a decimal or as an exact power of ten as an integer. */
function bareNumber(written: string): string {
	if (DIGITS.test(written)) return written;
	const digits = plainDigits(withoutUnseen(written));
	if (digits.length > LONGEST_CHARACTERS) return digits;
	const text = digits.replace(OPENING, '').replace(CLOSING, '').trim().replace(PREFIX, '').trim();
	return exponentWrittenOut(text.replace(/^(\+?\d+)\.0+$/, '$1'));
}

/** `8.801712345678E+12`, or with a comma, as 8801712345678; the text itself where digits are missing. */
function exponentWrittenOut(text: string): string {
	const [, first, fraction, exponent] = /^(\d)[.,](\d{1,30})e\+?(\d{1,2})$/i.exec(text) ?? [];
	const places = Number(exponent);
	return first && fraction.length >= places && /^0*$/.test(fraction.slice(places))
		? first + fraction.slice(0, places)
		: text;
}

/** Bangla digits to ASCII; libphonenumber knows the other digits, yet the check above wants them plain. */
const plainDigits = (text: string): string => (isPlain(text) ? text.trim() : inPlainDigits(text));

const inPlainDigits = (text: string): string =>
	text
		.normalize('NFKC')
		.replace(/[০-৯]/g, (digit) => String(digit.charCodeAt(0) - '০'.charCodeAt(0)))
		.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - '٠'.charCodeAt(0)))
		.replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - '۰'.charCodeAt(0)))
		.replace(/[‐‑‒–—−]/g, '-')
		.trim();
