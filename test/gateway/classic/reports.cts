/** What the readers of reports make of a page. */
import { readReports, readTakenReports } from '../../../nodes/MimSms/gateway/classic/reports';
import type { Result } from '../../../nodes/MimSms/gateway/fault';
import type { DeliveryReport, ReportPage } from '../../../nodes/MimSms/gateway/report';
import { reply } from '../fixtures.cts';
import { valueOf } from '../results.cts';

/** The first reads what can be asked for again, the second what was taken out of the gateway. */
export const READERS = [readReports, readTakenReports];

export const both = (text: string, status?: number): Array<Result<ReportPage>> =>
	READERS.map((read) => read(reply(text, status)));

export const reportsIn = (text: string, status?: number): DeliveryReport[] =>
	valueOf(readReports(reply(text, status))).reports;

/** What comes out of an answer that takes reports out of the gateway and breaks off behind this text. */
export const brokenOff = (text: string): ReportPage => valueOf(readTakenReports({ status: 200, text, broken: true }));
