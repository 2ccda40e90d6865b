import type { INodeProperties } from 'n8n-workflow';
import { includeInputFieldsOption } from '../../bridge/send/fields';
import { FIELD } from '../../gateway/fieldNames';

/** The one place for the labels, names, defaults, limits and choices of SMS: the editor shows these fields, and `bridge/input/fieldReaders.ts` reads by them. */

const only = (operations: string[]) => ({ show: { resource: ['sms'], operation: operations } });

/** To: one or many numbers in one item. */
const toField = (operations: string[]): INodeProperties => ({
	displayName: FIELD.to,
	name: 'to',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 01712345678, +880 1812-345678',
	description:
		'The recipients: one mobile number, or several separated by commas, semicolons or line breaks. An expression can also give a list.',
	hint: 'Bangladeshi numbers in any form (01…, 8801…, +880…, ০১…). Other countries with + and country code. Each number gets the message once.',
	displayOptions: only(operations),
});

const messageField = (
	operations: string[],
	example: Pick<INodeProperties, 'placeholder' | 'hint'>,
): INodeProperties => ({
	displayName: FIELD.message,
	name: 'message',
	type: 'string',
	typeOptions: { rows: 4 },
	required: true,
	default: '',
	...example,
	description:
		'The text of the SMS. One part holds 160 characters of plain English, or 70 characters with Bangla or an emoji. A longer text is sent and charged as several parts. SMS → Preview counts them without sending.',
	displayOptions: only(operations),
});

const senderIdField = (operations: string[]): INodeProperties => ({
	displayName: FIELD.senderId,
	name: 'senderId',
	type: 'string',
	default: '',
	placeholder: 'e.g. MyShop or 8809601000000',
	description:
		'The name (masking) or number that the phone shows as the sender. The gateway must have approved it for your account.',
	hint: 'Leave it empty to use the Default Sender ID of the credential',
	displayOptions: only(operations),
});

/** One number a row. */
const toOneField: INodeProperties = {
	displayName: FIELD.to,
	name: 'to',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 01712345678',
	description:
		'The recipient of this row: one mobile number. Drag the column with the number here from the input on the left.',
	hint: 'Drag the column with the number here. Bangladeshi numbers in any form (01…, 8801…, +880…, ০১…). Other countries with + and country code.',
	displayOptions: only(['sendMany']),
};

export const timeoutField = {
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 86_400 },
	default: 240,
	description:
		'The longest time to wait for the delivery reports, in seconds. Then the workflow continues with the reports that arrived. Most arrive within a minute. A phone that is switched off can take hours.',
	hint: 'Keep it below the time limit of the workflow (⋯ → Settings → Timeout Workflow; n8n Cloud: 300 seconds). If that limit ends the workflow first, the message was sent but the output is lost.',
	displayOptions: only(['sendAndTrack']),
} as const satisfies INodeProperties;

export const intervalField = {
	displayName: 'Interval (Seconds)',
	name: 'interval',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 86_400 },
	default: 15,
	description:
		'The time between two requests for the delivery reports, in seconds. The first requests go out after 3, 6 and 10 seconds, unless Interval is shorter.',
	displayOptions: only(['sendAndTrack']),
} as const satisfies INodeProperties;

export const batchSizeOption = {
	displayName: 'Batch Size',
	name: 'batchSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 1000, numberPrecision: 0 },
	default: 100,
	description:
		'The most messages in one request. The value of the first item counts. Rows with a different sender ID, schedule or purpose go into separate requests.',
} as const satisfies INodeProperties;

export const typeOption = {
	displayName: FIELD.type,
	name: 'type',
	type: 'options',
	default: 'auto',
	description: 'How the text is encoded. The encoding decides how many characters fit into one part.',
	options: [
		{
			name: 'Automatic',
			value: 'auto',
			description: 'Text if it has all characters of the message, otherwise Unicode',
		},
		{
			name: 'Text',
			value: 'text',
			description: 'Only English letters, digits and common characters (GSM-7). Other characters are refused.',
		},
		{
			name: 'Unicode',
			value: 'unicode',
			description: 'Any language, including Bangla, with fewer characters in each part (UCS-2)',
		},
	],
} as const satisfies INodeProperties;

export const invalidNumbersOption = {
	displayName: FIELD.invalidNumbers,
	name: 'invalidNumbers',
	type: 'options',
	default: 'fail',
	description: 'What to do when a number in To is not a valid mobile number',
	options: [
		{
			name: 'Fail',
			value: 'fail',
			description:
				'Stop before sending, and name the wrong numbers. With On Error: Continue, the other items are sent.',
		},
		{
			name: 'Skip',
			value: 'skip',
			description: 'Send to the others, and list the wrong ones. An item with no valid number is refused.',
		},
	],
} as const satisfies INodeProperties;

export const campaignOption = {
	displayName: 'Campaign',
	name: 'campaign',
	type: 'string',
	default: '',
	placeholder: 'e.g. Eid offers',
	description:
		'The approved campaign of a promotional message. With the JSON API (V2), Send and Send and Track need it for Message Purpose: Promotional. In all other cases it has no effect.',
} as const satisfies INodeProperties;

export const labelOption = {
	displayName: FIELD.label,
	name: 'label',
	type: 'options',
	default: 'none',
	description: 'The purpose of the message. Some gateways require it and return error 1019 without it.',
	options: [
		{
			name: 'None',
			value: 'none',
			description: 'Do not name a purpose. With the JSON API (V2), the same as Transactional.',
		},
		{ name: 'Promotional', value: 'promotional', description: 'Advertising and offers' },
		{ name: 'Transactional', value: 'transactional', description: 'Orders, codes and reminders' },
	],
} as const satisfies INodeProperties;

export const parallelCallsOption = {
	displayName: FIELD.parallelCalls,
	name: 'parallelCalls',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
	default: 20,
	description:
		'The most requests that this run sends to the gateway at the same time. Lower it if the gateway returns error 1013. The value of the first item counts. Batching under Request Options has no effect on sending.',
} as const satisfies INodeProperties;

/** One request of Send Personalised holds many messages. */
export const parallelCallsOfManyOption = { ...parallelCallsOption, default: 4 } as const satisfies INodeProperties;

export const replyOption = {
	displayName: 'Reply',
	name: 'reply',
	type: 'boolean',
	default: false,
	description:
		'Whether to request the gateway\'s short answer, "1000, ID" (reply=Y in the manual). It has no effect with V2, and the output of this node does not change. Leave it off unless the gateway\'s support asks for it.',
} as const satisfies INodeProperties;

export const scheduledOption = {
	displayName: FIELD.scheduledDateTime,
	name: 'scheduledDateTime',
	type: 'dateTime',
	default: '',
	description:
		'When the gateway sends the message. Leave it empty to send at once. The time is in the time zone of the workflow, unless the value names another one. The gateway gets the same time in Bangladesh time.',
	hint: "In the time zone of the workflow: check it under ⋯ → Settings, because n8n uses New York time until you change it. You can't cancel a scheduled message.",
} as const satisfies INodeProperties;

const optionsField = (operations: string[], options: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	displayOptions: only(operations),
	options,
});

export const smsFields: INodeProperties[] = [
	toField(['send', 'sendAndTrack', 'preview']),
	toOneField,
	messageField(['send', 'sendAndTrack', 'preview'], { placeholder: 'e.g. Your order has been shipped.' }),
	messageField(['sendMany'], {
		placeholder: 'e.g. Dear Rahima, 1250 taka are due on Sunday.',
		hint: 'Switch to Expression, then drag columns to where they belong, for example: Dear {{ $json.name }}, your order is ready.',
	}),
	senderIdField(['send', 'sendMany', 'sendAndTrack']),
	timeoutField,
	intervalField,
	optionsField(
		['send'],
		[
			campaignOption,
			typeOption,
			includeInputFieldsOption,
			invalidNumbersOption,
			parallelCallsOption,
			labelOption,
			replyOption,
			scheduledOption,
		],
	),
	optionsField(
		['sendMany'],
		[
			batchSizeOption,
			campaignOption,
			includeInputFieldsOption,
			invalidNumbersOption,
			parallelCallsOfManyOption,
			labelOption,
			scheduledOption,
		],
	),
	optionsField(
		['sendAndTrack'],
		[
			campaignOption,
			typeOption,
			includeInputFieldsOption,
			invalidNumbersOption,
			parallelCallsOption,
			labelOption,
			replyOption,
		],
	),
	optionsField(['preview'], [typeOption, includeInputFieldsOption, invalidNumbersOption]),
];
