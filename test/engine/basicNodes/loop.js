'use strict';
const { deepCopy } = require('n8n-workflow');
const { describeNode, Main, property } = require('./description');

/** Pairs an item of a later batch with the node's own input, through the loop. */
function pairThroughLoop(item, sourceOverwrite) {
	const overwrite = (pairedItem) => ({
		...(typeof pairedItem === 'number' ? { item: pairedItem } : (pairedItem ?? { item: 0 })),
		sourceOverwrite,
	});
	return {
		...item,
		pairedItem: Array.isArray(item.pairedItem) ? item.pairedItem.map(overwrite) : overwrite(item.pairedItem),
	};
}

function startLoop(context, state) {
	Object.assign(state, {
		currentRunIndex: 0,
		sourceData: deepCopy(context.getInputSourceData()),
		items: context.getInputData().slice(),
		processedItems: [],
	});
	return state.items.splice(0, context.getNodeParameter('batchSize', 0));
}

function continueLoop(context, state) {
	const sourceOverwrite = context.getInputSourceData();
	state.currentRunIndex += 1;
	state.processedItems.push(
		...context.getInputData().map((item, index) => ({ ...item, pairedItem: { sourceOverwrite, item: index } })),
	);
	const batch = state.items.splice(0, context.getNodeParameter('batchSize', 0));
	return batch.map((item) => pairThroughLoop(item, state.sourceData));
}

const splitInBatches = {
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
		const state = this.getContext('node');
		const isFirst = state.items === undefined || this.getNodeParameter('options', 0, {}).reset === true;
		const batch = isFirst ? startLoop(this, state) : continueLoop(this, state);
		state.noItemsLeft = state.items.length === 0;
		state.done = batch.length === 0;
		return state.done ? [state.processedItems, []] : [[], batch];
	},
};

module.exports = { splitInBatches };
