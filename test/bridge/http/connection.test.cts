import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { N8nContext } from '../../../nodes/MimSms/bridge/http/account';
import { Connection } from '../../../nodes/MimSms/bridge/http/connection';
import type { Question } from '../../../nodes/MimSms/gateway/dialect';
import { success } from '../../../nodes/MimSms/gateway/fault';

const OLD = 'C200083660aaaaaaaaaaa.11111111';
const NEW = 'C200083660bbbbbbbbbbb.22222222';
const BY_KEY = { api: 'classic', signInWith: 'apiKey', apiKey: OLD, baseUrl: 'https://gateway.example' };

/** n8n with one credential, and a gateway that answers so. */
function n8nWith(stored: { credential?: ICredentialDataDecryptedObject }, answer: () => string): N8nContext {
	const context = {
		getNode: () => ({ parameters: {} }),
		getCredentials: async () => {
			if (!stored.credential) throw new Error('Credential with ID "1" does not exist');
			return await Promise.resolve({ ...stored.credential });
		},
		helpers: {
			httpRequestWithAuthentication: async (_: string, options: { startClock: () => number }) => {
				options.startClock();
				return await Promise.resolve({ statusCode: 200, headers: {}, body: answer() });
			},
		},
	};
	return context as unknown as N8nContext;
}

const connectionOf = (context: N8nContext) => new Connection(context, () => success({}));

const question = <T,>(read: Question<T>['read']): Question<T> => ({ request: { method: 'GET', path: '/x' }, read });

const asItIs = question(({ text }) => success(text));

it('a reply that its reader can not cope with is one that says nothing, and shows no key', async () => {
	const connection = connectionOf(n8nWith({ credential: BY_KEY }, () => `No ${OLD}`));
	const overflowing = question(() => {
		throw new RangeError('Maximum call stack size exceeded');
	});

	expect(await connection.ask(() => overflowing)).toEqual({
		ok: false,
		fault: { kind: 'unreadable', status: 200, text: 'No ***' },
	});
});

it('a key that is saved while the run goes on is no more shown than the one before', async () => {
	const stored = { credential: BY_KEY };
	const connection = connectionOf(
		n8nWith(stored, () => {
			stored.credential = { ...BY_KEY, apiKey: NEW };
			return `${OLD} and ${NEW}`;
		}),
	);

	expect(await connection.ask(() => asItIs)).toEqual({ ok: true, value: '*** and ***' });
	expect(await connection.ask(() => asItIs)).toEqual({ ok: true, value: '*** and ***' });
	expect((await connection.cleaner()).text(`${OLD} and ${NEW}`)).toBe('*** and ***');
});

it('a key that is fetched anew while a request with the old one is on its way is as secret', async () => {
	const login = { ...BY_KEY, signInWith: 'login', apiKey: '', username: 'rahim', password: 'pass word' };
	const stored = { credential: { ...login, fetchedApiKey: `mark ${OLD}` } };
	const connection = connectionOf(
		n8nWith(stored, () => {
			stored.credential = { ...login, fetchedApiKey: `mark ${NEW}` };
			return `${OLD} and ${NEW}`;
		}),
	);

	expect(await connection.ask(() => asItIs)).toEqual({ ok: true, value: '*** and ***' });
});

it.each(['apiKey', 'login'])('a credential that is deleted while it is used (%s) shows nothing', async (signInWith) => {
	const stored: { credential?: ICredentialDataDecryptedObject } = {
		credential: {
			...BY_KEY,
			signInWith,
			username: 'rahim@shop.example',
			password: 'pass word',
			fetchedApiKey: `m ${OLD}`,
		},
	};
	const connection = connectionOf(
		n8nWith(stored, () => {
			delete stored.credential;
			return `Not found: ${OLD}`;
		}),
	);

	expect(await connection.ask(() => asItIs)).toEqual({ ok: true, value: 'Not found: ***' });
});

it('a credential that is gone before the request leaves is told as that: nothing left', async () => {
	const context = n8nWith({ credential: BY_KEY }, () => '');
	const failing = async () => await Promise.reject(new Error('Credential with ID "1" does not exist'));
	Object.assign(context.helpers, { httpRequestWithAuthentication: failing });

	expect(await connectionOf(context).ask(() => asItIs)).toEqual({
		ok: false,
		fault: {
			kind: 'invalidInput',
			field: 'Credential',
			problem: expect.stringMatching(/can't read it.*does not exist/),
		},
	});
});
