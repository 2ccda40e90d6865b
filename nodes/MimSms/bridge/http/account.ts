import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	IPollFunctions,
} from 'n8n-workflow';
import type { Dialect } from '../../gateway/dialect';
import { dialectOf } from '../../gateway/apis';
import { failure, invalidInput, success, type Result } from '../../gateway/fault';
import { withoutUnseen } from '../../gateway/unseen';
import { fetchedKey, signsInByLogin } from './fetchedKey';
import { credentialFault } from './networkErrors';

export const CREDENTIAL = 'mimSmsApi';

export type N8nContext = IExecuteFunctions | IExecutePaginationFunctions | IPollFunctions;

export interface Account {
	/** What the gateway can be asked. */
	dialect: Dialect;
	/** The key that was typed in; empty where it is fetched. */
	key: string;
	/** The sender ID for where a node leaves its own empty. */
	senderId: string;
	/** Whether the key was fetched by user name and password and so can be fetched anew. */
	renewable: boolean;
	/** Whether a fetched key is stored that belongs to this user name, password and base URL. */
	hasKey: boolean;
	secrets: Secrets;
}

export interface Secrets {
	/** Taken out of every text that comes in; long enough not to be a word of a message. */
	inReplies: string[];
	/** Taken out of every error. */
	all: string[];
}

const DIFFERS =
	'gives different accounts for different items, but n8n uses the account of the first item for all. Send the items one by one in a loop (Loop Over Items, Batch Size 1)';

/** The fields of the credential that say whose account it is. */
const OF_ACCOUNT = ['api', 'v2BaseUrl', 'baseUrl', 'signInWith', 'apiKey', 'username', 'password', 'senderId'] as const;

/** Whether expressions in the credential give the items several accounts: n8n signs a run in with the first item's. Looks at three of them. */
async function differs(
	context: IExecuteFunctions,
	first: ICredentialDataDecryptedObject,
	items: readonly number[],
): Promise<boolean> {
	for (const item of new Set([items[1], items.at(-1)])) {
		if (!item) continue;
		const other = await context.getCredentials(CREDENTIAL, item);
		if (OF_ACCOUNT.some((field) => other[field] !== first[field])) return true;
	}
	return false;
}

export const NO_SECRETS: Secrets = { inReplies: [], all: [] };

/** What of the credential matters to a node. `items`: those that go by it, which n8n signs in with the first one's account. Never throws. */
export async function readAccount(context: N8nContext, items: readonly number[] = []): Promise<Result<Account>> {
	try {
		const credentials = await context.getCredentials(CREDENTIAL);
		if (await differs(context as IExecuteFunctions, credentials, items)) return invalidInput('Credential', DIFFERS);
		const { api, apiKey, username, password, fetchedApiKey, senderId } = credentials;
		const renewable = signsInByLogin(credentials);
		const stored = renewable ? String(fetchedApiKey ?? '').split(' ') : [];
		const keys = [withoutUnseen(String(apiKey ?? '')), apiKey, ...stored].map((value) => String(value ?? '').trim());
		const all = [...keys, username, String(username ?? '').trim(), password].map((value) => String(value ?? ''));
		// A password of digits alone may stand within a phone number.
		const inReplies = /\D/.test(String(password ?? '')) ? [...keys, String(password)] : [...keys];
		// The user name of V2 is an e-mail address, and its replies hold no message in which one might stand.
		if (api === 'v2' && String(username ?? '').includes('@')) inReplies.push(String(username).trim());
		return success({
			dialect: dialectOf(api),
			key: keys[0],
			senderId: withoutUnseen(String(senderId ?? '')).trim(),
			renewable,
			hasKey: fetchedKey(credentials) !== null,
			secrets: {
				inReplies: inReplies.filter((secret) => secret.length >= 8),
				all: all.filter((secret) => secret.length > 1),
			},
		});
	} catch (error) {
		return failure(credentialFault(error));
	}
}
