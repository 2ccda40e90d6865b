import { NodeApiError, NodeOperationError, type INode, type INodeExecutionData } from 'n8n-workflow';
import type { Fault } from '../gateway/fault';
import { faultText } from '../gateway/faultText';

/** The one place where a fault becomes an error of n8n. It starts from nothing but our own words: no cause, no request. */
export function nodeError(node: INode, fault: Fault, at: { itemIndex: number; runIndex: number; sending: boolean }): NodeApiError | NodeOperationError {
	const { message, advice } = faultText(fault, at.sending);
	const options = { message, description: advice, itemIndex: at.itemIndex, runIndex: at.runIndex };
	if (fault.kind === 'invalidInput' && at.sending) return new NodeOperationError(node, message, options);
	return new NodeApiError(node, {}, options);
}

/** An error item as the engine wants it: with any other key it would go out of the wrong branch. */
export const errorItem = (error: string, item: number): INodeExecutionData => ({ json: { error }, pairedItem: { item } });
