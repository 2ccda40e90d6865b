/** Several reports about one number, and failures that may still become deliveries. */
import * as fc from '../properties.cts';
import type { DeliveryReport } from '../../nodes/MimSms/gateway/report';
import {
	isFinal,
	merge,
	summarize,
	tally,
	type Tally,
	type TrackingOptions,
} from '../../nodes/MimSms/gateway/tracking';
import { readDelivery } from '../../nodes/MimSms/gateway/classic/deliveryCodes';

const A = '8801712345601';
const B = '8801812345602';

/** A report as a reader gives it: about a number, by its details, received at this time of the day. */
function report(details: string, time: string | null = null, to: string | null = A): DeliveryReport {
	return {
		to,
		message: 'Hello',
		sentAt: '2026-11-22T10:00:00+06:00',
		receivedAt: time === null ? null : `2026-11-22T${time}:00+06:00`,
		code: null,
		...readDelivery(null, details),
		details,
		other: {},
	};
}

const counts = (delivered: number, failed: number, pending: number): Tally => ({ delivered, failed, pending });
const DELIVERED = counts(1, 0, 0);
const FAILED = counts(0, 1, 0);
const PENDING = counts(0, 0, 1);

type Case = [title: string, reports: DeliveryReport[], expected: Tally];

const absent = (time: string | null = null) => report('Absent subscriber', time);
const barred = (time: string | null = null) => report('Barred subscriber', time);
const delivered = (time: string | null = null) => report('Delivered', time);
const pending = (time: string | null = null) => report('Pending', time);

describe('of a message of one part', () => {
	it.each<Case>([
		['delivered above an older absence', [delivered('10:20'), absent('10:15')], DELIVERED],
		['an absence, then delivered', [absent('10:15'), delivered('10:20')], DELIVERED],
		['delivered, then a later failure', [delivered('10:15'), barred('10:20')], DELIVERED],
		['a failure received after a delivery, above it', [barred('10:20'), delivered('10:15')], DELIVERED],
		['delivered without a time', [delivered(), barred('10:20')], DELIVERED],
		['failed later than it was pending', [barred('10:20'), pending('10:15')], FAILED],
		['pending later than it failed', [pending('10:20'), barred('10:15')], PENDING],
		['failed and pending at the same time, the failure last', [pending('10:15'), barred('10:15')], FAILED],
		['failed and pending at the same time, the failure first', [barred('10:15'), pending('10:15')], PENDING],
		['failed and pending without times, the failure first', [barred(), pending()], PENDING],
		['failed and pending without times, the failure last', [pending(), barred()], FAILED],
		['failed at a time, pending without one', [barred('10:15'), pending()], FAILED],
		['pending at a time, failed without one', [pending('10:15'), barred()], PENDING],
		['pending, then unknown', [pending(), report('Odd')], PENDING],
		['failed, then unknown', [barred(), report('Odd')], FAILED],
		['unknown alone', [report('Odd')], PENDING],
	])('%s', (_, reports, expected) => {
		expect(tally([A], reports)).toEqual(expected);
	});

	it('two failures: the one received later gives the reason, else the later in the answer', () => {
		const reason = (reports: DeliveryReport[]) => summarize([A], reports).reason;
		expect(reason([barred('10:20'), report('Expired', '10:15')])).toBe('Barred subscriber');
		expect(reason([barred('10:15'), report('Expired', '10:20')])).toBe('Expired');
		expect(reason([barred(), report('Expired')])).toBe('Expired');
		expect(reason([report('Expired'), barred()])).toBe('Barred subscriber');
	});

	it('however the gateway writes the number', () => {
		expect(tally([A], [report('Delivered', '10:20', '01712345601'), barred('10:25')])).toEqual(DELIVERED);
	});
});

describe('of a message of several parts', () => {
	const two: Array<[title: string, reports: DeliveryReport[], expected: Tally]> = [
		['both delivered', [delivered('10:20'), delivered('10:21')], DELIVERED],
		['one failed after the other was delivered', [delivered('10:20'), barred('10:21')], FAILED],
		['one failed, above the delivery', [barred('10:21'), delivered('10:20')], FAILED],
		['one failed at the same time', [barred('10:20'), delivered('10:20')], FAILED],
		['one failed before the delivery, which may be of a second try', [barred('10:15'), delivered('10:20')], DELIVERED],
		['one failed at no time', [delivered('10:20'), barred()], FAILED],
		['one delivered at no time, one failed', [delivered(), barred('10:15')], FAILED],
		['one still pending', [delivered('10:20'), pending()], PENDING],
		['one pending since before the delivery', [delivered('10:20'), pending('10:15')], DELIVERED],
		['one with words that nobody knows', [delivered('10:20'), report('Odd', '10:21')], DELIVERED],
		['one absent for now', [delivered('10:20'), absent()], PENDING],
		['a delivery alone', [delivered('10:20')], DELIVERED],
		['a failure alone', [barred('10:20')], FAILED],
		['more reports than parts', [delivered('10:20'), barred('10:21'), pending()], DELIVERED],
		['no delivery', [barred('10:15'), pending('10:20')], PENDING],
	];

	it.each(two)('of two: %s', (_, reports, expected) => {
		expect(tally([A], reports, { parts: 2 })).toEqual(expected);
	});

	const withDelivery = two.filter(([, { length }, expected]) => length === 2 && expected !== PENDING);

	it.each(withDelivery)('of three, with one more delivery: %s', (_, reports, expected) => {
		expect(tally([A], [...reports, delivered('10:20')], { parts: 3 })).toEqual(expected);
	});

	it('of which one failed for good and one for now has failed, with the reason of the first', () => {
		for (const reports of [
			[delivered('10:20'), absent(), barred('10:21')],
			[barred('10:21'), absent(), delivered('10:20')],
			[pending(), barred('10:21'), delivered('10:20')],
		])
			expect(summarize([A], reports, { parts: 3 })).toMatchObject({ ...FAILED, reason: 'Barred subscriber' });
	});

	it('reports without a number are of the one recipient', () => {
		const nameless = [report('Delivered', '10:20', null), report('Rejected', '10:21', null)];
		expect(tally([A], nameless, { parts: 2 })).toEqual(FAILED);
		expect(tally([A], nameless)).toEqual(DELIVERED);
		expect(tally([A, B], nameless)).toEqual(counts(1, 1, 0));
	});
});

describe('a temporary failure', () => {
	const TEMPORARY = ['6', '31', '34', '400', '1028'];
	const of = (code: string, time: string | null = null): DeliveryReport => ({
		...report('', time),
		code,
		...readDelivery(code, ''),
	});

	it.each(TEMPORARY)('of code %s is waited for, while it bears no time of receipt', (code) => {
		expect(isFinal(of(code))).toBe(false);
		expect(tally([A], [of(code)])).toEqual(PENDING);
		expect(summarize([A], [of(code)])).toEqual({ ...PENDING, status: 'pending', reason: null, timedOut: false });
	});

	it.each(TEMPORARY)('of code %s counts as failed when the time is over', (code) => {
		const { meaning } = readDelivery(code, '');
		expect(tally([A], [of(code)], { isOver: true })).toEqual(FAILED);
		expect(summarize([A], [of(code)], { isOver: true })).toEqual({
			...FAILED,
			status: 'failed',
			reason: meaning,
			timedOut: true,
		});
	});

	it.each(TEMPORARY)('of code %s is final with a time of receipt', (code) => {
		expect(isFinal(of(code, '10:20'))).toBe(true);
		expect(summarize([A], [of(code, '10:20')])).toMatchObject({ ...FAILED, status: 'failed', timedOut: false });
		expect(summarize([A], [of(code, '10:20')], { isOver: true })).toMatchObject({ ...FAILED, timedOut: false });
	});

	it.each(['Absent subscriber', 'Subscriber Busy', 'System failure', 'SMSC Timeout-abort', 'SMS Failed'])(
		'is “%s” of the newer API',
		(words) => {
			expect(tally([A], [report(words)])).toEqual(PENDING);
			expect(tally([A], [report(words)], { isOver: true })).toEqual(FAILED);
		},
	);

	it.each(['5', '9', '13', '16', '32'])('is not that of code %s', (code) => {
		expect(tally([A], [of(code)])).toEqual(FAILED);
	});

	it('that became a delivery is one', () => {
		expect(tally([A], [absent(), delivered('10:20')])).toEqual(DELIVERED);
		expect(tally([A], merge([absent()], [delivered('10:20')]))).toEqual(DELIVERED);
	});

	it('without a number is waited for as well', () => {
		const rows = [report('Delivered', '10:20', null), report('Subscriber Busy', null, null)];
		expect(tally([A, B], rows)).toEqual(counts(1, 0, 1));
		expect(summarize([A, B], rows, { isOver: true })).toMatchObject({
			...counts(1, 1, 0),
			reason: 'Subscriber Busy',
			timedOut: true,
		});
	});
});

describe('what became of the message', () => {
	const toB = (details: string) => report(details, '10:20', B);

	it.each<[string, DeliveryReport[], TrackingOptions, object]>([
		[
			'all delivered',
			[delivered('10:20'), toB('Delivered')],
			{},
			{ status: 'delivered', reason: null, timedOut: false },
		],
		['all failed', [barred('10:20'), toB('Rejected')], {}, { status: 'failed', reason: 'Barred subscriber' }],
		['the failures listed the other way', [toB('Rejected'), barred('10:20')], {}, { reason: 'Barred subscriber' }],
		['some of each', [delivered('10:20'), toB('Rejected')], {}, { status: 'partlyDelivered', reason: 'Rejected' }],
		['one pending', [delivered('10:20')], {}, { status: 'pending', reason: null, timedOut: false }],
		['one pending, one failed', [toB('Rejected')], {}, { status: 'pending', reason: 'Rejected', timedOut: false }],
		['one pending when the time is over', [toB('Rejected')], { isOver: true }, { status: 'pending', timedOut: true }],
		['all final when the time is over', [barred('10:20'), toB('Delivered')], { isOver: true }, { timedOut: false }],
		['nothing', [], {}, { status: 'pending', reason: null, ...counts(0, 0, 2) }],
	])('%s', (_, reports, options, expected) => {
		expect(summarize([A, B], reports, options)).toMatchObject(expected);
	});

	it('a failure that says nothing has no reason', () => {
		expect(summarize([A], [{ ...barred('10:20'), meaning: null }]).reason).toBeNull();
	});

	it('has the same counts as the tally, which add up, and more time settles more', () => {
		const row = fc
			.tuple(
				fc.constantFrom('Delivered', 'Absent subscriber', 'Rejected', 'Pending', 'Odd'),
				fc.constantFrom(null, '10:15', '10:20'),
				fc.constantFrom(A, B, '01712345601', '447911123456', null),
			)
			.map(([details, time, to]) => report(details, time, to));
		const asked = fc.constantFrom([A], [A, B], [A, A, B]);
		fc.assert(
			fc.property(asked, fc.array(row, { maxLength: 6 }), fc.integer({ min: 1, max: 3 }), (msisdns, rows, parts) => {
				const before = summarize(msisdns, rows, { parts });
				const after = summarize(msisdns, rows, { parts, isOver: true });
				for (const [options, outcome] of [
					[{ parts }, before],
					[{ parts, isOver: true }, after],
				] as const) {
					expect(outcome).toMatchObject(tally(msisdns, rows, options));
					expect(outcome.delivered + outcome.failed + outcome.pending).toBe(new Set(msisdns).size);
					expect(outcome.reason === null).toBe(outcome.failed === 0);
					expect(outcome.status === 'pending').toBe(outcome.pending > 0);
				}
				expect(after.pending).toBeLessThanOrEqual(before.pending);
				expect(before.timedOut).toBe(false);
			}),
		);
	});
});

describe('after two answers', () => {
	it.each<[string, DeliveryReport[], DeliveryReport[], DeliveryReport[]]>([
		[
			'a delivery stays, though a failure comes',
			[delivered('10:15')],
			[barred('10:20')],
			[barred('10:20'), delivered('10:15')],
		],
		['a delivery stays once', [delivered('10:15')], [delivered('10:15'), barred()], [delivered('10:15'), barred()]],
		['a failure gives way to another', [barred('10:15')], [report('Expired')], [report('Expired')]],
		['a failure stays, though it is pending again', [barred('10:15')], [pending()], [pending(), barred('10:15')]],
		['a failure without a time stays as well', [barred()], [pending()], [pending(), barred()]],
		['a temporary failure does not', [absent()], [pending()], [pending()]],
		['a temporary failure with a time of receipt does', [absent('10:15')], [pending()], [pending(), absent('10:15')]],
	])('%s', (_, earlier, later, expected) => {
		expect(merge(earlier, later)).toEqual(expected);
		expect(merge(merge(earlier, later), later)).toEqual(expected);
	});
});
