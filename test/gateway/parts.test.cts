import * as fc from '../properties.cts';
import { SegmentedMessage } from 'sms-segments-calculator';
import { split, UNICODE } from 'split-sms';
import { checkSendable, countParts, type TypeChoice } from '../../nodes/MimSms/gateway/parts';
import { faultOf, valueOf } from './results.cts';

/** 3GPP TS 23.038: the default alphabet without the escape, and its extension table. */
const GSM_7 = [
	...'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
];
const EXTENSION = [...'^{}\\[~]|€'];
const BANGLA = 'আমারসোনারবাংলা'.replace(/\p{M}/gu, '');

const parts = (message: string, choice: TypeChoice = 'auto') => valueOf(countParts(message, choice));
const segments = (message: string, choice?: TypeChoice) => parts(message, choice).segments;

describe('the encoding', () => {
	it('is GSM-7 for each character of its alphabet and of the extension', () => {
		for (const character of [...GSM_7, ...EXTENSION])
			expect([character, parts(`a${character}a`)]).toEqual([
				character,
				expect.objectContaining({ type: 'text', encoding: 'GSM-7' }),
			]);
		expect(GSM_7).toHaveLength(127);
	});

	it.each(['অ', '👍', 'ç', '`', '’', '“', '–', '…', 'á', '\u00a0', '₹', '\u200b', '\t', 'д', '中'])(
		'is UCS-2 for %j',
		(character) => {
			expect(parts(`a${character}a`)).toMatchObject({ type: 'unicode', encoding: 'UCS-2' });
			expect(parts(`a${character}a`, 'unicode')).toMatchObject({ type: 'unicode', encoding: 'UCS-2' });
		},
	);

	it('stays GSM-7 with the line breaks of Windows', () => {
		expect(parts('a\r\nb')).toMatchObject({ type: 'text', encoding: 'GSM-7' });
	});

	it('is UCS-2 for any text when Unicode is chosen', () => {
		expect(parts('plain English', 'unicode')).toMatchObject({ type: 'unicode', encoding: 'UCS-2', segments: 1 });
	});

	it('is GSM-7 when Text is chosen and can carry the text', () => {
		expect(parts('plain English {1}', 'text')).toMatchObject({ type: 'text', encoding: 'GSM-7' });
	});

	it.each([
		['আমার', 'আ'],
		['ok 👍', '👍'],
		['a `quoted` word', '`'],
	])('Text is refused for “%s”, naming Encoding and the character', (message, named) => {
		expect(countParts(message, 'text')).toEqual({
			ok: false,
			fault: {
				kind: 'invalidInput',
				field: 'Encoding',
				problem: expect.stringContaining(named),
				remedy: 'Choose Automatic or Unicode',
			},
		});
	});

	it('is refused with the first five of the characters, each once', () => {
		expect(faultOf(countParts('aখb কখ গঘঙচ', 'text'))).toHaveProperty(
			'problem',
			'Text does not have these characters of Message: খ ক গ ঘ ঙ',
		);
	});

	it('is decided by the alphabet alone, and Text is refused just where it would be UCS-2', () => {
		const text = fc.string({
			unit: fc.oneof(fc.constantFrom(...GSM_7, ...EXTENSION), fc.constantFrom('অ', '👍', '’')),
			minLength: 1,
			maxLength: 40,
		});
		fc.assert(
			fc.property(text, (message) => {
				const carries = [...message].every((character) => GSM_7.includes(character) || EXTENSION.includes(character));
				expect(parts(message).type).toBe(carries ? 'text' : 'unicode');
				expect(countParts(message, 'text').ok).toBe(carries);
				expect(parts(message, 'unicode').type).toBe('unicode');
			}),
		);
	});
});

describe('the number of parts', () => {
	it.each([
		['a', 1, 1],
		['a', 160, 1],
		['a', 161, 2],
		['a', 306, 2],
		['a', 307, 3],
		['a', 1530, 10],
		['a', 1531, 11],
		['{', 80, 1],
		['{', 81, 2],
		['€', 80, 1],
		['€', 81, 2],
		['আ', 1, 1],
		['আ', 70, 1],
		['আ', 71, 2],
		['আ', 134, 2],
		['আ', 135, 3],
		['আ', 670, 10],
		['👍', 35, 1],
		['👍', 36, 2],
		['👍', 66, 2],
		['👍', 68, 3],
	])('of %s × %i is %i', (character, count, expected) => {
		expect(segments(character.repeat(count))).toBe(expected);
	});

	it.each([
		[159, 1],
		[160, 2],
	])('of %i letters and one of the extension: it counts double', (letters, expected) => {
		expect(segments(`${'a'.repeat(letters - 1)}{`)).toBe(expected);
	});

	it.each([
		[70, 1],
		[71, 2],
		[134, 2],
		[135, 3],
	])('of %i letters when Unicode is chosen is %i', (count, expected) => {
		expect(segments('a'.repeat(count), 'unicode')).toBe(expected);
	});

	it.each([
		[35, 1],
		[36, 2],
		[67, 2],
		[68, 3],
	])('of %i × কি, a letter with a vowel sign, is %i: each sign is a character of UCS-2', (count, expected) => {
		expect(segments('কি'.repeat(count))).toBe(expected);
	});

	it('follows the limits of GSM-7 for any text', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...GSM_7), minLength: 1, maxLength: 1000 }), (message) => {
				expect(segments(message)).toBe(message.length <= 160 ? 1 : Math.ceil(message.length / 153));
			}),
		);
	});

	it('follows the limits of UCS-2 for any text of Bangla letters and spaces', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...BANGLA, ' '), minLength: 1, maxLength: 400 }), (message) => {
				expect(segments(`অ${message}`)).toBe(message.length + 1 <= 70 ? 1 : Math.ceil((message.length + 1) / 67));
			}),
		);
	});

	it.each<TypeChoice>(['auto', 'unicode'])('is that of split-sms for any text (%s)', (choice) => {
		const text = fc.string({
			unit: fc.oneof(
				fc.constantFrom(...GSM_7, ...EXTENSION),
				fc.constantFrom(...EXTENSION),
				fc.constantFrom('কি', '👍', '👩‍👩‍👧', 'ً'),
			),
			minLength: 1,
			maxLength: 500,
		});
		fc.assert(
			fc.property(text, (message) => {
				const theirs = split(message, { summary: true, ...(choice === 'unicode' && { characterset: UNICODE }) });
				expect(parts(message, choice)).toMatchObject({
					segments: theirs.parts.length,
					encoding: theirs.characterSet === 'GSM' ? 'GSM-7' : 'UCS-2',
				});
			}),
		);
	});

	it('is that of sms-segments-calculator for any text of GSM-7', () => {
		fc.assert(
			fc.property(
				fc.string({
					unit: fc.constantFrom(...GSM_7.filter((letter) => letter !== '\r'), ...EXTENSION, ...EXTENSION),
					minLength: 1,
					maxLength: 500,
				}),
				(message) => {
					const theirs = new SegmentedMessage(message);
					expect(parts(message)).toMatchObject({
						segments: theirs.segmentsCount,
						characters: theirs.numberOfCharacters,
						encoding: theirs.encodingName,
					});
				},
			),
		);
	});

	it('of a text of a million characters is counted too, though no SMS can carry more than 255', () => {
		expect(segments('a'.repeat(1_000_000))).toBe(6536);
		expect(checkSendable(parts('a'.repeat(255 * 153))).ok).toBe(true);
		expect(checkSendable(parts('a'.repeat(255 * 153 + 1)))).toEqual({
			ok: false,
			fault: {
				kind: 'invalidInput',
				field: 'Message',
				problem: 'has 39016 characters. That is 256 parts, but an SMS has at most 255. Shorten it',
			},
		});
		expect(checkSendable(parts('আ'.repeat(255 * 67 + 1))).ok).toBe(false);
	});

	it('never falls when a text grows, and any text has an answer', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }), (message) => {
				expect(segments(`${message}a`)).toBeGreaterThanOrEqual(segments(message));
				expect(parts(message).characters).toBeGreaterThan(0);
			}),
		);
	});
});

describe('the number of characters', () => {
	it.each([
		['Hello', 5],
		['line\nbreak', 10],
	])('of %j is %i', (message, characters) => {
		expect(parts(message).characters).toBe(characters);
	});
});
