import type { INodeProperties } from 'n8n-workflow';
import { ROUTES } from '../../gateway/routes';
import { perItem } from '../declare';
import { deliveryReportFields } from './fields';

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
				routing: perItem(ROUTES.reportsOf, 'deliveryReport.get'),
			},
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Take new delivery reports',
				description: 'Take the waiting reports of the whole account out of the gateway',
				routing: perItem(ROUTES.takeReports, 'deliveryReport.getAll'),
			},
			{
				name: 'Get Once',
				value: 'getOnce',
				action: 'Take the new delivery reports of an SMS',
				description: 'Take the reports of one shoot ID out of the gateway: each comes out once',
				routing: perItem(ROUTES.takeReportsOf, 'deliveryReport.getOnce'),
			},
		],
	},
	...deliveryReportFields,
];
