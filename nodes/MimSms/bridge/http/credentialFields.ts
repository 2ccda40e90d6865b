import type { INodeProperties } from 'n8n-workflow';
import { FIELD } from '../../gateway/fieldNames';

/** The one place for the labels, names, defaults and choices of the credential: `credentials/` shows these fields in the editor, and `account.ts` reads by them. */

export const apiField = {
	displayName: FIELD.api,
	name: 'api',
	type: 'options',
	default: 'classic',
	description:
		'The API that your account uses. A key of the JSON API (V2) has 15 capital letters and digits. A key of the classic API begins with C2 and has a dot.',
	options: [
		{
			name: 'Classic API',
			value: 'classic',
			description: 'Older accounts (esms.mimsms.com), and gateways such as 880sms.com or sms.mram.com.bd',
		},
		{
			name: 'JSON API (V2)',
			value: 'v2',
			description: 'New accounts of MiM SMS (api.mimsms.com)',
		},
	],
} as const satisfies INodeProperties;

export const signInWithField = {
	displayName: FIELD.signInWith,
	name: 'signInWith',
	type: 'options',
	default: 'apiKey',
	displayOptions: { show: { api: ['classic'] } },
	options: [
		{ name: 'API Key', value: 'apiKey', description: "The key from the gateway's web panel" },
		{
			name: 'User Name and Password',
			value: 'login',
			description: "The sign-in of the gateway's web panel. The node fetches the key with it.",
		},
	],
} as const satisfies INodeProperties;

export const baseUrlField = {
	displayName: FIELD.baseUrl,
	name: 'baseUrl',
	type: 'string',
	required: true,
	default: 'https://esms.mimsms.com',
	placeholder: 'https://esms.mimsms.com',
	description:
		'The address of the gateway. Other gateways with the same API have their own address, sometimes with a path such as /sms.',
	displayOptions: { show: { api: ['classic'] } },
} as const satisfies INodeProperties;

export const v2BaseUrlField = {
	displayName: FIELD.baseUrl,
	name: 'v2BaseUrl',
	type: 'string',
	required: true,
	default: 'https://api.mimsms.com',
	placeholder: 'https://api.mimsms.com',
	description: 'The address of the JSON API (V2). Do not change it, unless you use your own relay.',
	displayOptions: { show: { api: ['v2'] } },
} as const satisfies INodeProperties;

export const apiKeyField = {
	displayName: FIELD.apiKey,
	name: 'apiKey',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
	description: "Copy it from the gateway's web panel, under Developers or API. The dot is part of the key.",
	displayOptions: { show: { api: ['classic'], signInWith: ['apiKey'] } },
} as const satisfies INodeProperties;

export const usernameField = {
	displayName: FIELD.username,
	name: 'username',
	type: 'string',
	required: true,
	default: '',
	description: "The same as in the gateway's web panel",
	displayOptions: { show: { api: ['classic'], signInWith: ['login'] } },
} as const satisfies INodeProperties;

export const passwordField = {
	displayName: FIELD.password,
	name: 'password',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
	description: "The same as in the gateway's web panel",
	displayOptions: { show: { api: ['classic'], signInWith: ['login'] } },
} as const satisfies INodeProperties;

export const v2UsernameField = {
	displayName: usernameField.displayName,
	name: usernameField.name,
	type: 'string',
	required: true,
	default: '',
	placeholder: 'name@example.com',
	description: 'The e-mail address that you use to sign in at sms.mimsms.com',
	displayOptions: { show: { api: ['v2'] } },
} as const satisfies INodeProperties;

export const v2ApiKeyField = {
	displayName: apiKeyField.displayName,
	name: apiKeyField.name,
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
	description: 'Copy it from the panel at sms.mimsms.com, under Utility → Developer. Activate it there.',
	displayOptions: { show: { api: ['v2'] } },
} as const satisfies INodeProperties;

export const senderIdField = {
	displayName: 'Default Sender ID',
	name: 'senderId',
	type: 'string',
	default: '',
	placeholder: 'e.g. MyShop or 8809601000000',
	description:
		'The name (masking) or number that the phone shows as the sender, in exactly the spelling that the gateway approved for your account',
	hint: "Needed to send, unless each node has its own Sender ID. Find it in the gateway's panel, or ask its support. The test on saving does not check it.",
} as const satisfies INodeProperties;

export const fetchedApiKeyField = {
	displayName: 'Fetched API Key',
	name: 'fetchedApiKey',
	type: 'hidden',
	typeOptions: { expirable: true, password: true },
	default: '',
} as const satisfies INodeProperties;
