import type { IDataObject } from 'n8n-workflow';
import { pairedIndex } from '../engine/index.cts';
import type { Run } from '../engine/index.cts';
import type { Fault, RunExtras } from '../node/setup.cts';
import type { Row } from './setup.cts';
import { NODE, SEND_MANY, GOING_ON, RETRYING, rowsOf, told, until, sleep, useSendingBench } from './setup.cts';

const bench = useSendingBench();
const many = async (rows: Row[], options: IDataObject = {}, extra: RunExtras = {}) =>
	await bench.over({ ...SEND_MANY, options }, rows, extra);
const pairs = (run: Run, output?: number) => run.itemsFull(NODE, { output }).map(pairedIndex);

describe('an item', () => {
	it('counts the parts of its own text, and the hint sums them up', async () => {
		const run = await many([
			{ phone: '01712345601', text: 'a'.repeat(161) },
			{ phone: '01712345602', text: 'b' },
		]);

		expect(run.items(NODE).map(({ segments }) => segments)).toEqual([2, 1]);
		expect(run.hints(NODE).join()).toMatch(/\b1 request\b.*\b3 SMS parts\b/);
	});

	it.each<[string, Fault]>([
		['refused', { kind: 'code', code: '1004' }],
		['unknown', { kind: 'resetAfter' }],
	])('that is %s is not in the sum of the hint, which is of what was submitted', async (_, fault) => {
		bench.sim.fault({ call: 'smsapimany', skip: 1, ...fault });

		const run = await many(rowsOf(3, { text: 'a'.repeat(161) }), { batchSize: 1, parallelCalls: 1 }, GOING_ON);

		expect(run.hints(NODE)).toEqual(['3 requests to the gateway, 4 SMS parts submitted.']);
	});

	it('keeps its own sender ID over a further try where the gateway gives two requests one shoot ID', async () => {
		const senders = ['MiMSMS', 'DEMO SHOP', 'MiMSMS'];
		const rows = rowsOf(3).map((row, index) => ({ ...row, from: senders[index] }));
		bench.sim.fault({ kind: 'text', body: 'SMS SUBMITTED: ID - C2001', accept: true, times: 2 });
		bench.sim.fault({ kind: 'code', code: '1004' });

		const run = await bench.over(
			{ ...SEND_MANY, senderId: '={{ $json.from }}', options: { batchSize: 1, parallelCalls: 1 } },
			rows,
			RETRYING,
		);

		expect(bench.sim.count()).toBe(4);
		expect(run.items(NODE).map(({ senderId }) => senderId)).toEqual(senders);
	});

	it('has no shoot ID where the gateway gives none', async () => {
		bench.sim.settings.successStyle = 'bare';

		const run = await many(rowsOf(3), { batchSize: 2 });

		expect(run.items(NODE).map(({ shootId, status }) => [shootId, status])).toEqual(Array(3).fill([null, 'submitted']));
	});
});

describe('calls', () => {
	const mixed = () =>
		rowsOf(12).map((row, index) => ({
			...row,
			from: index % 2 ? 'MiMSMS' : 'DEMO SHOP',
			when: index % 3 ? '' : '2099-01-01 12:00',
			label: index % 4 ? 'none' : 'promotional',
		}));

	it('are of one sender ID, one schedule and one label each, and as few as that allows', async () => {
		const rows = mixed();
		const run = await bench.over(
			{
				...SEND_MANY,
				senderId: '={{ $json.from }}',
				options: { scheduledDateTime: '={{ $json.when }}', label: '={{ $json.label }}', batchSize: 2 },
			},
			rows,
		);

		expect(run.status).toBe('success');
		const byText = new Map(rows.map((row) => [row.text, row]));
		const groups = new Map();
		for (const { fields } of bench.sim.requests) {
			const own = JSON.parse(String(fields.messages)).map(({ message }: { message: string }) => byText.get(message));
			for (const { from, when, label } of own) {
				expect([fields.senderid, fields.scheduledDateTime ?? '', fields.label ?? 'none']).toEqual([
					from,
					when && '2099-01-01 12:00:00',
					label,
				]);
			}
		}
		for (const { from, when, label } of rows) {
			const key = [from, when, label].join();
			groups.set(key, (groups.get(key) ?? 0) + 1);
		}
		const fewest = [...groups.values()].reduce((sum, count) => sum + Math.ceil(count / 2), 0);
		expect(bench.sim.count()).toBe(fewest);
		expect(run.items(NODE).map(({ to }) => to)).toEqual(rows.map(({ phone }) => phone));
		expect(run.items(NODE).map(({ senderId }) => senderId)).toEqual(rows.map(({ from }) => from));
	});

	it('join a row with the sender ID of the credential and one that names the same, and one moment written in two ways', async () => {
		const rows = rowsOf(4).map((row, index) => ({
			...row,
			from: index % 2 ? 'MiMSMS' : '',
			when: index < 2 ? '2099-01-01T12:00:00' : '2099-01-01T06:00:00Z',
		}));

		const run = await bench.over(
			{ ...SEND_MANY, senderId: '={{ $json.from }}', options: { scheduledDateTime: '={{ $json.when }}' } },
			rows,
			{ settings: { timezone: 'Asia/Dhaka' } },
		);

		expect(run.status).toBe('success');
		expect(bench.sim.count()).toBe(1);
		expect(run.items(NODE).map(({ scheduledDateTime }) => scheduledDateTime)).toEqual(
			Array(4).fill('2099-01-01T12:00:00+06:00'),
		);
	});

	it('hold the text and number of each row as JSON in a form, and no type', async () => {
		await many(rowsOf(2));

		const [{ fields, headers, method }] = bench.sim.requests;
		expect([method, headers['content-type']]).toEqual([
			'POST',
			expect.stringMatching(/^application\/x-www-form-urlencoded/),
		]);
		expect(Object.keys(fields).sort()).toEqual(['api_key', 'messages', 'senderid']);
		expect(JSON.parse(String(fields.messages))).toEqual([
			{ to: '8801710000001', message: 'Row 0' },
			{ to: '8801710000101', message: 'Row 1' },
		]);
	});

	it('are none when there is nothing to send', async () => {
		const run = await many(rowsOf(2, { phone: 'nobody' }), { invalidNumbers: 'skip' });

		expect(run.status).toBe('success');
		expect(bench.sim.count()).toBe(0);
	});
});

describe('a row that is left out', () => {
	it.each([
		['a word', 'nobody', 'nobody', /^To: “nobody” is not a valid mobile number/],
		['nothing', null, '', /^To: is empty$/],
		['an object', { a: 1 }, '{"a":1}', /^To: “{"a":1}” is not a valid mobile number/],
		['two numbers', '01712345601, 01812345601', '8801712345601, 8801812345601', /^To: contains several numbers/],
	])('with %s in To says so in words for a person', async (_, phone, to, response) => {
		const run = await bench.run(
			{ ...SEND_MANY, options: { invalidNumbers: 'skip' } },
			{ input: [{ phone, text: 'x' }] },
		);

		expect(run.items(NODE)).toEqual([
			expect.objectContaining({ status: 'refused', to, response: expect.stringMatching(response) }),
		]);
		expect(run.items(NODE)[0].response).not.toMatch(/Skip/);
	});
});

describe('texts', () => {
	const TEXTS = [
		'প্রিয় গ্রাহক, আপনার অর্ডার ১২৩ প্রস্তুত।',
		'👩‍👩‍👧‍👦 🎉 é ñ €',
		'50% & more + "quotes" \'single\' `back` <3 </SMS> a=b;c',
		'%26 %2B %20 &amp; \\n \\u0041 \\',
		'line one\nline two\r\nline three\ttab',
		'  space before and after  ',
		'a'.repeat(1530),
		'আ'.repeat(670),
		'[{"to":"8801799999999","message":"not me"}]',
		'{{ 5 }} $json.text ={{ 1 + 1 }}',
		'{apiKey} {username}/{password}',
		'\u200Dজোড়\u200C \u00A0 \uFEFF',
	];

	it('arrive byte for byte in smsapimany', async () => {
		const rows = TEXTS.map((text, index) => ({ ...rowsOf(TEXTS.length)[index], text }));

		const run = await many(rows, { batchSize: 5 });

		expect(told(run)).toBe('undefined | undefined');
		expect(new Map(bench.sim.messages.map(({ to, text }) => [to, text]))).toEqual(
			new Map(rows.map(({ phone, text }) => [phone, text])),
		);
	});

	it('arrive byte for byte in smsapi, many at once', async () => {
		const rows = TEXTS.map((text, index) => ({ ...rowsOf(TEXTS.length)[index], text }));

		await bench.over({ ...SEND_MANY, operation: 'send' }, rows);

		expect(new Map(bench.sim.messages.map(({ to, text }) => [to, text]))).toEqual(
			new Map(rows.map(({ phone, text }) => [phone, text])),
		);
	});
});

describe('a text that no SMS can carry', () => {
	it('is refused before anything is sent, naming its row', async () => {
		const run = await many([...rowsOf(2), { phone: '8801712345678', text: 'x'.repeat(255 * 153 + 1) }]);

		expect(told(run)).toMatch(/Message.*256 parts.*at most 255/);
		expect(run.error?.context.itemIndex).toBe(2);
		expect(bench.sim.count()).toBe(0);
	});
});

describe('a row whose number is none', () => {
	const rows = [
		...rowsOf(2),
		{ phone: '12', text: 'to nobody' },
		{ phone: '01712345678, 01812345678', text: 'to two' },
		{ phone: '', text: 'to no one' },
	];

	it.each([
		['is no number', '12', /^To: .*12/],
		['is several', '01712345678, 01812345678', /^To: .*several/],
		['is several in a list', ['01712345678', '01812345678'], /^To: .*several/],
		['is empty', '', /^To:/],
	])('(%s) is an error that names To and the item, before any request', async (_, phone, words) => {
		const run = await bench.run(SEND_MANY, { input: [...rowsOf(2), { phone, text: 'x' }] });

		expect(run.error?.name).toBe('NodeOperationError');
		expect(run.error?.message).toMatch(words);
		expect(run.error?.context.itemIndex).toBe(2);
		expect(bench.sim.count()).toBe(0);
	});

	it('is an error item of its own under On Error: Continue; the others go out', async () => {
		const run = await many(rows, {}, GOING_ON);

		expect(bench.accepted()).toEqual(['Row 0', 'Row 1']);
		expect(pairs(run)).toEqual([0, 1, 2, 3, 4]);
		for (const item of run.items(NODE).slice(2)) expect(item).toEqual({ error: expect.stringMatching(/^To: /) });
	});

	it('is left out with Skip: refused, no code, and the reason in response', async () => {
		const run = await many(rows, { invalidNumbers: 'skip' });

		expect(run.status).toBe('success');
		expect(bench.accepted()).toEqual(['Row 0', 'Row 1']);
		expect(pairs(run)).toEqual([0, 1, 2, 3, 4]);
		expect(run.items(NODE)[2]).toEqual({
			shootId: null,
			status: 'refused',
			code: null,
			to: '12',
			senderId: 'MiMSMS',
			encoding: 'GSM-7',
			segments: 1,
			scheduledDateTime: null,
			response: expect.stringMatching(/12.*not a valid mobile number/),
		});
		expect(run.items(NODE)[3]).toMatchObject({
			status: 'refused',
			code: null,
			response: expect.stringMatching(/several/),
		});
		expect(run.items(NODE)[4]).toMatchObject({
			status: 'refused',
			code: null,
			response: expect.stringMatching(/empty/),
		});
	});

	it('left out with Skip goes out of the first branch, also with an error branch beside it', async () => {
		const run = await many(rows, { invalidNumbers: 'skip' }, { onError: 'continueErrorOutput' });

		expect(run.items('Next')).toHaveLength(5);
		expect(run.items('Failed')).toHaveLength(0);
	});

	it('counts as refused when another batch fails', async () => {
		bench.sim.fault({ call: 'smsapimany', kind: 'code', code: '1004' });

		const run = await many(rows, { invalidNumbers: 'skip', batchSize: 1, parallelCalls: 1 });

		expect(run.error?.message).toMatch(/1 submitted, 4 refused, 0 unknown, 0 not sent/);
	});

	it('is named with its reason in the error of the run, where it is counted', async () => {
		bench.sim.fault({ call: 'smsapimany', kind: 'code', code: '1004' });

		const run = await many(rows, { invalidNumbers: 'skip', batchSize: 1, parallelCalls: 1 });

		expect(run.error?.description).toMatch(/^Items? 2\b.*not a valid mobile number/m);
	});
});

describe('an expression that fails for one row', () => {
	const parameters = { ...SEND_MANY, message: "={{ $json.text === 'Row 1' ? $('Nobody').item.json.x : $json.text }}" };

	it('is an error that names the item; nothing is sent', async () => {
		const run = await bench.over(parameters, rowsOf(3));

		expect(run.error?.context.itemIndex).toBe(1);
		expect(bench.sim.count()).toBe(0);
	});

	it("is that row's error item under On Error: Continue; the others go out", async () => {
		const run = await bench.over(parameters, rowsOf(3), GOING_ON);

		expect(bench.accepted()).toEqual(['Row 0', 'Row 2']);
		expect(pairs(run)).toEqual([0, 1, 2]);
		expect(Object.keys(run.items(NODE)[1])).toEqual(['error']);
	});
});

describe('bad options', () => {
	it.each([
		['Batch Size', { batchSize: 0 }],
		['Batch Size', { batchSize: 1001 }],
		['Batch Size', { batchSize: 2.5 }],
		['Batch Size', { batchSize: 'many' }],
		['Max Requests at Once', { parallelCalls: 0 }],
		['Max Requests at Once', { parallelCalls: -1 }],
		['Message Purpose', { label: 'urgent' }],
		['Scheduled Date and Time', { scheduledDateTime: '2020-01-01 10:00' }],
		['Scheduled Date and Time', { scheduledDateTime: 'soon' }],
	])('%s %o is refused by name before any request', async (field, options) => {
		const run = await many(rowsOf(3), options);

		expect(run.error?.message).toMatch(new RegExp(`^${field}: `));
		expect(bench.sim.count()).toBe(0);
	});

	it.each([
		['Batch Size', { batchSize: 0 }],
		['Max Requests at Once', { parallelCalls: 0 }],
	])('%s %o under On Error: Continue is told of every row', async (field, options) => {
		const run = await many(rowsOf(3), options, GOING_ON);

		expect(pairs(run)).toEqual([0, 1, 2]);
		for (const item of run.items(NODE))
			expect(item).toEqual({ error: expect.stringMatching(new RegExp(`^${field}: `)) });
	});
});

describe('a run that is stopped', () => {
	it('stops before the next call', async () => {
		bench.sim.settings.latency = 120;
		const running = bench.startOver({ ...SEND_MANY, options: { batchSize: 2, parallelCalls: 1 } }, rowsOf(10));
		await until(() => bench.sim.count() === 2);

		running.cancel();
		const run = await running.promise;
		await sleep(300);

		expect(run.stored).toContain('"status":"canceled"');
		expect(bench.sim.count()).toBe(2);
		expect(new Set(bench.accepted()).size).toBe(bench.accepted().length);
	});

	it('before its first call makes none', async () => {
		const running = bench.startOver(SEND_MANY, rowsOf(10));

		running.cancel();
		await running.promise;
		await sleep(50);

		expect(bench.sim.count()).toBe(0);
	});

	it('says of the rows that did not leave that the execution was stopped, and does not blame the network', async () => {
		bench.sim.settings.latency = 100;
		const running = bench.startOver(
			{ ...SEND_MANY, operation: 'send', options: { parallelCalls: 1 } },
			rowsOf(3),
			GOING_ON,
		);
		await until(() => bench.sim.count() === 1);

		running.cancel();
		const run = await running.promise;

		const said = run
			.items(NODE)
			.slice(1)
			.map(({ error }) => error);
		expect(said).toHaveLength(2);
		for (const error of said) {
			expect(error).toMatch(/^\[notSent\] .*stopped/);
			expect(error).not.toMatch(/could not be reached|Base URL/);
		}
	});
});
