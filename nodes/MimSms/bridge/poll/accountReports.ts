import { AccountReading } from '../../trigger/accountReading';
import { ACCOUNT } from '../../trigger/pollState';
import { CUT_OFF } from '../run/reportItem';
import type { Found } from './found';
import type { PollGateway } from './pollGateway';
import type { PollMemory } from './pollMemory';

/** Pages of one poll at most, apart from those that are old as a whole: 10,000 reports. The rest comes with the next. */
const PAGE_CAP = 100;

/** Takes all waiting reports out, page by page. After the first page nothing throws: what was handed out must come out. */
export async function drainAccount(gateway: PollGateway, memory: PollMemory): Promise<Found[]> {
	const { most } = await gateway.dialect();
	const reading = new AccountReading(most.reports, memory.state([ACCOUNT]), (report) => memory.isEarlier(report));
	for (let pages = 0; !reading.isOver && reading.heard < PAGE_CAP && gateway.hasTime; pages++) {
		const asked = memory.state([ACCOUNT]);
		const page = await gateway.askAll();
		if (!page.ok) {
			if (pages === 0) throw gateway.error(page.fault);
			gateway.warn('reading the reports stopped before the end', page.fault);
			break;
		}
		if (!page.value.complete) gateway.warn(CUT_OFF);
		memory.store(reading.take(page.value, { asked, now: memory.state([ACCOUNT]) }));
	}
	return reading.reports().map((report) => ({ report, shootId: null }));
}
