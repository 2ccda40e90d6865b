import type { IPairedItemData } from 'n8n-workflow';
import type { Call } from '../../bridge/call';
import type { Outcome } from '../../gateway/fault';
import type { DeliveryReport } from '../../gateway/report';

/** A shoot ID, or why there is none, with the items that hold it. */
export type Question = [number[], Outcome<string>];

/** The shoot IDs in the order of their first items; a bad one stands for itself. */
export function eachOnce(shootIds: ReadonlyArray<[number, Outcome<string>]>): Question[] {
	const items = new Map<string, number[]>();
	const questions: Question[] = [];
	for (const [item, shootId] of shootIds) {
		const same = shootId.ok ? items.get(shootId.value) : undefined;
		if (same) {
			same.push(item);
			continue;
		}
		const holders = [item];
		if (shootId.ok) items.set(shootId.value, holders);
		questions.push([holders, shootId]);
	}
	return questions;
}

/** Of the items that share a shoot ID, the one that a report belongs to: the next whose field `to`, as Send Many gives it, is the report's number; else all of them. */
export function holderOf(call: Call, holders: readonly number[]): (report: DeliveryReport) => IPairedItemData | IPairedItemData[] {
	const byNumber = new Map<string, number[]>();
	for (const item of holders) {
		const { to } = call.json(item);
		if (typeof to !== 'string') continue;
		const same = byNumber.get(to);
		if (same) same.push(item);
		else byNumber.set(to, [item]);
	}
	return ({ to }) => {
		const same = to === null ? undefined : byNumber.get(to);
		if (!same) return holders.map((item) => ({ item }));
		return { item: same.length > 1 ? (same.shift() as number) : same[0] };
	};
}
