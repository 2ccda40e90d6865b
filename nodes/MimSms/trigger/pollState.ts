import { hash as digest } from 'crypto';
import type { DeliveryReport } from '../gateway/report';

/**
 * What the trigger remembers between polls, as n8n stores it in the workflow's static data: hashes only, no number, no text.
 */
export interface PollState {
	version: 1;
	/** Places whose reports are remembered but not given out, until the backlog of the first activation has been read there. */
	silent: string[];
	/** Which of the shoot IDs to ask first, when there was no time for all of them. */
	next: number;
	/** Whether the balance was below the threshold when it was last asked for. */
	low: boolean;
	/** Whether a poll has proved that the gateway gives each report of the account once. */
	handsOut: boolean;
	/** Reports that came out, by where they were read: `account`, or the hash of a shoot ID. `hash` or `hash*times`, oldest first. */
	seen: Record<string, string[]>;
	/**
	 * References that a poll asked for, where the gateway has a last report of each, by the hash of the reference: the hour of
	 * the first question (since the epoch), and `f` behind it once the final report is there.
	 */
	asked: Record<string, string>;
}

/** Where a report was read: the account as a whole, or one shoot ID. */
export type Place = { account: true } | { shootId: string };

export const ACCOUNT = { account: true } as const;

/** Enough for 20 pages; a gateway that repeats its newest 100 shows none older. About 30 kB. */
export const ACCOUNT_MEMORY = 2_000;

/** Reports remembered for a list of shoot IDs, all together: each question brings all of an ID's reports again. */
export const SHOOT_ID_MEMORY = 8_000;

/** Characters of a hash. */
const HASH_CHARACTERS = 12;

const ENTRY = /^([\w-]{12})(?:\*([1-9]\d{0,5}))?$/;
const PLACE = /^(?:account|[\w-]{12})$/;
const REFERENCE = /^[\w-]{12}$/;
const ASKED = /^(\d{1,7})(f?)$/;

/** Hours after its first question that a reference is asked for. */
const HOURS_ASKED = 72;

export const freshState = (silent: readonly Place[]): PollState => ({
	version: 1,
	silent: silent.map(placeName),
	next: 0,
	low: false,
	handsOut: false,
	seen: {},
	asked: {},
});

/** The stored state, every field checked; null when there is none yet, `damaged` when it is not one of ours. Never throws. */
export function decodeState(stored: unknown): PollState | null | 'damaged' {
	if (stored === undefined || stored === null) return null;
	if (typeof stored !== 'object' || Array.isArray(stored)) return 'damaged';
	// A state that was stored by an earlier version has no `asked` or `handsOut`.
	const { version, silent, next, low, handsOut = false, seen, asked = {} } = stored as Record<string, unknown>;
	if (typeof handsOut !== 'boolean') return 'damaged';
	if (version !== 1 || typeof low !== 'boolean' || typeof next !== 'number' || !Number.isSafeInteger(next) || next < 0)
		return 'damaged';
	if (
		!Array.isArray(silent) ||
		silent.length > SHOOT_ID_MEMORY ||
		!silent.every((place) => typeof place === 'string' && PLACE.test(place))
	)
		return 'damaged';
	if (typeof seen !== 'object' || seen === null || Array.isArray(seen)) return 'damaged';
	const places = Object.entries(seen);
	const sound = places.every(
		([place, entries]) =>
			PLACE.test(place) &&
			Array.isArray(entries) &&
			entries.every((entry) => typeof entry === 'string' && ENTRY.test(entry)),
	);
	if (!sound) return 'damaged';
	const count = places.reduce(
		(sum, [place, entries]) => sum + (place === 'account' ? 0 : (entries as unknown[]).length),
		0,
	);
	if (count > SHOOT_ID_MEMORY || ((seen as Record<string, unknown[]>).account ?? []).length > ACCOUNT_MEMORY)
		return 'damaged';
	if (!isAsked(asked)) return 'damaged';
	return {
		version: 1,
		silent: [...silent],
		next,
		low,
		handsOut,
		seen: Object.fromEntries(places.map(([place, entries]) => [place, [...(entries as string[])]])),
		asked: { ...asked },
	};
}

function isAsked(asked: unknown): asked is Record<string, string> {
	if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) return false;
	const entries = Object.entries(asked);
	return (
		entries.length <= SHOOT_ID_MEMORY &&
		entries.every(([name, entry]) => REFERENCE.test(name) && typeof entry === 'string' && ASKED.test(entry))
	);
}

export interface Advance {
	state: PollState;
	/** The reports of the page that had not come out before, in the order of the page, also when silent. */
	fresh: DeliveryReport[];
}

/**
 * Takes one page into account. Of rows that are equal to the letter, a page brings as many as it holds beyond what an earlier
 * page held: so a repeated page brings nothing, and two equal rows of one page are two reports. Changes none of its input.
 */
export function advance(state: PollState, place: Place, page: readonly DeliveryReport[]): Advance {
	if (page.length === 0) return { state, fresh: [] };
	const name = placeName(place);
	const hashes = page.map(identity);
	const inPage = new Map<string, number>();
	const nth = hashes.map((hash) => {
		const times = (inPage.get(hash) ?? 0) + 1;
		inPage.set(hash, times);
		return times;
	});
	const known = state.seen[name] ?? [];
	const before = timesBefore(known);
	const fresh = page.filter((_, index) => nth[index] > (before.get(hashes[index]) ?? 0));
	// What the page holds counts among the newest.
	const others = hashes.some((hash) => before.has(hash)) ? known.filter((entry) => !inPage.has(hashOf(entry))) : known;
	const newest = [...inPage].map(([hash, times]) => entryOf(hash, Math.max(times, before.get(hash) ?? 0)));
	const entries = [...others, ...newest];
	const kept = 'account' in place ? entries.slice(-ACCOUNT_MEMORY) : entries;
	// The list that follows takes over what was looked up of the one before, which is seldom asked for again.
	for (const entry of newest) before.set(hashOf(entry), timesOf(entry));
	for (const entry of entries.slice(0, entries.length - kept.length)) before.delete(hashOf(entry));
	TIMES.delete(known);
	TIMES.set(kept, before);
	return { state: { ...state, seen: { ...state.seen, [name]: kept } }, fresh };
}

/** How often each report of a list came, by its hash: with it a page looks up its own reports, and not all that are remembered. */
const TIMES = new WeakMap<readonly string[], Map<string, number>>();

function timesBefore(entries: readonly string[]): Map<string, number> {
	let times = TIMES.get(entries);
	if (times === undefined) {
		times = new Map(entries.map((entry) => [hashOf(entry), timesOf(entry)]));
		TIMES.set(entries, times);
	}
	return times;
}

/**
 * Forgets what need not be remembered of the places that are read no more: while the account is read, the shoot IDs; while shoot
 * IDs are read, the oldest of the others, as long as there are more reports than may be. A place that comes back finds the rest.
 */
export function forgetOtherPlaces(state: PollState, places: readonly Place[]): PollState {
	const names = new Set(places.map(placeName));
	const others = Object.keys(state.seen).filter((name) => name !== 'account' && !names.has(name));
	let tooMany = names.has('account') ? Infinity : remembered(state) - SHOOT_ID_MEMORY;
	const forgotten = new Set<string>();
	for (const name of others) {
		const { length } = state.seen[name];
		if (tooMany <= 0 && length > 0) continue;
		forgotten.add(name);
		tooMany -= length;
	}
	const seen = Object.entries(state.seen).filter(([name]) => !forgotten.has(name));
	const asked = Object.entries(state.asked).filter(([name]) => names.has(name));
	return {
		...state,
		silent: state.silent.filter((name) => names.has(name)),
		seen: Object.fromEntries(seen),
		asked: Object.fromEntries(asked),
	};
}

/** Whether a reference is still to be asked for: it has no final report yet, and its first question is not 72 hours ago. */
export function isOpen(state: PollState, reference: string, hour: number): boolean {
	const [, first, final] = ASKED.exec(state.asked[shortHash(reference)] ?? '') ?? [];
	return first === undefined || (final === '' && hour - Number(first) <= HOURS_ASKED);
}

/** Remembers that references were asked for, and which of them have their final report. `hour`: since the epoch. */
export function noteQuestions(
	state: PollState,
	hour: number,
	questions: ReadonlyArray<{ reference: string; hasFinal: boolean }>,
): PollState {
	const asked = { ...state.asked };
	for (const { reference, hasFinal } of questions) {
		const name = shortHash(reference);
		const before = asked[name] ?? String(hour);
		asked[name] = hasFinal && !before.endsWith('f') ? `${before}f` : before;
	}
	return { ...state, asked };
}

/** Whether the reports of a place are not given out yet. */
export const isSilent = (state: PollState, place: Place): boolean => state.silent.includes(placeName(place));

/** The state from which on the reports of a place are given out. */
export const spoken = (state: PollState, place: Place): PollState => ({
	...state,
	silent: state.silent.filter((name) => name !== placeName(place)),
});

/** How many reports of shoot IDs the state remembers. */
export const remembered = (state: PollState): number =>
	Object.entries(state.seen).reduce((sum, [name, entries]) => sum + (name === 'account' ? 0 : entries.length), 0);

/** Whether something was told of a place between two states. */
export const hasNews = (before: PollState, now: PollState, place: Place): boolean =>
	!isSameList(before.seen[placeName(place)] ?? [], now.seen[placeName(place)] ?? []);

/** Cuts the memory of a shoot ID to what its last answer held: the gateway brings these again, and nothing else. */
export function keepOnly(state: PollState, place: Place, page: readonly DeliveryReport[]): PollState {
	const name = placeName(place);
	const hashes = new Set(page.map(identity));
	return {
		...state,
		seen: { ...state.seen, [name]: (state.seen[name] ?? []).filter((entry) => hashes.has(hashOf(entry))) },
	};
}

/** The same, where the memory holds something of that answer: one that is empty, or older than the memory, changes nothing. */
export function keepAnswer(state: PollState, place: Place, page: readonly DeliveryReport[]): PollState {
	const kept = keepOnly(state, place, page);
	return kept.seen[placeName(place)].length > 0 ? kept : state;
}

/** Cuts the memory of each shoot ID to its newest report. */
export const keepNewest = (state: PollState): PollState => ({
	...state,
	seen: Object.fromEntries(
		Object.entries(state.seen).map(([name, entries]) => [name, name === 'account' ? entries : entries.slice(-1)]),
	),
});

const placeName = (place: Place): string => ('account' in place ? 'account' : shortHash(place.shootId));

/** What the gateway itself said of a message, as it wrote it; not what this package makes of that, which may change with its tables. */
function identity(report: DeliveryReport): string {
	const asWritten = report.written ? { ...report, ...report.written } : report;
	const { to, message, sentAt, receivedAt, code, details, other, raw = null } = asWritten;
	return shortHash(JSON.stringify([to, message, sentAt, receivedAt, code, details, other, raw]));
}

/** 72 bits: among 10,000 reports the chance of two alike is one in ten billion. */
const shortHash = (text: string): string => digest('sha256', text, 'base64url').slice(0, HASH_CHARACTERS);

/** Whether two states say the same. */
export const isSameState = (a: PollState, b: PollState): boolean =>
	a.next === b.next &&
	a.low === b.low &&
	a.handsOut === b.handsOut &&
	isSameList(a.silent, b.silent) &&
	isSameList(Object.keys(a.seen), Object.keys(b.seen)) &&
	Object.keys(a.seen).every((name) => isSameList(a.seen[name], b.seen[name])) &&
	isSameList(Object.entries(a.asked).flat(), Object.entries(b.asked).flat());

const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
	a === b || (a.length === b.length && a.every((text, index) => text === b[index]));

/** A copy that shares nothing with the state. */
export const copyOf = ({ silent, seen, asked, ...rest }: PollState): PollState => ({
	...rest,
	silent: [...silent],
	seen: Object.fromEntries(Object.entries(seen).map(([name, entries]) => [name, [...entries]])),
	asked: { ...asked },
});

const entryOf = (hash: string, times: number): string => (times === 1 ? hash : `${hash}*${times}`);

const hashOf = (entry: string): string => (entry.length === HASH_CHARACTERS ? entry : entry.slice(0, HASH_CHARACTERS));

const timesOf = (entry: string): number =>
	entry.length === HASH_CHARACTERS ? 1 : Number(entry.slice(HASH_CHARACTERS + 1));
