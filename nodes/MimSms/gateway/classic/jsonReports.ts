import { failure, success, type Result, type Rejection } from '../fault';
import { parseJson } from '../json';
import type { Reply } from '../reply';
import { unreadable, type DeliveryReport, type FieldValue, type ReportPage } from '../report';
import { ACCEPTED_CODE } from './errorCodes';
import { fieldOf, toReport } from './records';
import { readFailure } from './replies';

/** The JSON form of the reports, and all that is no list of reports: a bare code, an error. */
export function readJsonReports(reply: Reply): Result<ReportPage> {
	const json = parseJson(reply.text);
	const listed = isRecord(json) ? rowsWithin(json) : [];
	if (listed.length > 0) return success({ reports: listed.map((row) => jsonReport(row)), complete: true });
	const fault = readFailure(reply);
	if (fault.kind === 'rejected')
		return meansNoReport(reply, fault) ? success({ reports: [], complete: true }) : failure(fault);
	if (reply.text.trim() === ACCEPTED_CODE) return success({ reports: [], complete: true });
	const rows = Array.isArray(json) ? json : isRecord(json) && holdsReport(json) ? [json] : undefined;
	if (rows) return success({ reports: rows.map((row) => jsonReport(row)), complete: true });
	return readCutJson(reply.text) ?? failure(fault);
}

/** The rows of all lists of reports in an object, `{"status":"success","data":[…]}`. */
function rowsWithin(json: Record<string, unknown>, depth = 3): unknown[] {
	return Object.values(json).flatMap((value) => {
		if (Array.isArray(value)) return value.some((row) => isRecord(row) && holdsReport(row)) ? value : [];
		return isRecord(value) && depth > 1 ? rowsWithin(value, depth - 1) : [];
	});
}

const holdsReport = (row: Record<string, unknown>): boolean =>
	Object.keys(row).some((name) => fieldOf(name) !== undefined);

/** How often the end of a list that broke off is looked for, and how many signs are read for that, at the most. */
const MOST_ENDS = 50;
const MOST_READ = 2_000_000;

/** A JSON list that broke off: its whole rows, and the beginning of the next one raw. */
function readCutJson(text: string): Result<ReportPage> | null {
	if (!/^\s*\[\s*\{/.test(text)) return null;
	// A page of a hundred reports has 50,000 signs; of a huge one, the last two ends do.
	let ends = Math.min(MOST_ENDS, Math.max(2, Math.floor(MOST_READ / text.length)));
	for (let end = text.lastIndexOf('}'); end > 0 && ends > 0; end = text.lastIndexOf('}', end - 1), ends--) {
		const rows = parseJson(`${text.slice(0, end + 1)}]`);
		if (!Array.isArray(rows)) continue;
		const rest = text
			.slice(end + 1)
			.replace(/^[\s,]+/, '')
			.trim();
		return success({
			reports: [...rows.map((row) => jsonReport(row)), ...(rest === '' ? [] : [unreadable(rest)])],
			complete: false,
		});
	}
	return success({ reports: [unreadable(text.trim())], complete: false });
}

/**
 * A bare code in place of reports means that there are none yet (seen in programs); but one that speaks of the account or
 * of the service, such as 1003 or 1016, is an error here as anywhere, or a wrong key would pass for "no report".
 */
const meansNoReport = (reply: Reply, { scope, ofService }: Rejection): boolean =>
	/^\s*\d/.test(reply.text) && scope !== 'account' && !ofService;

function jsonReport(row: unknown): DeliveryReport {
	const raw = asText(row);
	if (!isRecord(row)) return unreadable(raw);
	return toReport(
		new Map(Object.entries(row).map(([name, value]) => [name, isScalar(value) ? value : asText(value)])),
		raw,
	);
}

const isScalar = (value: unknown): value is FieldValue => value === null || typeof value !== 'object';

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Far less than JSON.stringify can take before the stack is full. */
const MOST_LEVELS = 1_000;

/** A value of JSON as a text; an object stays JSON. */
function asText(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (typeof value !== 'object') return String(value);
	return isDeeper(value, MOST_LEVELS) ? 'nested too deeply to show' : JSON.stringify(value);
}

const isDeeper = (value: unknown, levels: number): boolean =>
	typeof value === 'object' &&
	value !== null &&
	(levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1)));
