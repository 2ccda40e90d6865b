import type { DeliveryReport } from './report';

/** Full pages of rows that are mostly alike, in which nothing was new, until they count as a repeat. */
const MOST_ALIKE = 5;

/** The same of rows without any name that stay silent. */
const MOST_SILENT = 100;

/** The same of rows without any name, of a gateway that is known to give each row once. */
const MOST_NAMELESS = 10;

/** What may come out of a page. Rows without any name are in both: they may equal others, and yet be new. */
interface Page {
	/** New where the gateway gives each row once: those that no earlier reading gave. */
	mayBeNew: readonly DeliveryReport[];
	/** New at any gateway: those of them that no page before equals. */
	surelyNew: readonly DeliveryReport[];
}

/**
 * One reading of the whole account, page by page. A gateway gives each row once, or repeats its newest 100; so a row that equals an
 * earlier one is new or a repeat. The end of the reading tells which: one that repeats never gives a short page after a full one.
 *
 *     the gateway          what comes out of each page
 *     gives each once      mayBeNew
 *     repeats              surelyNew
 *     nobody can tell      mayBeNew, but surelyNew where that is less than half of it, or with `strict`
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
	 * Takes a page into account. `surelyNew` and `mayBeNew`: as in `Page`, the latter where it is not every row; `isSilent`: tells the rows that
	 * do not come out.
	 */
	take(
		rows: readonly DeliveryReport[],
		surelyNew: readonly DeliveryReport[],
		{
			complete,
			mayBeNew = rows,
			isSilent = () => false,
		}: { complete: boolean; mayBeNew?: readonly DeliveryReport[]; isSilent?: (row: DeliveryReport) => boolean },
	): void {
		const isFull = rows.length >= this.pageSize;
		const page = {
			mayBeNew: spokenOf(withNameless(rows, mayBeNew), isSilent),
			surelyNew: spokenOf(withNameless(rows, surelyNew), isSilent),
		};
		this.pages.push(page);
		this.count += probablyNew(page).length;
		if (complete && !isFull) {
			this.isOver = true;
			if (this.wasFull) this.handsOut = !this.hasLostSome(rows, surelyNew);
			if (this.wasFull) this.verdict = this.handsOut ? 'handsOut' : 'repeats';
		} else if (rows.length > 0 && surelyNew.length === 0) {
			const isAlike = areAlike(rows);
			if (isAlike) this.alike++;
			if (!isAlike || this.alike >= mostAlike(rows, isSilent, this.known)) {
				this.isOver = true;
				this.verdict = 'repeats';
				if (!isAlike) this.handsOut = false;
			}
		}
		this.wasFull ||= isFull;
	}

	/** What comes out, by the table above. */
	reports({ strict = false } = {}): DeliveryReport[] {
		if (this.verdict === 'handsOut') return this.pages.flatMap(({ mayBeNew }) => mayBeNew);
		return this.pages.flatMap((page) => (this.verdict === 'open' && !strict ? probablyNew(page) : page.surelyNew));
	}

	/** Whether a short page is a repeat of a full one from which a report has expired meanwhile. */
	private hasLostSome(rows: readonly DeliveryReport[], surelyNew: readonly DeliveryReport[]): boolean {
		return surelyNew.length === 0 && 2 * rows.length >= this.pageSize && this.alike === 0 && !areAlike(rows);
	}
}

/** Whether most rows of a page equal another one of it: such pages may follow each other without being repeats. */
const areAlike = (rows: readonly DeliveryReport[]): boolean =>
	2 * new Set(rows.map((row) => JSON.stringify(row))).size <= rows.length;

/** How many such pages may follow each other. Nameless rows come out again each time: another page does no harm where nobody hears of them, or where the gateway repeats none. */
function mostAlike(
	rows: readonly DeliveryReport[],
	isSilent: (row: DeliveryReport) => boolean,
	{ handsOut }: { handsOut: boolean },
): number {
	if (!rows.every(isNameless)) return MOST_ALIKE;
	if (rows.every(isSilent)) return MOST_SILENT;
	return handsOut ? MOST_NAMELESS : 0;
}

/** Some of the rows, and all that name nothing. */
function withNameless(rows: readonly DeliveryReport[], some: readonly DeliveryReport[]): readonly DeliveryReport[] {
	if (some.length === rows.length) return rows;
	const among = new Set(some);
	return rows.filter((row) => among.has(row) || isNameless(row));
}

const spokenOf = (rows: readonly DeliveryReport[], isSilent: (row: DeliveryReport) => boolean) =>
	rows.some(isSilent) ? rows.filter((row) => !isSilent(row)) : rows;

const probablyNew = ({ mayBeNew, surelyNew }: Page): readonly DeliveryReport[] =>
	2 * surelyNew.length >= mayBeNew.length ? mayBeNew : surelyNew;

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
