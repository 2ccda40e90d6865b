/** What calls of a tool say to whom, and who asks for them: agents repeat themselves by content. */
import { hash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

/** What a message says to whom, a hash for each recipient. */
export const contentsOf = (msisdns: string[], message: string): string[] =>
	msisdns.map((msisdn) => digest(JSON.stringify([msisdn, message])));

const digest = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22);

/** The same of a whole call, as one. */
export const hashOf = (contents: string[]): string => digest(JSON.stringify(contents.sort()));

/** The names of the fields that a model fills in. */
const FROM_AI = /\$fromAI\(\s*\\?["'`]([^"'`\\]+)/gi;

/**
 * Who asks n8n's engine for a tool: the run of the agent, and the item that it works on. n8n puts the item and what the model fills in into
 * one (`handleRequest` of n8n-core), and does not tell its index.
 */
export function askerOf(context: IExecuteFunctions): string {
	const agentRun = context.getExecuteData().source?.main?.[0]?.previousNodeRun;
	const item = { ...context.getInputData()[0]?.json };
	const filledIn = [...JSON.stringify(context.getNode().parameters).matchAll(FROM_AI)].map(([, field]) => field);
	for (const field of ['toolCallId', ...filledIn]) delete item[field];
	return digest(JSON.stringify([agentRun, item]));
}
