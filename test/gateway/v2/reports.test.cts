/** The report of one recipient, and every way to say that there is none yet: gateway-v2.md §6, §9. */
import * as fc from '../../properties.cts';
import { STATUS_CODES } from '../../../nodes/MimSms/gateway/v2/errorCodes';
import { v2 } from '../../../nodes/MimSms/gateway/v2/dialect';
import { advance, freshState } from '../../../nodes/MimSms/trigger/pollState';

const A = '8801700000001';
const read = (body: unknown, status = 200) =>
	v2.reportsOf(`T1@${A}`).read({ status, text: typeof body === 'string' ? body : JSON.stringify(body) });
const reportsOf = (body: unknown, status = 200) => {
	const page = read(body, status);
	if (!page.ok) throw new Error(JSON.stringify(page.fault));
	expect(page.value.complete).toBe(true);
	return page.value.reports;
};

const DELIVERED = {
	statusCode: '200',
	status: 'Ok',
	trackingId: 'T1',
	dlrCode: '0',
	operatorStatus: 'DELIVERED',
	mobileNumber: A,
};

describe('a report', () => {
	it('has the number that was asked about, the operator’s words, and no time', () => {
		expect(reportsOf(DELIVERED)).toEqual([
			{
				to: A,
				message: null,
				sentAt: null,
				receivedAt: null,
				code: '0',
				status: 'delivered',
				meaning: 'DELIVERED',
				details: 'DELIVERED',
				other: {},
				written: { code: null, meaning: null, details: 'delivered', other: {} },
			},
		]);
	});

	it('is known again though a field that nobody knows has changed', () => {
		const [first, again] = ['10:00', '10:01'].map((queryTime) => reportsOf({ ...DELIVERED, queryTime }));
		const place = { shootId: `T1@${A}` };
		const { state, fresh } = advance(freshState([]), place, first);

		expect(fresh).toEqual(first);
		expect(advance(state, place, again).fresh).toEqual([]);
		for (const same of [{ dlrCode: '3' }, { operatorStatus: 'Delivered' }])
			expect(advance(state, place, reportsOf({ ...DELIVERED, ...same })).fresh).toEqual([]);
		const changed = reportsOf({ ...DELIVERED, operatorStatus: 'Undelivered' });
		expect(advance(state, place, changed).fresh).toEqual(changed);
	});

	it.each(['trackingId', 'trxnId'])(
		'of another message is passed over beside one with the ID that was asked for (%s)',
		(name) => {
			const { trackingId: _, ...row } = DELIVERED;
			const others = [{ ...row, [name]: 'T2' }, { ...row, [name]: 'T1', operatorStatus: 'Undelivered' }, row];

			expect(reportsOf(others).map(({ details }) => details)).toEqual(['Undelivered', 'DELIVERED']);
			expect(reportsOf([{ ...row, [name]: 'T2' }])).toHaveLength(1);
		},
	);

	it.each([
		['Delivered', 'delivered'],
		['delivered', 'delivered'],
		['Absent subscriber for SM', 'failed'],
		['Undelivered', 'failed'],
		['Subscriber Busy', 'failed'],
		['Unidentified subscriber', 'failed'],
		['Barred subscriber', 'failed'],
		['Illegal subscriber', 'failed'],
		['SMS Failed', 'failed'],
		['SMSC Timeout-abort', 'failed'],
		['PENDING', 'pending'],
		['SENT', 'pending'],
		['Something else', 'unknown'],
	])('“%s” is %s, though its code says 0', (operatorStatus, status) => {
		expect(reportsOf({ ...DELIVERED, operatorStatus })[0]).toMatchObject({
			status,
			details: operatorStatus,
			code: '0',
		});
	});

	it.each<[string, object]>([
		['status code as a number', { statusCode: 200 }],
		['status code and status swapped', { statusCode: 'Ok', status: '200' }],
		['code as a number', { dlrCode: 0 }],
		['number without 880', { mobileNumber: '01700000001' }],
		['no number', { mobileNumber: undefined }],
		[
			'the names of the older version',
			{ mobileNumber: undefined, receiverMobile: A, trackingId: undefined, trxnId: 'x' },
		],
	])('is read with %s', (_, change) => {
		expect(reportsOf({ ...DELIVERED, ...change })).toMatchObject([
			{ to: A, status: 'delivered', code: '0', other: {} },
		]);
	});

	it('is read in PascalCase, from a list of rows, and of rows about others only its own', () => {
		const pascal = { StatusCode: '200', OperatorStatus: 'Delivered', MobileNumber: A };

		expect(reportsOf(pascal)).toMatchObject([{ to: A, status: 'delivered', code: null }]);
		expect(reportsOf([DELIVERED])).toHaveLength(1);
		expect(reportsOf([{ ...DELIVERED, mobileNumber: '8801700000009' }, DELIVERED, 7])).toHaveLength(1);
	});

	it('keeps the fields that nobody knows', () => {
		expect(reportsOf({ ...DELIVERED, Price: 0.25, nested: {} })[0].other).toEqual({ price: 0.25 });
	});
});

describe('a report that echoes its request', () => {
	it('keeps neither user name nor key', () => {
		const more = { trxnId: 'T1', receiverMobile: A, responseResult: 'x', note: null };
		const [{ other }] = reportsOf({ ...DELIVERED, ...more, userName: 'u', ApiKey: 'K', operator: 'GP' });
		expect(other).toEqual({ operator: 'GP', note: null });
	});
});

describe('a report that is not ready', () => {
	it.each<[string, unknown, number?]>([
		['a status code 404', { statusCode: '404', status: 'Not found' }],
		['a status code 404 under HTTP 400', { statusCode: 404 }, 400],
		['HTTP 404 with JSON', { message: 'none' }, 404],
		['Data Not Found with 200', { statusCode: '200', status: 'Data Not Found' }],
		['an empty word of the operator', { ...DELIVERED, operatorStatus: '' }],
		['no word of the operator', { ...DELIVERED, operatorStatus: null }],
		['an empty list', []],
		['Failed without a code', { status: 'Failed' }],
		['Failed with a code that nobody knows', { statusCode: '299', status: 'Failed' }],
		['a report about somebody else', { ...DELIVERED, mobileNumber: '8801700000009' }],
	])('is no report: %s', (_, body, status = 200) => {
		expect(reportsOf(body, status)).toEqual([]);
	});
});

describe('an error in place of a report', () => {
	it.each(Object.keys(STATUS_CODES))('is one with the code %s of the table', (code) => {
		for (const status of [200, 400, 500]) {
			const refusal = { statusCode: code, status: 'Failed', responseResult: 'x' };
			for (const body of [refusal, [refusal]])
				expect(read(body, status)).toMatchObject({ ok: false, fault: { kind: 'rejected', code } });
		}
	});

	it.each<[string, unknown, number]>([
		['a web page', '<html>', 200],
		['a web page with 404', '<html>', 404],
		['an empty page', '', 200],
		['an empty page with 404', '', 404],
		['a text', 'not found', 404],
		['JSON of a server that is down', { message: 'down' }, 503],
		['problem+json', { title: 'errors', status: 400 }, 400],
	])('is %s', (_, body, status = 200) => {
		expect(read(body, status)).toMatchObject({ ok: false, fault: { kind: 'unreadable', status } });
	});

	it('or any other answer is read without a throw', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.string({ unit: 'binary' }), fc.json()),
				fc.integer({ min: 100, max: 599 }),
				(text, status) => {
					expect(typeof read(text, status).ok).toBe('boolean');
				},
			),
		);
	});
});
