'use strict';

const fc = require('../properties');
const { DELIVERY_CODES, readDelivery } = require('../../nodes/MimSms/gateway/deliveryCodes');

/** The manual's table, "Delivery Report Error Codes". */
const MANUAL = [
	['0', 'Delivered', 'delivered'],
	['1', 'Delivered', 'delivered'],
	['1028', 'Absent subscriber', 'failed'],
	['6', 'Absent subscriber for SM', 'failed'],
	['31', 'Subscriber Busy', 'failed'],
	['5', 'Unidentified subscriber', 'failed'],
	['9', 'Illegal subscriber', 'failed'],
	['13', 'Barred subscriber', 'failed'],
	['32', 'SM Delivery Failure', 'failed'],
	['34', 'System failure', 'failed'],
	['400', 'SMSC Timeout-abort', 'failed'],
	['16', 'REJECTED', 'failed'],
];

const WORDS = [
	['Delivered', 'delivered'],
	['DELIVERED', 'delivered'],
	['Message delivered to handset', 'delivered'],
	['UNDELIVERED', 'failed'],
	['Undelivered', 'failed'],
	['Not delivered', 'failed'],
	['Rejected', 'failed'],
	['Failed', 'failed'],
	['Pending', 'pending'],
	['PENDING', 'pending'],
	['Sent', 'pending'],
	['SENT', 'pending'],
	['Submitted', 'pending'],
	['Queued', 'pending'],
	['queued for sending', 'pending'],
	['', 'unknown'],
	['Something else', 'unknown'],
];

describe('the code of a delivery report', () => {
	it.each(MANUAL)('%s is “%s”, %s', (code, meaning, status) => {
		expect(readDelivery(code, meaning)).toMatchObject({ meaning, status });
		expect(readDelivery(code, '')).toMatchObject({ meaning, status });
	});

	it.each(MANUAL)('%s says more than the details', (code, meaning, status) => {
		expect(readDelivery(code, status === 'failed' ? 'Delivered' : 'Failed')).toMatchObject({ meaning, status });
	});

	it('has no other table than the manual\'s', () => {
		expect(Object.keys(DELIVERY_CODES).sort()).toEqual(MANUAL.map(([code]) => code).sort());
	});
});

describe('details decide', () => {
	it.each(WORDS)('“%s” is %s where the gateway gave no code', (details, status) => {
		expect(readDelivery(null, details).status).toBe(status);
	});

	it.each(WORDS)('“%s” is %s where the code is not in the table', (details, status) => {
		expect(readDelivery('999', details).status).toBe(status);
	});

	it.each(WORDS.slice(0, -2))('a status “%s” without digits is %s', (code, status) => {
		expect(readDelivery(code, '').status).toBe(status);
	});

	it.each(MANUAL)('the words of code %s, “%s”, are %s under a code that nobody knows', (_, details, status) => {
		expect(readDelivery('77', details).status).toBe(status);
	});
});

describe('what nobody knows', () => {
	it('shows the unknown code', () => {
		expect(readDelivery('999', '').meaning).toContain('999');
	});

	it('shows the details of the gateway', () => {
		expect(readDelivery('999', 'Roaming barrier').meaning).toContain('Roaming barrier');
	});

	it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('%s is no code of the table', (code) => {
		expect(readDelivery(code, '').status).toBe('unknown');
	});

	it('always has one of four statuses and a meaning', () => {
		fc.assert(
			fc.property(fc.option(fc.string()), fc.string(), (code, details) => {
				const { status, meaning } = readDelivery(code, details);
				expect(['delivered', 'failed', 'pending', 'unknown']).toContain(status);
				expect(meaning).not.toBe('');
			}),
		);
	});
});
