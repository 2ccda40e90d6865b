import type { DeliveryReport } from '../../nodes/MimSms/gateway/report';

/** The gateway's words in a record, by what they say. */
export interface RecordFields {
	to?: string;
	text?: string;
	sent?: string;
	received?: string;
	code?: string;
	details?: string;
	/** More elements, as they stand. */
	more?: string;
	quoted?: boolean;
}

/** A record as the gateway writes it; the text goes in as it is, in the gateway's quotes. */
export function record({
	to = '8801712345678',
	text = 'Hello',
	sent = '2017-12-01 08:23:30',
	received = '2017-12-01 08:23:41',
	code = '1',
	details = 'Delivered',
	more = '',
	quoted = true,
}: RecordFields = {}): string {
	const sms = quoted ? `"${text}"` : text;
	return (
		`<message><MSISDN>${to}</MSISDN><SMS>${sms}</SMS><SMSSent>${sent}</SMSSent><DLRReceived>${received}</DLRReceived>` +
		`<DLRStatus>${code}</DLRStatus><DLRStatusDetails>${details}</DLRStatusDetails>${more}</message>`
	);
}

export const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<dlr>';
const TAIL = '</dlr>';

export const page = (records: readonly string[]): string => `${HEAD}${records.join('')}${TAIL}`;

/** Everything null, with the record's text: what a record looks like that can't be read (contract.md, deliveryReport). */
export const unreadableRecord = (raw: string): DeliveryReport => ({
	to: null,
	message: null,
	sentAt: null,
	receivedAt: null,
	code: null,
	status: 'unknown',
	meaning: null,
	details: null,
	other: {},
	raw,
});
