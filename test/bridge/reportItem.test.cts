import { toEventItem, toItem } from '../../nodes/MimSms/bridge/run/reportItem';
import { toReport } from '../../nodes/MimSms/gateway/classic/records';
import { unreadable } from '../../nodes/MimSms/gateway/report';

const ASKED = 'bw-rdC3000482765f0a1b2c3d4e5';
const OWN = 'C200083660a1b2c3d4e5f';

const report = (fields: Record<string, string>) => toReport(new Map(Object.entries(fields)), 'raw');

describe('the item of a report', () => {
	it('has the fields of the contract and no other, however the gateway wrote them', () => {
		const fields = { MSISDN: '01712345678', SMS: '"Hello"', SMSSent: '2017-12-01T02:23:30Z', DLRStatus: '1', ID: '7' };
		const given = report(fields);
		const kept = structuredClone(given);
		expect(toEventItem('delivered', given, null)).toStrictEqual({
			shootId: null,
			to: '8801712345678',
			message: 'Hello',
			sentAt: '2017-12-01T08:23:30+06:00',
			receivedAt: null,
			code: '1',
			status: 'delivered',
			meaning: 'Delivered',
			details: '',
			other: { ID: '7' },
			event: 'delivered',
		});
		expect(given).toEqual(kept);
		expect(given).toHaveProperty('written');
	});

	it('begins with what a person looks for first', () => {
		expect(Object.keys(toEventItem('delivered', report({ MSISDN: '8801712345678' }), null))).toEqual([
			'event',
			'status',
			'meaning',
			'to',
			'message',
			'sentAt',
			'receivedAt',
			'details',
			'shootId',
			'code',
			'other',
		]);
	});

	it('names the shoot ID that was asked for, else its own, else none', () => {
		const own = report({ MSISDN: '8801712345678', ID: OWN });
		expect(toItem(own, ASKED).shootId).toBe(ASKED);
		expect(toItem(own, null).shootId).toBe(OWN);
		expect(toItem(report({ MSISDN: '8801712345678', ID: '47' }), null).shootId).toBeNull();
		expect(toItem(unreadable('x'), null)).toMatchObject({ shootId: null, raw: 'x' });
	});
});
