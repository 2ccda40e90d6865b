/** Which reports of the account are new, page by page; the engine's polls show the same in account.test and pages.test. */
import type { DeliveryReport } from '../../nodes/MimSms/gateway/report';
import { AccountReading } from '../../nodes/MimSms/trigger/accountReading';
import { ACCOUNT, freshState, isSilent } from '../../nodes/MimSms/trigger/pollState';
import type { PollState } from '../../nodes/MimSms/trigger/pollState';
import { SAMPLES } from '../../nodes/MimSms/trigger/sample';

const PAGE_SIZE = 100;

const numbered = (count: number, from = 0): DeliveryReport[] =>
	Array.from({ length: count }, (_, index) => ({ ...SAMPLES.delivered, message: `No. ${from + index}` }));

const isOld = ({ message }: DeliveryReport): boolean => Number(message?.slice(4)) < 150;

/** A poll that reads pages one after another, until it is over. */
function poll(start: PollState, ...pages: Array<DeliveryReport[] | { reports: DeliveryReport[]; complete: false }>) {
	const reading = new AccountReading(PAGE_SIZE, start, isOld);
	let state = start;
	let read = 0;
	for (const page of pages) {
		if (reading.isOver) break;
		const asPage = Array.isArray(page) ? { reports: page, complete: true } : page;
		state = reading.take(asPage, { asked: state, now: state });
		read += 1;
	}
	return { state, read, reading, reports: reading.reports() };
}

describe('a report of the account', () => {
	it('is new once, over pages and polls', () => {
		const first = poll(freshState([]), numbered(100), numbered(20, 100));
		const second = poll(first.state, numbered(30, 100));

		expect([first.reports, second.reports]).toEqual([numbered(120), numbered(10, 120)]);
	});

	it('is not new again where an earlier poll gave it, though the end of this one proves that each comes once', () => {
		const first = poll(freshState([]), numbered(100), numbered(20, 100));
		const second = poll(first.state, numbered(100, 110), numbered(5, 210));

		expect(second.state.handsOut).toBe(true);
		expect(second.reports).toEqual(numbered(95, 120));
	});

	it('is new as often as the gateway returns it, where its end proves that each comes only once', () => {
		const twins = Array.from({ length: 120 }, () => SAMPLES.delivered);
		const { reports, state } = poll(freshState([]), twins.slice(0, 100), twins.slice(100));

		expect(reports).toHaveLength(120);
		expect(poll(state, twins.slice(100)).reports).toEqual([]);
	});

	it('is not new again where the gateway repeats its newest', () => {
		const { reports, read } = poll(freshState([]), numbered(100), numbered(100), numbered(100));

		expect([read, reports]).toEqual([2, numbered(100)]);
	});

	it('is silent while it is old and the account is silent, which is over with the first short page', () => {
		const pages = [numbered(100), numbered(100, 100), numbered(60, 200)];
		const { state, reading, reports } = poll(freshState([ACCOUNT]), ...pages);

		expect([reports, reading.heard]).toEqual([numbered(110, 150), 2]);
		expect(isSilent(state, ACCOUNT)).toBe(false);
		expect(poll(state, numbered(5, -5)).reports).toHaveLength(5);
	});

	it('of a page that was asked for in the silence stays silent, though another poll ended that meanwhile', () => {
		const reading = new AccountReading(PAGE_SIZE, freshState([ACCOUNT]), isOld);
		reading.take({ reports: numbered(3), complete: true }, { asked: freshState([ACCOUNT]), now: freshState([]) });

		expect(reading.reports()).toEqual([]);
	});
});

describe('a page that was cut off', () => {
	const cutOff = (reports: DeliveryReport[]) => ({ reports, complete: false }) as const;

	it('is the last one of its poll', () => {
		const { read, reports, state } = poll(freshState([]), numbered(100), cutOff(numbered(7, 100)), numbered(9, 107));

		expect([read, reports]).toEqual([2, numbered(107)]);
		expect(poll(state, numbered(9, 107)).reports).toEqual(numbered(9, 107));
	});

	it('proves nothing of the gateway: what a page before holds is not new', () => {
		const { reports, reading } = poll(freshState([]), numbered(100), cutOff(numbered(10, 98)));

		expect([reports, reading.isOver]).toEqual([numbered(108), true]);
	});

	it('in the silence is not, since more that is old may be behind it', () => {
		const { read, state } = poll(freshState([ACCOUNT]), cutOff(numbered(7)), numbered(3, 7));

		expect([read, isSilent(state, ACCOUNT)]).toEqual([2, false]);
	});

	it('before its first record ends the poll, not the silence', () => {
		const { read, state } = poll(freshState([ACCOUNT]), numbered(100), cutOff([]), numbered(3, 100));

		expect([read, isSilent(state, ACCOUNT)]).toEqual([2, true]);
	});
});
