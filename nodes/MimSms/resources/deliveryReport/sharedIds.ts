import type { IPairedItemData } from 'n8n-workflow';
import { grouped } from '../../bridge/run/grouped';
import type { Run } from '../../bridge/run/run';
import type { Result } from '../../gateway/fault';
import { readMsisdn } from '../../gateway/phone';
import type { DeliveryReport } from '../../gateway/report';

/** An item, and the shoot IDs that it asks for. */
export type Asked = readonly [item: number, words: Result<string[]>];

/** One question to the gateway, and the items that ask it; a bad ID is a question of its own that is never asked. */
export interface Question {
	word: Result<string>;
	holders: number[];
}

/** The questions of all items, in their order; `shared`: items that hold the same word share its question. */
export function questions(asked: readonly Asked[], { shared }: { shared: boolean }): Question[] {
	const single = asked.flatMap(([item, words]): Array<[key: unknown, one: [Result<string>, number]]> => {
		if (!words.ok) return [[Symbol(), [words, item]]];
		return words.value.map((word) => [shared ? word : Symbol(), [{ ok: true, value: word }, item]]);
	});
	return [...grouped(single).values()].map((group) => ({ word: group[0][0], holders: group.map(([, item]) => item) }));
}

const numberIn = (to: unknown): unknown => (typeof to === 'string' ? (readMsisdn(to) ?? to) : to);

/** Of the items that share a shoot ID, the one that a report belongs to: the next whose field `to`, as Send Personalised gives it, is the report's number; else all of them. */
export function holderOf(
	run: Run,
	holders: readonly number[],
): (report: DeliveryReport) => IPairedItemData | IPairedItemData[] {
	if (holders.length === 1) return () => ({ item: holders[0] });
	const byNumber = grouped(holders.map((item) => [numberIn(run.json(item).to), item] as const));
	return ({ to }) => {
		const same = to === null ? undefined : byNumber.get(to);
		if (!same) return holders.map((item) => ({ item }));
		return { item: same.length > 1 ? (same.shift() as number) : same[0] };
	};
}
