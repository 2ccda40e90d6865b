import { rejected } from '../../nodes/MimSms/gateway/classic/errorCodes';
import * as fc from '../properties.cts';
import {
	cleaned,
	cleanerOf,
	encodeLoosely,
	excerpt,
	redact,
	redactEnd,
	redactValues,
} from '../../nodes/MimSms/gateway/redact';
import type { Fault } from '../../nodes/MimSms/gateway/fault';

const KEY = 'C20008366a0b1c2d3e4f5.61234567';
const PASSWORD = 'p&<s "w\'/ö%+é';

const eachSign = (text: string, write: (sign: string) => string) => Array.from(text, write).join('');
const codeOf = (sign: string) => sign.codePointAt(0) as number;
const everyByte = (text: string) =>
	Array.from(new TextEncoder().encode(text), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const everyUnit = (text: string) =>
	text.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The forms in which servers give back what stood in a path, a form or a page. */
const FORMS: Record<string, (secret: string) => string> = {
	'as it is': (secret) => secret,
	'percent-encoded': encodeURIComponent,
	'percent-encoded in part, as a proxy writes a path': encodeURI,
	'percent-encoded in small letters': (secret) =>
		encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
	'as a field of a form': (secret) => new URLSearchParams({ a: secret }).toString().slice(2),
	'as HTML': (secret) =>
		secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
	'as a JSON string': (secret) => JSON.stringify(secret).slice(1, -1),
	'as a JSON string of PHP, with slashes escaped': (secret) =>
		JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
	'as a JSON string of .NET, with signs of HTML and the plus escaped': (secret) =>
		JSON.stringify(secret)
			.slice(1, -1)
			.replace(/[&<>'"+`\u0080-\uffff]/g, everyUnit),
	'as a JSON string, every sign escaped': everyUnit,
	'as JSON within JSON': (secret) => JSON.stringify(everyUnit(secret)).slice(1, -1),
	'percent-encoded, every sign': everyByte,
	'percent-encoded twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
	'as HTML of numbers': (secret) => eachSign(secret, (sign) => `&#${codeOf(sign)};`),
	'as XML of hexadecimal numbers': (secret) => eachSign(secret, (sign) => `&#X${codeOf(sign).toString(16)};`),
	'as HTML within HTML': (secret) => eachSign(secret, (sign) => `&amp;#${codeOf(sign)};`),
	'in capitals': (secret) => secret.toUpperCase(),
	'in small letters': (secret) => secret.toLowerCase(),
};

describe.each(Object.entries(FORMS))('a secret that comes back %s', (_, write) => {
	it.each([
		['key', KEY],
		['password', PASSWORD],
		['user name', 'rahim@shop.example'],
	])('is taken out: the %s', (__, secret) => {
		const text = `The requested URL /getkey/${write(secret)}/x was not found`;
		expect(redact(text, [secret])).toBe('The requested URL /getkey/***/x was not found');
		expect(excerpt(text, [secret])).not.toContain(write(secret));
	});
});

describe('taking secrets out', () => {
	it('takes each out wherever it stands, and leaves the rest alone', () => {
		expect(redact(`${KEY} and ${KEY}, not C2`, [KEY])).toBe('*** and ***, not C2');
	});

	it('takes the longer of two out first', () => {
		expect(redact('user-secret', ['user', 'user-secret'])).toBe('***');
	});

	it('passes over empty secrets', () => {
		expect(redact('text', ['', ''])).toBe('text');
	});

	it('takes a secret literally, not as a pattern', () => {
		expect(redact('a.c abc $& (x', ['a.c', '(x', '$&'])).toBe('*** abc *** ***');
	});

	it('takes a secret with half a character', () => {
		expect(redact('x\ud83dy', ['x\ud83dy'])).toBe('***');
	});

	const secret = fc.stringMatching(/^[A-Za-z0-9.$&<"'\/ %+=]{3,40}$/);
	it('leaves none in any text, in no form', () => {
		fc.assert(
			fc.property(
				fc.array(secret, { minLength: 1, maxLength: 3 }),
				fc.array(fc.string(), { maxLength: 4 }),
				fc.constantFrom(...Object.values(FORMS)),
				(secrets, between, write) => {
					const text = between.join(secrets.map(write).join('\n'));
					for (const one of secrets) expect(redact(text, secrets)).not.toContain(one);
				},
			),
		);
	});
});

describe('a secret that may be a word as well', () => {
	it.each([
		['of JSON', '{"user": "Karim", "name":" karim "}', '{"user": "***", "name":" *** "}'],
		['of XML', '<User>karim</User><Name>\n karim </Name>', '<User>***</User><Name>\n *** </Name>'],
		['of HTML in XML', '<User>&#107;arim</User>', '<User>***</User>'],
		['that is longer', '{"text":"Karim Store","by":"of karim"}', '{"text":"Karim Store","by":"of karim"}'],
		['by its name', '{"karim":1,"KARIM" :2}', '{"karim":1,"KARIM" :2}'],
		['of plain words', 'Blocked: karim', 'Blocked: karim'],
	])('is taken out where it is all of a field: %s', (_, text, shown) => {
		expect(redactValues(text, ['karim'])).toBe(shown);
	});

	it('is left alone where there is none', () => {
		expect(redactValues('<a>karim</a>', [''])).toBe('<a>karim</a>');
	});
});

describe('the end of a text that broke off', () => {
	it.each([
		['all but the last sign', `"url":"/miscapi/${KEY.slice(0, -1)}`, '"url":"/miscapi/***'],
		['its first four signs, in small letters', `no ${KEY.slice(0, 4).toLowerCase()}`, 'no ***'],
		['the beginning of the longer of two', 'user rahim@s', 'user ***'],
		['three signs tell nothing', 'no C20', 'no C20'],
		['nothing of it', 'all is well', 'all is well'],
		['the text alone', 'C2000836', '***'],
		['no text', '', ''],
	])('holds no beginning of a secret: %s', (_, text, shown) => {
		expect(redactEnd(text, ['him@store', KEY, 'rahim@shop.example'])).toBe(shown);
	});

	it('is left alone without secrets', () => {
		expect(redactEnd('C2000836', [])).toBe('C2000836');
	});
});

describe('an excerpt', () => {
	it('is one line of at most 200 characters and a sign that there was more', () => {
		expect(excerpt('line 1\r\n\tline 2', [])).toBe('line 1 line 2');
		expect(excerpt('word '.repeat(1000), [])).toMatch(/^.{150,200} …$/);
	});

	it('is the words of a web page', () => {
		expect(
			excerpt(
				'<html><head><style>a{}</style><script>x()</script></head><body><h1>502 Bad Gateway</h1><hr>nginx</body></html>',
				[],
			),
		).toBe('502 Bad Gateway nginx');
	});

	it('holds no control and no invisible characters, whatever the text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
				const shown = excerpt(text, []);
				expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\n]/u);
				expect(shown.length).toBeLessThanOrEqual(202);
			}),
		);
	});

	it.each([KEY, PASSWORD])('holds no half of a secret, wherever the text is cut: %s', (secret) => {
		for (const cut of [200, 20_000]) {
			for (let before = cut - secret.length - 2; before <= cut + 2; before++) {
				for (const filler of ['x', ' ', '<b>']) {
					const text = `${filler.repeat(before).slice(0, before)}${secret}`;
					expect([before, excerpt(text, [secret])]).toEqual([before, expect.not.stringContaining(secret.slice(0, 5))]);
				}
			}
		}
	});
});

describe('a fault fit to be shown', () => {
	it.each<[Fault, Fault]>([
		[rejected('1003', `no ${KEY}`), rejected('1003', 'no ***')],
		[
			{ kind: 'unreadable', status: 404, text: `<p>/miscapi/${KEY}/getBalance</p>` },
			{ kind: 'unreadable', status: 404, text: '/miscapi/***/getBalance' },
		],
		[
			{ kind: 'unreachable', why: 'it refused the connection' },
			{ kind: 'unreachable', why: 'it refused the connection' },
		],
		[
			{ kind: 'lost', why: 'it took longer' },
			{ kind: 'lost', why: 'it took longer' },
		],
		[
			{ kind: 'invalidInput', field: 'To', problem: 'is empty' },
			{ kind: 'invalidInput', field: 'To', problem: 'is empty' },
		],
	])('%j', (fault, shown) => {
		expect(cleaned(fault, [KEY])).toEqual(shown);
	});
});

it('encodes any text, half characters too, without a throw', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (text) => expect(decodeURIComponent(encodeLoosely(text))).toBe(text)),
	);
	expect(encodeLoosely('a\ud83d/')).toMatch(/^a%EF%BF%BD%2F$/);
});

describe('each way to write a secret', () => {
	it.each([
		['p>q', 'p&gt;q'],
		['p<q', 'p&lt;q'],
		['p"q', 'p&quot;q'],
		["p'q", 'p&#39;q'],
		["p'q", 'p&#x27;q'],
		["p'q", 'p&#039;q'],
		['pä/কq', 'p\\u00e4\\/\\u0995q'],
		["p'q", 'p&apos;q'],
		['p&q', 'p&ampq'],
		['a\\b', 'a\\\\b'],
		['a\\b', 'a\\\\\\\\b'],
		...Object.entries({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }).map(([letter, sign]) => [
			`p${sign}q`,
			`p\\${letter}q`,
		]),
		['a b/ü', 'a+b%2f%c3%bc'],
		['a b!', 'a+b!'],
		['a b!', 'a+b%21'],
	])('%j as %j is taken out', (secret, written) => {
		expect(redact(`[${written}]`, [secret])).toBe('[***]');
	});
});

describe('where an excerpt ends', () => {
	const SECRET = '0123456789';

	it.each([
		['200 characters are shown whole', 'x'.repeat(200), [], 'x'.repeat(200)],
		['of more, no space is left before the sign', `${'x'.repeat(199)} ${'y'.repeat(10)}`, [], `${'x'.repeat(199)} …`],
		['a script leaves a space', 'a<script>x</script>b', [], 'a b'],
		['20,000 characters are looked at', `${'<b>'.repeat(6665)}tail!`, [SECRET], 'tail!'],
		['of more, so many', `${'<b>'.repeat(6665)}tail ${'<b>'.repeat(100)}`, [SECRET], 'tail'],
		['and none behind them', `${'<b>'.repeat(10_000)}tail`, [], '<b'],
	])('%s', (_, text, secrets, shown) => {
		expect(excerpt(text, secrets)).toBe(shown);
	});
});

describe('what a page shows of a secret in another writing', () => {
	it.each([
		['in capitals', 'User KARIM STORE/Ü? is blocked', ['karim store/ü?'], 'User *** is blocked'],
		['with an invisible sign in it', 'key C2abc\u200bdef123', ['C2abcdef123'], 'key ***'],
		['with signs that mean something to a pattern', 'no A.B*(C) here, nor aXbb', ['a.b*(c)'], 'no *** here, nor aXbb'],
		['beside the shorter one that it holds', 'karim-store', ['karim', 'Karim-Store'], '***'],
	])('%s is taken out', (_, text, secrets, shown) => {
		expect(excerpt(text, secrets)).toBe(shown);
	});

	it('with a tag in place of its space is taken out once the tags are', () => {
		expect(excerpt('<p>blocked: demo<br>shop</p>', ['demo shop'])).toBe('blocked: ***');
	});

	it.each([
		['CONNECT h:443 Proxy-Authorization: Basic cHI6eHk= Host: h', 'CONNECT h:443 Proxy-Authorization: *** Host: h'],
		['<p>authorization:&nbsp;x</p><b>Authorization = Bearer\tabc.def</b>', 'authorization:*** Authorization = ***'],
		['{"Authorization":"Basic abc"}', '{"Authorization":"Basic abc"}'],
	])('is the sign-in to a proxy, which is none of ours: %s', (text, shown) => {
		expect(excerpt(text, [])).toBe(shown);
	});

	it('is left alone where there is no secret', () => {
		expect(redact('as it is', [])).toBe('as it is');
		expect(redact('as it is', [''])).toBe('as it is');
	});
});

describe('what cleans the words of a gateway', () => {
	const { text, fault } = cleanerOf(['shop@example.com']);

	it('takes the secrets out of a text, and changes nothing else of it', () => {
		expect(text('Blocked for Shop@Example.com, <b>now</b>')).toBe('Blocked for ***, <b>now</b>');
	});

	it('takes them out of an answer that does not say what became of a message', () => {
		const unclear: Fault = { kind: 'unclear', why: 'it answered 299 Blocked for shop@example.com' };

		expect(fault(unclear)).toEqual({ kind: 'unclear', why: 'it answered 299 Blocked for ***' });
	});
});
