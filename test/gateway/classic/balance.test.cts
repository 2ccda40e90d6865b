import * as fc from '../../properties.cts';
import { readBalance } from '../../../nodes/MimSms/gateway/classic/replies';
import { fixture, fixturesOf, reply } from '../fixtures.cts';

describe('the balance', () => {
	it.each([
		['balance/plain.txt', 470.44],
		['balance/thousands.txt', 1234.56],
		['balance/like-a-code.txt', 1003],
	])('%s is %d taka', (name, balance) => {
		expect(readBalance(fixture(name))).toEqual({ ok: true, value: balance });
	});

	it.each([
		['a zero', 'Your Balance is:BDT 0.00', 0],
		['a space after the colon', 'Your Balance is: BDT 470.44', 470.44],
		['no space before the amount', 'Your Balance is:BDT470.44', 470.44],
		['no fraction', 'Your Balance is:BDT 470', 470],
		['two thousands commas', 'Your Balance is:BDT 1,234,567.89', 1234567.89],
		['white space around it', '\r\nYour Balance is:BDT 470.44 \n', 470.44],
		['a byte order mark', '\uFEFFYour Balance is:BDT 470.44', 470.44],
		['a JSON string around it', '"Your Balance is:BDT 470.44"', 470.44],
		['an amount that is the code of success', 'Your Balance is:BDT 1000', 1000],
	])('is read with %s', (_, text, balance) => {
		expect(readBalance(reply(text))).toEqual({ ok: true, value: balance });
	});

	it('is read whatever the HTTP status', () => {
		expect(readBalance(fixture('balance/plain.txt', 500))).toEqual({ ok: true, value: 470.44 });
	});

	it('is the amount that the gateway wrote, with thousands commas or without', () => {
		const paisa = fc.integer({ min: 0, max: 10_000_000_000 });
		fc.assert(
			fc.property(paisa, fc.boolean(), (amount, commas) => {
				const whole = String(Math.floor(amount / 100));
				const written = `${commas ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole}.${String(amount % 100).padStart(2, '0')}`;
				expect(readBalance(reply(`Your Balance is:BDT ${written}`))).toEqual({ ok: true, value: amount / 100 });
			}),
		);
	});
});

describe('what is no balance', () => {
	it.each([...fixturesOf('failure'), ...fixturesOf('submission'), ...fixturesOf('apiKey'), ...fixturesOf('reports')])(
		'%s',
		(name) => {
			expect(readBalance(fixture(name)).ok).toBe(false);
		},
	);

	it.each([
		['no amount', 'Your Balance is:BDT'],
		['words for an amount', 'Your Balance is:BDT N/A'],
		['the words inside a web page', '<b>Your Balance is:BDT 470.44</b>'],
		['more than a balance', 'Your Balance is:BDT 470.44 <script>'],
		['an error in place of the amount', 'Your Balance is:Error: 1003'],
	])('%s', (_, text) => {
		expect(readBalance(reply(text))).toEqual({ ok: false, fault: { kind: 'unreadable', status: 200, text } });
	});

	it('an error is never the balance of its digits', () => {
		expect(readBalance(fixture('failure/error-space-1003.txt'))).toMatchObject({ ok: false, fault: { code: '1003' } });
	});
});
