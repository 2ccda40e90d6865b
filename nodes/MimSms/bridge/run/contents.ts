/** What calls of a tool say to whom, and who asks for them: agents repeat themselves by content. */
import { hash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

/** What a message says to whom, a hash for each recipient. */
export const contentsOf = (msisdns: string[], message: string): string[] =>
	msisdns.map((msisdn) => digest(JSON.stringify([msisdn, message])));

const digest = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22);

/** The same of a whole call, as one. */
export const hashOf = (contents: string[]): string => digest(JSON.stringify(contents.sort()));

/** The names of the fields that a model fills in, in parameters as JSON, where a new line is `\n`. */
const FROM_AI = /\$fromAI\((?:\s|\\[nrt])*\\?["'`]([^"'`\\]+)/gi;

/** Where a call that an agent asks n8n's engine for comes from. */
export interface Asked {
	/** The run of the agent, and the item that it works on. */
	asker: string;
	/** The answer of the model that the call stands in. */
	answer: number;
	/** Of a call that a person has approved: the run of the review, and the ID that the model gave the call. */
	approved?: string;
}

/**
 * Where a call of n8n's engine comes from. n8n puts the item and what the model fills in into one, does not tell its index, and lists the calls
 * of one answer before the first of them begins (`handleRequest` of n8n-core): the last one on the list stands for the answer.
 */
export function askedOf(context: IExecuteFunctions): Asked {
	const { previousNode, previousNodeRun: run } = context.getExecuteData().source?.main?.[0] ?? {};
	// A review stands beside the main road, as a tool does; the agent on it.
	const isReviewed = previousNode !== undefined && context.getParentNodes(previousNode).length === 0;
	const { name, parameters } = context.getNode();
	const { toolCallId, ...item } = context.getInputData()[0]?.json ?? {};
	const filledIn = [...JSON.stringify(parameters).matchAll(FROM_AI)].map(([, field]) => field);
	for (const field of filledIn) delete item[field];
	const listed = context.getWorkflowDataProxy(0).$node as Record<string, { runIndex: number }>;
	return {
		asker: digest(JSON.stringify([previousNode, run, item])),
		answer: listed[name].runIndex,
		...(isReviewed && toolCallId && { approved: digest(JSON.stringify([previousNode, run, toolCallId])) }),
	};
}
