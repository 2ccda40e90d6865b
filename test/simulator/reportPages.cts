import { toDhakaTime } from './dhakaTime.cts';
import type { ReportRow } from './reportBook.cts';
import type { Settings } from './settings.cts';

type RecordStyle = Pick<Settings, 'quoteSpace' | 'extraFields'>;

/** A page of delivery reports as XML. The text is not escaped, as on the live gateway. */
export function xmlPage(rows: readonly ReportRow[], style: RecordStyle): string {
	const records = rows.map((row) => row.raw ?? xmlRecord(row, style)).join('');
	return `<?xml version="1.0" encoding="UTF-8"?>\n<dlr>${records}</dlr>`;
}

function xmlRecord(row: ReportRow, { quoteSpace, extraFields }: RecordStyle) {
	const space = quoteSpace ? ' ' : '';
	const fields = [
		['MSISDN', row.to],
		['SMS', `"${space}${row.text}${space}"`],
		['SMSSent', toDhakaTime(row.sentAt)],
		['DLRReceived', row.receivedAt ? toDhakaTime(row.receivedAt) : ''],
		['DLRStatus', row.code],
		['DLRStatusDetails', row.details],
		...(extraFields
			? [
					['ID', row.shootId],
					['Parts', row.parts],
				]
			: []),
	];
	return `<message>${fields.map(([name, value]) => `<${name}>${value}</${name}>`).join('')}</message>`;
}

/** A page of delivery reports as the JSON array that one host answers: it names no number. */
export function jsonPage(rows: readonly ReportRow[], { pricePerPart }: Pick<Settings, 'pricePerPart'>): string {
	return JSON.stringify(
		rows.map((row) => ({ sms_status_str: row.details, charges_per_sms: row.parts * pricePerPart })),
	);
}
