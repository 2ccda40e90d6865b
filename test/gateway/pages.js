'use strict';

/** A record as the gateway writes it; the text goes in as it is, in the gateway's quotes. */
function record({
	to = '8801712345678',
	text = 'Hello',
	sent = '2017-12-01 08:23:30',
	received = '2017-12-01 08:23:41',
	code = '1',
	details = 'Delivered',
	more = '',
	quoted = true,
} = {}) {
	const sms = quoted ? `"${text}"` : text;
	return (
		`<message><MSISDN>${to}</MSISDN><SMS>${sms}</SMS><SMSSent>${sent}</SMSSent><DLRReceived>${received}</DLRReceived>` +
		`<DLRStatus>${code}</DLRStatus><DLRStatusDetails>${details}</DLRStatusDetails>${more}</message>`
	);
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<dlr>';
const TAIL = '</dlr>';

const page = (records) => `${HEAD}${records.join('')}${TAIL}`;

/** Everything null, with the record's text: what a record looks like that can't be read (contract.md, deliveryReport). */
const unreadableRecord = (raw) => ({
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

module.exports = { HEAD, TAIL, page, record, unreadableRecord };
