import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IDisplayOptions,
	INodeParameters,
	INodeProperties,
	INodeTypeDescription,
	IPairedItemData,
	NodeParameterValue,
	NodePropertyTypes,
} from 'n8n-workflow';

export const { Main } = NodeConnectionTypes;

/** A node's description, with one main input and output unless `rest` says otherwise. */
export const describeNode = (
	name: string,
	displayName: string,
	version: number | number[],
	properties: INodeProperties[],
	rest: Partial<INodeTypeDescription> = {},
): INodeTypeDescription => ({
	displayName,
	name,
	group: ['transform'],
	version,
	description: displayName,
	defaults: { name: displayName },
	inputs: [Main],
	outputs: [Main],
	properties,
	...rest,
});

export const property = (
	name: string,
	type: NodePropertyTypes,
	initial: NodeParameterValue | INodeParameters,
	rest: Partial<INodeProperties> = {},
): INodeProperties => ({ displayName: name, name, type, default: initial, ...rest });

export const whenShown = (name: string, ...values: NodeParameterValue[]): { displayOptions: IDisplayOptions } => ({
	displayOptions: { show: { [name]: values } },
});

export const pairTo = (item: number): { pairedItem: IPairedItemData } => ({ pairedItem: { item } });
