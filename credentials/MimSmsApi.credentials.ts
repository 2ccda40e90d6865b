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

/** No regular expression: n8n evaluates it at each use of the credential, within a time limit that a busy server misses. */
const startingWith = (text: string) => ({ _cnd: { startsWith: text } });

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'].flatMap((host) => [
	`http://${host}`,
	startingWith(`http://${host}:`),
	startingWith(`http://${host}/`),
]);

export class MimSmsApi implements ICredentialType {
	name = 'mimSmsApi';

	displayName = 'MiM SMS API';

	icon: Icon = { light: 'file:../nodes/MimSms/mimSms.svg', dark: 'file:../nodes/MimSms/mimSms.dark.svg' };

	documentationUrl = 'https://github.com/mimsms-community/n8n-nodes-mimsms#credential';

	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Sign In With',
			name: 'signInWith',
			type: 'options',
			default: 'apiKey',
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
		},
		{
			displayName:
				'With http:// everyone on the way can read the key and the messages. Use https:// unless the gateway has none.',
			name: 'httpNotice',
			type: 'notice',
			default: '',
			displayOptions: {
				show: { baseUrl: [startingWith('http://'), startingWith('HTTP://'), startingWith('Http://')] },
				hide: { baseUrl: LOOPBACK },
			},
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: "In the gateway's web panel under Developers or API. Keep the dot in it.",
			displayOptions: { show: { signInWith: ['apiKey'] } },
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			description: "The one that you sign in with at the gateway's web panel",
			displayOptions: { show: { signInWith: ['login'] } },
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: "The one that you sign in with at the gateway's web panel",
			displayOptions: { show: { signInWith: ['login'] } },
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

	// What the credential does is loaded when it is first used: n8n loads every node at its start.
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { authenticate } = await import('./signIn');
		return authenticate(credentials, request);
	};

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		const { preAuthentication } = await import('./signIn');
		return await preAuthentication(this, credentials);
	}

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl }}',
			url: ROUTES.balance.path,
			headers: { [ERRAND_HEADER]: 'test' },
			encoding: 'text',
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		},
	};
}
