/** The fields of one report, by their names, and what becomes of those that are unknown or come twice. */
import { toReport } from '../../../nodes/MimSms/gateway/classic/records';

const read = (fields: Record<string, string>) => toReport(new Map(Object.entries(fields)), 'raw');

describe('a field is known', () => {
	it.each(['MSISDN', 'msisdn', 'Msisdn', 'mSISDN'])('as %s', (name) => {
		expect(read({ [name]: '8801712345678' })).toMatchObject({ to: '8801712345678', other: {} });
	});

	it.each([
		['SmsSent', 'sentAt'],
		['DlrReceived', 'receivedAt'],
	])('as %s', (name, field) => {
		expect(read({ [name]: '2017-12-01 08:23:30' })).toMatchObject({ [field]: '2017-12-01T08:23:30+06:00', other: {} });
	});

	it.each(['SMS', 'sms', 'Sms'])('as %s', (name) => {
		expect(read({ [name]: '"Hello"' })).toMatchObject({ message: 'Hello', other: {} });
	});

	it.each(['DLRStatus', 'DlrStatus'])('as %s', (name) => {
		expect(read({ [name]: '16' })).toMatchObject({ code: '16', status: 'failed', other: {} });
	});

	it.each(['DLRStatusDetails', 'SMS_Status_Str'])('as %s', (name) => {
		expect(read({ [name]: 'Delivered' })).toMatchObject({ details: 'Delivered', status: 'delivered', other: {} });
	});
});

describe('a field', () => {
	it('that is unknown stays as it is, under its own name', () => {
		expect(read({ MSISDN: '8801712345678', ID: ' 7 ', __proto: 'x' }).other).toEqual({ ID: ' 7 ', __proto: 'x' });
	});

	it('that says something else under a second name stays, one that says the same does not', () => {
		expect(read({ DLRStatusDetails: 'Delivered', sms_status_str: 'Sent' })).toMatchObject({
			details: 'Delivered',
			other: { sms_status_str: 'Sent' },
		});
		expect(read({ DLRStatusDetails: 'Delivered', sms_status_str: 'Delivered' })).toMatchObject({
			details: 'Delivered',
			other: {},
		});
	});

	it.each(['1 May 2017', '01/05/2017 10:00'])('that holds the time “%s” stays as it is written', (sent) => {
		expect(read({ SMSSent: sent })).toMatchObject({ sentAt: null, other: { SMSSent: sent } });
	});

	it.each(['', '-', '0000-00-00 00:00:00'])('that holds no time but “%s” is no more than that', (sent) => {
		expect(read({ SMSSent: sent, DLRReceived: sent })).toMatchObject({ sentAt: null, receivedAt: null, other: {} });
	});

	it('comes without the white space around a number or a code', () => {
		expect(read({ MSISDN: ' 8801712345678\n', DLRStatus: ' 1 ' })).toMatchObject({
			to: '8801712345678',
			code: '1',
			status: 'delivered',
		});
		expect(read({ MSISDN: ' ', DLRStatus: ' ' })).toMatchObject({ to: null, code: null });
	});
});

describe("the quotes around a text are the gateway's", () => {
	it.each([
		['"Hello"', 'Hello'],
		['" Hello "', 'Hello'],
		['"  Hello  "', ' Hello '],
		[' "Hello"\n', 'Hello'],
		['""', ''],
	])('%j is %j', (text, message) => {
		expect(read({ SMS: text }).message).toBe(message);
	});

	it.each(['"', ' " ', '"Hello', 'Hello"', ' Hello ', ''])('but %j stays as it is', (text) => {
		expect(read({ SMS: text }).message).toBe(text);
	});
});

it('fields of which none is known are no report', () => {
	expect(read({ ID: '7', Parts: '1' })).toEqual({
		to: null,
		message: null,
		sentAt: null,
		receivedAt: null,
		code: null,
		status: 'unknown',
		meaning: null,
		details: null,
		other: {},
		raw: 'raw',
	});
});
