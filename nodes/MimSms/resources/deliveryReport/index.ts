import type { INodeProperties } from 'n8n-workflow';
import { FIELD } from '../../gateway/fieldNames';
import { ROUTES } from '../../gateway/routes';
import { perItem } from '../declare';
import { deliveryReportFields } from './fields';

export const deliveryReportDescription: INodeProperties[] = [
	{
		displayName: FIELD.operation,
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
				description: 'Read the delivery reports of a message by its shoot ID. You can read them again.',
				routing: perItem(ROUTES.reportsOf, 'deliveryReport.get'),
			},
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Take new delivery reports',
				description: 'Read the new reports of the whole account. The gateway returns each report only once.',
				routing: perItem(ROUTES.takeReports, 'deliveryReport.getAll'),
			},
			{
				name: 'Get Once',
				value: 'getOnce',
				action: 'Take the new delivery reports of an SMS',
				description: 'Read the reports of one shoot ID. The gateway returns each report only once.',
				routing: perItem(ROUTES.takeReportsOf, 'deliveryReport.getOnce'),
			},
		],
	},
	...deliveryReportFields,
];
