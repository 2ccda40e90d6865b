import type { IDataObject } from 'n8n-workflow';

export const numberOf = (index: number): string => `88017${10_000_000 + index * 100 + 1}`;

/** What a column with a name that is no identifier is called in expressions: half of the columns are such. */
export const PHONE = 'ফোন নম্বর';
export const PHONE_EXPRESSION = `={{ $json['${PHONE}'] }}`;
export const TEXT_EXPRESSION = '={{ $json.text }}';

export interface InputRow extends IDataObject {
	[PHONE]: string;
	text: string;
}

/** Rows of a table: a number and a text of its own. */
export const inputRows = (count: number): InputRow[] =>
	Array.from({ length: count }, (_, index) => ({
		[PHONE]: numberOf(index % 900_000),
		text: `Dear customer ${index}, your order ${1000 + index} is on its way.`,
	}));

/** A field of the HTTP Request node's body. */
export const field = (name: string, value: string) => ({ name, value });

const record = (index: number, text: string) =>
	`<message><MSISDN>${numberOf(index)}</MSISDN><SMS>"${text}"</SMS><SMSSent>2026-11-22 10:15:00</SMSSent><DLRReceived>2026-11-22 10:15:04</DLRReceived><DLRStatus>1</DLRStatus><DLRStatusDetails>Delivered</DLRStatusDetails><ID>C20010026b034${index}</ID><Parts>1</Parts></message>`;

const DIRTY = [
	'Tom & Jerry <3 "Eid" sale',
	'a </SMS> b < c > d & e',
	'জরুরি <message> & </message> ৳50',
	'50% off <b>today</b> &amp; more',
];

/** A page of reports as the gateway writes it, its texts well-formed XML (`clean`) or not. */
export function reportPage(count: number, { dirty = false } = {}): string {
	const text = (index: number) =>
		dirty ? `${DIRTY[index % DIRTY.length]} ${index}` : `Dear customer ${index}, your order is on its way.`;
	const records = Array.from({ length: count }, (_, index) => record(index % 900_000, text(index)));
	return `<?xml version="1.0" encoding="UTF-8"?>\n<dlr>${records.join('')}</dlr>`;
}
