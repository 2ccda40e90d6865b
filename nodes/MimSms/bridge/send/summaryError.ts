import { shownReferences } from '../../gateway/references';
import { otherRecipientsInWords } from './otherRecipients';
import { NodeApiError } from 'n8n-workflow';
import type { Run } from '../run/run';
import { grouped } from '../run/grouped';
import { oneLine } from '../../gateway/faultText';
import { plainWords } from '../run/nodeErrors';
import type { ItemOutcome } from './itemOutcome';

const SHOWN_IDS = 50;
const SHOWN_REASONS = 10;

/** The error of a run in which not every message was submitted: for one message its reason, for several the sum of all. */
export function summaryError(run: Run, results: ReadonlyArray<[number, ItemOutcome]>): NodeApiError {
	const failures = results.flatMap(([item, result]) => ('text' in result ? [{ item, text: result.text }] : []));
	const at = { itemIndex: failures[0].item, runIndex: run.runIndex };
	if (results.length === 1) {
		const { message, advice } = failures[0].text;
		return new NodeApiError(run.node, {}, { message: plainWords(message), description: advice, ...at });
	}
	const skipped = results.flatMap(([item, result]) =>
		result.outcome === 'skipped'
			? [{ item, text: { message: `[refused] ${String(result.output.response)}`, advice: '' } }]
			: [],
	);
	const reasons = [...grouped([...failures, ...skipped].map(({ item, text }) => [oneLine(text), item] as const))];
	const shown = reasons.slice(0, SHOWN_REASONS).map(([reason, items]) => `${named(items)}: ${reason}`);
	const left = reasons.slice(SHOWN_REASONS).flatMap(([, items]) => items);
	const others = otherRecipientsInWords(results.map(([, result]) => result));
	const description = [
		submittedIds(results),
		...(others === null ? [] : [`${others}.`]),
		...listed(shown, reasons.length, `more reasons (${named(left)})`),
		"n8n counts items from 0. To continue after failures, set On Error in the node's settings.",
	];
	return new NodeApiError(
		run.node,
		{},
		{ message: `Not all messages were submitted: ${counts(results)}`, description: description.join('\n'), ...at },
	);
}

const named = (items: readonly number[]): string =>
	`${items.length === 1 ? 'Item' : 'Items'} ${ranges([...items].sort((a, b) => a - b))}`;

function counts(results: ReadonlyArray<[number, ItemOutcome]>): string {
	const count = (name: ItemOutcome['outcome']) => results.filter(([, { outcome }]) => outcome === name).length;
	return `${count('submitted')} submitted, ${count('refused') + count('skipped')} refused, ${count('unknown')} unknown, ${count('notSent')} not sent`;
}

/** Of the references of several recipients two, and how many more. */
const shownId = (shootId: unknown): string =>
	typeof shootId === 'string' ? shownReferences(shootId.split(',')) : 'without an ID';

function submittedIds(results: ReadonlyArray<[number, ItemOutcome]>): string {
	const ids = new Set(
		results.flatMap(([, result]) => (result.outcome === 'submitted' ? [shownId(result.output.shootId)] : [])),
	);
	if (ids.size === 0) return 'No message was submitted.';
	return `Submitted, by shoot ID: ${listed([...ids].slice(0, SHOWN_IDS), ids.size, 'more').join(', ')}.`;
}

const listed = (shown: string[], all: number, what: string): string[] =>
	all > shown.length ? [...shown, `and ${all - shown.length} ${what}`] : shown;

/** `0, 4 to 9, 12`: rising indexes, as n8n counts items. */
export function ranges(items: readonly number[]): string {
	const runs: Array<[number, number]> = [];
	for (const item of items) {
		const last = runs.at(-1);
		if (last && item === last[1] + 1) last[1] = item;
		else runs.push([item, item]);
	}
	const shown = runs.slice(0, SHOWN_IDS).map(([from, to]) => (from === to ? String(from) : `${from} to ${to}`));
	return listed(shown, runs.length, 'more').join(', ');
}
