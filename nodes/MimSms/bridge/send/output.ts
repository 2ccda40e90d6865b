import type { INodeExecutionData } from 'n8n-workflow';
import { faultItem } from '../run/nodeErrors';
import type { Run } from '../run/run';
import { withInputFields } from './inputFields';
import type { ItemOutcome } from './itemOutcome';
import { summaryError } from './summaryError';

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
