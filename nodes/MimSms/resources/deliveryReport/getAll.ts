import type { INodeExecutionData } from 'n8n-workflow';
import type { Call } from '../../bridge/call';
import { readingError, readingErrorItem } from '../../bridge/nodeErrors';
import type { Operation } from '../../bridge/operation';
import { asNumber, readSwitch } from '../../bridge/values';
import { invalidInput, success, type Fault, type Outcome } from '../../gateway/fault';
import { faultText, oneLine } from '../../gateway/faultText';
import { beyond, Reading } from '../../gateway/reading';
import type { DeliveryReport } from '../../gateway/report';
import { CUT_OFF, toItem } from '../../bridge/reportItem';

/**
 * Get Many: all reports that wait in the gateway, call by call, once for all input items together. The gateway hands each
 * out once, so whatever has arrived comes out: after the first page nothing may fail, only end with a hint.
 */
export const getAll: Operation = async (call) => {
	if (call.items[0] !== 0) return [];
	const most = readMost(call);
	const drained = most.ok ? await drain(call, most.value) : { reports: [], whole: true, fault: most.fault };
	if (drained.fault && drained.reports.length === 0) return failing(call, drained.fault);
	if (drained.fault) call.hint(`Reading stopped before the end: ${oneLine(faultText(drained.fault, false))}`);
	if (!drained.fault && drained.whole && drained.reports.length === 0)
		call.hint(
			'The gateway has no new delivery report. It hands each out once: another workflow or trigger on this account may have taken them.',
		);
	return drained.reports.map((report) => ({ json: toItem(report, null), pairedItem: { item: 0 } }));
};

function readMost(call: Call): Outcome<number> {
	const returnAll = readSwitch('Return All', call.parameter('returnAll', 0, false));
	if (!returnAll.ok) return returnAll;
	if (returnAll.value) return success(Infinity);
	const limit = asNumber(call.parameter('limit', 0, 50));
	return limit >= 1 ? success(limit) : invalidInput('Limit', 'must be a number from 1 on');
}

/** Calls until a page is short, brings nothing new (some gateways repeat their newest 100), broke off, or there is enough. */
async function drain(call: Call, most: number): Promise<{ reports: DeliveryReport[]; whole: boolean; fault?: Fault }> {
	const gateway = await call.connection.gateway();
	if (!gateway.ok) return { reports: [], whole: true, fault: gateway.fault };
	const pageSize = gateway.value.most.reports;
	const reading = new Reading(pageSize);
	let whole = true;
	let before: string[] = [];
	while (reading.count < most && !call.signal?.aborted) {
		const page = await call.connection.ask((gateway) => gateway.takeReports?.());
		if (!page.ok) return { reports: reading.reports(), whole, fault: page.fault };
		const { reports, complete } = page.value;
		const texts = reports.map((report) => JSON.stringify(report));
		reading.take(reports, beyond(before, texts, reports), { complete });
		before = texts;
		whole &&= complete;
		if (!complete) call.hint(CUT_OFF);
		if (reading.isOver || reports.length < pageSize) break;
	}
	return { reports: reading.reports(), whole };
}

function failing(call: Call, fault: Fault): INodeExecutionData[] {
	if (call.continueOnFail) return [readingErrorItem(fault, 0)];
	throw readingError(call, fault, 0);
}
