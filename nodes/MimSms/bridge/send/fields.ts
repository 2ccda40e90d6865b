import type { INodeProperties } from 'n8n-workflow';

/** The option of all that sends, and of Preview. */
export const includeInputFieldsOption = {
	displayName: 'Include Input Fields',
	name: 'includeInputFields',
	type: 'boolean',
	default: false,
	description:
		"Whether to add the fields of the input item to the output item. If both have a field of the same name, the output has this node's value. A field named error is left out, because n8n would treat the item as failed.",
} as const satisfies INodeProperties;
