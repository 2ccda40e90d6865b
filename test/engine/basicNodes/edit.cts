import { deepCopy, jsonParse } from 'n8n-workflow';
import type { IDataObject, INodeExecutionData, INodeType } from 'n8n-workflow';
import { describeNode, Main, pairTo, property, whenShown } from './description.cts';

type Value = IDataObject[string];

/** One row of the node's Assignments, as n8n stores it. */
interface Assignment {
	name: string;
	type?: string;
	value: Value;
}

const fromJson = (value: Value): Value => (typeof value === 'string' ? jsonParse(value) : value);

const TYPED_VALUES: Record<string, (value: Value) => Value> = {
	string: String,
	number: Number,
	boolean: (value) => value === true || String(value).toLowerCase() === 'true',
	array: fromJson,
	object: fromJson,
};

/** Sets a value at a dotted path, as the Set node does. */
function assign(json: IDataObject, name: string, value: Value): void {
	const path = name.split('.');
	const last = path.pop()!;
	let target = json;
	for (const part of path) target = (target[part] ??= {}) as IDataObject;
	target[last] = value;
}

export const set: INodeType = {
	description: describeNode(
		'set',
		'Edit Fields (Set)',
		[3, 3.1, 3.2, 3.3, 3.4],
		[
			property('mode', 'options', 'manual', {
				options: [
					{ name: 'Manual Mapping', value: 'manual' },
					{ name: 'JSON', value: 'raw' },
				],
			}),
			property('duplicateItem', 'boolean', false),
			property('jsonOutput', 'json', '{}', whenShown('mode', 'raw')),
			property('assignments', 'assignmentCollection', {}, whenShown('mode', 'manual')),
			property('includeOtherFields', 'boolean', false),
			property('options', 'collection', {}, { options: [] }),
		],
	),
	async execute() {
		return [
			this.getInputData().map(({ json }, index) => {
				const result: IDataObject = this.getNodeParameter('includeOtherFields', index) ? deepCopy(json) : {};
				if (this.getNodeParameter('mode', index) === 'raw') {
					Object.assign(result, fromJson(this.getNodeParameter('jsonOutput', index)));
				} else {
					const rows = this.getNodeParameter('assignments', index) as { assignments?: Assignment[] };
					const { assignments = [] } = rows;
					for (const { name, type, value } of assignments) assign(result, name, TYPED_VALUES[type ?? 'string'](value));
				}
				return { json: result, ...pairTo(index) };
			}),
		];
	},
};

export const splitOut: INodeType = {
	description: describeNode('splitOut', 'Split Out', 1, [
		property('fieldToSplitOut', 'string', ''),
		property('options', 'collection', {}, { options: [] }),
	]),
	async execute() {
		const split = ({ json }: INodeExecutionData, index: number): INodeExecutionData[] => {
			const field = this.getNodeParameter('fieldToSplitOut', index) as string;
			const toJson = (part: Value) =>
				(typeof part === 'object' && part !== null ? part : { [field]: part }) as IDataObject;
			return (json[field] as Value[]).map((part) => ({ json: toJson(part), ...pairTo(index) }));
		};
		return [this.getInputData().flatMap(split)];
	},
};

export const merge: INodeType = {
	description: describeNode(
		'merge',
		'Merge',
		[3, 3.1, 3.2],
		[property('mode', 'options', 'append', { options: [{ name: 'Append', value: 'append' }] })],
		{
			inputs: [Main, Main],
		},
	),
	async execute() {
		const branch = (input: number): INodeExecutionData[] =>
			this.getInputData(input).map((item, index) => ({ ...item, pairedItem: { item: index, input } }));
		return [[...branch(0), ...branch(1)]];
	},
};
