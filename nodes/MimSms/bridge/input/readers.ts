import { andThen, invalidInput, success, type Result } from '../../gateway/fault';
import { visible } from '../../gateway/unseen';
import { expressionFault } from './failedExpression';

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

/** One of the allowed words, the first when nothing was chosen. */
export function readChoice<T extends string>(field: string, value: unknown, allowed: readonly T[]): Result<T> {
	if (value === undefined || value === null || value === '') return success(allowed[0]);
	const chosen = allowed.find((word) => word === value);
	return chosen === undefined
		? invalidInput(field, `${shown(value)} is not one of ${allowed.join(', ')}`)
		: success(chosen);
}

/** A switch; an expression may write it as a word. Off when nothing was chosen. */
export function readSwitch(field: string, value: unknown): Result<boolean> {
	if (typeof value === 'boolean') return success(value);
	const word = readChoice(field, typeof value === 'string' ? value.trim().toLowerCase() : value, ['false', 'true']);
	return andThen(word, (chosen) => success(chosen === 'true'));
}

/** A value that an expression gave, in the words of an error. */
export const shown = (value: unknown): string =>
	typeof value === 'object' || typeof value === 'function'
		? 'an object or list'
		: `“${visible(String(value).slice(0, 40))}”`;

/** The number in a number or a text; NaN for all else, which JavaScript would take for 0 or stumble over. */
export const asNumber = (value: unknown): number =>
	typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
