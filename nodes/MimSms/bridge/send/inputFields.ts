import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { success, type Result } from '../../gateway/fault';
import { evaluated, flattened } from '../input/failedExpression';
import { readSwitch } from '../input/fieldReaders';
import type { Run } from '../run/run';
import { includeInputFieldsOption } from './fields';

/** What n8n would take for an error of the item, or for its own. */
const LEFT_OUT = ['error', '$error', '$json'];

/** Whether the output of an item is to hold the fields of its input too. Asks for nothing where the option is not set. */
export function readIncludesInput(run: Run, item: number): Result<boolean> {
	const { options: written } = run.node.parameters;
	const mayBeSet =
		typeof written !== 'object' || written === null || Object.hasOwn(written, includeInputFieldsOption.name);
	if (!mayBeSet) return success(false);
	const options = (run.parameter('options', item, {}) ?? {}) as IDataObject;
	return readSwitch(includeInputFieldsOption, options[includeInputFieldsOption.name]);
}

/** Output items with the fields of their input items where that is wanted. Ours win. */
export function withInputFields(run: Run, items: INodeExecutionData[]): INodeExecutionData[] {
	const leftOut = new Set<string>();
	const widened = items.map((output) => {
		const { item } = output.pairedItem as { item: number };
		const includes = flattened(evaluated(() => readIncludesInput(run, item)));
		if (!includes.ok || !includes.value || 'error' in output.json) return output;
		const fields = Object.entries(run.json(item)).filter(([name]) => {
			if (LEFT_OUT.includes(name)) leftOut.add(name);
			return !LEFT_OUT.includes(name) && !Object.hasOwn(output.json, name);
		});
		return { ...output, json: { ...output.json, ...Object.fromEntries(fields) } };
	});
	if (leftOut.size > 0)
		run.hint(
			`Left out of the input fields: ${[...leftOut].join(', ')}. With it, n8n would treat the item as failed. Rename the field before this node if you need it.`,
		);
	return widened;
}
