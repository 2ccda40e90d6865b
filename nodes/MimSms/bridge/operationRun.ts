import {
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type IExecutePaginationFunctions,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';
import { callOfRequest, callOfRun, type Call } from './call';
import { errorItem } from './nodeErrors';
import type { Operation } from './operation';

export const runOverAll = async (context: IExecuteFunctions, operation: Operation) =>
	await guarded(callOfRun(context), operation);

export const runPerItem = async (context: IExecutePaginationFunctions, operation: Operation) =>
	await guarded(callOfRequest(context), operation);

/** Turns a throw into an error item under On Error: Continue, where the operation has not done so item by item. */
async function guarded(call: Call, operation: Operation): Promise<INodeExecutionData[]> {
	// Opened whatever the operation: where n8n's Retry finds none, n8n was killed.
	call.ledger();
	try {
		return await operation(call);
	} catch (error) {
		const nodeError = asNodeError(call.node, error, call.items[0] ?? 0);
		if (!call.continueOnFail) throw nodeError;
		const line = nodeError.description ? `${nodeError.message}. ${nodeError.description}` : nodeError.message;
		return call.items.map((item) => errorItem(line, item));
	}
}

/** Ours pass as they are; what is left is a failing expression, whose words n8n wrote for the user. */
function asNodeError(node: INode, error: unknown, itemIndex: number): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	return new NodeOperationError(node, error instanceof Error ? error : new Error(String(error)), { itemIndex });
}
