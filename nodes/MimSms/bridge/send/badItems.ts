import { NodeOperationError, type NodeApiError } from 'n8n-workflow';
import type { InvalidInput } from '../../gateway/fault';
import { faultText } from '../../gateway/faultText';
import { grouped } from '../run/grouped';
import { shieldedFromN8n, sendingError } from '../run/nodeErrors';
import type { Run } from '../run/run';
import { ranges } from './output';

const SHOWN_ITEMS = 20;

const SEND_THE_OTHERS =
	'To send the other items, choose Continue (using error output) under Settings → On Error. The wrong items then get a branch of their own';

/** An item that can't be sent as it is. */
export type BadItem = readonly [item: number, fault: InvalidInput];

/** The error of a run that ends before its first request, since items are wrong: it names all of them, the first 20 with their problems. */
export function badItemsError(run: Run, bad: readonly BadItem[]): NodeApiError | NodeOperationError {
	const [first, fault] = bad[0];
	const remedies = new Set([
		...(bad.length < run.items.length ? [SEND_THE_OTHERS] : []),
		...bad.slice(0, SHOWN_ITEMS).flatMap(([, { remedy }]) => (remedy === undefined ? [] : [remedy])),
	]);
	if (bad.length === 1) return sendingError(run, { ...fault, remedy: [...remedies].join('. ') || undefined }, first);
	const problems = grouped(bad.slice(0, SHOWN_ITEMS).map(([item, fault]) => [problemOf(fault), item] as const));
	const isOneProblem = bad.every(([, other]) => problemOf(other) === problemOf(fault));
	const description = [
		...(isOneProblem
			? [`Items ${ranges(bad.map(([item]) => item))} of ${run.items.length} have this problem.`]
			: [...problems].map(
					([problem, items]) => `${items.length === 1 ? 'Item' : 'Items'} ${ranges(items)}: ${problem}`,
				)),
		...(!isOneProblem && bad.length > SHOWN_ITEMS ? [`and ${bad.length - SHOWN_ITEMS} more`] : []),
		...[...remedies].map((remedy) => `${remedy}.`),
		'n8n counts items from 0. This try sent nothing.',
	].join('\n');
	const message = isOneProblem
		? problemOf(fault)
		: `${bad.length} of ${run.items.length} items can't be sent as they are. The first: ${problemOf(fault)}`;
	return new NodeOperationError(run.node, shieldedFromN8n(message), {
		message: shieldedFromN8n(message),
		description,
		itemIndex: first,
		runIndex: run.runIndex,
	});
}

const problemOf = (fault: InvalidInput): string => faultText(fault, { sending: true }).message;
