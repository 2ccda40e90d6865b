import { readDeliveryWords } from '../deliveryWords';
import { failure, success, type Result } from '../fault';
import { parseJson } from '../json';
import type { Reply } from '../reply';
import type { DeliveryReport, FieldValue, ReportPage } from '../report';
import { isFailure, rejected } from './errorCodes';
import { fieldsOf, readEnvelope, textOf, unreadable, type Fields } from './envelope';
import type { Reference } from './references';

const NONE: Result<ReportPage> = success({ reports: [], complete: true });

/**
 * Reads the answer about one recipient: one report, or none where it is not ready yet, which the gateway says in several ways.
 * A status code of the table, a web page or an empty answer is a fault.
 */
export function readReports(reply: Reply, reference: Reference): Result<ReportPage> {
	const json = parseJson(reply.text.trim());
	if (Array.isArray(json)) {
		const rows = json.map(fieldsOf).filter((row) => row !== null);
		const failed = rows.length === 1 ? readEnvelope({ ...reply, text: JSON.stringify(rows[0]) }) : null;
		return failed && isFailure(failed.code) ? failure(rejected(failed.code, failed.said)) : ofRows(rows, reference);
	}
	const fields = fieldsOf(json);
	if (fields === null) return failure(unreadable(reply));
	const envelope = readEnvelope(reply);
	if (envelope && isFailure(envelope.code)) return failure(rejected(envelope.code, envelope.said));
	if (envelope?.code === '404' || reply.status === 404) return NONE;
	const page = ofRows([fields], reference);
	return reply.status >= 400 && page.ok && page.value.reports.length === 0 ? failure(unreadable(reply)) : page;
}

/**
 * Rows about other numbers are passed over, and those of other messages where a row has the ID that was asked for; one without an
 * operator's word is not ready.
 */
function ofRows(rows: Fields[], { id, msisdn }: Reference): Result<ReportPage> {
	const idsOf = (row: Fields) => [textOf(row.trackingid), textOf(row.trxnid)].filter((named) => named !== '');
	const isNamed = rows.some((row) => idsOf(row).includes(id));
	const own = rows.filter((row) => {
		const named = textOf(row.mobilenumber ?? row.receivermobile).replace(/\D/g, '');
		const ids = idsOf(row);
		return (
			textOf(row.operatorstatus) !== '' &&
			(named === '' || named.slice(-10) === msisdn.slice(-10)) &&
			(!isNamed || ids.length === 0 || ids.includes(id))
		);
	});
	return success({ reports: own.map((row) => toReport(row, msisdn)), complete: true });
}

/** Fields that stand elsewhere in a report, say nothing of it, or are an echo of what signs a request. */
const KNOWN = new Set([
	'statuscode',
	'status',
	'trackingid',
	'trxnid',
	'dlrcode',
	'operatorstatus',
	'mobilenumber',
	'receivermobile',
	'responseresult',
	'username',
	'apikey',
]);

/** The operator's words alone decide: of `dlrCode` only "0" was ever seen, for every outcome. */
function toReport(fields: Fields, msisdn: string): DeliveryReport {
	const details = textOf(fields.operatorstatus);
	const other = Object.entries(fields).filter(([name, value]) => !KNOWN.has(name) && isScalar(value)) as Array<
		[string, FieldValue]
	>;
	return {
		to: msisdn,
		message: null,
		sentAt: null,
		receivedAt: null,
		code: textOf(fields.dlrcode) || null,
		status: readDeliveryWords(details),
		meaning: details,
		details,
		other: Object.fromEntries(other),
		// A report is known by the operator's words alone: what else a row holds may be of the question, such as its time.
		written: { code: null, meaning: null, details: details.toLowerCase(), other: {} },
	};
}

const isScalar = (value: unknown): boolean => value === null || typeof value !== 'object';
