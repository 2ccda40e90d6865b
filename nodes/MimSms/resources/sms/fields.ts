import type { INodeProperties } from 'n8n-workflow';
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
		'Who gets the message: one mobile number, or several with commas, semicolons or line breaks between them. An expression may also give a list.',
	hint: 'Bangladeshi numbers in any form (01…, 8801…, +880…, ০১…); other countries with + and country code. Duplicates are sent once.',
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
		'The text. One SMS part holds 160 characters of plain English, or 70 of Bangla or with an emoji; a longer text is sent and charged as several parts. SMS → Preview counts them without sending.',
	displayOptions: only(operations),
});

const senderIdField = (operations: string[]): INodeProperties => ({
	displayName: FIELD.senderId,
	name: 'senderId',
	type: 'string',
	default: '',
	placeholder: 'e.g. MyShop or 8809601000000',
	description:
		'The name (masking) or number that the phone shows as sender. The gateway must have approved it for your account.',
	hint: 'Left empty, it is the Default Sender ID of the credential',
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
		'Who gets the message of this input item: one mobile number. Drag the field that holds it here from the input on the left.',
	hint: 'Drag the column with the number here. Bangladeshi numbers in any form (01…, 8801…, +880…, ০১…); other countries with + and country code.',
	displayOptions: only(['sendMany']),
};

export const timeoutField = {
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 86_400 },
	default: 240,
	description:
		'How many seconds to wait for the delivery reports at most. The workflow goes on with what is known by then. Most reports come within a minute; a phone that is switched off can take hours.',
	hint: 'Keep it below the time limit of the workflow (⋯ → Settings → Timeout Workflow; n8n Cloud: 300 seconds). If the limit ends the workflow first, the output is lost, but the message was sent.',
	displayOptions: only(['sendAndTrack']),
} as const satisfies INodeProperties;

export const intervalField = {
	displayName: 'Interval (Seconds)',
	name: 'interval',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 86_400 },
	default: 15,
	description:
		'How many seconds to wait between two questions for the delivery reports. The first questions come after 3, 6 and 10 seconds where this is longer.',
	displayOptions: only(['sendAndTrack']),
} as const satisfies INodeProperties;

export const batchSizeOption = {
	displayName: 'Batch Size',
	name: 'batchSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 1000, numberPrecision: 0 },
	default: 100,
	description:
		'How many messages go out in one request at most. The value of the first item counts. Rows with another sender ID, schedule or label need requests of their own.',
} as const satisfies INodeProperties;

export const typeOption = {
	displayName: FIELD.type,
	name: 'type',
	type: 'options',
	default: 'auto',
	description: 'How the text is encoded. It decides what fits into one part.',
	options: [
		{ name: 'Automatic', value: 'auto', description: 'Text where it can carry the message, otherwise Unicode' },
		{
			name: 'Text',
			value: 'text',
			description: 'English letters, digits and common signs only (GSM-7); anything else is refused',
		},
		{
			name: 'Unicode',
			value: 'unicode',
			description: 'Any language, Bangla included, with fewer characters a part (UCS-2)',
		},
	],
} as const satisfies INodeProperties;

export const includeInputFieldsOption = {
	displayName: 'Include Input Fields',
	name: 'includeInputFields',
	type: 'boolean',
	default: false,
	description:
		"Whether to add the fields of the input item to the output item. Where both have a field of the same name, the output has this node's value. A field named error is left out, because n8n would take the item for a failed one.",
} as const satisfies INodeProperties;

export const invalidNumbersOption = {
	displayName: FIELD.invalidNumbers,
	name: 'invalidNumbers',
	type: 'options',
	default: 'fail',
	description: 'What to do with an entry of To that is no mobile number',
	options: [
		{
			name: 'Fail',
			value: 'fail',
			description:
				'Stop before anything is sent and name the wrong entries. With On Error: Continue only this item fails.',
		},
		{
			name: 'Skip',
			value: 'skip',
			description:
				'Leave the wrong entries out and name them in the output. A row of Send Personalised comes out as refused; an item of Send without any valid number is still an error.',
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
		'The approved campaign of a promotional message. The JSON API (V2) needs it with Message Purpose: Promotional; everywhere else it has no effect.',
} as const satisfies INodeProperties;

export const labelOption = {
	displayName: FIELD.label,
	name: 'label',
	type: 'options',
	default: 'none',
	description: 'The purpose of the message. Some gateways demand it and answer error 1019 without it.',
	options: [
		{ name: 'None', value: 'none', description: 'Say nothing about the purpose' },
		{ name: 'Promotional', value: 'promotional', description: 'Advertising, offers' },
		{ name: 'Transactional', value: 'transactional', description: 'Orders, codes, reminders' },
	],
} as const satisfies INodeProperties;

export const parallelCallsOption = {
	displayName: FIELD.parallelCalls,
	name: 'parallelCalls',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
	default: 20,
	description:
		'How many requests of this run may be on their way to the gateway at the same time. Lower it when the gateway answers error 1013. The value of the first item counts. Batching under Request Options has no effect on sending.',
} as const satisfies INodeProperties;

/** One request of Send Personalised holds many messages. */
export const parallelCallsOfManyOption = { ...parallelCallsOption, default: 4 } as const satisfies INodeProperties;

export const replyOption = {
	displayName: 'Reply',
	name: 'reply',
	type: 'boolean',
	default: false,
	description:
		'Whether to ask the gateway for its short answer, "1000, ID" (reply=Y of the manual). The output of this node is the same: leave it off unless the gateway\'s support asks for it.',
} as const satisfies INodeProperties;

export const scheduledOption = {
	displayName: FIELD.scheduledDateTime,
	name: 'scheduledDateTime',
	type: 'dateTime',
	default: '',
	description:
		'When the gateway is to send. Empty: at once. In the time zone of the workflow unless the value names another; the gateway gets the same moment in Bangladesh time.',
	hint: "In the time zone of the workflow: look it up in ⋯ → Settings, since n8n starts out with New York. A scheduled message can't be called back.",
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
		hint: 'Write the text, and drag the columns that differ from row to row into it',
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
