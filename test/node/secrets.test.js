'use strict';
const http = require('node:http');
const { once } = require('node:events');
const { inspect } = require('node:util');
const {
	NODE,
	BY_KEY,
	BY_LOGIN,
	USERNAME,
	PASSWORD,
	SEND,
	OPERATIONS,
	CALL,
	RETRYING,
	GOING_ON,
	useBench,
	everythingOf,
	formsOf,
} = require('./setup');

/** With signs that an address can't carry as they are: they stand encoded wherever a URL is shown. */
const KEY = 'C200843+163d&2f4%a1?#.12345678';
const SECRETS = [...new Set([KEY, USERNAME, PASSWORD].flatMap(formsOf))];
const FAULTS = [
	{ kind: 'resetBefore' },
	{ kind: 'resetAfter' },
	{ kind: 'stall' },
	{ kind: 'status', status: 401 },
	{ kind: 'status', status: 403 },
	{ kind: 'status', status: 404 },
	{ kind: 'status', status: 429 },
	{ kind: 'status', status: 500 },
	{ kind: 'status', status: 502 },
	{ kind: 'status', status: 503 },
	{ kind: 'redirect' },
	{ kind: 'empty' },
	{ kind: 'cutOff' },
	{ kind: 'cutClean', bytes: 5 },
	{ kind: 'gzip' },
	{ kind: 'wrongType' },
	{ kind: 'slow', interval: 1, bytes: 10 },
	{ kind: 'code', code: '1003' },
	{ kind: 'code', code: '1016' },
];
const WAYS = [BY_KEY, BY_LOGIN];

const bench = useBench({ apiKey: KEY, keyStyle: 'prefixed' });
const htmlOf = (text) => text.replaceAll('&', '&amp;');
/** What of the secrets is to be seen anywhere. */
const seen = (run) => SECRETS.filter((secret) => everythingOf(run).includes(secret));

describe('the words that are looked for', () => {
	it('would be found', async () => {
		const run = await bench.run(OPERATIONS.getApiKey, { credentials: BY_LOGIN });

		expect(seen(run)).toContain(KEY);
		expect(SECRETS.length).toBeGreaterThan(10);
	});
});

describe.each(WAYS)('signed in %s', (credentials) => {
	it.each(FAULTS.map((fault) => [inspect(fault), fault]))(
		'%s shows no secret, whatever was asked',
		async (_, fault) => {
			for (const [operation, parameters] of Object.entries(OPERATIONS)) {
				bench.sim.clearFaults();
				bench.sim.fault({ call: CALL[operation], times: Infinity, ...fault });
				const run = await bench.run({ ...parameters, requestOptions: { timeout: 200 } }, { credentials });
				const isKeyItself = operation === 'getApiKey' && run.status === 'success';
				if (!isKeyItself) expect([operation, seen(run)]).toEqual([operation, []]);
			}
		},
	);

	it('a refused connection and an unknown host show no secret', async () => {
		await bench.sim.refuse();
		for (const baseUrl of [bench.sim.baseUrl, 'http://gateway.invalid']) {
			bench.saveCredential('unreachable', { ...bench.engine.credential(credentials), baseUrl });
			for (const parameters of Object.values(OPERATIONS)) {
				expect(seen(await bench.run(parameters, { credentials: 'unreachable' }))).toEqual([]);
			}
		}
	});

	it('a success shows no secret', async () => {
		for (const operation of ['send', 'getBalance', 'get', 'getOnce', 'getAll']) {
			const run = await bench.run(OPERATIONS[operation], { credentials });
			expect(run.status).toBe('success');
			expect([operation, seen(run)]).toEqual([operation, []]);
		}
	});

	it('Retry On Fail and On Error: Continue show no secret', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'status', status: 500, times: Infinity });

		for (const extra of [RETRYING, GOING_ON, { onError: 'continueErrorOutput' }]) {
			expect(seen(await bench.run(SEND, { credentials, input: [{}, {}], ...extra }))).toEqual([]);
		}
	});
});

describe('a login that the gateway does not know', () => {
	it.each(['manual', 'json'])('shows neither user name nor password (%s)', async (replyStyle) => {
		Object.assign(bench.sim.settings, { replyStyle, password: 'changed' });

		for (const parameters of Object.values(OPERATIONS))
			expect(seen(await bench.run(parameters, { credentials: BY_LOGIN }))).toEqual([]);
	});
});

describe('the delivery reports of an account with user name and password', () => {
	const textsOf = async (login, text) => {
		Object.assign(bench.sim.settings, login);
		bench.saveCredential(BY_LOGIN, { signInWith: 'login', ...login });
		bench.sim.addReports([{ shootId: 'C2001', to: '8801712345678', text }]);
		return (await bench.run(OPERATIONS.get, { credentials: BY_LOGIN }))
			.items(NODE)
			.map(({ to, message }) => [to, message]);
	};

	it('do not show the password', async () => {
		expect(await textsOf({ username: USERNAME, password: PASSWORD }, `Mine is ${PASSWORD}!`)).toEqual([
			['8801712345678', 'Mine is ***!'],
		]);
	});

	it('keep the phone numbers, whatever the user name and the password are', async () => {
		expect(await textsOf({ username: '01712345678', password: '12345678' }, 'Call 01712345678')).toEqual([
			['8801712345678', 'Call 01712345678'],
		]);
		expect(await textsOf({ username: '8801712345678', password: 'short' }, 'A short text')).toEqual(
			expect.arrayContaining([['8801712345678', 'A short text']]),
		);
	});
});

/** A gateway, or something in front of it, that shows the visitor what he asked for. */
describe('a gateway that echoes the request', () => {
	let server;
	let template;
	let isBroken;

	beforeAll(async () => {
		server = http.createServer((request, response) => {
			const chunks = [];
			request.on('data', (chunk) => chunks.push(chunk));
			request.on('end', () => {
				if (request.url.startsWith('/getkey/') && template.getkey !== 'echo') return response.end(`API-KEY/${KEY}`);
				const url = new URL(request.url, 'http://x');
				const form = new URLSearchParams(Buffer.concat(chunks).toString());
				const key = form.get('api_key') ?? decodeURIComponent(url.pathname.split('/')[2] ?? '');
				const body = template.of({
					url: request.url,
					key,
					body: Buffer.concat(chunks).toString(),
					decoded: decodeURIComponent(url.pathname),
				});
				if (!isBroken) return response.end(body);
				response.writeHead(200, { 'content-length': Buffer.byteLength(body) + 100 });
				return response.write(body, () => response.destroy());
			});
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
	});
	afterAll(() => server.close());
	beforeEach(() => {
		isBroken = false;
		const baseUrl = `http://127.0.0.1:${server.address().port}`;
		bench.saveCredential('echo-key', { signInWith: 'apiKey', apiKey: KEY, baseUrl });
		bench.saveCredential('echo-login', { signInWith: 'login', username: USERNAME, password: PASSWORD, baseUrl });
	});

	const HTML = ({ url, decoded, key, body }) =>
		`<html><body>Not found: ${url} (${decoded}) with ${key} and ${body}</body></html>`;
	const XML = ({ url, key }) =>
		`<dlr><message><MSISDN>8801712345678</MSISDN><SMS>"${key}"</SMS><Url>${url}</Url></message></dlr>`;
	const REPLIES = [
		['an HTML page', HTML],
		[
			'an escaped HTML page',
			({ url, decoded, key }) =>
				`<html><body>Not found: ${[url, decoded, key].join(' ').replaceAll('&', '&amp;')}</body></html>`,
		],
		['a page in small letters', ({ url }) => `Not found: ${url.replace(/%[\dA-F]{2}/g, (sign) => sign.toLowerCase())}`],
		['a refusal in words', ({ key }) => `ERR: KEY ${key} UNKNOWN`],
		['a refusal with a code', ({ key }) => `Error: 2001 ${key}`],
		[
			'a refusal in JSON',
			({ key }) => JSON.stringify({ status: 'failed', error_code: 1999, error_msg: `Key ${key} is not known` }),
		],
		['an accepted send', ({ key }) => `SMS SUBMITTED: ID - C2001 ${key}`],
		['XML reports', XML],
		['JSON reports', ({ url, key }) => JSON.stringify([{ sms_status_str: 'Delivered', key, url }, { url }])],
	];
	const found = (run) => SECRETS.filter((secret) => everythingOf(run).includes(secret));

	describe.each(['echo-key', 'echo-login'])('signed in by %s', (credentials) => {
		it.each(REPLIES)('with %s shows no secret', async (_, of) => {
			for (isBroken of [false, true]) {
				for (const operation of ['send', 'getBalance', 'get', 'getOnce', 'getAll']) {
					template = { of };
					const run = await bench.run(OPERATIONS[operation], { credentials });
					expect([operation, isBroken, found(run)]).toEqual([operation, isBroken, []]);
				}
			}
		});
	});

	it('in place of a key shows no secret, on Test either', async () => {
		template = { of: HTML, getkey: 'echo' };

		const run = await bench.run(OPERATIONS.getBalance, { credentials: 'echo-login' });
		const tested = await bench.engine.testCredential('echo-login');

		expect(run.status).toBe('error');
		expect(found(run)).toEqual([]);
		expect(SECRETS.filter((secret) => tested.message.includes(secret))).toEqual([]);
	});

	it.each([
		['JSON', `{"api_key":"${KEY}"}`],
		['a sentence', `Your key is ${KEY}, keep it safe`],
		['a page', `<html><body><p>Key:</p><b>${htmlOf(KEY)}</b></body></html>`],
	])('the key in a form that nobody knows (%s) shows no secret', async (_, body) => {
		for (const operation of ['send', 'getApiKey']) {
			bench.sim.fault({ call: 'getkey', kind: 'text', body, times: Infinity });
			const run = await bench.run(OPERATIONS[operation], { credentials: BY_LOGIN });
			if (run.status === 'error') expect([operation, seen(run)]).toEqual([operation, []]);
		}
	});

	it('shows no key that was fetched in the very run', async () => {
		template = { of: HTML };

		const run = await bench.run(OPERATIONS.getBalance, { credentials: 'echo-login' });

		expect(run.error.message).toContain('Not found');
		expect(found(run)).toEqual([]);
	});
});
