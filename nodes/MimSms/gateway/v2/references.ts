import { invalidInput, success, type Result } from '../fault';
import { FIELD } from '../fieldNames';
import { readWord } from '../references';

/** One recipient of one send: the gateway needs both to tell the delivery. */
export interface Reference {
	/** The tracking ID, or where there was none the transaction ID. */
	id: string;
	msisdn: string;
}

/** `<id>@<msisdn>` as one word; null for an ID that could not stand in a list. */
export const wordOf = (id: string, msisdn: string): string | null =>
	/^[^\s\p{C},;"'<>{}]{1,200}$/u.test(id) ? `${id}@${msisdn}` : null;

/** The reference in a word that `readReference` took. */
export function referenceIn(word: string): Reference {
	const at = word.lastIndexOf('@');
	return { id: word.slice(0, at), msisdn: word.slice(at + 1) };
}

/** Split at the last `@`: an ID may hold one. */
export function readReference(value: unknown): Result<Reference> {
	const read = readWord(value);
	if (!read.ok) return read;
	const word = read.value;
	const [, id, msisdn] = /^(\S+)@(8801\d{9})$/.exec(word) ?? [];
	if (id === undefined || wordOf(id, msisdn) === null) {
		return invalidInput(
			FIELD.shootId,
			`“${word.slice(0, 60)}” does not fit the JSON API (V2) of this credential: this ID comes from the other API, or is not a shoot ID. A shoot ID looks like BRN0T2ZCWRCEL1D@8801712345678`,
		);
	}
	return success({ id, msisdn });
}
