import * as fc from '../../properties.cts';
import { replyText } from '../../../nodes/MimSms/bridge/http/transport';
import { page, record } from '../../gateway/pages.cts';

const read = (bytes: Buffer | number[], { type = '', isPart = false } = {}) =>
	replyText(new Uint8Array(bytes), type, { isPart });
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const PAGE = page([record({ text: 'আপনার অর্ডার 👍' })]);

describe('an answer in UTF-8', () => {
	it.each([
		'',
		'text/xml',
		'text/xml; charset=UTF-8',
		'text/html; charset=',
		'text/html; charset="utf8"',
		'text/html; charset=klingon',
		'text/html; charset=__proto__',
	])('is read under the content type “%s”', (type) => {
		expect(read(Buffer.from(PAGE), { type })).toBe(PAGE);
	});

	it.each(['utf-16', 'UTF-16LE', 'utf-16be', 'iso-8859-1', 'windows-1252', 'us-ascii', 'gb18030'])(
		'is not spoilt by a content type that says %s',
		(charset) => {
			for (const text of [PAGE, '1002', 'Your Balance is:BDT 470.44'])
				expect(read(Buffer.from(text), { type: `text/html; charset=${charset}` })).toBe(text);
		},
	);

	it('in which one text was cut within a sign is no other charset for that', () => {
		const cut = Buffer.concat([Buffer.from(PAGE), Buffer.from('আ').subarray(0, 2), Buffer.from(PAGE)]);
		for (const charset of ['iso-8859-1', 'utf-16'])
			expect(read(cut, { type: `text/xml; charset=${charset}` })).toBe(`${PAGE}\uFFFD${PAGE}`);
	});

	it('comes without its byte order mark', () => {
		expect(read(Buffer.from(`\uFEFF${PAGE}`))).toBe(PAGE);
	});

	it('with a NUL in a text keeps it', () => {
		expect(read([0, 0])).toBe('\u0000\u0000');
		expect(read(Buffer.from(page([record({ text: 'a\u0000b' })])))).toBe(page([record({ text: 'a\u0000b' })]));
	});
});

describe('an answer in another charset', () => {
	it.each([
		['UTF-16, little end first, with its mark', Buffer.from(`\uFEFF${PAGE}`, 'utf16le'), ''],
		['UTF-16, big end first, with its mark', utf16be(`\uFEFF${PAGE}`), ''],
		['UTF-16, as the content type says', Buffer.from(PAGE, 'utf16le'), 'text/xml; charset=utf-16'],
		['UTF-16, of which nothing is said', Buffer.from(PAGE, 'utf16le'), ''],
		['UTF-16, big end first, of which nothing is said', utf16be(PAGE), ''],
		['UTF-16, big end first, where the content type says the other', utf16be(PAGE), 'text/xml; charset=utf-16le'],
		['UTF-16, where the content type says UTF-8', Buffer.from(PAGE, 'utf16le'), 'text/xml; charset=utf-8'],
	])('is read: %s', (_, bytes, type) => {
		expect(read(bytes, { type })).toBe(PAGE);
	});

	it.each([
		['windows-1252', Buffer.from('Caf\xe9 \xfcber', 'latin1'), 'Café über'],
		['ISO-8859-1', Buffer.from('Caf\xe9', 'latin1'), 'Café'],
		['"windows-1251"', Buffer.from([0xcf, 0xf0, 0xe8]), 'При'],
	])('is read by its name: %s', (charset, bytes, text) => {
		expect(read(bytes, { type: `text/html;charset=${charset}; x=y` })).toBe(text);
	});

	it.each([
		['text/xml', '<?xml version="1.0" encoding="ISO-8859-1"?><SMS>Café</SMS>'],
		['', "\n<?xml  version='1.0' encoding = 'windows-1252' standalone='yes'?><SMS>Café</SMS>"],
	])('is read by the name in its XML declaration where the content type is %j', (type, text) => {
		expect(read(Buffer.from(text, 'latin1'), { type })).toBe(text);
		expect(read(Buffer.from(text), { type })).toBe(text);
	});

	it('is read by no name that stands elsewhere than in its declaration', () => {
		expect(read(Buffer.from('x<?xml version="1.0" encoding="windows-1251"?>\xe9', 'latin1'), { type: '' })).toContain(
			'\uFFFD',
		);
	});

	it('is read by the name in its content type rather than by that in its XML declaration', () => {
		const text = '<?xml version="1.0" encoding="klingon"?><SMS>Café</SMS>';
		expect(read(Buffer.from(text, 'latin1'), { type: 'text/xml; charset=latin1' })).toBe(text);
	});

	it.each([
		[[0x41, 0xfe], 'Aþ'],
		[[0xff, 0x41], 'ÿA'],
		[[0xfe, 0x41], 'þA'],
		[[0x41, 0xff], 'Aÿ'],
	])('is no UTF-16 for one byte of its mark: %j', (bytes, text) => {
		expect(read(bytes, { type: 'text/plain; charset = windows-1252' })).toBe(text);
	});

	it('is taken for UTF-8 as long as that explains as many signs as it leaves open', () => {
		const cut = Buffer.concat([Buffer.from('é'), Buffer.from([0xc3]), Buffer.from('.')]);
		expect(read(cut, { type: 'text/plain; charset=windows-1252' })).toBe('é\uFFFD.');
	});

	it('that nobody names, or knows, has signs for what can not be read', () => {
		for (const type of ['', 'text/html; charset=klingon', 'text/html; charset=utf-16'])
			expect(read(Buffer.from('Caf\xe9 ol\xe9', 'latin1'), { type })).toBe('Caf\uFFFD ol\uFFFD');
	});
});

describe('an answer that breaks off', () => {
	const beginnings = (encode: (text: string) => Buffer, type: string) => {
		const bytes = encode(PAGE);
		return Array.from({ length: bytes.length }, (_, count) => read(bytes.subarray(0, count), { type, isPart: true }));
	};

	it('is the beginning of the whole one, at every byte', () => {
		for (const text of beginnings(Buffer.from, 'text/xml')) expect(PAGE.startsWith(text)).toBe(true);
	});

	it('is so in UTF-16, but for its first byte', () => {
		for (const encode of [(text: string) => Buffer.from(text, 'utf16le'), utf16be]) {
			for (const text of beginnings(encode, 'text/xml; charset=utf-16').slice(2))
				expect(PAGE.startsWith(text)).toBe(true);
		}
	});

	it('shows that a sign is missing when it looks whole', () => {
		expect(read(Buffer.from('আ').subarray(0, 2))).toBe('\uFFFD');
	});
});

it('is read without an error, whatever bytes and content type came', () => {
	const type = fc.oneof(
		fc.string(),
		fc
			.constantFrom('utf-16', 'latin1', 'x-user-defined', 'replacement', 'shift_jis', '\u0000')
			.map((name) => `text/html; charset=${name}`),
	);
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 60 }), type, fc.boolean(), (bytes, contentType, isPart) => {
			expect(replyText(bytes, contentType, { isPart })).toEqual(expect.any(String));
		}),
	);
});
