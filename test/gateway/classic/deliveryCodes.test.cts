import * as fc from '../../properties.cts';
import { DELIVERY_CODES, readDelivery } from '../../../nodes/MimSms/gateway/classic/deliveryCodes';
import type { DeliveryStatus } from '../../../nodes/MimSms/gateway/deliveryWords';

/** The manual's table, "Delivery Report Error Codes". */
const MANUAL: Array<[code: string, meaning: string, status: DeliveryStatus]> = [
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

type Saying = [words: string, status: DeliveryStatus];

const WORDS: Saying[] = [
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

/** What is said of a delivery that was none, or is none yet. */
const OF_NO_DELIVERY: Saying[] = [
	['Could not be delivered', 'failed'],
	['Message cannot be delivered', 'failed'],
	["Can't be delivered", 'failed'],
	['Can’t be delivered', 'failed'],
	["Couldn't deliver", 'failed'],
	['Never delivered', 'failed'],
	['Has not been delivered', 'failed'],
	["Wasn't delivered", 'failed'],
	['Unable to deliver', 'failed'],
	['Unable  to  be  delivered', 'failed'],
	['Will not be delivered', 'failed'],
	['Failed to be delivered', 'failed'],
	['Undeliverable', 'failed'],
	['Un-delivered', 'failed'],
	['Not sent', 'failed'],
	['Could not send', 'failed'],
	['Not submitted', 'failed'],
	['Not accepted by the operator', 'failed'],
	['Sent, not delivered', 'failed'],
	['Not yet delivered', 'pending'],
	['Not  yet  sent', 'pending'],
	['Not delivered yet', 'pending'],
	['Not been sent yet', 'pending'],
	['Has not been delivered  yet', 'pending'],
	['Yet to be delivered', 'pending'],
	['Yet  to  be  seen', 'pending'],
	['To be delivered', 'pending'],
	['to  be  sent to the operator', 'pending'],
	['Will be delivered', 'pending'],
	['Will  be  delivered', 'pending'],
	['Being delivered', 'pending'],
	['Waiting to be delivered', 'pending'],
	['Not yet delivered: expired', 'failed'],
	['Note delivered', 'delivered'],
	['Delivered (after temporary failure)', 'delivered'],
	['Delivered. Error: 0', 'delivered'],
	['DELIVERED_TO_HANDSET', 'delivered'],
	['Delivered: failed', 'failed'],
	['Delivered: no, rejected', 'failed'],
	['Delivered to SMSC, absent subscriber', 'failed'],
	['Delivered to operator; rejected by handset', 'failed'],
	['Delivered status: Expired', 'failed'],
	['Delivered. Error: 11', 'failed'],
	['Delivered. Error: 000!', 'delivered'],
	['Delivrd, err 0', 'delivered'],
	['Delivered after 3 tries, the first failed', 'delivered'],
	['UN_DELIVERED', 'failed'],
	['NON_DELIVERED', 'failed'],
	['Non delivery', 'failed'],
	['DELIVERY_FAILED', 'failed'],
	['NOT_DELIVERED', 'failed'],
	['IN_PROCESS', 'pending'],
	['Knot delivered', 'delivered'],
	['Nothing sensible', 'unknown'],
	['Belivrd', 'unknown'],
	['Sensor', 'unknown'],
	['Not sentient', 'unknown'],
];

/** The message states of SMPP 3.4, 5.2.28. */
const SMPP: Saying[] = [
	['DELIVRD', 'delivered'],
	['EXPIRED', 'failed'],
	['DELETED', 'failed'],
	['UNDELIV', 'failed'],
	['REJECTD', 'failed'],
	['ACCEPTD', 'pending'],
	['ENROUTE', 'pending'],
	['UNKNOWN', 'unknown'],
	['id:4711 sub:001 dlvrd:001 submit date:2611251015 done date:2611251016 stat:DELIVRD err:000', 'delivered'],
	['id:4711 sub:001 dlvrd:000 submit date:2611251015 done date:2611251016 stat:UNDELIV err:011', 'failed'],
];

/** An error that is none says nothing. */
const OF_NO_ERROR: Saying[] = [
	['No error', 'unknown'],
	['no  errors', 'unknown'],
	['Without error', 'unknown'],
	['Delivered, no error', 'delivered'],
	['No errors, sent', 'pending'],
	['Error', 'failed'],
	['Unknown error', 'failed'],
	['Piano error', 'failed'],
	['No error but a failure', 'failed'],
];

describe('the code of a delivery report', () => {
	it.each(MANUAL)('%s is “%s”, %s', (code, meaning, status) => {
		expect(readDelivery(code, meaning)).toMatchObject({ meaning, status });
		expect(readDelivery(code, '')).toMatchObject({ meaning, status });
	});

	it.each(MANUAL)('%s says more than the details', (code, meaning, status) => {
		expect(readDelivery(code, status === 'failed' ? 'Delivered' : 'Failed')).toMatchObject({ meaning, status });
	});

	it("has no other table than the manual's", () => {
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

	it.each([...OF_NO_DELIVERY, ...SMPP, ...OF_NO_ERROR])('“%s” is %s', (details, status) => {
		expect(readDelivery('77', details).status).toBe(status);
		expect(readDelivery(null, details.toUpperCase()).status).toBe(status);
	});

	it.each(SMPP.slice(0, 7))('a status “%s” without digits is %s as well', (code, status) => {
		expect(readDelivery(code, '')).toEqual({ meaning: code, status });
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

describe('the meaning, where the code tells nothing', () => {
	it.each([
		[null, 'Delivered', 'Delivered', 'delivered'],
		[null, ' Delivered ', 'Delivered', 'delivered'],
		[null, '', 'No status given', 'unknown'],
		['77', '', 'Unknown code 77', 'unknown'],
		['77', 'Odd', 'Odd', 'unknown'],
		['x5', 'Odd', 'x5 Odd', 'unknown'],
		['5x', 'Odd', '5x Odd', 'unknown'],
		['DELIVERED', '', 'DELIVERED', 'delivered'],
		[null, 'not  delivered', 'not  delivered', 'failed'],
		[null, 'timeout', 'timeout', 'failed'],
		[null, 'time out', 'time out', 'failed'],
		[null, 'time-out', 'time-out', 'failed'],
		[null, 'In queue', 'In queue', 'pending'],
		[null, 'en route', 'en route', 'pending'],
		[null, 'In process', 'In process', 'pending'],
	])('%j with %j means %j: %s', (code, details, meaning, status) => {
		expect(readDelivery(code, details)).toEqual({ meaning, status });
	});
});

describe('words with more than one space between them', () => {
	it.each([
		['not  yet delivered', 'pending'],
		['not  been  delivered  yet', 'pending'],
		['to  be  delivered', 'pending'],
		['will  be  sent', 'pending'],
		['being  delivered', 'pending'],
		['cannot  be  delivered', 'failed'],
		['has not  been  delivered', 'failed'],
	])('%s: %s', (details, status) => {
		expect(readDelivery('77', details).status).toBe(status);
	});
});
