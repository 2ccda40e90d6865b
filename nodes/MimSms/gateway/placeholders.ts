import { FIELD } from './fieldNames';
import { withoutUnseen } from './unseen';

export interface Placeholder {
	/** As it stands in the text. */
	written: string;
	/** The field of the item that it names; null for an expression that nobody evaluated. */
	field: string | null;
}

const SHOWN_CHARACTERS = 60;

/** An expression of n8n, which n8n left as it is: the field that it stands in is no expression. */
const UNEVALUATED = /\{\{\s*\$[^]*?(?:\}\}|$)/;

/** `{name}`, `{{ name }}`, `{$json.name}`. */
const IN_BRACES = /\{([^{}]{1,200})\}/g;

/** What a text that is to be sent still has to be filled in with, or null. A brace that names none of the item's fields is text. */
export function findPlaceholder(text: string, fieldNames: readonly string[]): Placeholder | null {
	if (!text.includes('{')) return null;
	const [expression] = UNEVALUATED.exec(text) ?? [];
	if (expression !== undefined) return { written: cut(expression), field: null };
	const fields = new Map(fieldNames.map((name) => [plainName(name), name]));
	for (const [written, inside] of text.matchAll(IN_BRACES)) {
		const field = fields.get(plainName(inside)) ?? fields.get(plainName(inside.replace(/^\s*\$?json\s*\./i, '')));
		if (field !== undefined) return { written: text.includes(`{${written}}`) ? `{${written}}` : written, field };
	}
	return null;
}

/** What is wrong with a text that holds it, and how to mend it where the text is `fixed`, or what an expression gave. */
export function placeholderProblem(
	placeholder: Placeholder,
	{ fixed }: { fixed: boolean },
): { problem: string; remedy: string } {
	return {
		problem: `contains “${placeholder.written}”, and the phone would show exactly that`,
		remedy: remedyFor(placeholder, { fixed }),
	};
}

function remedyFor({ written, field }: Placeholder, { fixed }: { fixed: boolean }): string {
	if (fixed)
		return `Switch ${FIELD.message} from Fixed to Expression, and drag ${field === null ? 'the column' : `the column “${field}”`} from the input on the left to this place`;
	return field === null
		? 'Replace it with the value where the text comes from'
		: `Drag the column “${field}” into the expression. If a field contains the whole text, add this after that field: .replaceAll(${JSON.stringify(written)}, $json[${JSON.stringify(field)}])`;
}

/** Whether a text holds a line break as it is written in a program, which a phone shows as two characters. */
export const hasWrittenLineBreak = (text: string): boolean => /\\[nr]/.test(text);

/** Two names that look alike are one. */
const plainName = (name: string): string =>
	withoutUnseen(name.normalize('NFC')).trim().replace(/\s+/g, ' ').toLowerCase();

const cut = (text: string): string =>
	text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS).toWellFormed()} …` : text;
