/** A certificate that is not to be trusted: refused, told for what it is, and let through only where the user says so. */
import http, { type RequestListener } from 'node:http';
import { BAD_CERTIFICATES, startBadHttps, startGoodHttps, trustAuthority } from '../node/badCertificates.cts';
import { GOING_ON, NODE, OPERATIONS } from '../node/setup.cts';
import type { RunExtras } from '../node/setup.cts';
import type { CallingOperation } from './setup.cts';
import { CALLS, KEY, PASSWORD, READS, SENDS, USERNAME, secretsIn, useHostileBench } from './setup.cts';

const bench = useHostileBench();
const READS_BY_KEY = READS.filter((operation) => operation !== 'getApiKey');
let close: Array<() => void> = [];
let forgetAuthority: () => void;

beforeAll(() => (forgetAuthority = trustAuthority()));
afterAll(() => forgetAuthority());
afterEach(() => {
	for (const one of close) one();
	close = [];
});

/** The simulator behind https. */
const forward: RequestListener = (request, response) => {
	const onward = http.request(
		{
			hostname: '127.0.0.1',
			port: bench.sim.port,
			path: request.url,
			method: request.method,
			headers: request.headers,
		},
		(answer) => {
			response.writeHead(answer.statusCode!, answer.headers);
			answer.pipe(response);
		},
	);
	request.pipe(onward);
};

async function reach(starting: ReturnType<typeof startGoodHttps>) {
	const server = await starting;
	close.push(server.close);
	bench.saveCredential('https', { signInWith: 'apiKey', apiKey: KEY, baseUrl: server.baseUrl });
	bench.saveCredential('https-login', {
		signInWith: 'login',
		username: USERNAME,
		password: PASSWORD,
		baseUrl: server.baseUrl,
	});
}
const run = async (operation: CallingOperation, { ignored, ...extra }: RunExtras & { ignored?: boolean } = {}) =>
	await bench.run(
		{ ...CALLS[operation].parameters, requestOptions: ignored ? { allowUnauthorizedCerts: true } : {} },
		{ credentials: 'https', ...extra },
	);

it('a good certificate is trusted: what follows is no fault of these tests', async () => {
	await reach(startGoodHttps(forward));
	bench.sim.settings.keyStyle = 'prefixed';

	for (const credentials of ['https', 'https-login'])
		expect((await run('send', { credentials })).items(NODE)).toMatchObject([{ status: 'submitted' }]);
});

const KINDS = Object.entries(BAD_CERTIFICATES) as Array<[keyof typeof BAD_CERTIFICATES, { words: string }]>;

describe.each(KINDS)('a certificate that is %s', (what, { words }) => {
	beforeEach(async () => await reach(startBadHttps(what, forward)));

	it.each(SENDS)('%s: the message was not sent, and goes out when the user says that it may', async (operation) => {
		const refused = await run(operation);
		expect(refused.error?.message).toBe(`[notSent] The gateway could not be reached: ${words}`);
		expect((await run(operation, GOING_ON)).items(NODE)).toEqual([
			{ error: expect.stringMatching(new RegExp(`^\\[notSent\\] .*${words}.*This message was not sent`)) },
		]);
		expect(bench.sim.count()).toBe(0);

		expect((await run(operation, { ignored: true })).items(NODE)).toMatchObject([{ status: 'submitted' }]);
		expect(bench.accepted()).toEqual(['Hello']);
	});

	it('is an error of a reading, and none when the user says so', async () => {
		for (const operation of READS_BY_KEY) {
			expect((await run(operation)).error?.message).toBe(`The gateway could not be reached: ${words}`);
			expect(bench.sim.count()).toBe(0);
			expect((await run(operation, { ignored: true })).error).toBeUndefined();
			expect(bench.sim.requests.map(({ call }) => call)).toEqual([CALLS[operation].call]);
			bench.sim.reset();
		}
	});

	it('is told when the key is fetched and on Test, without a secret', async () => {
		const fetching = await bench.run(OPERATIONS.send, { credentials: 'https-login' });
		expect(fetching.error?.message).toContain(words);
		expect(secretsIn(fetching)).toEqual([]);
		for (const id of ['https', 'https-login'])
			expect(await bench.engine.testCredential(id)).toEqual({
				status: 'Error',
				message: expect.stringContaining(words),
			});
		expect(bench.sim.count()).toBe(0);
	});
});
