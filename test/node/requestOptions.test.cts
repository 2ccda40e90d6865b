import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import { startBadHttps } from './badCertificates.cts';
import type { HttpsServer } from './badCertificates.cts';
import { BY_KEY, BY_LOGIN, CALL, GOING_ON, NODE, OPERATIONS, READS, told, useBench, workflow } from './setup.cts';
import type { OperationName } from './setup.cts';

const bench = useBench();
const withOptions = (operation: OperationName, requestOptions: IDataObject) => ({
	...OPERATIONS[operation],
	requestOptions,
});

describe('an expression that fails', () => {
	const FAILING = { proxy: "={{ $('Nowhere').first().json.proxy }}" };
	const texts = [{ text: 'a' }, { text: 'b' }];

	it.each<OperationName>(['send', ...READS])(
		"is told by %s before anything is asked, and is each item's error under On Error: Continue",
		async (operation) => {
			const run = await bench.run(withOptions(operation, FAILING));
			const going = await bench.run(withOptions(operation, FAILING), GOING_ON);

			expect(told(run)).toMatch(/Referenced node doesn't exist/);
			// Of Account, n8n reads them itself, and lets the item pass.
			if (operation !== 'getBalance')
				expect(going.items(NODE)).toEqual([{ error: expect.stringMatching(/Referenced node doesn't exist/) }]);
			expect(bench.sim.count()).toBe(0);
		},
	);

	it.each(['send', 'sendMany'])(
		'is no reason for Retry, once it is mended, to keep back what %s never sent',
		async (operation) => {
			const flow = (requestOptions: IDataObject) =>
				workflow()
					.add({ name: 'Start', type: 'n8n-nodes-base.manualTrigger' })
					.add(bench.node({ ...OPERATIONS.send, operation, message: '={{ $json.text }}', requestOptions }));
			const failed = await bench.engine.run(flow(FAILING), { input: texts });
			const run = await bench.engine.retry(failed, { workflow: flow({}) });

			expect([failed.status, run.status, bench.accepted().sort()]).toEqual(['error', 'success', ['a', 'b']]);
		},
	);
});

describe('Timeout', () => {
	const LONG_BEFORE_THE_DEFAULT = 60_000;

	it.each<OperationName>(['send', ...READS])(
		'ends a call of %s that stalls, and says what it was',
		async (operation) => {
			bench.sim.fault({ call: CALL[operation], kind: 'stall' });

			const run = await bench.run(withOptions(operation, { timeout: 150 }));

			expect(told(run)).toMatch(/took longer than the time-out/);
		},
		LONG_BEFORE_THE_DEFAULT,
	);

	it.each<OperationName>(['getOnce', 'getAll'])(
		'ends a call of %s that stalls in the middle of the answer',
		async (operation) => {
			bench.sim.addReports([{ shootId: 'C2001' }, { shootId: 'C2001' }]);
			bench.sim.fault({ call: CALL[operation], kind: 'stall', share: 0.7 });

			const run = await bench.run(withOptions(operation, { timeout: 150 }));

			expect(run.items(NODE).length).toBeGreaterThan(0);
		},
		LONG_BEFORE_THE_DEFAULT,
	);

	it('ends a call that the gateway answers with another protocol', async () => {
		const switching = net.createServer((socket) => {
			socket.on('error', () => {});
			socket.once('data', () => {
				socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
			});
		});
		switching.listen(0, '127.0.0.1');
		await once(switching, 'listening');
		const baseUrl = `http://127.0.0.1:${(switching.address() as AddressInfo).port}`;
		bench.saveCredential(BY_KEY, { ...bench.engine.credential(BY_KEY), baseUrl });

		const run = await bench.run(withOptions('send', { timeout: 150 }));

		expect(told(run)).toMatch(/^\[unknown\].*took longer than the time-out/s);
		switching.close();
	});

	it.each([
		['in fractions of a millisecond', 1500.5],
		['longer than a timer can wait', 1e12],
	])('%s is no trouble', async (_what, timeout) => {
		bench.sim.addReports([{ shootId: 'C2001' }]);

		expect((await bench.run(withOptions('getAll', { timeout }))).items(NODE)).toHaveLength(1);
		expect((await bench.run(withOptions('send', { timeout }))).status).toBe('success');
	});

	it('lets a slower gateway answer when it is long enough', async () => {
		bench.sim.settings.latency = 200;

		expect((await bench.run(withOptions('send', { timeout: 5000 }))).status).toBe('success');
	});
});

describe('Proxy', () => {
	/** A request that came to the proxy. */
	interface PassedRequest {
		url?: string;
		login?: string;
	}

	let proxy: http.Server;
	let passed: PassedRequest[];
	const address = () => `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;

	beforeAll(async () => {
		proxy = http.createServer((request, response) => {
			passed.push({ url: request.url, login: request.headers['proxy-authorization'] });
			const { hostname, port, pathname, search } = new URL(request.url!);
			const onward = http.request(
				{ hostname, port, path: pathname + search, method: request.method, headers: request.headers },
				(answer) => {
					response.writeHead(answer.statusCode!, answer.headers);
					answer.pipe(response);
				},
			);
			onward.on('error', () => response.destroy());
			request.pipe(onward);
		});
		// Of https, and of clients that tunnel http too.
		proxy.on('connect', (request, socket) => {
			passed.push({ url: request.url, login: request.headers['proxy-authorization'] });
			const [hostname, port] = request.url!.split(':');
			const onward = net.connect(Number(port), hostname, () => {
				socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
				socket.pipe(onward).pipe(socket);
			});
			onward.on('error', () => socket.destroy());
			socket.on('error', () => onward.destroy());
		});
		proxy.listen(0, '127.0.0.1');
		await once(proxy, 'listening');
	});
	afterAll(() => {
		proxy.closeAllConnections();
		proxy.close();
	});
	beforeEach(() => (passed = []));

	it.each<OperationName>(['send', ...READS])('carries the call of %s', async (operation) => {
		const run = await bench.run(withOptions(operation, { proxy: address() }));

		expect(run.error).toBeUndefined();
		expect(passed).toHaveLength(1);
		expect(bench.sim.requests.map(({ call }) => call)).toEqual([CALL[operation]]);
	});

	it('carries the whole text', async () => {
		await bench.run({ ...withOptions('send', { proxy: address() }), message: 'a & বাংলা + %' });

		expect(bench.accepted()).toEqual(['a & বাংলা + %']);
	});

	it('gets user name and password that stand in its address', async () => {
		await bench.run(withOptions('send', { proxy: address().replace('//', '//us%40er:pa%3Ass@') }));

		expect(passed[0].login).toBe(`Basic ${Buffer.from('us@er:pa:ss').toString('base64')}`);
	});

	it('that is not there: the message was not sent', async () => {
		const run = await bench.run(withOptions('send', { proxy: 'http://127.0.0.1:1' }));

		expect(run.error?.message).toMatch(/^\[notSent\] The proxy could not be reached: it refused the connection/);
		expect(run.error?.description).toMatch(/This message was not sent\. Check Proxy under Request Options/);
		expect(told(run)).not.toMatch(/Base URL/);
		expect(bench.sim.count()).toBe(0);
	});

	it('whose name is not known: it is named, and not the Base URL', async () => {
		const run = await bench.run(withOptions('getBalance', { proxy: 'http://proxy.invalid:8080' }));

		expect(told(run)).toMatch(/^The proxy could not be reached: its name .*Check Proxy under Request Options/);
		expect(bench.sim.count()).toBe(0);
	});

	it.each([
		'socks5://127.0.0.1:1080',
		'socks4://127.0.0.1:1080',
		'socks://user:pass@127.0.0.1:1080',
		'ftp://127.0.0.1:21',
	])('of %s is refused by its type, before any request', async (proxy) => {
		for (const operation of ['send', ...READS] as const) {
			const run = await bench.run(withOptions(operation, { proxy }));

			expect(run.error?.message).toMatch(
				new RegExp(`^Proxy: .*type ${proxy.split(':')[0]} does not work.*http or https`),
			);
			expect(run.error?.message).not.toMatch(/user|pass\b/);
		}
		expect(bench.sim.count()).toBe(0);
	});

	it.each(['nonsense', '127.0.0.1:8080', 'http://'])('of %j is refused, naming it', async (wrong) => {
		const run = await bench.run(withOptions('send', { proxy: wrong }));

		expect(told(run)).toMatch(/Proxy/);
		expect(bench.sim.count()).toBe(0);
	});

	it('without the option is not used', async () => {
		await bench.run(OPERATIONS.send);

		expect(passed).toEqual([]);
	});
});

describe('Ignore SSL Issues', () => {
	let server: HttpsServer;

	beforeAll(async () => {
		server = await startBadHttps('self-signed', (request, response) => {
			const { port } = bench.sim;
			const onward = http.request(
				{ hostname: '127.0.0.1', port, path: request.url, method: request.method, headers: request.headers },
				(answer) => {
					response.writeHead(answer.statusCode!, answer.headers);
					answer.pipe(response);
				},
			);
			request.pipe(onward);
		});
	});
	afterAll(() => server.close());
	beforeEach(() => {
		const { baseUrl } = server;
		bench.saveCredential('self-signed', { signInWith: 'apiKey', apiKey: bench.sim.settings.apiKey, baseUrl });
		bench.saveCredential('self-signed-login', { ...bench.engine.credential(BY_LOGIN), baseUrl });
	});

	it('off: a self-signed certificate is refused, and the message was not sent', async () => {
		const run = await bench.run(OPERATIONS.send, { credentials: 'self-signed' });

		expect(run.error?.message).toBe('[notSent] The gateway could not be reached: its certificate is self-signed');
		expect(bench.sim.count()).toBe(0);
	});

	it.each<OperationName>(['send', ...READS])('on: it is accepted for %s', async (operation) => {
		const run = await bench.run(withOptions(operation, { allowUnauthorizedCerts: true }), {
			credentials: 'self-signed',
		});

		expect(run.error).toBeUndefined();
		expect(bench.sim.requests.map(({ call }) => call)).toEqual([CALL[operation]]);
	});

	it('on, signed in by user name and password: the retrieval of the key says why it fails', async () => {
		const run = await bench.run(withOptions('send', { allowUnauthorizedCerts: true }), {
			credentials: 'self-signed-login',
		});

		expect(told(run)).toMatch(/certificate is self-signed/);
		expect(bench.accepted()).toEqual([]);
	});
});

describe('Batching', () => {
	it('has no effect on sending: each item goes out once', async () => {
		const run = await bench.run(
			withOptions('send', { batching: { batch: { batchSize: 1, batchInterval: 3_600_000 } } }),
			{ input: [{}, {}, {}] },
		);

		expect(run.items(NODE)).toHaveLength(3);
		expect(bench.accepted()).toHaveLength(3);
	});
});
