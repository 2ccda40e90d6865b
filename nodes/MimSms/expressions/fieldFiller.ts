/** The value of a parameter for an item, where it needs no n8n; undefined where n8n must be asked. */
export type FieldFiller = (name: string, item: number) => unknown;

/**
 * Fills in the parameters that only read fields of the item: n8n's sandbox takes 0.3 ms for an expression. A plan is made once
 * in a run. `jsonOf`: what an item holds.
 */
export function fieldFiller(
	parameters: Readonly<Record<string, unknown>>,
	jsonOf: (item: number) => unknown,
): FieldFiller {
	const plans = new Map<string, ParameterPlan | null>();
	return (name, item) => {
		let plan = plans.get(name);
		if (plan === undefined) {
			plan = Object.hasOwn(parameters, name) ? planParameter(parameters[name]) : null;
			plans.set(name, plan);
		}
		return plan === null ? undefined : fillIn(plan, jsonOf(item));
	};
}

/** How a parameter is filled in: one expression, or a collection with some among its constants. */
export type ParameterPlan =
	| { kind: 'expression'; expression: FieldExpression }
	| { kind: 'collection'; values: ReadonlyArray<[name: string, value: FieldValue | FieldExpression]> };

/** The plan for what stands in a parameter; null where n8n must read it. */
export function planParameter(raw: unknown): ParameterPlan | null {
	if (typeof raw === 'string') {
		const expression = plan(raw);
		return expression && { kind: 'expression', expression };
	}
	if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return null;
	const values: Array<[string, FieldValue | FieldExpression]> = [];
	for (const [name, entry] of Object.entries(raw)) {
		const value = typeof entry === 'string' && entry.startsWith('=') ? plan(entry) : constant(entry);
		if (name === '__proto__' || value === undefined || (value === null && entry !== null)) return null;
		values.push([name, value]);
	}
	return values.some(([, value]) => isExpression(value)) ? { kind: 'collection', values } : null;
}

/** A value that n8n gives out as it stands; undefined for a list or an object, of which it makes a copy. */
const constant = (value: unknown): FieldValue | undefined =>
	typeof value === 'object' && value !== null ? undefined : (value as FieldValue | undefined);

const isExpression = (value: FieldValue | FieldExpression): value is FieldExpression =>
	typeof value === 'object' && value !== null;

/** The value of the parameter for an item, a collection made anew; undefined where n8n must read it. */
function fillIn(parameter: ParameterPlan, json: unknown): unknown {
	if (parameter.kind === 'expression') return evaluate(parameter.expression, json);
	const filled: Record<string, FieldValue> = {};
	for (const [name, entry] of parameter.values) {
		const value = isExpression(entry) ? evaluate(entry, json) : entry;
		if (value === undefined) return undefined;
		filled[name] = value;
	}
	return filled;
}

/**
 * Expressions that only read fields of the item: `{{ $json.phone }}`, `{{ $json['First Name'] }}`, with text around them. Their
 * value is n8n's to the letter, on each of its engines, and what could differ is left to n8n: a property compares them (test/expressions).
 */
interface FieldExpression {
	/** What stands before, between and behind the fields: one more than there are fields. */
	texts: string[];
	/** The steps from `$json` to each field. */
	paths: string[][];
}

/** What a field may hold for it to be filled in here. */
type FieldValue = string | number | boolean | null;

/** `isSafeObjectProperty` of n8n-workflow refuses these; a test compares. */
const UNSAFE_NAMES: ReadonlySet<string> = new Set([
	...['__proto__', 'prototype', 'constructor', 'getPrototypeOf', 'setPrototypeOf', 'getOwnPropertyDescriptor'],
	...['getOwnPropertyDescriptors', 'defineProperty', 'defineProperties', 'mainModule', 'binding', '_linkedBinding'],
	...['_load', 'prepareStackTrace', '__lookupGetter__', '__lookupSetter__', '__defineGetter__', '__defineSetter__'],
	...['caller', 'callee', 'arguments', 'getBuiltinModule', 'dlopen', 'execve', 'loadEnvFile'],
]);

/** n8n takes a step of this name for the variable, and refuses it. */
const VARIABLES: ReadonlySet<string> = new Set(['$', 'globalThis']);

const STEP = /\.([A-Za-z_$][\w$]*)|\['([^'"{}\r\n\u2028\u2029]*)'\]|\["([^'"{}\r\n\u2028\u2029]*)"\]/y;

/** What stands in a parameter as an expression that only reads fields; null where n8n must evaluate it. */
export function plan(raw: string): FieldExpression | null {
	if (!raw.startsWith('=') || raw.includes('\\') || !isPlainText(raw) || /\.\s*constructor/.test(raw)) return null;
	const texts: string[] = [];
	const paths: string[][] = [];
	let at = 1;
	for (let open = raw.indexOf('{{', at); open >= 0; open = raw.indexOf('{{', at)) {
		const close = raw.indexOf('}}', open + 2);
		const path = close < 0 ? null : readPath(raw.slice(open + 2, close));
		if (path === null) return null;
		texts.push(raw.slice(at, open));
		paths.push(path);
		at = close + 2;
	}
	texts.push(raw.slice(at));
	// Where there is no field, n8n's plain engine takes `=toString` for something else.
	return paths.length > 0 || !(texts[0] in Object.prototype) ? { texts, paths } : null;
}

/** The steps of `$json.a['b']`; null for everything else. */
function readPath(code: string): string[] | null {
	const inside = code.replace(/^[ \t\r\n]+/, '').replace(/[ \t\r\n]+$/, '');
	if (!inside.startsWith('$json')) return null;
	const path: string[] = [];
	for (STEP.lastIndex = '$json'.length; STEP.lastIndex < inside.length; ) {
		const [, identifier, single, double] = STEP.exec(inside) ?? [];
		const step = identifier ?? single ?? double;
		if (step === undefined || !isSafe(step)) return null;
		path.push(step);
	}
	return path.length > 0 ? path : null;
}

const isSafe = (step: string): boolean =>
	!step.startsWith('__') && !UNSAFE_NAMES.has(step) && !VARIABLES.has(step) && !(step in Object.prototype);

/** The value that n8n would give for an item; undefined where the item must be left to n8n. */
function evaluate({ texts, paths }: FieldExpression, json: unknown): FieldValue | undefined {
	if (paths.length === 1 && texts[0] === '' && texts[1] === '') return valueAt(json, paths[0]);
	let text = texts[0];
	for (let index = 0; index < paths.length; index++) {
		const value = valueAt(json, paths[index]);
		if (value === undefined) return undefined;
		text += (value === null ? '' : String(value)) + texts[index + 1];
	}
	return text;
}

function valueAt(json: unknown, path: readonly string[]): FieldValue | undefined {
	let value = json;
	for (const step of path) {
		if (!isPlainObject(value)) return undefined;
		const property = Object.getOwnPropertyDescriptor(value, step);
		if (!property?.enumerable) return undefined;
		// Undefined for a getter.
		value = property.value;
	}
	return isFieldValue(value) ? value : undefined;
}

function isPlainObject(value: unknown): value is object {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

function isFieldValue(value: unknown): value is FieldValue {
	switch (typeof value) {
		case 'string':
			return isPlainText(value);
		case 'number':
			return Number.isFinite(value);
		case 'boolean':
			return true;
		default:
			return value === null;
	}
}

/** No half of a character, and no NUL, which end or change a text on its way into a sandbox and back. */
const isPlainText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');
