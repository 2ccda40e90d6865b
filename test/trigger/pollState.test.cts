import type { DeliveryReport } from '../../nodes/MimSms/gateway/report';
import {
	ACCOUNT,
	ACCOUNT_MEMORY,
	SHOOT_ID_MEMORY,
	advance,
	copyOf,
	decodeState,
	forgetOtherPlaces,
	freshState,
	isOpen,
	isSameState,
	isSilent,
	hasNews,
	keepAnswer,
	keepNewest,
	keepOnly,
	noteQuestions,
	remembered,
	spoken,
} from '../../nodes/MimSms/trigger/pollState';
import type { Place, PollState } from '../../nodes/MimSms/trigger/pollState';
import { deepFreeze } from '../deepFreeze.cts';
import * as fc from '../properties.cts';
import { asStored, MOST_STATIC_DATA } from './stored.cts';

const report = (fields: Partial<DeliveryReport> = {}): DeliveryReport => ({
	to: '8801712345678',
	message: 'Your code is 4711',
	sentAt: '2026-11-22T10:15:00+06:00',
	receivedAt: null,
	code: '1',
	status: 'delivered',
	meaning: 'Delivered',
	details: 'Delivered',
	other: {},
	...fields,
});
const numbered = (count: number, from = 0) =>
	Array.from({ length: count }, (_, index) => report({ other: { ID: `R${from + index}` } }));

const anyReport: fc.Arbitrary<DeliveryReport> = fc.record({
	to: fc.constantFrom('8801712345678', '8801812345678', null),
	message: fc.constantFrom('Hello', 'হ্যালো', '', null, '"quoted" <b>'),
	sentAt: fc.constantFrom('2026-11-22T10:15:00+06:00', null),
	receivedAt: fc.constantFrom('2026-11-22T10:16:00+06:00', null),
	code: fc.constantFrom('1', '13', null),
	status: fc.constantFrom('delivered', 'failed', 'pending', 'unknown'),
	meaning: fc.constantFrom('Delivered', null),
	details: fc.constantFrom('Delivered', 'Pending', null),
	other: fc.dictionary(fc.constantFrom('ID', 'Parts', '__proto__', 'x'), fc.string({ maxLength: 2 }), { maxKeys: 2 }),
	raw: fc.option(fc.constantFrom('<message>', '<message><SMS>'), { nil: undefined }),
});
const anyPlace: fc.Arbitrary<Place> = fc.oneof(
	fc.constant(ACCOUNT),
	fc.record({ shootId: fc.constantFrom('C2001', 'C2002', 'account', '__proto__') }),
);
const anyPage = fc.array(anyReport, { maxLength: 30 });
const anySteps = fc.array(fc.tuple(anyPlace, anyPage), { maxLength: 8 });

/** A page that was read, and where. */
type Step = [Place, DeliveryReport[]];

const after = (steps: Step[], state: PollState = freshState([])) =>
	steps.reduce((reached, [place, page]) => advance(reached, place, page).state, state);

/** The stored state, which is sound. */
function decodeSound(stored: unknown): PollState {
	const state = decodeState(stored);
	if (state === null || state === 'damaged') throw new Error(`The state is ${state ?? 'not there'}`);
	return state;
}

/** Cuts a list into pages at these lengths; the last page holds the rest. */
function cut<T>(list: T[], lengths: number[]): T[][] {
	const pages: T[][] = [];
	let from = 0;
	for (const length of lengths) {
		pages.push(list.slice(from, from + length));
		from += length;
	}
	return [...pages, list.slice(from)];
}

describe('what is new in a page', () => {
	it('is all of it at first, in its order', () => {
		const page = numbered(100);

		expect(advance(freshState([]), ACCOUNT, page).fresh).toEqual(page);
	});

	it('is nothing when the page comes again', () => {
		fc.assert(
			fc.property(anySteps, anyPlace, anyPage, (steps, place, page) => {
				const once = advance(after(steps), place, page);
				expect(advance(once.state, place, page).fresh).toEqual([]);
				expect(advance(decodeSound(asStored(once.state)), place, page).fresh).toEqual([]);
			}),
		);
	});

	it('does not depend on how reports are split into pages and polls, nor on pages that repeat earlier ones', () => {
		const lengths = fc.array(fc.nat(40), { maxLength: 12 });
		fc.assert(
			fc.property(fc.nat(300), lengths, fc.array(fc.nat(60), { maxLength: 12 }), (count, pageLengths, repeats) => {
				const all = numbered(count);
				let state = freshState([]);
				const came: DeliveryReport[] = [];
				let read = 0;
				cut(all, pageLengths).forEach((page, index) => {
					const repeated = all.slice(Math.max(0, read - (repeats[index] ?? 0)), read);
					const step = advance(state, ACCOUNT, [...repeated, ...page]);
					came.push(...step.fresh);
					state = decodeSound(asStored(step.state));
					read += page.length;
				});
				expect(came).toEqual(all);
			}),
		);
	});

	it('gives the same set of events for any split, equal rows or not', () => {
		const kind = (row: DeliveryReport) =>
			JSON.stringify([row.to, row.message, row.sentAt, row.receivedAt, row.code, row.details, row.other, row.raw]);
		fc.assert(
			fc.property(anyPage, fc.array(fc.nat(10), { maxLength: 6 }), (rows, lengths) => {
				let state = freshState([]);
				const came = cut(rows, lengths).flatMap((page) => {
					const step = advance(state, ACCOUNT, page);
					state = step.state;
					return step.fresh;
				});
				expect(new Set(came.map(kind))).toEqual(new Set(rows.map(kind)));
			}),
		);
	});

	it('counts equal rows of one page by their number', () => {
		const twin = report();
		const first = advance(freshState([]), ACCOUNT, [twin, twin, twin]);
		const second = advance(first.state, ACCOUNT, [twin, twin]);
		const third = advance(second.state, ACCOUNT, [twin, twin, twin, twin, twin]);

		expect([first.fresh.length, second.fresh.length, third.fresh.length]).toEqual([3, 0, 2]);
	});

	it('is remembered once, however often it comes', () => {
		const once = advance(freshState([]), ACCOUNT, numbered(3)).state;

		expect(advance(once, ACCOUNT, numbered(3)).state).toEqual(once);
	});

	it('is what the gateway said anew: a report that changed from pending to delivered is two', () => {
		const pending = report({ code: null, status: 'pending', details: 'Pending' });
		const { state } = advance(freshState([]), ACCOUNT, [pending]);

		expect(advance(state, ACCOUNT, [report(), pending]).fresh).toEqual([report()]);
	});

	it('is not what this package says anew of the same report', () => {
		const { state } = advance(freshState([]), ACCOUNT, [report({ code: '77', status: 'unknown', meaning: null })]);

		expect(advance(state, ACCOUNT, [report({ code: '77', status: 'failed', meaning: 'Learnt since' })]).fresh).toEqual(
			[],
		);
	});

	it.each<[string, Partial<DeliveryReport>]>([
		['its number', { to: '8801812345678' }],
		['its text', { message: 'Your code is 4712' }],
		['when it was sent', { sentAt: '2026-11-22T10:15:01+06:00' }],
		['when it was received', { receivedAt: '2026-11-22T10:15:01+06:00' }],
		['its code', { code: '0' }],
		['its details', { details: 'DELIVRD' }],
		['a field we do not know', { other: { ID: '1' } }],
		['its raw text', { raw: '<message>' }],
	])('tells two reports apart by %s', (_what, difference) => {
		const { state } = advance(freshState([]), ACCOUNT, [report()]);

		expect(advance(state, ACCOUNT, [report(difference)]).fresh).toHaveLength(1);
	});

	it('is remembered for each place apart', () => {
		const { state } = advance(freshState([]), { shootId: 'C2001' }, [report()]);

		expect(advance(state, { shootId: 'C2002' }, [report()]).fresh).toHaveLength(1);
		expect(advance(state, ACCOUNT, [report()]).fresh).toHaveLength(1);
		expect(advance(state, { shootId: 'C2001' }, [report()]).fresh).toHaveLength(0);
	});

	it('takes a shoot ID that is called account for a shoot ID', () => {
		const { state } = advance(freshState([]), { shootId: 'account' }, [report()]);

		expect(advance(state, ACCOUNT, [report()]).fresh).toHaveLength(1);
	});
});

describe('the reducer', () => {
	it('is deterministic and never changes its input', () => {
		fc.assert(
			fc.property(anySteps, anyPlace, anyPage, (steps, place, page) => {
				const state = deepFreeze(after(steps));
				const before = JSON.stringify([state, place, page]);
				deepFreeze(page);
				const results = [advance(state, place, page), advance(asStored(state), place, page)];
				expect(results[0]).toEqual(results[1]);
				expect(keepOnly(state, place, page)).toEqual(keepOnly(asStored(state), place, page));
				expect(forgetOtherPlaces(state, [place])).toEqual(forgetOtherPlaces(asStored(state), [place]));
				expect(JSON.stringify([state, place, page])).toBe(before);
			}),
		);
	});

	it('keeps no number and no text', () => {
		const secret = {
			to: '8801799999999',
			message: 'Swiss cheese',
			raw: '<message>Emmental',
			details: 'Gouda',
			other: { ID: 'Roquefort' },
		};
		const stored = JSON.stringify(
			after([
				[ACCOUNT, [report(secret)]],
				[{ shootId: 'C2Camembert' }, [report(secret)]],
			]),
		);

		for (const word of ['9999', 'cheese', 'Emmental', 'Gouda', 'Roquefort', 'Camembert'])
			expect(stored).not.toContain(word);
	});

	it('keeps the account below 64 kB whatever comes, and always the newest', () => {
		let state = freshState([ACCOUNT]);
		let newest: DeliveryReport[] = [];
		for (let page = 0; page < 60; page += 1) {
			newest = numbered(50, page * 50).flatMap((row) => Array.from({ length: 1 + (page % 3) * 40 }, () => row));
			state = advance(state, ACCOUNT, newest).state;
			expect(JSON.stringify(state).length).toBeLessThan(MOST_STATIC_DATA);
		}
		expect(state.seen.account).toHaveLength(ACCOUNT_MEMORY);
		expect(remembered(state)).toBe(0);
		expect(advance(state, ACCOUNT, newest).fresh).toEqual([]);
	});

	it('keeps one page below 64 kB too, however long it is', () => {
		const { state, fresh } = advance(freshState([]), ACCOUNT, numbered(12_000));

		expect(fresh).toHaveLength(12_000);
		expect(JSON.stringify(state).length).toBeLessThan(MOST_STATIC_DATA);
	});

	it('counts a report that is still shown among the newest', () => {
		const shown = report({ message: 'Shown again and again' });
		let { state } = advance(freshState([]), ACCOUNT, [shown]);
		for (let page = 0; page < 30; page += 1) state = advance(state, ACCOUNT, [...numbered(99, page * 99), shown]).state;

		expect(advance(state, ACCOUNT, [shown]).fresh).toEqual([]);
	});

	it('remembers the whole of a shoot ID', () => {
		const page = numbered(SHOOT_ID_MEMORY);
		const { state } = advance(freshState([]), { shootId: 'C2001' }, page);

		expect(remembered(state)).toBe(SHOOT_ID_MEMORY);
		expect(advance(decodeSound(asStored(state)), { shootId: 'C2001' }, page).fresh).toEqual([]);
	});

	it('is bounded by the reports there are, not by the shoot IDs asked for', () => {
		const seen = {};
		for (let id = 0; id < 50_000; id += 1)
			Object.assign(seen, advance(freshState([]), { shootId: `C2${id}` }, []).state.seen);

		expect(JSON.stringify(seen).length).toBeLessThan(512 * 1024);
	});

	it('keeps silent where it was told to, until it has spoken there', () => {
		const [one, two] = [{ shootId: 'C2001' }, { shootId: 'C2002' }];
		const state = deepFreeze(freshState([one, two]));
		const after1 = spoken(state, one);

		expect([ACCOUNT, one, two].map((place) => isSilent(state, place))).toEqual([false, true, true]);
		expect([one, two].map((place) => isSilent(after1, place))).toEqual([false, true]);
		expect([one, two].map((place) => isSilent(advance(after1, two, [report()]).state, place))).toEqual([false, true]);
		expect(forgetOtherPlaces(state, [one])).toEqual(freshState([one]));
	});

	it('forgets the shoot IDs when the account is read', () => {
		const state = after([
			[ACCOUNT, [report()]],
			[{ shootId: 'C2001' }, [report()]],
			[{ shootId: 'C2002' }, [report()]],
		]);
		const left = forgetOtherPlaces(state, [ACCOUNT]);

		expect(Object.keys(left.seen)).toEqual(['account']);
		expect(advance(left, ACCOUNT, [report()]).fresh).toEqual([]);
	});

	it('remembers the account and the shoot IDs that were taken off the list, for the time they come back', () => {
		const [one, two] = [{ shootId: 'C2001' }, { shootId: 'C2002' }];
		const state = after([
			[ACCOUNT, numbered(2)],
			[one, numbered(3)],
			[two, numbered(4)],
		]);

		expect(forgetOtherPlaces(state, [two])).toEqual(state);
		expect(forgetOtherPlaces(state, [])).toEqual(state);
		expect(remembered(state)).toBe(7);
	});

	it.each<[string, number, number[]]>([
		['not when there are as many as may be', 5998, []],
		['when there is one too many', 5999, [0]],
		['when there are as many too many as the oldest has', 6000, [0]],
		['the next too when there are more', 6001, [0, 1]],
		['all when the others leave no room', SHOOT_ID_MEMORY, [0, 1]],
	])('forgets of those the oldest first: %s', (_what, listed, forgotten) => {
		const ids = [{ shootId: 'C2001' }, { shootId: 'C2002' }];
		const state = after([
			[ids[0], numbered(2)],
			[ids[1], numbered(2000)],
			[{ shootId: 'C2listed' }, numbered(listed)],
			[ACCOUNT, numbered(50)],
		]);
		const left = forgetOtherPlaces(state, [{ shootId: 'C2listed' }]);

		expect(remembered(left)).toBe(2002 + listed - [0, 2, 2002][forgotten.length]);
		ids.forEach((place, index) =>
			expect(advance(left, place, numbered(1)).fresh).toHaveLength(forgotten.includes(index) ? 1 : 0),
		);
		expect(advance(left, { shootId: 'C2listed' }, numbered(listed)).fresh).toEqual([]);
		expect(left.seen.account).toHaveLength(50);
	});

	it('never forgets the account for too many shoot IDs', () => {
		const [old, listed] = [{ shootId: 'C2old' }, { shootId: 'C2listed' }];
		const state = after([
			[ACCOUNT, numbered(3)],
			[old, numbered(5)],
			[listed, numbered(SHOOT_ID_MEMORY)],
		]);
		const { seen } = forgetOtherPlaces(state, [listed]);

		expect(Object.values(seen).map((entries) => entries.length)).toEqual([3, SHOOT_ID_MEMORY]);
	});

	it('keeps no place of others that remembers nothing, or such would add up', () => {
		const place = { shootId: 'C2001' };
		const state = keepOnly(after([[place, numbered(1)]]), place, []);

		expect(Object.keys(forgetOtherPlaces(state, [{ shootId: 'C2002' }]).seen)).toEqual([]);
		expect(Object.keys(forgetOtherPlaces(state, [place]).seen)).toHaveLength(1);
	});

	it('keeps of a shoot ID what its last answer held, with its number', () => {
		const place = { shootId: 'C2001' };
		const [gone, stays] = numbered(2);
		const state = keepOnly(after([[place, [gone, stays, stays]]]), place, [stays]);

		expect(remembered(state)).toBe(1);
		expect(advance(state, place, [stays, stays]).fresh).toEqual([]);
		expect(advance(state, place, [gone]).fresh).toEqual([gone]);
		expect(remembered(keepOnly(freshState([]), place, [stays]))).toBe(0);
	});
});

describe('a reference', () => {
	const [one, two] = ['BRN0T2ZCWRCEL1D@8801712345678', 'BRN0T2ZCWRCEL1E@8801712345678'];
	const asked = (hour: number, hasFinal = false, state: PollState = freshState([])) =>
		noteQuestions(state, hour, [{ reference: one, hasFinal }]);

	it('is asked for until 72 hours have passed since its first question', () => {
		const state = asked(1000);

		expect([999, 1000, 1001, 1071, 1072, 1073, 9999].map((hour) => isOpen(state, one, hour))).toEqual([
			true,
			true,
			true,
			true,
			true,
			false,
			false,
		]);
		expect(isOpen(state, two, 9999)).toBe(true);
	});

	it('keeps the hour of its first question', () => {
		expect(asked(1050, false, asked(1000))).toEqual(asked(1000));
	});

	it('is not asked for again once it has its final report, whatever another poll saw', () => {
		const state = asked(1000, true, asked(1000));

		expect(isOpen(state, one, 1000)).toBe(false);
		expect(isOpen(asked(1001, false, state), one, 1001)).toBe(false);
		expect(asked(1002, true, state)).toEqual(state);
		expect(isOpen(asked(1000, true), one, 1000)).toBe(false);
	});

	it('is forgotten when it is taken off the list, and all of them when the account is read', () => {
		const state = asked(1000, true);

		expect(forgetOtherPlaces(state, [{ shootId: one }])).toEqual(state);
		expect(forgetOtherPlaces(state, [{ shootId: two }]).asked).toEqual({});
		expect(forgetOtherPlaces(state, [ACCOUNT]).asked).toEqual({});
	});

	it('is remembered by a hash, without its ID or number, and nothing is changed in place', () => {
		const before = deepFreeze(asked(1000));
		const state = noteQuestions(before, 1001, [
			{ reference: one, hasFinal: true },
			{ reference: two, hasFinal: false },
		]);

		expect(before).toEqual(asked(1000));
		expect(Object.values(state.asked)).toEqual(['1000f', '1001']);
		expect(JSON.stringify(state)).not.toMatch(/BRN|88017/);
		expect(decodeSound(asStored(state))).toEqual(state);
	});

	it('is remembered by its last answer, unless that is empty or older than the memory', () => {
		const place = { shootId: one };
		const [first, second, older] = numbered(3);
		const state = after([[place, [first, second]]]);

		expect(keepAnswer(state, place, [second]).seen).toEqual(after([[place, [second]]]).seen);
		expect(keepAnswer(state, place, [second, first])).toEqual(state);
		expect(keepAnswer(state, place, [])).toBe(state);
		expect(keepAnswer(state, place, [older])).toBe(state);
	});

	it('has news where another report came, and where nothing came none', () => {
		const [place, other] = [{ shootId: one }, { shootId: 'C2002' }];
		const [first, second] = numbered(2);
		const states = [[], [first], [first, second]].map((page) => after(page.length > 0 ? [[place, page]] : []));
		const elsewhere = after([
			[place, [first]],
			[other, [second]],
		]);

		expect(states.map((now) => hasNews(states[1], now, place))).toEqual([true, false, true]);
		expect(states.map((now) => hasNews(states[0], now, place))).toEqual([false, true, true]);
		expect([hasNews(states[1], elsewhere, place), hasNews(states[1], elsewhere, other)]).toEqual([false, true]);
	});

	it('can do with its newest report, and the account with no fewer', () => {
		const place = { shootId: one };
		const [old, newest] = numbered(2);
		const state = keepNewest(
			after([
				[ACCOUNT, numbered(3)],
				[place, [old]],
				[place, [newest]],
			]),
		);

		expect(remembered(state)).toBe(1);
		expect(state.seen.account).toHaveLength(3);
		expect(advance(state, place, [newest]).fresh).toEqual([]);
	});
});

const HASH = 'abcdefghij-_';
const SOUND: PollState = {
	version: 1,
	silent: ['account', HASH],
	next: 3,
	low: true,
	handsOut: true,
	seen: { account: [HASH, `${HASH.slice(0, 11)}x*12`] },
	asked: { [HASH]: '494321', [`${HASH.slice(0, 11)}x`]: '494300f' },
};
const withSeen = (seen: unknown) => ({ ...SOUND, seen });
const withAsked = (asked: unknown) => ({ ...SOUND, asked });
const list = (length: number) => Array.from({ length }, (_, index) => `h${index}`.padEnd(12, '_'));

const DAMAGED: Array<[string, unknown]> = [
	['a text', 'state'],
	['a number', 7],
	['true', true],
	['a list', [SOUND]],
	['nothing in it', {}],
	['version 2', { ...SOUND, version: 2 }],
	['the version as a text', { ...SOUND, version: '1' }],
	['no version', { ...SOUND, version: undefined }],
	['silent as a text', { ...SOUND, silent: 'account' }],
	['silent as true or false', { ...SOUND, silent: true }],
	['no silent', { ...SOUND, silent: undefined }],
	['a number that is silent', { ...SOUND, silent: [1] }],
	['null that is silent', { ...SOUND, silent: [null] }],
	['a strange place that is silent', { ...SOUND, silent: ['../account'] }],
	['more silent places than there may be', { ...SOUND, silent: list(SHOOT_ID_MEMORY + 1) }],
	['no place to go on from', { ...SOUND, next: undefined }],
	['a place to go on from as a text', { ...SOUND, next: '3' }],
	['a place to go on from before the first', { ...SOUND, next: -1 }],
	['a place to go on from between two', { ...SOUND, next: 0.5 }],
	['no number as the place to go on from', { ...SOUND, next: NaN }],
	['low as a number', { ...SOUND, low: 0 }],
	['whether the gateway gives each once as a text', { ...SOUND, handsOut: 'yes' }],
	['no low', { ...SOUND, low: null }],
	['no memory', { ...SOUND, seen: null }],
	['a list as memory', withSeen([HASH])],
	['a text as memory', withSeen(HASH)],
	['null for a place', withSeen({ account: null })],
	['a memory that is no list', withSeen({ account: HASH })],
	['a memory that looks like a list', withSeen({ account: { 0: HASH, length: 1 } })],
	['a number as an entry', withSeen({ account: [1] })],
	['null as an entry', withSeen({ account: [null] })],
	['an object as an entry', withSeen({ account: [{}] })],
	['a list as an entry', withSeen({ account: [[HASH]] })],
	['an entry that is too short', withSeen({ account: [HASH.slice(1)] })],
	['an entry that is too long', withSeen({ account: [`${HASH}x`] })],
	['an entry with a line break', withSeen({ account: [`${HASH}\n`] })],
	['an entry with a foreign sign', withSeen({ account: ['abcdefghij+/'] })],
	['an entry that came no time', withSeen({ account: [`${HASH}*0`] })],
	['an entry that came too often', withSeen({ account: [`${HASH}*1000000`] })],
	['an entry that came half a time', withSeen({ account: [`${HASH}*1.5`] })],
	['a place with a strange name', withSeen({ '../account': [HASH] })],
	['a place called constructor', withSeen({ constructor: [HASH] })],
	[
		'a place called __proto__',
		JSON.parse(`{"version":1,"silent":[],"next":0,"low":false,"seen":{"__proto__":["${HASH}"]}}`),
	],
	['null for what was asked', withAsked(null)],
	['a list of what was asked', withAsked(['494321'])],
	['a text of what was asked', withAsked('494321')],
	['an hour as a number', withAsked({ [HASH]: 494321 })],
	['no hour', withAsked({ [HASH]: '' })],
	['an hour before the first', withAsked({ [HASH]: '-1' })],
	['an hour that is too long', withAsked({ [HASH]: '49432100' })],
	['an hour with a strange flag', withAsked({ [HASH]: '494321x' })],
	['a bad hour behind a good one', withAsked({ [HASH]: '494321', abcdefghijkl: 'f' })],
	['the account as a reference', withAsked({ account: '494321' })],
	['a reference with a strange name', withAsked({ '../BRN0T2ZC': '494321' })],
	['all of it under __proto__', JSON.parse(`{"__proto__":${JSON.stringify(SOUND)}}`)],
	['more than it may hold', withSeen({ [HASH]: list(SHOOT_ID_MEMORY + ACCOUNT_MEMORY + 1) })],
	['more of the account than it may hold', withSeen({ account: list(ACCOUNT_MEMORY + 1) })],
];

describe('a stored state', () => {
	it('is null when there is none yet', () => {
		expect([decodeState(undefined), decodeState(null)]).toEqual([null, null]);
	});

	it.each(DAMAGED)('is damaged with %s', (_what, stored) => {
		expect(decodeState(stored)).toBe('damaged');
	});

	it('comes out as it went in, in a copy of its own', () => {
		const stored = deepFreeze(asStored(SOUND));
		const state = decodeSound(stored);

		expect(state).toEqual(SOUND);
		expect(state.seen.account).not.toBe(stored.seen.account);
	});

	it('of an earlier version is read, and asks for each reference again', () => {
		const { asked, handsOut, ...stored } = SOUND;

		expect(decodeState(stored)).toEqual({ ...SOUND, handsOut: false, asked: {} });
	});

	it('is another one once a poll has proved what the gateway does', () => {
		expect(isSameState(SOUND, { ...SOUND, handsOut: false })).toBe(false);
	});

	it('loses what is none of its fields', () => {
		expect(decodeState({ ...SOUND, further: 'x' })).toEqual(SOUND);
	});

	it('is the same after JSON, wherever it was reached', () => {
		fc.assert(
			fc.property(fc.array(anyPlace), anySteps, (silent, steps) => {
				const state = after(steps, freshState(silent));
				expect(decodeState(asStored(state))).toEqual(state);
				expect(decodeState(state)).toEqual(state);
			}),
		);
	});

	it('says the same as another just when their JSON is the same', () => {
		const anyState = fc
			.tuple(
				fc.array(anyPlace, { maxLength: 2 }),
				fc.array(fc.tuple(anyPlace, fc.array(anyReport, { maxLength: 2 })), { maxLength: 2 }),
				fc.nat(1),
				fc.boolean(),
			)
			.map(([silent, steps, next, low]) => ({ ...after(steps, freshState(silent)), next, low }));
		fc.assert(
			fc.property(anyState, anyState, (a, b) => {
				expect(isSameState(a, b)).toBe(JSON.stringify(a) === JSON.stringify(b));
				expect(isSameState(a, asStored(a))).toBe(true);
			}),
		);
		for (const other of [
			{ next: 9 },
			{ low: !SOUND.low },
			{ silent: [...SOUND.silent, HASH] },
			{ seen: { ...SOUND.seen, more: [] } },
			{ seen: { ...SOUND.seen, account: [HASH, HASH] } },
			{ asked: {} },
			{ asked: { ...SOUND.asked, [HASH]: '494321f' } },
		]) {
			expect(isSameState(SOUND, { ...SOUND, ...other })).toBe(false);
		}
	});

	it('has copies that share nothing with it', () => {
		const copy = copyOf(deepFreeze(asStored(SOUND)));
		copy.seen.account.push(HASH);
		copy.silent.push(HASH);
		copy.asked.more = '1';

		expect(copyOf(SOUND)).toEqual(SOUND);
		expect(copy).not.toEqual(SOUND);
	});

	it('never makes it throw, and what is let through can be worked with', () => {
		const strange = fc.oneof(fc.anything(), fc.jsonValue());
		const nearly = fc.record({
			version: fc.oneof(fc.constant(1), strange),
			silent: fc.oneof(fc.array(fc.oneof(fc.constantFrom('account', HASH), strange)), strange),
			next: fc.oneof(fc.nat(), strange),
			low: fc.oneof(fc.boolean(), strange),
			asked: fc.oneof(
				fc.dictionary(fc.constantFrom('account', HASH), fc.oneof(fc.constantFrom('1', '494321f'), strange)),
				strange,
			),
			seen: fc.oneof(
				fc.dictionary(fc.constantFrom('account', HASH), fc.array(fc.oneof(fc.constant(HASH), strange))),
				strange,
			),
		});
		fc.assert(
			fc.property(fc.oneof(strange, nearly), anyPage, (stored, page) => {
				const state = decodeState(stored);
				if (state === null || state === 'damaged') return;
				expect(decodeState(asStored(state))).toEqual(state);
				advance(state, ACCOUNT, page);
			}),
		);
	});
});
