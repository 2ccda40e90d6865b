import { ID, NUMBER, PLACEHOLDER, v2ForTest } from './v2Client.cts';

const OTHER = '8801800000002';
const BANGLA = 'আপনার কোড ১২৩';

describe("the vendor's samples of V2", () => {
	test('SMS to one number: accepted, with a trackingId that is the trxnId', async () => {
		const { sim, sms } = await v2ForTest();
		const reply = await sms({ message: BANGLA });
		const [{ trxnId }] = sim.messages;
		expect(trxnId).toMatch(ID);
		expect(reply).toMatchObject({ status: 200, type: 'application/json; charset=utf-8' });
		expect(reply.value).toEqual({
			statusCode: '200',
			status: 'Success',
			trxnId,
			responseResult: 'SMS Send Successfully',
			numberQty: '1',
			success_Data: [{ mobNumber: NUMBER, trackingId: trxnId, sms_Count: 1, lang_Type: 'Unicode' }],
			error_Data: [PLACEHOLDER],
		});
		expect(sim.messages).toMatchObject([
			{ n: 1, api: 'v2', to: NUMBER, text: BANGLA, senderId: 'MiMSMS', type: 'unicode', trackingId: trxnId },
		]);
		expect(sim.requests).toMatchObject([{ call: 'v2/SMS', path: '/api/V2/SMS', accepted: true }]);
	});

	test('SMS to a number in local form: 206, and nothing goes out', async () => {
		const { sim, sms } = await v2ForTest({ v2FailureLists: 'rows' });
		const reply = await sms({ mobileNumber: '01700000001' });
		expect(reply.status).toBe(200);
		expect(reply.value).toEqual({
			statusCode: '206',
			status: 'Failed',
			trxnId: expect.stringMatching(ID),
			responseResult: 'Invalid Mobile Number',
			success_Data: null,
			error_Data: [
				{
					res_Code: '206',
					error: 'Invalid Mobile Number',
					failedNumbers: '01700000001',
					errorParm: 'mobileNumber',
				},
			],
		});
		expect(sim.messages).toEqual([]);
		expect(sim.requests).toMatchObject([{ accepted: false }]);
	});

	test('OneToMany, one of two bad: the good one goes out', async () => {
		const { sim, oneToMany } = await v2ForTest();
		const reply = await oneToMany([NUMBER, '88017']);
		const [{ trxnId, trackingId }] = sim.messages;
		expect(trackingId).not.toBe(trxnId);
		expect(reply.value).toEqual({
			statusCode: '200',
			status: 'Success',
			trxnId,
			responseResult: 'SMS Send Successfully',
			numberQty: '2',
			success_Data: [{ mobNumber: NUMBER, trackingId, sms_Count: 1, lang_Type: 'Text' }],
			error_Data: [{ res_Code: '206', error: 'Invalid Mobile Number', failedNumbers: '88017', errorParm: 'mobNumber' }],
		});
		expect(sim.messages).toHaveLength(1);
	});

	test('DSMS with one number twice: two rows in order, two trackingIds, two messages', async () => {
		const { sim, dsms } = await v2ForTest();
		const { value } = await dsms([
			[NUMBER, 'first'],
			[NUMBER, 'second'],
		]);
		const [first, second] = sim.messages;
		expect([first.text, second.text]).toEqual(['first', 'second']);
		expect(first.trackingId).not.toBe(second.trackingId);
		expect(value).toMatchObject({
			numberQty: '2',
			success_Data: [
				{ mobNumber: NUMBER, trackingId: first.trackingId },
				{ mobNumber: NUMBER, trackingId: second.trackingId },
			],
		});
	});

	test.each(['SMS', 'OneToMany', 'DSMS', 'BalanceCheck', 'DlrApi'])(
		'%s from a foreign IP: 401, under HTTP 200 or 401',
		async (name) => {
			const { sim, call } = await v2ForTest({ ipWhitelist: [], v2IpWords: 'IP Black List.' });
			const fields = {
				transactionType: 'T',
				mobileNumber: NUMBER,
				message: 'Hello',
				smsData: [{ mobNumber: NUMBER, message: 'Hello' }],
				trackingId: 'T000000000000A1',
			};
			const refusal = { statusCode: '401', status: 'Unauthorized', trxnId: '', responseResult: 'IP Black List.' };
			expect(await call(name, fields)).toMatchObject({ status: 200, text: JSON.stringify(refusal) });
			sim.settings.v2RefusalStatus = 401;
			expect(await call(name, fields)).toMatchObject({ status: 401, text: JSON.stringify(refusal) });
			expect(sim.messages).toEqual([]);
		},
	);

	test('SMS without campaignName on a strict server: problem+json', async () => {
		const { sim, sms } = await v2ForTest({ v2Campaign: 'required' });
		const reply = await sms({ campaignName: undefined });
		expect(reply).toMatchObject({ status: 400, type: 'application/problem+json; charset=utf-8' });
		expect(reply.value).toEqual({
			title: 'One or more validation errors occurred.',
			status: 400,
			errors: { campaignName: ['The CampaignName field is required.'] },
		});
		expect(sim.messages).toEqual([]);
		expect((await sms()).value).toMatchObject({ statusCode: '200' });
		sim.settings.v2Campaign = 'optional';
		expect((await sms({ campaignName: undefined })).value).toMatchObject({ statusCode: '200' });
	});

	test('DlrApi: the report of one message, as often as it is asked for', async () => {
		const { sim, sms, dlr } = await v2ForTest();
		await sms();
		const [{ trackingId }] = sim.messages;
		for (let i = 0; i < 2; i++) {
			expect((await dlr(trackingId)).value).toEqual({
				statusCode: '200',
				status: 'Ok',
				trackingId,
				dlrCode: '0',
				operatorStatus: 'DELIVERED',
				mobileNumber: NUMBER,
			});
		}
	});

	test('BalanceCheck, and the same with a wrong key', async () => {
		const { balance } = await v2ForTest({ balance: 37.45 });
		expect((await balance()).text).toBe(
			'{"statusCode":"200","status":"Success","data":[{"balance":"37.45","expair_Date":"03/06/2028"}]}',
		);
		expect((await balance({ apiKey: 'WRONG' })).text).toBe(
			'{"statusCode":"401","status":"Unauthorized","responseResult":"Invalid UserName & Password"}',
		);
	});
});

describe('one account with two APIs', () => {
	test('they share messages, numbering, balance and sender IDs, and each says whose a message is', async () => {
		const { sim, send, sms, balance, misc } = await v2ForTest({ balance: 10, pricePerPart: 1, senderIds: ['MiMSMS'] });
		await send();
		await sms();
		expect(sim.messages).toMatchObject([
			{ n: 1, api: 'classic', trxnId: null, trackingId: null },
			{ n: 2, api: 'v2', shootId: sim.messages[1].trackingId },
		]);
		expect((await balance()).value).toMatchObject({ data: [{ balance: '8.00' }] });
		expect((await misc('getBalance')).text).toContain('8.00');
		sim.reset();
		expect([sim.messages, sim.count('v2/SMS'), sim.settings.balance]).toEqual([[], 0, 10]);
	});

	test('V2 lies below the base path', async () => {
		const { sim, sms } = await v2ForTest({ basePath: '/sms' });
		expect((await sms()).value).toMatchObject({ statusCode: '200' });
		expect(sim.requests).toMatchObject([{ path: '/sms/api/V2/SMS' }]);
		expect((await fetch(`${sim.origin}/api/V2/SMS`, { method: 'POST' })).status).toBe(404);
	});

	test.each([
		['GET', 'SMS', 405],
		['GET', 'Send', 404],
		['PUT', 'DlrApi', 405],
		['POST', 'Nothing', 404],
	])('%s %s is no call: %d with a web page, or with nothing', async (method, name, status) => {
		const { sim, get } = await v2ForTest();
		const reply = await get(`/api/V2/${name}`, { method });
		expect(reply).toMatchObject({ status, type: 'text/html; charset=UTF-8' });
		expect(reply.text).toContain(`<h1>${status}`);
		sim.settings.v2NotFound = 'empty';
		expect(await get(`/api/V2/${name}`, { method })).toMatchObject({ status, text: '' });
		expect(sim.count('unknown')).toBe(2);
	});

	test('an equal request is sent a second time: there is no idempotency', async () => {
		const { sim, sms } = await v2ForTest();
		await sms();
		await sms();
		expect(sim.messages).toHaveLength(2);
		expect(sim.messages[0].trxnId).not.toBe(sim.messages[1].trxnId);
	});

	test('promotional SMS goes to many numbers behind commas', async () => {
		const { sim, sms } = await v2ForTest();
		const reply = await sms({ transactionType: 'P', mobileNumber: `${NUMBER},${OTHER}` });
		expect(sim.messages).toMatchObject([
			{ to: NUMBER, label: 'promotional' },
			{ to: OTHER, label: 'promotional' },
		]);
		expect(reply.value).toMatchObject({ numberQty: '2' });
	});

	test('OneToMany and DSMS take 1000 numbers and 500 rows, each with a trackingId of its own', async () => {
		const { sim, oneToMany, dsms } = await v2ForTest();
		const numbers = Array.from({ length: 1000 }, (_, i) => String(8801710000000 + i));
		await oneToMany(numbers);
		await dsms(numbers.slice(0, 500).map((to) => [to, `to ${to}`]));
		expect(sim.messages).toHaveLength(1500);
		expect(new Set(sim.messages.map(({ trackingId }) => trackingId)).size).toBe(1500);
		expect(new Set(sim.messages.map(({ trxnId }) => trxnId)).size).toBe(2);
	});
});
