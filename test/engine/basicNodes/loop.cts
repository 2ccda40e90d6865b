import { deepCopy } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, IPairedItemData, ISourceData } from 'n8n-workflow';
import { describeNode, Main, property } from './description.cts';

/** What the node keeps between its runs, in its context. */
interface LoopState {
	currentRunIndex: number;
	sourceData: ISourceData;
	items: INodeExecutionData[];
	processedItems: INodeExecutionData[];
	noItemsLeft: boolean;
	done: boolean;
}

/** Pairs an item of a later batch with the node's own input, through the loop. */
function pairThroughLoop(item: INodeExecutionData, sourceOverwrite: ISourceData): INodeExecutionData {
	const overwrite = (pairedItem: IPairedItemData | number | undefined): IPairedItemData => ({
		...(typeof pairedItem === 'number' ? { item: pairedItem } : (pairedItem ?? { item: 0 })),
		sourceOverwrite,
	});
	return {
		...item,
		pairedItem: Array.isArray(item.pairedItem) ? item.pairedItem.map(overwrite) : overwrite(item.pairedItem),
	};
}

const batchSize = (context: IExecuteFunctions) => context.getNodeParameter('batchSize', 0) as number;

function startLoop(context: IExecuteFunctions, state: LoopState): INodeExecutionData[] {
	Object.assign(state, {
		currentRunIndex: 0,
		sourceData: deepCopy(context.getInputSourceData()),
		items: context.getInputData().slice(),
		processedItems: [],
	});
	return state.items.splice(0, batchSize(context));
}

function continueLoop(context: IExecuteFunctions, state: LoopState): INodeExecutionData[] {
	const sourceOverwrite = context.getInputSourceData();
	state.currentRunIndex += 1;
	state.processedItems.push(
		...context.getInputData().map((item, index) => ({ ...item, pairedItem: { sourceOverwrite, item: index } })),
	);
	const batch = state.items.splice(0, batchSize(context));
	return batch.map((item) => pairThroughLoop(item, state.sourceData));
}

export const splitInBatches: INodeType = {
	description: describeNode(
		'splitInBatches',
		'Loop Over Items (Split in Batches)',
		3,
		[
			property('batchSize', 'number', 1),
			property('options', 'collection', {}, { options: [property('reset', 'boolean', false)] }),
		],
		{ outputs: [Main, Main], outputNames: ['done', 'loop'] },
	),
	async execute() {
		const state = this.getContext('node') as LoopState;
		const isFirst = state.items === undefined || this.getNodeParameter('options', 0, {}).reset === true;
		const batch = isFirst ? startLoop(this, state) : continueLoop(this, state);
		state.noItemsLeft = state.items.length === 0;
		state.done = batch.length === 0;
		return state.done ? [state.processedItems, []] : [[], batch];
	},
};
