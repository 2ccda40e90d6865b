import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { fieldFiller } from '../../expressions/fieldFiller';
import { invalidInput, success, type Result } from '../../gateway/fault';
import { FIELD } from '../../gateway/fieldNames';

/** What n8n threw when it was asked for a parameter, with the parameter's name: `message`, or `options.type` of a collection. */
export class FailedExpression extends Error {
	constructor(
		readonly parameter: string,
		readonly thrown: unknown,
	) {
		super(thrown instanceof Error ? thrown.message : "can't be evaluated");
	}
}

/** Reads a parameter; what n8n throws comes as a FailedExpression. `read` asks n8n for a parameter, `value` is what stands in it. */
export function readParameter<T>(name: string, value: unknown, read: (name: string) => T): T {
	try {
		return read(name);
	} catch (error) {
		throw culprit(name, value, read) ?? new FailedExpression(name, error);
	}
}

/** Of a collection, the first of its fields that can't be read alone. */
function culprit(name: string, value: unknown, read: (name: string) => unknown): FailedExpression | undefined {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
	for (const key of Object.keys(value)) {
		try {
			read(`${name}.${key}`);
		} catch (error) {
			return new FailedExpression(`${name}.${key}`, error);
		}
	}
	return undefined;
}

/** Labels that are not the words of their parameter's name, or may not stay so. */
const LABELS: Readonly<Record<string, string>> = {
	...FIELD,
	allowUnauthorizedCerts: 'Ignore SSL Issues',
};

/** What the editor calls a parameter. */
export function fieldLabel(parameter: string): string {
	const name = parameter.slice(parameter.lastIndexOf('.') + 1);
	const words = name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').replace(/\bId(s?)\b/g, 'ID$1');
	return LABELS[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** What n8n says of a failing expression, as bad input: its message, its description and what it knows beside them stay together. */
export function expressionFault(error: unknown) {
	if (!(error instanceof FailedExpression))
		return invalidInput('Expression', error instanceof Error ? error.message : "can't be evaluated");
	const { parameter, thrown, message } = error;
	const { description, context } = (thrown ?? {}) as { description?: unknown; context?: unknown };
	const remedy = typeof description === 'string' && description !== message ? description : undefined;
	const found = invalidInput(fieldLabel(parameter), message, remedy);
	if (typeof context === 'object' && context !== null) Object.assign(found.fault, { context });
	return found;
}

/** The value of a parameter, or the fault of its expression. */
export function evaluated<T>(read: () => T): Result<T> {
	try {
		return success(read());
	} catch (error) {
		return expressionFault(error);
	}
}

/** A result of a reader that was evaluated. */
export const flattened = <T>(result: Result<Result<T>>): Result<T> => (result.ok ? result.value : result);

/** The value of a parameter for an item; throws a FailedExpression. */
export type ParameterReader = (name: string, item: number, fallback?: unknown) => unknown;

/** What a value must be, the operations check themselves, in their own words. */
const AS_IT_IS = { skipValidation: true };

/**
 * A parameter without an expression is the same for every item: of 10,000, n8n is asked for it once. One that only reads fields is
 * filled in, and n8n is asked where that gives nothing. `jsonOf`: what an item holds; left out, n8n is
 * asked for all.
 */
export function parameterReader(context: IExecuteFunctions, jsonOf?: (item: number) => unknown): ParameterReader {
	const { parameters } = context.getNode();
	const fill = jsonOf && fieldFiller(parameters, jsonOf);
	const constants = new Map<string, unknown>();
	return (name, item, fallback) => {
		if (constants.has(name)) return constants.get(name);
		const filled = fill?.(name, item);
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
