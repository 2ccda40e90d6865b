/** What an expression, a sheet or a stranger may put into a parameter. */

export const DIGITS = {
	Bangla: '০১৭১২৩৪৫৬৭৮',
	Arabic: '٠١٧١٢٣٤٥٦٧٨',
	Persian: '۰۱۷۱۲۳۴۵۶۷۸',
	'full-width': '０１７１２３４５６７８',
};

/** Written oddly, but each surely 8801712345678. */
export const ODD_NUMBERS = [
	...Object.values(DIGITS),
	'\u200f01712345678\u200e',
	'\u202e01712345678\u202c',
	'\ufeff01712345678',
	'01712345678\u0000',
	'+880\u00a01712-345678',
	'(01712) 345678',
	'8801712345678',
	'০১৭১২345678',
];

/** Surely no number: named in the error, never sent to. */
export const NO_NUMBERS = [
	'0171234567O',
	'call 01712345678',
	'01712345678x',
	'📱01712345678',
	'01712345678👍',
	'0171-2345-67',
	'०१७१२३४५६७८१२३',
	'½1712345678',
	'²01712345678',
	'=1+1',
	'<b>01712345678</b>',
	'__proto__',
	'constructor',
	'9'.repeat(1_000_000),
];

/** What an expression may give instead of the text or number that a parameter wants. */
export const VALUES = [
	'undefined',
	'null',
	'""',
	'" "',
	'0',
	'-1',
	'1.5',
	'NaN',
	'1e21',
	'true',
	'false',
	'[]',
	'[null]',
	'[[]]',
	'[{}]',
	'({})',
	'({ a: { b: 1 } })',
	'({ toString: 1 })',
	'({ constructor: { prototype: 1 }, ["__proto__"]: 1 })',
	'new Date(0)',
	'$now',
	'"__proto__"',
	'"\\ud83d"',
	'"x".repeat(100000)',
];

/** Texts that would do something where they are not data. */
export const TEXTS = {
	'a formula': "=cmd|'/C calc'!A0",
	'a formula with a plus': '+1+1',
	'a formula with an at': '@SUM(1+1)',
	HTML: '<script>alert(1)</script><img src=x onerror=alert(1)>&amp;',
	SQL: "Robert'); DROP TABLE students;--",
	'an expression of n8n': '{{ $json.secret }}',
	'a template': '${process.env}%s%n{0}',
	'a placeholder of ours': '{apiKey}/{username}/{password}',
	'a name that every object has': '__proto__',
	'line breaks like headers': 'Hi\r\nX-Injected: 1\r\n\r\nGET / HTTP/1.1',
	'a NUL': 'a\u0000b',
	'marks that turn the direction': '\u202egnihtemos\u202c \u200f',
	'an emoji of seven code points': '👨‍👩‍👧‍👦',
	'percent signs': '100%25 %00 %2e%2e',
	'fields of a form': 'x&api_key=stolen&contacts=8801999999999',
	JSON: '{"to":"8801999999999","message":"x"}],"x":[{',
	'one letter in two forms': 'é e\u0301 ক্\u09df \u09af\u09bc',
	'UTF-8 that was read as Latin-1': 'à¦†à¦ªà¦¨à¦¾à¦° Ã©',
	XML: '</SMS></message><message><MSISDN>1</MSISDN>',
};

/** XML that makes parsers read files, expand without end or overflow. */
const bomb = () =>
	`<!DOCTYPE lolz [<!ENTITY a "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i} "${`&a${i - 1 < 0 ? '' : i - 1};`.repeat(10)}">`).join('')}]>`;
const around = (inner: string) =>
	`<dlr><message><MSISDN>8801711111111</MSISDN><SMS>"first"</SMS><DLRStatus>1</DLRStatus></message>${inner}<message><MSISDN>8801722222222</MSISDN><SMS>"last"</SMS><DLRStatus>1</DLRStatus></message></dlr>`;
const one = (fields: string) => `<message><MSISDN>8801733333333</MSISDN>${fields}<DLRStatus>16</DLRStatus></message>`;
export const PAGES: Record<string, string | Buffer> = {
	'entities that expand a billion times': `${bomb()}${around(one('<SMS>&a8;</SMS>'))}`,
	'an entity that reads a file': `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${around(one('<SMS>&x;</SMS>'))}`,
	'such an entity inside a record': around(one('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><SMS>&x;</SMS>')),
	'100,000 elements within each other': around(one(`${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`)),
	'an attribute of 1 MB': around(one(`<Note a="${'x'.repeat(1_000_000)}">n</Note>`)),
	'a name of 1 MB': around(one(`<${'n'.repeat(1_000_000)}>n</${'n'.repeat(1_000_000)}>`)),
	'a text of 1 MB': around(one(`<SMS>"${'<'.repeat(1_000_000)}"</SMS>`)),
	'10,000 fields': around(one(Array.from({ length: 10_000 }, (_, i) => `<F${i}>x</F${i}>`).join(''))),
	'fields with names that every object has': around(
		one('<__proto__>x</__proto__><constructor>y</constructor><toString>z</toString><hasOwnProperty>w</hasOwnProperty>'),
	),
	'NUL and half characters': around(one('<SMS>"a\u0000b\ud83dc"</SMS>')),
	'two encodings on one page': Buffer.from(
		Buffer.from(around(one('<SMS>"আ@"</SMS>'))).map((byte) => (byte === '@'.charCodeAt(0) ? 0xe9 : byte)),
	),
	'a comment and a CDATA section that never end': around(one('<!-- <SMS>x</SMS>')) + around(one('<![CDATA[ x')),
};
