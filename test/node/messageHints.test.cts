/** What the editor says of a message while it is typed, by n8n's own evaluation of the conditions. */
import fc from 'fast-check';
import { Workflow, type INodeParameters, type INodeTypes, type NodeHint } from 'n8n-workflow';
import { countParts, type TypeChoice } from '../../nodes/MimSms/gateway/parts';
import { loadPackage, type NodePackage } from '../engine/index.cts';

let loaded: NodePackage;

beforeAll(async () => {
	loaded = await loadPackage();
});

/** The hints that the editor shows for these parameters. */
function shown(name: 'mimSms' | 'mimSmsTrigger', parameters: INodeParameters): NodeHint[] {
	const nodeType = loaded.nodes[name];
	const node = {
		id: '1',
		name: 'MiM SMS',
		type: name,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters,
	};
	const nodeTypes: INodeTypes = {
		getKnownTypes: () => ({}),
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
	};
	const { expression, nodes } = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return (nodeType.description.hints ?? []).filter(({ displayCondition }) => {
		const isShown = expression.getSimpleParameterValue(nodes[node.name], displayCondition, 'internal', {});
		expect(typeof isShown).toBe('boolean');
		return isShown;
	});
}

const hintsFor = (message: string, type: TypeChoice = 'auto') =>
	shown('mimSms', { resource: 'sms', operation: 'send', to: '01712345678', message, options: { type } }).map(
		({ message }) => message,
	);

const sizesIn = (hints: string[]) => hints.flatMap((hint) => /has ((?:more than )?\d) SMS parts/.exec(hint)?.[1] ?? []);

describe('the hints about a message', () => {
	it.each([
		['A short text', [], /x/],
		['a'.repeat(161), ['2'], /160 characters/],
		['a'.repeat(307), ['3'], /160 characters/],
		['a'.repeat(460), ['more than 3'], /160 characters/],
		['ক'.repeat(71), ['2'], /70 characters/],
		['ক'.repeat(135), ['3'], /70 characters/],
		['ক'.repeat(202), ['more than 3'], /70 characters/],
	])('say in how many parts it goes out: %#', (message, sizes, limit) => {
		const hints = hintsFor(message);

		expect(sizesIn(hints)).toEqual(sizes);
		for (const hint of hints) expect(hint).toMatch(limit);
	});

	it('count as the node counts, whatever the text', () => {
		const letters = fc.constantFrom(
			'a',
			'Z',
			' ',
			'\n',
			'\f',
			'€',
			'^',
			'{',
			'}',
			'[',
			'\\',
			'|',
			'~',
			'@',
			'Δ',
			'ক',
			'’',
			'🙂',
			'\t',
		);
		const text = fc
			.tuple(
				fc.array(letters, { maxLength: 40 }),
				fc.constantFrom('a', '€', 'ক', '🙂'),
				fc.integer({ max: 480, min: 0 }),
			)
			.map(([some, letter, times]) => some.join('') + letter.repeat(times));

		fc.assert(
			fc.property(text, fc.constantFrom<TypeChoice>('auto', 'unicode'), (message, type) => {
				const parts = countParts(message, type);
				const segments = parts.ok ? parts.value.segments : 0;
				const size = segments < 2 ? [] : [segments > 3 ? 'more than 3' : String(segments)];
				expect(sizesIn(hintsFor(message, type))).toEqual(size);
			}),
			{ numRuns: 200 },
		);
	});

	it.each([
		['Dear {name}, your order is ready', true],
		['Dear {{ name }}', true],
		['Dear {$json.name}', true],
		['প্রিয় {নাম}', true],
		['Dear Rahima', false],
		['Offer {50% off}', false],
		['{ }', false],
	])('warn of a word in braces: %s', (message, warns) => {
		expect(hintsFor(message).some((hint) => /braces/.test(hint))).toBe(warns);
	});

	it('are not shown where there is no message', () => {
		expect(shown('mimSms', { resource: 'account', operation: 'getBalance' })).toEqual([]);
	});
});

it.each([
	[{}, true],
	[{ options: {} }, true],
	[{ options: { testWith: 'sample' } }, true],
	[{ options: { testWith: 'live' } }, false],
])('the trigger says that its test event is an example: %j', (parameters, says) => {
	expect(shown('mimSmsTrigger', parameters).some(({ message }) => /example report, not a real one/.test(message))).toBe(
		says,
	);
});
