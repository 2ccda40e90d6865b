import type { INodeProperties } from 'n8n-workflow';
import { FIELD } from '../../gateway/fieldNames';
import { ROUTES } from '../../gateway/routes';
import { perItem } from '../declare';
import { smsFields } from './fields';

export const smsDescription: INodeProperties[] = [
	{
		displayName: FIELD.operation,
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'send',
		displayOptions: { show: { resource: ['sms'] } },
		options: [
			{
				name: 'Send',
				value: 'send',
				action: 'Send an SMS',
				description: 'Send one text to one or many numbers, once for each input item, without waiting for the delivery',
				routing: perItem(ROUTES.send, 'sms.send'),
			},
			{
				name: 'Send Personalised',
				value: 'sendMany',
				action: 'Send a personalised SMS to each row',
				description: 'Send a different text for each item, such as a row of a sheet, combined into few requests',
				routing: perItem(ROUTES.sendMany, 'sms.sendMany'),
			},
			{
				name: 'Send and Track',
				value: 'sendAndTrack',
				action: 'Send an SMS and track its delivery',
				description: 'Send, then wait for the delivery reports until each message is delivered or has failed for good',
				routing: perItem(ROUTES.send, 'sms.sendAndTrack'),
			},
			{
				name: 'Preview',
				value: 'preview',
				action: 'Preview an SMS without sending it',
				description:
					'Check numbers and count parts without sending. Foreign and over 1,000 numbers pass: V2 refuses them.',
				routing: perItem(ROUTES.send, 'sms.preview'),
			},
		],
	},
	...smsFields,
];
