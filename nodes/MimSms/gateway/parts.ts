import { UnicodeToGsm } from '../vendor';
import { invalidInput, success, type Result } from './fault';
import { FIELD } from './fieldNames';
import { characterName, codePoint } from './unseen';

export type TypeChoice = 'auto' | 'text' | 'unicode';

export interface Parts {
	/** The gateway's word for the encoding. */
	type: 'text' | 'unicode';
	encoding: 'GSM-7' | 'UCS-2';
	/** As the network counts them: an emoji and a letter of GSM-7's extension are two, a Bangla vowel sign is one. */
	characters: number;
	/** Parts that the message is sent and paid as. */
	segments: number;
}

/** Places in a message alone, and in a part of a longer one, whose header takes six bytes (3GPP TS 23.040). */
const GSM_7 = { alone: 160, joined: 153 };
const UCS_2 = { alone: 70, joined: 67 };

/** The header numbers the parts with one byte. */
const MOST_SEGMENTS = 255;

/** Characters that an error, and a list in the output, name at most. */
const MOST_NAMED = 5;
const MOST_LISTED = 20;

/**
 * How a text goes out: GSM-7 when it can carry the text or is demanded, else UCS-2, and in how many parts.
 * Refuses `text` for a text that GSM-7 can't carry, naming the characters.
 *
 * The alphabet is the library's; its own count of parts is not used, since it goes through a part again for each character
 * that the part gets, and keeps a Bangla letter and its vowel sign together, which the network does not.
 */
export function countParts(message: string, choice: TypeChoice): Result<Parts> {
	const places = choice === 'unicode' ? null : gsm7Places(message);
	if (places !== null)
		return success({
			type: 'text',
			encoding: 'GSM-7',
			characters: places,
			segments: places <= GSM_7.alone ? 1 : fill(message, placesInGsm7, GSM_7.joined),
		});
	if (choice !== 'text')
		return success({
			type: 'unicode',
			encoding: 'UCS-2',
			characters: message.length,
			segments: message.length <= UCS_2.alone ? 1 : fill(message, placesInUcs2, UCS_2.joined),
		});
	const named = foreignLetters(message, MOST_NAMED).map(characterName);
	return invalidInput(
		FIELD.type,
		`Text does not have these characters of ${FIELD.message}: ${named.join(' ')}`,
		'Choose Automatic or Unicode',
	);
}

/** The characters that make a text Unicode, each once, the first 20: `’ U+2019`, or the code point alone of one that can't be seen. */
export const unicodeCharacters = (message: string): string[] =>
	foreignLetters(message, MOST_LISTED).map((letter) =>
		[...new Set([characterName(letter), codePoint(letter)])].join(' '),
	);

/** The letters that GSM-7 lacks, each once, the first `most` of them. */
function foreignLetters(message: string, most: number): string[] {
	const foreign = new Set<string>();
	for (const letter of new Set(message)) {
		if (placesInGsm7(letter) === 0) foreign.add(letter);
		if (foreign.size === most) break;
	}
	return [...foreign];
}

/** The places that a text takes in GSM-7; null when that can't carry it. */
function gsm7Places(message: string): number | null {
	let sum = 0;
	for (let at = 0; at < message.length; at++) {
		const places = GSM_7_PLACES[message.charCodeAt(at)];
		if (places === 0) return null;
		sum += places;
	}
	return sum;
}

/** Refuses what no SMS can carry. */
export const checkSendable = (parts: Parts): Result<Parts> =>
	parts.segments <= MOST_SEGMENTS
		? success(parts)
		: invalidInput(
				FIELD.message,
				`has ${parts.characters} characters. That is ${parts.segments} parts, but an SMS has at most ${MOST_SEGMENTS}. Shorten it`,
			);

/** By code unit: a letter of the extension table takes two places, one that GSM-7 lacks none. */
const GSM_7_PLACES = new Uint8Array(2 ** 16);
for (const [code, bytes] of Object.entries(UnicodeToGsm)) GSM_7_PLACES[Number(code)] = bytes.length;

const placesInGsm7 = (letter: string): number => GSM_7_PLACES[letter.charCodeAt(0)];

/** An emoji is two code units. */
const placesInUcs2 = (letter: string): number => letter.length;

/** The parts that the letters fill, one after another; the two places of one letter stay in one part. */
function fill(message: string, placesOf: (letter: string) => number, places: number): number {
	let segments = 1;
	let filled = 0;
	for (const letter of message) {
		filled += placesOf(letter);
		if (filled <= places) continue;
		segments++;
		filled = placesOf(letter);
	}
	return segments;
}
