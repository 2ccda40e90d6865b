import type { Dialect } from './dialect';
import { invalidInput, success, type Result } from './fault';
import { FIELD } from './fieldNames';
import { withoutUnseen } from './unseen';

/** The fault of an empty Shoot ID. */
export const NO_REFERENCE = invalidInput(
	FIELD.shootId,
	'is empty. Use the shootId from the output of the node that sent the message, for example {{ $json.shootId }}',
);

/** The one word that a value of Shoot ID holds. */
export function readWord(value: unknown): Result<string> {
	if (typeof value === 'object' || typeof value === 'boolean')
		return value === null
			? NO_REFERENCE
			: invalidInput(FIELD.shootId, 'must be text. Choose the field that contains the shoot ID');
	const word = withoutUnseen(String(value ?? '')).trim();
	return word === '' ? NO_REFERENCE : success(word);
}

/** The words in a list, or in a text with commas, semicolons, spaces or new lines between them. Empty ones are none. */
export const splitWords = (value: unknown): unknown[] =>
	[value]
		.flat(Infinity)
		.flatMap((part): unknown[] => (typeof part === 'string' ? part.split(/[\s,;]+/) : [part]))
		.filter((word) => word !== '' && word !== null && word !== undefined);

/** The references in a value of Shoot ID, each once, checked by the API; none for an empty value. The first bad one is refused. */
export function readReferences(value: unknown, dialect: Pick<Dialect, 'readReference'>): Result<string[]> {
	const references = new Set<string>();
	for (const word of splitWords(value)) {
		const reference = dialect.readReference(word);
		if (!reference.ok) return reference;
		references.add(reference.value);
	}
	return success([...references]);
}

const SHOWN_REFERENCES = 2;

/** References of one send as an error or a hint shows them. */
export function shownReferences(references: readonly string[]): string {
	const more = references.length - SHOWN_REFERENCES;
	return `${references.slice(0, SHOWN_REFERENCES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
