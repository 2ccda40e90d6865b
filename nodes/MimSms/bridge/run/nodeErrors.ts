import { NodeApiError, NodeOperationError, type INode, type INodeExecutionData } from 'n8n-workflow';
import type { Fault } from '../../gateway/fault';
import { faultText, publicLine } from '../../gateway/faultText';
import type { Run } from './run';
import { plainWords } from './messageJoiner';

/** The one place where a fault becomes an error of n8n. It starts from nothing but our own words: no cause, no request. */
export function nodeError(
	node: INode,
	fault: Fault,
	at: { itemIndex: number; runIndex: number; sending: boolean },
): NodeApiError | NodeOperationError {
	const { message, advice } = faultText(fault, at.sending);
	const options = { message: plainWords(message), description: advice, itemIndex: at.itemIndex, runIndex: at.runIndex };
	if (fault.kind === 'invalidInput' && at.sending) return new NodeOperationError(node, options.message, options);
	return new NodeApiError(node, {}, options);
}

/** The error of one item while reports, balance or key are read. */
export const readingError = ({ node, runIndex }: Run, fault: Fault, itemIndex: number) =>
	nodeError(node, fault, { itemIndex, runIndex, sending: false });

/** The error of one item that is to be sent. */
export const sendingError = ({ node, runIndex }: Run, fault: Fault, itemIndex: number) =>
	nodeError(node, fault, { itemIndex, runIndex, sending: true });

/** What went wrong while reading, as an item under On Error: Continue. */
export const readingErrorItem = (fault: Fault, item: number): INodeExecutionData =>
	errorItem(publicLine(faultText(fault, false)), item);

/** An error item as the engine wants it: with any other key it would go out of the wrong branch. */
export const errorItem = (error: string, item: number): INodeExecutionData => ({
	json: { error },
	pairedItem: { item },
});
