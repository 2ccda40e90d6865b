import type { ReportRow } from './reportBook.cts';
import { jsonPage, xmlPage } from './reportPages.cts';
import type { Settings } from './settings.cts';
import type { JsonObject } from './v2Json.cts';

/** What the gateway says to a request. */
export interface Reply {
	status: number;
	/** content type */
	type: string;
	body: string;
	/** V2: what the body says */
	fields?: JsonObject;
}

const HTML = 'text/html; charset=UTF-8';
const JSON_TYPE = 'application/json; charset=UTF-8';
const XML = 'text/xml; charset=UTF-8';

/** The error codes, in the words of the gateway's JSON failures; `status` is that of replyStyle jsonStatus, else 400. */
const FAILURES: Record<string, { text: string; status?: number }> = {
	1002: { text: 'Sender Id/Masking Not Found' },
	1003: { text: 'Api Key Not Found', status: 401 },
	1004: { text: 'SPAM Detected' },
	1005: { text: 'Internal Error', status: 500 },
	1006: { text: 'Internal Error', status: 500 },
	1007: { text: 'Balance Insufficient' },
	1008: { text: 'Message is empty' },
	1009: { text: 'Message Type Not Set (text/unicode)' },
	1010: { text: 'Invalid User & Password', status: 401 },
	1011: { text: 'Invalid User Id', status: 401 },
	1012: { text: 'No Valid Number Found' },
	1013: { text: 'API limit error', status: 429 },
	1014: { text: 'No matching template' },
	1015: { text: 'SMS content validation fails' },
	1016: { text: 'IP address not allowed', status: 403 },
	1019: { text: 'SMS purpose missing' },
};

/** A failure in the house style of the settings. */
export function failureReply({ replyStyle }: Pick<Settings, 'replyStyle'>, code: string): Reply {
	const { text, status = 400 } = FAILURES[code] ?? { text: '' };
	const json = JSON.stringify({ status: 'failed', error_code: Number(code), error_msg: text });
	switch (replyStyle) {
		case 'error':
			return textReply(`Error: ${code}`);
		case 'errorTight':
			return textReply(`Error:${code}`);
		case 'json':
			return { status: 200, type: JSON_TYPE, body: json };
		case 'jsonStatus':
			return { status, type: JSON_TYPE, body: json };
		case 'manual':
			return textReply(code);
	}
}

/** The reply to an accepted send; `asked`: for `reply=Y`. */
export function submittedReply(
	{ successStyle }: Pick<Settings, 'successStyle'>,
	shootId: string,
	asked: boolean,
): Reply {
	if (successStyle === 'bare') return textReply('1000');
	if (successStyle === 'thousand' || asked) return textReply(`1000, ${shootId}`);
	return textReply(`SMS SUBMITTED: ID ${successStyle === 'noDash' ? '' : '- '}${shootId}`);
}

export function balanceReply({ balance, balanceStyle }: Pick<Settings, 'balance' | 'balanceStyle'>): Reply {
	const amount =
		balanceStyle === 'thousands'
			? balance.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
			: balance.toFixed(2);
	return textReply(`Your Balance is:BDT ${amount}`);
}

export function keyReply({ apiKey, keyStyle }: Pick<Settings, 'apiKey' | 'keyStyle'>): Reply {
	return textReply(keyStyle === 'bare' ? apiKey : `API-KEY/${apiKey}`);
}

/** The reply to a wrong user name or password. */
export function wrongLoginReply(settings: Pick<Settings, 'keyStyle' | 'replyStyle'>): Reply {
	return settings.keyStyle === 'related' ? textReply('ERR: INVALID CREDENTIALS') : failureReply(settings, '1010');
}

/** A page of delivery reports, or what stands for "no report yet". */
export function reportsReply(
	settings: Settings,
	rows: readonly ReportRow[],
	call: 'getAll' | 'getDLR' | 'getDLRRep',
): Reply {
	if (rows.length === 0 && settings.noReportStyle === 'emptyBody') return textReply('');
	if (rows.length === 0 && settings.noReportStyle === 'code') return textReply(settings.noReportCode);
	const { reportStyle } = settings;
	if (reportStyle === 'json' || (reportStyle === 'jsonRep' && call === 'getDLRRep')) {
		return { status: 200, type: JSON_TYPE, body: jsonPage(rows, settings) };
	}
	return { status: 200, type: XML, body: xmlPage(rows, settings) };
}

/** A page as a web server in front of the gateway makes it. */
export function htmlReply(status: number, title: string, server = 'nginx'): Reply {
	const heading = `${status} ${title}`;
	const body = `<html>\n<head><title>${heading}</title></head>\n<body>\n<center><h1>${heading}</h1></center>\n<hr><center>${server}</center>\n</body>\n</html>\n`;
	return { status, type: HTML, body };
}

function textReply(body: string): Reply {
	return { status: 200, type: HTML, body };
}
