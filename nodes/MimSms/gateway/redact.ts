import type { Fault } from './fault';

const SHOWN = 200;
const MARK = '***';

/** The text without any of the secrets, also where they stand URL-encoded. Empty secrets are passed over. */
export function redact(text: string, secrets: readonly string[]): string {
	const forms = secrets.filter((secret) => secret !== '').flatMap((secret) => [secret, encodeLoosely(secret)]);
	return [...new Set(forms)].sort((a, b) => b.length - a.length).reduce((shown, form) => shown.replaceAll(form, MARK), text);
}

/** What of a foreign text may stand in an error: redacted, on one line, tags and control characters out, at most 200 characters. */
export function excerpt(text: string, secrets: readonly string[]): string {
	const plain = redact(text.slice(0, 20_000), secrets)
		.replace(/<(script|style)\b[^]*?<\/\1>/gi, ' ')
		.replace(/<[^<>]*>/g, ' ')
		.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
		.trim();
	return plain.length <= SHOWN ? plain : `${plain.slice(0, SHOWN).trimEnd()} …`;
}

/** encodeURIComponent that takes lone surrogates, which it would throw on. */
export const encodeLoosely = (text: string): string => encodeURIComponent(text.toWellFormed());

/** The fault with the gateway's words cut down to what may be shown. */
export function cleaned(fault: Fault, secrets: readonly string[]): Fault {
	if (fault.kind === 'rejected') return { ...fault, said: excerpt(fault.said, secrets) };
	if (fault.kind === 'unreadable') return { ...fault, text: excerpt(fault.text, secrets) };
	return fault;
}
