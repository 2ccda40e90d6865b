import type { DeliveryStatus } from '../gateway/deliveryWords';
import type { DeliveryReport } from '../gateway/report';

/** A number that nobody has and no send accepts: a workflow that is tried with the sample sends nothing. */
const NOBODY = '8801000000000';

const DELIVERED: DeliveryReport = {
	to: NOBODY,
	message: 'Your order is on its way',
	sentAt: '2026-11-22T10:15:00+06:00',
	receivedAt: '2026-11-22T10:15:04+06:00',
	code: '1',
	status: 'delivered',
	meaning: 'Delivered',
	details: 'Delivered',
	other: { ID: 'C20014655e6c0a9b3f1d2', Parts: '1' },
};

/** What a report of each kind looks like, to build a workflow with before the first one has come. */
export const SAMPLES: Readonly<Record<DeliveryStatus, DeliveryReport>> = {
	delivered: DELIVERED,
	failed: { ...DELIVERED, code: '13', status: 'failed', meaning: 'Barred subscriber', details: 'Barred subscriber' },
	pending: { ...DELIVERED, code: null, receivedAt: null, status: 'pending', meaning: 'Pending', details: 'Pending' },
	unknown: { ...DELIVERED, code: '77', status: 'unknown', meaning: 'Unknown code 77', details: '' },
};

const BARE = { message: null, sentAt: null, receivedAt: null, code: '0', other: {} } satisfies Partial<DeliveryReport>;

/** The same from a gateway that tells neither text nor times, and whose codes say nothing (V2). */
export const BARE_SAMPLES: Readonly<Record<DeliveryStatus, DeliveryReport>> = {
	delivered: { ...SAMPLES.delivered, ...BARE },
	failed: { ...SAMPLES.failed, ...BARE },
	pending: { ...SAMPLES.pending, ...BARE },
	unknown: { ...SAMPLES.unknown, ...BARE, meaning: 'Another word', details: 'Another word' },
};
