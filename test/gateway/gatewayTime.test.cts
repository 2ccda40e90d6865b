import * as fc from '../properties.cts';
import { DateTime } from 'luxon';
import { readSchedule, type Schedule } from '../../nodes/MimSms/gateway/gatewayTime';
import { valueOf } from './results.cts';

const NOW = Date.parse('2026-01-15T00:00:00Z');
const DHAKA = 'Asia/Dhaka';
const ZONES = [
	'Asia/Dhaka',
	'UTC',
	'America/New_York',
	'Europe/Berlin',
	'Asia/Kolkata',
	'Australia/Lord_Howe',
	'Pacific/Apia',
	'America/St_Johns',
];

/** The moment as wall time of a place, without luxon. */
function wallTime(moment: number, zone: string): string {
	const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
	return format.format(moment);
}

const schedule = (value: unknown, zone = DHAKA) => readSchedule(value, zone, NOW);

/** Of a moment that is none to send at once. */
function scheduled(value: unknown, zone: string): Schedule {
	const outcome = valueOf(schedule(value, zone));
	if (outcome === null) throw new Error('No moment was read');
	return outcome;
}

const FIELD = { ok: false, fault: { kind: 'invalidInput', field: 'Scheduled Date and Time' } };

describe('the time to send at', () => {
	it.each([
		['2026-12-31 18:30:00', DHAKA, '2026-12-31 18:30:00'],
		['2026-12-31T18:30:00', DHAKA, '2026-12-31 18:30:00'],
		['2026-12-31T18:30', DHAKA, '2026-12-31 18:30:00'],
		['2026-12-31 18:30:00', 'UTC', '2027-01-01 00:30:00'],
		['2026-12-31T18:30:00', 'America/New_York', '2027-01-01 05:30:00'],
		['2026-07-01T18:30:00', 'America/New_York', '2026-07-02 04:30:00'],
		['2026-07-01 18:30:00', 'Europe/Berlin', '2026-07-01 22:30:00'],
		['2026-12-31T18:30:00Z', 'America/New_York', '2027-01-01 00:30:00'],
		['2026-12-31T18:30:00.000Z', DHAKA, '2027-01-01 00:30:00'],
		['2026-12-31T18:30:00+06:00', 'America/New_York', '2026-12-31 18:30:00'],
		['2026-12-31T18:30:00-05:00', DHAKA, '2027-01-01 05:30:00'],
		['  2026-12-31 18:30:00 ', DHAKA, '2026-12-31 18:30:00'],
		['2028-02-29 00:00:00', DHAKA, '2028-02-29 00:00:00'],
	])('“%s” in %s goes out as %s', (value, zone, wire) => {
		expect(schedule(value, zone)).toMatchObject({ ok: true, value: { wire, iso: `${wire.replace(' ', 'T')}+06:00` } });
	});

	it('says the same moment in the zone of the workflow', () => {
		expect(scheduled('2026-12-31T18:30:00Z', 'America/New_York').local).toBe('2026-12-31 13:30:00');
	});

	it.each([
		['a Date', new Date('2026-12-31T12:30:00Z')],
		['a luxon DateTime', DateTime.fromISO('2026-12-31T12:30:00Z')],
		['a DateTime of another zone', DateTime.fromISO('2026-12-31T07:30:00', { zone: 'America/New_York' })],
		['a DateTime of another luxon', { toMillis: () => Date.parse('2026-12-31T12:30:00Z') }],
	])('is read from %s', (_, value) => {
		for (const zone of ZONES)
			expect(schedule(value, zone)).toMatchObject({
				value: { wire: '2026-12-31 18:30:00', iso: '2026-12-31T18:30:00+06:00' },
			});
	});

	it('the empty text sends at once', () => {
		expect(schedule('')).toEqual({ ok: true, value: null });
	});
});

describe('a time that is refused', () => {
	it.each([
		['yesterday', '2026-01-14 00:00:00'],
		['a second ago', '2026-01-15T05:59:59+06:00'],
		['a Date of the past', new Date(NOW - 1000)],
	])('because it is past: %s', (_, value) => {
		expect(schedule(value)).toMatchObject({ ...FIELD, fault: { problem: expect.stringContaining('past') } });
	});

	it('because it is past in the zone of the workflow, though not in Dhaka', () => {
		expect(schedule('2026-01-15 05:00:00', 'Asia/Tokyo')).toMatchObject(FIELD);
		expect(schedule('2026-01-15 05:00:00', 'America/New_York').ok).toBe(true);
	});

	it('a second ahead is not past', () => {
		expect(schedule('2026-01-15T06:00:01+06:00').ok).toBe(true);
	});

	it.each([
		['words', 'tomorrow'],
		['a day that does not exist', '2026-02-30 10:00:00'],
		['an hour that does not exist', '2026-12-31 25:00:00'],
		['no date at all', '0000-00-00 00:00:00'],
		['another order', '31/12/2026 18:30'],
		['a date with words', '2026-12-31 at noon'],
		['an expression that was not evaluated', '{{ $now }}'],
		['an object', {}],
		['an object without a text', { toString: 1 }],
		['an array', ['2026-12-31']],
		['a truth', true],
		['a number', 0],
		['null, as of an empty cell', null],
		['undefined, as of a misspelt field', undefined],
		['a Date that is none', new Date(NaN)],
		['a DateTime that is none', DateTime.invalid('test')],
		['a time of day without a date', '18:30'],
		['a time of day with seconds', '18:30:00'],
		['a year of five digits, for which the gateway has no form', new Date('+012026-01-01T00:00:00Z')],
		['a year of five digits in Dhaka alone', new Date('9999-12-31T20:00:00Z')],
		['the end of all time', new Date(8.64e15)],
	])('because it is %s', (_, value) => {
		expect(schedule(value)).toMatchObject(FIELD);
	});

	it.each([null, undefined])('%s is told as a field that gives nothing', (value) => {
		expect(schedule(value)).toMatchObject({
			fault: { problem: expect.stringMatching(/gives no value for this item/) },
		});
	});

	it('an object is not shown', () => {
		expect(schedule({})).toMatchObject({ fault: { problem: expect.stringMatching(/^it is not a valid date/) } });
	});

	it('or accepted, whatever is put in, without a throw', () => {
		fc.assert(
			fc.property(
				fc.anything({ withDate: true, withNullPrototype: true }),
				fc.constantFrom(...ZONES),
				(value, zone) => {
					const outcome = schedule(value, zone);
					if (!outcome.ok) expect(outcome).toMatchObject(FIELD);
					else if (outcome.value) expect(outcome.value.wire).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
				},
			),
		);
	});
});

describe('the moment is the same', () => {
	const moment = fc
		.integer({ min: NOW / 1000 + 90_000, max: NOW / 1000 + 20 * 365 * 86_400 })
		.map((seconds) => seconds * 1000);
	const inDhaka = (millis: number) => new Date(millis + 6 * 3600_000).toISOString().slice(0, 19).replace('T', ' ');

	it('as the Date, and Dhaka is six hours ahead of UTC all year', () => {
		fc.assert(
			fc.property(moment, fc.constantFrom(...ZONES), (millis, zone) => {
				const { wire, iso, local } = scheduled(new Date(millis), zone);
				expect([wire, Date.parse(iso), local]).toEqual([inDhaka(millis), millis, wallTime(millis, zone)]);
				expect(iso).toMatch(/\+06:00$/);
			}),
		);
	});

	it('as an ISO time with an offset, whatever the zone of the workflow', () => {
		fc.assert(
			fc.property(moment, fc.integer({ min: -11, max: 13 }), fc.constantFrom(...ZONES), (millis, hours, zone) => {
				const sign = hours < 0 ? '-' : '+';
				const written = `${new Date(millis + hours * 3600_000).toISOString().slice(0, 19)}${sign}${String(Math.abs(hours)).padStart(2, '0')}:00`;
				expect(scheduled(written, zone).wire).toBe(inDhaka(millis));
			}),
		);
	});

	it('as the wall time in the zone of the workflow, through daylight saving', () => {
		fc.assert(
			fc.property(moment, fc.constantFrom(...ZONES), fc.constantFrom(' ', 'T'), (millis, zone, between) => {
				const written = wallTime(millis, zone);
				const { iso, local } = scheduled(written.replace(' ', between), zone);
				expect([local, wallTime(Date.parse(iso), zone)]).toEqual([written, written]);
				expect(Math.abs(Date.parse(iso) - millis)).toBeLessThanOrEqual(3600_000);
			}),
		);
	});
});
