import { NodeApiError, NodeOperationError, type INode, type INodeExecutionData } from 'n8n-workflow';
import type { Fault } from '../../gateway/fault';
import { faultText, oneLine, publicLine, unkeptLine, type FaultText } from '../../gateway/faultText';

/** What n8n looks for in an error's message; where it finds one, words of its own replace the whole ("You can retry the request immediately"): NodeError.setDescriptiveErrorMessage, and for "bad gateway" its test of credentials. */
const REPLACED_WORDS = [
	...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'ERRADDRINUSE', 'EADDRNOTAVAIL'],
	...['ECONNABORTED', 'EHOSTUNREACH', 'EAI_AGAIN', 'ENOENT', 'EISDIR', 'ENOTDIR'],
	...['EACCES', 'EEXIST', 'EPERM', 'GETADDRINFO', 'BAD GATEWAY'],
];

const REPLACED = new RegExp(REPLACED_WORDS.join('|'), 'gi');

/** The message so that it reaches the user: such a word, which a web page or a wrong number may hold ("Bookkeeperman"), gets an invisible joiner. */
export const shieldedFromN8n = (message: string): string =>
	message.replace(REPLACED, (word) => `${word[0]}\u2060${word.slice(1)}`);

/** The one place where a fault becomes an error of n8n. It starts from nothing but our own words: no cause, no request. */
export function nodeError(
	node: INode,
	fault: Fault,
	at: { itemIndex: number; runIndex: number; sending: boolean },
): NodeApiError | NodeOperationError {
	const { message, advice } = faultText(fault, at);
	const options = {
		message: shieldedFromN8n(message),
		description: advice,
		itemIndex: at.itemIndex,
		runIndex: at.runIndex,
	};
	const error =
		fault.kind === 'invalidInput' && at.sending
			? new NodeOperationError(node, options.message, options)
			: new NodeApiError(node, {}, options);
	// What n8n knows of a failing expression: the editor shows its words, and the node that is to blame.
	if (fault.kind === 'invalidInput' && fault.context) error.context = { ...fault.context, ...error.context };
	return error;
}

/** Where an error comes from. */
interface Source {
	node: INode;
	runIndex: number;
}

/** Who reads an error item. */
interface Reader {
	asTool: boolean;
	/** Whether n8n keeps what went out, for the next call. */
	isKept: boolean;
}

/** The error of one item while reports, balance or key are read. */
export const readingError = ({ node, runIndex }: Source, fault: Fault, itemIndex: number) =>
	nodeError(node, fault, { itemIndex, runIndex, sending: false });

/** The error of one item that is to be sent. */
export const sendingError = ({ node, runIndex }: Source, fault: Fault, itemIndex: number) =>
	nodeError(node, fault, { itemIndex, runIndex, sending: true });

/** What went wrong while reading, as an item. */
export const readingErrorItem = (reader: Reader, fault: Fault, item: number): INodeExecutionData =>
	faultItem(reader, faultText(fault, { sending: false }), item);

/** What went wrong, as an item: an agent reads all of it, others what is for everybody. */
export const faultItem = ({ asTool, isKept }: Reader, text: FaultText, item: number): INodeExecutionData => {
	const lineOf = asTool ? (isKept ? oneLine : unkeptLine) : publicLine;
	return errorItem(lineOf(text), item);
};

/** An error item as the engine wants it: with any other key it would go out of the wrong branch. */
export const errorItem = (error: string, item: number): INodeExecutionData => ({
	json: { error },
	pairedItem: { item },
});
