import type { INodeProperties } from 'n8n-workflow';
import { FIELD } from '../../gateway/fieldNames';
import { ROUTES } from '../../gateway/routes';
import { perItem } from '../declare';

export const accountDescription: INodeProperties[] = [
	{
		displayName: FIELD.operation,
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
				description: 'Read the API key of the account. Needs a credential with user name and password.',
				routing: perItem(ROUTES.apiKey, 'account.getApiKey'),
			},
			{
				name: 'Get Balance',
				value: 'getBalance',
				action: 'Get the balance',
				description: 'Read the balance of the account in taka',
				routing: perItem(ROUTES.balance, 'account.getBalance'),
			},
		],
	},
	{
		displayName:
			'Needs a credential that signs in with user name and password. The output contains the API key in plain text, and n8n stores it with the execution. Anyone who can see the executions can read it.',
		name: 'apiKeyNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { resource: ['account'], operation: ['getApiKey'] } },
	},
];
