/** Where secrets and requests can get to: no further than the gateway that the credential names, whatever stands in any field. */
import { withoutUnseen } from '../../nodes/MimSms/gateway/unseen';
import type { LoggedRequest } from '../simulator/index.cts';
import { useElsewhere } from './elsewhere.cts';
import { NODE, BY_KEY, BY_LOGIN, OPERATIONS, SEND, told } from '../node/setup.cts';
import { expectInDocument } from './documentTable.cts';
import { READS, secretsIn, useHostileBench, CALLS, KEY, USERNAME, PASSWORD } from './setup.cts';

const bench = useHostileBench();

/** What held, for docs/fault-tests.md. */
const kept = { baseUrls: 0, secrets: 0, ids: 0 };

const elsewhere = useElsewhere();
beforeEach(() => void elsewhere.visitors.splice(0));
afterEach(() => expect(elsewhere.visitors).toEqual([]));

const BASE_URLS: Array<[what: string, write: () => string]> = [
	['user name and password in it', () => `http://user:p4ssw0rd@${elsewhere.host}`],
	['the gateway before an @', () => `${bench.sim.baseUrl}@${elsewhere.host}`],
	['a query', () => `http://${elsewhere.host}/?x=`],
	['a fragment', () => `http://${elsewhere.host}/#`],
	['a file', () => 'file:///etc/passwd'],
	['another protocol', () => `ftp://${elsewhere.host}`],
	['a script', () => 'javascript:alert(1)'],
	['data', () => 'data:text/plain,1000'],
	['no protocol', () => `//${elsewhere.host}`],
	['a way up', () => `http://${elsewhere.host}/sms/../x`],
	['a way up, encoded', () => `http://${elsewhere.host}/sms/%2e%2E/x`],
	['a way up, hidden by a line break', () => `http://${elsewhere.host}/sms/.\n./x`],
	['a backslash', () => `http://${elsewhere.host}\\x`],
	['line breaks', () => `http://${elsewhere.host}/\r\nX-Injected: 1\r\n\r\nGET /`],
	['nothing', () => ''],
	['spaces', () => '   '],
];

describe.each(BASE_URLS)('a Base URL with %s', (_, write) => {
	it('is refused by its name for every call, and on Test; nobody is asked', async () => {
		const baseUrl = write();
		const [key, login] = [
			{ signInWith: 'apiKey', apiKey: KEY, baseUrl },
			{ signInWith: 'login', username: USERNAME, password: PASSWORD, baseUrl },
		];
		bench.saveCredential('odd-key', key);
		bench.saveCredential('odd-login', login);
		for (const [operation, { parameters }] of Object.entries(CALLS)) {
			for (const credentials of operation === 'getApiKey' ? ['odd-login'] : ['odd-key', 'odd-login']) {
				const run = await bench.run(parameters, { credentials });
				expect(told(run)).toMatch(/Base URL/);
				expect(told(run)).not.toContain('p4ssw0rd');
				expect(secretsIn(run)).toEqual([]);
			}
		}
		for (const id of ['odd-key', 'odd-login'])
			expect(await bench.engine.testCredential(id)).toMatchObject({
				status: 'Error',
				message: expect.stringMatching(/Base URL|URL/),
			});
		expect(bench.sim.count()).toBe(0);
		kept.baseUrls++;
	});
});

const ODD_SECRETS = [
	'a/b',
	'../getDLR/getAll?',
	'/../../x',
	'a?b=c',
	'a#b',
	'a%2fb',
	'%',
	'%00',
	'%2e%2e',
	'..',
	'.',
	'কী-১২৩৪',
	'a b',
	'a\u0000b',
	'a\r\nX-Injected: 1\r\n\r\nGET /',
	'\ud83d12345678',
	'{apiKey}',
	'{username}/{password}',
	'$&$1',
	'a'.repeat(2000),
	'__proto__',
	'@evil.example/',
	':80/',
	';x',
	'\\..\\..',
];

describe.each(ODD_SECRETS.map((secret) => [secret.slice(0, 30), secret]))('a secret like %j', (_, secret) => {
	const isOneCall = (requests: LoggedRequest[], length: number, last?: string) =>
		requests.length === 1 &&
		requests[0].path.split('/').length === length &&
		(last === undefined || requests[0].path.endsWith(last));

	it('as the key stays in its place in the path and in the form', async () => {
		bench.saveCredential('odd', { signInWith: 'apiKey', apiKey: secret, baseUrl: bench.sim.baseUrl });
		// Characters that can't be seen are no part of a key.
		const key = withoutUnseen(secret).trim();
		bench.sim.settings.apiKey = key;
		for (const [operation, last] of [
			['getBalance', '/getBalance'],
			['getAll', '/getDLR/getAll'],
			['get', '/getDLRRep/C2001'],
			['getOnce', '/getDLR/C2001'],
		] as const) {
			bench.sim.requests.length = 0;
			await bench.run(OPERATIONS[operation], { credentials: 'odd' });
			expect([
				operation,
				bench.sim.requests.map(({ path }) => path),
				isOneCall(bench.sim.requests, operation === 'getBalance' ? 4 : 5, last),
			]).toEqual([operation, expect.anything(), true]);
			expect(bench.sim.requests[0].headers).not.toHaveProperty('x-injected');
		}
		bench.sim.requests.length = 0;
		await bench.run(SEND, { credentials: 'odd' });
		expect(bench.sim.requests.map(({ path, url }) => [path, url])).toEqual([['/smsapi', '/smsapi']]);
		expect(bench.sim.requests[0].fields.api_key).toBe(key.toWellFormed());
		kept.secrets++;
	});

	it('as user name or password stays in its segment of the path', async () => {
		for (const login of [
			{ username: secret, password: 'x' },
			{ username: 'x', password: secret },
		]) {
			bench.sim.requests.length = 0;
			bench.saveCredential('odd', { signInWith: 'login', ...login, baseUrl: bench.sim.baseUrl });
			await bench.run(OPERATIONS.getApiKey, { credentials: 'odd' });
			expect(bench.sim.requests.length).toBeGreaterThan(0);
			for (const request of bench.sim.requests)
				expect(isOneCall([request], 4) && request.path.startsWith('/getkey/')).toBe(true);
		}
	});
});

const ODD_IDS = [
	'',
	' ',
	'.',
	'..',
	'getAll',
	'GETALL',
	'getall ',
	'../getBalance',
	'a/b',
	'a%2fb',
	'%2e%2e',
	'a?b',
	'a#b',
	'a\\b',
	'C2 1',
	'C2\r\nX-Injected: 1',
	'C2\u0000',
	'আইডি',
	'\ud83d',
	'x'.repeat(1_000_000),
	'{apiKey}',
	'..;',
	'/',
	'//evil.example',
];

describe.each(ODD_IDS)('a shoot ID like %j', (shootId) => {
	it('takes nobody out of its path segment, and takes no reports but its own', async () => {
		bench.sim.addReports([{ shootId: 'C2001' }]);
		for (const operation of ['get', 'getOnce'] as const) {
			bench.sim.requests.length = 0;
			const run = await bench.run({ ...OPERATIONS[operation], shootId }, {});
			if (run.error)
				expect([told(run), bench.sim.count()]).toEqual([expect.stringMatching(/^Shoot ID: |parameter/i), 0]);
			else
				// Get takes a list of IDs: each of its words is asked for alone.
				expect(bench.sim.requests.map(({ call, path }) => [call, path.split('/').length])).toEqual(
					operation === 'get'
						? shootId
								.trim()
								.split(/[\s,;]+/)
								.map(() => ['getDLRRep', 5])
						: [['getDLR', 5]],
				);
		}
		expect((await bench.run(OPERATIONS.getAll)).items(NODE)).toHaveLength(1);
		kept.ids++;
	});
});

describe('a line break in a field', () => {
	const BREAK = 'x\r\nX-Injected: 1\r\n\r\nPOST /smsapi HTTP/1.1';

	const OPTIONS = ['label', 'type', 'scheduledDateTime', 'reply', 'invalidNumbers', 'parallelCalls', 'batchSize'];

	it.each(['to', 'message', 'senderId', ...OPTIONS])('%s makes no header and no second request', async (name) => {
		bench.sim.settings.senderIds = null;
		for (const [operation, path] of [
			['send', '/smsapi'],
			['sendMany', '/smsapimany'],
		] as const) {
			const { parameters } = CALLS[operation];
			bench.sim.requests.length = 0;
			await bench.run(
				OPTIONS.includes(name) ? { ...parameters, options: { [name]: BREAK } } : { ...parameters, [name]: BREAK },
			);
			expect(bench.sim.requests.length).toBeLessThanOrEqual(1);
			for (const request of bench.sim.requests) {
				expect(request.headers).not.toHaveProperty('x-injected');
				expect([request.method, request.path]).toEqual(['POST', path]);
			}
		}
	});

	it('in the sender ID of the credential is refused by that name', async () => {
		bench.sim.settings.senderIds = null;
		bench.saveCredential('odd', { signInWith: 'apiKey', apiKey: KEY, senderId: BREAK });

		expect(told(await bench.run(SEND, { credentials: 'odd' }))).toMatch(/Sender ID/);
		expect(bench.sim.count()).toBe(0);
	});

	it.each(['proxy', 'timeout'])('%s under Request Options makes none either', async (name) => {
		const run = await bench.run({ ...SEND, requestOptions: { [name]: `http://127.0.0.1:1/${BREAK}` } });
		for (const { headers } of bench.sim.requests) expect(headers).not.toHaveProperty('x-injected');
		expect(bench.sim.count()).toBeLessThanOrEqual(1);
		expect(secretsIn(run)).toEqual([]);
	});
});

describe('the headers of a request', () => {
	it.each(['send', 'sendMany', ...READS] as const)(
		'%s sends none that tells a secret or what the node said to its credential',
		async (operation) => {
			for (const credentials of operation === 'getApiKey' ? [BY_LOGIN] : [BY_KEY, BY_LOGIN]) {
				await bench.run(CALLS[operation].parameters, { credentials });
			}
			for (const { headers } of bench.sim.requests) {
				expect(Object.keys(headers).filter((name) => /^x-|authorization|cookie|referer/.test(name))).toEqual([]);
				expect(JSON.stringify(headers)).not.toMatch(/C200843|de mo|p@ss/);
			}
		},
	);
});

describe('docs/fault-tests.md', () => {
	it('tells where secrets can get to', () => {
		expectInDocument(
			'tried reach',
			['where secrets and requests could get to', 'result'],
			[
				[
					'Base URL with user name, query, fragment, `..`, line breaks, another protocol',
					`${kept.baseUrls} of ${BASE_URLS.length} refused by the field's name; nobody was asked`,
				],
				[
					'Key, user name, password with `/ ? # % ..`, line breaks, any script',
					`${kept.secrets} of ${ODD_SECRETS.length} stayed in their place`,
				],
				[
					'Shoot ID with `/`, `..`, `getAll`, line breaks',
					`${kept.ids} of ${ODD_IDS.length} refused, or asked for alone`,
				],
			],
		);
	});
});
