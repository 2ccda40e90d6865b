import { hash } from 'crypto';
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INodeProperties,
	IPollFunctions,
} from 'n8n-workflow';
import type { Dialect } from '../../gateway/dialect';
import { dialectOf } from '../../gateway/apis';
import { failure, invalidInput, success, type Result } from '../../gateway/fault';
import { withoutUnseen } from '../../gateway/unseen';
import {
	apiField,
	apiKeyField,
	baseUrlField,
	fetchedApiKeyField,
	passwordField,
	senderIdField,
	signInWithField,
	usernameField,
	v2BaseUrlField,
} from './credentialFields';
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
	anywhere: string[];
	/** Taken out of it where they are all that a field holds: a user name may be a word of a message as well. */
	asValues: string[];
	/** Taken out of every error. */
	all: string[];
}

const DIFFERS =
	'gives different accounts for different items, but n8n uses the account of the first item for all. Send the items one by one in a loop (Loop Over Items, Batch Size 1)';

/** The fields of the credential that say whose account it is. */
const OF_ACCOUNT = [
	...[apiField, v2BaseUrlField, baseUrlField, signInWithField],
	...[apiKeyField, usernameField, passwordField, senderIdField],
];

/** The index of no item: what an expression that reads the item gives there shows that it reads it. */
const NO_ITEM = Number.MAX_SAFE_INTEGER;

/**
 * Whether expressions in the credential give the items several accounts: n8n signs a run in with the first item's. Looks at each item
 * only where an expression reads the item, since n8n asks its database each time.
 */
async function differs(
	context: IExecuteFunctions,
	first: ICredentialDataDecryptedObject,
	items: readonly number[],
): Promise<boolean> {
	if (items.length < 2) return false;
	const isOther = async (item: number): Promise<boolean> => {
		const other = await context.getCredentials(CREDENTIAL, item);
		return OF_ACCOUNT.some(({ name }) => other[name] !== first[name]);
	};
	const last = items[items.length - 1];
	if ((await isOther(items[1])) || (await isOther(last))) return true;
	if (!(await isOther(NO_ITEM).catch(() => true))) return false;
	for (const item of items.slice(2, -1)) if (await isOther(item)) return true;
	return false;
}

export const NO_SECRETS: Secrets = { anywhere: [], asValues: [], all: [] };

/** The secrets of both; the very lists of the first where they hold all of the second. */
export function withThose(some: Secrets, more: Secrets): Secrets {
	const joined = (list: string[], others: string[]) =>
		others.every((secret) => list.includes(secret)) ? list : [...new Set([...list, ...others])];
	return {
		anywhere: joined(some.anywhere, more.anywhere),
		asValues: joined(some.asValues, more.asValues),
		all: joined(some.all, more.all),
	};
}

/** What of the credential matters to a node. `items`: those that go by it, which n8n signs in with the first one's account. Never throws. */
export async function readAccount(context: N8nContext, items: readonly number[] = []): Promise<Result<Account>> {
	try {
		const credentials = await context.getCredentials(CREDENTIAL);
		if (await differs(context as IExecuteFunctions, credentials, items)) return invalidInput('Credential', DIFFERS);
		const renewable = signsInByLogin(credentials);
		const key = readKey(credentials);
		const { username, password } = readLogin(credentials);
		const stored = renewable ? read(credentials, fetchedApiKeyField).split(' ') : [];
		const keys = [key, read(credentials, apiKeyField), ...stored].map((value) => value.trim());
		return success({
			dialect: readDialect(credentials),
			key,
			senderId: withoutUnseen(read(credentials, senderIdField)).trim(),
			renewable,
			hasKey: fetchedKey(credentials) !== null,
			secrets: sortSecrets(keys, [username, username.trim()], password),
		});
	} catch (error) {
		return failure(credentialFault(error));
	}
}

/** Which secret is taken out where. One of digits alone may be the number of a phone, or stand within one. */
function sortSecrets(keys: string[], usernames: string[], password: string): Secrets {
	const words = [...usernames, password].filter((secret) => /\D/.test(secret) && secret.length > 1);
	const unlikeWords = words.filter((secret) => secret === password || secret.includes('@'));
	const anywhere = [...keys, ...unlikeWords].filter(({ length }) => length >= 8);
	return {
		anywhere,
		asValues: words.filter((secret) => !anywhere.includes(secret)),
		all: [...keys, ...usernames, password].filter(({ length }) => length > 1),
	};
}

type Credentials = ICredentialDataDecryptedObject;

/** What stands in a field of the credential, as text; nothing where it was left out or is not shown. */
const read = (credentials: Credentials, { name }: INodeProperties): string => String(credentials[name] ?? '');

/** Whether it speaks the JSON API (V2). */
export const isV2 = (credentials: Credentials): boolean => credentials[apiField.name] === 'v2';

/** What a credential can be asked in the words of its API. */
export const readDialect = (credentials: Credentials): Dialect => dialectOf(credentials[apiField.name]);

/** The base URL as it was typed in, by the field that its API has for it. */
export const readAddress = (credentials: Credentials) => {
	const field = isV2(credentials) ? v2BaseUrlField : baseUrlField;
	return { field, value: credentials[field.name] };
};

/** The key that was typed in; empty where there is none. */
export const readKey = (credentials: Credentials): string => withoutUnseen(read(credentials, apiKeyField)).trim();

/** User name and password as they were typed in. */
export const readLogin = (credentials: Credentials) => ({
	username: read(credentials, usernameField),
	password: read(credentials, passwordField),
});

/** All secrets as they were typed in. */
export const writtenSecrets = (credentials: Credentials): string[] =>
	[apiKeyField, usernameField, passwordField].map((field) => read(credentials, field));

/** Whether the key is fetched with user name and password; of V2 never, whatever a field of the classic API still says. */
export const signsInByLogin = (credentials: Credentials): boolean =>
	!isV2(credentials) && credentials[signInWithField.name] === 'login';

/** A key that was fetched with user name and password, as the credential stores it: behind a mark of what it was fetched with. */
export const storedKey = (credentials: Credentials, key: string) => ({
	[fetchedApiKeyField.name]: `${fingerprint(credentials)} ${key}`,
});

/** The fetched key; null when there is none, or one of another base URL, user name or password. */
export function fetchedKey(credentials: Credentials): string | null {
	const stored = read(credentials, fetchedApiKeyField);
	const mark = `${fingerprint(credentials)} `;
	return stored.startsWith(mark) ? stored.slice(mark.length) : null;
}

/** What a key is fetched with, as a mark that tells nothing of it. */
export function fingerprint(credentials: Credentials): string {
	const signedInWith = [baseUrlField, usernameField, passwordField].map(({ name }) => credentials[name]);
	return hash('sha256', JSON.stringify(signedInWith), 'base64url').slice(0, 16);
}
