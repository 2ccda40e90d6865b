import type { Fault } from '../../gateway/fault';
import type { DeliveryReport } from '../../gateway/report';
import { isFinal } from '../../gateway/tracking';
import {
	advance,
	forgetOtherPlaces,
	isOpen,
	isSilent,
	keepAnswer,
	keepNewest,
	keepOnly,
	noteQuestions,
	remembered,
	SHOOT_ID_MEMORY,
	spoken,
} from '../../trigger/pollState';
import { limitParallel } from '../../vendor';
import { MAY_BE_MISSING, QUESTIONS_AT_ONCE } from '../run/reportItem';
import { shootIdsField } from './fields';
import type { Found } from './found';
import type { PollGateway } from './pollGateway';
import type { PollMemory } from './pollMemory';

/**
 * Asks for each shoot ID, or, where a final report is the last, for those without one; an ID that fails does not stop the others.
 * The state changes in one step at the end, and not at all when n8n has given this poll up by then: the gateway brings these
 * reports again, so none is lost.
 */
export async function askShootIds(gateway: PollGateway, memory: PollMemory, shootIds: string[]): Promise<Found[]> {
	const { can, most } = await gateway.dialect();
	const places = shootIds.map((shootId) => ({ shootId }));
	const before = memory.state(places);
	const hour = gateway.hour();
	const first = before.next % shootIds.length;
	const inTurn = [...shootIds.slice(first), ...shootIds.slice(0, first)];
	// Where each recipient has a reference, the final report is the last one.
	const open = can.shareReference ? inTurn : inTurn.filter((shootId) => isOpen(before, shootId, hour));
	const { pages, asked, failed } = await askEach(gateway, open.slice(0, most.questions));
	if (gateway.isAbandoned) return [];
	const next = asked < open.length ? shootIds.indexOf(open[asked]) : 0;
	if (failed) {
		// The next poll asks others, which may have reports.
		const isFirst = before.silent.length > 0 && !memory.hasState;
		if (failed.isOfThese && !isFirst) memory.store({ ...memory.state(places), next });
		throw gateway.error(failed.fault);
	}

	let state = memory.state(places);
	const found: Found[] = [];
	for (const [shootId, page] of pages) {
		const news = can.shareReference ? page : advance(before, { shootId }, page).fresh;
		const step = advance(state, { shootId }, news);
		if (can.shareReference && page.length === most.reports && step.fresh.length > 0)
			gateway.warn(`shoot ID ${shootId} has ${most.reports} reports, ${MAY_BE_MISSING}`);
		const silent = isSilent(state, { shootId });
		for (const report of step.fresh) if (!(silent && memory.isEarlier(report))) found.push({ report, shootId });
		state = spoken(step.state, { shootId });
	}
	state = forgetOtherPlaces(state, places);
	if (can.shareReference && remembered(state) > SHOOT_ID_MEMORY)
		for (const [shootId, page] of pages) state = keepOnly(state, { shootId }, page);
	if (!can.shareReference) {
		// There a reference has one message: what its last answer did not hold is a change, though it was told before.
		for (const [shootId, page] of pages) state = keepAnswer(state, { shootId }, page);
		if (remembered(state) > SHOOT_ID_MEMORY) state = keepNewest(state);
		const questions = open
			.slice(0, asked)
			.map((reference) => ({ reference, hasFinal: pages.get(reference)?.some(isFinal) === true }));
		state = noteQuestions(state, hour, questions);
	}
	if (remembered(state) > SHOOT_ID_MEMORY) {
		throw gateway.error({
			kind: 'invalidInput',
			field: shootIdsField.displayName,
			problem: `together they have more than ${SHOOT_ID_MEMORY} reports. Remove the IDs of messages that are complete`,
		});
	}
	memory.store({ ...state, next });
	return found;
}

/** What a poll has heard of its shoot IDs. */
interface Answers {
	/** In the order of the list. */
	pages: Map<string, DeliveryReport[]>;
	asked: number;
	/** Nothing was answered; `isOfThese`: another shoot ID may have an answer. */
	failed?: { fault: Fault; isOfThese: boolean };
}

/** Asks in the order of the list, as far as the time goes, and until the gateway refuses the account. */
async function askEach(gateway: PollGateway, shootIds: string[]): Promise<Answers> {
	const pages = new Map<string, DeliveryReport[]>();
	const faults: Fault[] = [];
	let asked = 0;
	let isRefused = false;
	await limitParallel(QUESTIONS_AT_ONCE).map(shootIds, async (shootId) => {
		if (!gateway.hasTime || isRefused) return;
		asked++;
		const page = await gateway.askOne(shootId);
		if (page.ok) {
			pages.set(shootId, page.value);
			return;
		}
		faults.push(page.fault);
		isRefused ||= page.fault.kind === 'rejected' && page.fault.scope === 'account';
		gateway.warn(`the reports of shoot ID ${shootId} could not be read`, page.fault);
	});
	if (pages.size === 0 && faults.length > 0)
		return { pages, asked, failed: { fault: faults[0], isOfThese: !isRefused } };
	const answered = shootIds.filter((shootId) => pages.has(shootId));
	return {
		pages: new Map(answered.map((shootId) => [shootId, pages.get(shootId) as DeliveryReport[]])),
		asked,
	};
}
