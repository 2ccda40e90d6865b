import { NodeApiError, NodeOperationError, type IExecuteFunctions, type IExecutePaginationFunctions, type INode, type INodeExecutionData, type INodePropertyRouting } from 'n8n-workflow';
import type { GatewayRequest } from '../gateway/requests';
import { callOfRequest, callOfRun, type Call } from './call';
import { errorItem } from './nodeErrors';

/** What an operation does with the items of a run. It throws errors of n8n only. */
export type Operation = (call: Call) => Promise<INodeExecutionData[]>;

/** An operation that sees all items at once (`customOperations`). */
export const overAllItems = (operation: Operation) =>
	async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const call = callOfRun(this);
		return [await guarded(call, operation)];
	};

/**
 * The same operation as a declarative request for one item: n8n's direct tool calls know nothing else. The request is
 * named for those who read the description; the operation asks the gateway itself, so that faults are told in one way.
 */
export const perItem = (request: GatewayRequest, operation: Operation): INodePropertyRouting => ({
	request: { method: request.method, url: request.path },
	send: { paginate: true },
	operations: {
		async pagination(this: IExecutePaginationFunctions): Promise<INodeExecutionData[]> {
			return await guarded(callOfRequest(this), operation);
		},
	},
});

/** Turns a throw into an error item under On Error: Continue, where the operation has not done so item by item. */
async function guarded(call: Call, operation: Operation): Promise<INodeExecutionData[]> {
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
