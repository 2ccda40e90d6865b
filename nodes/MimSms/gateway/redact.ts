import type { Fault } from './fault';
import { withoutUnseen } from './unseen';

const SHOWN_CHARACTERS = 200;
const READ_CHARACTERS = 20_000;
const MARK = '***';

/** The text without any of the secrets, in whatever case and writing they stand there. Empty secrets are passed over. */
export function redact(text: string, secrets: readonly string[]): string {
	const patterns = patternsOf(secrets);
	return patterns ? text.replace(patterns.anywhere, MARK) : text;
}

/** The same only where a secret is all that a field of XML or JSON holds: for a short one, which may stand within another word. */
export function redactValues(text: string, secrets: readonly string[]): string {
	const patterns = patternsOf(secrets);
	return patterns ? text.replace(patterns.asValue, MARK) : text;
}

/** So many signs of a secret tell something of it. */
const TELLING = 4;

/** The text without the beginning of a secret at its end, where it was cut off. */
export function redactEnd(text: string, secrets: readonly string[]): string {
	const longest = Math.max(0, ...secrets.map(({ length }) => length));
	const end = text.slice(-longest || text.length).toLowerCase();
	const lengths = secrets.map((secret) => {
		const written = secret.toLowerCase();
		for (let length = secret.length - 1; length >= TELLING; length--)
			if (end.endsWith(written.slice(0, length))) return length;
		return 0;
	});
	const cut = Math.max(0, ...lengths);
	return cut === 0 ? text : `${text.slice(0, -cut)}${MARK}`;
}

interface Patterns {
	anywhere: RegExp;
	asValue: RegExp;
	/** The most signs in which one of the secrets may be written. */
	longest: number;
}

/** A run asks with the same list for every reply. */
const KNOWN_PATTERNS = new WeakMap<readonly string[], Patterns | null>();

function patternsOf(secrets: readonly string[]): Patterns | null {
	const known = KNOWN_PATTERNS.get(secrets);
	if (known !== undefined) return known;
	const patterns = createPatterns(secrets.filter((secret) => secret !== ''));
	KNOWN_PATTERNS.set(secrets, patterns);
	return patterns;
}

function createPatterns(secrets: string[]): Patterns | null {
	if (secrets.length === 0) return null;
	const longestFirst = secrets.sort((a, b) => b.length - a.length);
	const any = longestFirst.map((secret) => [...secret].map(anyWriting).join('')).join('|');
	return {
		anywhere: new RegExp(any, 'gi'),
		// What stands before a colon is the name of a field of JSON.
		asValue: new RegExp(`(?<=[>"]\\s{0,9})(?:${any})(?=\\s{0,9}(?:<|"(?!\\s{0,9}:)))`, 'gi'),
		longest: longestFirst[0].length * LONGEST_WRITING,
	};
}

/** The most signs that stand for one: `%252525E0`, three times. */
const LONGEST_WRITING = 27;

const ENTITY_NAMES: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/** What JSON writes with one backslash; PHP does so with the slash. */
const ESCAPED: Record<string, string> = { '"': '"', '/': '/', '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't' };

/**
 * The pattern for one sign of a secret: as HTML and XML, JSON, addresses and forms write it, also twice over (`&amp;#46;`,
 * `%252B`), and as it is.
 */
function anyWriting(sign: string): string {
	const codePoint = sign.codePointAt(0) as number;
	const named = ENTITY_NAMES[sign] ? `|${ENTITY_NAMES[sign]}` : '';
	const escaped = ESCAPED[sign] ? [`\\\\{1,4}${ESCAPED[sign]}`] : [];
	return `(?:${[
		`&(?:amp;){0,2}(?:#0{0,4}${codePoint}|#x0{0,4}${hex(codePoint, 1)}${named});?`,
		Array.from({ length: sign.length }, (_, i) => `\\\\{1,4}u${hex(sign.charCodeAt(i), 4)}`).join(''),
		...escaped,
		bytesOf(sign)
			.map((byte) => `%(?:25){0,2}${byte}`)
			.join(''),
		...(sign === ' ' ? ['\\+'] : []),
		...(sign === '\\' ? ['\\\\{2,4}'] : []),
		sign.replace(/[^\w\s]/g, '\\$&'),
	].join('|')})`;
}

/** In UTF-8, each as two hexadecimal digits. */
function bytesOf(sign: string): string[] {
	const encoded = encodeLoosely(sign);
	return encoded.startsWith('%') ? encoded.slice(1).split('%') : [hex(sign.charCodeAt(0), 2)];
}

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');

/** How a proxy is signed in to, in a request that it shows. */
const SIGN_IN_OF_PROXY = /(\b(?:proxy-)?authorization\s*[:=]\s*)(?:[a-z]+\s+)?[^\s<"']+/gi;

/** What of a foreign text may stand in an error: redacted, on one line, tags and control characters out, at most 200 characters. */
export function excerpt(text: string, secrets: readonly string[]): string {
	const words = redactedBeginning(withoutUnseen(text), secrets)
		.replace(SIGN_IN_OF_PROXY, '$1***')
		.replace(/<(script|style)\b[^]*?<\/\1>/gi, ' ')
		.replace(/<[^<>]*>/g, ' ')
		.replace(/[\p{Cc}\s]+/gu, ' ')
		.trim();
	// Once more, since a secret may have stood with a tag in it.
	const plain = redact(words, secrets);
	return plain.length <= SHOWN_CHARACTERS ? plain : `${plain.slice(0, SHOWN_CHARACTERS).trimEnd()} …`;
}

/** The beginning of a text, cut only after the secrets are out: no half of one stays at the end. */
function redactedBeginning(text: string, secrets: readonly string[]): string {
	if (text.length <= READ_CHARACTERS) return redact(text, secrets);
	const longest = patternsOf(secrets)?.longest ?? 0;
	const redacted = redact(text.slice(0, READ_CHARACTERS + longest), secrets);
	return redacted.slice(0, Math.max(0, redacted.length - longest));
}

/** encodeURIComponent that takes lone surrogates, which it would throw on. */
export const encodeLoosely = (text: string): string => encodeURIComponent(text.toWellFormed());

/** The fault with the gateway's words cut down to what may be shown. */
export function cleaned(fault: Fault, secrets: readonly string[]): Fault {
	if (fault.kind === 'rejected') return { ...fault, said: excerpt(fault.said, secrets) };
	if (fault.kind === 'unreadable') return { ...fault, text: excerpt(fault.text, secrets) };
	if (fault.kind === 'unclear') return { ...fault, why: excerpt(fault.why, secrets) };
	return fault;
}

/** Gives what the gateway said as it may be shown. */
export interface Cleaner {
	text(text: string): string;
	fault(fault: Fault): Fault;
}

export const cleanerOf = (secrets: readonly string[]): Cleaner => ({
	text: (text) => redact(text, secrets),
	fault: (fault) => cleaned(fault, secrets),
});
