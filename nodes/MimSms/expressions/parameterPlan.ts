import { evaluate, plan, type FieldExpression, type FieldValue } from './fieldExpression';

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
export function fillIn(parameter: ParameterPlan, json: unknown): unknown {
	if (parameter.kind === 'expression') return evaluate(parameter.expression, json);
	const filled: Record<string, FieldValue> = {};
	for (const [name, entry] of parameter.values) {
		const value = isExpression(entry) ? evaluate(entry, json) : entry;
		if (value === undefined) return undefined;
		filled[name] = value;
	}
	return filled;
}
