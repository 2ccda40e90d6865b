/** Key, user name and password are shown nowhere, with either API, whatever fails and whatever a gateway echoes. */
import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type { ICredentialDataDecryptedObject, IDataObject, INode } from 'n8n-workflow';
import {
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
	everythingOf,
	formsOf,
	useBench,
	v2Account,
	KEY,
	SECRETS,
	secretsIn,
} from '../node/setup.cts';
import type { Fault, Run } from '../node/setup.cts';
import type { CallName } from '../simulator/index.cts';

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
];

const BY_V2 = 'by-v2';

/** With signs that JSON, an address or a page can't carry as they are. */
const V2_USER_NAME = 'd\'e"mo+x&y@example.com';
const V2_KEY = 'KEY<0>&"%2F 00\\A1';

const bench = useBench({ apiKey: KEY, keyStyle: 'prefixed', v2UserName: V2_USER_NAME, v2ApiKey: V2_KEY });
const htmlOf = (text: string) => text.replaceAll('&', '&amp;');

/** An operation, and the call that it makes. */
type Asked = [operation: string, parameters: IDataObject, call: CallName];

/** A way to sign in. */
interface Way {
	credentials: string;
	asked: Asked[];
	secrets: string[];
	codes: string[];
}

const CLASSIC: Asked[] = Object.entries(OPERATIONS).map(([operation, parameters]) => [
	operation,
	parameters,
	CALL[operation as keyof typeof CALL],
]);
const TO_SEVERAL = { ...SEND, to: '01712345678, 01812345678' };
const TRACKED = { ...SEND, operation: 'sendAndTrack', timeout: 0.1, interval: 0.1 };

const WAYS: Way[] = [
	...[BY_KEY, BY_LOGIN].map((credentials) => ({
		credentials,
		asked: CLASSIC,
		secrets: SECRETS,
		codes: ['1003', '1016'],
	})),
	{
		credentials: BY_V2,
		asked: [
			['send', SEND, 'v2/SMS'],
			['send', TO_SEVERAL, 'v2/OneToMany'],
			['sendMany', { ...SEND, operation: 'sendMany' }, 'v2/DSMS'],
			['sendAndTrack', TRACKED, 'v2/DlrApi'],
			['getBalance', OPERATIONS.getBalance, 'v2/BalanceCheck'],
			['get', { ...OPERATIONS.get, shootId: 'T1@8801712345678' }, 'v2/DlrApi'],
		],
		secrets: [V2_USER_NAME, V2_KEY].flatMap(formsOf),
		codes: ['401', '208', '221', '299'],
	},
];

beforeEach(() =>
	bench.engine.saveCredential(BY_V2, { type: 'mimSmsApi', name: 'Account V2', data: v2Account(bench.sim) }),
);

/** Which of the secrets of a way are shown. */
function shownBy(run: Run, { secrets }: Way): string[] {
	const everything = everythingOf(run);
	return secrets.filter((secret) => everything.includes(secret));
}

describe('the words that are looked for', () => {
	it('would be found', async () => {
		const run = await bench.run(OPERATIONS.getApiKey, { credentials: BY_LOGIN });

		expect(secretsIn(run)).toContain(KEY);
		for (const { secrets } of WAYS) expect(secrets.length).toBeGreaterThan(8);
	});
});

describe.each(WAYS)('signed in $credentials', (way) => {
	const { credentials, asked, codes } = way;
	const faults: Fault[] = [...FAULTS, ...codes.map((code): Fault => ({ kind: 'code', code }))];

	it.each(faults.map((fault): [string, Fault] => [inspect(fault), fault]))(
		'%s shows no secret, whatever was asked',
		async (_, fault) => {
			for (const [operation, parameters, call] of asked) {
				bench.sim.clearFaults();
				bench.sim.fault({ call, times: Infinity, ...fault });
				const run = await bench.run({ ...parameters, requestOptions: { timeout: 200 } }, { credentials });
				const isKeyItself = operation === 'getApiKey' && run.status === 'success';
				if (!isKeyItself) expect([operation, shownBy(run, way)]).toEqual([operation, []]);
			}
		},
	);

	it('a refused connection and an unknown host show no secret', async () => {
		await bench.sim.refuse();
		for (const baseUrl of [bench.sim.baseUrl, 'http://gateway.invalid']) {
			const data = {
				...bench.engine.credential(credentials),
				[credentials === BY_V2 ? 'v2BaseUrl' : 'baseUrl']: baseUrl,
			};
			bench.engine.saveCredential('unreachable', { type: 'mimSmsApi', name: 'Unreachable', data });
			for (const [, parameters] of asked) {
				expect(shownBy(await bench.run(parameters, { credentials: 'unreachable' }), way)).toEqual([]);
			}
		}
	});

	it('a success shows no secret', async () => {
		for (const [operation, parameters] of asked.filter(([name]) => name !== 'getApiKey')) {
			const run = await bench.run(parameters, { credentials });
			expect(run.status).toBe('success');
			expect([operation, shownBy(run, way)]).toEqual([operation, []]);
		}
	});

	if (credentials === BY_V2)
		it('no address that is asked for holds a secret', async () => {
			for (const [, parameters] of asked) await bench.run(parameters, { credentials });

			const addresses = bench.sim.requests.map(({ method, url }) => `${method} ${url}`).join('\n');
			expect(bench.sim.requests.length).toBeGreaterThan(asked.length);
			expect(addresses).not.toMatch(/^(?!POST)|\?/m);
			for (const secret of way.secrets) expect(addresses).not.toContain(secret);
		});

	it('Retry On Fail and On Error: Continue show no secret', async () => {
		bench.sim.fault({ call: asked[0][2], kind: 'status', status: 500, times: Infinity });

		const ways: Array<Partial<INode>> = [RETRYING, GOING_ON, { onError: 'continueErrorOutput' }];
		for (const extra of ways) {
			expect(shownBy(await bench.run(SEND, { credentials, input: [{}, {}], ...extra }), way)).toEqual([]);
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
	/** The user name where it stood in the body. */
	name: string;
	body: string;
}

/** JSON as .NET's serializer writes it: what means something to HTML is escaped, and so is the plus. */
const ofNet = (value: unknown): string =>
	JSON.stringify(value).replace(
		/[&<>'+`]|\\"/g,
		(sign) =>
			`\\u${sign
				.charCodeAt(sign.length - 1)
				.toString(16)
				.padStart(4, '0')}`,
	);

/** Each sign as HTML and XML may write it. */
const byNumbers = (text: string): string => Array.from(text, (sign) => `&#${sign.codePointAt(0)};`).join('');

type Page = (request: EchoedRequest) => string;

/** What the echoing gateway answers. */
interface Template {
	of: Page;
	/** Whether the call for the key is answered so too. */
	getkey?: 'echo';
}

/** The fields of a body in JSON; none in another. */
function fieldsIn(body: string): Record<string, unknown> {
	try {
		return JSON.parse(body) as Record<string, unknown>;
	} catch {
		return {};
	}
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
				const { apiKey, userName } = fieldsIn(body);
				const key =
					apiKey ?? new URLSearchParams(body).get('api_key') ?? decodeURIComponent(pathname.split('/')[2] ?? '');
				const page = template.of({
					url,
					key: String(key),
					name: String(userName ?? ''),
					body,
					decoded: decodeURIComponent(pathname),
				});
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
		const data: ICredentialDataDecryptedObject = { ...v2Account(bench.sim), v2BaseUrl: baseUrl };
		bench.engine.saveCredential('echo-v2', { type: 'mimSmsApi', name: 'Account V2', data });
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
		['JSON reports that .NET wrote', ({ key }) => ofNet([{ sms_status_str: 'Delivered', key, user: key }])],
		['XML reports with signs as numbers', ({ key }) => `<dlr><message><Id>${byNumbers(key)}</Id></message></dlr>`],
	];
	const V2_REPLIES: Array<[string, Page]> = [
		...[JSON.stringify, ofNet].flatMap((write) =>
			[200, 206, 401, 299, '200 OK'].map((statusCode): [string, Page] => [
				`a reply of V2 (${statusCode}, ${write.name})`,
				({ url, key, name, body }) =>
					write({
						statusCode,
						status: `Said of ${name}`,
						trxnId: key,
						responseResult: `${url} with ${key} and ${body}`,
						success_Data: [{ mobNumber: '8801712345678', trackingId: `${name}-${key}` }],
						error_Data: [{ res_Code: '206', error: `${key} ${body}`, failedNumbers: '8801812345678' }],
						operatorStatus: `Delivered by ${name} with ${key}`,
						dlrCode: key,
						account: name,
						echo: body,
						data: [{ balance: '1.50', expair_Date: `${name} ${key}` }],
					}),
			]),
		),
		['problem+json', ({ key, name }) => JSON.stringify({ status: 400, title: `No ${key}`, errors: { [name]: [key] } })],
		['a list of V2', ({ key, name }) => JSON.stringify([{ operatorStatus: key, account: name }])],
	];
	const ECHOES = WAYS.map((way, index) => ({ ...way, credentials: ['echo-key', 'echo-login', 'echo-v2'][index] }));

	describe.each(ECHOES)('signed in by $credentials', (way) => {
		it.each([...REPLIES, ...(way.credentials === 'echo-v2' ? V2_REPLIES : [])])(
			'with %s shows no secret',
			async (_, of) => {
				for (isBroken of [false, true]) {
					for (const [operation, parameters] of way.asked.filter(([name]) => name !== 'getApiKey')) {
						template = { of };
						const run = await bench.run(parameters, { credentials: way.credentials });
						expect([operation, isBroken, shownBy(run, way)]).toEqual([operation, isBroken, []]);
					}
				}
			},
		);
	});

	it('of V2 shows no secret on Test either', async () => {
		const [, , { secrets }] = WAYS;
		for (const [, of] of [...REPLIES, ...V2_REPLIES]) {
			template = { of };
			const { message } = await bench.engine.testCredential('echo-v2');
			expect(secrets.filter((secret) => message.includes(secret))).toEqual([]);
		}
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
			expect([operation, run.status, secretsIn(run)]).toEqual([operation, 'error', []]);
		}
	});

	it.each([
		['XML', (start: string) => `<dlr><message><Url>/miscapi/${start}`],
		['JSON', (start: string) => `[{"sms_status_str":"Delivered","url":"/miscapi/${start}`],
	])('%s that breaks off within the key shows no beginning of it', async (_, page) => {
		isBroken = true;
		template = { of: () => page(KEY.slice(0, -2)) };

		for (const operation of ['get', 'getAll', 'getOnce'] as const) {
			const run = await bench.run(OPERATIONS[operation], { credentials: 'echo-key' });
			expect(everythingOf(run)).not.toContain(KEY.slice(0, 8));
		}
	});

	it('in a field of a report, or in the words of a balance, shows no login', async () => {
		template = { of: () => ofNet([{ sms_status_str: 'Delivered', user: ` ${USERNAME} `, password: 'short' }]) };
		bench.saveCredential('echo-login', { ...bench.engine.credential('echo-login'), password: 'short' });
		for (const operation of ['get', 'getAll', 'getOnce'] as const) {
			const run = await bench.run(OPERATIONS[operation], { credentials: 'echo-login' });
			expect(run.items(NODE)).toMatchObject([{ status: 'delivered', other: { user: ' *** ', password: '***' } }]);
		}
		const data = { ...bench.engine.credential('echo-v2'), username: 'rahim' };
		bench.engine.saveCredential('echo-v2', { type: 'mimSmsApi', name: 'Account V2', data });
		template = {
			of: ({ name }) =>
				JSON.stringify({
					statusCode: '200',
					responseResult: `For ${name}`,
					data: [{ balance: '1.50', expair_Date: name }],
				}),
		};

		const run = await bench.run(OPERATIONS.getBalance, { credentials: 'echo-v2' });

		expect(run.items(NODE)).toMatchObject([{ balance: 1.5, response: 'For ***' }]);
		expect(everythingOf(run)).not.toContain('For rahim');
	});

	it('shows no key that was fetched in the very run', async () => {
		template = { of: HTML };

		const run = await bench.run(OPERATIONS.getBalance, { credentials: 'echo-login' });

		expect(run.error?.message).toContain('Not found');
		expect(secretsIn(run)).toEqual([]);
	});
});
