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
import {
	apiField,
	apiKeyField,
	baseUrlField,
	fetchedApiKeyField,
	passwordField,
	senderIdField,
	signInWithField,
	usernameField,
	v2ApiKeyField,
	v2BaseUrlField,
	v2UsernameField,
} from '../nodes/MimSms/bridge/http/credentialFields';
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
		apiField,
		{
			displayName:
				'The API key is in the panel at sms.mimsms.com, under Utility → Developer. Activate it there, and add the domain and the public IP address of your n8n server to the whitelist. Otherwise every request fails with error 401. The IP address: an HTTP Request node in n8n with the URL https://api.ipify.org shows it. The domain: what you type in the browser to open n8n. If that is only numbers or localhost, ask MiM SMS what to enter.',
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
