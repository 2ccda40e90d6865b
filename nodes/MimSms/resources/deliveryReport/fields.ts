import type { INodeProperties } from 'n8n-workflow';
import { FIELD } from '../../gateway/fieldNames';

const only = (operations: string[]) => ({ show: { resource: ['deliveryReport'], operation: operations } });

const readOnceNotice = {
	displayName:
		'The gateway hands each report out once: what this operation reads is taken out, and no other workflow or trigger on this account gets it.',
	name: 'readOnceNotice',
	type: 'notice',
	default: '',
	displayOptions: only(['getAll', 'getOnce']),
} as const satisfies INodeProperties;

export const shootIdField = {
	displayName: FIELD.shootId,
	name: 'shootId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. C20014655e6c0a9b3f1d2',
	description:
		'The reference that the gateway gave to a send: drag the field shootId here from the output of the node that sent',
	displayOptions: only(['get', 'getOnce']),
} as const satisfies INodeProperties;

export const returnAllField = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
	hint: 'Asks call by call, 100 reports each, until the gateway has no more',
	displayOptions: only(['getAll']),
} as const satisfies INodeProperties;

export const limitField = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
	hint: 'A call takes up to 100 reports out of the gateway, and all that was taken comes out: Limit only decides whether another call is made',
	displayOptions: { show: { ...only(['getAll']).show, returnAll: [false] } },
} as const satisfies INodeProperties;

export const deliveryReportFields: INodeProperties[] = [readOnceNotice, shootIdField, returnAllField, limitField];
