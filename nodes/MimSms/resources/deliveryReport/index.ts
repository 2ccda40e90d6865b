import type { INodeProperties } from 'n8n-workflow';
import { perItem } from '../../bridge/run/declare';
import type { Operation } from '../../bridge/run/run';
import { ROUTES } from '../../gateway/routes';
import { deliveryReportFields } from './fields';

// Loaded when they are first used: n8n loads every node at its start.
const get: Operation = async (run) => await (await import('./get')).get(run);
const getOnce: Operation = async (run) => await (await import('./get')).getOnce(run);
const getAll: Operation = async (run) => await (await import('./getAll')).getAll(run);

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
	...deliveryReportFields,
];
