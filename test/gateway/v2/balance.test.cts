/** What is left on the account: gateway-v2.md §7, §9. */
import { v2 } from '../../../nodes/MimSms/gateway/v2/dialect';

const read = (body: unknown, status = 200) =>
	v2.balance().read({ status, text: typeof body === 'string' ? body : JSON.stringify(body) });

const BALANCE = { statusCode: '200', status: 'Success', data: [{ balance: '37.45', expair_Date: '03/06/2028' }] };

describe('the balance', () => {
	it('comes with the day on which it expires, in the gateway’s own words', () => {
		expect(read(BALANCE)).toEqual({ ok: true, value: { amount: 37.45, response: 'Success', expiresOn: '03/06/2028' } });
	});

	it.each<[string, unknown, number]>([
		['a number', { ...BALANCE, data: [{ balance: 37.45 }] }, 37.45],
		['one object', { ...BALANCE, data: { balance: '37.45' } }, 37.45],
		['a field of its own', { statusCode: 200, balance: '12' }, 12],
		['the data', { statusCode: 200, data: '12' }, 12],
		['the words', { statusCode: '200', status: 'Ok', trxnId: '', responseResult: '12812.5' }, 12812.5],
		['PascalCase', { StatusCode: '200', Data: [{ Balance: '5' }] }, 5],
		['nothing left', { ...BALANCE, data: [{ balance: '0' }] }, 0],
		['a debt', { ...BALANCE, data: [{ balance: '-3.5' }] }, -3.5],
		['a bare number', '37.45', 37.45],
	])('is read from %s', (_, body, amount) => {
		expect(read(body)).toMatchObject({ ok: true, value: { amount } });
	});

	it.each(['expire_Date', 'Expiry_Date', 'expireDate'])('expires by %s too', (name) => {
		expect(read({ statusCode: 200, data: [{ balance: 1, [name]: 'soon' }] })).toMatchObject({
			value: { expiresOn: 'soon' },
		});
	});

	it.each<[string, unknown, number?]>([
		['no amount', { statusCode: '200', status: 'Success', data: [] }],
		['words for an amount', { ...BALANCE, data: [{ balance: 'much' }] }],
		['a web page', '<html>1007</html>'],
		['a bare number of a server that is down', '500', 503],
		['an empty page', '', 404],
		['a status code that nobody knows', { ...BALANCE, statusCode: '299' }],
	])('is not made up from %s', (_, body, status = 200) => {
		expect(read(body, status)).toMatchObject({ ok: false, fault: { kind: 'unreadable' } });
	});

	it.each([200, 401])('is refused with the gateway’s reason (vector 5, HTTP %i)', (status) => {
		expect(
			read({ statusCode: '401', status: 'Unauthorized', trxnId: '', responseResult: 'IP Black List.' }, status),
		).toMatchObject({
			ok: false,
			fault: { kind: 'rejected', code: '401', meaning: 'IP Black List', scope: 'account' },
		});
	});
});
