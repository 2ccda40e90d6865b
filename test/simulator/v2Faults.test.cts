import { V2_CALLS } from './v2Calls.cts';
import { FAULT_KINDS } from './faultKinds.cts';
import type { Fault, FaultKind, Settings } from './index.cts';
import { NUMBER, v2ForTest } from './v2Client.cts';

const shown = new Set<FaultKind>();
const causeOf = (promise: Promise<unknown>) =>
	promise.then(
		() => 'no error',
		(error: Error & { cause?: { code?: string } }) => error.cause?.code ?? error.message,
	);

async function withFault(fault: Fault, settings?: Partial<Settings>) {
	shown.add(fault.kind);
	const client = await v2ForTest(settings);
	client.sim.fault({ call: 'v2/SMS', ...fault });
	return client;
}

describe('faults of V2', () => {
	test.each<[Fault, string, number]>([
		[{ kind: 'resetBefore' }, 'ECONNRESET', 0],
		[{ kind: 'resetAfter' }, 'UND_ERR_SOCKET', 1],
		[{ kind: 'cutOff', bytes: 20 }, 'UND_ERR_SOCKET', 1],
		[{ kind: 'cutOff', share: 0.9, chunked: true }, 'UND_ERR_SOCKET', 1],
	])('%j: no answer (%s); messages taken: %d', async (fault, cause, taken) => {
		const { sim, sms } = await withFault(fault);
		expect(await causeOf(sms())).toBe(cause);
		expect(sim.messages).toHaveLength(taken);
		expect(sim.requests).toMatchObject([{ call: 'v2/SMS', fault: fault.kind, accepted: taken > 0 }]);
	});

	test('stall: no answer ever, and the message is taken', async () => {
		const { sim, sms } = await withFault({ kind: 'stall' });
		const gone = causeOf(sms());
		while (sim.count() < 1) await new Promise(setImmediate);
		await sim.close();
		expect(await gone).not.toBe('no error');
		expect(sim.messages).toHaveLength(1);
	});

	test('slow: the whole reply, in pieces', async () => {
		const { sms } = await withFault({ kind: 'slow', bytes: 50, interval: 2 });
		expect((await sms()).value).toMatchObject({ statusCode: '200' });
	});

	test.each<[Fault, number, string, number]>([
		[{ kind: 'status', status: 503 }, 503, 'text/html; charset=UTF-8', 0],
		[{ kind: 'status', status: 504, accept: true }, 504, 'text/html; charset=UTF-8', 1],
		[{ kind: 'redirect' }, 302, 'text/html; charset=UTF-8', 0],
		[{ kind: 'empty', accept: true }, 200, 'text/html', 1],
		[{ kind: 'text', body: '<html>' }, 200, 'text/html; charset=UTF-8', 0],
		[{ kind: 'wrongType' }, 200, 'text/html; charset=UTF-8', 1],
		[{ kind: 'gzip' }, 200, 'application/json; charset=utf-8', 1],
		[{ kind: 'charset' }, 200, 'application/json; charset=utf-16le', 1],
		[{ kind: 'cutClean', share: 0.5 }, 200, 'application/json; charset=utf-8', 1],
	])('%j: HTTP %d as %s; messages taken: %d', async (fault, status, type, taken) => {
		const { sim, sms } = await withFault(fault);
		expect(await sms()).toMatchObject({ status, type });
		expect(sim.messages).toHaveLength(taken);
	});

	test.each<[Fault, number, object, number]>([
		[{ kind: 'code' }, 200, { statusCode: '500', status: 'Failed', responseResult: 'Internal Server Error' }, 0],
		[{ kind: 'code', code: '221', accept: true }, 200, { statusCode: '221', responseResult: 'SMS Sending Failed' }, 1],
		[{ kind: 'code', code: '216', status: 403 }, 403, { statusCode: '216' }, 0],
		[
			{ kind: 'code', code: '401', words: 'IP Black List' },
			200,
			{ status: 'Unauthorized', responseResult: 'IP Black List' },
			0,
		],
		[{ kind: 'code', code: '299' }, 200, { statusCode: '299', responseResult: 'Status 299' }, 0],
	])('%j: HTTP %d with %j; messages taken: %d', async (fault, status, value, taken) => {
		const { sim, sms } = await withFault(fault);
		expect(await sms()).toMatchObject({ status, value });
		expect(sim.messages).toHaveLength(taken);
	});

	test('code with rows: a failure that names accepted recipients', async () => {
		const { sim, sms } = await withFault({ kind: 'code', code: '500', accept: true, rows: true });
		const { value } = await sms();
		const [{ trackingId }] = sim.messages;
		expect(value).toMatchObject({
			statusCode: '500',
			status: 'Failed',
			trxnId: trackingId,
			success_Data: [{ mobNumber: NUMBER, trackingId }],
		});
	});

	test('code in the styles of the settings', async () => {
		const { sms } = await withFault({ kind: 'code', code: '205' }, { v2KeyCase: 'pascal', v2StatusCode: 'number' });
		expect((await sms()).value).toMatchObject({ StatusCode: 205, Status: 'Failed' });
	});

	test.each(V2_CALLS.map(({ call }) => call))('%s can be spoiled by its name, and no other call is', async (call) => {
		const client = await v2ForTest();
		client.sim.fault({ call, kind: 'status', times: Infinity });
		const replies = {
			'v2/SMS': await client.sms(),
			'v2/OneToMany': await client.oneToMany([NUMBER]),
			'v2/DSMS': await client.dsms([[NUMBER, 'Hello']]),
			'v2/BalanceCheck': await client.balance(),
			'v2/DlrApi': await client.dlr('T000000000000A1'),
			classic: await client.send(),
		};
		const spoiled = Object.entries(replies).filter(([, { status }]) => status === 502);
		expect(spoiled.map(([name]) => name)).toEqual([call]);
		expect([client.sim.count(call), client.sim.mostAtOnce(call)]).toEqual([1, 1]);
	});

	test('every kind of fault is shown in this file', () => {
		expect([...shown].sort()).toEqual(Object.keys(FAULT_KINDS).sort());
	});
});

test('the classic code fault takes any HTTP status too', async () => {
	const { sim, send } = await v2ForTest();
	sim.fault({ kind: 'code', code: '1007', status: 418 });
	expect(await send()).toMatchObject({ status: 418, text: '1007' });
});
