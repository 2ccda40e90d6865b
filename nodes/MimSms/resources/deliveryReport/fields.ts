import type { INodeProperties } from 'n8n-workflow';
import { FIELD } from '../../gateway/fieldNames';

const only = (operations: string[]) => ({ show: { resource: ['deliveryReport'], operation: operations } });

const readOnceNotice = {
	displayName:
		'The gateway returns each report only once. After this operation reads a report, no other workflow or trigger on this account gets it.',
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
	default: '={{ $json.shootId }}',
	placeholder: 'e.g. C20014655e6c0a9b3f1d2',
	description:
		'The reference of a sent message: the field shootId of the node that sent it. If another node is in between, drag the field here from the output of the node that sent it.',
	displayOptions: only(['get', 'getOnce']),
} as const satisfies INodeProperties;

export const returnAllField = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
	hint: 'Makes requests for 100 reports each until the gateway has no more',
	displayOptions: only(['getAll']),
} as const satisfies INodeProperties;

export const limitField = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
	hint: 'One request reads up to 100 reports, and the node outputs all of them. Limit only decides whether it makes another request.',
	displayOptions: { show: { ...only(['getAll']).show, returnAll: [false] } },
} as const satisfies INodeProperties;

export const deliveryReportFields: INodeProperties[] = [readOnceNotice, shootIdField, returnAllField, limitField];
