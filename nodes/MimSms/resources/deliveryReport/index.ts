import type { INodeProperties } from 'n8n-workflow';
import { perItem } from '../../bridge/run/declare';
import type { Operation } from '../../bridge/run/run';
import { ROUTES } from '../../gateway/routes';

// Loaded when they are first used: n8n loads every node at its start.
const get: Operation = async (run) => await (await import('./get')).get(run);
const getOnce: Operation = async (run) => await (await import('./get')).getOnce(run);
const getAll: Operation = async (run) => await (await import('./getAll')).getAll(run);

/** These run over all items at once only so that they can leave hints above their output. */
export const deliveryReportOperations = { get, getAll, getOnce };

const only = (operations: string[]) => ({ show: { resource: ['deliveryReport'], operation: operations } });

export const deliveryReportDescription: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'get',
		displayOptions: { show: { resource: ['deliveryReport'] } },
		options: [
			{
				name: 'Get',
				value: 'get',
				action: 'Get the delivery reports of an SMS',
				description:
					'Read what became of one send, by its shoot ID. The reports stay in the gateway and can be read again.',
				routing: perItem(ROUTES.reportsOf, get),
			},
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many delivery reports',
				description: 'Take the waiting reports of the whole account out of the gateway',
				routing: perItem(ROUTES.takeReports, getAll),
			},
			{
				name: 'Get Once',
				value: 'getOnce',
				action: 'Get the delivery reports of an SMS once',
				description: 'Take the reports of one shoot ID out of the gateway: each comes out once',
				routing: perItem(ROUTES.takeReportsOf, getOnce),
			},
		],
	},
	{
		displayName:
			'The gateway hands each report out once: what this operation reads is taken out, and no other workflow or trigger on this account gets it.',
		name: 'readOnceNotice',
		type: 'notice',
		default: '',
		displayOptions: only(['getAll', 'getOnce']),
	},
	{
		displayName: 'Shoot ID',
		name: 'shootId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. C20014655e6c0a9b3f1d2',
		description:
			'The reference that the gateway gave to a send: drag the field shootId here from the output of the node that sent',
		displayOptions: only(['get', 'getOnce']),
	},
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		hint: 'Asks call by call, 100 reports each, until the gateway has no more',
		displayOptions: only(['getAll']),
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		hint: 'A call takes up to 100 reports out of the gateway, and all that was taken comes out: Limit only decides whether another call is made',
		displayOptions: { show: { ...only(['getAll']).show, returnAll: [false] } },
	},
];
