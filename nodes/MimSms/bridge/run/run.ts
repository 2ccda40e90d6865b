import type {
	IDataObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INode,
	INodeExecutionData,
} from 'n8n-workflow';
import type { N8nContext } from '../http/account';
import { Connection } from '../http/connection';
import { readParameter } from '../input/failedExpression';
import { fieldFiller, type FieldFiller } from '../input/fieldFiller';
import { placeOf, type Place } from './retryAdvice';
import { claimStart, openLedger } from './startingPoint';
import { Ledger } from './ledger';

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
	/** The value of a parameter for an item; throws a FailedExpression. */
	parameter(name: string, item: number, fallback?: unknown): unknown;
	/** The ledger of what this execution has sent. */
	ledger(): Promise<Ledger>;
	/** The same, for a run that is about to send: it claims its starting point, so that two executions never go on from the same one. */
	ledgerForSending(): Promise<Ledger>;
	/** Tells the user something about the run, above its output. A tool call has no such place. */
	hint(message: string): void;
}

/** What an operation does with the items of a run. It throws errors of n8n only. */
export type Operation = (run: Run) => Promise<INodeExecutionData[]>;

/** A run of the node over all its items (`customOperations`). */
export function runOverItems(context: IExecuteFunctions): Run {
	const input = context.getInputData();
	const items = input.map((_, index) => index);
	return {
		...common(context, { byContent: isTool(context), direct: false }),
		items,
		connection: new Connection(
			context,
			() => requestOptions(context, (name) => context.getNodeParameter(name, 0, {})),
			items,
		),
		json: (item) => input[item].json,
		parameter: readParameters(
			context,
			isTool(context) ? leftToN8n : fieldFiller(context.getNode().parameters, (item) => input[item].json),
		),
		hint: (message) => context.addExecutionHints({ message, location: 'outputPane' }),
	};
}

/** n8n's Request Options of the first item. */
const requestOptions = (context: N8nContext, read: (name: string) => unknown): unknown =>
	readParameter('requestOptions', context.getNode().parameters.requestOptions, read);

/** What a value must be, the operations check themselves, in their own words. */
const AS_IT_IS = { skipValidation: true };

const leftToN8n: FieldFiller = () => undefined;

/**
 * A parameter without an expression is the same for every item: of 10,000, n8n is asked for it once. One that only reads fields is
 * filled in, and n8n is asked where `fill` gives nothing.
 */
function readParameters(context: IExecuteFunctions, fill: FieldFiller): Run['parameter'] {
	const { parameters } = context.getNode();
	const constants = new Map<string, unknown>();
	return (name, item, fallback) => {
		if (constants.has(name)) return constants.get(name);
		const filled = fill(name, item);
		if (filled !== undefined) return filled;
		const value = readParameter(name, parameters[name], (name) =>
			context.getNodeParameter(name, item, fallback as IDataObject, AS_IT_IS),
		);
		if (!holdsExpression(parameters[name])) constants.set(name, value);
		return value;
	};
}

function holdsExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(holdsExpression);
}

/** A declarative request for one item: what n8n's direct tool calls run. */
export function runOfRequest(context: IExecutePaginationFunctions): Run {
	return {
		...common(context, { byContent: true, direct: true }),
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

/** `byContent`: whether the ledger remembers what an agent tried by its content, too; `direct`: whether n8n calls the tool past its engine. */
function common(
	context: IExecuteFunctions | IExecutePaginationFunctions,
	{ byContent, direct }: { byContent: boolean; direct: boolean },
) {
	const runIndex = runIndexOf(context);
	const asTool = isTool(context);
	let opened: Promise<Ledger> | undefined;
	const ledger = async () =>
		await (opened ??= openLedger(
			context,
			new Ledger(context.getContext('node'), { runIndex, byContent, direct, execution: context.getExecutionId() }),
		));
	return {
		node: context.getNode(),
		asTool,
		place: placeOf(context),
		runIndex,
		continueOnFail: asTool || context.continueOnFail(),
		zone: context.getTimezone(),
		signal: context.getExecutionCancelSignal?.(),
		ledger,
		ledgerForSending: async () => await claimStart(context, await ledger()),
	};
}

const isTool = (context: IExecuteFunctions | IExecutePaginationFunctions): boolean =>
	context.getNode().type.endsWith('Tool');

const runIndexOf = (context: IExecuteFunctions | IExecutePaginationFunctions): number =>
	context.getWorkflowDataProxy(0).$runIndex as number;
