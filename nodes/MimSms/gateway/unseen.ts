/**
 * Characters that nobody sees and a copied number or name may hold: zero width, marks for the direction of writing, variation
 * selectors, fillers, the empty Braille pattern, and control characters that separate nothing. A text keeps them: ZWJ and ZWNJ
 * are spelling in Bangla.
 */
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]|(?![\t-\r\u0085])\p{Cc}/gu;

/** The same, and what looks like a space or is half a character. */
const NOT_VISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** ASCII without control characters: most texts. */
export const isPlain = (text: string): boolean => /^[ -~]*$/.test(text);

/** A number, a sender ID or a key without the characters that can't be seen. */
export const withoutUnseen = (text: string): string => (isPlain(text) ? text : text.replace(UNSEEN, ''));

/** A foreign text for an error: what can't be seen stands as its code point, `[U+200B]`. */
export const visible = (text: string): string =>
	isPlain(text) ? text : text.replace(NOT_VISIBLE, (character) => `[${codePoint(character)}]`);

/** A character for a list: itself, or its code point where it can't be seen. */
export const characterName = (character: string): string =>
	visible(character) === character ? character : codePoint(character);

/** `U+2019`. */
export const codePoint = (character: string): string =>
	`U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;
