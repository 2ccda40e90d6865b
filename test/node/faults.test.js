'use strict';
const { inspect } = require('node:util');
const { NODE, BY_LOGIN, OPERATIONS, CALL, RETRYING, GOING_ON, useBench, told, workflow } = require('./setup');

const bench = useBench();
const TIMEOUT = { requestOptions: { timeout: 300 } };
const PATIENCE = { requestOptions: { timeout: 10_000 } };
const TOOK_TOO_LONG = /took longer than the time-out/;
const GAVE_NO_ANSWER = /gave no answer: the connection ended/;

/** What n8n itself says of a lost connection; of a send it is untrue. */
const UNTRUE = /retry the request immediately|was closed unexpectedly|perhaps it is offline/i;

/** name, fault, what is told of it, whether the real reply arrives after all */
const FAULTS = [
	['resetBefore', { kind: 'resetBefore' }, GAVE_NO_ANSWER],
	['resetAfter', { kind: 'resetAfter' }, GAVE_NO_ANSWER],
	['stall', { kind: 'stall' }, TOOK_TOO_LONG],
	['stall unaccepted', { kind: 'stall', accept: false }, TOOK_TOO_LONG],
	['401', { kind: 'status', status: 401 }, /401/],
	['401 accepted', { kind: 'status', status: 401, accept: true }, /401/],
	['403', { kind: 'status', status: 403 }, /403/],
	['404', { kind: 'status', status: 404 }, /404.*Base URL/s],
	['429', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }, /429.*too many requests/s],
	['500', { kind: 'status', status: 500 }, /500.*try again later/s],
	['502', { kind: 'status', status: 502, accept: true }, /502/],
	['503', { kind: 'status', status: 503 }, /503/],
	['301', { kind: 'redirect', status: 301 }, /301.*forward/s],
	['302', { kind: 'redirect', status: 302 }, /302.*forward/s],
	['307', { kind: 'redirect', status: 307, accept: true }, /307.*forward/s],
	['empty', { kind: 'empty', accept: true }, /empty/],
	['cutOff', { kind: 'cutOff' }, GAVE_NO_ANSWER],
	['cutOff chunked', { kind: 'cutOff', chunked: true }, GAVE_NO_ANSWER],
	['cutClean', { kind: 'cutClean', bytes: 5 }, /neither success nor a known error/],
];
const HARMLESS = [
	['gzip', { kind: 'gzip' }],
	['wrongType', { kind: 'wrongType' }],
	['wrongType xml', { kind: 'wrongType', contentType: 'application/xml' }],
	['slow', { kind: 'slow', interval: 1, bytes: 5 }],
];
/** Calls that take reports out of the gateway keep what had arrived. */
const STREAMS = ['getOnce', 'getAll'];
const READS = ['getBalance', 'getApiKey', 'get', 'getOnce', 'getAll'];

let reported;
beforeEach(() => {
	reported = bench.sim.addReports([
		{ shootId: 'C2001', text: 'one' },
		{ shootId: 'C2001', text: 'two' },
	]);
});

describe.each(FAULTS)('%s', (name, fault, words) => {
	const of = (operation) => ({ ...OPERATIONS[operation], ...(fault.kind === 'stall' ? TIMEOUT : PATIENCE) });

	it('leaves the outcome of a send unknown; it is one request, whatever is tried', async () => {
		bench.sim.fault({ call: 'smsapi', ...fault });

		const run = await bench.run(of('send'), RETRYING);

		expect(run.status).toBe('error');
		expect(run.error.message).toMatch(/^\[unknown\] /);
		expect(told(run)).toMatch(words);
		expect(run.error.description).toMatch(/may have been accepted.*not sent again/);
		expect(inspect(run.error, { depth: 10 })).not.toMatch(UNTRUE);
		expect(bench.sim.count()).toBe(1);
		expect(bench.sim.messages.length).toBeLessThanOrEqual(1);
	});

	it('is answered alike for every item under On Error: Continue', async () => {
		bench.sim.fault({ call: 'smsapi', times: 2, ...fault });

		const run = await bench.run(of('send'), { input: [{}, {}, {}], ...GOING_ON });

		expect(run.items(NODE).filter(({ error }) => error?.startsWith('[unknown]'))).toHaveLength(2);
		expect(run.items(NODE).filter(({ status }) => status === 'submitted')).toHaveLength(1);
		expect(bench.sim.count()).toBe(3);
	});

	it.each(READS)('makes %s fail with a true message', async (operation) => {
		await bench.run(OPERATIONS.getBalance, { credentials: BY_LOGIN });
		const before = bench.sim.count();
		bench.sim.fault({ call: CALL[operation], ...fault });

		const run = await bench.run(of(operation), { credentials: BY_LOGIN });

		expect(bench.sim.count() - before).toBe(1);
		if (fault.kind === 'empty' && CALL[operation].startsWith('getDLR')) return expect(run.items(NODE)).toEqual([]);
		if (fault.kind === 'empty' && operation === 'getAll') return expect(run.items(NODE)).toEqual([]);
		if (fault.kind === 'cutOff' && STREAMS.includes(operation)) {
			expect(run.items(NODE).length).toBeGreaterThan(0);
			return expect(run.hints(NODE)).toEqual([expect.stringContaining('cut off')]);
		}
		expect(run.error).toMatchObject({ name: 'NodeApiError', context: { itemIndex: 0 } });
		expect(told(run)).toMatch(words);
		expect(run.error.message).not.toMatch(/\[(unknown|refused|notSent)\]/);
		expect(inspect(run.error, { depth: 10 })).not.toMatch(UNTRUE);
	});
});

describe.each(HARMLESS)('%s', (name, fault) => {
	it.each(['send', ...READS])('does no harm to %s', async (operation) => {
		bench.sim.fault({ call: CALL[operation], ...fault });

		const run = await bench.run(OPERATIONS[operation], { credentials: BY_LOGIN });

		expect(run.error).toBeUndefined();
		expect(run.items(NODE)).toHaveLength(['get', 'getOnce', 'getAll'].includes(operation) ? reported.length : 1);
		if (operation === 'send') expect(run.items(NODE)[0].shootId).toBe(bench.sim.messages[0].shootId);
		if (operation === 'getAll') expect(run.items(NODE).map(({ message }) => message)).toEqual(['one', 'two']);
	});
});

describe('a reply cut short without a sign', () => {
	it.each([
		['manual', 3],
		['manual', 12],
		['thousand', 1],
		['thousand', 3],
		['thousand', 4],
		['thousand', 8],
		['bare', 2],
		['bare', 3],
	])('of a send (%s, %s bytes) makes no message go out twice', async (successStyle, bytes) => {
		bench.sim.settings.successStyle = successStyle;
		bench.sim.fault({ call: 'smsapi', kind: 'cutClean', bytes });

		const run = await bench.run(OPERATIONS.send, RETRYING);

		expect(bench.accepted()).toEqual(['Hello']);
		expect(run.error?.message ?? run.items(NODE)[0].status).toMatch(/^\[unknown\]|^submitted/);
	});
});

describe('a gateway that refuses the connection', () => {
	it('is told as not sent', async () => {
		await bench.sim.refuse();

		const run = await bench.run(OPERATIONS.send);

		expect(run.error.name).toBe('NodeApiError');
		expect(run.error.message).toBe('[notSent] The gateway could not be reached: it refused the connection');
		expect(run.error.description).toMatch(/Nothing was sent.*Base URL/);
		expect(inspect(run.error, { depth: 10 })).not.toMatch(UNTRUE);
	});

	it('gets the message on the next try, once', async () => {
		await bench.sim.refuse();
		const accepting = new Promise((resolve) => setTimeout(resolve, 100)).then(bench.sim.accept);

		const run = await bench.run(OPERATIONS.send, { ...RETRYING, waitBetweenTries: 300 });
		await accepting;

		expect(run.error).toBeUndefined();
		expect(bench.accepted()).toEqual(['Hello']);
		expect(bench.sim.count()).toBe(1);
	});

	it.each(READS)('makes %s fail with a true message', async (operation) => {
		await bench.run(OPERATIONS.getBalance, { credentials: BY_LOGIN });
		await bench.sim.refuse();

		const run = await bench.run(OPERATIONS[operation], { credentials: BY_LOGIN });

		expect(run.error.name).toBe('NodeApiError');
		expect(told(run)).toMatch(/could not be reached: it refused the connection.*Base URL/);
	});
});

describe('a host that does not exist', () => {
	it('is told as not sent', async () => {
		bench.saveCredential('nowhere', { signInWith: 'apiKey', apiKey: 'C2x', baseUrl: 'http://gateway.invalid' });

		const run = await bench.run(OPERATIONS.send, { credentials: 'nowhere' });

		expect(run.error.message).toMatch(/^\[notSent\] The gateway could not be reached: its name/);
	});
});

describe('an execution that is stopped', () => {
	it('sends nothing more, and what was on its way is not sent again by a retry', async () => {
		bench.sim.settings.latency = 150;
		const node = bench.node({ ...OPERATIONS.send, message: '={{ $json.text }}', options: { parallelCalls: 1 } });
		const flow = workflow().add({ name: 'Start', type: 'n8n-nodes-base.manualTrigger' }).add(node);
		const running = bench.engine.start(flow, { input: ['one', 'two', 'three'].map((text) => ({ text })) });
		const waiting = setInterval(() => bench.sim.count() > 0 && running.cancel(clearInterval(waiting)), 5);
		const run = await running.promise;
		expect(run.stored).toContain('"status":"canceled"');
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(bench.accepted()).toEqual(['one']);

		bench.sim.settings.latency = 0;
		await bench.engine.retry(run);

		expect(bench.accepted().filter((text) => text === 'one')).toHaveLength(1);
	});
});

describe('what is printed', () => {
	it('is nothing', async () => {
		const written = ['stdout', 'stderr'].map((name) => jest.spyOn(process[name], 'write'));
		const spoken = ['log', 'info', 'warn', 'error', 'debug'].map((name) => jest.spyOn(console, name));
		bench.sim.fault({ call: 'smsapi', kind: 'resetAfter' });

		await bench.run(OPERATIONS.send);
		await bench.run(OPERATIONS.getBalance);

		const calls = [...written, ...spoken].flatMap(({ mock }) => mock.calls);
		jest.restoreAllMocks();
		expect(calls).toEqual([]);
	});
});

describe('a fault of the key retrieval, with a message waiting', () => {
	it.each(FAULTS.filter(([name]) => !name.startsWith('stall')))(
		'%s is told, the message stays, and goes out on the next try',
		async (name, fault, words) => {
			bench.sim.fault({ call: 'getkey', ...fault });

			const failed = await bench.run(OPERATIONS.send, { credentials: BY_LOGIN });
			expect(told(failed)).toMatch(words);
			expect(failed.error.message).not.toMatch(/^\[unknown\]/);
			expect(bench.sim.count('smsapi')).toBe(0);

			const again = await bench.engine.retry(failed);
			expect(again.error).toBeUndefined();
			expect(bench.accepted()).toEqual(['Hello']);
		},
	);

	it('Retry On Fail mends it', async () => {
		bench.sim.fault({ call: 'getkey', kind: 'resetBefore' });

		const run = await bench.run(OPERATIONS.send, { credentials: BY_LOGIN, ...RETRYING });

		expect(run.error).toBeUndefined();
		expect(bench.accepted()).toEqual(['Hello']);
	});
});
