import { Reading } from '../../gateway/reading';
import { advance, forgetOtherPlaces, isSilent, spoken } from '../../trigger/pollState';
import { CUT_OFF } from '../reportItem';
import type { Found } from './found';
import type { PollGateway } from './pollGateway';
import type { PollMemory } from './pollMemory';

const ACCOUNT = { account: true } as const;

/** Pages of one poll at most: 10,000 reports. The rest comes with the next. */
const PAGE_CAP = 100;

/** Takes all waiting reports out, page by page. After the first page nothing throws: what was handed out must come out. */
export async function drainAccount(gateway: PollGateway, memory: PollMemory): Promise<Found[]> {
	const reading = new Reading();
	let silent = false;
	for (let pages = 0; (pages < PAGE_CAP || silent) && gateway.hasTime; pages++) {
		const page = await gateway.askAll();
		if (!page.ok) {
			if (pages === 0) throw gateway.error(page.fault);
			gateway.warn('reading the reports stopped before the end', page.fault);
			break;
		}
		const { reports, complete } = page.value;
		const before = forgetOtherPlaces(memory.state([ACCOUNT]), [ACCOUNT]);
		const { state, fresh } = advance(before, ACCOUNT, reports);
		silent = isSilent(before, ACCOUNT);
		if (!complete) gateway.warn(CUT_OFF);
		// A page that was cut off is no short one: behind it there may be more of what is to stay silent.
		reading.take(reports, fresh, { complete, silent });
		memory.store(reading.isOver ? spoken(state, ACCOUNT) : state);
		if (reading.isOver || (!complete && (!silent || reports.length === 0))) break;
	}
	return reading.reports({ strict: true }).map((report) => ({ report, shootId: null }));
}
