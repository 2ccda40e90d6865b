import type { Fault } from '../../gateway/fault';
import { faultText, oneLine } from '../../gateway/faultText';
import type { DeliveryReport } from '../../gateway/report';
import { isFinal } from '../../gateway/tracking';
import {
	advance,
	forgetOtherPlaces,
	isOpen,
	isSilent,
	keepNewest,
	keepOnly,
	noteQuestions,
	remembered,
	SHOOT_ID_MEMORY,
	spoken,
} from '../../trigger/pollState';
import { limitParallel } from '../../vendor';
import type { Found } from './found';
import type { PollGateway } from './pollGateway';
import type { PollMemory } from './pollMemory';

const AT_ONCE = 4;

/**
 * Asks for each shoot ID, of those with one report at a time only while more may come; one that fails does not stop the others, but at the first activation: an ID that must be silent and is
 * not read then would swallow what comes until it is. The state changes in one step at the end, and not at
 * all when n8n has given this poll up by then: the gateway brings these reports again, so none is lost.
 */
export async function askShootIds(gateway: PollGateway, memory: PollMemory, shootIds: string[]): Promise<Found[]> {
	const { can, most } = await gateway.dialect();
	const places = shootIds.map((shootId) => ({ shootId }));
	const { isNew } = memory;
	const before = memory.state(places);
	const hour = gateway.hour();
	const first = before.next % shootIds.length;
	const inTurn = [...shootIds.slice(first), ...shootIds.slice(0, first)];
	const open = !can.shareReference ? inTurn.filter((shootId) => isOpen(before, shootId, hour)) : inTurn;
	const { pages, faults, asked } = await askEach(gateway, open.slice(0, most.questions));
	if (gateway.isAbandoned) return [];

	let state = memory.state(places);
	const swallowing = [...faults].find(([shootId]) => isNew && isSilent(state, { shootId }));
	if (swallowing) throw gateway.error(unreadAtFirst(...swallowing));
	const found: Found[] = [];
	for (const [shootId, page] of pages) {
		const step = advance(state, { shootId }, page);
		if (!isSilent(state, { shootId })) for (const report of step.fresh) found.push({ report, shootId });
		state = spoken(step.state, { shootId });
	}
	state = forgetOtherPlaces(state, places);
	if (remembered(state) > SHOOT_ID_MEMORY)
		for (const [shootId, page] of pages) state = keepOnly(state, { shootId }, page);
	if (!can.shareReference) {
		if (remembered(state) > SHOOT_ID_MEMORY) state = keepNewest(state);
		const questions = open
			.slice(0, asked)
			.map((reference) => ({ reference, hasFinal: pages.get(reference)?.some(isFinal) === true }));
		state = noteQuestions(state, hour, questions);
	}
	if (remembered(state) > SHOOT_ID_MEMORY) {
		throw gateway.error({
			kind: 'invalidInput',
			field: 'Shoot IDs',
			problem: `they have more than ${SHOOT_ID_MEMORY} reports together; take IDs off the list whose messages are done`,
		});
	}
	memory.store({ ...state, next: asked < open.length ? shootIds.indexOf(open[asked]) : 0 });
	return found;
}

const unreadAtFirst = (shootId: string, fault: Fault): Fault => ({
	kind: 'invalidInput',
	field: 'Shoot IDs',
	problem: `the reports of ${shootId} could not be read, so nobody knows which of them are old. Activate the workflow again, or take this ID off the list. What happened: ${oneLine(faultText(fault, false))}`,
});

/** Asks in the order of the list, as far as the time goes, and until the gateway refuses the account; `pages` holds the answers in that order. */
async function askEach(
	gateway: PollGateway,
	shootIds: string[],
): Promise<{ pages: Map<string, DeliveryReport[]>; faults: Map<string, Fault>; asked: number }> {
	const pages = new Map<string, DeliveryReport[]>();
	const faults = new Map<string, Fault>();
	let asked = 0;
	let isRefused = false;
	await limitParallel(AT_ONCE).map(shootIds, async (shootId) => {
		if (!gateway.hasTime || isRefused) return;
		asked++;
		const page = await gateway.askOne(shootId);
		if (page.ok) {
			pages.set(shootId, page.value);
			return;
		}
		faults.set(shootId, page.fault);
		isRefused ||= page.fault.kind === 'rejected' && page.fault.scope === 'account';
		gateway.warn(`the reports of shoot ID ${shootId} could not be read`, page.fault);
	});
	if (pages.size === 0 && faults.size > 0) throw gateway.error([...faults.values()][0]);
	const answered = shootIds.filter((shootId) => pages.has(shootId));
	return {
		pages: new Map(answered.map((shootId) => [shootId, pages.get(shootId) as DeliveryReport[]])),
		faults,
		asked,
	};
}
