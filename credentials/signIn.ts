import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';
import {
	fetchedKey,
	fingerprint,
	isV2,
	readAddress,
	readDialect,
	readKey,
	readLogin,
	signsInByLogin,
	storedKey,
	writtenSecrets,
} from '../nodes/MimSms/bridge/http/account';
import { passwordField, usernameField, v2BaseUrlField } from '../nodes/MimSms/bridge/http/credentialFields';
import { ERRAND_HEADER, type Errand } from '../nodes/MimSms/bridge/http/errand';
import { credentialError } from '../nodes/MimSms/bridge/http/networkErrors';
import { exchange, httpOptions, started } from '../nodes/MimSms/bridge/http/transport';
import { shieldedFromN8n } from '../nodes/MimSms/bridge/run/nodeErrors';
import type { Question } from '../nodes/MimSms/gateway/dialect';
import { suspectingOtherApi } from '../nodes/MimSms/gateway/apis';
import { andThen, type Fault } from '../nodes/MimSms/gateway/fault';
import { FIELD } from '../nodes/MimSms/gateway/fieldNames';
import { faultText, oneLine } from '../nodes/MimSms/gateway/faultText';
import { cleaned } from '../nodes/MimSms/gateway/redact';

type Credentials = ICredentialDataDecryptedObject;

/**
 * What `authenticate` wants of the next `preAuthentication` of the same sign-in. n8n hands both the same credentials object,
 * and calls `preAuthentication` again when `authenticate` throws a 401: the one way to reach it that works in n8n 1 and 2.
 */
const errands = new WeakMap<Credentials, Errand | 'done'>();

/** Puts the key into the request, and lets none leave for another place. The request it is given stays as it is. */
export function authenticate(credentials: Credentials, request: IHttpRequestOptions): IHttpRequestOptions {
	const { [ERRAND_HEADER]: errand, ...headers } = (request.headers ?? {}) as Record<string, string>;
	if (errand && errands.get(credentials) !== 'done') {
		errands.set(credentials, errand as Errand);
		throw renewFirst();
	}
	errands.delete(credentials);
	const asked = errand === 'test' ? testRequest(credentials, request) : { ...request, headers };
	const url = String(asked.url ?? '');
	const base = asked.baseURL?.trim().replace(/\/+$/, '');
	const target = base && !/^https?:/i.test(url) ? `${base}/${url.replace(/^\/+/, '')}` : url;
	const key = () => keyOf(credentials);
	return { ...started(signed(credentials, key, { ...asked, url: target })), baseURL: undefined };
}

/** What n8n asks on Test, once the errand is done: the balance, in the words of the credential's API. */
function testRequest(
	credentials: Credentials,
	{ encoding, ignoreHttpStatusErrors }: IHttpRequestOptions,
): IHttpRequestOptions {
	return { ...httpOptions(readDialect(credentials).balance().request, {}), encoding, ignoreHttpStatusErrors };
}

/**
 * Fetches the key with user name and password; on Test it also asks for the balance, since the gateway answers 200 to a
 * wrong key. n8n calls it when `fetchedApiKey` is empty, on Test, and after a 401 thrown by `authenticate`.
 */
export async function preAuthentication(context: IHttpRequestHelper, credentials: Credentials): Promise<IDataObject> {
	const errand = errands.get(credentials);
	const fetches = signsInByLogin(credentials);
	const fetched = fetches && !(errand === 'test' && fetchedKey(credentials) !== null);
	const key = fetched ? await fetchKey(context, credentials) : keyOf(credentials);
	if (errand === 'test') await ask(context, credentials, key, readDialect(credentials).balance());
	if (errand) errands.set(credentials, 'done');
	// Of a key that was typed in nothing is to be stored: n8n 1 would write what the expressions of the credential gave over them.
	return fetches ? storedKey(credentials, key) : {};
}

/** Sign-ins that are on their way, by what they sign in with. */
const fetching = new Map<string, Promise<string>>();

/** Those that n8n starts side by side, one for each item of Get Balance, share one: a gateway may lock an account that tries too often. */
async function fetchKey(context: IHttpRequestHelper, credentials: Credentials): Promise<string> {
	const mark = fingerprint(credentials);
	const key = fetching.get(mark) ?? askForKey(context, credentials).finally(() => fetching.delete(mark));
	fetching.set(mark, key);
	return await key;
}

async function askForKey(context: IHttpRequestHelper, credentials: Credentials): Promise<string> {
	const question = readDialect(credentials).apiKey?.();
	if (!question) throw refusal('This API does not return a key for a user name and password. Sign in with the API key');
	return await ask(context, credentials, '', question);
}

/** The key in use; throws for a fetched one that belongs to another base URL, user or password, so that n8n fetches anew. */
function keyOf(credentials: Credentials): string {
	if (!signsInByLogin(credentials)) {
		const key = readKey(credentials);
		if (key === '') throw refusal(`${FIELD.apiKey} is empty. Copy it from the gateway's web panel into the credential`);
		return key;
	}
	const key = fetchedKey(credentials);
	if (key === null) throw renewFirst();
	return key;
}

function signed(credentials: Credentials, key: () => string, request: IHttpRequestOptions): IHttpRequestOptions {
	checkFields(credentials);
	const secrets = { key, ...readLogin(credentials) };
	const fields = request.method === 'POST' && isFields(request.body) ? request.body : undefined;
	const dialect = readDialect(credentials);
	const { target, body } = dialect.sign({ target: request.url, ...(fields && { body: fields }) }, secrets);
	try {
		const url = gatewayUrl(baseOf(credentials), target);
		return { ...request, ...(body && { body: body as IDataObject }), url, disableFollowRedirect: true };
	} catch (error) {
		throw refusal((error as Error).message);
	}
}

const isFields = (body: unknown): body is IDataObject =>
	typeof body === 'object' && body !== null && Object.getPrototypeOf(body) === Object.prototype;

/** Of the credential's own requests, in milliseconds. */
const TIMEOUT_MS = 60_000;

/** One request of the credential's own. Whatever fails comes out as a sentence for the user, without URL, key or password. */
async function ask<T>(
	context: IHttpRequestHelper,
	credentials: Credentials,
	key: string,
	{ request, read }: Question<T>,
): Promise<T> {
	const options = signed(credentials, () => key, httpOptions(request, {}));
	const reply = await exchange(async (request) => await context.helpers.httpRequest(started(request)), options, {
		msLeft: () => TIMEOUT_MS,
	});
	const result = andThen(reply, read);
	if (result.ok) return result.value;
	const written = [key, ...writtenSecrets(credentials)];
	// What is sent is without the spaces around it.
	const secrets = [...written, ...written.map((secret) => secret.trim())];
	const fault = cleaned(suspectingOtherApi(result.fault, key, readDialect(credentials)), secrets);
	throw refusal(oneLine(faultText(fault, { sending: false })), fault);
}

/** Refuses a credential that lacks what its API needs, naming the field. */
function checkFields(credentials: Credentials): void {
	try {
		baseOf(credentials);
	} catch (error) {
		throw refusal((error as Error).message);
	}
	if (isV2(credentials) && !readLogin(credentials).username.trim())
		throw refusal(`${FIELD.username} is empty. Enter the e-mail address that you sign in with on the gateway's panel`);
	if (!signsInByLogin(credentials)) return;
	if (!credentials[usernameField.name])
		throw refusal(`${FIELD.username} is empty. Enter the user name of the gateway's web panel`);
	if (!credentials[passwordField.name])
		throw refusal(`${FIELD.password} is empty. Enter the password of the gateway's web panel`);
}

/** A sentence for the user; n8n shows it on Test as it is when it has neither code nor response. */
const refusal = (sentence: string, fault?: Fault): Error => credentialError(shieldedFromN8n(sentence), fault);

/** Makes n8n call `preAuthentication` and then `authenticate` once more. */
const renewFirst = (): Error =>
	Object.assign(refusal('The API key could not be renewed. Save the credential again'), {
		response: { status: 401 },
	});

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
	const base = readBaseUrl(value, `https://${V2_HOST}`);
	if (CLASSIC_HOSTS.includes(hostOf(base)))
		throw new Error(`${FIELD.baseUrl} belongs to the classic API. Set ${FIELD.api} in the credential to Classic API`);
	return { ...base, path: base.path.replace(/\/api\/v2$/i, '') };
}

/** A dot at the end names the same host. */
const hostOf = ({ origin }: Base): string => new URL(origin).hostname.replace(/\.$/, '');

/** An address as its two parts; throws an Error that names the field and what to do. */
export function readBaseUrl(value: unknown, example = 'https://esms.mimsms.com'): Base {
	const text = String(value ?? '').trim();
	const refuse = (problem: string) => new Error(`${FIELD.baseUrl} ${problem}. It looks like ${example}`);
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
