import type { Settings } from './index.cts';
import { stoppedClock, valuesOf } from './testClient.cts';
import { NUMBER, v2ForTest } from './v2Client.cts';

const NOON = '2024-02-29T06:00:00Z';

async function sentTo(to: string, settings?: Partial<Settings>) {
	const client = await v2ForTest(settings);
	await client.sms({ mobileNumber: to });
	const [{ trackingId }] = client.sim.messages;
	const ask = async () => (await client.dlr(trackingId, to)).value;
	return { ...client, ask, trackingId };
}

describe('the operator words of DlrApi', () => {
	test.each([
		['00', 'Delivered', '0'],
		['78', 'Delivered', '0'],
		['05', 'Unidentified subscriber', '5'],
		['06', 'Absent subscriber for SM', '6'],
		['09', 'Illegal subscriber', '9'],
		['13', 'Barred subscriber', '13'],
		['16', 'Undelivered', '16'],
		['28', 'Absent subscriber for SM', '1028'],
		['31', 'Subscriber Busy', '31'],
		['32', 'SMS Failed', '32'],
		['34', 'System failure', '34'],
		['40', 'SMSC Timeout-abort', '400'],
		['77', 'Status 77', '77'],
	])('a number that ends in %s: %s', async (ending, operatorStatus, dlrCode) => {
		const { ask } = await sentTo(`88017000000${ending}`, { v2OperatorCase: 'asListed' });
		expect(await ask()).toMatchObject({ statusCode: '200', operatorStatus, dlrCode });
	});

	test.each([
		['upper', 'SUBSCRIBER BUSY'],
		['lower', 'subscriber busy'],
	] as const)('in %s case', async (v2OperatorCase, operatorStatus) => {
		const { ask } = await sentTo('8801700000031', { v2OperatorCase });
		expect(await ask()).toMatchObject({ operatorStatus });
	});

	test.each<[Partial<Settings>, object]>([
		[{ v2ReportShape: 'list' }, [{ statusCode: '200', operatorStatus: 'DELIVERED', mobileNumber: NUMBER }]],
		[{ v2ReportShape: 'list', v2StatusCode: 'number' }, [{ statusCode: 200 }]],
		[{ v2ReportShape: 'v1' }, { trxnId: expect.any(String), receiverMobile: NUMBER, operatorStatus: 'DELIVERED' }],
		[{ v2KeyCase: 'pascal' }, { StatusCode: '200', OperatorStatus: 'DELIVERED', MobileNumber: NUMBER }],
		[{ v2Numerals: 'numbers' }, { dlrCode: 0, mobileNumber: Number(NUMBER) }],
		[{ v2ReplyNumbers: 'local' }, { mobileNumber: '01700000001' }],
	])('in the shape of %j', async (settings, shape) => {
		const { ask } = await sentTo(NUMBER, settings);
		expect(await ask()).toMatchObject(shape);
	});
});

describe('when a report of V2 is there', () => {
	test('after reportDelay, and not before', async () => {
		const clock = stoppedClock(NOON);
		const { ask } = await sentTo(NUMBER, { now: clock.now, reportDelay: 300_000 });
		expect(await ask()).toEqual({ statusCode: '404', status: 'Not found' });
		clock.move(300_000);
		expect(await ask()).toMatchObject({ operatorStatus: 'DELIVERED' });
	});

	test('a pending message has none, or says so in a word', async () => {
		const clock = stoppedClock(NOON);
		const { sim, ask } = await sentTo('8801700000098', { now: clock.now, pendingDelay: 1000 });
		expect(await ask()).toMatchObject({ statusCode: '404' });
		sim.settings.v2PendingWord = 'PENDING';
		expect(await ask()).toMatchObject({ statusCode: '200', operatorStatus: 'PENDING', dlrCode: '' });
		clock.move(1000);
		expect(await ask()).toMatchObject({ operatorStatus: 'DELIVERED' });
	});

	test('a number that ends in 36 is absent for a while, and then delivered', async () => {
		const clock = stoppedClock(NOON);
		const { ask } = await sentTo('8801700000036', { now: clock.now, pendingDelay: 1000 });
		expect(await ask()).toMatchObject({ operatorStatus: 'ABSENT SUBSCRIBER FOR SM' });
		clock.move(1000);
		expect(await ask()).toMatchObject({ operatorStatus: 'DELIVERED' });
	});

	test('in the classic API such a number is delivered at once', async () => {
		const { send, misc } = await v2ForTest();
		await send({ contacts: '8801712345636' });
		expect(valuesOf(await misc('getDLR/getAll'), 'DLRStatus')).toEqual(['1']);
	});

	test.each<[Settings['v2NotReady'], number, unknown]>([
		['code404', 200, { statusCode: '404', status: 'Not found' }],
		['dataNotFound', 200, { statusCode: '200', status: 'Data Not Found' }],
		['failed', 200, { statusCode: '200', status: 'Failed' }],
		[
			'emptyStatus',
			200,
			{
				statusCode: '200',
				status: 'Ok',
				trackingId: 'T000000000000A1',
				dlrCode: '',
				operatorStatus: '',
				mobileNumber: NUMBER,
			},
		],
		[
			'noStatus',
			200,
			{ statusCode: '200', status: 'Ok', trackingId: 'T000000000000A1', dlrCode: '', mobileNumber: NUMBER },
		],
		['emptyList', 200, []],
		['http404', 404, { statusCode: '404', status: 'Not found' }],
	])('not ready, as %s', async (v2NotReady, status, value) => {
		const { dlr } = await v2ForTest({ v2NotReady });
		const reply = await dlr('T000000000000A1');
		expect([reply.status, reply.value]).toEqual([status, value]);
	});

	test('it belongs to the trackingId and the number together', async () => {
		const { sim, oneToMany, dlr } = await v2ForTest({ v2OperatorCase: 'asListed' });
		await oneToMany([NUMBER, '8801700000013']);
		const [first, second] = sim.messages;
		expect((await dlr(second.trackingId, second.to)).value).toMatchObject({ operatorStatus: 'Barred subscriber' });
		expect((await dlr(first.trackingId, second.to)).value).toMatchObject({ statusCode: '404' });
		expect((await dlr(first.trxnId, second.to)).value).toMatchObject({ operatorStatus: 'Barred subscriber' });
	});

	test('it can be put in without a send', async () => {
		const { sim, dlr } = await v2ForTest();
		sim.addReports([{ shootId: 'T000000000000A1', to: NUMBER, code: '31' }]);
		expect((await dlr('T000000000000A1')).value).toMatchObject({ operatorStatus: 'SUBSCRIBER BUSY' });
	});

	test('by hand: a temporary failure may still change after it was read, and nothing else', async () => {
		const { sim, ask } = await sentTo(NUMBER, { outcomes: 'byHand' });
		expect(await ask()).toMatchObject({ statusCode: '404' });
		sim.settle(1, '31');
		expect(await ask()).toMatchObject({ operatorStatus: 'SUBSCRIBER BUSY' });
		sim.settle(1, '1');
		expect(await ask()).toMatchObject({ operatorStatus: 'DELIVERED' });
		expect(() => sim.settle(1, '6')).toThrow('was read already');
	});
});
