import type { INodeProperties } from 'n8n-workflow';
import { perItem } from '../../bridge/run/declare';
import type { Operation } from '../../bridge/run/run';
import { ROUTES } from '../../gateway/routes';
import { smsFields } from './fields';

// Loaded when they are first used: n8n loads every node at its start.
const preview: Operation = async (run) => await (await import('./preview')).preview(run);
const send: Operation = async (run) => await (await import('./send')).send(run);
const sendAndTrack: Operation = async (run) => await (await import('./sendAndTrack')).sendAndTrack(run);
const sendMany: Operation = async (run) => await (await import('./sendMany')).sendMany(run);

/** What sends, or prepares to: it must see all items at once, which a declarative request can't. */
export const smsOperations = { preview, send, sendAndTrack, sendMany };

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
				action: 'Preview an SMS without sending it',
				description:
					'Check the numbers and count the parts that would be paid for; sends nothing and needs no credential',
				routing: perItem(ROUTES.send, preview),
			},
			{
				name: 'Send',
				value: 'send',
				action: 'Send an SMS',
				description: 'Send one text to one number or to many. It runs once for each input item.',
				routing: perItem(ROUTES.send, send),
			},
			{
				name: 'Send and Track',
				value: 'sendAndTrack',
				action: 'Send an SMS and track its delivery',
				description: 'Send, then wait until every phone has the message or it failed, or the time is over',
				routing: perItem(ROUTES.send, sendAndTrack),
			},
			{
				name: 'Send Many',
				value: 'sendMany',
				action: 'Send many SMS, each with its own text',
				description:
					'Send a text of its own for each input item, such as each row of a sheet. Many go out in one request.',
				routing: perItem(ROUTES.sendMany, sendMany),
			},
		],
	},
	...smsFields,
];
