import { invalidInput, success, type Result } from '../../gateway/fault';
import * as words from './readers';

/** What a reader needs of a field of the description, which says label, default, limits and choices. */
interface Field<T> {
	displayName: string;
	default: T;
}

interface ChoiceField<T extends string> extends Field<T> {
	options: ReadonlyArray<{ value: T }>;
}

interface NumberField extends Field<number> {
	typeOptions: { minValue: number; maxValue?: number };
}

type LimitedField = NumberField & { typeOptions: { maxValue: number } };

/** One of the field's choices, its default when nothing was chosen. */
export const readChoice = <T extends string>(field: ChoiceField<T>, value: unknown): Result<T> =>
	words.readChoice(
		field.displayName,
		isEmpty(value) ? field.default : value,
		field.options.map((option) => option.value),
	);

/** A switch; an expression may write it as a word. */
export const readSwitch = (field: Field<boolean>, value: unknown): Result<boolean> =>
	words.readSwitch(field.displayName, isEmpty(value) ? field.default : value);

/** A whole number within the field's limits, its default when nothing was entered. */
export function readCount(field: LimitedField, value: unknown): Result<number> {
	if (isEmpty(value)) return success(field.default);
	const { minValue, maxValue } = field.typeOptions;
	const count = words.asNumber(value);
	return Number.isInteger(count) && count >= minValue && count <= maxValue
		? success(count)
		: invalidInput(field.displayName, `must be a whole number from ${minValue} to ${maxValue}`);
}

/** A number from the field's lower limit on. */
export function readAtLeast({ displayName, typeOptions: { minValue } }: NumberField, value: unknown): Result<number> {
	const number = words.asNumber(value);
	return number >= minValue ? success(number) : invalidInput(displayName, `must be a number, ${minValue} or more`);
}

/** In seconds: an expression may give less than the editor lets one type. */
const SHORTEST_S = 0.1;

/** A span of time in seconds, the field's default when nothing was entered. A fault names the field without its unit. */
export function readSeconds(field: LimitedField, value: unknown): Result<number> {
	if (isEmpty(value)) return success(field.default);
	const { minValue, maxValue } = field.typeOptions;
	const seconds = words.asNumber(value);
	return seconds >= SHORTEST_S && seconds <= maxValue
		? success(seconds)
		: invalidInput(
				field.displayName.replace(/ \(Seconds\)$/, ''),
				`must be a number of seconds from ${minValue} to ${maxValue}`,
			);
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';
