import type { INodeProperties } from 'n8n-workflow';
import { perItem, type Operation } from '../../bridge/operation';
import { allReportsRequest, reportsRequest } from '../../gateway/requests';
import { deliveryReportFields } from './fields';

// Loaded when they are first used: n8n loads every node at its start.
const get: Operation = async (call) => await (await import('./get')).get(call);
const getOnce: Operation = async (call) => await (await import('./get')).getOnce(call);
const getAll: Operation = async (call) => await (await import('./getAll')).getAll(call);

/** These run over all items at once only so that they can leave hints above their output. */
export const deliveryReportOperations = { get, getAll, getOnce };

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
				description: 'Read what became of one send, by its shoot ID. The reports stay in the gateway and can be read again.',
				routing: perItem(reportsRequest('', false), get),
			},
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many delivery reports',
				description: 'Take the waiting reports of the whole account out of the gateway',
				routing: perItem(allReportsRequest(), getAll),
			},
			{
				name: 'Get Once',
				value: 'getOnce',
				action: 'Get the delivery reports of an SMS once',
				description: 'Take the reports of one shoot ID out of the gateway: each comes out once',
				routing: perItem(reportsRequest('', true), getOnce),
			},
		],
	},
	...deliveryReportFields,
];
