import * as fc from '../properties.cts';
import { AMOUNT_SHAPES, readAmount } from '../../nodes/MimSms/gateway/amount';
import { readBalance } from '../../nodes/MimSms/gateway/classic/replies';
import { reply } from './fixtures.cts';

describe('the shapes of an amount', () => {
	it.each(AMOUNT_SHAPES.map(({ name, example }) => [name, example]))(
		'%s, for instance %s, are told apart',
		(name, example) => {
			expect(AMOUNT_SHAPES.filter(({ pattern }) => pattern.test(example)).map((shape) => shape.name)).toEqual([name]);
		},
	);
});

const AMOUNTS: Array<[written: string, amount: number]> = [
	['470.44', 470.44],
	['470,44', 470.44],
	['470,4', 470.4],
	['0', 0],
	['0.00', 0],
	['-0.00', 0],
	['007.50', 7.5],
	['.50', 0.5],
	['0.125', 0.125],
	['1234.567', 1234.567],
	['12812.5', 12812.5],
	['12812.5000', 12812.5],
	['1,234', 1234],
	['1,234.56', 1234.56],
	['1,234,567.89', 1234567.89],
	['1,00,000.50', 100000.5],
	['12,34,567', 1234567],
	['1,23,45,678.9', 12345678.9],
	['1234,56', 1234.56],
	['৪৭০.৪৪', 470.44],
	['৪৭০', 470],
	['১,০০,০০০.৫০', 100000.5],
	['BDT 470,44', 470.44],
	['BDT470.44', 470.44],
	['bdt. 470.44', 470.44],
	['470.44 BDT', 470.44],
	['470.44BDT', 470.44],
	['Tk.470.44', 470.44],
	['Tk. 470', 470],
	['470 Tk.', 470],
	['470 Taka', 470],
	['৪৭০ টাকা', 470],
	['৳470.44', 470.44],
	['470/-', 470],
	['Tk 470.44/=', 470.44],
	['470.44.', 470.44],
	['-BDT 5.20', -5.2],
	['-5.20', -5.2],
	['BDT -5.20', -5.2],
	['−5.20', -5.2],
	['–BDT 5,20', -5.2],
	['BDT –5.20', -5.2],
	['+5.20', 5.2],
	[' BDT\u00a0470.44\n', 470.44],
	['9007199254740991', 9007199254740991],
	['9007199254740.99', 9007199254740.99],
];

const REFUSED = [
	'',
	'BDT',
	'.',
	'-',
	'N/A',
	'1.234',
	'12.345',
	'123.456',
	'1.234.567',
	'1.234,56',
	'1.234,567',
	'1,234.567',
	'1,23.45',
	'1,2,3',
	'1,234,56',
	'12,34,56',
	'123,45,678',
	'1,00,00',
	'0,125',
	'0,234.50',
	'470,4444',
	'1234,567',
	',50',
	'470..44',
	'470.4.4',
	'470,,44',
	'470.44,',
	'1 234.56',
	'470 44',
	"1'234.56",
	'--5.20',
	'-BDT -5.20',
	'- 5.20',
	'5.20-',
	'(5.20)',
	'470.44 USD',
	'USD 470.44',
	'4e2',
	'0x10',
	'Infinity',
	'9007199254740993',
	'123456789012345678.91',
	'0.0000001',
	'470.44 BDT 5',
	'470.44<br>',
];

describe('an amount', () => {
	it.each(AMOUNTS)('%j is %d', (written, amount) => {
		expect(readAmount(written)).toBe(amount);
	});

	it.each(REFUSED)('is not %j', (written) => {
		expect(readAmount(written)).toBeNull();
	});

	it('is never rounded: it is null, or the number with exactly these digits', () => {
		const digits = fc.stringMatching(/^[1-9]\d{0,17}\.\d{1,2}$/);
		fc.assert(
			fc.property(digits, (written) => {
				const amount = readAmount(written);
				if (amount !== null) expect(String(amount)).toBe(written.replace(/\.?0+$/, ''));
				else expect(written.length).toBeGreaterThan(15);
			}),
		);
	});

	it('is the same however its thousands are written', () => {
		const paisa = fc.integer({ min: 0, max: 10_000_000_000 });
		fc.assert(
			fc.property(paisa, fc.constantFrom('en-US', 'en-IN', 'bn-BD'), (amount, locale) => {
				const written = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(amount / 100);
				expect(readAmount(written)).toBe(amount / 100);
			}),
		);
	});
});

describe('a balance', () => {
	const read = (text: string) => readBalance(reply(text));

	it.each([
		['Your Balance is:BDT 470,44', 470.44],
		['Your Balance is:BDT 1,00,000.50', 100000.5],
		['Your Balance is:-BDT 5.20', -5.2],
		['Your Balance is: ৪৭০.৪৪ টাকা', 470.44],
		['Your Balance is:BDT 470.44<br>', 470.44],
		['Your Balance is:BDT 470.44.', 470.44],
		['Your current balance is: BDT 470.44', 470.44],
		['Balance: 470', 470],
		['470.44', 470.44],
		['470.44<br>', 470.44],
		['<br/>470.44 <br /><br>\n', 470.44],
		['"470.44"', 470.44],
		['-BDT 5.20', -5.2],
		['BDT 470', 470],
		['৪৭০.৪৪', 470.44],
		['470,44', 470.44],
		['1,234', 1234],
		['1003.50', 1003.5],
		['-5.20', -5.2],
	])('is read from %j', (text, balance) => {
		expect(read(text)).toEqual({ ok: true, value: balance });
	});

	it.each([
		'Your Balance is:BDT 1.234',
		'Your Balance is:BDT 1.234,56',
		'1.234',
		'470',
		'470.',
		'1003.5',
		'1003,5',
		'-1003',
		'+470',
		'৪৭০',
		'100',
		'Your Balance is:',
		'Your Balance is:BDT 470.44 <b>',
		'<p>470.44</p>',
		'470.44 or more',
	])('is not read from %j', (text) => {
		expect(read(text)).toEqual({ ok: false, fault: { kind: 'unreadable', status: 200, text } });
	});

	it.each(['1003', '1003<br>', 'Error: 1003'])('is not the code in %j', (text) => {
		expect(read(text)).toMatchObject({ ok: false, fault: { kind: 'rejected', code: '1003' } });
	});
});
