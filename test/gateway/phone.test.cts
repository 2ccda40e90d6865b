import * as fc from '../properties.cts';
import { readAnyMsisdn, readMsisdn, readRecipients } from '../../nodes/MimSms/gateway/phone';
import { digitScripts, mobile, written } from './numbers.cts';

describe('a Bangladeshi mobile number', () => {
	it.each([
		'01712345678',
		'1712345678',
		'8801712345678',
		'+8801712345678',
		'008801712345678',
		'+880 1712-345678',
		'+880 1712 345678',
		'01712-345678',
		'01712 345 678',
		'880 1712 345678',
		'00880 1712 345678',
		'(01712) 345678',
		'(+880) 1712-345678',
		'(00880) 1712 345678',
		'(880)1712345678',
		'017.1234.5678',
		'০১৭১২৩৪৫৬৭৮',
		'+৮৮০১৭১২৩৪৫৬৭৮',
		'০১৭১২-৩৪৫৬৭৮',
		'٠١٧١٢٣٤٥٦٧٨',
		'۰۱۷۱۲۳۴۵۶۷۸',
		'０１７１２３４５６７８',
		'＋８８０１７１２３４５６７８',
		'\u202a+880 1712-345678\u202c',
		'\u200e01712345678',
		'\u200f01712345678\u200f',
		'\u206601712345678\u2069',
		'017\u200b12345678',
		'\uFEFF01712345678',
		'01712\u00a0345678',
		'01712\u2011345678',
		'01712–345678',
		' 01712345678\t',
	])('%j is 8801712345678', (text) => {
		expect(readMsisdn(text)).toBe('8801712345678');
	});

	it.each(['13', '14', '15', '16', '17', '18', '19'])('may begin with 0%s', (operator) => {
		expect(readMsisdn(`0${operator}12345678`)).toBe(`880${operator}12345678`);
	});

	it('is the same MSISDN in any written form', () => {
		fc.assert(
			fc.property(mobile, fc.infiniteStream(fc.nat(1_000_000)), (msisdn, dice) => {
				expect(readMsisdn(written(msisdn, dice))).toBe(msisdn);
			}),
		);
	});

	it('is read without the library as the library reads it', () => {
		const prefix = fc.constantFrom('', '0', '880', '+880', '+', '00', '+0', '0880', '+88', '8800', ' ', '+8801');
		const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 8, maxLength: 11 });
		const likely = fc.tuple(prefix, fc.constantFrom('1', '1', '1', '', '64', '37', '44'), digits);
		fc.assert(
			fc.property(likely, (parts) => {
				const text = parts.join('');
				expect(readMsisdn(text)).toBe(readAnyMsisdn(text));
			}),
		);
	});

	it('is read again from what was read', () => {
		fc.assert(fc.property(mobile, (msisdn) => expect(readMsisdn(msisdn)).toBe(msisdn)));
	});
});

describe('a number of another country', () => {
	it.each([
		['+447911123456', '447911123456'],
		['00447911123456', '447911123456'],
		['+44 7911 123456', '447911123456'],
		['+91 98765-43210', '919876543210'],
		['+4915112345678', '4915112345678'],
		['0060123456789', '60123456789'],
		['+৯১৯৮৭৬৫৪৩২১০', '919876543210'],
	])('%s is %s', (text, msisdn) => {
		expect(readMsisdn(text)).toBe(msisdn);
	});

	it.each(['447911123456', '919876543210', '4915112345678', '60123456789'])('%s needs a plus or 00', (text) => {
		expect(readMsisdn(text)).toBeNull();
	});
});

it.each(['(00)447911123456', '0 044 7911 123456', '0044 (0)7911 123456'])(
	'%s is that number or none, never another',
	(text) => {
		expect(['447911123456', null]).toContain(readMsisdn(text));
	},
);

describe('several numbers of which one is wrong', () => {
	it.each(['০১৭১১১১১১১১ 0182222213', '01712345678 / 0181234567', '017123456789 01812345678'])(
		'are not taken for one: %s',
		(text) => {
			const { msisdns, invalid } = readRecipients(text);

			expect(msisdns).toEqual([]);
			expect(invalid).toEqual([
				{ input: text, reason: expect.stringMatching(/several numbers.*one is wrong.*commas/) },
			]);
		},
	);
});

describe('what is not a valid mobile number', () => {
	it.each([
		['empty', ''],
		['a digit short', '0171234567'],
		['a digit too many', '017123456789'],
		['a digit short with the country code', '880171234567'],
		['an operator that does not exist', '01012345678'],
		['another operator that does not exist', '01212345678'],
		['a landline in Dhaka', '029551234'],
		['a landline in Dhaka with the country code', '+880 2 9551234'],
		['a landline in Chattogram', '031612345'],
		['a wireless landline of 038', '03887143212'],
		['a wireless landline of 044', '04471422982'],
		['a wireless landline of 066 with the country code', '+880 6679113813'],
		['a number of 064 with the country code', '+8806441234567'],
		['a landline of another country', '+49 30 123456'],
		['a short code', '16247'],
		['an emergency number', '999'],
		['words', 'Rahim'],
		['words before it', 'Call 01712345678'],
		['words after it', '01712345678 (home)'],
		['an extension', '01712345678 ext 12'],
		['an extension with x', '01712345678x12'],
		['an extension with #', '01712345678#12'],
		['a letter for a zero', 'O1712345678'],
		['two numbers', '01712345678 01812345678'],
		['two numbers without a separator', '0171234567801812345678'],
		['a plus within', '017+12345678'],
		['two pluses', '++8801712345678'],
		['a fraction', '1712345678.5'],
		['an exponent', '1.7e9'],
		['a decimal comma', '01712,345678'],
		['JSON', '{"to":"01712345678"}'],
		['an expression that was not evaluated', '{{ $json.phone }}'],
	])('%s', (_, text) => {
		expect(readMsisdn(text)).toBeNull();
	});

	it('is never taken for one: whatever comes out are digits, a Bangladeshi one 8801 and nine more', () => {
		const likely = fc.string({ unit: fc.constantFrom(...'0123456789+- ().৮০১৭xe\u200f'), maxLength: 24 });
		fc.assert(
			fc.property(fc.oneof(likely, fc.string({ unit: 'binary' })), (text) => {
				const msisdn = readMsisdn(text);
				if (msisdn === null) return;
				expect(msisdn).toMatch(/^[1-9]\d{6,14}$/);
				if (msisdn.startsWith('880')) expect(msisdn).toMatch(/^8801\d{9}$/);
				if (!msisdn.startsWith('880'))
					expect(text.normalize('NFKC').replace(/[^\d+\u0660-\u0669\u06f0-\u06f9\u09e6-\u09ef]/g, '')).toMatch(
						/^(\+|00|[٠۰০]{2})/u,
					);
			}),
		);
	});
});

it('knows the digits of four scripts', () => {
	expect(
		digitScripts.map((digits) => readMsisdn([...'01712345678'].map((digit) => digits[Number(digit)]).join(''))),
	).toEqual(digitScripts.map(() => '8801712345678'));
});
