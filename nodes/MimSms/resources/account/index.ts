import type { INodeProperties } from 'n8n-workflow';
import { perItem } from '../../bridge/run/declare';
import type { Operation } from '../../bridge/run/run';
import { ROUTES } from '../../gateway/routes';

// Loaded when they are first used: n8n loads every node at its start.
const getApiKey: Operation = async (run) => await (await import('./getApiKey')).getApiKey(run);
const getBalance: Operation = async (run) => await (await import('./getBalance')).getBalance(run);

export const accountDescription: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'getBalance',
		displayOptions: { show: { resource: ['account'] } },
		options: [
			{
				name: 'Get API Key',
				value: 'getApiKey',
				action: 'Get the API key',
				description: 'Retrieve the API key of the account. The credential must sign in with user name and password.',
				routing: perItem(ROUTES.apiKey, getApiKey),
			},
			{
				name: 'Get Balance',
				value: 'getBalance',
				action: 'Get the balance',
				description: 'Read what is left on the account, in taka',
				routing: perItem(ROUTES.balance, getBalance),
			},
		],
	},
	{
		displayName:
			'Needs a credential that signs in with user name and password. The output holds the API key in plain text, and n8n stores it with the execution. Anyone who may see the executions can read it.',
		name: 'apiKeyNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { resource: ['account'], operation: ['getApiKey'] } },
	},
];
