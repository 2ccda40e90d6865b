import {
	getGlobalState,
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type IExecutePaginationFunctions,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';
import type { Result } from '../../gateway/fault';
import type { N8nContext } from '../http/account';
import { Connection } from '../http/connection';
import {
	evaluated,
	expressionFault,
	FailedExpression,
	parameterReader,
	readParameter,
	type ParameterReader,
} from '../input/parameters';
import { askedOf, type Asked } from './contents';
import { isTool, keptOf, runIndexOf } from './database';
import { errorItem, readingError } from './nodeErrors';
import { adviceAfterOthers, retryAdvice, type Place } from './retryAdvice';
import { claimStart, openLedger } from './startingPoint';
import { Ledger } from './ledger';
import { Senders } from './senders';

/** What an operation sees of n8n: the same for a run of the node over all items and for a tool call of one. */
export interface Run {
	node: INode;
	/** The input items, by their index in the run. */
	items: number[];
	runIndex: number;
	/** Whether an AI agent is calling. */
	asTool: boolean;
	/** Where the run was started. */
	place: Place;
	/** Whether what fails is told in items, and not thrown: under On Error: Continue, and as a tool, whose agent may be told nothing of an error. */
	continueOnFail: boolean;
	/** The workflow's time zone, an IANA name. */
	zone: string;
	connection: Connection;
	/** Set when the execution is stopped. */
	signal?: AbortSignal;
	/** What an item holds. */
	json(item: number): IDataObject;
	parameter: ParameterReader;
	/** The ledger of what this execution has sent. */
	ledger(): Promise<Ledger>;
	/** The same, for a run that is about to send: it claims its starting point, so that two executions never go on from the same one. */
	ledgerForSending(): Promise<Ledger>;
	/** The nodes of this execution that have sent. */
	senders: Senders;
	/** What n8n keeps for the node from try to try, and into its Retry. */
	kept: IDataObject;
	/** Whether n8n keeps it at all: not for n8n Agents, which call a tool outside any execution. */
	isKept: boolean;
	/** Tells the user something about the run, above its output. A tool call has no such place. */
	hint(message: string): void;
}

/** What an operation does with the items of a run. It throws errors of n8n only. */
export type Operation = (run: Run) => Promise<INodeExecutionData[]>;

export const runOverAll = async (context: IExecuteFunctions, operation: Operation) =>
	await guarded(runOverItems(context), operation);

export const runPerItem = async (context: IExecutePaginationFunctions, operation: Operation) =>
	await guarded(runOfRequest(context), operation);

/** A run of the node over all its items (`customOperations`). */
function runOverItems(context: IExecuteFunctions): Run {
	const input = context.getInputData();
	const items = input.map((_, index) => index);
	return {
		...common(context, isTool(context) ? { asked: askedOf(context) } : {}),
		items,
		connection: new Connection(
			context,
			() => requestOptions(context, (name) => context.getNodeParameter(name, 0, {})),
			items,
		),
		json: (item) => input[item].json,
		parameter: parameterReader(context, isTool(context) ? undefined : (item) => input[item].json),
		hint: (message) => context.addExecutionHints({ message, location: 'outputPane' }),
	};
}

/** n8n's Request Options of the first item. */
const requestOptions = (context: N8nContext, read: (name: string) => unknown): Result<unknown> =>
	evaluated(() => readParameter('requestOptions', context.getNode().parameters.requestOptions, read));

/** A declarative request for one item: what n8n's direct tool calls run. */
function runOfRequest(context: IExecutePaginationFunctions): Run {
	return {
		...common(context, { direct: true }),
		items: [context.getItemIndex()],
		connection: new Connection(context, () => requestOptions(context, (name) => context.getNodeParameter(name, {}))),
		json: () => context.getInputData().json,
		parameter: (name, _item, fallback) =>
			readParameter(name, context.getNode().parameters[name], (name) =>
				context.getNodeParameter(name, fallback as IDataObject),
			),
		hint: () => undefined,
	};
}

/** `direct`: whether n8n calls the tool past its engine; `asked`: where a call of its engine comes from. */
function common(
	context: IExecuteFunctions | IExecutePaginationFunctions,
	{ direct = false, asked }: { direct?: boolean; asked?: Asked },
) {
	const runIndex = runIndexOf(context);
	const asTool = isTool(context);
	const { node: kept, flow, isKept } = keptOf(context);
	let opened: Promise<Ledger> | undefined;
	const ledger = async () =>
		await (opened ??= openLedger(
			context,
			kept,
			new Ledger(kept, {
				runIndex,
				execution: context.getExecutionId(),
				byContent: direct || asked !== undefined,
				direct,
				asked,
			}),
		));
	const node = context.getNode();
	return {
		node,
		senders: new Senders(flow, node.name),
		kept,
		isKept,
		asTool,
		place: placeOf(context),
		runIndex,
		continueOnFail: asTool || context.continueOnFail(),
		zone: zoneOf(context.getTimezone()),
		signal: context.getExecutionCancelSignal?.(),
		ledger,
		ledgerForSending: async () => await claimStart(context, await ledger()),
	};
}

/** A workflow that was imported, or made by n8n's API, may name the time zone of the server as the editor does. */
const zoneOf = (zone: string): string => (zone === 'DEFAULT' ? getGlobalState().defaultTimezone : zone);

function placeOf(context: IExecuteFunctions | IExecutePaginationFunctions): Place {
	switch (context.getMode()) {
		case 'manual':
			return 'manual';
		case 'retry':
			return 'retry';
		// n8n runs each sub-workflow in this mode, whatever the mode of its parent.
		case 'integrated':
			return 'subWorkflow';
		default:
			return 'production';
	}
}

/** Turns a throw into error items under On Error: Continue and for a tool, where the operation has not done so item by item. */
async function guarded(run: Run, operation: Operation): Promise<INodeExecutionData[]> {
	// Opened whatever the operation: where n8n's Retry finds none, n8n was killed.
	const ledger = await run.ledger();
	try {
		const items = run.asTool ? await answered(run, operation) : await operation(run);
		// What n8n ends meanwhile it may begin again, with the same items.
		if (!run.signal?.aborted) ledger.end();
		return items;
	} catch (error) {
		const nodeError = asNodeError(run, error);
		if (!run.continueOnFail) throw advised(nodeError, run, ledger);
		const line = nodeError.description ? `${nodeError.message}. ${nodeError.description}` : nodeError.message;
		return run.items.map((item) => errorItem(line, item));
	} finally {
		ledger.close();
		if (ledger.hasSent) run.senders.note();
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
function advised<E extends NodeApiError | NodeOperationError>(error: E, run: Run, ledger: Ledger): E {
	const advice = ledger.hasSent ? adviceOf(run, ledger) : run.senders.hasOthers && adviceAfterOthers(run.place);
	if (!advice) return error;
	error.description = error.description ? `${error.description}\n${advice}` : advice;
	return error;
}

/** Of one message whose outcome is unknown the error says all of this itself, but not to who reads it in the workflow that called this one. */
function adviceOf({ place: where, items }: Run, ledger: Ledger): string | undefined {
	// A Retry that could not claim its starting point left it to others.
	const place = ledger.whyCutOff === 'storage' ? 'production' : where;
	const leftOver = items.some((item) => ledger.isOpen(item));
	const isSaid = items.length === 1 && !leftOver && !ledger.hasEarlier && place !== 'subWorkflow';
	return isSaid ? undefined : retryAdvice(place, { leftOver });
}

/** Ours pass as they are; what is left is a failing expression, whose words n8n wrote for the user. */
function asNodeError(run: Run, error: unknown): NodeApiError | NodeOperationError {
	const itemIndex = run.items[0] ?? 0;
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (error instanceof FailedExpression) return readingError(run, expressionFault(error).fault, itemIndex);
	return new NodeOperationError(run.node, error instanceof Error ? error : new Error(String(error)), { itemIndex });
}
