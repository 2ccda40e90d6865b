import { inspect } from 'node:util';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { deepFreeze } from '../deepFreeze.cts';
import {
	NODE,
	BY_KEY,
	BY_LOGIN,
	USERNAME,
	PASSWORD,
	OPERATIONS,
	READS,
	REPLY_STYLES,
	CALL,
	RETRYING,
	GOING_ON,
	useBench,
	told,
	formsOf,
} from './setup.cts';
import type { Fault, OperationName, RunExtras, Settings } from './setup.cts';

const bench = useBench();
const NEW_KEY = 'C2ffeeddccbbaa99887766.87654321';
const OPERATIONS_BY_KEY = (Object.keys(OPERATIONS) as OperationName[]).filter((name) => name !== 'getApiKey');
const byLogin = { credentials: BY_LOGIN };
const fetches = () => bench.sim.count('getkey');
const texts = (count: number) => Array.from({ length: count }, (_, index) => ({ text: `Text ${index}` }));
const sendMany = async (count: number, extra?: RunExtras) =>
	await bench.send({ message: '={{ $json.text }}' }, { input: texts(count), ...byLogin, ...extra });

describe('signing in by key', () => {
	it.each(OPERATIONS_BY_KEY)('costs no extra request of %s, and fetches nothing', async (operation) => {
		const run = await bench.run(OPERATIONS[operation]);

		expect(run.error).toBeUndefined();
		expect(bench.sim.requests.map(({ call }) => call)).toEqual([CALL[operation]]);
	});

	it('does not repeat a call that 1003 refused: there is no other key', async () => {
		bench.saveCredential('wrong', { signInWith: 'apiKey', apiKey: 'C2wrong' });

		const run = await bench.send({}, { credentials: 'wrong' });

		expect(run.error?.message).toMatch(/^\[1003\]/);
		expect(bench.sim.count()).toBe(1);
	});

	it('with an empty key says so before any request', async () => {
		bench.saveCredential('empty', { signInWith: 'apiKey', apiKey: '  ' });

		expect(told(await bench.send({}, { credentials: 'empty' }))).toMatch(/API Key is empty/);
		expect(bench.sim.count()).toBe(0);
	});
});

describe('the stored credential that signs in by key', () => {
	it('stays as the user saved it, so that n8n 1 writes nothing over its expressions', async () => {
		const saved = { ...bench.engine.credential(BY_KEY) };

		await bench.send();
		await bench.run(OPERATIONS.getBalance);

		expect(bench.engine.credential(BY_KEY)).toEqual(saved);
	});
});

describe('signing in by user name and password', () => {
	it('fetches the key once, stores it, and uses it from then on', async () => {
		const first = await bench.send({}, byLogin);
		expect(first.error).toBeUndefined();
		expect(bench.sim.requests.map(({ call }) => call)).toEqual(['getkey', 'smsapi']);
		expect(bench.engine.credential(BY_LOGIN).fetchedApiKey).toContain(bench.sim.settings.apiKey);

		for (const operation of OPERATIONS_BY_KEY) {
			expect((await bench.run(OPERATIONS[operation], byLogin)).error).toBeUndefined();
		}
		expect(fetches()).toBe(1);
	});

	it('encodes user name and password in the path', async () => {
		await bench.send({}, byLogin);

		expect(bench.sim.requests[0].url).toBe(`/getkey/${encodeURIComponent(USERNAME)}/${encodeURIComponent(PASSWORD)}`);
	});

	it.each(['bare', 'prefixed', 'related'] as const)('understands a key in the style %s', async (keyStyle) => {
		bench.sim.settings.keyStyle = keyStyle;

		expect((await bench.send({}, byLogin)).items(NODE)).toEqual([expect.objectContaining({ status: 'submitted' })]);
	});

	it('fetches few keys for twenty items that start at once', async () => {
		bench.sim.settings.latency = 20;

		const run = await sendMany(20);

		expect(run.items(NODE)).toHaveLength(20);
		expect(bench.accepted()).toHaveLength(20);
		expect(fetches()).toBeLessThanOrEqual(3);
	});

	it.each([
		['right', PASSWORD, 60],
		['wrong', 'wrong', 0],
	])(
		'of sixty items that Get Balance asks for side by side is tried once, with the %s password',
		async (_, password, answers) => {
			bench.sim.settings.latency = 300;
			bench.saveCredential(BY_LOGIN, { signInWith: 'login', username: USERNAME, password });

			const run = await bench.run(OPERATIONS.getBalance, {
				input: Array.from({ length: 60 }, () => ({})),
				...byLogin,
				...GOING_ON,
			});

			expect(run.items(NODE).filter(({ balance }) => balance === 1000)).toHaveLength(answers);
			expect(fetches()).toBe(1);
		},
	);

	describe('that takes three of the four seconds of the time-out', () => {
		const patience = { requestOptions: { timeout: 4_000 } };
		beforeEach(() =>
			bench.sim.fault({
				call: 'getkey',
				kind: 'slow',
				bytes: 1,
				interval: Math.ceil(3_000 / bench.sim.settings.apiKey.length),
			}),
		);

		it('leaves the reports of Get Many, which come in two seconds, all their time', async () => {
			bench.sim.addReports(100);
			bench.sim.fault({ call: 'getAll', kind: 'slow', bytes: 3_000, interval: 200 });

			const run = await bench.run({ ...OPERATIONS.getAll, ...patience }, byLogin);

			expect(run.error).toBeUndefined();
			expect(run.items(NODE)).toHaveLength(100);
		});

		it('leaves the answer to a send all its time', async () => {
			bench.sim.fault({ call: 'smsapi', kind: 'slow', bytes: 4, interval: 200 });

			expect((await bench.send(patience, byLogin)).items(NODE)).toEqual([
				expect.objectContaining({ status: 'submitted' }),
			]);
		});
	});

	it.each<[string, (settings: Settings) => void, ICredentialDataDecryptedObject]>([
		['password', (settings) => (settings.password = 'another'), { password: 'another' }],
		['user name', (settings) => (settings.username = 'another'), { username: 'another' }],
		['base URL', () => {}, { baseUrl: 'with slash' }],
	])('fetches it anew for another %s', async (_, change, data) => {
		await bench.send({}, byLogin);
		const { fetchedApiKey } = bench.engine.credential(BY_LOGIN);
		change(bench.sim.settings);
		if (data.baseUrl) data.baseUrl = `${bench.sim.baseUrl}/`;
		bench.saveCredential(BY_LOGIN, {
			signInWith: 'login',
			username: USERNAME,
			password: PASSWORD,
			fetchedApiKey,
			...data,
		});

		const run = await bench.send({}, byLogin);

		expect(run.error).toBeUndefined();
		expect(fetches()).toBe(2);
		expect(bench.engine.credential(BY_LOGIN).fetchedApiKey).not.toBe(fetchedApiKey);
		expect(bench.accepted()).toHaveLength(2);
	});

	it.each(['manual', 'jsonStatus'] as const)(
		"with a wrong password shows the gateway's reason, and nothing is sent (%s)",
		async (replyStyle) => {
			bench.sim.settings.replyStyle = replyStyle;
			bench.saveCredential(BY_LOGIN, { signInWith: 'login', username: USERNAME, password: 'wrong' });

			const run = await bench.send({}, byLogin);

			expect(told(run)).toMatch(/\[1010\] Invalid User & Password.*User Name and Password/s);
			expect(bench.sim.count('smsapi')).toBe(0);
		},
	);

	it('with ERR: INVALID CREDENTIALS shows these words', async () => {
		bench.sim.settings.keyStyle = 'related';
		bench.saveCredential(BY_LOGIN, { signInWith: 'login', username: USERNAME, password: 'wrong' });

		expect(told(await bench.send({}, byLogin))).toMatch(/INVALID CREDENTIALS/);
	});

	describe('that is wrong', () => {
		const getkeys = () => bench.sim.count('getkey');
		beforeEach(() => bench.saveCredential(BY_LOGIN, { signInWith: 'login', username: USERNAME, password: 'wrong' }));

		it.each(['manual', 'error', 'json'] as const)(
			'is tried once for many messages, and tells each the reason (%s)',
			async (replyStyle) => {
				bench.sim.settings.replyStyle = replyStyle;

				const run = await bench.send({ message: '={{ $json.text }}' }, { input: texts(30), ...GOING_ON, ...byLogin });

				// Twenty were on their way; what had no turn yet was not sent.
				expect(run.items(NODE)).toEqual([
					...Array(20).fill({ error: expect.stringMatching(/^\[1010\] Invalid User & Password\. /) }),
					...Array(10).fill({ error: expect.stringMatching(/^\[notSent\] .*\[1010\] Invalid User & Password\. /) }),
				]);
				expect([getkeys(), bench.accepted()]).toEqual([1, []]);
			},
		);

		it('is tried once also where the gateway answers 1003 to it', async () => {
			bench.sim.fault({ call: 'getkey', kind: 'code', code: '1003', times: 9 });

			const run = await bench.send({}, byLogin);

			expect(told(run)).toMatch(/\[1003\]/);
			expect([getkeys(), bench.accepted()]).toEqual([1, []]);
		});

		it.each(['prefixed', 'related'] as const)(
			'ends a run of Send Personalised: the rest is not sent (%s)',
			async (keyStyle) => {
				bench.sim.settings.keyStyle = keyStyle;

				const run = await bench.send(
					{ operation: 'sendMany', message: '={{ $json.text }}', options: { batchSize: 5, parallelCalls: 1 } },
					{ input: texts(20), ...byLogin },
				);

				expect(run.error?.message).toBe(
					'Not all messages were submitted: 0 submitted, 5 refused, 0 unknown, 15 not sent',
				);
				expect([getkeys(), bench.accepted()]).toEqual([1, []]);
			},
		);
	});

	it.each<[string, Fault, RegExp]>([
		['gives no answer', { kind: 'resetAfter' }, /signing in failed.*gave no answer/s],
		['is answered by a web page', { kind: 'status', status: 502 }, /signing in failed.*HTTP 502/s],
	])('that %s leaves the messages surely not sent, and the next try sends them', async (_, fault, words) => {
		bench.sim.fault({ call: 'getkey', ...fault });

		const run = await bench.send({ message: '={{ $json.text }}' }, { input: texts(3), ...byLogin });

		expect(run.error?.message).toMatch(/0 submitted, 0 refused, 0 unknown, 3 not sent/);
		expect(run.error?.description).toMatch(words);
		expect(run.error?.description).not.toMatch(/\.\./);
		expect((await bench.engine.retry(run)).error).toBeUndefined();
		expect(bench.accepted()).toHaveLength(3);
	});

	it('fetches one key for twenty items at once when the stored one is of another password', async () => {
		await bench.send({}, byLogin);
		bench.sim.settings.password = 'new';
		bench.saveCredential(BY_LOGIN, {
			signInWith: 'login',
			username: USERNAME,
			password: 'new',
			fetchedApiKey: '0123456789abcdef C20123456789abcdef.11112222',
		});
		bench.sim.requests.length = 0;

		const run = await bench.send({ message: '={{ $json.text }}' }, { input: texts(20), ...byLogin });

		expect(run.error).toBeUndefined();
		expect(bench.sim.requests.filter(({ call }) => call === 'getkey')).toHaveLength(1);
	});

	it.each([
		['username', { username: '' }, /User Name is empty/],
		['password', { password: '' }, /Password is empty/],
	])('with no %s says so before any request', async (_, data, message) => {
		bench.saveCredential(BY_LOGIN, { signInWith: 'login', username: USERNAME, password: PASSWORD, ...data });

		expect(told(await bench.send({}, byLogin))).toMatch(message);
		expect(bench.sim.count()).toBe(0);
	});
});

describe('a fetched key that the gateway knows no more', () => {
	const outdated = async () => {
		await bench.run(OPERATIONS.getBalance, byLogin);
		bench.sim.settings.apiKey = NEW_KEY;
		bench.sim.requests.length = 0;
	};

	it('is renewed, and the refused send is repeated once', async () => {
		await outdated();

		const run = await bench.send({}, byLogin);

		expect(run.error).toBeUndefined();
		expect(bench.sim.requests.map(({ call, fields }) => [call, fields.api_key])).toEqual([
			['smsapi', expect.not.stringContaining(NEW_KEY)],
			['getkey', undefined],
			['smsapi', NEW_KEY],
		]);
		expect(bench.accepted()).toEqual(['Hello']);
		expect(bench.engine.credential(BY_LOGIN).fetchedApiKey).toContain(NEW_KEY);
	});

	it.each(READS)('is renewed by %s too', async (operation) => {
		await outdated();

		const run = await bench.run(OPERATIONS[operation], byLogin);

		expect(run.error).toBeUndefined();
		expect(bench.sim.requests.map(({ call }) => call)).toEqual([CALL[operation], 'getkey', CALL[operation]]);
	});

	it.each(REPLY_STYLES)('is noticed in the style %s', async (replyStyle) => {
		await outdated();
		bench.sim.settings.replyStyle = replyStyle;

		expect((await bench.send({}, byLogin)).error).toBeUndefined();
		expect(bench.sim.count('smsapi')).toBe(2);
	});

	it('and that stays unknown after the renewal, is told after exactly two sends', async () => {
		await bench.run(OPERATIONS.getBalance, byLogin);
		bench.sim.fault({ call: 'smsapi', kind: 'code', code: '1003', times: Infinity });

		const run = await bench.send({}, byLogin);

		expect(run.error?.message).toMatch(/^\[1003\]/);
		expect(bench.sim.count('smsapi')).toBe(2);
		expect(fetches()).toBe(2);
	});

	it("and that can't be renewed, since the password was changed, is told with the gateway's reason", async () => {
		await outdated();
		bench.sim.settings.password = 'changed elsewhere';

		const run = await bench.send({}, byLogin);

		expect(told(run)).toMatch(/\[1010\] Invalid User & Password/);
		expect(bench.sim.count('smsapi')).toBe(1);
		expect(bench.accepted()).toEqual([]);
	});

	it.each(['resetAfter', 'cutOff', 'empty'] as const)(
		'and whose repeated send meets %s: the outcome is unknown, nothing goes out again',
		async (kind) => {
			await outdated();
			bench.sim.fault({ call: 'smsapi', kind, skip: 1, ...(kind === 'empty' && { accept: true }) });

			const run = await bench.send({}, { ...byLogin, ...RETRYING });

			expect(run.error?.message).toMatch(/^\[unknown\]/);
			expect(bench.sim.count('smsapi')).toBe(2);
			expect(bench.accepted()).toEqual(['Hello']);
		},
	);

	it('is renewed once for twenty items at once; each goes out once', async () => {
		await outdated();
		bench.sim.settings.latency = 20;

		const run = await sendMany(20);

		expect(run.error).toBeUndefined();
		expect(new Set(bench.accepted()).size).toBe(20);
		expect(bench.accepted()).toHaveLength(20);
		expect(bench.sim.count('smsapi')).toBeLessThanOrEqual(40);
		expect(fetches()).toBeLessThanOrEqual(3);
	});

	it('is renewed for more items than go out at once, and later ones use the new key at once', async () => {
		await outdated();
		bench.sim.settings.latency = 10;

		await sendMany(60);

		expect(bench.accepted()).toHaveLength(60);
		expect(bench.sim.count('smsapi')).toBeLessThanOrEqual(80);
		expect(fetches()).toBeLessThanOrEqual(3);
	});

	it('is renewed again when it goes stale a second time within one run', async () => {
		await outdated();
		bench.sim.settings.latency = 20;
		const sending = bench.send(
			{ message: '={{ $json.text }}', options: { parallelCalls: 1 } },
			{ input: texts(4), ...byLogin },
		);
		while (bench.sim.messages.length < 2) await new Promise((resolve) => setTimeout(resolve, 2));
		bench.sim.settings.apiKey = 'C20123456789abcdef.11112222';

		const run = await sending;

		expect(run.error).toBeUndefined();
		expect(bench.accepted()).toHaveLength(4);
	});

	it("that can't be renewed fails every item of a run in the same words, and asks for few keys", async () => {
		await outdated();
		bench.sim.settings.password = 'changed elsewhere';
		bench.sim.settings.latency = 20;

		const run = await sendMany(20, GOING_ON);

		expect(run.items(NODE).map(({ error }) => /\[1010\]/.test(String(error)))).toEqual(Array(20).fill(true));
		expect(bench.sim.count('getkey')).toBeLessThan(4);
		expect(bench.accepted()).toEqual([]);
	});
});

describe('the Test button', () => {
	const test = async (data: ICredentialDataDecryptedObject) =>
		await bench.engine.testCredential({
			type: 'mimSmsApi',
			data: { baseUrl: bench.sim.baseUrl, senderId: '', ...data },
		});
	const key = () => ({ signInWith: 'apiKey', apiKey: bench.sim.settings.apiKey });
	const login = { signInWith: 'login', username: USERNAME, password: PASSWORD };
	const OK = { status: 'OK', message: expect.any(String) };

	it.each(['key', 'login'])('is green for a good %s, after asking for the balance', async (way) => {
		expect(await test(way === 'key' ? key() : login)).toEqual(OK);
		expect(bench.sim.count('getBalance')).toBeGreaterThan(0);
		expect(bench.sim.count('getkey')).toBe(way === 'key' ? 0 : 1);
		expect(bench.sim.count('smsapi')).toBe(0);
	});

	it('takes a Base URL with white space around it as the nodes do', async () => {
		expect(await test({ ...key(), baseUrl: ` ${bench.sim.baseUrl}/ \n` })).toEqual(OK);
		expect(bench.sim.requests.map(({ call }) => call)).toEqual(['getBalance', 'getBalance']);
	});

	it.each(REPLY_STYLES)(
		"fails with the gateway's reason for a wrong key, though the gateway answers 200 (%s)",
		async (replyStyle) => {
			bench.sim.settings.replyStyle = replyStyle;

			expect(await test({ ...key(), apiKey: 'C2wrong' })).toEqual({
				status: 'Error',
				message: expect.stringMatching(/\[1003\] API Not Found\. .*API Key/),
			});
		},
	);

	it.each(['manual', 'jsonStatus'] as const)(
		"fails with the gateway's reason for a wrong password (%s)",
		async (replyStyle) => {
			bench.sim.settings.replyStyle = replyStyle;

			expect(await test({ ...login, password: 'wrong' })).toEqual({
				status: 'Error',
				message: expect.stringMatching(/\[1010\] Invalid User & Password\. .*User Name and Password/),
			});
		},
	);

	it.each(['key', 'login'])('says that the IP address is not allowed (%s)', async (way) => {
		bench.sim.settings.ipWhitelist = [];

		expect(await test(way === 'key' ? key() : login)).toEqual({
			status: 'Error',
			message: expect.stringMatching(/\[1016\] IP address not allowed\. .*whitelist/),
		});
	});

	it.each([
		['refused connection', 'http://127.0.0.1:1', /could not be reached: it refused the connection/],
		['unknown host', 'http://gateway.invalid', /could not be reached: its name/],
		['missing scheme', 'esms.mimsms.com', /Base URL must begin with https/],
		['empty', '', /Base URL is empty/],
	])('names what is wrong with the base URL: %s', async (_, baseUrl, message) => {
		for (const way of [key(), login])
			expect(await test({ ...way, baseUrl })).toEqual({ status: 'Error', message: expect.stringMatching(message) });
	});

	it.each<[string, Fault, RegExp]>([
		[
			'an HTML page',
			{ kind: 'text', body: '<html><body>Welcome to nginx</body></html>' },
			/Welcome to nginx.*Base URL/,
		],
		['404', { kind: 'status', status: 404 }, /404.*Base URL/],
		['401', { kind: 'status', status: 401 }, /401/],
		['502', { kind: 'status', status: 502 }, /502.*It usually passes/],
		['a redirect', { kind: 'redirect' }, /302.*redirects/],
		['an empty body', { kind: 'empty' }, /empty/],
		['a reset', { kind: 'resetBefore' }, /gave no answer/],
	])('tells %s', async (_, fault, message) => {
		bench.sim.fault({ ...fault, times: Infinity });

		for (const way of [key(), login])
			expect(await test(way)).toEqual({ status: 'Error', message: expect.stringMatching(message) });
	});

	it('repeats the test with what was changed: a login whose stored key is outdated', async () => {
		await bench.send({}, byLogin);
		bench.sim.settings.apiKey = NEW_KEY;

		expect(await bench.engine.testCredential(BY_LOGIN)).toEqual(OK);
	});

	it('shows no secret', async () => {
		bench.sim.settings.ipWhitelist = [];
		const message = inspect([await test(key()), await test(login)]);

		for (const form of [bench.sim.settings.apiKey, USERNAME, PASSWORD].flatMap(formsOf))
			expect(message).not.toContain(form);
	});
});

describe('Get API Key', () => {
	it('gives the key out, paired, when the credential signs in by user name and password', async () => {
		const run = await bench.run(OPERATIONS.getApiKey, { ...byLogin, input: [{}, {}] });

		expect(run.itemsFull(NODE)).toEqual(
			[0, 1].map((item) => ({ json: { apiKey: bench.sim.settings.apiKey }, pairedItem: { item } })),
		);
	});

	it('refuses a credential that signs in by key, naming the field, and asks nothing', async () => {
		const run = await bench.run(OPERATIONS.getApiKey, { credentials: BY_KEY });

		expect(run.error).toMatchObject({ name: 'NodeApiError', message: expect.stringMatching(/^Sign In With/) });
		expect(bench.sim.count()).toBe(0);
	});

	it("with a wrong password shows the gateway's reason", async () => {
		bench.saveCredential(BY_LOGIN, { signInWith: 'login', username: USERNAME, password: 'wrong' });

		expect(told(await bench.run(OPERATIONS.getApiKey, byLogin))).toMatch(/\[1010\]/);
	});

	it.each([
		['an HTML page', '<html><body>Welcome to nginx</body></html>'],
		['a greeting', 'hello'],
		['nothing', ''],
	])('takes %s for no key', async (_, body) => {
		await bench.run(OPERATIONS.getBalance, byLogin);
		bench.sim.fault({ call: 'getkey', kind: 'text', body });

		const run = await bench.run(OPERATIONS.getApiKey, byLogin);

		expect(run.error?.message).toMatch(/neither success nor a known error/);
	});
});

describe('a credential at a path of the host', () => {
	const atPath = useBench({ basePath: '/api/sms' });

	it.each(['', '/', '//'])('works with %j behind it', async (end) => {
		const ways: ICredentialDataDecryptedObject[] = [
			{ signInWith: 'apiKey', apiKey: atPath.sim.settings.apiKey },
			{ signInWith: 'login', username: USERNAME, password: PASSWORD },
		];
		for (const data of ways) {
			atPath.saveCredential('path', { ...data, baseUrl: atPath.sim.baseUrl + end });
			const run = await atPath.send({}, { credentials: 'path' });
			expect(run.error).toBeUndefined();
			expect(await atPath.engine.testCredential('path')).toMatchObject({ status: 'OK' });
		}
		expect(atPath.sim.requests.every(({ path }) => path.startsWith('/api/sms/'))).toBe(true);
		expect(atPath.sim.requests.some(({ path }) => path.includes('//'))).toBe(false);
	});
});

describe('what the credential does to a request', () => {
	const KEY = 'C2secret/../..?#.1';
	const credentials = (baseUrl: string) => ({
		signInWith: 'apiKey',
		apiKey: KEY,
		baseUrl,
		username: '',
		password: '',
		senderId: '',
		fetchedApiKey: '',
	});

	async function sign(data: ICredentialDataDecryptedObject, request: IHttpRequestOptions) {
		const credential = bench.package.credentials.mimSmsApi;
		if (typeof credential.authenticate !== 'function') throw new Error('The credential leaves signing to n8n');
		return await credential.authenticate(data, deepFreeze(request));
	}

	const authenticate = async (request: IHttpRequestOptions, baseUrl = 'https://esms.mimsms.com') =>
		await sign(credentials(baseUrl), request);

	it('is a new request, with the key in one segment of the path', async () => {
		const request: IHttpRequestOptions = { method: 'GET', url: '/miscapi/{apiKey}/getBalance', headers: { a: 'b' } };

		const signed = await authenticate(request);

		expect(signed).not.toBe(request);
		expect(signed.url).toBe(`https://esms.mimsms.com/miscapi/${encodeURIComponent(KEY)}/getBalance`);
		expect(signed.headers).toMatchObject({ a: 'b' });
		expect(request).toEqual({ method: 'GET', url: '/miscapi/{apiKey}/getBalance', headers: { a: 'b' } });
	});

	it('puts the key into the form of a POST, and not into its address', async () => {
		const request: IHttpRequestOptions = { method: 'POST', url: '/smsapi', body: { msg: '{apiKey}' } };

		const signed = await authenticate(request);

		expect(signed.body).toEqual({ msg: '{apiKey}', api_key: KEY });
		expect(signed.url).toBe('https://esms.mimsms.com/smsapi');
		expect(request.body).toEqual({ msg: '{apiKey}' });
	});

	it.each(['..', '.', 'a/b', 'a?b', 'a#b', 'a%2fb', 'a\\b', 'a b', 'ü'])(
		'keeps a key of %j in its segment',
		async (apiKey) => {
			const signed = await sign(
				{ ...credentials('https://esms.mimsms.com'), apiKey },
				{ method: 'GET', url: '/miscapi/{apiKey}/getBalance' },
			);

			expect(new URL(signed.url).pathname.split('/')).toHaveLength(4);
			expect(new URL(signed.url).search).toBe('');
		},
	);

	it('does not follow redirects, whatever was asked', async () => {
		expect(
			await authenticate({ method: 'GET', url: '/miscapi/{apiKey}/getBalance', disableFollowRedirect: false }),
		).toMatchObject({ disableFollowRedirect: true });
	});

	const ROOT = 'https://esms.mimsms.com';
	const AT_PATH = 'https://host.example/api/sms';

	it.each<[string, string, IHttpRequestOptions]>([
		['another host', ROOT, { url: 'https://evil.example/miscapi/{apiKey}/getBalance' }],
		['another host by baseURL', ROOT, { baseURL: 'https://evil.example', url: '/miscapi/{apiKey}/getBalance' }],
		['another host for a POST', ROOT, { method: 'POST', url: 'https://evil.example/smsapi', body: { msg: 'x' } }],
		['another scheme', ROOT, { url: 'http://esms.mimsms.com/miscapi/{apiKey}/getBalance' }],
		['another port', ROOT, { url: 'https://esms.mimsms.com:8443/miscapi/{apiKey}/getBalance' }],
		['a longer host', ROOT, { url: 'https://esms.mimsms.com.evil.example/{apiKey}' }],
		['a login in front of another host', ROOT, { url: 'https://esms.mimsms.com@evil.example/{apiKey}' }],
		['a login in front of the host', ROOT, { url: 'https://a:b@esms.mimsms.com/{apiKey}' }],
		['protocol-relative', ROOT, { url: '//evil.example/{apiKey}' }],
		['another kind of address', ROOT, { url: 'file:///etc/{apiKey}' }],
		['capitals', ROOT, { url: 'HTTPS://EVIL.EXAMPLE/{apiKey}' }],
		['another path', AT_PATH, { url: 'https://host.example/other/{apiKey}' }],
		['the root of the host', AT_PATH, { url: 'https://host.example/{apiKey}' }],
		['a path with the same beginning', AT_PATH, { url: 'https://host.example/api/smsx/{apiKey}' }],
		['a path that climbs', AT_PATH, { url: '/../{apiKey}' }],
		['a path that climbs within', AT_PATH, { url: 'https://host.example/api/sms/../other/{apiKey}' }],
		['a path that climbs, encoded', AT_PATH, { url: '/%2e%2e/{apiKey}' }],
		['a path that climbs by backslash', AT_PATH, { url: '/..\\{apiKey}' }],
		['a path that climbs by baseURL', AT_PATH, { baseURL: AT_PATH, url: '../{apiKey}' }],
	])('refuses %s, without the key', async (_, baseUrl, request) => {
		let signed: IHttpRequestOptions | undefined;
		let refusal: unknown;
		await authenticate({ method: 'GET', ...request }, baseUrl).then(
			(value) => (signed = value),
			(error) => (refusal = error),
		);

		expect(signed).toBeUndefined();
		expect(refusal).toMatchObject({ message: expect.stringMatching(/Base URL/) });
		for (const form of formsOf(KEY)) expect(inspect(refusal, { depth: 10, showHidden: true })).not.toContain(form);
	});

	it.each([
		[' https://evil.example/{apiKey}'],
		['\thttps://evil.example/{apiKey}'],
		['/\\evil.example/{apiKey}'],
		['\\\\evil.example/{apiKey}'],
		['@evil.example/{apiKey}'],
		['/@evil.example/{apiKey}'],
		[':8443/{apiKey}'],
		['?{apiKey}'],
	])('lets %j lead nowhere but to its own gateway', async (url) => {
		const address = await authenticate({ method: 'GET', url }, AT_PATH).then(
			(signed) => new URL(signed.url),
			() => new URL(AT_PATH),
		);

		expect(`${address.origin}${address.pathname}/`.startsWith(`${AT_PATH}/`)).toBe(true);
	});

	it.each([
		['operation', '__CUSTOM_API_CALL__'],
		['resource', '__CUSTOM_API_CALL__'],
		['operation', 'sendSms'],
		['resource', 'message'],
	])('asks nothing for a %s of %j, which the node does not have', async (name, value) => {
		const run = await bench.send({ [name]: value });

		expect(told(run)).toMatch(/this node does not have the chosen operation/i);
		expect(bench.sim.count()).toBe(0);
	});

	it.each(['', '/', '/?a=b', '#x'])(
		'refuses %j behind the Base URL, where the gateway has its home page',
		async (url) => {
			for (const baseUrl of [ROOT, AT_PATH])
				await expect(authenticate({ method: 'GET', url }, baseUrl)).rejects.toThrow('Choose one under Operation');
		},
	);

	it('lets another node use the credential for the gateway only', async () => {
		const request = (url: string) => ({
			name: 'Call',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: { method: 'GET', url, authentication: 'predefinedCredentialType', nodeCredentialType: 'mimSmsApi' },
			credentials: BY_KEY,
		});

		const run = await bench.engine.runNode(request(`${bench.sim.origin}/miscapi/{apiKey}/getBalance`));

		expect(run.status).toBe('error');
		expect(bench.sim.count()).toBe(0);
		expect(run.stored).not.toContain(bench.sim.settings.apiKey);
	});
});
