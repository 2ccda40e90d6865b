import { NodeApiError, type IDataObject, type INodeExecutionData } from 'n8n-workflow';
import { success, type Result } from '../../gateway/fault';
import { oneLine } from '../../gateway/faultText';
import { shownReferences } from '../../gateway/references';
import { readSwitch } from '../input/fieldReaders';
import { evaluated, flattened } from '../input/parameters';
import { grouped } from '../run/grouped';
import type { ItemOutcome } from '../run/ledger';
import { faultItem, shieldedFromN8n } from '../run/nodeErrors';
import { continueAdvice } from '../run/retryAdvice';
import type { Run } from '../run/run';
import { includeInputFieldsOption } from './fields';
import { otherRecipientsInWords } from './otherRecipients';

/** The output: one item per input item, in order and paired. Without On Error: Continue a failure throws, accounting for all. */
export function toItems(run: Run, results: ReadonlyMap<number, ItemOutcome>): INodeExecutionData[] {
	throwFailures(run, results);
	const items = run.items.map((item) => {
		const result = results.get(item) as ItemOutcome;
		return 'output' in result ? { json: result.output, pairedItem: { item } } : faultItem(run, result.text, item);
	});
	// Only here: the ledger would store the input with each message.
	return withInputFields(run, items);
}

/** Throws the summary error when a message was not submitted, unless the items tell it under On Error: Continue. */
export function throwFailures(run: Run, results: ReadonlyMap<number, ItemOutcome>): void {
	const ordered = run.items.map((item): [number, ItemOutcome] => [item, results.get(item) as ItemOutcome]);
	if (!run.continueOnFail && ordered.some(([, result]) => 'text' in result)) throw summaryError(run, ordered);
}

/** What n8n would take for an error of the item, or for its own. */
const LEFT_OUT = ['error', '$error', '$json'];

/** Whether the output of an item is to hold the fields of its input too. Asks for nothing where the option is not set. */
export function readIncludesInput(run: Run, item: number): Result<boolean> {
	const { options: written } = run.node.parameters;
	const mayBeSet =
		typeof written !== 'object' || written === null || Object.hasOwn(written, includeInputFieldsOption.name);
	if (!mayBeSet) return success(false);
	const options = (run.parameter('options', item, {}) ?? {}) as IDataObject;
	return readSwitch(includeInputFieldsOption, options[includeInputFieldsOption.name]);
}

/** Output items with the fields of their input items where that is wanted. Ours win. */
export function withInputFields(run: Run, items: INodeExecutionData[]): INodeExecutionData[] {
	const leftOut = new Set<string>();
	const widened = items.map((output) => {
		const { item } = output.pairedItem as { item: number };
		const includes = flattened(evaluated(() => readIncludesInput(run, item)));
		if (!includes.ok || !includes.value || 'error' in output.json) return output;
		const fields = Object.entries(run.json(item)).filter(([name]) => {
			if (LEFT_OUT.includes(name)) leftOut.add(name);
			return !LEFT_OUT.includes(name) && !Object.hasOwn(output.json, name);
		});
		return { ...output, json: { ...output.json, ...Object.fromEntries(fields) } };
	});
	if (leftOut.size > 0)
		run.hint(
			`Left out of the input fields: ${[...leftOut].join(', ')}. With it, n8n would treat the item as failed. Rename the field before this node if you need it.`,
		);
	return widened;
}

const SHOWN_IDS = 50;
const SHOWN_REASONS = 10;

/** The error of a run in which not every message was submitted: for one message its reason, for several the sum of all. */
export function summaryError(run: Run, results: ReadonlyArray<[number, ItemOutcome]>): NodeApiError {
	const failures = results.flatMap(([item, result]) => ('text' in result ? [{ item, text: result.text }] : []));
	const at = { itemIndex: failures[0].item, runIndex: run.runIndex };
	if (results.length === 1) {
		const { message, advice } = failures[0].text;
		return new NodeApiError(run.node, {}, { message: shieldedFromN8n(message), description: advice, ...at });
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
		`n8n counts items from 0. ${continueAdvice(run.place)}`,
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

/** So many of a thing, in words: `1 row`, `3 rows`. */
export const counted = (count: number, one: string, several = `${one}s`): string =>
	`${count} ${count === 1 ? one : several}`;

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
