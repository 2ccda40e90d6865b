import { failure, success, type Result } from '../fault';
import type { Reply } from '../reply';
import { unreadable, type ReportPage } from '../report';
import { readJsonReports } from './jsonReports';
import { messageTexts, textReader, toReport } from './records';
import { readFailure } from './replies';
import { mayHoldReport, OTHER_RECORD, OWN_FIELD, readXmlRecords, withoutComments, withoutProlog } from './xml';

/** Rows that the gateway hands out in one call (manual, "Retrieving Informations"): a full page means "ask again". */
export const PAGE_SIZE = 100;

/**
 * Reads a page of delivery reports, XML or JSON. No `<message>`, no list, an empty body or a bare success code means no report yet;
 * an error of the gateway, a web page or a list of another make is a fault. A record that can't be read comes out with its raw text.
 */
export function readReports(reply: Reply): Result<ReportPage> {
	const page = reply.text.replace(/^\uFEFF/, '').trim();
	if (page === '') return isAnswer(reply) ? success({ reports: [], complete: true }) : failure(readFailure(reply));
	const records = readXmlRecords(page);
	if (records.length > 0) {
		const show = textReader(page.includes('&') ? records.flatMap(({ fields }) => messageTexts(fields)) : []);
		return success({
			reports: records.map(({ fields, raw }) => (fields ? toReport(fields, raw, show) : unreadable(raw))),
			complete: isWhole(page),
		});
	}
	if (isAnswer(reply) && holdsNothing(page)) return success({ reports: [], complete: true });
	const list = /^<dlr(?=[\s/>])[^<>]*>?([^]*)/i.exec(withoutComments(withoutProlog(page)))?.[1];
	// Every report names a number or a time: a list without a digit holds none.
	if (list !== undefined && !/\d/.test(list) && !OWN_FIELD.test(list) && !OTHER_RECORD.test(list))
		return success({ reports: [], complete: isWhole(page) });
	return readJsonReports(reply);
}

/** Whether an empty page is one of the gateway: a redirect or an error page says nothing of reports. */
const isAnswer = ({ status }: Reply): boolean => status < 300;

/** A declaration alone, or an empty list behind a warning that PHP wrote into the page, unless reports may stand in that. */
function holdsNothing(text: string): boolean {
	const page = withoutLastComments(text);
	if (/^<\?xml\s[^<>]*\?>$/i.test(page)) return true;
	const list = /<dlr(?:\s[^<>]*)?(?:\/>|>\s*<\/dlr\s*>)$/i.exec(page.slice(-200))?.[0];
	if (list === undefined) return false;
	const before = page.slice(0, -list.length);
	return /\b(?:warning|notice|deprecated)\b/i.test(before) && !mayHoldReport(before);
}

/**
 * The same for a call that takes reports out of the gateway: what was handed out will not come again. So what can't be read
 * of a text that broke off, or that speaks of reports, comes out raw.
 */
export function readTakenReports(reply: Reply): Result<ReportPage> {
	const page = readReports(reply);
	const { broken = false, text } = reply;
	if (page.ok) return broken ? success({ ...page.value, complete: false }) : page;
	if (!broken && (page.fault.kind !== 'unreadable' || !OWN_FIELD.test(text) || isHtmlDocument(text))) return page;
	const rest = text.trim();
	return success({ reports: holdsNoRecord(rest) ? [] : [unreadable(rest)], complete: !broken });
}

/** Of a text that broke off: nothing had come, or no more than the beginning of the frame around the reports. */
const holdsNoRecord = (text: string): boolean =>
	/^(?:<(?:\?[^<>]*|d(?:lr?)?)?|\[)?$/i.test(withoutProlog(text)) && !OWN_FIELD.test(text);

/** More depends on it than on the guess of `gateway/apis.ts`: of a page that is taken for one, no report comes out. */
const isHtmlDocument = (text: string): boolean =>
	/^[\s\uFEFF]*<!doctype html/i.test(text) || /^<html/i.test(withoutProlog(text));

function isWhole(text: string): boolean {
	const page = withoutLastComments(text);
	return /(?:<\/dlr\s*>|<dlr(?:\s[^<>]*)?\/>)$/i.test(page.slice(-200)) || endsAsItBegan(page);
}

/** Some programs in front add a comment to every page. */
function withoutLastComments(text: string): string {
	let page = text;
	for (let from = 0; from >= 0 && page.endsWith('-->'); ) {
		from = page.lastIndexOf('<!--');
		page = page.slice(0, from < 0 ? page.length : from).trimEnd();
	}
	return page;
}

function endsAsItBegan(page: string): boolean {
	const root = /^<([\w:.-]+)[\s>]/.exec(withoutProlog(page))?.[1];
	return root !== undefined && root !== 'message' && page.endsWith(`</${root}>`);
}
