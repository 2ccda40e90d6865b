import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

type Credentials = ICredentialDataDecryptedObject;

/** A key that was fetched with user name and password, as the credential stores it: behind a mark of what it was fetched with. */
export const storedKey = (credentials: Credentials, key: string): string => `${fingerprint(credentials)} ${key}`;

/** The fetched key; null when there is none, or one of another base URL, user name or password. */
export function fetchedKey(credentials: Credentials): string | null {
	const stored = String(credentials.fetchedApiKey ?? '');
	const mark = `${fingerprint(credentials)} `;
	return stored.startsWith(mark) ? stored.slice(mark.length) : null;
}

/** What a key is fetched with, as a mark that tells nothing of it. */
export const fingerprint = ({ baseUrl, username, password }: Credentials): string =>
	createHash('sha256')
		.update(JSON.stringify([baseUrl, username, password]))
		.digest('base64url')
		.slice(0, 16);
