/** What leaves for the JSON API V2: gateway-v2.md §2, §3 and the vectors of §11. */
import type { Batch, Row, Sms } from '../../../nodes/MimSms/gateway/sms';
import { v2 } from '../../../nodes/MimSms/gateway/v2/dialect';

const A = '8801700000001';
const B = '8801700000002';
const SMS: Sms = {
	msisdns: [A],
	message: 'আপনার কোড ১২৩',
	senderId: '8809600000000',
	type: 'unicode',
	schedule: null,
	reply: false,
	label: 'none',
	campaign: '',
};
const BATCH: Batch<Row> = {
	senderId: 'MyShop',
	schedule: null,
	label: 'none',
	rows: [A, B, A].map((to, row) => ({ to, message: `Text ${row}`, senderId: 'MyShop', schedule: null, label: 'none' })),
};

describe('one text', () => {
	it('to one number is a call of SMS, with the campaign that does no harm (vector 1)', () => {
		expect(v2.send(SMS).request).toEqual({
			method: 'POST',
			path: '/api/V2/SMS',
			json: {
				senderName: '8809600000000',
				transactionType: 'T',
				mobileNumber: A,
				message: 'আপনার কোড ১২৩',
				campaignName: 'null',
			},
		});
	});

	it.each(['none', 'transactional'] as const)('labelled %s leaves with "null" whatever Campaign says', (label) => {
		expect(v2.send({ ...SMS, label, campaign: 'Eid' }).request.json).toMatchObject({
			transactionType: 'T',
			campaignName: 'null',
		});
	});

	it('to several numbers is a call of OneToMany, since SMS takes one', () => {
		expect(v2.send({ ...SMS, msisdns: [A, B], label: 'transactional' }).request).toEqual({
			method: 'POST',
			path: '/api/V2/OneToMany',
			json: {
				senderName: '8809600000000',
				transactionType: 'T',
				message: 'আপনার কোড ১২৩',
				smsData: [{ mobNumber: A }, { mobNumber: B }],
			},
		});
	});

	it('is read with its own numbers', () => {
		const read = v2.send({ ...SMS, msisdns: [A, B] }).read({ status: 200, text: '{"statusCode":200,"trxnId":"X1"}' });

		expect(read.ok && [0, 1].map((row) => read.value.of(row))).toEqual([
			{ reference: `X1@${A}` },
			{ reference: `X1@${B}` },
		]);
	});

	it.each([[[A]], [[A, B]]])('of a promotion to %j is a call of SMS with its campaign', (msisdns) => {
		expect(v2.send({ ...SMS, msisdns, label: 'promotional', campaign: 'Eid' }).request).toMatchObject({
			path: '/api/V2/SMS',
			json: { transactionType: 'P', mobileNumber: msisdns.join(','), campaignName: 'Eid' },
		});
	});
});

describe('a text for each row', () => {
	it('is a call of DSMS, with all rows in their order, one number twice too', () => {
		expect(v2.sendMany(BATCH).request).toEqual({
			method: 'POST',
			path: '/api/V2/DSMS',
			json: {
				senderName: 'MyShop',
				transactionType: 'T',
				smsData: [
					{ mobNumber: A, message: 'Text 0' },
					{ mobNumber: B, message: 'Text 1' },
					{ mobNumber: A, message: 'Text 2' },
				],
			},
		});
	});

	it('is promotional with P', () => {
		expect(v2.sendMany({ ...BATCH, label: 'promotional' }).request.json).toMatchObject({ transactionType: 'P' });
	});

	it('is read with the numbers of its rows', () => {
		const rows = [A, B, A].map((mobNumber, row) => ({ mobNumber, trackingId: `T${row}` }));
		const read = v2
			.sendMany(BATCH)
			.read({ status: 200, text: JSON.stringify({ statusCode: 200, success_Data: rows }) });

		expect(read.ok && [0, 1, 2].map((row) => read.value.of(row))).toEqual(
			rows.map(({ mobNumber, trackingId }) => ({ reference: `${trackingId}@${mobNumber}` })),
		);
	});
});

describe('reading', () => {
	it('the balance needs nothing but who asks', () => {
		expect(v2.balance().request).toEqual({ method: 'POST', path: '/api/V2/BalanceCheck', json: {} });
	});

	it('a report names the number and the tracking ID', () => {
		expect(v2.reportsOf(`BRN@0T2@${A}`).request).toEqual({
			method: 'POST',
			path: '/api/V2/DlrApi',
			json: { mobileNumber: A, trackingId: 'BRN@0T2' },
		});
	});

	it('of the whole account, each report once, a key: there is no such call', () => {
		expect([v2.takeReports, v2.takeReportsOf, v2.apiKey]).toEqual([undefined, undefined, undefined]);
		expect(v2.can).toMatchObject({ takeAll: false, schedule: false, fetchKey: false });
	});
});

describe('signing', () => {
	const SECRETS = { key: () => 'KEY0000000000A1', username: ' u@example.com ', password: '' };

	it('puts user name and key into the body, and nothing into the address', () => {
		expect(v2.sign({ target: '/api/V2/SMS', body: { message: 'Hi' } }, SECRETS)).toEqual({
			target: '/api/V2/SMS',
			body: { message: 'Hi', userName: 'u@example.com', apiKey: 'KEY0000000000A1' },
		});
	});

	it('gives a request without a body no secret', () => {
		expect(v2.sign({ target: '/api/V2/Send?a={apiKey}' }, SECRETS)).toEqual({ target: '/api/V2/Send?a={apiKey}' });
	});
});

describe('a reference', () => {
	it.each([`BRN0T2ZCWRCEL1D@${A}`, `a@b@${A}`, `133611051403609881@${A}`, `X_C28@${A}`])(
		'%s is read as it is',
		(word) => {
			expect(v2.readReference(` ${word} `)).toEqual({ ok: true, value: word });
		},
	);

	it.each([
		'C200083660a1b2c3d4e5f',
		'bw-rdC3000482765f0a1b2c3d4e5',
		`@${A}`,
		'T1@8801',
		'T1@01700000001',
		`T1@${A}@`,
		`T 1@${A}`,
		`T1,T2@${A}`,
		'getAll',
		'..',
	])('%s is refused: it comes from the other API', (word) => {
		expect(v2.readReference(word)).toMatchObject({
			ok: false,
			fault: { kind: 'invalidInput', field: 'Shoot ID', problem: expect.stringContaining('the other API') },
		});
	});

	it.each([{}, [], false])('%j is no text', (value) => {
		expect(v2.readReference(value)).toMatchObject({
			ok: false,
			fault: { field: 'Shoot ID', problem: expect.stringContaining('must be text') },
		});
	});

	it.each(['', '  ', null, undefined])('%j is empty', (value) => {
		expect(v2.readReference(value)).toMatchObject({
			ok: false,
			fault: { field: 'Shoot ID', problem: expect.stringContaining('is empty') },
		});
	});
});
