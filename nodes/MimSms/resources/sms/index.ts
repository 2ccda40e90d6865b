import type { INodeProperties } from 'n8n-workflow';
import { perItem } from '../../bridge/operation';
import { smsFields } from './fields';
import { preview } from './preview';
import { send } from './send';

/** What sends, or prepares to: it must see all items at once, which a declarative request can't. */
export const smsOperations = { preview, send };

const sendingRequest = { method: 'POST', path: '/smsapi' } as const;

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
				name: 'Preview',
				value: 'preview',
				action: 'Preview an SMS',
				description: 'Check the numbers and count the parts without sending anything; needs no credential',
				routing: perItem(sendingRequest, preview),
			},
			{
				name: 'Send',
				value: 'send',
				action: 'Send an SMS',
				description: 'Send one text to one or many numbers, once for each input item',
				routing: perItem(sendingRequest, send),
			},
		],
	},
	...smsFields,
];
