/** Every operation that both APIs have: what it asks, the fields it gives and their order, pairing, hints, limits in flight. */
import type { IDataObject } from 'n8n-workflow';
import { pairedIndex } from '../engine/index.cts';
import { BY_KEY, GOING_ON, NODE, OPERATIONS, SEND, told } from '../node/setup.cts';
import { rowsOf, SEND_EACH, SEND_MANY, TRACK, until, useSendingBench } from '../sending/setup.cts';
import { APIS } from './apis.cts';

const bench = useSendingBench();
const indexes = (count: number) => Array.from({ length: count }, (_, index) => index);

const SENT_FIELDS = [
	'status',
	'to',
	'recipientCount',
	'invalidRecipients',
	'refusedRecipients',
	'unknownRecipients',
	'senderId',
	'type',
	'encoding',
	'segments',
	'scheduledDateTime',
	'shootId',
	'code',
	'response',
];

describe.each(APIS)('%s', (_, api) => {
	beforeEach(() => api.speak(bench));

	describe('Send', () => {
		it('gives the fields of the contract, in their order', async () => {
			const run = await bench.send({ to: '01712345678' });

			const [message] = bench.sim.messages;
			expect(run.items(NODE)).toEqual([
				{
					status: 'submitted',
					to: ['8801712345678'],
					recipientCount: 1,
					invalidRecipients: [],
					refusedRecipients: [],
					unknownRecipients: [],
					senderId: 'MiMSMS',
					type: 'text',
					encoding: 'GSM-7',
					segments: 1,
					scheduledDateTime: null,
					shootId: api.referenceOf(message),
					code: api.accepted,
					response: api.wordsOf(message),
				},
			]);
			expect(Object.keys(run.items(NODE)[0])).toEqual(SENT_FIELDS);
			expect(bench.sim.requests.map(({ call }) => call)).toEqual([api.calls.send]);
		});

		it('makes one request for an item, whatever the number of its recipients, and pairs each item', async () => {
			const rows = [
				{ phone: '01712345601, 01712345602, +880 1712-345602', text: 'Two' },
				{ phone: '01712345603', text: 'One' },
			];

			const run = await bench.over(SEND_EACH, rows);

			expect(bench.sim.requests.map(({ call }) => call).sort()).toEqual([api.callToSeveral, api.calls.send].sort());
			expect(run.itemsFull(NODE).map(pairedIndex)).toEqual([0, 1]);
			expect(run.items(NODE).map(({ to, recipientCount }) => [to, recipientCount])).toEqual([
				[['8801712345601', '8801712345602'], 2],
				[['8801712345603'], 1],
			]);
			expect(bench.sim.messages.map(({ to, text }) => `${to} ${text}`).sort()).toEqual([
				'8801712345601 Two',
				'8801712345602 Two',
				'8801712345603 One',
			]);
		});

		it('lists what is no number with Skip, and refuses it by name without', async () => {
			const to = '01712345601, mother';

			const refused = await bench.send({ to });
			const run = await bench.send({ to, options: { invalidNumbers: 'skip' } });

			expect(told(refused)).toMatch(/^To: .*mother/);
			expect(run.items(NODE)).toMatchObject([
				{
					to: ['8801712345601'],
					recipientCount: 1,
					invalidRecipients: [{ input: 'mother', reason: expect.any(String) }],
				},
			]);
			expect(bench.sim.count()).toBe(1);
		});

		it('lets a text arrive letter by letter', async () => {
			const rows = rowsOf(4).map((row, index) => ({
				...row,
				text: ['প্রিয় গ্রাহক, ১২৩।', '👩‍👩‍👧‍👦 é €', '50% & "quotes" \\n </SMS> +', 'one\ntwo\r\nthree\t'][index],
			}));

			await bench.over(SEND_EACH, rows);
			await bench.over(SEND_MANY, rows);

			for (const { phone, text } of rows)
				expect(bench.sim.messages.filter(({ to }) => to === phone).map((message) => message.text)).toEqual([
					text,
					text,
				]);
		});

		it.each([
			[undefined, 20, 11, 50],
			[1, 1, 1, 4],
			[3, 3, 3, 12],
			[4, 4, 3, 24],
		])(
			'with Max Requests at Once %s has at most %s requests on their way',
			async (parallelCalls, limit, least, rows) => {
				bench.sim.settings.latency = 500;

				await bench.over({ ...SEND_EACH, options: { ...(parallelCalls && { parallelCalls }) } }, rowsOf(rows));

				const most = bench.sim.mostAtOnce();
				// A busy machine starts the last one when the first is done already.
				expect([most <= limit, most >= least]).toEqual([true, true]);
				expect(bench.sim.count()).toBe(rows);
			},
		);
	});

	describe('Send Personalised', () => {
		it('gives the fields of the contract for each row, in their order, paired', async () => {
			const rows = [...rowsOf(2), { phone: '+880 1712-345602', text: 'অর্ডার' }];

			const run = await bench.over({ ...SEND_MANY, options: { batchSize: 2, parallelCalls: 1 } }, rows);

			const messages = bench.sim.messages;
			const common = {
				status: 'submitted',
				senderId: 'MiMSMS',
				segments: 1,
				scheduledDateTime: null,
				code: api.accepted,
			};
			expect(run.items(NODE)).toEqual(
				[0, 1, 2].map((row) => ({
					...common,
					to: messages[row].to,
					encoding: row === 2 ? 'UCS-2' : 'GSM-7',
					shootId: api.referenceOf(messages[row]),
					response: api.wordsOf(messages[row]),
				})),
			);
			expect(Object.keys(run.items(NODE)[0])).toEqual([
				'status',
				'to',
				'senderId',
				'encoding',
				'segments',
				'scheduledDateTime',
				'shootId',
				'code',
				'response',
			]);
			expect(run.itemsFull(NODE).map(pairedIndex)).toEqual([0, 1, 2]);
			expect(bench.sim.requests.map(api.textsIn)).toEqual([['Row 0', 'Row 1'], ['অর্ডার']]);
			expect(run.hints(NODE).join()).toMatch(/\b2 requests\b.*\b3 SMS parts\b/);
		});

		it('sends a thousand rows in ten requests, in order', async () => {
			const rows = rowsOf(1000);

			const run = await bench.over(SEND_MANY, rows);

			expect(bench.sim.requests.map((request) => api.textsIn(request).length)).toEqual(Array(10).fill(100));
			expect(run.itemsFull(NODE).map(pairedIndex)).toEqual(indexes(1000));
			expect(run.items(NODE).map(({ to }) => to)).toEqual(rows.map(({ phone }) => phone));
			const referenceOf = new Map(bench.sim.messages.map((message) => [message.to, api.referenceOf(message)]));
			expect(run.items(NODE).every(({ to, shootId }) => referenceOf.get(String(to)) === shootId)).toBe(true);
			expect(bench.accepted().sort()).toEqual(rows.map(({ text }) => text).sort());
			expect(run.hints(NODE)).toEqual([expect.stringMatching(/\b10 requests\b.*\b1000 SMS parts\b/)]);
		});

		it('comes out in order although the requests end in another', async () => {
			bench.sim.fault({ call: api.calls.sendMany, kind: 'slow', bytes: 20, interval: 8 });

			const run = await bench.over({ ...SEND_MANY, options: { batchSize: 10, parallelCalls: 6 } }, rowsOf(60));

			expect(run.items(NODE).map(({ to }) => to)).toEqual(rowsOf(60).map(({ phone }) => phone));
			expect(run.itemsFull(NODE).map(pairedIndex)).toEqual(indexes(60));
		});

		it('sends equal rows as often as they are there, each with a word of its own request', async () => {
			const run = await bench.over(
				{ ...SEND_MANY, options: { batchSize: 2, parallelCalls: 1 } },
				Array(5).fill({ phone: '01712345601', text: 'equal' }),
			);

			expect(bench.accepted()).toEqual(Array(5).fill('equal'));
			expect(run.items(NODE).map(({ shootId }) => shootId)).toEqual(bench.sim.messages.map(api.referenceOf));
		});

		it.each([
			[undefined, 4],
			[1, 1],
			[3, 3],
		])('with Max Requests at Once %s has at most %s requests on their way', async (parallelCalls, most) => {
			bench.sim.settings.latency = 120;

			await bench.over(
				{ ...SEND_MANY, options: { batchSize: 2, ...(parallelCalls && { parallelCalls }) } },
				rowsOf(24),
			);

			expect(bench.sim.mostAtOnce()).toBeLessThanOrEqual(most);
			expect(bench.sim.mostAtOnce()).toBeGreaterThan(most / 2);
			expect(bench.sim.count()).toBe(12);
		});

		it('leaves a row without a number out with Skip, in its place, without a code', async () => {
			const rows = [...rowsOf(2), { phone: 'nobody', text: 'x' }];

			const run = await bench.over({ ...SEND_MANY, options: { invalidNumbers: 'skip' } }, rows);

			expect(run.items(NODE).map(({ status, code, shootId }) => [status, code, shootId])).toEqual([
				...bench.sim.messages.map((message) => ['submitted', api.accepted, api.referenceOf(message)]),
				['refused', null, null],
			]);
			expect(run.items(NODE)[2].response).toMatch(/^To: “nobody”/);
		});
	});

	describe('Send and Track', () => {
		it("gives Send's fields, what became of the message, and a report for each recipient", async () => {
			const run = await bench.track('01712345601, 01712345609');

			const [item] = run.items(NODE);
			expect(item).toMatchObject({
				status: 'partlyDelivered',
				reason: expect.any(String),
				to: ['8801712345601', '8801712345609'],
				recipientCount: 2,
				delivered: 1,
				failed: 1,
				pending: 0,
				timedOut: false,
				reportError: null,
				refusedRecipients: [],
				unknownRecipients: [],
				code: api.accepted,
			});
			expect((item.reports as IDataObject[]).map(({ to, status }) => [to, status])).toEqual([
				['8801712345601', 'delivered'],
				['8801712345609', 'failed'],
			]);
			expect(
				Object.keys(item)
					.filter((name) => SENT_FIELDS.includes(name))
					.sort(),
			).toEqual([...SENT_FIELDS].sort());
			expect(bench.sim.count(api.callToSeveral)).toBe(1);
		});

		it('does not fail, and sends nothing again, when every question for reports fails', async () => {
			bench.sim.fault({ call: api.calls.reports, kind: 'status', times: Infinity });

			const run = await bench.over({ ...TRACK, timeout: 0.3 }, rowsOf(2), { retryOnFail: true, maxTries: 3 });

			expect(run.status).toBe('success');
			expect(run.items(NODE)).toMatchObject(
				Array(2).fill({ status: 'pending', pending: 1, timedOut: true, reportError: expect.stringMatching(/502/) }),
			);
			expect(bench.accepted().sort()).toEqual(['Row 0', 'Row 1']);
		});
	});

	describe('Preview', () => {
		it('says the same of a row, asks nothing and needs no account', async () => {
			const parameters = { ...SEND, operation: 'preview', to: '01712345601, 01712345602', message: 'আ’' };

			const [withAccount, without] = [
				await bench.run(parameters),
				await bench.run(parameters, { credentials: undefined }),
			];

			expect(withAccount.items(NODE)).toEqual([
				{
					valid: true,
					reason: null,
					to: ['8801712345601', '8801712345602'],
					recipientCount: 2,
					invalidRecipients: [],
					message: 'আ’',
					type: 'unicode',
					encoding: 'UCS-2',
					unicodeCharacters: ['আ U+0986', '’ U+2019'],
					characters: 2,
					segments: 1,
					totalSegments: 2,
				},
			]);
			expect(without.items(NODE)).toEqual(withAccount.items(NODE));
			expect(bench.sim.count()).toBe(0);
		});
	});

	describe('Delivery Report → Get', () => {
		const get = { ...OPERATIONS.get, shootId: '={{ $json.shootId }}' };

		it('gives a report for each message of a send, paired with its item and with the word that asked for it', async () => {
			const rows = [
				{ phone: '01712345601, 01712345613', text: 'Two' },
				{ phone: '01712345602', text: 'One' },
			];
			const sent = (await bench.over({ ...SEND_EACH, options: { parallelCalls: 1 } }, rows)).items(NODE);

			const run = await bench.run(get, { input: sent });

			const reports = run.itemsFull(NODE);
			expect(reports.map((item) => [pairedIndex(item), item.json.to, item.json.status]).sort()).toEqual([
				[0, '8801712345601', 'delivered'],
				[0, '8801712345613', 'failed'],
				[1, '8801712345602', 'delivered'],
			]);
			for (const item of reports)
				expect(String(sent[Number(pairedIndex(item))].shootId).split(',')).toContain(item.json.shootId);
			expect(Object.keys(reports[0].json).sort()).toEqual(
				['shootId', 'to', 'message', 'sentAt', 'receivedAt', 'code', 'status', 'meaning', 'details', 'other'].sort(),
			);
		});

		it('takes an array, a list, and passes over items without a shoot ID with a hint', async () => {
			const rows = rowsOf(4);
			const words = (await bench.over(SEND_EACH, rows)).items(NODE).map(({ shootId }) => String(shootId));

			const run = await bench.run(get, {
				input: [
					{ shootId: words.slice(0, 2) },
					{ shootId: words.slice(2).join('\n') },
					{ shootId: '' },
					{ shootId: null },
				],
			});

			expect(run.itemsFull(NODE).map(pairedIndex)).toEqual([0, 0, 1, 1]);
			expect(run.hints(NODE).join()).toMatch(/2 items have no shoot ID/);
		});

		it('gives no item and a hint where there is no report yet', async () => {
			bench.sim.settings.reportDelay = 60_000;
			const sent = (await bench.over(SEND_EACH, rowsOf(1))).items(NODE);

			const run = await bench.run(get, { input: sent });

			expect([run.error, run.items(NODE)]).toEqual([undefined, []]);
			expect(run.hints(NODE)).toHaveLength(1);
		});

		it('fails visibly when the gateway does', async () => {
			const sent = (await bench.over(SEND_EACH, rowsOf(2))).items(NODE);
			bench.sim.fault({ call: api.calls.reports, kind: 'status', times: Infinity });

			const failed = await bench.run(get, { input: sent });
			const going = await bench.run(get, { input: sent, ...GOING_ON });

			expect(failed.error).toMatchObject({ name: 'NodeApiError', context: { itemIndex: 0 } });
			expect(going.items(NODE)).toEqual(Array(2).fill({ error: expect.stringMatching(/502/) }));
			expect(going.itemsFull(NODE).map(pairedIndex)).toEqual([0, 1]);
		});
	});

	describe('Get Balance', () => {
		it('gives the amount in taka for each item, paired, in one order of fields', async () => {
			bench.sim.settings.balance = 470.44;

			const run = await bench.run(OPERATIONS.getBalance, { input: [{}, {}] });

			expect(run.items(NODE).map(({ balance, currency }) => [balance, currency])).toEqual(
				Array(2).fill([470.44, 'BDT']),
			);
			expect(run.itemsFull(NODE).map(pairedIndex)).toEqual([0, 1]);
			expect(Object.keys(run.items(NODE)[0]).sort()).toEqual(['balance', 'currency', 'expiresOn', 'response']);
		});

		it.each(api.refusals.account)('fails with the reason of %s', async (code) => {
			bench.sim.fault({ call: api.calls.balance, kind: 'code', code });

			const run = await bench.run(OPERATIONS.getBalance);

			expect(run.error?.name).toBe('NodeApiError');
			expect(run.error?.message).toMatch(new RegExp(`^\\[${code}\\] `));
		});
	});

	describe('the test of the credential', () => {
		it('is well with the right key, and says why it is not with a wrong one', async () => {
			expect(await bench.engine.testCredential(BY_KEY)).toMatchObject({ status: 'OK' });

			const data = { ...bench.engine.credential(BY_KEY), apiKey: 'C2ff.00000000' };
			bench.engine.saveCredential('wrong', { type: 'mimSmsApi', name: 'Wrong', data });
			const { status, message } = await bench.engine.testCredential('wrong');

			expect(status).toBe('Error');
			expect(message).toMatch(/Check (?:User Name and )?API Key/);
			expect(message).not.toContain('C2ff.00000000');
		});

		it.each(['resetBefore', 'empty', 'redirect', 'status'] as const)('fails with %s', async (kind) => {
			bench.sim.fault({ call: api.calls.balance, kind });

			expect(await bench.engine.testCredential(BY_KEY)).toMatchObject({ status: 'Error' });
		});
	});

	describe('a run that is stopped', () => {
		it('sends nothing more, and nothing that was on its way again when it is retried', async () => {
			bench.sim.settings.latency = 120;
			const running = bench.startOver({ ...SEND_MANY, options: { batchSize: 2, parallelCalls: 1 } }, rowsOf(10));
			await until(() => bench.sim.count() === 2);
			running.cancel();
			const run = await running.promise;
			await until(() => bench.sim.messages.length === 4);

			expect([bench.sim.count(), run.stored.includes('"status":"canceled"')]).toEqual([2, true]);
			bench.sim.settings.latency = 0;
			await bench.engine.retry(run);
			expect(new Set(bench.accepted()).size).toBe(bench.accepted().length);
		});
	});
});
