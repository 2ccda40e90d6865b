import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type { INode } from 'n8n-workflow';
import {
	NODE,
	BY_KEY,
	BY_LOGIN,
	USERNAME,
	PASSWORD,
	SEND,
	OPERATIONS,
	READS,
	CALL,
	RETRYING,
	GOING_ON,
	useBench,
	KEY,
	SECRETS,
	secretsIn,
} from './setup.cts';
import type { Fault, OperationName } from './setup.cts';

const FAULTS: Fault[] = [
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
const htmlOf = (text: string) => text.replaceAll('&', '&amp;');

describe('the words that are looked for', () => {
	it('would be found', async () => {
		const run = await bench.run(OPERATIONS.getApiKey, { credentials: BY_LOGIN });

		expect(secretsIn(run)).toContain(KEY);
		expect(SECRETS.length).toBeGreaterThan(10);
	});
});

describe.each(WAYS)('signed in %s', (credentials) => {
	it.each(FAULTS.map((fault): [string, Fault] => [inspect(fault), fault]))(
		'%s shows no secret, whatever was asked',
		async (_, fault) => {
			for (const operation of Object.keys(OPERATIONS) as OperationName[]) {
				bench.sim.clearFaults();
				bench.sim.fault({ call: CALL[operation], times: Infinity, ...fault });
				const run = await bench.run({ ...OPERATIONS[operation], requestOptions: { timeout: 200 } }, { credentials });
				const isKeyItself = operation === 'getApiKey' && run.status === 'success';
				if (!isKeyItself) expect([operation, secretsIn(run)]).toEqual([operation, []]);
			}
		},
	);

	it('a refused connection and an unknown host show no secret', async () => {
		await bench.sim.refuse();
		for (const baseUrl of [bench.sim.baseUrl, 'http://gateway.invalid']) {
			bench.saveCredential('unreachable', { ...bench.engine.credential(credentials), baseUrl });
			for (const parameters of Object.values(OPERATIONS)) {
				expect(secretsIn(await bench.run(parameters, { credentials: 'unreachable' }))).toEqual([]);
			}
		}
	});

	it('a success shows no secret', async () => {
		for (const operation of ['send', ...READS] as const) {
			const run = await bench.run(OPERATIONS[operation], { credentials });
			expect(run.status).toBe('success');
			expect([operation, secretsIn(run)]).toEqual([operation, []]);
		}
	});

	it('Retry On Fail and On Error: Continue show no secret', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'status', status: 500, times: Infinity });

		const ways: Array<Partial<INode>> = [RETRYING, GOING_ON, { onError: 'continueErrorOutput' }];
		for (const extra of ways) {
			expect(secretsIn(await bench.run(SEND, { credentials, input: [{}, {}], ...extra }))).toEqual([]);
		}
	});
});

describe('a login that the gateway does not know', () => {
	it.each(['manual', 'json'])('shows neither user name nor password (%s)', async (replyStyle) => {
		Object.assign(bench.sim.settings, { replyStyle, password: 'changed' });

		for (const parameters of Object.values(OPERATIONS))
			expect(secretsIn(await bench.run(parameters, { credentials: BY_LOGIN }))).toEqual([]);
	});
});

describe('the delivery reports of an account with user name and password', () => {
	const textsOf = async (login: { username: string; password: string }, text: string) => {
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

/** A request as it is to be echoed. */
interface EchoedRequest {
	url: string;
	/** The path without its encoding. */
	decoded: string;
	key: string;
	body: string;
}

type Page = (request: EchoedRequest) => string;

/** What the echoing gateway answers. */
interface Template {
	of: Page;
	/** Whether the call for the key is answered so too. */
	getkey?: 'echo';
}

/** A gateway, or something in front of it, that shows the visitor what he asked for. */
describe('a gateway that echoes the request', () => {
	let server: http.Server;
	let template: Template;
	let isBroken: boolean;

	beforeAll(async () => {
		server = http.createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				const url = request.url!;
				if (url.startsWith('/getkey/') && template.getkey !== 'echo') return void response.end(`API-KEY/${KEY}`);
				const { pathname } = new URL(url, 'http://x');
				const body = Buffer.concat(chunks).toString();
				const key = new URLSearchParams(body).get('api_key') ?? decodeURIComponent(pathname.split('/')[2] ?? '');
				const page = template.of({ url, key, body, decoded: decodeURIComponent(pathname) });
				if (!isBroken) return void response.end(page);
				response.writeHead(200, { 'content-length': Buffer.byteLength(page) + 100 });
				response.write(page, () => response.destroy());
			});
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
	});
	afterAll(() => void server.close());
	beforeEach(() => {
		isBroken = false;
		const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		bench.saveCredential('echo-key', { signInWith: 'apiKey', apiKey: KEY, baseUrl });
		bench.saveCredential('echo-login', { signInWith: 'login', username: USERNAME, password: PASSWORD, baseUrl });
	});

	const HTML: Page = ({ url, decoded, key, body }) =>
		`<html><body>Not found: ${url} (${decoded}) with ${key} and ${body}</body></html>`;
	const XML: Page = ({ url, key }) =>
		`<dlr><message><MSISDN>8801712345678</MSISDN><SMS>"${key}"</SMS><Url>${url}</Url></message></dlr>`;
	const REPLIES: Array<[string, Page]> = [
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
	describe.each(['echo-key', 'echo-login'])('signed in by %s', (credentials) => {
		it.each(REPLIES)('with %s shows no secret', async (_, of) => {
			for (isBroken of [false, true]) {
				for (const operation of ['send', ...READS] as const) {
					template = { of };
					const run = await bench.run(OPERATIONS[operation], { credentials });
					expect([operation, isBroken, secretsIn(run)]).toEqual([operation, isBroken, []]);
				}
			}
		});
	});

	it('in place of a key shows no secret, on Test either', async () => {
		template = { of: HTML, getkey: 'echo' };

		const run = await bench.run(OPERATIONS.getBalance, { credentials: 'echo-login' });
		const tested = await bench.engine.testCredential('echo-login');

		expect(run.status).toBe('error');
		expect(secretsIn(run)).toEqual([]);
		expect(SECRETS.filter((secret) => tested.message.includes(secret))).toEqual([]);
	});

	it.each([
		['JSON', `{"api_key":"${KEY}"}`],
		['a sentence', `Your key is ${KEY}, keep it safe`],
		['a page', `<html><body><p>Key:</p><b>${htmlOf(KEY)}</b></body></html>`],
	])('the key in a form that nobody knows (%s) shows no secret', async (_, body) => {
		for (const operation of ['send', 'getApiKey'] as const) {
			bench.sim.fault({ call: 'getkey', kind: 'text', body, times: Infinity });
			const run = await bench.run(OPERATIONS[operation], { credentials: BY_LOGIN });
			if (run.status === 'error') expect([operation, secretsIn(run)]).toEqual([operation, []]);
		}
	});

	it('shows no key that was fetched in the very run', async () => {
		template = { of: HTML };

		const run = await bench.run(OPERATIONS.getBalance, { credentials: 'echo-login' });

		expect(run.error?.message).toContain('Not found');
		expect(secretsIn(run)).toEqual([]);
	});
});
