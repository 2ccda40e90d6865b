import {
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type IExecutePaginationFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import type { Ledger } from './ledger';
import { expressionFault, FailedExpression } from '../input/failedExpression';
import { errorItem, readingError } from './nodeErrors';
import { retryAdvice } from './retryAdvice';
import { runOfRequest, runOverItems, type Operation, type Run } from './run';

export const runOverAll = async (context: IExecuteFunctions, operation: Operation) =>
	await guarded(runOverItems(context), operation);

export const runPerItem = async (context: IExecutePaginationFunctions, operation: Operation) =>
	await guarded(runOfRequest(context), operation);

/** Turns a throw into error items under On Error: Continue and for a tool, where the operation has not done so item by item. */
async function guarded(run: Run, operation: Operation): Promise<INodeExecutionData[]> {
	// Opened whatever the operation: where n8n's Retry finds none, n8n was killed.
	const ledger = await run.ledger();
	try {
		return run.asTool ? await answered(run, operation) : await operation(run);
	} catch (error) {
		const nodeError = asNodeError(run, error);
		if (!run.continueOnFail) throw advised(nodeError, run, ledger);
		const line = nodeError.description ? `${nodeError.message}. ${nodeError.description}` : nodeError.message;
		return run.items.map((item) => errorItem(line, item));
	}
}

/** What an agent reads: never nothing, of which models make up what they like. Where there is no item, the hints say why. */
async function answered(run: Run, operation: Operation): Promise<INodeExecutionData[]> {
	const hints: string[] = [];
	const hint = (message: string) => {
		hints.push(message);
		run.hint(message);
	};
	const items = await operation({ ...run, hint });
	if (items.length > 0) return items;
	return [
		{ json: { message: hints.join(' ') || 'There is nothing to show.' }, pairedItem: { item: run.items[0] ?? 0 } },
	];
}

/** The error with what to do about the messages that did not go out, where others did. */
function advised<E extends NodeApiError | NodeOperationError>(error: E, { place, items }: Run, ledger: Ledger): E {
	const leftOver = items.some((item) => ledger.isOpen(item));
	// Of one message whose outcome is unknown the error says all of this itself.
	if (!ledger.hasSent || (items.length === 1 && !leftOver && !ledger.hasEarlier)) return error;
	const advice = retryAdvice(place, { leftOver });
	error.description = error.description ? `${error.description}\n${advice}` : advice;
	return error;
}

/** Ours pass as they are; what is left is a failing expression, whose words n8n wrote for the user. */
function asNodeError(run: Run, error: unknown): NodeApiError | NodeOperationError {
	const itemIndex = run.items[0] ?? 0;
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (error instanceof FailedExpression) return readingError(run, expressionFault(error).fault, itemIndex);
	return new NodeOperationError(run.node, error instanceof Error ? error : new Error(String(error)), { itemIndex });
}
