import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
	Icon,
} from 'n8n-workflow';
import { ERRAND_HEADER } from '../nodes/MimSms/bridge/http/errand';
import { FIELD } from '../nodes/MimSms/gateway/fieldNames';
import { ROUTES } from '../nodes/MimSms/gateway/routes';

let signIn: Promise<typeof import('./signIn')> | undefined;

/** What the credential does is loaded when it is first used, since n8n loads every node at its start; and once, not for each request. */
const loadSignIn = async () => await (signIn ??= import('./signIn'));

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

export class MimSmsApi implements ICredentialType {
	name = 'mimSmsApi';

	displayName = 'MiM SMS API';

	icon: Icon = { light: 'file:../nodes/MimSms/mimSms.svg', dark: 'file:../nodes/MimSms/mimSms.dark.svg' };

	documentationUrl = 'https://github.com/mimsms-community/n8n-nodes-mimsms#credential';

	restrictToSupportedNodes = true as const;

	// n8n's field would limit only Test and the fetching of a key; where the key goes is decided by the Base URL.
	hideDomainRestrictionFields = true;

	properties: INodeProperties[] = [
		{
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
		},
		{
			displayName:
				'The API key is in the panel at sms.mimsms.com, under Utility → Developer. Activate it there, and add the public IP address of your n8n server and its domain to the whitelist. Otherwise every request fails with error 401. The domain is what you type in the browser to open n8n; without one, ask MiM SMS. To find the address, run an HTTP Request node in n8n with the URL https://api.ipify.org.',
			name: 'whitelistNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { api: ['v2'] } },
		},
		{
			displayName:
				"The API key is in the gateway's web panel, under Developers or API. If the gateway has an IP whitelist, add the public IP address of your n8n server to it. To find the address, run an HTTP Request node in n8n with the URL https://api.ipify.org.",
			name: 'classicNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { api: ['classic'] } },
		},
		{
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
		},
		{
			displayName: FIELD.baseUrl,
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://esms.mimsms.com',
			placeholder: 'https://esms.mimsms.com',
			description:
				'The address of the gateway. Other gateways with the same API have their own address, sometimes with a path such as /sms.',
			displayOptions: { show: { api: ['classic'] } },
		},
		{
			displayName: FIELD.v2BaseUrl,
			name: 'v2BaseUrl',
			type: 'string',
			required: true,
			default: 'https://api.mimsms.com',
			placeholder: 'https://api.mimsms.com',
			description: 'The address of the JSON API (V2). Do not change it, unless you use your own relay.',
			displayOptions: { show: { api: ['v2'] } },
		},
		httpNotice('httpNotice', 'classic', 'baseUrl'),
		httpNotice('v2HttpNotice', 'v2', 'v2BaseUrl'),
		{
			displayName: FIELD.apiKey,
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: "Copy it from the gateway's web panel, under Developers or API. The dot is part of the key.",
			displayOptions: { show: { api: ['classic'], signInWith: ['apiKey'] } },
		},
		{
			displayName: FIELD.username,
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			description: "The same as in the gateway's web panel",
			displayOptions: { show: { api: ['classic'], signInWith: ['login'] } },
		},
		{
			displayName: FIELD.password,
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: "The same as in the gateway's web panel",
			displayOptions: { show: { api: ['classic'], signInWith: ['login'] } },
		},
		{
			displayName: FIELD.username,
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'name@example.com',
			description: 'The e-mail address that you use to sign in at sms.mimsms.com',
			displayOptions: { show: { api: ['v2'] } },
		},
		{
			displayName: FIELD.apiKey,
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Copy it from the panel at sms.mimsms.com, under Utility → Developer. Activate it there.',
			displayOptions: { show: { api: ['v2'] } },
		},
		{
			displayName: 'Default Sender ID',
			name: 'senderId',
			type: 'string',
			default: '',
			placeholder: 'e.g. MyShop or 8809601000000',
			description:
				'The name (masking) or number that the phone shows as the sender, in exactly the spelling that the gateway approved for your account',
			hint: "Needed to send, unless each node has its own Sender ID. Find it in the gateway's panel, or ask its support. The test on saving does not check it.",
		},
		{
			displayName: 'Fetched API Key',
			name: 'fetchedApiKey',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { authenticate } = await loadSignIn();
		return authenticate(credentials, request);
	};

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		const { preAuthentication } = await loadSignIn();
		return await preAuthentication(this, credentials);
	}

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.api === "v2" ? $credentials.v2BaseUrl : $credentials.baseUrl }}',
			url: ROUTES.balance.path,
			headers: { [ERRAND_HEADER]: 'test' },
			encoding: 'text',
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		},
	};
}
