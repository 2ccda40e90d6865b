import { parseJson, parseLosslessly } from '../../nodes/MimSms/gateway/json';
import * as fc from '../properties.cts';

const damaged = ([text, at, piece]: [string, number, string]): string => {
	const place = at % (text.length + 1);
	return text.slice(0, place) + piece + text.slice(place + (at % 2));
};

describe('JSON', () => {
	it('begins like a list, an object or a text; a number alone is none', () => {
		expect(parseJson('12')).toBeUndefined();
		expect(parseJson(' {"a":12,"b":12345678901234567890,"c":1.0}')).toEqual({
			a: 12,
			b: '12345678901234567890',
			c: '1.0',
		});
		expect(parseJson('["a\uFEFFb"]')).toEqual(['a\uFEFFb']);
		expect(parseJson('\uFEFF["a"]')).toEqual(['a']);
		expect(parseJson('{')).toBeUndefined();
	});

	it('that JavaScript reads without a loss is read by JavaScript, which takes a tenth of the time', () => {
		const parse = jest.spyOn(JSON, 'parse');
		for (const text of ['["a"]', '{"a":[1,null,true]}', '"a"']) {
			parse.mockClear();
			const value = parseJson(text);
			const [read] = parse.mock.results;
			expect(read.type === 'return' && Object.is(read.value, value)).toBe(true);
		}
		parse.mockRestore();
	});

	it.each(['{"__proto__":1}', '{"a":{"__proto__":{"b":1}}}', '[ "a\uFEFFb"]', '\uFEFF["a"]', '[1.0]'])(
		'is read with no loss by the library: %j',
		(text) => {
			expect(parseJson(text)).toStrictEqual(parseLosslessly(text));
			expect(parseJson(text)).toBeDefined();
		},
	);

	it('may have the mark of an encoding before it, and within a text', () => {
		expect(parseJson('\uFEFF[ "a\uFEFFb"]')).toEqual(['a\uFEFFb']);
		expect(parseJson('[ "a\uFEFFb"]')).toEqual(['a\uFEFFb']);
	});

	it('is read by JavaScript only where that gives what the library gives', () => {
		const hostile = fc.constantFrom(
			...['{"a":1,"a":2}', '{"a":1,"a":1}', '{"2":1,"1":2}', '{"__proto__":1}', '[1.0]', '[-0]', '[1e21]', '[1e+21]'],
			...[
				'[12345678901234567890]',
				'["\\u0041"]',
				'[ 1]',
				'[1] ',
				'[01]',
				'["\\ud800"]',
				'[0.1,1e-7]',
				'[null]',
				'"a"',
			],
		);
		const written = fc.oneof(
			fc.json(),
			fc.json({ depthSize: 'small' }).map((text) => `[${text},${text}]`),
			hostile,
		);
		fc.assert(
			fc.property(
				fc.oneof(written, fc.tuple(written, fc.nat(), fc.constantFrom('', ' ', '0', '"', ',', '1e5')).map(damaged)),
				(text) => {
					fc.pre(/^[[{"]/.test(text));
					expect(parseJson(text)).toStrictEqual(parseLosslessly(text));
				},
			),
		);
	});
});
