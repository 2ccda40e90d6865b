import type { Fault } from './fault';
import { withoutUnseen } from './unseen';

const SHOWN_CHARACTERS = 200;
const READ_CHARACTERS = 20_000;
const MARK = '***';

/** The text without any of the secrets, also where they stand URL-encoded. Empty secrets are passed over. */
export function redact(text: string, secrets: readonly string[]): string {
	return formsOf(secrets).reduce((shown, form) => shown.replaceAll(form, MARK), text);
}

/** The same for what is shown of a foreign text: a page may write a name in capitals. */
export function redactInAnyCase(text: string, secrets: readonly string[]): string {
	const forms = formsOf(secrets).map((form) => form.replace(/[^\w\s]/g, '\\$&'));
	return forms.length === 0 ? text : text.replace(new RegExp(forms.join('|'), 'gi'), MARK);
}

/** A run asks with the same list for every reply. */
const KNOWN_FORMS = new WeakMap<readonly string[], string[]>();

/** All the ways to write any of the secrets, the longest first. */
function formsOf(secrets: readonly string[]): string[] {
	const known = KNOWN_FORMS.get(secrets);
	if (known) return known;
	const forms = [...new Set(secrets.filter((secret) => secret !== '').flatMap(writtenForms))].sort(
		(a, b) => b.length - a.length,
	);
	KNOWN_FORMS.set(secrets, forms);
	return forms;
}

/** How a page may write a secret: as it is, URL-encoded in either case, in part or as a form does, or escaped for HTML or JSON. */
function writtenForms(secret: string): string[] {
	const encoded = encodeLoosely(secret);
	const lowerCase = encoded.replace(/%[\dA-F]{2}/g, (byte) => byte.toLowerCase());
	const escaped = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
	const quoted = escaped.replaceAll('"', '&quot;');
	const json = JSON.stringify(secret).slice(1, -1);
	const jsonOfPhp = json.replaceAll('/', '\\/');
	const ascii = jsonOfPhp.replace(
		/[\u0080-\uFFFF]/g,
		(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
	const form = new URLSearchParams([['', secret]]).toString().slice(1);
	return [
		secret,
		encoded,
		lowerCase,
		encodeURI(secret.toWellFormed()),
		form,
		form.toLowerCase(),
		encoded.replaceAll('%20', '+'),
		escaped,
		quoted,
		quoted.replaceAll("'", '&#39;'),
		quoted.replaceAll("'", '&#x27;'),
		quoted.replaceAll("'", '&#039;'),
		json,
		jsonOfPhp,
		ascii,
	];
}

/** What of a foreign text may stand in an error: redacted, on one line, tags and control characters out, at most 200 characters. */
export function excerpt(text: string, secrets: readonly string[]): string {
	const words = redactedBeginning(withoutUnseen(text), secrets)
		.replace(/<(script|style)\b[^]*?<\/\1>/gi, ' ')
		.replace(/<[^<>]*>/g, ' ')
		.replace(/[\p{Cc}\s]+/gu, ' ')
		.trim();
	// Once more, since a secret may have stood with a tag in it.
	const plain = redactInAnyCase(words, secrets);
	return plain.length <= SHOWN_CHARACTERS ? plain : `${plain.slice(0, SHOWN_CHARACTERS).trimEnd()} …`;
}

/** The beginning of a text, cut only after the secrets are out: no half of one stays at the end. */
function redactedBeginning(text: string, secrets: readonly string[]): string {
	if (text.length <= READ_CHARACTERS) return redactInAnyCase(text, secrets);
	const longest = formsOf(secrets)[0]?.length ?? 0;
	const redacted = redactInAnyCase(text.slice(0, READ_CHARACTERS + longest), secrets);
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
	text: (text) => redactInAnyCase(text, secrets),
	fault: (fault) => cleaned(fault, secrets),
});
