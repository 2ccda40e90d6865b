import type { INodeType } from 'n8n-workflow';
import { describeNode, property } from './description.cts';

export const manualTrigger: INodeType = {
	description: describeNode('manualTrigger', 'Manual Trigger', 1, [], { group: ['trigger'], inputs: [] }),
	async trigger() {
		return { manualTriggerFunction: async () => this.emit([this.helpers.returnJsonArray([{}])]) };
	},
};

export const scheduleTrigger: INodeType = {
	description: describeNode('scheduleTrigger', 'Schedule Trigger', [1, 1.1, 1.2, 1.3], [property('rule', 'json', {})], {
		group: ['trigger'],
		inputs: [],
	}),
	async trigger() {
		const emitTime = async () => this.emit([this.helpers.returnJsonArray([{ timestamp: new Date().toISOString() }])]);
		return { manualTriggerFunction: emitTime };
	},
};

/** Starts with what somebody filled into a form: the items that the execution is given. */
export const formTrigger: INodeType = {
	description: describeNode('formTrigger', 'On form submission', [1, 2, 2.1, 2.2, 2.3], [], {
		group: ['trigger'],
		inputs: [],
	}),
	async trigger() {
		return {};
	},
};
