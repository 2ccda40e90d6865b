import type { Settings } from './index.cts';
import { simulatorForTest, valuesOf } from './testClient.cts';

async function controlled(options?: Partial<Settings>) {
	const client = await simulatorForTest(options);
	const control = async (method: string, path: string, body?: object) => {
		const response = await fetch(`${client.sim.origin}/_simulator${path}`, {
			method,
			...(body && { body: JSON.stringify(body) }),
		});
		return { status: response.status, value: await response.json() };
	};
	return { ...client, control };
}

describe('the control paths', () => {
	test('messages and requests can be read, newest first, and are no requests themselves', async () => {
		const { sim, send, control } = await controlled({ basePath: '/sms' });
		await send({ msg: 'first' });
		await send({ msg: 'second' });
		expect((await control('GET', '/messages')).value).toMatchObject([{ text: 'second' }, { text: 'first' }]);
		expect((await control('GET', '/messages?limit=1')).value).toMatchObject([{ text: 'second' }]);
		expect((await control('GET', '/requests')).value).toMatchObject([
			{ fields: { msg: 'second' } },
			{ fields: { msg: 'first' } },
		]);
		expect(sim.count()).toBe(2);
	});

	test('faults can be armed, listed and cleared', async () => {
		const { send, control } = await controlled();
		expect(await control('POST', '/faults', { call: 'smsapi', kind: 'code', code: '1004', times: 'always' })).toEqual({
			status: 201,
			value: [{ call: 'smsapi', kind: 'code', code: '1004', times: 'always', skip: 0 }],
		});
		expect((await send()).text).toBe('1004');
		expect((await control('GET', '/faults')).value).toHaveLength(1);
		expect((await control('DELETE', '/faults')).value).toEqual([]);
		expect((await send()).text).toMatch(/^SMS/);
	});

	test('settings can be read and changed; a wrong one changes nothing', async () => {
		const { sim, send, control } = await controlled();
		expect((await control('POST', '/settings', { replyStyle: 'error', balance: 0 })).value).toMatchObject({
			balance: 0,
		});
		expect((await send()).text).toBe('Error: 1007');
		const wrong = await control('POST', '/settings', { balance: 5, replyStyle: 'loud' });
		expect(wrong).toEqual({ status: 400, value: { error: expect.stringContaining('replyStyle is one of') } });
		expect(sim.settings.balance).toBe(0);
		expect((await control('GET', '/settings')).value).toMatchObject({ replyStyle: 'error' });
	});

	test('reports can be put in, and everything can be reset', async () => {
		const { sim, misc, control } = await controlled();
		await control('POST', '/reports', [{ code: '31', sentAt: '2024-02-29T06:00:00Z', receivedAt: null }]);
		const page = await misc('getDLR/getAll');
		expect(valuesOf(page, 'DLRStatusDetails')).toEqual(['Subscriber Busy']);
		expect([valuesOf(page, 'SMSSent'), valuesOf(page, 'DLRReceived')]).toEqual([['2024-02-29 12:00:00'], ['']]);
		expect((await control('POST', '/reset')).status).toBe(200);
		expect(sim.count()).toBe(0);
	});

	test.each([
		['/faults', { kind: 'nothing' }],
		['/faults', undefined],
		['/faults', []],
		['/settings', { port: 1 }],
		['/settings', { nothing: 1 }],
		['/reports', {}],
		['/reports', [{ sentAt: 'yesterday' }]],
		['/reports', [{ sender: 'MiMSMS' }]],
	])('POST %s with %j is answered with 400 and a reason', async (path, body) => {
		const { control } = await controlled();
		expect(await control('POST', path, body)).toEqual({ status: 400, value: { error: expect.any(String) } });
	});
});
