import * as fc from '../properties.cts';
import {
	DELIVERY_WORDS,
	findDeliveryWords,
	isTemporaryFailure,
	readDeliveryWords,
	type DeliveryStatus,
} from '../../nodes/MimSms/gateway/deliveryWords';
import { DELIVERY_CODES } from '../../nodes/MimSms/gateway/classic/deliveryCodes';
import { withinSeconds } from './withinSeconds.cts';

describe('the list of delivery words', () => {
	it.each(DELIVERY_WORDS.map(({ name, example, status }) => [name, example, status]))(
		'has a line “%s”, for instance “%s”: %s',
		(name, example, status) => {
			expect(findDeliveryWords(example)).toMatchObject({ name, status });
		},
	);

	it('has each name once', () => {
		const names = DELIVERY_WORDS.map(({ name }) => name).filter((name) => name !== '');
		expect(new Set(names).size).toBe(DELIVERY_WORDS.length);
	});
});

const KINDS: Record<string, Array<[string, DeliveryStatus]>> = {
	'stat: of an SMPP receipt decides': [
		['stat:DELIVRD err:000 text:Your payment failed', 'delivered'],
		['id:1 sub:001 dlvrd:001 stat:DELIVRD err:069 text:Not delivered', 'delivered'],
		['stat:UNDELIV err:011 text:Delivered today', 'failed'],
		['id:1 dlvrd:001 stat:REJECTD err:008 Text:delivered', 'failed'],
		['stat:EXPIRED done date:2611251016', 'failed'],
		['stat:ENROUTE submit date:2611251015 err:000', 'pending'],
		['stat:ACCEPTD', 'pending'],
		['stat:UNKNOWN err:000 text:delivered', 'unknown'],
		['stat: DELIVRD', 'delivered'],
		['stat=DELIVRD err=011', 'delivered'],
		['{"stat":"DELIVRD","text":"failed"}', 'delivered'],
		['stat:NOT_DELIVERED err:1', 'failed'],
		['stat:Not delivered err:1', 'failed'],
		['stat: err:000', 'unknown'],
		['stat:', 'unknown'],
		['Failed stat:DELIVRD', 'delivered'],
		['stat : DELIVRD error', 'failed'],
		['stat:ENROUTE error : 000', 'pending'],
		['err:011 stat : DELIVRD err : 011', 'delivered'],
		['id:1,stat:DELIVRD,err:011', 'delivered'],
		['id:1|stat:UNDELIV|error:delivered', 'failed'],
		['id=1&stat=DELIVRD&err=011', 'delivered'],
		['stat:EXPIRED;err:000;text:delivered', 'failed'],
		['{"stat":"UNDELIV","info":"delivered"}', 'failed'],
	],
	'what stands behind text: is never judged': [
		['text:Your parcel was delivered', 'unknown'],
		['Delivered text:Your payment failed', 'delivered'],
		['DELIVRD Text: stat:UNDELIV', 'delivered'],
		['Pending, text : delivered', 'pending'],
		['Context: delivered', 'delivered'],
	],
	'handed to the network': [
		['Delivered to SMSC', 'pending'],
		['DELIVERED_TO_SMSC', 'pending'],
		['Delivered-to-SMSC', 'pending'],
		['delivrd.to.smsc', 'pending'],
		['DeliveredToNetwork', 'pending'],
		['Delivered to the gateway', 'pending'],
		['Delivered to mobile operator', 'pending'],
		['Delivered to the local network', 'pending'],
		['Delivered to Operator.', 'pending'],
		['Handed over to operator', 'pending'],
		['Passed on to the carrier', 'pending'],
		['Sent to SMSC', 'pending'],
		['Accepted by network', 'pending'],
		['Received by the operator', 'pending'],
		['Success: delivered to operator', 'pending'],
		['Delivered to SMSC, absent subscriber', 'failed'],
		['Delivered to handset', 'delivered'],
		['Delivered to the handset by the operator', 'delivered'],
		['Delivered to phone via SMSC', 'delivered'],
		['Delivered to subscriber on network GP', 'delivered'],
		['Delivered by the operator', 'delivered'],
		['Delivered to Smscott', 'delivered'],
	],
	'a failure that will be retried': [
		['Temporary failure, will retry', 'pending'],
		['Temporary failure, will be retried', 'pending'],
		['Rejected; will be resent', 'pending'],
		['Absent subscriber - will try again', 'pending'],
		['Failed, will be tried again at 10:30', 'pending'],
		['Failed, going to retry', 'pending'],
		['Failed. Retrying', 'pending'],
		['Failed (re-trying in 5 min)', 'pending'],
		['Failed, retry scheduled', 'pending'],
		['Failed, queued for retry', 'pending'],
		['Failed, next attempt 10:30', 'pending'],
		['Failed, will not be retried', 'failed'],
		["Failed, won't be retried", 'failed'],
		['Failed, no next attempt', 'failed'],
		['Failed, not to be retried', 'failed'],
		['Failed to be resent', 'failed'],
		['Unable to be retried: error', 'failed'],
		['Failed after retrying', 'failed'],
		['Failed, stopped retrying', 'failed'],
		['Retrying failed', 'failed'],
		['Retry failed', 'failed'],
		['Failed, retries exhausted', 'failed'],
		['Failed. Please try again', 'failed'],
		['Temporary failure', 'failed'],
		['Delivered after retry', 'delivered'],
		['Delivered after retrying', 'delivered'],
		['Message delivered (after 2 failed attempts)', 'delivered'],
		['Delivered, will not be retried', 'delivered'],
		['(Delivered after temporary failure)', 'delivered'],
		['Not delivered after 3 attempts', 'failed'],
		['Failed, will be reattempted', 'pending'],
		['Failed, will be re-attempted', 'pending'],
		['Failed, will reattempt', 'pending'],
		['Failed, will re-send', 'pending'],
		['Failed, will resend', 'pending'],
		['Failed, shall be retried', 'pending'],
		['Failed, shall try again', 'pending'],
		['Failed, will attempt again', 'pending'],
		['Failed, will be attempted again', 'pending'],
		['Failed, will send again', 'pending'],
		['Failed, will also be sent again', 'pending'],
		['Failed, will automatically retry', 'pending'],
		['Failed, to be re-tried', 'pending'],
		['Failed, to be reattempted', 'pending'],
		['Failed, being re-attempted', 'pending'],
		['Failed, being re-sent', 'pending'],
	],
	'a negated delivery': [
		['Delivered: No', 'failed'],
		['Delivered = false', 'failed'],
		['Delivered? no', 'failed'],
		['Delivered - not', 'failed'],
		['isDelivered:false', 'failed'],
		['Delivery: none', 'failed'],
		['delivered="n"', 'failed'],
		['Delivered - not yet', 'pending'],
		['Delivered: 0', 'unknown'],
		['Delivered=0', 'unknown'],
		['Delivered (0)', 'delivered'],
		['Delivered: yes', 'delivered'],
		['Delivered - Nokia', 'delivered'],
		['Delivered no. 7', 'delivered'],
		['NotDelivered', 'failed'],
		['Not successfully delivered', 'failed'],
		['Couldnt be delivered', 'failed'],
		['Can not be delivered', 'failed'],
		['Not able to deliver', 'failed'],
		['Neither delivered nor read', 'failed'],
		['No delivery', 'failed'],
		['Nothing was delivered', 'failed'],
		['0 delivered', 'failed'],
		['No delivery report', 'unknown'],
		['No delivery report yet', 'pending'],
		['DeliveryImpossible', 'failed'],
		['UnDelivered', 'failed'],
		['Still not delivered', 'pending'],
		['NOT-DELIVERED', 'failed'],
		['SUBMITTED-NOT-DELIVERED', 'failed'],
		['Could-not-be-delivered', 'failed'],
		['Not-yet-delivered', 'pending'],
		['Not/Delivered', 'failed'],
		['Not: Delivered', 'failed'],
		['Not (Delivered)', 'failed'],
		['Delivered-No', 'failed'],
		['Delivered/No', 'failed'],
		['Delivered: nope', 'failed'],
		['Delivered-Nokia', 'delivered'],
		['NOT DELIVRD', 'failed'],
		['Never delivrd', 'failed'],
		['UN-DELIVRD', 'failed'],
		['To be delivrd', 'pending'],
		['Delivered to none', 'failed'],
		['Not surely delivered', 'unknown'],
		['Hardly delivered', 'unknown'],
		['Not blacklisted, delivered', 'delivered'],
		['Not only sent but delivered', 'delivered'],
		['Charged when delivered', 'pending'],
		['Delivered: 00', 'unknown'],
		['Not submitted', 'failed'],
		['Unable to submit', 'failed'],
		['Not accepted', 'failed'],
		['Did not accept', 'failed'],
		['Not acceptd', 'failed'],
		['Unable to send', 'failed'],
		['Was never transmitted', 'failed'],
		['Not really sent', 'failed'],
		['Neither was it sent', 'failed'],
	],
	'a partial delivery': [
		['Partially delivered', 'pending'],
		['PartlyDelivered', 'pending'],
		['Partial delivery', 'pending'],
		['Delivered partially', 'pending'],
		['Delivered (incomplete)', 'pending'],
		['Incomplete delivery', 'pending'],
		['1 of 2 parts delivered', 'pending'],
		['Delivered 1/3', 'pending'],
		['Delivered 1 out of 2', 'pending'],
		['2 of 2 delivered', 'delivered'],
		['Delivered in part', 'pending'],
		['Delivrd partially', 'pending'],
		['DELIVRD 1/2', 'pending'],
		['Not all delivered', 'pending'],
		['Not completely delivered', 'pending'],
		['Delivered to 1 recipient of 3', 'pending'],
		['Delivered to 3 recipients of 3', 'delivered'],
		['Delivered 3/3', 'delivered'],
		['Delivered to the party', 'delivered'],
		['Part of it was delivered', 'pending'],
		['Part delivered', 'pending'],
		['Parts delivered', 'pending'],
		['Not everything was delivered', 'pending'],
		['Not every part was delivered', 'pending'],
	],
	'a delivery that nobody is sure of': [
		['Delivered (unconfirmed)', 'unknown'],
		['Probably delivered', 'unknown'],
		['Delivered?', 'unknown'],
		['Delivered: unknown', 'unknown'],
		['DeliveryUncertain', 'unknown'],
		['Delivrd: unknown', 'unknown'],
		['Delivrd?', 'unknown'],
		['(Delivered?)', 'unknown'],
		['Delivered? yes', 'delivered'],
		['DeliveryNotificationNotSupported', 'unknown'],
	],
	'success alone': [
		['Success', 'delivered'],
		['SUCCESS.', 'delivered'],
		[' [success] ', 'delivered'],
		['Successful', 'delivered'],
		['Success: sent', 'pending'],
		['Successfully submitted', 'pending'],
		['Successfully delivered', 'delivered'],
		['Message success', 'unknown'],
		['Success rate', 'unknown'],
		['Unsuccessful', 'unknown'],
		['No success', 'unknown'],
	],
	'a phone or an operator that does not take it': [
		['Unreachable', 'failed'],
		['Subscriber not reachable', 'failed'],
		['Handset not currently reachable', 'failed'],
		['Switched off', 'failed'],
		['SwitchedOff', 'failed'],
		['SWITCH_OFF', 'failed'],
		['Handset powered off', 'failed'],
		['Blacklisted', 'failed'],
		['BLACK_LIST', 'failed'],
		['BlackListed', 'failed'],
		['NACK', 'failed'],
		['Nacked by operator', 'failed'],
		['Absent', 'failed'],
		['ABSENT', 'failed'],
		['AbsentSubscriber', 'failed'],
		['ABSENT_SUBSCRIBER', 'failed'],
		['Barred', 'failed'],
		['Call barring', 'failed'],
		['BUSY', 'failed'],
		['SubscriberBusy', 'failed'],
		['Timed out', 'failed'],
		['SMSCTimeout', 'failed'],
		['Out of coverage', 'failed'],
		['Inbox full', 'failed'],
		['Unknown subscriber', 'failed'],
		['No route', 'failed'],
		['Cancelled', 'failed'],
		['DND', 'failed'],
		['Delivered, not blacklisted', 'delivered'],
		['Delivered, no failure', 'delivered'],
		['Delivered. Failed: 0', 'delivered'],
		['Delivered, err 11', 'failed'],
		['Not expired', 'unknown'],
	],
	'on its way': [
		...['Pending', 'Sent', 'Submitted', 'Queue', 'Queued', 'Queueing', 'Waiting', 'Awaiting'],
		...['Processing', 'Processed', 'Accepted', 'ACCEPTD', 'Scheduled', 'Enroute', 'En route', 'Buffered', 'Deferred'],
		...['Delayed', 'Dispatched', 'Transmitted', 'In progress', 'In transit', 'Ongoing', 'Handed over'],
	].map((words): [string, DeliveryStatus] => [words, 'pending']),
	'whole words': [
		['DeliveredToTerminal', 'delivered'],
		['MessageWaiting', 'pending'],
		['MsgDelivered', 'delivered'],
		['SMSDelivered', 'delivered'],
		['EnRoute', 'pending'],
		['Presented', 'unknown'],
		['Absentminded', 'unknown'],
		['Businessman', 'unknown'],
		['Embarred', 'unknown'],
		['Essential', 'unknown'],
		['Consequently', 'unknown'],
		['Snack', 'unknown'],
	],
};

describe.each(Object.entries(KINDS))('%s', (_, examples) => {
	it.each(examples)('“%s” is %s', (words, status) => {
		expect(readDeliveryWords(words)).toBe(status);
	});
});

describe('a temporary failure', () => {
	it.each(['6', '31', '34', '400', '1028'])('is that of code %s', (code) => {
		expect(isTemporaryFailure(DELIVERY_CODES[code].meaning)).toBe(true);
	});

	it.each(Object.keys(DELIVERY_CODES).filter((code) => !['6', '31', '34', '400', '1028'].includes(code)))(
		'is not that of code %s',
		(code) => {
			expect(isTemporaryFailure(DELIVERY_CODES[code].meaning)).toBe(false);
		},
	);

	it.each([
		'Absent subscriber for SM',
		'ABSENT_SUBSCRIBER',
		'AbsentSubscriber',
		'Subscriber Busy',
		'SMS Failed',
		'SMS FAILED.',
		'System failure',
		'SystemError',
		'SMSC Timeout-abort',
		'SMSC Time-out',
		'Temporary failure',
		'Failed: absent subscriber',
		'"SMS Failed"',
		'SMSC Timeout',
		'SMSC time out',
		'TimeoutAbort',
		'Time out abort',
		'TIMEOUTABORT',
		'Temporarily out of reach',
		'SYSTEM_FAILURE',
	])('is “%s”', (words) => {
		expect(isTemporaryFailure(words)).toBe(true);
	});

	it.each([
		'Undelivered',
		'Barred subscriber',
		'Failed',
		'The SMS failed since the number is wrong',
		'Absent subscriber, expired',
		'Temporary failure: rejected',
		'Permanent system failure',
		'stat:REJECTD text:busy',
		'Your SMS failed',
		'SMS failed because of the number',
		...[
			...['permanent', 'permanently', 'expire', 'expired', 'deleted', 'reject', 'rejectd', 'rejected', 'undeliv'],
			...['undeliverable', 'barred', 'blacklist', 'blacklisted', 'black listed', 'invalid', 'illegal'],
			...['unidentified', 'canceled', 'cancelled'],
		].map((word) => `Absent subscriber, ${word}`),
	])('is not “%s”', (words) => {
		expect(isTemporaryFailure(words)).toBe(false);
	});
});

it('words of any length are read in time', () => {
	const pieces = [
		'A',
		'aB',
		'not ',
		'delivered ',
		'delivered to the ',
		'partly ',
		'1 of 2 ',
		' ',
		'stat:',
		'text ',
		'_',
		'n’t',
		'1/',
	];
	for (const piece of pieces) {
		const text = piece.repeat(200_000 / piece.length);
		expect(withinSeconds(20, () => readDeliveryWords(text))).toEqual(expect.any(String));
	}
});

it('a delivery that is taken back before or behind is no delivery', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(
				...['not', 'never', 'not yet', 'partly', 'to be', 'could not be', 'has never been', 'not all', 'not really'],
				...['un', 'non', 'yet to be', 'will be', 'probably', '1 of 2'],
			),
			fc.constantFrom('delivered', 'DELIVERED', 'Delivered', 'DELIVRD', 'deliverd'),
			fc.constantFrom(' ', '-', '_', '/', '.', '–', '‐'),
			fc.constantFrom('', '.', ' to handset', ' to the operator', ' today'),
			(before, word, joint, behind) => {
				const words = [...before.split(' '), word].join(joint);
				expect([words, readDeliveryWords(`${words}${behind}`)]).not.toEqual([words, 'delivered']);
			},
		),
	);
});

it('a delivery is one in every spelling, and with every sign between the words', () => {
	for (const word of ['Delivered', 'DELIVRD', 'deliverd', 'Deliverred'])
		for (const joint of [' ', '-', '_', '/', '.'])
			for (const words of ['msg X to handset', 'successfully X', 'X by operator'])
				expect([words, joint, readDeliveryWords(words.replace('X', word).replaceAll(' ', joint))]).toEqual([
					words,
					joint,
					'delivered',
				]);
});
