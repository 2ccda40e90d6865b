import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

/** The events that ask for delivery reports. The list of `trigger/filter.ts` is loaded at first use only. */
const REPORTS = ['delivered', 'failed', 'pending', 'unknown'];

export class MimSmsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'MiM SMS Trigger',
		name: 'mimSmsTrigger',
		icon: { light: 'file:mimSms.svg', dark: 'file:mimSms.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		// n8n's search shows this one for the pair of nodes.
		description:
			'Send SMS through MiM SMS (Bangladesh), or start the workflow when a delivery report comes in or the balance falls low',
		defaults: { name: 'MiM SMS Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'mimSmsApi', required: true }],
		properties: [
			{
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				required: true,
				default: ['delivered', 'failed'],
				description:
					"What starts the workflow. A report that can't be read starts it whatever is chosen here, so that nobody misses it.",
				options: [
					{
						name: 'Low Balance',
						value: 'balanceLow',
						description: 'The balance has fallen below the threshold; once, until it has been topped up',
					},
					{ name: 'Message Delivered', value: 'delivered', description: 'A message has reached the phone' },
					{
						name: 'Message Failed',
						value: 'failed',
						description:
							'A message does not reach the phone: switched off, barred, rejected. If this workflow sends an SMS about it, put your own number into Except Numbers under Options: a failed alert would start the workflow again.',
					},
					{ name: 'Message Pending', value: 'pending', description: 'A message is still on its way' },
					{
						name: 'Unclear Report',
						value: 'unknown',
						description: 'The report has a code that the manual does not explain',
					},
				],
			},
			{
				displayName: 'Source',
				name: 'source',
				type: 'options',
				default: 'account',
				description: 'Which delivery reports to read. Low Balance does not need it.',
				options: [
					{
						name: 'All Messages of the Account',
						value: 'account',
						description:
							'All reports of the account, whoever sent the messages. The gateway returns each report only once. Not with the JSON API (V2).',
					},
					{
						name: 'Shoot IDs',
						value: 'shootIds',
						description: 'The reports of certain sends; the gateway keeps them. Works with both APIs.',
					},
				],
			},
			{
				displayName:
					'Not with V2: a credential of the JSON API (V2) needs the source Shoot IDs. The gateway returns each report only once. This trigger takes <b>all</b> reports of the account out of the gateway, also those that you did not choose above, and drops these. Two workflows or programs on one account share the reports: each gets only a part. If you rename this node, it forgets which reports it has already output.',
				name: 'accountNotice',
				type: 'notice',
				default: '',
				displayOptions: { show: { source: ['account'], events: REPORTS } },
			},
			{
				displayName: 'Shoot IDs',
				name: 'shootIds',
				type: 'string',
				typeOptions: { rows: 3 },
				required: true,
				default: '',
				placeholder: 'e.g. C20014655e6c0a9b3f1d2, BRN0T2ZCWRCEL1D@8801712345678',
				description:
					'The shootId of each send, separated by commas, semicolons, spaces or new lines. At most 8,000 reports together. With the JSON API (V2), one poll asks for at most 200 recipients, and for each one up to 72 hours. If you rename this node, it forgets which reports it has already output.',
				displayOptions: { show: { source: ['shootIds'], events: REPORTS } },
			},
			{
				displayName: 'Balance Threshold',
				name: 'balanceThreshold',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 100,
				description:
					'The workflow starts once when the balance falls below this amount in taka, and again only after you have topped up',
				hint: 'In taka (BDT)',
				displayOptions: { show: { events: ['balanceLow'] } },
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Except Numbers',
						name: 'exceptNumbers',
						type: 'string',
						default: '',
						placeholder: 'e.g. 01712345678, 01812345678',
						description:
							'Never start for reports about these phone numbers, separated by commas, semicolons or new lines. If the workflow sends an alert by SMS, enter the number that gets it: else a failed alert causes the next alert, without end.',
					},
					{
						displayName: 'Include Reports From Before Activation',
						name: 'emitEarlier',
						type: 'boolean',
						default: false,
						description:
							'Whether to also start for the reports that wait in the gateway when the workflow is activated for the first time. With All Messages of the Account they are taken out of the gateway either way.',
					},
					{
						displayName: 'Only Numbers',
						name: 'numbers',
						type: 'string',
						default: '',
						placeholder: 'e.g. 01712345678, 01812345678',
						description:
							'Start only for reports about these phone numbers, separated by commas, semicolons or new lines. Empty: all.',
					},
					{
						displayName: 'Only Status Codes',
						name: 'statusCodes',
						type: 'string',
						default: '',
						placeholder: 'e.g. 13, 1028',
						description:
							'Start only for reports with these codes of the gateway, separated by commas or spaces. Empty: all. What each code means stands in the documentation of the node.',
					},
					{
						displayName: 'Test With',
						name: 'testWith',
						type: 'options',
						default: 'sample',
						description: 'What the test button in the editor gives',
						options: [
							{
								name: 'Live Reports',
								value: 'live',
								description:
									'Up to 100 real reports; from All Messages of the Account they are taken out of the gateway and do not come again, of Shoot IDs those of the first one are shown',
							},
							{
								name: 'Sample',
								value: 'sample',
								description: 'A made-up report with every field; the gateway is not asked',
							},
						],
					},
				],
			},
		],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const { pollNode } = await import('./bridge/poll/pollNode');
		return await pollNode(this);
	}
}
