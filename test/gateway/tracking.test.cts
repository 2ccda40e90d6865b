import * as fc from '../properties.cts';
import { isFinal, merge, tally } from '../../nodes/MimSms/gateway/tracking';
import type { DeliveryStatus } from '../../nodes/MimSms/gateway/deliveryWords';
import type { DeliveryReport } from '../../nodes/MimSms/gateway/report';

const A = '8801712345601';
const B = '8801712345602';
const report = (to: string | null, status: DeliveryStatus): DeliveryReport => ({
	to,
	message: null,
	sentAt: null,
	receivedAt: null,
	code: null,
	status,
	meaning: null,
	details: null,
	other: {},
});
const STATUSES: DeliveryStatus[] = ['delivered', 'failed', 'pending', 'unknown'];

describe('how many recipients have a final report', () => {
	it.each<[string, string[], DeliveryReport[], [delivered: number, failed: number, pending: number]]>([
		['none yet', [A, B], [], [0, 0, 2]],
		['one of each', [A, B], [report(A, 'delivered'), report(B, 'failed')], [1, 1, 0]],
		['a number reported twice counts once', [A, B], [report(A, 'delivered'), report(A, 'delivered')], [1, 0, 1]],
		['pending, then delivered', [A], [report(A, 'pending'), report(A, 'delivered')], [1, 0, 0]],
		['delivered, with the pending row after it', [A], [report(A, 'delivered'), report(A, 'pending')], [1, 0, 0]],
		['failed, then delivered', [A], [report(A, 'failed'), report(A, 'delivered')], [1, 0, 0]],
		['unknown is not final', [A], [report(A, 'unknown')], [0, 0, 1]],
		['a number written in another form', [A], [report('01712345601', 'delivered')], [1, 0, 0]],
		['a number with a plus', [A], [report('+8801712345601', 'failed')], [0, 1, 0]],
		['a number that was not asked about', [A], [report(B, 'delivered')], [0, 0, 1]],
		['a number of another country', ['447911123456'], [report('447911123456', 'delivered')], [1, 0, 0]],
		['JSON without numbers', [A, B], [report(null, 'delivered'), report(null, 'failed')], [1, 1, 0]],
		[
			'JSON without numbers, a pending one among them',
			[A, B],
			[report(null, 'delivered'), report(null, 'pending')],
			[1, 0, 1],
		],
		[
			'more reports without numbers than recipients',
			[A],
			[report(null, 'failed'), report(null, 'delivered'), report(null, 'delivered')],
			[1, 0, 0],
		],
		['some with, some without a number', [A, B], [report(A, 'delivered'), report(null, 'failed')], [1, 1, 0]],
	])('%s', (_, asked, reports, [delivered, failed, pending]) => {
		expect(tally(asked, reports)).toEqual({ delivered, failed, pending });
	});

	const number = fc.constantFrom(...Array.from({ length: 6 }, (_, index) => `880171234560${index}`));
	const status = fc.constantFrom(...STATUSES);
	const reports = fc.array(
		fc.tuple(fc.option(number), status).map((row) => report(...row)),
		{ maxLength: 20 },
	);

	it('adds up to the recipients, whatever the gateway reports', () => {
		fc.assert(
			fc.property(fc.uniqueArray(number, { minLength: 1 }), reports, (asked, found) => {
				const { delivered, failed, pending } = tally(asked, found);
				expect(delivered + failed + pending).toBe(asked.length);
				expect(Math.min(delivered, failed, pending)).toBeGreaterThanOrEqual(0);
			}),
		);
	});

	it('never has more pending when more that is final is reported', () => {
		const final = reports.map((rows) => rows.filter(isFinal));
		fc.assert(
			fc.property(fc.uniqueArray(number, { minLength: 1 }), reports, final, (asked, first, more) => {
				expect(tally(asked, [...first, ...more]).pending).toBeLessThanOrEqual(tally(asked, first).pending);
			}),
		);
	});
});

describe('what is known after two answers', () => {
	const OTHER_FORM = '01712345601';

	it.each<[string, DeliveryReport[], DeliveryReport[], DeliveryReport[]]>([
		[
			'the later alone, where it shows all',
			[report(A, 'pending'), report(B, 'delivered')],
			[report(B, 'delivered'), report(A, 'failed')],
			[report(B, 'delivered'), report(A, 'failed')],
		],
		[
			'a final report that is shown no more',
			[report(A, 'delivered')],
			[report(B, 'delivered')],
			[report(A, 'delivered'), report(B, 'delivered')],
		],
		[
			'a failure that is shown no more',
			[report(A, 'failed')],
			[report(A, 'pending')],
			[report(A, 'pending'), report(A, 'failed')],
		],
		[
			'a final report before one of another kind',
			[report(A, 'failed')],
			[report(A, 'delivered')],
			[report(A, 'delivered')],
		],
		[
			'a pending report of a number that is named no more',
			[report(A, 'pending')],
			[report(B, 'pending')],
			[report(A, 'pending'), report(B, 'pending')],
		],
		[
			'no pending report of a number that is named',
			[report(A, 'pending'), report(A, 'unknown')],
			[report(A, 'unknown')],
			[report(A, 'unknown')],
		],
		[
			'a number once, however it is written',
			[report(OTHER_FORM, 'failed')],
			[report(A, 'delivered')],
			[report(A, 'delivered')],
		],
		[
			'a number that is not a valid mobile number',
			[report('x', 'delivered')],
			[report('y', 'delivered')],
			[report('x', 'delivered'), report('y', 'delivered')],
		],
		[
			'all of it, where nothing comes',
			[report(A, 'pending'), report(null, 'delivered')],
			[],
			[report(A, 'pending'), report(null, 'delivered')],
		],
		[
			'what comes, where there was nothing',
			[],
			[report(null, 'pending'), report(A, 'pending')],
			[report(null, 'pending'), report(A, 'pending')],
		],
		[
			'the longer list without numbers',
			[report(null, 'delivered'), report(null, 'pending')],
			[report(null, 'failed')],
			[report(null, 'delivered'), report(null, 'pending')],
		],
		['of lists as long the later', [report(null, 'pending')], [report(null, 'delivered')], [report(null, 'delivered')]],
		[
			'the later list without numbers, however many have one',
			[report(A, 'delivered'), report(null, 'pending')],
			[report(null, 'delivered')],
			[report(A, 'delivered'), report(null, 'delivered')],
		],
		[
			'rows with and without numbers each for themselves',
			[report(null, 'delivered'), report(A, 'delivered')],
			[report(B, 'failed')],
			[report(null, 'delivered'), report(A, 'delivered'), report(B, 'failed')],
		],
	])('is %s', (_, earlier, later, expected) => {
		expect(merge(earlier, later)).toEqual(expected);
	});

	it('never counts fewer final reports than either, where the later has one of each number', () => {
		const row = fc.tuple(fc.constantFrom(A, B, OTHER_FORM), fc.constantFrom(...STATUSES)).map((one) => report(...one));
		const rows = fc.array(row, { maxLength: 6 });
		const selector = ({ to }: DeliveryReport) => (to === OTHER_FORM ? '8801712345601' : to);
		fc.assert(
			fc.property(rows, fc.uniqueArray(row, { selector, maxLength: 2 }), (earlier, later) => {
				const { pending } = tally([A, B], merge(earlier, later));
				expect(pending).toBeLessThanOrEqual(Math.min(tally([A, B], earlier).pending, tally([A, B], later).pending));
			}),
		);
	});
});
