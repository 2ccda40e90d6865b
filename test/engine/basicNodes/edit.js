'use strict';
const { deepCopy, jsonParse } = require('n8n-workflow');
const { describeNode, Main, pairTo, property, whenShown } = require('./description');

const TYPED_VALUES = {
	string: String,
	number: Number,
	boolean: (value) => value === true || String(value).toLowerCase() === 'true',
	array: (value) => (typeof value === 'string' ? jsonParse(value) : value),
	object: (value) => (typeof value === 'string' ? jsonParse(value) : value),
};

/** Sets a value at a dotted path, as the Set node does. */
function assign(json, name, value) {
	const path = name.split('.');
	const last = path.pop();
	let target = json;
	for (const part of path) target = target[part] ??= {};
	target[last] = value;
}

const set = {
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
				const result = this.getNodeParameter('includeOtherFields', index) ? deepCopy(json) : {};
				if (this.getNodeParameter('mode', index) === 'raw') {
					const output = this.getNodeParameter('jsonOutput', index);
					Object.assign(result, typeof output === 'string' ? jsonParse(output) : output);
				} else {
					const { assignments = [] } = this.getNodeParameter('assignments', index);
					for (const { name, type, value } of assignments) assign(result, name, TYPED_VALUES[type ?? 'string'](value));
				}
				return { json: result, ...pairTo(index) };
			}),
		];
	},
};

const splitOut = {
	description: describeNode('splitOut', 'Split Out', 1, [
		property('fieldToSplitOut', 'string', ''),
		property('options', 'collection', {}, { options: [] }),
	]),
	async execute() {
		const split = ({ json }, index) => {
			const field = this.getNodeParameter('fieldToSplitOut', index);
			const toJson = (part) => (typeof part === 'object' && part !== null ? part : { [field]: part });
			return json[field].map((part) => ({ json: toJson(part), ...pairTo(index) }));
		};
		return [this.getInputData().flatMap(split)];
	},
};

const merge = {
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
		const branch = (input) =>
			this.getInputData(input).map((item, index) => ({ ...item, pairedItem: { item: index, input } }));
		return [[...branch(0), ...branch(1)]];
	},
};

module.exports = { merge, set, splitOut };
