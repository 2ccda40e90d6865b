import { DateTime } from 'luxon';
import * as fc from '../properties.cts';
import { GATEWAY_ZONE, readGatewayTime } from '../../nodes/MimSms/gateway/gatewayTime';

describe('a time of the gateway', () => {
	it.each([
		['2017-12-01 08:23:30', '2017-12-01T08:23:30+06:00'],
		[' 2017-12-01 08:23:30\n', '2017-12-01T08:23:30+06:00'],
		['2024-02-29 00:00:00', '2024-02-29T00:00:00+06:00'],
		['2009-07-01 12:00:00', expect.stringMatching(/^2009-07-01T12:00:00\+0[67]:00$/)],
		['2017-12-01 08:23', '2017-12-01T08:23:00+06:00'],
		['0000-00-00 00:00:00', null],
		['2023-02-29 00:00:00', null],
		['', null],
		['Pending', null],
		['08:23:30', null],
		['8801712345678', null],
	])('%j is %s', (text, iso) => {
		expect(readGatewayTime(text)).toEqual(iso);
	});

	it('is what luxon makes of any day and hour, those that there are not too', () => {
		const part = (least: number, most: number) =>
			fc.integer({ min: least, max: most }).map((number) => String(number).padStart(2, '0'));
		fc.assert(
			fc.property(
				fc.integer({ min: 1000, max: 9999 }),
				part(0, 13),
				part(0, 32),
				part(0, 23),
				part(0, 60),
				part(0, 60),
				(year, month, day, hour, minute, second) => {
					const text = `${year}-${month}-${day} ${hour}:${minute}:${second}`;
					const moment = DateTime.fromSQL(text, { zone: 'UTC+6' });
					expect(readGatewayTime(text)).toBe(moment.isValid ? moment.toISO({ suppressMilliseconds: true }) : null);
				},
			),
			{ numRuns: 1000 },
		);
	});

	it('is in Dhaka', () => {
		expect(GATEWAY_ZONE).toBe('Asia/Dhaka');
	});

	it('is ISO with +06:00 or null for whatever text', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)), (text) => {
				const iso = readGatewayTime(text);
				if (iso !== null) expect(iso).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?\+06:00$/);
			}),
		);
	});
});
