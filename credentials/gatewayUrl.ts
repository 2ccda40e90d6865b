import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { readAddress } from '../nodes/MimSms/bridge/http/account';
import { v2BaseUrlField } from '../nodes/MimSms/bridge/http/credentialFields';
import { FIELD } from '../nodes/MimSms/gateway/fieldNames';

/** The base URL as its two parts. */
export interface Base {
	origin: string;
	path: string;
}

/** Host names of the classic API (gateway.md, "Hosts"): a user name and key of V2 must not go there. */
const CLASSIC_HOSTS = [
	...['esms.mimsms.com', '880sms.com', 'bangladeshsms.com', 'msg.elitbuzz-bd.com', 'sms.mram.com.bd'],
	...['portal.metrotel.com.bd', 'esms.dianahost.com', 'isms.zaman-it.com', 'esms.linktechbd.com', 'btssms.com'],
	...['gsms.pw', 'elitbuzz-me.com'],
];

const V2_HOST = 'api.mimsms.com';

/** Where the credential's gateway is; throws an Error that names the field and what to do. */
export function baseOf(credentials: ICredentialDataDecryptedObject): Base {
	const { field, value } = readAddress(credentials);
	if (field !== v2BaseUrlField) {
		const base = readBaseUrl(value);
		if (hostOf(base) === V2_HOST)
			throw new Error(
				`${FIELD.baseUrl} belongs to the JSON API (V2). Set ${FIELD.api} in the credential to JSON API (V2)`,
			);
		return base;
	}
	const base = readBaseUrl(value, { field: FIELD.v2BaseUrl, example: `https://${V2_HOST}` });
	if (CLASSIC_HOSTS.includes(hostOf(base)))
		throw new Error(`${FIELD.v2BaseUrl} belongs to the classic API. Set ${FIELD.api} in the credential to Classic API`);
	return { ...base, path: base.path.replace(/\/api\/v2$/i, '') };
}

/** A dot at the end names the same host. */
const hostOf = ({ origin }: Base): string => new URL(origin).hostname.replace(/\.$/, '');

/** An address as its two parts; throws an Error that names the field and what to do. */
export function readBaseUrl(
	value: unknown,
	{ field, example }: { field: string; example: string } = { field: FIELD.baseUrl, example: 'https://esms.mimsms.com' },
): Base {
	const text = String(value ?? '').trim();
	const refuse = (problem: string) => new Error(`${field} ${problem}. It looks like ${example}`);
	if (text === '') throw refuse('is empty');
	if (!/^https?:\/\//i.test(text)) throw refuse('must begin with https:// (or http://)');
	if (!URL.canParse(text)) throw refuse('is not a valid address');
	const url = new URL(text);
	if (url.username !== '' || url.password !== '') throw refuse('must not contain a user name or password');
	if (url.search !== '' || url.hash !== '' || /[?#]/.test(text)) throw refuse('must not contain ? or #');
	// A parser of addresses takes line breaks out, and may so find a way up.
	if (/[\\\t\r\n]/.test(text) || /(^|\/)(\.|%2e){1,2}(\/|$)/i.test(text.replace(/^https?:\/\//i, '')))
		throw refuse('must not contain .., a backslash or a line break');
	return { origin: url.origin, path: url.pathname.replace(/\/+$/, '') };
}

/**
 * The address of a signed request. `target` is a path of the gateway's API or a whole address; one that leads outside the
 * base URL is refused, so that the key goes nowhere else.
 */
export function gatewayUrl(base: Base, target: string): string {
	const root = `${base.origin}${base.path}`;
	const address = /^[a-z][a-z\d+.-]*:|^\/\//i.test(target) ? target : `${root}/${target.replace(/^\/+/, '')}`;
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (
		url?.origin !== base.origin ||
		url.username !== '' ||
		url.password !== '' ||
		!`${url.pathname}/`.startsWith(`${base.path}/`)
	) {
		throw new Error(
			`This credential works only with its own gateway. The request goes to an address outside ${FIELD.baseUrl}`,
		);
	}
	// n8n makes one where an operation is chosen that the node does not have, and would show the gateway's home page as its result.
	if (url.pathname.replace(/\/+$/, '') === base.path)
		throw new Error('This node does not have the chosen operation. Choose one under Operation');
	return url.href;
}
