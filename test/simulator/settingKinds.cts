/** A setting of the simulator. */
export interface Setting<Value> {
	/** the default */
	value: Value;
	/** what it does */
	about: string;
	/** the values it may take, where they are few */
	oneOf?: readonly Value[];
	/** a list, or null */
	list?: true;
	/** fixed once the simulator runs */
	startOnly?: true;
}

export interface StartSetting<Value> extends Setting<Value> {
	startOnly: true;
}

export function setting<Value>(value: Value, about: string): Setting<Value> {
	return { value, about };
}

export function atStart<Value>(value: Value, about: string): StartSetting<Value> {
	return { value, about, startOnly: true };
}

/** A choice; the first value is the default. */
export function oneOf<const Value extends string>(values: readonly [Value, ...Value[]], about: string): Setting<Value> {
	return { value: values[0], oneOf: values, about };
}

export function list(value: readonly string[] | null, about: string): Setting<readonly string[] | null> {
	return { value, about, list: true };
}
