import type { Message } from './message.cts';
import { htmlReply, type Reply } from './replies.cts';
import type { ReportRow } from './reportBook.cts';
import type { Settings } from './settings.cts';
import { newTrxnId } from './v2Ids.cts';
import { inCase, jsonText, type JsonObject, type JsonValue } from './v2Json.cts';
import { httpStatusOf, operatorWords, wordsOf } from './v2Words.cts';

/** A row of a send that the gateway does not take. */
export interface RefusedRow {
	code: string;
	/** as it came */
	to: string;
	/** the name of the bad field */
	field: string;
}

/** What became of the rows of a send. */
export interface RowResults {
	/** those that the reply names */
	accepted: readonly Message[];
	refused: readonly RefusedRow[];
	/** how many rows the call had */
	count: number;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';
const SERVER = 'Microsoft-IIS/10.0';
const PLACEHOLDER = { res_Code: '200', error: '', failedNumbers: '', errorParm: '' };

function jsonReply(settings: Settings, fields: JsonObject, status = 200): Reply {
	return { status, type: JSON_TYPE, body: jsonText(settings, fields), fields };
}

/** The reply to a send that was taken, in whole or in part. */
export function submittedReply(settings: Settings, trxnId: string, { accepted, refused, count }: RowResults): Reply {
	return jsonReply(settings, {
		statusCode: '200',
		status: settings.v2SuccessWord,
		trxnId,
		responseResult: 'SMS Send Successfully',
		numberQty: String(count),
		success_Data: successData(settings, accepted),
		error_Data: refused.length > 0 ? errorData(settings, refused) : noErrors(settings),
	});
}

/** Why a call is refused. */
export interface Refusal {
	code: string;
	/** in place of the code's own */
	words?: string;
	/** the bad rows, where it is about rows */
	rows?: readonly RefusedRow[];
	/** a failed send has a trxnId, and may have lists */
	isSend?: boolean;
	trxnId?: string;
	/** HTTP status, in place of the setting's */
	status?: number;
}

/** The reply to a call that was refused. */
export function refusalReply(settings: Settings, refusal: Refusal): Reply {
	const { code, words = wordsOf(code), rows = [], isSend = false, status = refusalStatus(settings, code) } = refusal;
	const ownTrxnId = code === '401' ? '' : newTrxnId(settings, rows.length);
	const fields = {
		statusCode: code,
		status: code === '401' ? 'Unauthorized' : 'Failed',
		trxnId: refusal.trxnId ?? (isSend ? ownTrxnId : undefined),
		responseResult: words,
		...(isSend && failureLists(settings, rows)),
	};
	return jsonReply(settings, fields, status);
}

/** The same reply, but with the status code, status and words of a refusal: its rows stay. */
export function withRefusal(settings: Settings, { fields }: Reply, refusal: Refusal): Reply {
	const refused = refusalReply(settings, refusal);
	const { statusCode, status, responseResult } = { ...refused.fields };
	return jsonReply(settings, { ...fields, statusCode, status, responseResult }, refused.status);
}

/** What ASP.NET answers by itself to a body that lacks a field; `field` in camelCase. */
export function missingFieldReply(field: string): Reply {
	const name = field[0].toUpperCase() + field.slice(1);
	return problemReply({ [field]: [`The ${name} field is required.`] });
}

export function unreadableBodyReply(): Reply {
	return problemReply({ $: ['The JSON value could not be read.'] });
}

function problemReply(errors: JsonObject): Reply {
	const problem = { title: 'One or more validation errors occurred.', status: 400, errors };
	return { status: 400, type: PROBLEM_TYPE, body: JSON.stringify(problem) };
}

export function v2BalanceReply(settings: Settings): Reply {
	const balance = settings.balance.toFixed(2);
	const row = { balance, expair_Date: settings.v2ExpiresOn };
	const head = { statusCode: '200', status: 'Success' };
	switch (settings.v2BalanceShape) {
		case 'bare':
			return { status: 200, type: JSON_TYPE, body: balance };
		case 'responseResult':
			return jsonReply(settings, { ...head, status: 'Ok', trxnId: '', responseResult: balance });
		case 'flat':
			return jsonReply(settings, { ...head, ...row });
		case 'object':
			return jsonReply(settings, { ...head, data: row });
		case 'list':
			return jsonReply(settings, { ...head, data: [row] });
	}
}

/** The delivery report of one message. */
export function v2ReportReply(settings: Settings, { to, code, details, shootId }: ReportRow): Reply {
	const words = inCase(operatorWords(code) ?? details, settings.v2OperatorCase);
	return reportReply(settings, { shootId, to, code: code === '1' ? '0' : code, words });
}

/** What stands for "no report yet", and for an ID that nobody knows. */
export function notReadyReply(settings: Settings, asked: { shootId: string; to: string }): Reply {
	switch (settings.v2NotReady) {
		case 'code404':
			return jsonReply(settings, { statusCode: '404', status: 'Not found' });
		case 'http404':
			return jsonReply(settings, { statusCode: '404', status: 'Not found' }, 404);
		case 'dataNotFound':
			return jsonReply(settings, { statusCode: '200', status: 'Data Not Found' });
		case 'failed':
			return jsonReply(settings, { statusCode: '200', status: 'Failed' });
		case 'emptyStatus':
			return reportReply(settings, { ...asked, code: '', words: '' });
		case 'noStatus':
			return reportReply(settings, { ...asked, code: '', words: undefined });
		case 'emptyList':
			return { status: 200, type: JSON_TYPE, body: jsonText(settings, []) };
	}
}

/** The report of a message that is on its way, in a word of the settings. */
export function pendingReply(settings: Settings, asked: { shootId: string; to: string }): Reply {
	return reportReply(settings, { ...asked, code: '', words: settings.v2PendingWord });
}

/** The answer to a path or method that V2 doesn't have. */
export function v2NotFoundReply({ v2NotFound }: Settings, status: 404 | 405): Reply {
	const page = htmlReply(status, status === 404 ? 'Not Found' : 'Method Not Allowed', SERVER);
	return v2NotFound === 'html' ? page : { ...page, body: '' };
}

function reportReply(
	settings: Settings,
	{ shootId, to, code, words }: { shootId: string; to: string; code: string; words: string | undefined },
) {
	const mobileNumber = replyNumber(settings, to);
	const rest = { dlrCode: code, operatorStatus: words };
	const head = { statusCode: '200', status: 'Ok' };
	const fields: JsonObject =
		settings.v2ReportShape === 'v1'
			? { ...head, trxnId: shootId, ...rest, receiverMobile: mobileNumber }
			: { ...head, trackingId: shootId, ...rest, mobileNumber };
	const body = jsonText(settings, settings.v2ReportShape === 'list' ? [fields] : fields);
	return { status: 200, type: JSON_TYPE, body };
}

function refusalStatus({ v2RefusalStatus }: Settings, code: string) {
	return v2RefusalStatus === 0 ? httpStatusOf(code) : v2RefusalStatus;
}

function successData(settings: Settings, accepted: readonly Message[]): JsonValue | undefined {
	const rows = accepted.map((message) => ({
		mobNumber: replyNumber(settings, message.to),
		trackingId: message.trackingId,
		sms_Count: message.parts,
		lang_Type: langType(settings, message),
	}));
	switch (settings.v2SuccessData) {
		case 'empty':
			return [];
		case 'null':
			return null;
		case 'absent':
			return undefined;
		case 'object':
			return rows.length === 1 ? rows[0] : rows;
		case 'rows':
			return rows;
	}
}

function langType({ v2LangTypes }: Settings, { type }: Pick<Message, 'type'>) {
	switch (v2LangTypes) {
		case 'absent':
			return undefined;
		case 'other':
			return type === 'unicode' ? 'UCS2' : 'GSM7';
		case 'asListed':
			return type === 'unicode' ? 'Unicode' : 'Text';
	}
}

function noErrors({ v2NoErrors }: Settings): JsonValue | undefined {
	switch (v2NoErrors) {
		case 'empty':
			return [];
		case 'null':
			return null;
		case 'absent':
			return undefined;
		case 'object':
			return PLACEHOLDER;
		case 'placeholder':
			return [PLACEHOLDER];
	}
}

function failureLists(settings: Settings, rows: readonly RefusedRow[]): JsonObject {
	switch (settings.v2FailureLists) {
		case 'absent':
			return {};
		case 'null':
			return { success_Data: null, error_Data: null };
		case 'empty':
			return { success_Data: [], error_Data: [] };
		case 'rows':
			return { success_Data: null, error_Data: rows.length > 0 ? errorData(settings, rows) : null };
	}
}

function errorData(settings: Settings, refused: readonly RefusedRow[]): JsonValue {
	const rows = errorRows(settings, refused);
	switch (settings.v2ErrorRows) {
		case 'texts':
			return rows.map(({ error, failedNumbers }) => `${error}: ${[failedNumbers].flat().join(',')}`);
		case 'object':
			return rows.length === 1 ? rows[0] : rows;
		case 'withPlaceholder':
			return [PLACEHOLDER, ...rows];
		case 'objects':
			return rows;
	}
}

/** A row for each bad number, or for each code and field with all its numbers. */
function errorRows(settings: Settings, refused: readonly RefusedRow[]) {
	const { v2FailedNumbers } = settings;
	const groups = new Map<unknown, RefusedRow[]>();
	for (const row of refused) {
		const group = v2FailedNumbers === 'text' ? row : `${row.code} ${row.field}`;
		groups.set(group, [...(groups.get(group) ?? []), row]);
	}
	return [...groups.values()].map((rows) => {
		const [{ code, field }] = rows;
		const numbers = rows.map(({ to }) => replyNumber(settings, to));
		const failedNumbers = v2FailedNumbers === 'list' ? numbers : numbers.join(',');
		return { res_Code: code, error: wordsOf(code), failedNumbers, errorParm: field };
	});
}

/** A number as replies write it; one that is no MSISDN stays as it came. */
function replyNumber({ v2ReplyNumbers }: Settings, to: string) {
	const [, national] = /^880(1\d{9})$/.exec(to) ?? [];
	if (national === undefined) return to;
	switch (v2ReplyNumbers) {
		case 'plus':
			return `+${to}`;
		case 'local':
			return `0${national}`;
		case 'bare':
			return national;
		case 'msisdn':
			return to;
	}
}
