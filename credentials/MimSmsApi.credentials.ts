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
import { credentialFields } from '../nodes/MimSms/bridge/http/credentialFields';
import { ERRAND_HEADER } from '../nodes/MimSms/bridge/http/errand';
import { ROUTES } from '../nodes/MimSms/gateway/routes';

let signIn: Promise<typeof import('./signIn')> | undefined;

/** What the credential does is loaded when it is first used, since n8n loads every node at its start; and once, not for each request. */
const loadSignIn = async () => await (signIn ??= import('./signIn'));

export class MimSmsApi implements ICredentialType {
	name = 'mimSmsApi';

	displayName = 'MiM SMS API';

	icon: Icon = { light: 'file:../nodes/MimSms/mimSms.svg', dark: 'file:../nodes/MimSms/mimSms.dark.svg' };

	documentationUrl = 'https://github.com/mimsms-community/n8n-nodes-mimsms#credential';

	restrictToSupportedNodes = true as const;

	// n8n's field would limit only Test and the fetching of a key; where the key goes is decided by the Base URL.
	hideDomainRestrictionFields = true;

	properties: INodeProperties[] = credentialFields;

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
