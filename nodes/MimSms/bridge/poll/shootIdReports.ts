import type { Fault } from '../../gateway/fault';
import type { DeliveryReport } from '../../gateway/report';
import { isFinal } from '../../gateway/tracking';
import {
	advance,
	forgetOtherPlaces,
	hasNews,
	isOpen,
	isSilent,
	keepAnswer,
	keepNewest,
	keepOnly,
	noteQuestions,
	remembered,
	SHOOT_ID_MEMORY,
	spoken,
	type Place,
	type PollState,
} from '../../trigger/pollState';
import { limitParallel } from '../../vendor';
import { MAY_BE_MISSING, QUESTIONS_AT_ONCE } from '../run/reportItem';
import { shootIdsField } from './fields';
import type { Found } from './found';
import type { PollGateway } from './pollGateway';
import type { PollMemory } from './pollMemory';

/** What a reference stands for: it decides which reports are new, and which references are asked for. */
interface Kind {
	/** Those that may have news. */
	open(references: string[], state: PollState, hour: number): string[];
	/** Whether another poll has told of it meanwhile what this one need not know: the answer may be older. */
	isOvertaken(before: PollState, now: PollState, place: Place): boolean;
	/** What of a page may be news; `before`: the state at the start of the poll. */
	news(before: PollState, place: Place, page: DeliveryReport[]): DeliveryReport[];
	/** What of a state is to be remembered. */
	keep(state: PollState, pages: Answers['pages']): PollState;
	/** Notes which were asked for, and what they answered. */
	note(state: PollState, hour: number, asked: readonly string[], pages: Answers['pages']): PollState;
}

/** All recipients of a request share one: each answer brings the reports of all of them again, and all are remembered. */
const SHARED: Kind = {
	open: (references) => references,
	isOvertaken: () => false,
	news: (_before, _place, page) => page,
	keep: (state, pages) => (remembered(state) > SHOOT_ID_MEMORY ? withEach(pages, state, keepOnly) : state),
	note: (state) => state,
};

/**
 * Each recipient has its own, which is one message: what its last answer did not hold is a change, though it was told before. The
 * final report is the last one.
 */
const OWN: Kind = {
	open: (references, state, hour) => references.filter((reference) => isOpen(state, reference, hour)),
	isOvertaken: hasNews,
	news: (before, place, page) => advance(before, place, page).fresh,
	keep(state, pages) {
		const kept = withEach(pages, state, keepAnswer);
		return remembered(kept) > SHOOT_ID_MEMORY ? keepNewest(kept) : kept;
	},
	note: (state, hour, asked, pages) =>
		noteQuestions(
			state,
			hour,
			asked.map((reference) => ({ reference, hasFinal: pages.get(reference)?.some(isFinal) === true })),
		),
};

/**
 * Asks for each shoot ID, or, where a final report is the last, for those without one; an ID that fails does not stop the others.
 * The state changes in one step at the end, and not at all when n8n has given this poll up by then: the gateway brings these
 * reports again, so none is lost.
 */
export async function askShootIds(gateway: PollGateway, memory: PollMemory, shootIds: string[]): Promise<Found[]> {
	const { can, most } = await gateway.dialect();
	const kind = can.shareReference ? SHARED : OWN;
	const places = shootIds.map((shootId) => ({ shootId }));
	const before = memory.state(places);
	const hour = gateway.hour();
	const open = kind.open(inTurn(shootIds, before.next), before, hour);
	const { pages: answers, asked, failed } = await askEach(gateway, open.slice(0, most.questions));
	// The gateway brings them again.
	if (gateway.isAbandoned || memory.isSuperseded) return [];
	const next = asked < open.length ? shootIds.indexOf(open[asked]) : 0;
	let state = memory.state(places);
	// The next poll asks again for one that was overtaken.
	const pages = new Map([...answers].filter(([shootId]) => !kind.isOvertaken(before, state, { shootId })));
	const found: Found[] = [];
	for (const [shootId, page] of pages) {
		const place = { shootId };
		const step = advance(state, place, kind.news(before, place, page));
		if (page.length === most.reports && step.fresh.length > 0)
			gateway.warn(`shoot ID ${shootId} has ${most.reports} reports, ${MAY_BE_MISSING}`);
		const silent = isSilent(state, place);
		for (const report of step.fresh) if (!(silent && memory.isEarlier(report))) found.push({ report, shootId });
		state = spoken(step.state, place);
	}
	if (failed && found.length === 0) {
		// The next poll asks others, which may have reports.
		const isFirst = before.silent.length > 0 && !memory.hasState;
		if (failed.isOfThese && !isFirst) memory.store({ ...memory.state(places), next });
		throw gateway.error(failed.fault);
	}
	state = kind.keep(forgetOtherPlaces(state, places), pages);
	if (remembered(state) > SHOOT_ID_MEMORY) throw gateway.error(TOO_MANY_REPORTS);
	memory.store({ ...kind.note(state, hour, open.slice(0, asked), pages), next });
	return found;
}

/** The list, from the one on whose turn it is. */
function inTurn(shootIds: string[], next: number): string[] {
	const first = next % shootIds.length;
	return [...shootIds.slice(first), ...shootIds.slice(0, first)];
}

/** The state after a step for each answer. */
const withEach = (
	pages: Answers['pages'],
	state: PollState,
	step: (state: PollState, place: Place, page: readonly DeliveryReport[]) => PollState,
): PollState => [...pages].reduce((reached, [shootId, page]) => step(reached, { shootId }, page), state);

const TOO_MANY_REPORTS: Fault = {
	kind: 'invalidInput',
	field: shootIdsField.displayName,
	problem: `together they have more than ${SHOOT_ID_MEMORY} reports. Remove the IDs of messages that are complete`,
};

/** What a poll has heard of its shoot IDs. */
interface Answers {
	/** In the order of the list. */
	pages: Map<string, DeliveryReport[]>;
	asked: number;
	/** More failed than were answered; `isOfThese`: another shoot ID may have an answer. */
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
	const answered = shootIds.filter((shootId) => pages.has(shootId));
	return {
		pages: new Map(answered.map((shootId) => [shootId, pages.get(shootId) as DeliveryReport[]])),
		asked,
		...(faults.length > pages.size && { failed: { fault: faults[0], isOfThese: !isRefused } }),
	};
}
