import type { DeliveryReport } from './report';

/** Full pages of rows that are mostly alike, in which nothing was new, until they count as a repeat. */
const MOST_ALIKE = 5;

/** The same of rows without any name that do not come out. */
const MOST_HUSHED = 100;

/** The same of rows without any name, of a gateway that is known to give each row once. */
const MOST_NAMELESS = 10;

interface Page {
	/** Those of it that may come out. */
	rows: readonly DeliveryReport[];
	/** Those of them that surely come out. */
	sure: readonly DeliveryReport[];
}

/**
 * One reading of the whole account, page by page. Whether a row that equals an earlier one was handed out anew, or is a repeat,
 * the end of the reading tells: a gateway that repeats its newest 100 never gives a short page after a full one.
 */
export class Reading {
	/** `pageSize`: the rows of a full page, behind which there may be another; `handsOut`: whether an earlier reading has proved that the gateway gives each row once. */
	constructor(
		private readonly pageSize: number,
		private readonly known: { handsOut: boolean } = { handsOut: false },
	) {}

	private readonly pages: Page[] = [];

	private wasFull = false;

	private alike = 0;

	private verdict: 'open' | 'handsOut' | 'repeats' = 'open';

	/** Whether the gateway has no more. */
	isOver = false;

	/** What this reading proves: whether the gateway gives each row once; undefined where it proves nothing. */
	handsOut?: boolean;

	/** How many reports come out, as far as can be told. */
	count = 0;

	/**
	 * `news`: the rows beyond those that are known; `possible`: those beyond what was known before this reading, where that is
	 * not every one; `hushed`: those that do not come out.
	 */
	take(
		rows: readonly DeliveryReport[],
		news: readonly DeliveryReport[],
		{
			complete,
			possible = rows,
			hushed = () => false,
		}: { complete: boolean; possible?: readonly DeliveryReport[]; hushed?: (row: DeliveryReport) => boolean },
	): void {
		const isFull = rows.length >= this.pageSize;
		const page = {
			rows: withoutAny(withNameless(rows, possible), hushed),
			sure: withoutAny(withNameless(rows, news), hushed),
		};
		this.pages.push(page);
		this.count += likely(page).length;
		if (complete && !isFull) {
			this.isOver = true;
			if (this.wasFull) this.handsOut = !this.hasLostSome(rows, news);
			if (this.wasFull) this.verdict = this.handsOut ? 'handsOut' : 'repeats';
		} else if (rows.length > 0 && news.length === 0) {
			const isAlike = areAlike(rows);
			if (isAlike) this.alike++;
			if (!isAlike || this.alike >= mostAlike(rows, hushed, this.known)) {
				this.isOver = true;
				this.verdict = 'repeats';
				if (!isAlike) this.handsOut = false;
			}
		}
		this.wasFull ||= isFull;
	}

	/** What comes out: of a gateway that hands out all, else what is surely new; where nothing has told, what is likely, unless `strict`. */
	reports({ strict = false } = {}): DeliveryReport[] {
		if (this.verdict === 'handsOut') return this.pages.flatMap(({ rows }) => rows);
		return this.pages.flatMap((page) => (this.verdict === 'open' && !strict ? likely(page) : page.sure));
	}

	/** Whether a short page is a repeat of a full one from which a report has expired meanwhile. */
	private hasLostSome(rows: readonly DeliveryReport[], news: readonly DeliveryReport[]): boolean {
		return news.length === 0 && 2 * rows.length >= this.pageSize && this.alike === 0 && !areAlike(rows);
	}
}

/** Whether most rows of a page equal another one of it: such pages may follow each other without being repeats. */
const areAlike = (rows: readonly DeliveryReport[]): boolean =>
	2 * new Set(rows.map((row) => JSON.stringify(row))).size <= rows.length;

/** How many such pages may follow each other. Nameless rows come out again each time: another page does no harm where nobody hears of them, or where the gateway repeats none. */
function mostAlike(
	rows: readonly DeliveryReport[],
	hushed: (row: DeliveryReport) => boolean,
	{ handsOut }: { handsOut: boolean },
): number {
	if (!rows.every(isNameless)) return MOST_ALIKE;
	if (rows.every(hushed)) return MOST_HUSHED;
	return handsOut ? MOST_NAMELESS : 0;
}

/** Those of the rows, and all that name nothing: they may equal others, and yet be new. */
function withNameless(rows: readonly DeliveryReport[], some: readonly DeliveryReport[]): readonly DeliveryReport[] {
	if (some.length === rows.length) return rows;
	const among = new Set(some);
	return rows.filter((row) => among.has(row) || isNameless(row));
}

const withoutAny = (rows: readonly DeliveryReport[], hushed: (row: DeliveryReport) => boolean) =>
	rows.some(hushed) ? rows.filter((row) => !hushed(row)) : rows;

/** The whole page, unless the most of it is known. */
const likely = ({ rows, sure }: Page): readonly DeliveryReport[] => (2 * sure.length >= rows.length ? rows : sure);

/** A row of the JSON form: it may equal another and yet be of another message. */
const isNameless = ({ to, message, sentAt, receivedAt, raw }: DeliveryReport): boolean =>
	[to, message, sentAt, receivedAt, raw ?? null].every((value) => value === null);

/** The rows of a page beyond those that the page before held, both as texts too; equal ones count by their number. */
export function beyond(
	before: readonly string[],
	texts: readonly string[],
	rows: readonly DeliveryReport[],
): DeliveryReport[] {
	const left = new Map<string, number>();
	for (const text of before) left.set(text, (left.get(text) ?? 0) + 1);
	return rows.filter((_, index) => {
		const times = left.get(texts[index]) ?? 0;
		left.set(texts[index], times - 1);
		return times <= 0;
	});
}
