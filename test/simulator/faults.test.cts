import net from 'node:net';
import type { Fault, FaultKind, Settings } from './index.cts';
import { simulatorForTest, valuesOf, type Received } from './testClient.cts';
import { FAULT_KINDS } from './faultKinds.cts';

const shown = new Set<FaultKind>();
const causeOf = (promise: Promise<unknown>) =>
	promise.then(
		() => 'no error',
		(error: Error & { cause?: { code?: string } }) => error.cause?.code ?? error.message,
	);

/** The body of a reply as it comes. */
function bodyOf({ body }: Response) {
	if (!body) throw new Error('The reply has no body');
	return body;
}

async function withFault(fault: Fault, settings?: Partial<Settings>) {
	shown.add(fault.kind);
	const client = await simulatorForTest(settings);
	client.sim.fault(fault);
	return client;
}

describe('faults', () => {
	test('resetBefore: the connection is reset and nothing is taken', async () => {
		const { sim, send } = await withFault({ call: 'smsapi', kind: 'resetBefore' });
		expect(await causeOf(send())).toBe('ECONNRESET');
		expect(sim.messages).toEqual([]);
		expect(sim.requests).toMatchObject([{ fault: 'resetBefore', accepted: false }]);
	});

	test('resetAfter: the message is taken, and no reply comes', async () => {
		const { sim, send } = await withFault({ call: 'smsapi', kind: 'resetAfter' });
		expect(await causeOf(send())).toBe('UND_ERR_SOCKET');
		expect(sim.messages).toHaveLength(1);
		expect(sim.requests).toMatchObject([{ fault: 'resetAfter', accepted: true }]);
	});

	test.each([
		[undefined, 1],
		[true, 1],
		[false, 0],
	])('stall with accept %s: no answer ever; messages taken: %d', async (accept, taken) => {
		const { sim, post } = await withFault({ kind: 'stall', ...(accept === undefined ? {} : { accept }) });
		const fields = {
			api_key: sim.settings.apiKey,
			senderid: 'MiMSMS',
			type: 'text',
			msg: 'a',
			contacts: '8801712345678',
		};
		const patience = new AbortController();
		const gone = post('/smsapi', fields, { signal: patience.signal });
		// A busy machine may take longer than the patience to bring the request there.
		while (sim.count() < 1) await new Promise(setImmediate);
		setTimeout(() => patience.abort(new Error('timeout')), 100);
		await expect(gone).rejects.toThrow('timeout');
		expect(sim.messages).toHaveLength(taken);
	});

	test('stall with a share: a part of the reply, and then silence', async () => {
		const { sim, misc } = await withFault({ call: 'getAll', kind: 'stall', bytes: 30 });
		sim.addReports(2);
		const response = await fetch(`${sim.baseUrl}/miscapi/${sim.settings.apiKey}/getDLR/getAll`);
		const reader = bodyOf(response).getReader();
		expect((await reader.read()).value).toHaveLength(30);
		const next = await Promise.race([reader.read(), new Promise((done) => setTimeout(done, 100, 'silence'))]);
		expect(next).toBe('silence');
		await reader.cancel();
		expect(valuesOf(await misc('getDLR/getAll'), 'MSISDN')).toEqual([]);
	});

	test('slow: the whole reply, byte by byte', async () => {
		const { misc } = await withFault({ kind: 'slow', interval: 5 });
		const start = Date.now();
		expect((await misc('getBalance')).text).toBe('Your Balance is:BDT 1000.00');
		expect(Date.now() - start).toBeGreaterThan(100);
	});

	test.each([401, 403, 404, 429, 500, 502, 503])('status %d: an HTML page, nothing taken', async (status) => {
		const { sim, send } = await withFault({ kind: 'status', status });
		expect(await send()).toMatchObject({
			status,
			type: 'text/html; charset=UTF-8',
			text: expect.stringContaining(`<h1>${status}`),
		});
		expect(sim.messages).toEqual([]);
	});

	test('status with accept: the page hides a message that was taken', async () => {
		const { sim, send } = await withFault({ kind: 'status', accept: true, headers: { 'retry-after': '1' } });
		expect((await send()).status).toBe(502);
		expect(sim.messages).toHaveLength(1);
	});

	test('redirect: to a path that answers 404, or to any other', async () => {
		const { sim, misc } = await withFault({ kind: 'redirect', times: 1 }, { basePath: '/sms' });
		expect((await misc('getBalance')).status).toBe(302);
		sim.fault({ kind: 'redirect', status: 307, location: 'http://192.0.2.1/' });
		const response = await fetch(`${sim.baseUrl}/smsapi`, { method: 'POST', redirect: 'manual' });
		expect([response.status, response.headers.get('location')]).toEqual([307, 'http://192.0.2.1/']);
		sim.fault({ kind: 'redirect' });
		expect((await misc('getBalance', { redirect: 'follow' })).status).toBe(404);
		expect(sim.requests.at(-1)).toMatchObject({ call: 'unknown', path: '/sms/elsewhere' });
	});

	test.each([
		[undefined, 0],
		[true, 1],
	])('empty with accept %s: 200 without a word; messages taken: %d', async (accept, taken) => {
		const { sim, send } = await withFault({ kind: 'empty', ...(accept && { accept }) });
		expect(await send()).toMatchObject({ status: 200, text: '' });
		expect(sim.messages).toHaveLength(taken);
	});

	test('text: any reply at all', async () => {
		const { sim, send } = await withFault({
			kind: 'text',
			body: '\u{feff}<b>মা</b>',
			contentType: 'text/plain; charset=utf-8',
			status: 418,
		});
		expect(await send()).toEqual({ status: 418, type: 'text/plain; charset=utf-8', text: '<b>মা</b>' });
		expect(sim.messages).toEqual([]);
	});

	test.each<[Settings['replyStyle'], string, string]>([
		['manual', '1007', '1007'],
		['error', '2001', 'Error: 2001'],
		['json', '1004', '{"status":"failed","error_code":1004,"error_msg":"SPAM Detected"}'],
	])('code: the failure in style %s', async (replyStyle, code, text) => {
		const { sim, send } = await withFault({ kind: 'code', code }, { replyStyle });
		expect((await send()).text).toBe(text);
		expect(sim.messages).toEqual([]);
	});

	test.each([{ bytes: 0 }, { bytes: 100 }, { share: 0.9 }, { share: 0.5, chunked: true }])(
		'cutOff with %j: the reply breaks off, and the rows are gone',
		async (options) => {
			const { sim, misc } = await withFault({ call: 'getAll', kind: 'cutOff', ...options });
			sim.addReports(3);
			expect(await causeOf(misc('getDLR/getAll'))).toBe('UND_ERR_SOCKET');
			expect(valuesOf(await misc('getDLR/getAll'), 'MSISDN')).toEqual([]);
		},
	);

	test('cutOff: what came before the break can be read', async () => {
		const { sim } = await withFault({ kind: 'cutOff', bytes: 12, chunked: true });
		const response = await fetch(`${sim.baseUrl}/miscapi/${sim.settings.apiKey}/getBalance`);
		expect(Buffer.from((await bodyOf(response).getReader().read()).value ?? []).toString()).toBe('Your Balance');
	});

	test('cutClean: half a page that looks whole, and the rows are gone', async () => {
		const { sim, misc } = await withFault({ kind: 'cutClean', share: 0.5 });
		sim.addReports(4);
		expect(valuesOf(await misc('getDLR/getAll'), 'MSISDN')).toHaveLength(2);
		expect(valuesOf(await misc('getDLR/getAll'), 'MSISDN')).toHaveLength(0);
	});

	test('gzip: the reply is compressed', async () => {
		const { sim } = await withFault({ kind: 'gzip' });
		const response = await fetch(`${sim.baseUrl}/miscapi/${sim.settings.apiKey}/getBalance`);
		expect([response.headers.get('content-encoding'), await response.text()]).toEqual([
			'gzip',
			'Your Balance is:BDT 1000.00',
		]);
	});

	test.each<[BufferEncoding | undefined, string]>([
		['utf-16le', 'utf-16le'],
		['latin1', 'latin1'],
		[undefined, 'utf-16le'],
	])('charset: the reply in %s', async (charset, expected) => {
		const { sim } = await withFault({ kind: 'charset', ...(charset && { charset }) });
		const response = await fetch(`${sim.baseUrl}/miscapi/${sim.settings.apiKey}/getBalance`);
		expect(response.headers.get('content-type')).toContain(expected);
		expect(new TextDecoder(expected).decode(await response.arrayBuffer())).toBe('Your Balance is:BDT 1000.00');
	});

	test('wrongType: the reply under another content type', async () => {
		const { sim, misc, send } = await withFault({ kind: 'wrongType' });
		expect(await misc('getBalance')).toMatchObject({ type: 'application/json', text: 'Your Balance is:BDT 1000.00' });
		sim.fault({ kind: 'wrongType', contentType: 'text/xml; charset=utf-16' });
		expect(await send()).toMatchObject({
			type: 'text/xml; charset=utf-16',
			text: expect.stringMatching(/^SMS SUBMITTED/),
		});
	});

	test('every kind of fault is shown in this file', () => {
		expect([...shown].sort()).toEqual(Object.keys(FAULT_KINDS).sort());
	});
});

describe('when a fault strikes', () => {
	const outcomes = async (send: () => Promise<Received>, times: number) => {
		const texts: string[] = [];
		for (let i = 0; i < times; i++) texts.push((await send()).text.slice(0, 4));
		return texts.join(' ');
	};

	test('it lets `skip` requests pass and spoils `times`', async () => {
		const { sim, send } = await simulatorForTest();
		sim.fault({ call: 'smsapi', kind: 'code', code: '1004', skip: 1, times: 2 });
		expect(await outcomes(send, 5)).toBe('SMS  1004 1004 SMS  SMS ');
	});

	test('it can strike for ever, until it is taken off', async () => {
		const { sim, send } = await simulatorForTest();
		const fault = sim.fault({ kind: 'code', times: Infinity });
		expect(await outcomes(send, 3)).toBe('1005 1005 1005');
		fault.off();
		expect(await outcomes(send, 1)).toBe('SMS ');
		sim.fault({ kind: 'code', times: Infinity });
		sim.clearFaults();
		expect(await outcomes(send, 1)).toBe('SMS ');
	});

	test('it leaves other calls alone', async () => {
		const { sim, send, misc } = await simulatorForTest();
		sim.fault({ call: 'smsapi', kind: 'code' });
		expect((await misc('getBalance')).text).toMatch(/^Your/);
		expect(await outcomes(send, 2)).toBe('1005 SMS ');
	});

	test('of two that are ready the one armed first goes first', async () => {
		const { sim, send } = await simulatorForTest();
		sim.fault({ kind: 'code', code: '1001' });
		sim.fault({ kind: 'code', code: '1002' });
		sim.fault({ kind: 'code', code: '1004', skip: 3 });
		expect(await outcomes(send, 5)).toBe('1001 1002 SMS  1004 SMS ');
	});

	test.each<[Record<string, unknown>, string]>([
		[{ kind: 'nothing' }, 'No fault is called "nothing"'],
		[{ kind: 'empty', call: 'sms' }, 'No call is called "sms"'],
		[{ kind: 'empty', statsu: 5 }, 'has no option "statsu"'],
		[{ kind: 'cutOff', accept: false }, 'always has accept true'],
		[{ kind: 'empty', times: 0 }, 'times is 1 or more'],
	])('%j is refused', async (fault, message) => {
		const { sim } = await simulatorForTest();
		const misused: { fault(wanted: Record<string, unknown>): unknown } = sim;
		expect(() => misused.fault(fault)).toThrow(message);
	});
});

describe('the socket', () => {
	test('refuse closes it, accept opens it on the same port, and the messages are still there', async () => {
		const { sim, send } = await simulatorForTest();
		await send();
		await sim.refuse();
		expect(await causeOf(send())).toBe('ECONNREFUSED');
		await sim.accept();
		await send();
		expect(sim.messages).toHaveLength(2);
	});

	test('what is on its way while it closes is answered, and the connection then ends', async () => {
		const { sim, send } = await simulatorForTest({ latency: 100 });
		const onItsWay = send();
		while (sim.count() === 0) await new Promise(setImmediate);
		await sim.refuse();
		expect((await onItsWay).text).toMatch(/^SMS SUBMITTED/);
		expect(await causeOf(send())).toBe('ECONNREFUSED');
	});

	const BEFORE_ANY_OF_THEM_ENDS = 50_000;

	test(
		'close ends at once, with requests that stall, wait and trickle, and a connection that says nothing',
		async () => {
			const { sim, send } = await simulatorForTest();
			sim.fault({ kind: 'stall' });
			sim.fault({ kind: 'slow', interval: 60_000 });
			const stalled = causeOf(send());
			while (sim.count() < 1) await new Promise(setImmediate);
			await sim.refuse();
			await sim.accept();
			const trickling = causeOf(send());
			while (sim.count() < 2) await new Promise(setImmediate);
			sim.settings.latency = 60_000;
			const waiting = causeOf(send());
			const silent = net.connect(sim.port, '127.0.0.1');
			const silentEnd = new Promise((done) => silent.once('close', done));
			await new Promise((done) => silent.once('connect', done));
			while (sim.count() < 3) await new Promise(setImmediate);

			await sim.close();
			expect(await Promise.all([stalled, trickling, waiting])).not.toContain('no error');
			await silentEnd;
		},
		BEFORE_ANY_OF_THEM_ENDS,
	);

	test('a port that is taken is said to be taken', async () => {
		const { sim } = await simulatorForTest();
		await expect(simulatorForTest({ port: sim.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
	});
});
