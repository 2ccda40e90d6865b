import { Reading } from '../../gateway/reading';
import type { DeliveryReport } from '../../gateway/report';
import { ACCOUNT, advance, forgetOtherPlaces, isSilent, spoken } from '../../trigger/pollState';
import { CUT_OFF } from '../run/reportItem';
import type { Found } from './found';
import type { PollGateway } from './pollGateway';
import type { PollMemory } from './pollMemory';

/** Pages of one poll at most, apart from those that are old as a whole: 10,000 reports. The rest comes with the next. */
const PAGE_CAP = 100;

/** Takes all waiting reports out, page by page. After the first page nothing throws: what was handed out must come out. */
export async function drainAccount(gateway: PollGateway, memory: PollMemory): Promise<Found[]> {
	const { most } = await gateway.dialect();
	const reading = new Reading(most.reports);
	const start = memory.state([ACCOUNT]);
	let heard = 0;
	for (let pages = 0; heard < PAGE_CAP && gateway.hasTime; pages++) {
		// A page that is asked for while old reports pass is one of them, though another poll may have come to their end meanwhile.
		const silent = isSilent(memory.state([ACCOUNT]), ACCOUNT);
		const page = await gateway.askAll();
		if (!page.ok) {
			if (pages === 0) throw gateway.error(page.fault);
			gateway.warn('reading the reports stopped before the end', page.fault);
			break;
		}
		const { reports, complete } = page.value;
		const before = forgetOtherPlaces(memory.state([ACCOUNT]), [ACCOUNT]);
		const { state, fresh } = advance(before, ACCOUNT, reports);
		if (!complete) gateway.warn(CUT_OFF);
		// A page that was cut off is no short one: behind it there may be more of what is to stay silent.
		// What an earlier poll gave stays given: a gateway may hand a page out once more after a connection broke.
		const possible = fresh.length === reports.length ? reports : advance(start, ACCOUNT, reports).fresh;
		const hushed = silent ? (report: DeliveryReport) => memory.isEarlier(report) : undefined;
		if (!hushed || !reports.every(hushed)) heard++;
		reading.take(reports, fresh, { complete, possible, hushed });
		memory.store(reading.isOver ? spoken(state, ACCOUNT) : state);
		if (reading.isOver || (!complete && (!silent || reports.length === 0))) break;
	}
	return reading.reports({ strict: true }).map((report) => ({ report, shootId: null }));
}
