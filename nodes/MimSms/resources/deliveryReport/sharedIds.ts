import type { IPairedItemData } from 'n8n-workflow';
import type { Run } from '../../bridge/run/run';
import { grouped } from '../../bridge/run/grouped';
import type { Result } from '../../gateway/fault';
import type { DeliveryReport } from '../../gateway/report';

/** What an item says: its shoot ID, or why there is none. */
export type Asked = readonly [item: number, shootId: Result<string>];

/** The items of each question: with `once`, those that hold one shoot ID share it; a bad ID stands for itself. */
export const questions = (asked: readonly Asked[], once: boolean): Asked[][] => [
	...grouped(asked.map((one) => [once && one[1].ok ? one[1].value : one[0], one] as const)).values(),
];

/** Of the items that share a shoot ID, the one that a report belongs to: the next whose field `to`, as Send Many gives it, is the report's number; else all of them. */
export function holderOf(
	run: Run,
	holders: readonly number[],
): (report: DeliveryReport) => IPairedItemData | IPairedItemData[] {
	if (holders.length === 1) return () => ({ item: holders[0] });
	const byNumber = grouped(holders.map((item) => [run.json(item).to, item] as const));
	return ({ to }) => {
		const same = to === null ? undefined : byNumber.get(to);
		if (!same) return holders.map((item) => ({ item }));
		return { item: same.length > 1 ? (same.shift() as number) : same[0] };
	};
}
