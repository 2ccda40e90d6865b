import type { INodeProperties } from 'n8n-workflow';
import { REPORT_EVENTS } from '../../trigger/events';

/** The one place for the labels, names, defaults, limits and choices of the trigger: the editor shows these fields, and `triggerParameters.ts` reads by them. */

export const eventsField = {
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	required: true,
	default: ['delivered', 'failed'],
	description: "What starts the workflow. A report that can't be read always starts it, so that you do not miss it.",
	options: [
		{
			name: 'Low Balance',
			value: 'balanceLow',
			description: 'The balance drops below the threshold. It starts again only after the balance was above it.',
		},
		{ name: 'Message Delivered', value: 'delivered', description: 'The phone received the message' },
		{
			name: 'Message Failed',
			value: 'failed',
			description: 'The message did not reach the phone: switched off, barred or rejected',
		},
		{ name: 'Message Pending', value: 'pending', description: 'The message is still on its way' },
		{
			name: 'Unclear Report',
			value: 'unknown',
			description: 'The report does not say clearly whether the message was delivered',
		},
	],
} as const satisfies INodeProperties;

const failedNotice: INodeProperties = {
	displayName:
		'If this workflow sends an SMS about a failed message, add the number that gets it to Except Numbers under Options. Otherwise a failed alert starts the workflow again, without end.',
	name: 'failedNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { events: ['failed'] } },
};

export const sourceField = {
	displayName: 'Source',
	name: 'source',
	type: 'options',
	default: 'account',
	description: 'Which delivery reports to read. Low Balance does not use it.',
	options: [
		{
			name: 'All Messages of the Account',
			value: 'account',
			description: 'All reports of the account. The gateway returns each report only once. Not with V2.',
		},
		{
			name: 'Shoot IDs',
			value: 'shootIds',
			description: 'The reports of the messages that you list. They stay at the gateway. Works with both APIs.',
		},
	],
} as const satisfies INodeProperties;

const accountNotice: INodeProperties = {
	displayName:
		'Not with V2: with the JSON API (V2), choose Shoot IDs as Source, or use Send and Track instead of this trigger. The gateway returns each report only once. This trigger takes <b>all</b> reports of the account, and drops those that you did not select above: they do not come again. Two workflows or programs on one account share the reports: each gets only a part. If you rename this node, it forgets which reports it has already output.',
	name: 'accountNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { source: ['account'], events: [...REPORT_EVENTS] } },
};

export const shootIdsField = {
	displayName: 'Shoot IDs',
	name: 'shootIds',
	type: 'string',
	typeOptions: { rows: 3 },
	required: true,
	default: '',
	placeholder: 'e.g. C20014655e6c0a9b3f1d2, BRN0T2ZCWRCEL1D@8801712345678',
	description:
		'The shootId of each message, from the output of the node that sent it, separated by commas, semicolons, spaces or new lines. This list is fixed: messages that you send later are not in it. Together they can have at most 8,000 reports. With the JSON API (V2), one poll asks for at most 200 recipients, and for each one up to 72 hours. If you rename this node, it forgets which reports it has already output.',
	displayOptions: { show: { source: ['shootIds'], events: [...REPORT_EVENTS] } },
} as const satisfies INodeProperties;

export const balanceThresholdField = {
	displayName: 'Balance Threshold',
	name: 'balanceThreshold',
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 2 },
	default: 100,
	description:
		'The workflow starts once when the balance drops below this amount in taka. It can start again after the balance rises above it.',
	hint: 'In taka (BDT)',
	displayOptions: { show: { events: ['balanceLow'] } },
} as const satisfies INodeProperties;

export const exceptNumbersOption = {
	displayName: 'Except Numbers',
	name: 'exceptNumbers',
	type: 'string',
	default: '',
	placeholder: 'e.g. 01712345678, 01812345678',
	description:
		'Reports about these phone numbers do not start the workflow. Separate them by commas, semicolons or new lines. If the workflow sends an alert by SMS, enter the number that gets it. Otherwise a failed alert causes the next alert, without end.',
} as const satisfies INodeProperties;

export const emitEarlierOption = {
	displayName: 'Include Reports From Before Activation',
	name: 'emitEarlier',
	type: 'boolean',
	default: false,
	description:
		'Whether reports that are older than the first activation of the workflow start it too. With All Messages of the Account, the trigger reads them in either case, and the gateway does not return them again.',
} as const satisfies INodeProperties;

export const numbersOption = {
	displayName: 'Only Numbers',
	name: 'numbers',
	type: 'string',
	default: '',
	placeholder: 'e.g. 01712345678, 01812345678',
	description:
		'Only reports about these phone numbers start the workflow. Separate them by commas, semicolons or new lines. Leave it empty for all numbers.',
} as const satisfies INodeProperties;

export const statusCodesOption = {
	displayName: 'Only Status Codes',
	name: 'statusCodes',
	type: 'string',
	default: '',
	placeholder: 'e.g. 13, 1028',
	description:
		'Only reports with these codes of the gateway start the workflow. Separate them by commas or spaces. Leave it empty for all codes. The documentation of the node explains each code.',
} as const satisfies INodeProperties;

export const testWithOption = {
	displayName: 'Test With',
	name: 'testWith',
	type: 'options',
	default: 'sample',
	description: 'What the test button in the editor returns',
	options: [
		{
			name: 'Live Reports',
			value: 'live',
			description: 'Up to 100 real reports. For All Messages of the Account, the gateway does not return them again.',
		},
		{
			name: 'Sample',
			value: 'sample',
			description: 'An example report with every field. It makes no request to the gateway.',
		},
	],
} as const satisfies INodeProperties;

const optionsField: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [exceptNumbersOption, emitEarlierOption, numbersOption, statusCodesOption, testWithOption],
};

export const triggerFields: INodeProperties[] = [
	eventsField,
	failedNotice,
	sourceField,
	accountNotice,
	shootIdsField,
	balanceThresholdField,
	optionsField,
];
