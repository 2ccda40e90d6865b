import { readDelivery } from '../../nodes/MimSms/gateway/classic/deliveryCodes';
import { readDeliveryWords } from '../../nodes/MimSms/gateway/deliveryWords';
import { readMsisdn, readRecipients } from '../../nodes/MimSms/gateway/phone';
import type { DeliveryReport } from '../../nodes/MimSms/gateway/report';
import { REPORT_EVENTS } from '../../nodes/MimSms/trigger/events';
import { isChosen } from '../../nodes/MimSms/trigger/filter';
import type { Filter } from '../../nodes/MimSms/trigger/filter';
import { BARE_SAMPLES, SAMPLES } from '../../nodes/MimSms/trigger/sample';

const ALL: Filter = { events: REPORT_EVENTS, statusCodes: [], numbers: [], exceptNumbers: [] };
const chosen = (filter: Partial<Filter>, report: Partial<DeliveryReport>) =>
	isChosen({ ...ALL, ...filter }, { ...SAMPLES.delivered, ...report });
const UNREADABLE: Partial<DeliveryReport> = { to: null, code: null, status: 'unknown', raw: '<message>' };

describe('the filter', () => {
	it.each(REPORT_EVENTS)('lets %s through when it is chosen, and only then', (status) => {
		expect(chosen({ events: [status] }, { status })).toBe(true);
		expect(chosen({ events: REPORT_EVENTS.filter((event) => event !== status) }, { status })).toBe(false);
		expect(chosen({ events: ['balanceLow'] }, { status })).toBe(false);
	});

	it('asks for one of the status codes, as texts', () => {
		expect(chosen({ statusCodes: ['13', '1'] }, { code: '1' })).toBe(true);
		expect(chosen({ statusCodes: ['13'] }, { code: '1' })).toBe(false);
		expect(chosen({ statusCodes: ['13'] }, { code: null })).toBe(false);
	});

	it.each([
		['as the gateway writes it', '8801712345678'],
		['as people write it at home', '01712345678'],
		['with a plus', '+8801712345678'],
	])('finds a number %s', (_how, to) => {
		expect(chosen({ numbers: ['8801712345678'] }, { to })).toBe(true);
		expect(chosen({ numbers: ['8801812345678'] }, { to })).toBe(false);
	});

	it('finds a number of another country, and one that is none', () => {
		expect(chosen({ numbers: ['447911123456'] }, { to: '447911123456' })).toBe(true);
		expect(chosen({ numbers: ['12345'] }, { to: '12345' })).toBe(true);
	});

	it('leaves a report without a number out when numbers are chosen', () => {
		expect(chosen({ numbers: ['8801712345678'] }, { to: null })).toBe(false);
	});

	it('leaves out what is about an excepted number, however the gateway writes it, and lets the others through', () => {
		for (const to of ['8801712345678', '01712345678', '+8801712345678'])
			expect(chosen({ exceptNumbers: ['8801812345678', '8801712345678'] }, { to })).toBe(false);
		expect(chosen({ exceptNumbers: ['8801712345678'] }, { to: '8801812345678' })).toBe(true);
		expect(chosen({ exceptNumbers: ['447911123456'] }, { to: '447911123456' })).toBe(false);
	});

	it('leaves an excepted number out although it is among those that are chosen', () => {
		const numbers = ['8801712345678', '8801812345678'];

		expect(chosen({ numbers, exceptNumbers: ['8801712345678'] }, { to: '8801712345678' })).toBe(false);
		expect(chosen({ numbers, exceptNumbers: ['8801712345678'] }, { to: '8801812345678' })).toBe(true);
	});

	it('lets a report without a number through when numbers are excepted', () => {
		expect(chosen({ exceptNumbers: ['8801712345678'] }, { to: null })).toBe(true);
	});

	it('lets an unreadable record through whatever is chosen', () => {
		expect(
			chosen(
				{ events: [], statusCodes: ['1'], numbers: ['8801712345678'], exceptNumbers: ['8801712345678'] },
				UNREADABLE,
			),
		).toBe(true);
	});
});

describe('the sample', () => {
	it.each(REPORT_EVENTS)('of a report that is %s says of its code what the code table says', (status) => {
		const sample = SAMPLES[status];

		expect(readDelivery(sample.code, sample.details ?? '')).toEqual({ status, meaning: sample.meaning });
		expect(sample.status).toBe(status);
	});

	it.each(REPORT_EVENTS)('of a report of V2 that is %s says so by its words, and has the same fields', (status) => {
		const sample = BARE_SAMPLES[status];

		expect(readDeliveryWords(sample.details ?? '')).toBe(status);
		expect([sample.status, sample.meaning]).toEqual([status, sample.details]);
		expect(Object.keys(sample)).toEqual(Object.keys(SAMPLES[status]));
		expect(sample.to).toBe(SAMPLES[status].to);
	});

	it.each(REPORT_EVENTS)('of a report that is %s bears a number that no send accepts', (status) => {
		expect(readMsisdn(SAMPLES[status].to ?? '')).toBeNull();
		expect(readRecipients(SAMPLES[status].to).msisdns).toEqual([]);
	});

	it.each(REPORT_EVENTS)('of a report that is %s has what a workflow will drag from a real one', (status) => {
		const time = expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+06:00$/);

		expect(SAMPLES[status]).toMatchObject({
			to: expect.stringMatching(/^8801\d{9}$/),
			message: expect.stringMatching(/\w/),
			sentAt: time,
			other: { Parts: '1' },
		});
		expect(SAMPLES[status].receivedAt).toEqual(status === 'pending' ? null : time);
		expect(SAMPLES[status].code).toEqual(status === 'pending' ? null : expect.stringMatching(/^\d+$/));
	});
});
