/** Parameters and items drawn at random, hostile ones among them. */
import * as fc from '../properties.cts';

/** What n8n, or the language, takes for something else than the name of a column. */
const HOSTILE_NAMES = [
	...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__'],
	...['caller', 'callee', 'arguments', 'mainModule', 'binding', '_load', 'dlopen', 'execve', 'getPrototypeOf'],
	...['__isProxy', '__isObject', '__isArray', '__isError', '__keys', '__length', '__data', '__sanitize', '__n8nType'],
	...['isProxy', 'toJSON', 'then', 'json', 'length', 'name', 'undefined', 'NaN', 'Date', 'Math', 'window', 'global'],
	...['globalThis', 'this', '$', '$json', '$if(', '.first (', 'class', 'await', 'new', 'if', 'E', 'v', 'process'],
	...['', ' ', '0', '-1', "it's", 'a"b', '`', '${x}', '{', '}', '{{', '}}', '\\', 'a\\u0062', '//', '/*', '<!--'],
	...[
		'ফোন নম্বর',
		'নাম',
		'First Name',
		'é',
		'e\u0301',
		'😀',
		'\ud800',
		'a\0b',
		'\t',
		'\n',
		'\u2028',
		'\u0085',
		'\u200b',
	],
];
const PLAIN_NAMES = ['phone', 'text', 'a', 'b1', '_c', '$d', 'Order', 'First Name', 'ফোন নম্বর'];

const names = fc.oneof(
	{ weight: 12, arbitrary: fc.constantFrom(...PLAIN_NAMES) },
	{ weight: 5, arbitrary: fc.constantFrom(...HOSTILE_NAMES) },
	{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
);

const PIECES = [
	...['}}', '{', '}', '{{', '\\', '\\{{', "'", '"', '`${1}`', '.first ()', '$if(', '.constructor', '. constructor'],
	...['=', 'toString', '\0', '\ud83d', '\u2028', '\r\n', '<!--', '*/', 'প্রিয় ', '😀', '%%', '$&', '$json.a'],
];
const texts = fc.oneof(
	{ weight: 6, arbitrary: fc.constant('') },
	{ weight: 4, arbitrary: fc.constantFrom('Dear ', ' ', ', your order ', '+880', 'প্রিয় গ্রাহক, ') },
	{ weight: 2, arbitrary: fc.constantFrom(...PIECES) },
	{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
);

const spaces = fc.constantFrom(' ', ' ', ' ', '', '\n', '\t', '\r\n ', '\u00a0', '\u2028');
const WRITTEN = [
	(name: string) => `.${name}`,
	(name: string) => `['${name}']`,
	(name: string) => `["${name}"]`,
	(name: string) => `?.${name}`,
	(name: string) => `[\`${name}\`]`,
	(name: string) => `[ '${name}' ]`,
];
const writings = fc.oneof(
	{ weight: 12, arbitrary: fc.constantFrom(...WRITTEN.slice(0, 3)) },
	{ weight: 1, arbitrary: fc.constantFrom(...WRITTEN.slice(3)) },
);
const paths = fc.array(names, { minLength: 1, maxLength: 3, size: 'small' });

interface Field {
	path: string[];
	code: string;
}

const fields: fc.Arbitrary<Field> = fc
	.tuple(paths, fc.array(writings, { minLength: 3, maxLength: 3 }), spaces, spaces)
	.map(([path, write, before, after]) => ({
		path,
		code: `{{${before}$json${path.map((name, index) => (IDENTIFIER.test(name) ? write[index](name) : (write[Math.max(1, WRITTEN.indexOf(write[index]))]?.(name) ?? WRITTEN[1](name)))).join('')}${after}}}`,
	}));

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

interface Written {
	raw: string;
	paths: string[][];
}

const wellFormed: fc.Arbitrary<Written> = fc
	.tuple(fc.array(fc.tuple(texts, fields), { maxLength: 3, size: 'small' }), texts)
	.map(([parts, last]) => ({
		raw: `=${parts.map(([text, { code }]) => text + code).join('')}${last}`,
		paths: parts.map(([, { path }]) => path),
	}));

const single: fc.Arbitrary<Written> = fields.map(({ path, code }) => ({ raw: `=${code}`, paths: [path] }));

/** The same with something put in, or taken out, somewhere. */
const damaged = fc
	.tuple(
		fc.oneof(single, wellFormed),
		fc.nat(),
		fc.nat({ max: 3 }),
		fc.constantFrom('', ...PIECES, ' ', '?', '+', '(', '1'),
	)
	.map(([{ raw, paths }, at, length, piece]) => {
		const from = at % (raw.length + 1);
		return { raw: raw.slice(0, from) + piece + raw.slice(from + length), paths };
	});

const expressions = fc.oneof(
	{ weight: 4, arbitrary: single },
	{ weight: 5, arbitrary: wellFormed },
	{ weight: 2, arbitrary: damaged },
);

const values: fc.Arbitrary<unknown> = fc.oneof(
	{ weight: 4, arbitrary: fc.string({ unit: 'grapheme' }) },
	{
		weight: 2,
		arbitrary: fc.constantFrom('01712345678', 'প্রিয় গ্রাহক', '', '0', 'null', '{{ $json.a }}', '=x', '\'"`'),
	},
	{ weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
	{ weight: 2, arbitrary: fc.oneof(fc.integer(), fc.double(), fc.maxSafeInteger()) },
	{ weight: 2, arbitrary: fc.constantFrom(-0, 0, NaN, Infinity, 1e21, 5e-324, 8801712345678, true, false, null) },
	{
		weight: 1,
		arbitrary: fc.constantFrom<unknown>(
			...['a\0b', '\ud83d', undefined, 1n, Symbol('s'), [], ['x'], {}, { a: 1 }, new Date(0), /x/, new Map()],
			() => 'x',
			new String('x'),
		),
	},
);

class Row {}

/** An object that holds one property, of many makes. */
const CONTAINERS: Array<(name: string, value: unknown) => unknown> = [
	(name, value) => put({}, name, { value, enumerable: true }),
	(name, value) => put({ other: 1 }, name, { value, enumerable: true, writable: true, configurable: true }),
	(name, value) => put(Object.create(null), name, { value, enumerable: true }),
	(name, value) => put(JSON.parse('{"__proto__": "own", "constructor": 1}'), name, { value, enumerable: true }),
	(name, value) => put({ toJSON: () => ({ replaced: true }) }, name, { value, enumerable: true }),
	(name, value) => put({ __isObject: true, __keys: [], __isError: true }, name, { value, enumerable: true }),
	(name, value) => put({}, name, { value, enumerable: false }),
	(name, value) => put({}, name, { get: () => value, enumerable: true }),
	(name, value) => Object.create(put({}, name, { value, enumerable: true }) as object),
	(name, value) => put(new Row(), name, { value, enumerable: true }),
	(name, value) => (name === 'length' ? [] : put([], name, { value, enumerable: true })),
	(name, value) => put(() => 1, name === 'name' || name === 'length' ? `${name}_` : name, { value, enumerable: true }),
	() => 'a text',
	() => null,
	() => ({}),
];

function put(target: object, name: string, descriptor: PropertyDescriptor): object {
	return Object.defineProperty(target, name, descriptor.get ? { configurable: true, ...descriptor } : descriptor);
}

const containers = fc.oneof(
	{ weight: 14, arbitrary: fc.constantFrom(...CONTAINERS.slice(0, 3)) },
	{ weight: 3, arbitrary: fc.constantFrom(...CONTAINERS.slice(3)) },
);

/** An item in which the fields of the expression stand, in some way. */
const items = (paths: string[][]): fc.Arbitrary<unknown> =>
	fc
		.tuple(
			...paths.map((path) =>
				fc.tuple(values, fc.array(containers, { minLength: path.length, maxLength: path.length })),
			),
		)
		.map((drawn) => {
			let json: unknown = {};
			drawn.forEach(([value, makers], index) => {
				const path = paths[index];
				let inner = value;
				for (let step = path.length - 1; step > 0; step--) inner = makers[step](path[step], inner);
				if (index === 0) json = makers[0](path[0], inner);
				else if (typeof json === 'object' && json !== null && !Object.hasOwn(json, path[0]))
					put(json, path[0], { value: inner, enumerable: true });
			});
			return json;
		});

export interface Draw {
	parameter: unknown;
	json: unknown;
}

const oneParameter: fc.Arbitrary<Draw> = expressions.chain(({ raw, paths }) =>
	items(paths).map((json) => ({ parameter: raw, json })),
);

const constants = fc.constantFrom<unknown>('auto', '', 5, true, null, undefined, ['a'], { inner: '={{ $json.a }}' });

const collection: fc.Arbitrary<Draw> = fc
	.array(
		fc.tuple(
			names,
			fc.oneof(
				expressions,
				constants.map((constant) => ({ raw: constant, paths: [] as string[][] })),
			),
		),
		{
			minLength: 1,
			maxLength: 4,
		},
	)
	.chain((entries) =>
		items(entries.flatMap(([, { paths }]) => paths)).map((json) => {
			const parameter = {};
			for (const [name, { raw }] of entries)
				Object.defineProperty(parameter, name, { value: raw, enumerable: true, writable: true, configurable: true });
			return { parameter, json };
		}),
	);

/** A parameter, and the item for which it is read. */
export const draws: fc.Arbitrary<Draw> = fc.oneof(
	{ weight: 4, arbitrary: oneParameter },
	{ weight: 1, arbitrary: collection },
);
