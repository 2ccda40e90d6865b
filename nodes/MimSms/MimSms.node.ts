import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { accountDescription } from './resources/account';
import { customOperations } from './resources/declare';
import { deliveryReportDescription } from './resources/deliveryReport';
import { smsDescription } from './resources/sms';
import { messageHints } from './resources/sms/messageHints';

export class MimSms implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'MiM SMS',
		name: 'mimSms',
		icon: { light: 'file:mimSms.svg', dark: 'file:mimSms.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Send SMS through MiM SMS (Bangladesh) or a gateway with the same API, and read delivery reports and the balance',
		defaults: { name: 'MiM SMS' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Not `required`: Preview needs none, and n8n's direct tool calls would fail without one. Send says so itself.
		credentials: [{ name: 'mimSmsApi' }],
		hints: messageHints,
		requestDefaults: { baseURL: '={{ $credentials?.baseUrl }}' },
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				default: 'sms',
				options: [
					{ name: 'SMS', value: 'sms' },
					{ name: 'Delivery Report', value: 'deliveryReport' },
					{ name: 'Account', value: 'account' },
				],
			},
			...smsDescription,
			...deliveryReportDescription,
			...accountDescription,
		],
	};

	customOperations = customOperations();
}
