import { NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { describeNode, Main, pairTo, property } from './description.cts';

const UP_TO_HERE_THE_EXECUTION_STAYS_IN_MEMORY = 65_000;
const MILLISECONDS: Record<string, number> = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

export const noOp: INodeType = {
	description: describeNode('noOp', 'No Operation, do nothing', 1, []),
	async execute() {
		return [this.getInputData()];
	},
};

export const stickyNote: INodeType = {
	description: describeNode('stickyNote', 'Sticky Note', 1, [], { inputs: [], outputs: [] }),
	async execute() {
		return [this.getInputData()];
	},
};

/** The page that a form ends with: items pass through. */
export const form: INodeType = {
	description: describeNode('form', 'Form', [1, 2, 2.3, 2.4, 2.5], [property('operation', 'string', 'page')]),
	async execute() {
		return [this.getInputData()];
	},
};

export const wait: INodeType = {
	description: describeNode(
		'wait',
		'Wait',
		[1, 1.1],
		[
			property('resume', 'options', 'timeInterval', {
				options: [{ name: 'After Time Interval', value: 'timeInterval' }],
			}),
			property('amount', 'number', 5),
			property('unit', 'options', 'seconds', {
				options: Object.keys(MILLISECONDS).map((value) => ({ name: value, value })),
			}),
		],
	),
	async execute() {
		const unit = this.getNodeParameter('unit', 0) as string;
		const duration = (this.getNodeParameter('amount', 0) as number) * MILLISECONDS[unit];
		if (duration >= UP_TO_HERE_THE_EXECUTION_STAYS_IN_MEMORY) {
			await this.putExecutionToWait(new Date(Date.now() + duration));
			return [this.getInputData()];
		}
		return await new Promise((resolve) => {
			const timer = setTimeout(() => resolve([this.getInputData()]), duration);
			this.onExecutionCancellation(() => {
				clearTimeout(timer);
				resolve([this.getInputData()]);
			});
		});
	},
};

const FILTER = property(
	'conditions',
	'filter',
	{},
	{
		typeOptions: { filter: { caseSensitive: true, typeValidation: 'strict', version: 2 } },
	},
);

/** The items that pass the conditions, and those that do not. */
function splitByCondition(context: IExecuteFunctions): [kept: INodeExecutionData[], discarded: INodeExecutionData[]] {
	const passes = (index: number) => context.getNodeParameter('conditions', index, false, { extractValue: true });
	const items: INodeExecutionData[] = context.getInputData().map((item, index) => ({ ...item, ...pairTo(index) }));
	const kept = items.filter((_item, index) => passes(index));
	return [kept, items.filter((item) => !kept.includes(item))];
}

export const ifNode: INodeType = {
	description: describeNode(
		'if',
		'If',
		[2, 2.1, 2.2, 2.3],
		[FILTER, property('options', 'collection', {}, { options: [] })],
		{
			outputs: [Main, Main],
			outputNames: ['true', 'false'],
		},
	),
	async execute() {
		return splitByCondition(this);
	},
};

export const filter: INodeType = {
	description: describeNode(
		'filter',
		'Filter',
		[2, 2.1, 2.2, 2.3],
		[FILTER, property('options', 'collection', {}, { options: [] })],
	),
	async execute() {
		return [splitByCondition(this)[0]];
	},
};

export const stopAndError: INodeType = {
	description: describeNode('stopAndError', 'Stop and Error', 1, [property('errorMessage', 'string', '')]),
	async execute() {
		throw new NodeOperationError(this.getNode(), this.getNodeParameter('errorMessage', 0) as string);
	},
};
