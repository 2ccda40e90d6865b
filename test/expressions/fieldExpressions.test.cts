/** What the node fills in by itself, and what it leaves to n8n. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fieldFiller, plan, planParameter } from '../../nodes/MimSms/expressions/fieldFiller';

/** Undefined: n8n is asked. */
const filledIn = (parameter: unknown, json: unknown): unknown => fieldFiller({ parameter }, () => json)('parameter', 0);

describe('a parameter that only reads fields is filled in', () => {
	it.each<[parameter: unknown, json: object, value: unknown]>([
		['={{ $json.phone }}', { phone: '01712345678' }, '01712345678'],
		['={{$json.phone}}', { phone: 8801712345678 }, 8801712345678],
		['={{ $json.ok }}', { ok: false }, false],
		['={{ $json.gone }}', { gone: null }, null],
		["={{ $json['ফোন নম্বর'] }}", { 'ফোন নম্বর': 'x' }, 'x'],
		['={{ $json["First Name"] }}', { 'First Name': 'Rahim' }, 'Rahim'],
		["={{ $json[''] }}", { '': 'x' }, 'x'],
		["={{\r\n\t$json.order.total['in BDT'] }}", { order: { total: { 'in BDT': 5 } } }, 5],
		['={{ $json.a }}', Object.assign(Object.create(null), { a: 'x' }), 'x'],
		['=Dear {{ $json.name }}, {{ $json.total }} BDT', { name: 'Rahim', total: 1.5 }, 'Dear Rahim, 1.5 BDT'],
		['={{ $json.a }} ', { a: 5 }, '5 '],
		['={{ $json.a }}{{ $json.b }}', { a: null, b: true }, 'true'],
		['=}} {{ $json.a }}}}', { a: 'x' }, '}} x}}'],
		['=Hello', {}, 'Hello'],
		[
			{ label: 'none', batchSize: '={{ $json.size }}', reply: true },
			{ size: 50 },
			{ label: 'none', batchSize: 50, reply: true },
		],
	])('%j', (parameter, json, value) => {
		expect(filledIn(parameter, json)).toStrictEqual(value);
	});
});

describe('n8n is asked', () => {
	it.each<[why: string, parameter: unknown]>([
		['what is no expression', 'Hello'],
		['a backslash', '=\\ {{ $json.a }}'],
		['a name that n8n searches for', '=. constructor {{ $json.a }}'],
		['an open bracket', '={{ $json.a'],
		['a bracket that is left over', '={{ $json.a }} {{'],
		['brackets within', '={{ {{ $json.a }} }}'],
		['another variable', '={{ $now }}'],
		['the whole item', '={{ $json }}'],
		['a call', '={{ $json.a.trim() }}'],
		['an operator', "={{ $json.a ?? '' }}"],
		['an optional step', '={{ $json?.a }}'],
		['an index', '={{ $json.a[0] }}'],
		['white space within', '={{ $json .a }}'],
		['unusual white space', '={{\u00a0$json.a }}'],
		['a quote in a name', `={{ $json["it's"] }}`],
		['a bracket in a name', "={{ $json['{a'] }}"],
		['a line break in a name', "={{ $json['a\nb'] }}"],
		['a letter that is not ASCII after a dot', '={{ $json.নাম }}'],
		['half a character', '=\ud83d{{ $json.a }}'],
		['NUL', '=\0{{ $json.a }}'],
		['a name that n8n hides', '={{ $json.__a }}'],
		['a name of every object', '={{ $json.toString }}'],
		['a variable of that name', '={{ $json.a.globalThis }}'],
		['a variable of that name', '={{ $json.$.a }}'],
		["a text that n8n's plain engine takes for a function", '=toString'],
		['a list', ['={{ $json.a }}']],
		['nothing', null],
		['nothing', undefined],
		['a collection without an expression', { label: 'none' }],
		['a collection with another expression', { label: '={{ $json.a }}', batchSize: '={{ $now }}' }],
		['a collection within a collection', { label: '={{ $json.a }}', more: { inner: 1 } }],
		['a collection with nothing in a field', { label: '={{ $json.a }}', batchSize: undefined }],
		['a field that would be a prototype', JSON.parse('{ "__proto__": "={{ $json.a }}" }')],
	])('for %s', (_why, parameter) => {
		expect(planParameter(parameter)).toBeNull();
	});

	it.each<[why: string, json: unknown]>([
		['is missing', {}],
		['is inherited', Object.create({ a: 'x' })],
		['is hidden', Object.defineProperty({}, 'a', { value: 'x' })],
		['is computed', Object.defineProperty({}, 'a', { get: () => 'x', enumerable: true })],
		['is an object', { a: {} }],
		['is a list', { a: ['x'] }],
		['is undefined', { a: undefined }],
		['is no number', { a: NaN }],
		['is a date', { a: new Date(0) }],
		['is half a character', { a: '\ud83d' }],
		['holds NUL', { a: 'x\0' }],
		['lies in a list', Object.assign([], { a: 'x' })],
		['lies in an object of a class', Object.assign(new (class Row {})(), { a: 'x' })],
		['lies in nothing', null],
		['lies in a text', 'text'],
	])('where the field %s', (_why, json) => {
		expect(filledIn('={{ $json.a }}', json)).toBeUndefined();
		expect(filledIn('=Dear {{ $json.a }}', json)).toBeUndefined();
		expect(filledIn({ label: '={{ $json.a }}' }, json)).toBeUndefined();
	});

	it('for each name that n8n holds for unsafe', () => {
		const source = readFileSync(path.join(path.dirname(require.resolve('n8n-workflow')), 'utils.js'), 'utf8');
		const list = /const unsafeObjectProperties = new Set\(\[([^\]]*)\]/.exec(source)?.[1] ?? '';
		const names = [...list.matchAll(/'([^']+)'/g)].map(([, name]) => name);

		expect(names.length).toBeGreaterThan(20);
		expect(
			names.filter((name) => plan(`={{ $json.${name} }}`) !== null || plan(`={{ $json['${name}'] }}`) !== null),
		).toEqual([]);
	});
});

it('gives a collection of its own to each item', () => {
	const fill = fieldFiller({ options: { label: '={{ $json.a }}' } }, (item) => ({ a: `x${item}` }));

	expect([fill('options', 0), fill('options', 1)]).toEqual([{ label: 'x0' }, { label: 'x1' }]);
	expect(fill('options', 0)).not.toBe(fill('options', 0));
});

it('leaves a parameter to n8n that the node does not have', () => {
	expect(fieldFiller({}, () => ({ a: 'x' }))('toString', 0)).toBeUndefined();
});
