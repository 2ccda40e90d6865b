import * as fc from '../properties.cts';
import { readRecipients } from '../../nodes/MimSms/gateway/phone';
import { mobile, written } from './numbers.cts';
import { withinSeconds } from './withinSeconds.cts';

const A = '8801712345678';
const B = '8801812345678';
const C = '447911123456';
const MANY = Math.min(100_000, 100 * fc.RUNS);

describe('the recipients', () => {
	it.each([
		['one number', '01712345678', [A]],
		['one number with spaces in it', '+880 1712 345 678', [A]],
		['commas', '01712345678,01812345678', [A, B]],
		['commas and spaces', '01712345678, 01812345678 , +447911123456', [A, B, C]],
		['semicolons', '01712345678;01812345678', [A, B]],
		['new lines', '01712345678\n01812345678', [A, B]],
		['new lines of Windows', '01712345678\r\n01812345678\r\n', [A, B]],
		['a plus after a digit', '01712345678+01812345678', [A, B]],
		['a plus after a Bangla digit', '০১৭১২৩৪৫৬৭৮+০১৮১২৩৪৫৬৭৮', [A, B]],
		['a plus that also belongs to the number', '+8801712345678+8801812345678', [A, B]],
		['a plus after a digit and a space', '+8801712345678 +447911123456', [A, C]],
		['spaces between whole numbers', '01712345678 01812345678', [A, B]],
		['tabs and many spaces', '01712345678\t  01812345678', [A, B]],
		['numbers with spaces, and commas between them', '+880 1712 345678, 01812 345 678', [A, B]],
		['a plus behind the last', '+8801712345678+01812345678 +', [A, B]],
		['all separators at once', '01712345678,;\n\n; 01812345678,', [A, B]],
		['doubles in other forms', '01712345678, +880 1712-345678; ০১৭১২৩৪৫৬৭৮', [A]],
		['the order of the input', '01812345678,01712345678,01812345678', [B, A]],
		['marks for the direction of writing around numbers', '\u202a01712345678\u202c, \u200f01812345678\u200e', [A, B]],
		['a mark between a digit and a plus', '01712345678\u200f+01812345678', [A, B]],
		['a mark where nothing else stands', '01712345678,\u200f', [A]],
		['an array', ['01712345678', '+8801812345678'], [A, B]],
		['an array with doubles', ['01712345678', '8801712345678'], [A]],
		['an array of numbers', [1712345678, 8801812345678], [A, B]],
		['an array whose entries hold several', ['01712345678, 01812345678', '+447911123456'], [A, B, C]],
		['an array with empty entries', ['01712345678', '', null, undefined, ' '], [A]],
		['a number that is no text', 8801712345678, [A]],
		['a number that lost its zero', 1712345678, [A]],
		['a plus that joins a number with others at spaces', '01712345678+01812345678 01712345678', [A, B]],
		['a big number', 8801712345678n, [A]],
	])('are read from %s', (_, input, msisdns) => {
		expect(readRecipients(input)).toEqual({ msisdns, invalid: [] });
	});

	it.each([
		['nothing', ''],
		['separators alone', ', ;\n'],
		['null', null],
		['undefined', undefined],
		['an empty array', []],
	])('are none in %s', (_, input) => {
		expect(readRecipients(input)).toEqual({ msisdns: [], invalid: [] });
	});

	it('come back from any list that is joined by any separator that is allowed', () => {
		const separator = fc.constantFrom(',', ', ', ' ,', ';', '; ', '\n', '\r\n', ',\n', ';;');
		fc.assert(
			fc.property(
				fc.uniqueArray(mobile, { minLength: 1, maxLength: 8 }),
				separator,
				fc.infiniteStream(fc.nat(1_000_000)),
				(msisdns, joint, dice) => {
					const text = msisdns.map((msisdn) => written(msisdn, dice)).join(joint);
					expect(readRecipients(text)).toEqual({ msisdns, invalid: [] });
				},
			),
		);
	});

	it('come back from any list that is joined by spaces or pluses, when the numbers have none', () => {
		const separator = fc.constantFrom(' ', '  ', '\t', '+', ' +', '\u00a0');
		fc.assert(
			fc.property(
				fc.uniqueArray(mobile, { minLength: 1, maxLength: 8 }),
				separator,
				fc.infiniteStream(fc.nat(1_000_000)),
				(msisdns, joint, dice) => {
					const text = msisdns.map((msisdn) => written(msisdn, dice, { plain: true })).join(joint);
					expect(readRecipients(text)).toEqual({ msisdns, invalid: [] });
				},
			),
		);
	});

	it('are each there once, in the order of their first mention', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(A, B, C, '8801912345678'), { maxLength: 12 }), (msisdns) => {
				expect(readRecipients(msisdns.map((msisdn) => `+${msisdn}`)).msisdns).toEqual([...new Set(msisdns)]);
			}),
		);
	});

	it('are found beside half a million spaces without a hang', () => {
		const text = `01712345678${' '.repeat(500_000)},01812345678`;
		expect(withinSeconds(20, () => readRecipients(text))).toEqual({ msisdns: [A, B], invalid: [] });
	});

	it.each([
		[MANY / 10, ','],
		[MANY / 10, ' '],
		[MANY / 10, '\n'],
		[MANY, '+'],
	])('are all there when there are %i with %j between them', (count, separator) => {
		const numbers = Array.from({ length: count }, (_, i) => `88017${String(i).padStart(8, '0')}`);
		const { msisdns, invalid } = readRecipients(numbers.join(separator));
		expect([msisdns.length, new Set(msisdns).size, msisdns[0], msisdns.at(-1), invalid]).toEqual([
			count,
			count,
			numbers[0],
			numbers.at(-1),
			[],
		]);
	});
});

describe('what is no number is named', () => {
	it.each([
		['one of several', '01712345678, hello, 01812345678', [A, B], ['hello']],
		['text beside a number, so that the number is not sent to either', '01712345678 hello', [], ['01712345678 hello']],
		['a part that is no number among spaces', '01712345678 0181234', [], ['01712345678 0181234']],
		['a landline', '01712345678; 02-9551234', [A], ['02-9551234']],
		['a number of another country without plus', '447911123456', [], ['447911123456']],
		['a plus before a number at home', '+01712345678', [], ['+01712345678']],
		['such a one as the first of a list', '+01712345678,01812345678', [B], ['+01712345678']],
		[
			'a digit too many behind a space, where a plus joined what stands before it',
			'01712345678+01812345678 901712345678',
			[A],
			['+01812345678 901712345678'],
		],
		['a digit too many before a space', '901712345678 01812345678', [], ['901712345678 01812345678']],
		['a wrong one between two pluses', '01712345678+0181234567x+', [A], ['+0181234567x+']],
		['every wrong one, doubles too', 'x,y,x', [], ['x', 'y', 'x']],
		['a number too big to be exact', 1e21, [], ['1e+21']],
		['no number at all', NaN, [], ['NaN']],
		['a truth', true, [], ['true']],
	])('%s', (_, input, msisdns, named) => {
		const recipients = readRecipients(input);
		expect(recipients.msisdns).toEqual(msisdns);
		expect(recipients.invalid.map((one) => one.input)).toEqual(named);
		for (const { reason } of recipients.invalid) expect(reason).toMatch(/is not a valid mobile number.*01XXXXXXXXX/);
	});

	it.each([[{ to: '01712345678' }], [[{ to: '01712345678' }]], [[['01712345678']]]])(
		'%j is not opened in search of a number',
		(input) => {
			expect(readRecipients(input).invalid).not.toEqual([]);
		},
	);

	it('even an object that has no JSON', () => {
		const endless: { self?: object } = {};
		endless.self = endless;
		for (const input of [endless, [endless], { to: 1n }, { toJSON: () => undefined }])
			expect(readRecipients(input)).toMatchObject({ msisdns: [], invalid: [{}] });
	});

	it('whatever is put in, and never throws', () => {
		fc.assert(
			fc.property(fc.anything({ withDate: true, withMap: true, withNullPrototype: true }), (input) => {
				const { msisdns, invalid } = readRecipients(input);
				for (const msisdn of msisdns) expect(msisdn).toMatch(/^\d+$/);
				for (const one of invalid) expect(one.input.trim()).not.toBe('');
			}),
		);
	});
});
