import { Reading } from '../gateway/reading';
import type { DeliveryReport, ReportPage } from '../gateway/report';
import { ACCOUNT, advance, forgetOtherPlaces, isSilent, spoken, type PollState } from './pollState';

/** The state at this moment: polls of one process overlap. */
interface Moment {
	/** Before the page was asked for. */
	asked: PollState;
	/** Since it is here. */
	now: PollState;
}

/**
 * Which reports of the account are new. A report is new when the pages before it, of this poll and of all others, held fewer that
 * equal it; in a poll whose end proves that the gateway returns each only once, when those before this poll did.
 */
export class AccountReading {
	private readonly reading: Reading;

	/** Pages of which something comes out, as far as can be told. */
	heard = 0;

	/** `isOld`: whether a report stays silent while the account does. */
	constructor(
		pageSize: number,
		private readonly start: PollState,
		private readonly isOld: (report: DeliveryReport) => boolean,
	) {
		this.reading = new Reading(pageSize, start);
	}

	/** Whether this poll asks for no further page. */
	isOver = false;

	/** Takes a page into account; the state after it. */
	take({ reports, complete }: ReportPage, { asked, now }: Moment): PollState {
		// A page that is asked for while old reports pass is one of them, though another poll may have come to their end meanwhile.
		const silent = isSilent(asked, ACCOUNT);
		const { state, fresh: surelyNew } = advance(forgetOtherPlaces(now, [ACCOUNT]), ACCOUNT, reports);
		// What an earlier poll gave stays given: a gateway may hand a page out once more after a connection broke.
		const mayBeNew = surelyNew.length === reports.length ? reports : advance(this.start, ACCOUNT, reports).fresh;
		const isSilentRow = silent ? this.isOld : undefined;
		if (!isSilentRow || !reports.every(isSilentRow)) this.heard++;
		this.reading.take(reports, surelyNew, { complete, mayBeNew, isSilent: isSilentRow });
		// A page that was cut off is no short one: behind it there may be more of what is to stay silent.
		this.isOver = this.reading.isOver || (!complete && (!silent || reports.length === 0));
		const { handsOut = state.handsOut } = this.reading;
		return { ...(this.reading.isOver ? spoken(state, ACCOUNT) : state), handsOut };
	}

	/** The new reports, in their order. */
	reports(): DeliveryReport[] {
		return this.reading.reports({ strict: true });
	}
}
