import type { INodeExecutionData } from 'n8n-workflow';
import type { Run, Operation } from '../../bridge/run/run';
import { readingError, readingErrorItem } from '../../bridge/run/nodeErrors';
import { readAtLeast, readSwitch } from '../../bridge/input/fieldReaders';
import { andThen, success, type Fault, type Result } from '../../gateway/fault';
import { faultText, oneLine } from '../../gateway/faultText';
import { beyond, Reading } from '../../gateway/reading';
import type { DeliveryReport } from '../../gateway/report';
import { lacks } from './lacks';
import { Losses } from './losses';
import { CUT_OFF, toItem } from '../../bridge/run/reportItem';
import { limitField, returnAllField } from './fields';

/**
 * Get Many: all reports that wait in the gateway, call by call, once for all input items together. The gateway hands each
 * out once, so whatever has arrived comes out: after the first page nothing may fail, only end with a hint.
 */
export const getAll: Operation = async (run) => {
	const most = readMost(run);
	const losses = new Losses(run);
	const drained = most.ok ? await drain(run, most.value) : { reports: [], whole: true, fault: most.fault };
	if (drained.fault && drained.reports.length === 0) {
		losses.note(drained.fault);
		return failing(run, drained.fault);
	}
	losses.tell();
	if (drained.fault)
		run.hint(`Reading stopped before the end: ${oneLine(faultText(drained.fault, { sending: false }))}`);
	if (!drained.fault && drained.whole && drained.reports.length === 0)
		run.hint(
			'The gateway has no new delivery report. It returns each report only once: another workflow or trigger on this account may have read them.',
		);
	return drained.reports.map((report) => ({ json: toItem(report, null), pairedItem: { item: run.items[0] } }));
};

function readMost(run: Run): Result<number> {
	const returnAll = readSwitch(returnAllField, run.parameter(returnAllField.name, 0, returnAllField.default));
	return andThen(returnAll, (all) =>
		all ? success(Infinity) : readAtLeast(limitField, run.parameter(limitField.name, 0, limitField.default)),
	);
}

/** The most that one run takes out, since n8n holds all of it in memory, and a gateway may have no end. */
const MOST_OF_A_RUN = 250_000;

/** Calls until a page is short, brings nothing new (some gateways repeat their newest 100), broke off, or there is enough. */
async function drain(run: Run, most: number): Promise<{ reports: DeliveryReport[]; whole: boolean; fault?: Fault }> {
	const gateway = await run.connection.gateway();
	if (!gateway.ok) return { reports: [], whole: true, fault: gateway.fault };
	if (!gateway.value.can.takeAll) return { reports: [], whole: true, fault: lacks('Get Many', gateway.value) };
	const pageSize = gateway.value.most.reports;
	const reading = new Reading(pageSize);
	let whole = true;
	let before: string[] = [];
	while (reading.count < Math.min(most, MOST_OF_A_RUN) && !run.signal?.aborted) {
		const page = await run.connection.ask((gateway) => gateway.takeReports?.());
		if (!page.ok) return { reports: reading.reports(), whole, fault: page.fault };
		const { reports, complete } = page.value;
		const texts = reports.map((report) => JSON.stringify(report));
		reading.take(reports, beyond(before, texts, reports), { complete });
		before = texts;
		whole &&= complete;
		if (!complete) run.hint(CUT_OFF);
		if (reading.isOver || reports.length < pageSize) break;
	}
	if (!reading.isOver && most > MOST_OF_A_RUN && reading.count >= MOST_OF_A_RUN)
		run.hint(
			`Reading stopped after ${reading.count} reports, because n8n keeps all of them in memory. Run the node again for the rest.`,
		);
	return { reports: reading.reports(), whole };
}

function failing(run: Run, fault: Fault): INodeExecutionData[] {
	if (run.continueOnFail) return [readingErrorItem(run, fault, run.items[0])];
	throw readingError(run, fault, run.items[0]);
}
