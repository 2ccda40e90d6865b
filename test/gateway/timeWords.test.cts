/** What is said of a moment that can't be used, and the last one that can. */
import { readGatewayTime, readSchedule } from '../../nodes/MimSms/gateway/gatewayTime';
import { faultOf } from './results.cts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const HOW = 'is not a valid date and time. Write it as 2026-12-31 18:30:00';
const problemOf = (value: unknown) => faultOf(readSchedule(value, 'Asia/Dhaka', NOW));

describe('a moment that can not be used', () => {
	it.each([
		['x'.repeat(100), `“${'x'.repeat(60)}” ${HOW}`],
		[5, `“5” ${HOW}`],
		['12:00', `“12:00” ${HOW}`],
		['x2099-01-01 12:00', `“x2099-01-01 12:00” ${HOW}`],
		[{}, `it ${HOW}`],
		[{ toMillis: 5 }, `it ${HOW}`],
		[new Date(NaN), `it ${HOW}`],
		[new Date('+010000-01-01T00:00:00+06:00'), 'is too far in the future'],
		[
			new Date(NOW),
			'2026-01-01 06:00:00 (Asia/Dhaka) is in the past. Choose a later time, or leave the field empty to send at once',
		],
	])('%j is told as: %s', (value, problem) => {
		expect(problemOf(value)).toEqual({ kind: 'invalidInput', field: 'Scheduled Date and Time', problem });
	});
});

it.each(['DEFAULT', 'Bogus/Zone', ''])('no moment is read in a time zone that there is not: %j', (zone) => {
	expect(faultOf(readSchedule('2099-01-01 12:00', zone, NOW))).toEqual({
		kind: 'invalidInput',
		field: 'Scheduled Date and Time',
		problem: `the time zone of the workflow, ${zone}, does not exist. Choose one under ⋯ → Settings → Timezone`,
	});
});

describe('a moment that can be used', () => {
	it.each([
		['the very next', new Date(NOW + 1), '2026-01-01 06:00:00'],
		['the last of all', '9999-12-31 23:59:59', '9999-12-31 23:59:59'],
		['a day', '2099-01-01', '2099-01-01 00:00:00'],
		['with white space around it', ' 2099-01-01 12:00\n', '2099-01-01 12:00:00'],
		['a day without dashes', '20990101T120000', '2099-01-01 12:00:00'],
		['a day of a week', '2099-W01-1', '2098-12-29 00:00:00'],
		['a week without a dash', '2099W011', '2098-12-29 00:00:00'],
	])('%s: %j', (_, value, wire) => {
		expect(readSchedule(value, 'Asia/Dhaka', NOW)).toMatchObject({ ok: true, value: { wire } });
	});

	it('none is given', () => {
		expect(readSchedule('', 'Asia/Dhaka', NOW)).toEqual({ ok: true, value: null });
	});
});

describe('a time of the gateway', () => {
	it.each([
		[' 2017-12-01 08:23\n', '2017-12-01T08:23:00+06:00'],
		[' 2017-12-01 08:23:30\n', '2017-12-01T08:23:30+06:00'],
		['2017-12-01T08:23:30', '2017-12-01T08:23:30+06:00'],
		['2017-12-01', '2017-12-01T00:00:00+06:00'],
		['08:23:30', null],
		['x2017-12-01 08:23:30', null],
		['2017-12-01 08:23:300', null],
		['2017-02-30 08:23:30', null],
		['2017-12-01 24:00:00', '2017-12-02T00:00:00+06:00'],
		['2017-12-01 25:00:00', null],
		['2017-12-01 08:60:00', null],
	])('%j is %j', (text, iso) => {
		expect(readGatewayTime(text)).toBe(iso);
	});
});
