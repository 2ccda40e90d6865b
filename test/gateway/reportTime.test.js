'use strict';

const fc = require('../properties');
const { GATEWAY_ZONE, readGatewayTime } = require('../../nodes/MimSms/gateway/gatewayTime');

describe('a time of the gateway', () => {
	it.each([
		['2017-12-01 08:23:30', '2017-12-01T08:23:30+06:00'],
		[' 2017-12-01 08:23:30\n', '2017-12-01T08:23:30+06:00'],
		['2024-02-29 00:00:00', '2024-02-29T00:00:00+06:00'],
		['2009-07-01 12:00:00', expect.stringMatching(/^2009-07-01T12:00:00\+0[67]:00$/)],
		['0000-00-00 00:00:00', null],
		['2023-02-29 00:00:00', null],
		['', null],
		['Pending', null],
		['08:23:30', null],
		['8801712345678', null],
	])('%j is %s', (text, iso) => {
		expect(readGatewayTime(text)).toEqual(iso);
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
