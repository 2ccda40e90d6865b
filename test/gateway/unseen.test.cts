import { countParts, unicodeCharacters } from '../../nodes/MimSms/gateway/parts';
import { readMsisdn, readRecipients } from '../../nodes/MimSms/gateway/phone';
import { characterName, codePoint, visible, withoutUnseen } from '../../nodes/MimSms/gateway/unseen';

/** What people copied from chats, web pages, PDFs and spreadsheets. */
const UNSEEN = {
	NUL: '\u0000',
	escape: '\u001b',
	delete: '\u007f',
	'a control character of ISO 8859': '\u0091',
	'soft hyphen': '\u00ad',
	'combining grapheme joiner': '\u034f',
	'Arabic letter mark': '\u061c',
	'Hangul choseong filler': '\u115f',
	'Khmer inherent vowel': '\u17b4',
	'Mongolian vowel separator': '\u180e',
	'zero width space': '\u200b',
	'zero width non-joiner': '\u200c',
	'zero width joiner': '\u200d',
	'left-to-right mark': '\u200e',
	'word joiner': '\u2060',
	'isolate to the right': '\u2067',
	'empty Braille pattern': '\u2800',
	'Hangul filler': '\u3164',
	'variation selector 1': '\ufe00',
	'variation selector 16': '\ufe0f',
	'byte order mark': '\ufeff',
	'half-width Hangul filler': '\uffa0',
	'language tag': '\u{e0001}',
	'variation selector 17': '\u{e0100}',
};

describe.each(Object.entries(UNSEEN))('%s', (_, character) => {
	it('is dropped from a number, wherever it stands', () => {
		expect(readMsisdn(`${character}017${character}12345678${character}`)).toBe('8801712345678');
		expect(readRecipients(`01712345678${character},${character}+880${character}1812345678`)).toEqual({
			msisdns: ['8801712345678', '8801812345678'],
			invalid: [],
		});
		expect(readRecipients([`01712345678${character}`, character]).msisdns).toEqual(['8801712345678']);
	});

	it('is dropped from names and keys, and shown as its code point in an error', () => {
		expect(withoutUnseen(`My${character}Shop${character}`)).toBe('MyShop');
		expect(visible(`My${character}Shop`)).toBe(`My[${codePoint(character)}]Shop`);
		expect(characterName(character)).toBe(codePoint(character));
	});

	it('makes a text Unicode, and is named by its code point', () => {
		expect(unicodeCharacters(`ok${character}`)).toEqual([codePoint(character)]);
		expect(countParts(`ok${character}`, 'text')).toMatchObject({
			fault: {
				problem: `Text does not have these characters of Message: ${codePoint(character)}`,
			},
		});
	});
});

describe('what separates, or is seen', () => {
	it.each(['\t', '\n', '\v', '\f', '\r', '\u0085', '\u00a0', '\u2003', '\u2028', '\u2029', ' '])(
		'%j stays',
		(character) => {
			expect(withoutUnseen(`a${character}b`)).toBe(`a${character}b`);
		},
	);

	it.each(['ক', 'া', '্', '’', '🎉', 'é', 'e\u0301', '~', '٠', '\ufffd'])(
		'“%s” stays, and is shown as it is',
		(character) => {
			expect(withoutUnseen(character)).toBe(character);
			expect(visible(`a${character}`)).toBe(`a${character}`);
		},
	);

	it.each([
		['a\u00a0b', 'a[U+00A0]b'],
		['a\u3000b', 'a[U+3000]b'],
		['a\tb', 'a[U+0009]b'],
		['a\ud83d', 'a[U+D83D]'],
		['a\u2028b', 'a[U+2028]b'],
	])('%j is shown as %s, since it looks like a space or like nothing', (text, shown) => {
		expect(visible(text)).toBe(shown);
	});

	it.each(['\v', '\f', '\u0085', '\u2028'])('a line break of %j separates numbers', (character) => {
		expect(readRecipients(`01712345678${character}01812345678`).msisdns).toEqual(['8801712345678', '8801812345678']);
	});
});

describe('the characters that make a text Unicode', () => {
	it.each([
		['Plain English {1} €', []],
		['', []],
		['It’s “free”', ['’ U+2019', '“ U+201C', '” U+201D']],
		['a\u00a0b – c…', ['U+00A0', '– U+2013', '… U+2026']],
		['🎉🎉', ['🎉 U+1F389']],
		['কি', ['ক U+0995', 'ি U+09BF']],
	])('of “%s” are %j', (message, characters) => {
		expect(unicodeCharacters(message)).toEqual(characters);
	});

	it('are named twenty at most, and each once', () => {
		const letters = Array.from({ length: 30 }, (_, index) => String.fromCodePoint(0x410 + index));
		const listed = unicodeCharacters([...letters, ...letters].join(' '));

		expect(listed).toHaveLength(20);
		expect(listed[19]).toBe('У U+0423');
	});
});
