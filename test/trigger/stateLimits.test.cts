/** A stored state at the limits of what is taken, and one step beyond; and the small words of the state. */
import {
	ACCOUNT_MEMORY,
	SHOOT_ID_MEMORY,
	advance,
	decodeState,
	freshState,
	keepOnly,
} from '../../nodes/MimSms/trigger/pollState';
import type { PollState } from '../../nodes/MimSms/trigger/pollState';
import { SAMPLES } from '../../nodes/MimSms/trigger/sample';

const hash = (i: number) => String(i).padStart(12, '0');
const hashes = (count: number) => Array.from({ length: count }, (_, i) => hash(i));
const askedFor = (count: number) => Object.fromEntries(hashes(count).map((name) => [name, '494321f']));
const SOUND: PollState = { version: 1, silent: [], next: 0, low: false, handsOut: false, seen: {}, asked: {} };

describe('a stored state', () => {
	it.each([
		['as many silent places as shoot IDs', { silent: hashes(SHOOT_ID_MEMORY) }],
		['a report that came very often', { seen: { account: [`${hash(1)}*99`, `${hash(2)}*100`, `${hash(3)}*123456`] } }],
		['as many references asked for as shoot IDs', { asked: askedFor(SHOOT_ID_MEMORY) }],
		[
			'the memories of the account and of the shoot IDs both full',
			{ seen: { account: hashes(ACCOUNT_MEMORY), [hash(1)]: hashes(SHOOT_ID_MEMORY) } },
		],
	])('with %s is taken', (_, part) => {
		expect(decodeState({ ...SOUND, ...part })).toEqual({ ...SOUND, ...part });
	});

	it.each([
		['one silent place more', { silent: hashes(SHOOT_ID_MEMORY + 1) }],
		['one reference asked for more', { asked: askedFor(SHOOT_ID_MEMORY + 1) }],
		['one report of the account more', { seen: { account: hashes(ACCOUNT_MEMORY + 1) } }],
		['one report of the shoot IDs more', { seen: { [hash(1)]: hashes(SHOOT_ID_MEMORY), [hash(2)]: hashes(1) } }],
		['a place in a list of its own', { silent: [['account']] }],
		['a place that goes on', { silent: ['accounts'] }],
		['a number for a memory', { seen: 5 }],
		['a bad entry after a good one', { seen: { account: [hash(1), 'x'] } }],
		['an entry in a list of its own', { seen: { account: [[hash(1)]] } }],
		['an entry that came once, told as a number', { seen: { account: [`${hash(1)}*0`] } }],
		['an entry that came too often to be one of ours', { seen: { account: [`${hash(1)}*1234567`] } }],
		['a place of a bad name', { seen: { accounts: [] } }],
	])('with %s is damaged', (_, part) => {
		expect(decodeState({ ...SOUND, ...part })).toBe('damaged');
	});
});

describe('the state', () => {
	const report = SAMPLES.delivered;

	it('is not low when it is fresh', () => {
		expect(freshState([{ account: true }])).toEqual({ ...SOUND, silent: ['account'] });
	});

	it('writes down how often only of what came more than once', () => {
		expect(advance(freshState([]), { account: true }, [report]).state.seen.account).toEqual([
			expect.stringMatching(/^[\w-]{12}$/),
		]);
		expect(advance(freshState([]), { account: true }, [report, report]).state.seen.account).toEqual([
			expect.stringMatching(/^[\w-]{12}\*2$/),
		]);
	});

	it('remembers nothing of a shoot ID that was never asked for', () => {
		expect(Object.values(keepOnly(freshState([]), { shootId: 'C2001' }, [report]).seen)).toEqual([[]]);
	});
});
