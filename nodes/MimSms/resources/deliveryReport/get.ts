import type { Call } from '../../bridge/call';
import type { Operation } from '../../bridge/operation';
import { readEach } from '../../bridge/readRun';
import { success, type Outcome } from '../../gateway/fault';
import { readReports, readTakenReports, type ReportPage } from '../../gateway/reports';
import { reportsRequest } from '../../gateway/requests';
import { readShootId } from '../../gateway/shootId';
import { CUT_OFF, toItem } from './toItem';

const NOTHING_YET = 'The gateway has no report for this shoot ID yet. Reports come seconds to minutes after a send: wait a little and ask again.';

/** Get: the reports of one shoot ID; they stay in the gateway. */
export const get: Operation = async (call) =>
	await ofShootIds(call, async (shootId) => {
		const page = await call.connection.ask(reportsRequest(shootId, false), readReports);
		if (page.ok && !page.value.complete) call.hint('The answer of the gateway was cut off; ask again for the rest.');
		return page;
	});

/** Get Once: the same, but the gateway hands each out once; so what had arrived is kept when the connection breaks. */
export const getOnce: Operation = async (call) =>
	await ofShootIds(call, async (shootId) => {
		const page = await call.connection.ask(reportsRequest(shootId, true), readTakenReports, { encoding: 'stream' });
		if (page.ok && !page.value.complete) call.hint(CUT_OFF);
		return page;
	});

async function ofShootIds(call: Call, ask: (shootId: string) => Promise<Outcome<ReportPage>>) {
	return await readEach(call, async (item) => {
		const shootId = readShootId(call.parameter('shootId', item, ''));
		if (!shootId.ok) return shootId;
		const page = await ask(shootId.value);
		if (!page.ok) return page;
		if (page.value.reports.length === 0) call.hint(NOTHING_YET);
		return success(page.value.reports.map((report) => toItem(report, shootId.value)));
	});
}
