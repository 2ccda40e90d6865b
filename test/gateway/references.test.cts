import { classic } from '../../nodes/MimSms/gateway/classic/dialect';
import { readReferences, splitWords, shownReferences } from '../../nodes/MimSms/gateway/references';
import { v2 } from '../../nodes/MimSms/gateway/v2/dialect';

const A = 'T1@8801700000001';
const B = 'T2@8801700000002';

describe('the words of Shoot ID', () => {
	it.each<[string, unknown, unknown[]]>([
		['commas', `${A},${B}`, [A, B]],
		['semicolons and spaces', ` ${A} ; ${B} `, [A, B]],
		['new lines', `${A}\r\n\n${B}\n`, [A, B]],
		['a list', [A, `${B},C2ff`], [A, B, 'C2ff']],
		['a list of lists', [[A], [[B]]], [A, B]],
		['a number', 12345, [12345]],
		['nothing', null, []],
		['undefined', undefined, []],
		['blanks', ' , ;\n', []],
		['holes in a list', [null, '', A], [A]],
	])('are told apart in %s', (_, value, words) => {
		expect(splitWords(value)).toEqual(words);
	});
});

describe('references', () => {
	it('are each taken once, in their order', () => {
		expect(readReferences(`${B},${A},${B}`, v2)).toEqual({ ok: true, value: [B, A] });
		expect(readReferences('C2001 C2002', classic)).toEqual({ ok: true, value: ['C2001', 'C2002'] });
		expect(readReferences('', v2)).toEqual({ ok: true, value: [] });
	});

	it('are refused when one of them is', () => {
		expect(readReferences(`${A},C2001`, v2)).toMatchObject({ ok: false, fault: { field: 'Shoot ID' } });
		expect(readReferences(['C2001', {}], classic)).toMatchObject({ ok: false });
		expect(readReferences('C2001 getAll', classic)).toMatchObject({ ok: false });
	});

	it.each([
		[['a'], 'a'],
		[['a', 'b'], 'a, b'],
		[['a', 'b', 'c', 'd'], 'a, b and 2 more'],
		[[], ''],
	])('%j are shown as “%s”', (references, shown) => {
		expect(shownReferences(references)).toBe(shown);
	});
});
