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
		'With http:// everyone on the way can read the key and the messages. Use https:// unless the gateway has none.',
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

	properties: INodeProperties[] = [
		{
			displayName: 'API',
			name: 'api',
			type: 'options',
			default: 'classic',
			description:
				'Which API your account uses. A key of the JSON API (V2) has 15 capital letters and digits. A key of the classic API begins with C2 and has a dot.',
			options: [
				{
					name: 'Classic API',
					value: 'classic',
					description: 'Older accounts (esms.mimsms.com), and sister gateways such as 880sms.com or sms.mram.com.bd',
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
				'In the panel at sms.mimsms.com, open Utility → Developer. Add the IP address of your n8n server and its domain to the whitelist, and activate the API key. Without both, every request is refused with error 401.',
			name: 'whitelistNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { api: ['v2'] } },
		},
		{
			displayName: 'Sign In With',
			name: 'signInWith',
			type: 'options',
			default: 'apiKey',
			displayOptions: { show: { api: ['classic'] } },
			options: [
				{ name: 'API Key', value: 'apiKey', description: "The key from the gateway's web panel" },
				{
					name: 'User Name and Password',
					value: 'login',
					description: "Those of the gateway's web panel; the key is fetched with them",
				},
			],
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://esms.mimsms.com',
			placeholder: 'https://esms.mimsms.com',
			description:
				'The address of the gateway. Other gateways with the same API have their own; a path such as /sms may belong to it.',
			displayOptions: { show: { api: ['classic'] } },
		},
		{
			displayName: 'V2 Base URL',
			name: 'v2BaseUrl',
			type: 'string',
			required: true,
			default: 'https://api.mimsms.com',
			placeholder: 'https://api.mimsms.com',
			description: 'The address of the JSON API (V2). Leave it as it is, unless you use a relay of your own.',
			displayOptions: { show: { api: ['v2'] } },
		},
		httpNotice('httpNotice', 'classic', 'baseUrl'),
		httpNotice('v2HttpNotice', 'v2', 'v2BaseUrl'),
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: "In the gateway's web panel under Developers or API. Keep the dot in it.",
			displayOptions: { show: { api: ['classic'], signInWith: ['apiKey'] } },
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			description: "The one that you sign in with at the gateway's web panel",
			displayOptions: { show: { api: ['classic'], signInWith: ['login'] } },
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: "The one that you sign in with at the gateway's web panel",
			displayOptions: { show: { api: ['classic'], signInWith: ['login'] } },
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'name@example.com',
			description: 'The e-mail address that you sign in with at sms.mimsms.com',
			displayOptions: { show: { api: ['v2'] } },
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'In the panel at sms.mimsms.com under Utility → Developer. The key must be activated there.',
			displayOptions: { show: { api: ['v2'] } },
		},
		{
			displayName: 'Default Sender ID',
			name: 'senderId',
			type: 'string',
			default: '',
			placeholder: 'e.g. MyShop or 8809601000000',
			description:
				'Used wherever a node leaves its own Sender ID empty. The gateway must have approved it for your account.',
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
