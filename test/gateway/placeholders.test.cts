import { findPlaceholder, hasWrittenLineBreak, placeholderProblem } from '../../nodes/MimSms/gateway/placeholders';
import { withinSeconds } from './withinSeconds.cts';

const FIELDS = ['name', 'Due Date', 'নাম', 'due', '1', 'toString', 'প্রিয়\u200d গ্রাহক', 'a_b', 'constructor'];

describe('a placeholder for a field of the item', () => {
	it.each([
		['Dear {name}, {due} taka', '{name}', 'name'],
		['Dear {{name}}', '{{name}}', 'name'],
		['Dear {{ name }}', '{{ name }}', 'name'],
		['Dear { name }', '{ name }', 'name'],
		['Dear {NAME}', '{NAME}', 'name'],
		['Dear {Name}', '{Name}', 'name'],
		['Pay by {due date}', '{due date}', 'Due Date'],
		['Pay by {{Due  Date}}', '{{Due  Date}}', 'Due Date'],
		['প্রিয় {নাম}', '{নাম}', 'নাম'],
		['প্রিয় {{ নাম }}', '{{ নাম }}', 'নাম'],
		['{প্রিয় গ্রাহক}', '{প্রিয় গ্রাহক}', 'প্রিয়\u200d গ্রাহক'],
		['{na\u200bme}', '{na\u200bme}', 'name'],
		['Row {1}', '{1}', '1'],
		['{toString}', '{toString}', 'toString'],
		['{constructor}', '{constructor}', 'constructor'],
		['{$json.name}', '{$json.name}', 'name'],
		['${name}', '{name}', 'name'],
		['{{json.name}}', '{{json.name}}', 'name'],
		['{x} and {a_b}', '{a_b}', 'a_b'],
		['{{{name}}}', '{{name}}', 'name'],
		['{ {name}', '{name}', 'name'],
		['{\nname\n}', '{\nname\n}', 'name'],
	])('is found in “%s”', (text, written, field) => {
		expect(findPlaceholder(text, FIELDS)).toEqual({ written, field });
	});

	it.each([
		'Dear customer',
		'{x}',
		'{names}',
		'{na me}',
		'{first name}',
		'{}',
		'{{}}',
		'{ }',
		'{name',
		'name}',
		'{a} }name{ {b}',
		'{"name": "x"}',
		'{name: x}',
		'(name) [name] <name> %name%',
		'price {{ 5 }} $json',
		'{{ 1 + 1 }}',
		'${process.env}%s%n{0}',
		'{apiKey}/{username}',
		'{valueOf} {hasOwnProperty} {__proto__}',
	])('“%s” is text', (text) => {
		expect(findPlaceholder(text, FIELDS)).toBeNull();
	});

	it('is text where the item has no such field', () => {
		expect(findPlaceholder('Dear {name} {{ নাম }}', [])).toBeNull();
	});
});

describe('an expression that nobody evaluated', () => {
	it.each([
		['Dear {{ $json.name }}', '{{ $json.name }}'],
		['Dear {{$json.name}}, hi', '{{$json.name}}'],
		['{{ $json["Due Date"] }}', '{{ $json["Due Date"] }}'],
		["{{ $('Sheet').item.json.name }}", "{{ $('Sheet').item.json.name }}"],
		['{{ $now }}', '{{ $now }}'],
		['{{\n$json.x', '{{\n$json.x'],
		['{name} {{ $vars.x }}', '{{ $vars.x }}'],
	])('“%s” is one, whatever the item holds', (text, written) => {
		for (const fields of [[], FIELDS]) expect(findPlaceholder(text, fields)).toEqual({ written, field: null });
	});

	it('is shown cut where it is long', () => {
		expect(findPlaceholder(`{{ $json.${'x'.repeat(500)} }}`, [])?.written).toMatch(/^\{\{ \$json\.x{51} …$/);
	});
});

describe('what is wrong with it', () => {
	it('is told with what to do, by where the text is written', () => {
		const own = { written: '{name}', field: 'name' };
		const expression = { written: '{{ $json.x }}', field: null };

		expect(placeholderProblem(own, { fixed: true })).toEqual({
			problem: 'contains “{name}”, and the phone would show exactly that',
			remedy:
				'Switch Message from Fixed to Expression, and drag the column “name” from the input on the left to this place',
		});
		expect(placeholderProblem(expression, { fixed: true })).toEqual({
			problem: expect.stringContaining('“{{ $json.x }}”'),
			remedy: expect.stringMatching(/^Switch Message from Fixed to Expression, and drag the column from/),
		});
		expect(placeholderProblem(own, { fixed: false }).remedy).toMatch(/\.replaceAll\("{name}", \$json\["name"\]\)$/);
		expect(placeholderProblem(expression, { fixed: false }).remedy).toMatch(/Replace it with the value/);
	});
});

it.each([
	['one\\ntwo', true],
	['one\\r\\ntwo', true],
	['one\ntwo\r\n', false],
	['50\\50', false],
	['', false],
])('%j holds a line break as programs write it: %s', (text, found) => {
	expect(hasWrittenLineBreak(text)).toBe(found);
});

it('a text of a million braces is judged without a hang', () => {
	for (const sign of ['{', '}', '{{', '{ ', '{a', '{}', '{{ ', '{{ $'])
		withinSeconds(20, () => findPlaceholder(sign.repeat(300_000), FIELDS));
});
