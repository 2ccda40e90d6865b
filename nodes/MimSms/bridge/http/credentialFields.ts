import type { INodeProperties } from 'n8n-workflow';
import { FIELD } from '../../gateway/fieldNames';

/** The one place for the labels, names, defaults and choices of the credential: the editor shows these fields, and `account.ts` reads by them. */

/** No regular expression: n8n evaluates it at each use of the credential, within a time limit that a busy server misses. */
const startingWith = (text: string) => ({ _cnd: { startsWith: text } });

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'].flatMap((host) => [
	`http://${host}`,
	startingWith(`http://${host}:`),
	startingWith(`http://${host}/`),
]);

/** Shown where an address sends the secrets in the open, other than on this machine. */
const httpNotice = (name: string, api: string, address: string): INodeProperties => ({
	displayName:
		'With http://, anyone on the network path can read the key and the messages. Use https:// if the gateway supports it.',
	name,
	type: 'notice',
	default: '',
	displayOptions: {
		show: { api: [api], [address]: [startingWith('http://'), startingWith('HTTP://'), startingWith('Http://')] },
		hide: { [address]: LOOPBACK },
	},
});

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

const v2Notice: INodeProperties = {
	displayName:
		'The API key is in the panel at sms.mimsms.com, under Utility → Developer. Activate it there, and add the public IP address of your n8n server and its domain to the whitelist. Otherwise every request fails with error 401. To find the address, run an HTTP Request node in n8n with the URL https://api.ipify.org.',
	name: 'whitelistNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { api: ['v2'] } },
};

const classicNotice: INodeProperties = {
	displayName:
		"The API key is in the gateway's web panel, under Developers or API. If the gateway has an IP whitelist, add the public IP address of your n8n server to it. To find the address, run an HTTP Request node in n8n with the URL https://api.ipify.org.",
	name: 'classicNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { api: ['classic'] } },
};

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
	displayName: FIELD.v2BaseUrl,
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

const v2UsernameField: INodeProperties = {
	displayName: usernameField.displayName,
	name: usernameField.name,
	type: 'string',
	required: true,
	default: '',
	placeholder: 'name@example.com',
	description: 'The e-mail address that you use to sign in at sms.mimsms.com',
	displayOptions: { show: { api: ['v2'] } },
};

const v2ApiKeyField: INodeProperties = {
	displayName: apiKeyField.displayName,
	name: apiKeyField.name,
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
	description: 'Copy it from the panel at sms.mimsms.com, under Utility → Developer. Activate it there.',
	displayOptions: { show: { api: ['v2'] } },
};

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

export const credentialFields: INodeProperties[] = [
	apiField,
	v2Notice,
	classicNotice,
	signInWithField,
	baseUrlField,
	v2BaseUrlField,
	httpNotice('httpNotice', 'classic', baseUrlField.name),
	httpNotice('v2HttpNotice', 'v2', v2BaseUrlField.name),
	apiKeyField,
	usernameField,
	passwordField,
	v2UsernameField,
	v2ApiKeyField,
	senderIdField,
	fetchedApiKeyField,
];
