import { andThen, invalidInput, success, type Result } from '../../gateway/fault';
import { visible } from '../../gateway/unseen';

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
export function readChoice<T extends string>(field: ChoiceField<T>, value: unknown): Result<T> {
	if (isEmpty(value)) return success(field.default);
	return chosenOf(
		field.options.map((option) => option.value),
		field.displayName,
		value,
	);
}

function chosenOf<T extends string>(allowed: readonly T[], label: string, value: unknown): Result<T> {
	const chosen = allowed.find((word) => word === value);
	return chosen === undefined
		? invalidInput(label, `${shown(value)} is not one of ${allowed.join(', ')}`)
		: success(chosen);
}

/** A switch; an expression may write it as a word. Its default when nothing was chosen. */
export function readSwitch(field: Field<boolean>, value: unknown): Result<boolean> {
	const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
	if (isEmpty(word)) return success(field.default);
	if (typeof word === 'boolean') return success(word);
	return andThen(chosenOf(['false', 'true'], field.displayName, word), (chosen) => success(chosen === 'true'));
}

/** A whole number within the field's limits, its default when nothing was entered. */
export function readCount(field: LimitedField, value: unknown): Result<number> {
	if (isEmpty(value)) return success(field.default);
	const { minValue, maxValue } = field.typeOptions;
	const count = asNumber(value);
	return Number.isInteger(count) && count >= minValue && count <= maxValue
		? success(count)
		: invalidInput(field.displayName, `must be a whole number from ${minValue} to ${maxValue}`);
}

/** A number from the field's lower limit on. */
export function readAtLeast({ displayName, typeOptions: { minValue } }: NumberField, value: unknown): Result<number> {
	const number = asNumber(value);
	return number >= minValue ? success(number) : invalidInput(displayName, `must be a number, ${minValue} or more`);
}

/** In seconds: an expression may give less than the editor lets one type. */
const SHORTEST_S = 0.1;

/** A span of time in seconds, the field's default when nothing was entered. A fault names the field without its unit. */
export function readSeconds(field: LimitedField, value: unknown): Result<number> {
	if (isEmpty(value)) return success(field.default);
	const { minValue, maxValue } = field.typeOptions;
	const seconds = asNumber(value);
	return seconds >= SHORTEST_S && seconds <= maxValue
		? success(seconds)
		: invalidInput(
				field.displayName.replace(/ \(Seconds\)$/, ''),
				`must be a number of seconds from ${minValue} to ${maxValue}`,
			);
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

/** A value that an expression gave, in the words of an error. */
export const shown = (value: unknown): string =>
	typeof value === 'object' || typeof value === 'function'
		? 'an object or list'
		: `“${visible(String(value).slice(0, 40))}”`;

/** The number in a number or a text; NaN for all else, which JavaScript would take for 0 or stumble over. */
export const asNumber = (value: unknown): number =>
	typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
