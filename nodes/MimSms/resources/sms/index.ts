import type { INodeProperties } from 'n8n-workflow';
import { ROUTES } from '../../gateway/routes';
import { perItem } from '../declare';
import { smsFields } from './fields';

export const smsDescription: INodeProperties[] = [
	{
		displayName: 'Operation',
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
				description: 'Send one text to one number or to many. It runs once for each input item.',
				routing: perItem(ROUTES.send, 'sms.send'),
			},
			{
				name: 'Send Personalised',
				value: 'sendMany',
				action: 'Send a personalised SMS to each row',
				description:
					'Send a text of its own for each input item, such as each row of a sheet. Many go out in one request.',
				routing: perItem(ROUTES.sendMany, 'sms.sendMany'),
			},
			{
				name: 'Send and Track',
				value: 'sendAndTrack',
				action: 'Send an SMS and track its delivery',
				description: 'Send, then wait until every phone has the message or it failed, or the time is over',
				routing: perItem(ROUTES.send, 'sms.sendAndTrack'),
			},
			{
				name: 'Preview',
				value: 'preview',
				action: 'Preview an SMS without sending it',
				description:
					'Check the numbers and count the parts that would be paid for; sends nothing and needs no credential',
				routing: perItem(ROUTES.send, 'sms.preview'),
			},
		],
	},
	...smsFields,
];
