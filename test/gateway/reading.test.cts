import * as fc from '../properties.cts';
import { beyond, Reading } from '../../nodes/MimSms/gateway/reading';
import { PAGE_SIZE } from '../../nodes/MimSms/gateway/classic/reports';
import type { DeliveryReport } from '../../nodes/MimSms/gateway/report';
import { unreadableRecord } from './pages.cts';

const report = (id: number | string): DeliveryReport => ({
	to: '8801712345678',
	message: `No. ${id}`,
	sentAt: null,
	receivedAt: null,
	code: '1',
	status: 'delivered',
	meaning: 'Delivered',
	details: 'Delivered',
	other: {},
});
const numbered = (count: number, from = 0) => Array.from({ length: count }, (_, index) => report(from + index));
const alike = (count: number, kinds = 1) => Array.from({ length: count }, (_, index) => report(index % kinds));
const nameless = (count: number) => Array.from({ length: count }, () => ({ ...report(0), to: null, message: null }));
const textsOf = (rows: readonly DeliveryReport[]) => rows.map((row) => JSON.stringify(row));
const WHOLE = { complete: true };

/** Reads pages as Get Many does, until the reading is over; `read` tells how many pages that took. */
function readAll(pages: DeliveryReport[][], options: (page: number) => Parameters<Reading['take']>[2] = () => WHOLE) {
	const reading = new Reading(PAGE_SIZE);
	let before: string[] = [];
	let read = 0;
	for (const page of pages) {
		if (reading.isOver) break;
		reading.take(page, beyond(before, textsOf(page), page), options(read));
		before = textsOf(page);
		read += 1;
	}
	return { reading, read };
}

/** Pages of a gateway that hands each row out once. */
function handedOut(rows: DeliveryReport[]): DeliveryReport[][] {
	const pages: DeliveryReport[][] = [];
	for (let from = 0; from <= rows.length; from += 100) pages.push(rows.slice(from, from + 100));
	return pages;
}

describe('a gateway that hands each report out once', () => {
	it.each([0, 1, 99, 100, 101, 200, 250])('gives %i reports, in their order', (count) => {
		const { reading, read } = readAll(handedOut(numbered(count)));

		expect(reading.reports()).toEqual(numbered(count));
		expect(reading.reports({ strict: true })).toEqual(numbered(count));
		expect([reading.isOver, reading.count, read]).toEqual([true, count, Math.floor(count / 100) + 1]);
	});

	it.each([
		[105, 3],
		[105, 1],
		[250, 1],
		[250, 50],
		[399, 100],
		[599, 1],
	])('gives all of %i reports of which only %i differ', (count, kinds) => {
		const rows = alike(count, kinds);
		const { reading } = readAll(handedOut(rows));

		for (const strict of [false, true])
			expect(reading.reports({ strict })).toEqual(kinds > 50 ? rows.slice(0, 100) : rows);
	});

	it('gives all whatever of them is equal, when the last page is short and each brings something new', () => {
		fc.assert(
			fc.property(
				fc.array(fc.nat(150), { minLength: 100, maxLength: 350 }).filter((ids) => ids.length % 100 !== 0),
				(ids) => {
					const rows = ids.flatMap((id, index) => (index % 100 === 0 ? [report(`page ${index}`)] : [report(id)]));
					expect(readAll(handedOut(rows)).reading.reports({ strict: true })).toEqual(rows);
				},
			),
			{ numRuns: 100 },
		);
	});

	it('gives the rows of the JSON form to their end, ten pages at most, once it is known to do so', () => {
		const readKnowing = (pages: DeliveryReport[][]) => {
			const reading = new Reading(PAGE_SIZE, { handsOut: true });
			let read = 0;
			for (; read < pages.length && !reading.isOver; read++) reading.take(pages[read], [], WHOLE);
			return [reading.reports({ strict: true }).length, read];
		};

		expect(readKnowing(handedOut(nameless(250)))).toEqual([250, 3]);
		expect(readKnowing(handedOut(nameless(2_000)))).toEqual([1_000, 10]);
		expect(readKnowing([numbered(100), numbered(100)])).toEqual([0, 1]);
	});

	it('proves it by a short page behind a full one, and the contrary by a repeat', () => {
		const proof = (pages: DeliveryReport[][]) => readAll(pages).reading.handsOut;

		expect(proof(handedOut(numbered(150)))).toBe(true);
		expect(proof([numbered(100), numbered(100)])).toBe(false);
		expect(proof([numbered(100), numbered(99)])).toBe(false);
		expect(proof(handedOut(numbered(50)))).toBeUndefined();
		expect(proof([nameless(100), nameless(100)])).toBeUndefined();
	});

	it('gives rows without any name beside those that are known', () => {
		const reading = new Reading(PAGE_SIZE);
		const page = [...nameless(99), ...numbered(1)];
		reading.take(page, numbered(0), { complete: true, mayBeNew: [] });
		reading.take(nameless(20), [], { complete: true, mayBeNew: [] });

		expect(reading.reports({ strict: true })).toHaveLength(119);
	});

	it('gives the rows of the JSON form though they are equal, and ends where nothing tells them from a repeat', () => {
		for (const strict of [false, true])
			expect(readAll(handedOut(nameless(250))).reading.reports({ strict })).toHaveLength(200);
		expect(readAll(handedOut(nameless(250))).read).toBe(2);
		const mixed = [nameless(40), numbered(60)].flat();
		expect(readAll([mixed, mixed]).reading.reports()).toEqual([...mixed, ...nameless(40)]);
	});
});

describe('a gateway that repeats its newest 100', () => {
	const window = (from: number) => numbered(100, from);

	it('gives a page once', () => {
		const { reading, read } = readAll([window(0), window(0), window(0)]);

		expect([reading.reports(), reading.isOver, reading.count, read]).toEqual([window(0), true, 100, 2]);
	});

	it.each([1, 49, 50, 51, 99, 100])('gives each once where %i new ones come between the calls', (news) => {
		const { reading } = readAll([window(0), window(news), window(2 * news), window(2 * news)]);

		for (const strict of [false, true]) expect(reading.reports({ strict })).toEqual(numbered(100 + 2 * news));
		expect(reading.isOver).toBe(true);
	});

	it('gives each once with few rows too', () => {
		const { reading, read } = readAll([numbered(7), numbered(7)]);

		expect([reading.reports(), read]).toEqual([numbered(7), 1]);
	});

	it.each([1, 30, 50])('gives each once, though %i of them expire between two calls', (expired) => {
		const { reading, read } = readAll([window(0), window(0).slice(expired), window(0)]);

		expect([reading.reports({ strict: true }), read]).toEqual([window(0), 2]);
	});

	it('is not taken for one by a last page of few rows that equal earlier ones', () => {
		const pages = [window(0), window(0).slice(0, 49)];

		expect(readAll(pages).reading.reports({ strict: true })).toEqual(pages.flat());
	});

	it('is found out after five pages of rows that are alike', () => {
		const { reading, read } = readAll(Array(20).fill(alike(100, 50)));

		expect([reading.reports(), read]).toEqual([alike(100, 50), 6]);
		expect(readAll(Array(20).fill(alike(100, 51))).read).toBe(2);
	});

	it('goes on after rows that are mostly alike, though one of them names nothing', () => {
		const page = [...alike(99), ...nameless(1)];

		expect(readAll([page, page]).reading.isOver).toBe(false);
	});

	it("gives a record that can't be read once", () => {
		const page = [...numbered(99), unreadableRecord('<message>half')];

		expect(readAll([page, page]).reading.reports()).toEqual(page);
	});

	it.each([
		['its number', { to: '8801812345678' }],
		['its text', { message: 'Hello' }],
		['when it was sent', { sentAt: '2026-11-22T10:15:00+06:00' }],
		['when it was received', { receivedAt: '2026-11-22T10:15:00+06:00' }],
	])('gives a row once that names %s', (_, field) => {
		const page = Array.from({ length: 100 }, (__, index) => ({
			...nameless(1)[0],
			...field,
			other: { ID: `R${index}` },
		}));

		expect(readAll([page, page]).reading.reports()).toEqual(page);
	});
});

describe('a reading that ends before anything has told', () => {
	const withKnown = (count: number) => [...numbered(count), ...numbered(100 - count, 1000)];

	it.each([
		[1, 200],
		[50, 200],
		[51, 149],
		[99, 101],
	])('of whose second page %i rows are known: %i come out, and strictly the new ones alone', (known, expected) => {
		const { reading } = readAll([numbered(100), withKnown(known)]);

		expect([reading.reports().length, reading.count, reading.isOver]).toEqual([expected, expected, false]);
		expect(reading.reports({ strict: true })).toHaveLength(200 - known);
	});

	it('takes a page that was cut off for no short one', () => {
		const { reading } = readAll([numbered(100), [...numbered(3), ...numbered(2, 1000)]], (page) => ({
			complete: page === 0,
		}));

		expect([reading.isOver, reading.reports().length]).toEqual([false, 102]);
	});

	it('but ends where a page that was cut off brings nothing new', () => {
		const { reading } = readAll([numbered(100), numbered(3)], (page) => ({ complete: page === 0 }));

		expect([reading.isOver, reading.reports()]).toEqual([true, numbered(100)]);
	});

	it('goes on behind an empty page that was cut off', () => {
		expect(readAll([[]], () => ({ complete: false })).reading.isOver).toBe(false);
	});

	it('takes a short page after short ones for no proof', () => {
		const reading = new Reading(PAGE_SIZE);
		for (const news of [numbered(3), []]) reading.take(numbered(3), news, WHOLE);

		expect(reading.reports()).toEqual(numbered(3));
	});
});

describe('silent rows', () => {
	it('do not come out, whatever the end tells', () => {
		const rows = alike(105, 3);
		const { reading } = readAll(handedOut(rows), (page) => ({ complete: true, isSilent: () => page === 0 }));

		expect(reading.reports()).toEqual(rows.slice(100));
	});

	it('leave the others of their page', () => {
		const rows = numbered(105);
		const isOld = ({ message }: DeliveryReport) => rows.slice(0, 40).some((old) => old.message === message);
		const { reading } = readAll(handedOut(rows), () => ({ complete: true, isSilent: isOld }));

		expect([reading.reports(), reading.reports({ strict: true })]).toEqual([rows.slice(40), rows.slice(40)]);
	});

	it('without any name are read to their end, though each page is like the one before', () => {
		const rows = nameless(1005);
		const pages = handedOut(rows);
		const { reading, read } = readAll(pages, () => ({ complete: true, isSilent: () => true }));

		expect([read, reading.reports()]).toEqual([pages.length, []]);
	});

	it('without any name, of a gateway that repeats them for ever, are read a hundred times', () => {
		const pages = Array.from({ length: 500 }, () => nameless(100));

		expect(readAll(pages, () => ({ complete: true, isSilent: () => true })).read).toBe(101);
	});

	it('without any name beside one that comes out are read once more only', () => {
		const pages = Array.from({ length: 500 }, () => nameless(100));
		const isSilent = (row: DeliveryReport) => row !== pages[1][0];

		expect(readAll(pages, () => ({ complete: true, isSilent })).read).toBe(2);
	});
});

describe('what is beyond the page before', () => {
	it('counts equal rows by their number', () => {
		const [a, b] = numbered(2);
		const of = (before: DeliveryReport[], rows: DeliveryReport[]) => beyond(textsOf(before), textsOf(rows), rows);

		expect(of([], [a, a])).toEqual([a, a]);
		expect(of([a, a], [a, b, a, a])).toEqual([b, a]);
		expect(of([a, b], [b, a])).toEqual([]);
		expect(of([a], [b, b])).toEqual([b, b]);
	});
});

describe('rows that were known before the reading began', () => {
	it('do not come out, also when the gateway proves to hand each out once', () => {
		const reading = new Reading(PAGE_SIZE);
		const [known, news] = [numbered(60), numbered(40, 60)];
		reading.take([...known, ...news], news, { complete: true, mayBeNew: news });
		reading.take([report(60), report(200)], [], { complete: true, mayBeNew: [report(60), report(200)] });

		expect(reading.reports({ strict: true })).toEqual([...news, report(60), report(200)]);
	});
});
