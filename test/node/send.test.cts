import { DateTime } from 'luxon';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { pairedIndex } from '../engine/index.cts';
import { GOING_ON, NODE, PASSWORD, SEND, told, useBench, USERNAME, v2Account, workflow } from './setup.cts';
import type { Fault, Settings } from './setup.cts';

const bench = useBench();
const texts = (...list: string[]) => list.map((text) => ({ text }));
const lastFields = () => bench.sim.requests.at(-1)!.fields;

it.each(['={{ false }}', '={{ true }}', '={{ 0/0 }}', '={{ 1/0 }}'])(
	'a message of %s is refused and named',
	async (message) => {
		expect(told(await bench.send({ message }))).toMatch(
			/^Message: is “(false|true|NaN|Infinity)”, not text. Check what the expression gives/,
		);
		expect(bench.sim.count()).toBe(0);
	},
);

it('items of Preview whose expressions fail, fail alone', async () => {
	const run = await bench.send(
		{ operation: 'preview', message: "={{ $json.text === 'b' ? $('Nowhere').first().json.x : 'Hello' }}" },
		{ input: texts('a', 'b', 'c'), ...GOING_ON },
	);

	expect(run.items(NODE)).toEqual([
		expect.objectContaining({ segments: 1 }),
		expect.objectContaining({ valid: false, reason: expect.stringMatching(/Referenced node/) }),
		expect.objectContaining({ segments: 1 }),
	]);
});

describe('a credential whose expressions give items several accounts', () => {
	const rows = (...senders: string[]) => senders.map((sender) => ({ sender, text: `From ${sender}` }));
	const several = { credentials: 'several' };
	beforeEach(() =>
		bench.saveCredential('several', {
			signInWith: 'apiKey',
			apiKey: bench.sim.settings.apiKey,
			senderId: '={{ $json.sender }}',
		}),
	);

	it.each(['send', 'sendMany', 'sendAndTrack'])('is refused by %s before anything is sent', async (operation) => {
		for (const input of [
			rows('MiMSMS', 'Shop'),
			rows('MiMSMS', 'MiMSMS', 'MiMSMS', 'Shop'),
			rows('MiMSMS', 'MiMSMS', 'MiMSMS', 'Shop', 'MiMSMS', 'MiMSMS'),
		]) {
			expect(told(await bench.send({ operation, message: '={{ $json.text }}' }, { input, ...several }))).toMatch(
				/Credential: gives different accounts for different items.*Loop Over Items/s,
			);
		}
		expect(bench.sim.count()).toBe(0);
	});

	type Account = 'key' | 'login' | 'v2';

	it.each<[field: string, account: Account, other: string]>([
		['api', 'key', 'v2'],
		['signInWith', 'key', 'login'],
		['baseUrl', 'key', 'https://other.example'],
		['apiKey', 'key', 'C2009999999999'],
		['senderId', 'key', 'Shop'],
		['username', 'login', 'another'],
		['password', 'login', 'another'],
		['api', 'v2', 'classic'],
		['v2BaseUrl', 'v2', 'https://other.example'],
		['apiKey', 'v2', 'ANOTHERKEY'],
		['username', 'v2', 'another@example.com'],
		['senderId', 'v2', 'Shop'],
	])('is refused where %s (%s) alone differs', async (field, account, other) => {
		const { baseUrl, settings } = bench.sim;
		const data: ICredentialDataDecryptedObject = {
			key: { api: 'classic', signInWith: 'apiKey', baseUrl, apiKey: settings.apiKey, senderId: 'MiMSMS' },
			login: { api: 'classic', signInWith: 'login', baseUrl, username: USERNAME, password: PASSWORD },
			v2: v2Account(bench.sim),
		}[account];
		const differing = `={{ $json.sender === 'Shop' ? '${other}' : '${data[field]}' }}`;
		bench.engine.saveCredential('several', {
			type: 'mimSmsApi',
			name: 'Several',
			data: { ...data, [field]: differing },
		});
		const input = rows('MiMSMS', 'Shop');

		const run = await bench.send({ senderId: 'MiMSMS', message: '={{ $json.text }}' }, { input, ...several });

		expect(told(run)).toMatch(/Credential: gives different accounts for different items/);
		expect(bench.sim.messages).toEqual([]);
	});

	it.each([2, 5])('sends where it is one account for all %i', async (count) => {
		const input = rows(...Array<string>(count).fill('MiMSMS'));
		const run = await bench.send({ message: '={{ $json.text }}' }, { input, ...several });

		expect(run.items(NODE).map(({ senderId, status }) => [senderId, status])).toEqual(
			Array(count).fill(['MiMSMS', 'submitted']),
		);
	});

	it.each([
		['={{ $("Rows").item.json.sender }}', true],
		['={{ $("Rows").first().json.sender }}', false],
		['={{ $input.first().json.sender }}', false],
		['={{ $now.year > 2000 ? "MiMSMS" : "Shop" }}', false],
	])('by %s: is refused: %s', async (senderId, isRefused) => {
		bench.saveCredential('several', { signInWith: 'apiKey', apiKey: bench.sim.settings.apiKey, senderId });
		const input = rows('MiMSMS', 'MiMSMS', 'Shop', 'MiMSMS');
		const flow = workflow()
			.add({ name: 'Rows', type: 'n8n-nodes-base.manualTrigger' })
			.add(bench.node({ ...SEND, message: '={{ $json.text }}' }, several));

		const run = await bench.engine.run(flow, { input });

		expect(run.status === 'error' && told(run).includes('gives different accounts')).toBe(isRefused);
		expect(bench.sim.messages).toHaveLength(isRefused ? 0 : 4);
	});
});

describe('what reaches the gateway', () => {
	it('is one urlencoded POST with the key in the body, and no optional field', async () => {
		const run = await bench.send();

		expect(run.status).toBe('success');
		expect(bench.sim.count()).toBe(1);
		const [{ method, url, headers, fields }] = bench.sim.requests;
		expect([method, url]).toEqual(['POST', '/smsapi']);
		expect(headers['content-type']).toMatch(/^application\/x-www-form-urlencoded\b/);
		expect(headers).not.toHaveProperty('x-mimsms-first');
		expect(fields).toEqual({
			api_key: bench.sim.settings.apiKey,
			type: 'text',
			contacts: '8801712345678',
			senderid: 'MiMSMS',
			msg: 'Hello',
		});
	});

	it('is all that was chosen', async () => {
		await bench.send({
			to: '01712345678, +880 1812-345678; 008801912345678\n০১৬১২৩৪৫৬৭৮',
			senderId: 'DEMO SHOP',
			options: {
				type: 'unicode',
				scheduledDateTime: '2099-01-02 03:04:05',
				reply: true,
				label: 'promotional',
				invalidNumbers: 'fail',
				parallelCalls: 3,
			},
		});

		expect(lastFields()).toEqual({
			api_key: bench.sim.settings.apiKey,
			type: 'unicode',
			contacts: '8801712345678,8801812345678,8801912345678,8801612345678',
			senderid: 'DEMO SHOP',
			msg: 'Hello',
			scheduledDateTime: '2099-01-02 03:04:05',
			reply: 'Y',
			label: 'promotional',
		});
	});

	it.each([
		['reply off', { reply: false }, 'reply', undefined],
		['label none', { label: 'none' }, 'label', undefined],
		['no schedule', { scheduledDateTime: '' }, 'scheduledDateTime', undefined],
		['label transactional', { label: 'transactional' }, 'label', 'transactional'],
		['type text', { type: 'text' }, 'type', 'text'],
		['type automatic', { type: 'auto' }, 'type', 'text'],
	])('with %s has the right field', async (_, options, field, value) => {
		const run = await bench.send({ options });

		expect(run.status).toBe('success');
		expect(lastFields()[field]).toBe(value);
	});

	it.each([
		['Bangla', 'আপনার অর্ডার পাঠানো হয়েছে', 'unicode'],
		['emoji', '🎉👨‍👩‍👧‍👦', 'unicode'],
		['signs of forms and addresses', 'a&b=c+d%20e%zz#f?g;h "i" \'j\' \\ <3 </SMS> {apiKey}', 'text'],
		['line breaks', 'one\ntwo\r\nthree', 'text'],
		['spaces at both ends', '  Hello  ', 'text'],
		['a text that looks like an expression', 'price {{ 5 }} $json', 'text'],
		['a text that looks like JSON', '{"to":"01712345678"}', 'text'],
		['1,530 characters', 'x'.repeat(1530), 'text'],
		['1,530 Bangla characters', 'ক'.repeat(1530), 'unicode'],
	])('is the text letter by letter: %s', async (_, message, type) => {
		const run = await bench.send({ message: '={{ $json.text }}' }, { input: texts(message) });

		expect(run.status).toBe('success');
		expect(bench.accepted()).toEqual([message]);
		expect(lastFields().type).toBe(type);
		expect(Buffer.from(new URLSearchParams(bench.sim.requests[0].body).get('msg') ?? '')).toEqual(Buffer.from(message));
	});

	it('is at the address that the credential names, path and trailing slash included', async () => {
		bench.saveCredential('slashes', {
			signInWith: 'apiKey',
			apiKey: bench.sim.settings.apiKey,
			baseUrl: `  ${bench.sim.baseUrl}//  `,
		});

		const run = await bench.send({}, { credentials: 'slashes' });

		expect(run.status).toBe('success');
		expect(bench.sim.requests.map(({ path }) => path)).toEqual(['/smsapi']);
	});
});

describe('what comes out', () => {
	it('has every field of the contract', async () => {
		const run = await bench.send({
			to: '01712345678, abc',
			message: 'বাংলা',
			options: { invalidNumbers: 'skip', scheduledDateTime: '2099-01-02T03:04:05' },
		});

		const [{ shootId }] = bench.sim.messages;
		expect(run.itemsFull(NODE)).toEqual([
			{
				json: {
					status: 'submitted',
					to: ['8801712345678'],
					recipientCount: 1,
					invalidRecipients: [{ input: 'abc', reason: expect.stringMatching(/\w/) }],
					refusedRecipients: [],
					unknownRecipients: [],
					senderId: 'MiMSMS',
					type: 'unicode',
					encoding: 'UCS-2',
					segments: 1,
					scheduledDateTime: '2099-01-02T03:04:05+06:00',
					shootId,
					code: '1000',
					response: `SMS SUBMITTED: ID - ${shootId}`,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(Object.keys(run.items(NODE)[0])).toEqual([
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
		]);
	});

	it.each<[Settings['successStyle'], Settings['idStyle'], IDataObject]>([
		['manual', 'old', {}],
		['noDash', 'new', {}],
		['thousand', 'new', {}],
		['manual', 'new', { reply: true }],
	])('has the whole shoot ID (reply %s, ID %s, options %j)', async (successStyle, idStyle, options) => {
		Object.assign(bench.sim.settings, { successStyle, idStyle });

		const [item] = (await bench.send({ options })).items(NODE);

		expect(item).toMatchObject({ shootId: bench.sim.messages[0].shootId, status: 'submitted', code: '1000' });
	});

	it('has no shoot ID when the gateway gives none', async () => {
		bench.sim.settings.successStyle = 'bare';

		expect((await bench.send()).items(NODE)).toEqual([
			expect.objectContaining({ shootId: null, status: 'submitted', response: '1000' }),
		]);
	});

	it.each([
		['GSM-7 of one part', 'x'.repeat(160), 'GSM-7', 1],
		['GSM-7 of two parts', 'x'.repeat(161), 'GSM-7', 2],
		['UCS-2 of one part', 'ক'.repeat(70), 'UCS-2', 1],
		['UCS-2 of two parts', 'ক'.repeat(71), 'UCS-2', 2],
		['ten parts', 'x'.repeat(1530), 'GSM-7', 10],
	])('counts %s', async (_, message, encoding, segments) => {
		expect((await bench.send({ message })).items(NODE)).toEqual([expect.objectContaining({ encoding, segments })]);
	});

	it('is one item for each input item, paired and in order, however the replies come', async () => {
		const input = Array.from({ length: 25 }, (_, index) => ({
			text: `Text ${index}`,
			to: `0171${String(1000000 + index)}`,
		}));
		bench.sim.fault({ call: 'smsapi', kind: 'slow', times: 3 });

		const run = await bench.send({ to: '={{ $json.to }}', message: '={{ $json.text }}' }, { input });

		expect(run.itemsFull(NODE).map(({ pairedItem }) => pairedItem)).toEqual(input.map((_, item) => ({ item })));
		const sent = new Map(bench.sim.messages.map(({ shootId, to, text }) => [shootId, { to, text }]));
		for (const [index, { shootId, to }] of run.items(NODE).entries()) {
			expect(to).toEqual([`88${input[index].to}`]);
			expect(sent.get(String(shootId))).toEqual({ to: `88${input[index].to}`, text: input[index].text });
		}
	});

	it('reads expressions for each item, a list of numbers among them, and sends doubles once', async () => {
		const input = [
			{ to: ['01712345678', '8801712345678', 1812345678], from: 'DEMO SHOP' },
			{ to: '1912345678', from: '' },
		];

		const run = await bench.send({ to: '={{ $json.to }}', senderId: '={{ $json.from }}' }, { input });

		expect(run.items(NODE).map(({ to, recipientCount, senderId }) => [to, recipientCount, senderId])).toEqual([
			[['8801712345678', '8801812345678'], 2, 'DEMO SHOP'],
			[['8801912345678'], 1, 'MiMSMS'],
		]);
	});
});

describe('the sender ID', () => {
	it("is the node's own before the credential's", async () => {
		await bench.send({ senderId: ' 8809601000123 ' });
		expect(lastFields().senderid).toBe('8809601000123');
	});

	it("is the credential's where the node leaves it empty", async () => {
		await bench.send({ senderId: '' });
		expect(lastFields().senderid).toBe('MiMSMS');
	});

	it.each([
		['a line break', 'MiM\nSMS'],
		['a tab', 'MiM\tSMS'],
		['half a character', 'MiM\ud83dSMS'],
	])('with %s is refused by name, and nothing is asked', async (_, sender) => {
		const run = await bench.send({ senderId: '={{ $json.sender }}' }, { input: [{ sender }] });

		expect(run.error?.message).toMatch(/^Sender ID: contains a line break, a control character or half a character/);
		expect(bench.sim.count()).toBe(0);
	});

	it('missing in both is an error that names it, and nothing is asked', async () => {
		bench.saveCredential('anonymous', { signInWith: 'apiKey', apiKey: bench.sim.settings.apiKey, senderId: '' });

		const run = await bench.send({ senderId: '' }, { credentials: 'anonymous' });

		expect(run.error?.name).toBe('NodeOperationError');
		expect(run.error?.message).toMatch(/^Sender ID/);
		expect(bench.sim.count()).toBe(0);
	});
});

describe('a scheduled message', () => {
	const zones = [
		[
			'without offset, in the zone of the workflow',
			'America/New_York',
			'2099-01-02T03:04:05',
			'2099-01-02 14:04:05',
			'2099-01-02 03:04:05',
		],
		[
			'without offset, in summer time',
			'America/New_York',
			'2099-07-02 03:04:05',
			'2099-07-02 13:04:05',
			'2099-07-02 03:04:05',
		],
		['without offset, in Dhaka', 'Asia/Dhaka', '2099-01-02T03:04:05', '2099-01-02 03:04:05', '2099-01-02 03:04:05'],
		['with Z', 'America/New_York', '2099-01-02T03:04:05Z', '2099-01-02 09:04:05', '2099-01-01 22:04:05'],
		['with an offset', 'Europe/Berlin', '2099-01-02T03:04:05.678+05:30', '2099-01-02 03:34:05', '2099-01-01 22:34:05'],
		[
			'from an expression with a DateTime',
			'Europe/Berlin',
			"={{ DateTime.fromISO('2099-01-02T03:04:05', { zone: 'UTC' }) }}",
			'2099-01-02 09:04:05',
			'2099-01-02 04:04:05',
		],
		[
			'from an expression with a Date',
			'Europe/Berlin',
			"={{ new Date('2099-01-02T03:04:05Z') }}",
			'2099-01-02 09:04:05',
			'2099-01-02 04:04:05',
		],
	];

	it.each(zones)(
		'%s (%s) goes out as Dhaka wall time, and the hint shows both',
		async (_, timezone, scheduledDateTime, wire, local) => {
			const run = await bench.send({ options: { scheduledDateTime } }, { settings: { timezone } });

			expect(run.error).toBeUndefined();
			expect(lastFields().scheduledDateTime).toBe(wire);
			expect(run.items(NODE)[0].scheduledDateTime).toBe(`${wire.replace(' ', 'T')}+06:00`);
			expect(run.hints(NODE)).toEqual([expect.stringContaining(wire)]);
			expect(run.hints(NODE)[0]).toContain(local);
			expect(run.hints(NODE)[0]).toContain(timezone);
		},
	);

	it.each([
		[
			'a minute ago in Dhaka',
			() => DateTime.now().setZone('Asia/Dhaka').minus({ minutes: 1 }).toFormat('yyyy-MM-dd HH:mm:ss'),
		],
		['long ago', () => '2001-01-01T00:00:00Z'],
	])('of %s is refused, naming the field', async (_, moment) => {
		const run = await bench.send(
			{ options: { scheduledDateTime: moment() } },
			{ settings: { timezone: 'Asia/Dhaka' } },
		);

		expect(run.error?.name).toBe('NodeOperationError');
		expect(run.error?.message).toMatch(/^Scheduled Date and Time.*past/);
		expect(bench.sim.count()).toBe(0);
	});

	it('is in the future by the clock of the workflow, not by that of the machine', async () => {
		const inNewYork = DateTime.now().setZone('America/New_York').plus({ minutes: 5 });

		const run = await bench.send(
			{ options: { scheduledDateTime: inNewYork.toFormat("yyyy-MM-dd'T'HH:mm:ss") } },
			{ settings: { timezone: 'America/New_York' } },
		);

		expect(run.error).toBeUndefined();
		expect(lastFields().scheduledDateTime).toBe(inNewYork.setZone('Asia/Dhaka').toFormat('yyyy-MM-dd HH:mm:ss'));
	});

	it.each(
		['send', 'sendMany'].flatMap(
			(operation): Array<[string, string, Fault]> => [
				[operation, 'refused', { kind: 'code', code: '1004' }],
				[operation, 'unknown', { kind: 'resetAfter' }],
			],
		),
	)('by %s that is %s is not said to be scheduled', async (operation, _, fault) => {
		bench.sim.fault(fault);
		const input = [{ when: '2099-01-02 10:00' }, { when: '2099-03-04 10:00' }];
		const options = { scheduledDateTime: '={{ $json.when }}', parallelCalls: 1 };

		const run = await bench.send({ operation, options }, { input, settings: { timezone: 'Asia/Dhaka' }, ...GOING_ON });

		expect(run.items(NODE)).toEqual([{ error: expect.anything() }, expect.objectContaining({ status: 'submitted' })]);
		expect(run.hints(NODE).filter((hint) => hint.startsWith('Scheduled for'))).toEqual([
			'Scheduled for 2099-03-04 10:00:00 Bangladesh time (Asia/Dhaka).',
		]);
	});

	it('of many items with the same moment is hinted at once, not once an item', async () => {
		const run = await bench.send(
			{ options: { scheduledDateTime: '2099-01-02T03:04:05' } },
			{ input: texts('a', 'b', 'c') },
		);

		expect(run.hints(NODE)).toHaveLength(1);
	});
});

describe('Encoding', () => {
	it("Text with a text that GSM-7 can't carry is refused, naming Encoding and the characters", async () => {
		const run = await bench.send({ message: 'Hello বাংলা', options: { type: 'text' } });

		expect(run.error?.name).toBe('NodeOperationError');
		expect(run.error?.message).toMatch(/^Encoding: .*ব/);
		expect(bench.sim.count()).toBe(0);
	});

	it('Unicode sends plain English as Unicode', async () => {
		const [item] = (await bench.send({ options: { type: 'unicode' } })).items(NODE);

		expect(item).toMatchObject({ type: 'unicode', encoding: 'UCS-2' });
		expect(lastFields().type).toBe('unicode');
	});
});

describe('Max Requests at Once', () => {
	it.each([0, -1, 101, 1.5, 'many'])('of %j is refused, naming it', async (parallelCalls) => {
		const run = await bench.send({ options: { parallelCalls } });

		expect(run.error?.message).toMatch(/^Max Requests at Once/);
		expect(bench.sim.count()).toBe(0);
	});
});

describe('Invalid Numbers', () => {
	const to = '01712345678, abc, 01999';

	it('fail: names the wrong entries and sends to nobody', async () => {
		const run = await bench.send({ to });

		expect(run.error?.message).toMatch(/^To: .*abc.*01999/);
		expect(bench.sim.count()).toBe(0);
	});

	it('skip: sends to the others and lists the wrong entries', async () => {
		const run = await bench.send({ to, options: { invalidNumbers: 'skip' } });

		expect(run.items(NODE)[0]).toMatchObject({ to: ['8801712345678'], recipientCount: 1 });
		expect(run.items(NODE)[0].invalidRecipients).toEqual([
			expect.objectContaining({ input: 'abc' }),
			expect.objectContaining({ input: '01999' }),
		]);
	});

	it('skip with no number left: an error that names To', async () => {
		const run = await bench.send({ to: 'abc', options: { invalidNumbers: 'skip' } });

		expect(run.error?.message).toMatch(/^To\b/);
		expect(bench.sim.count()).toBe(0);
	});
});

describe('Preview', () => {
	const preview = { resource: 'sms', operation: 'preview', options: {} };

	it('tells who would get how many parts, and asks nothing of anybody', async () => {
		const run = await bench.run({
			...preview,
			to: '01712345678, 01812345678, abc',
			message: 'ক'.repeat(71),
			options: { invalidNumbers: 'skip' },
		});

		expect(run.itemsFull(NODE)).toEqual([
			{
				json: {
					valid: true,
					reason: null,
					to: ['8801712345678', '8801812345678'],
					recipientCount: 2,
					invalidRecipients: [{ input: 'abc', reason: expect.any(String) }],
					message: 'ক'.repeat(71),
					type: 'unicode',
					encoding: 'UCS-2',
					unicodeCharacters: ['ক U+0995'],
					characters: 71,
					segments: 2,
					totalSegments: 4,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(bench.sim.count()).toBe(0);
	});

	it('needs no credential', async () => {
		const run = await bench.run(
			{ ...preview, to: '01712345678', message: '={{ $json.text }}' },
			{ credentials: undefined, input: texts('a', 'b') },
		);

		expect(run.status).toBe('success');
		expect(run.itemsFull(NODE).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	it('tells what is wrong with each bad item and goes on with the others', async () => {
		const run = await bench.run(
			{ ...preview, to: '={{ $json.text }}', message: 'Hello' },
			{ input: texts('01712345678', 'abc'), ...GOING_ON },
		);

		expect(run.items(NODE)).toEqual([
			expect.objectContaining({ recipientCount: 1 }),
			expect.objectContaining({ valid: false, reason: expect.stringContaining('To: “abc”') }),
		]);
	});
});

describe('without a credential', () => {
	it('a send says that none is chosen, and where to choose one', async () => {
		const run = await bench.send({}, { credentials: undefined });

		expect(told(run)).toMatch(/Credential.*(choose|none)/i);
		expect(bench.sim.count()).toBe(0);
	});
});

describe('a very long message', () => {
	it('of as many parts as an SMS can have goes out, a longer one is refused before any request', async () => {
		const longest = 255 * 153;
		expect((await bench.send({ message: 'x'.repeat(longest) })).items(NODE)[0].segments).toBe(255);

		const run = await bench.send({ message: 'x'.repeat(longest + 1) });

		expect(run.error?.message).toMatch(/^Message: has 39016 characters.*256 parts.*at most 255/);
		expect(bench.sim.count('smsapi')).toBe(1);
	});

	it('is counted by Preview, however long', async () => {
		const run = await bench.run({
			resource: 'sms',
			operation: 'preview',
			options: {},
			to: '01712345678',
			message: 'x'.repeat(1_000_000),
		});

		expect(run.items(NODE)[0]).toMatchObject({ segments: 6536, characters: 1_000_000 });
	});
});

describe('bad input', () => {
	const emptied = '={{ "" }}';
	const cases: Array<[string, IDataObject, RegExp]> = [
		['an empty message', { message: emptied }, /^Message/],
		['a message of spaces', { message: '={{ "  \\n" }}' }, /^Message/],
		['no message', { message: '={{ null }}' }, /^Message/],
		['an object for a message', { message: '={{ { a: 1 } }}' }, /^Message/],
		['a message cut within an emoji', { message: '={{ "🎉".slice(0, 1) }}' }, /^Message/],
		['nobody in To', { to: emptied }, /^To\b/],
		['an empty list in To', { to: '={{ [] }}' }, /^To\b/],
		['words in To', { to: 'my mother' }, /^To\b.*my mother/],
		['a landline in To', { to: '02-9123456' }, /^To\b/],
		['no date in the schedule', { options: { scheduledDateTime: 'tomorrow' } }, /^Scheduled Date and Time/],
		['an unknown type', { options: { type: '={{ "utf8" }}' } }, /^Encoding/],
		['an unknown label', { options: { label: '={{ "spam" }}' } }, /^Message Purpose/],
		['a line break in the sender ID', { senderId: '={{ "a\\nb" }}' }, /^Sender ID/],
		['a word for Reply', { options: { reply: '={{ "yes" }}' } }, /^Reply: “yes” is not one of false, true/],
		['a number for Reply', { options: { reply: '={{ 1 }}' } }, /^Reply/],
	];

	it.each(cases)('%s is named before any request', async (_, parameters, message) => {
		const run = await bench.send(parameters);

		expect(run.status).toBe('error');
		expect(run.error).toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringMatching(message),
			context: { itemIndex: 0 },
		});
		expect(bench.sim.count()).toBe(0);
	});

	it('an unknown value of Invalid Numbers is named too', async () => {
		const run = await bench.send({ options: { invalidNumbers: '={{ "ignore" }}' } });

		expect(run.error?.message).toMatch(/^Invalid Numbers/);
		expect(bench.sim.count()).toBe(0);
	});

	it.each([
		['/smsapi', 'a slash'],
		['a/b', 'a slash inside'],
		['getAll', 'getAll'],
		['GETALL', 'getAll in capitals'],
		['.', 'a dot'],
		['..', 'two dots'],
		['%2e%2e', 'encoded dots'],
		['a?b', 'a query'],
		['a#b', 'a fragment'],
		['a\\b', 'a backslash'],
		['={{ "" }}', 'nothing'],
	])('a shoot ID of %j (%s) is named before any request', async (shootId) => {
		for (const operation of ['get', 'getOnce']) {
			const run = await bench.run({ resource: 'deliveryReport', operation, shootId });
			expect(run.error?.message).toMatch(/^Shoot ID/);
			expect(run.error?.context.itemIndex).toBe(0);
		}
		expect(bench.sim.count()).toBe(0);
	});

	it.each([
		['esms.mimsms.com', 'no scheme'],
		['ftp://esms.mimsms.com', 'another scheme'],
		['https://', 'no host'],
		['https://user:pass@esms.mimsms.com', 'a login'],
		['https://esms.mimsms.com/?a=b', 'a query'],
		['https://esms.mimsms.com/../sms', 'two dots'],
	])('a base URL of %s (%s) is named before any request, for every call', async (baseUrl) => {
		const credentials: ICredentialDataDecryptedObject[] = [
			{ signInWith: 'apiKey', apiKey: 'C2x' },
			{ signInWith: 'login', username: 'demo', password: 'demo-password' },
		];
		for (const credential of credentials) {
			bench.saveCredential('bad', { ...credential, baseUrl });
			for (const parameters of [
				SEND,
				{ resource: 'account', operation: 'getBalance' },
				{ resource: 'deliveryReport', operation: 'getAll' },
			]) {
				const run = await bench.run(parameters, { credentials: 'bad' });
				expect(run.error?.message).toContain('Base URL');
				expect(run.error?.message).not.toMatch(/gave no answer|could not be reached/);
			}
		}
	});

	it('in one of several items: nothing is sent, and the error names the item', async () => {
		const run = await bench.send({ message: '={{ $json.text }}' }, { input: texts('one', '', 'three') });

		expect(run.error).toMatchObject({ message: expect.stringMatching(/^Message/), context: { itemIndex: 1 } });
		expect(run.itemsFull(NODE)).toEqual([]);
		expect(bench.sim.count()).toBe(0);
	});

	it('in one of several items under On Error: Continue: the good ones go out', async () => {
		const run = await bench.send({ message: '={{ $json.text }}' }, { input: texts('one', '', 'three'), ...GOING_ON });

		expect(bench.accepted().sort()).toEqual(['one', 'three']);
		expect(run.itemsFull(NODE)).toEqual([
			expect.objectContaining({ json: expect.objectContaining({ status: 'submitted' }), pairedItem: { item: 0 } }),
			{ json: { error: expect.stringMatching(/^Message/) }, pairedItem: { item: 1 } },
			expect.objectContaining({ json: expect.objectContaining({ status: 'submitted' }), pairedItem: { item: 2 } }),
		]);
	});

	const failing = "={{ $json.text === 'two' ? $('Nobody').item.json.x : $json.text }}";

	it('that is an expression which fails for one item: nothing is sent', async () => {
		const run = await bench.send({ message: failing }, { input: texts('one', 'two', 'three') });

		expect(run.status).toBe('error');
		expect(run.error?.context.itemIndex).toBe(1);
		expect(bench.sim.count()).toBe(0);
	});

	it.each([
		['Message', { message: failing }],
		[
			'Sender ID',
			{ senderId: "={{ $json.text === 'two' ? $('Nobody').item.json.x : 'MiMSMS' }}", message: '={{ $json.text }}' },
		],
		[
			'Options',
			{
				message: '={{ $json.text }}',
				options: { label: "={{ $json.text === 'two' ? $('Nobody').item.json.x : 'none' }}" },
			},
		],
	])(
		'that is an expression in %s which fails for one item, under On Error: Continue: the good ones go out',
		async (_, parameters) => {
			const run = await bench.send(parameters, { input: texts('one', 'two', 'three'), ...GOING_ON });

			expect(bench.accepted().sort()).toEqual(['one', 'three']);
			expect(run.itemsFull(NODE).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
			expect(Object.keys(run.items(NODE)[1])).toEqual(['error']);
		},
	);

	it('in the options of the first item, under On Error: Continue: the others go out', async () => {
		const options = { parallelCalls: "={{ $json.text === 'one' ? $('Nobody').item.json.x : 2 }}" };

		const run = await bench.send(
			{ message: '={{ $json.text }}', options },
			{ input: texts('one', 'two', 'three'), ...GOING_ON },
		);

		expect(run.items(NODE)).toHaveLength(3);
		expect(bench.accepted().sort()).toEqual(['three', 'two']);
	});

	it.each(['send', 'sendMany', 'sendAndTrack'])(
		'in Max Requests at Once is no error of what %s had submitted before',
		async (operation) => {
			const parameters = { operation, message: '={{ $json.text }}', timeout: 1 };
			bench.sim.fault({ kind: 'code', code: '1012', skip: 1, times: 1 });
			const once = { ...(operation === 'sendMany' && { batchSize: 1 }), parallelCalls: 1 };
			const failed = await bench.send({ ...parameters, options: once }, { input: texts('one', 'two') });
			const gone = bench.accepted();
			expect(gone).toHaveLength(1);

			const again = await bench.engine.retry(failed, {
				workflow: bench.workflow({ ...SEND, ...parameters, options: { ...once, parallelCalls: '=abc' } }, GOING_ON),
			});

			const states = again.items(NODE).map(({ status, error }) => (error === undefined ? status : 'error'));
			expect(states.sort()).toEqual([operation === 'sendAndTrack' ? 'delivered' : 'submitted', 'error'].sort());
			expect(bench.accepted()).toEqual(gone);
		},
	);

	it('in Max Requests at Once, under On Error: Continue, is told of every item', async () => {
		const run = await bench.send(
			{ options: { parallelCalls: 0 } },
			{ input: texts('one', 'two', 'three'), ...GOING_ON },
		);

		expect(run.itemsFull(NODE).map((item) => [Object.keys(item.json), pairedIndex(item)])).toEqual([
			[['error'], 0],
			[['error'], 1],
			[['error'], 2],
		]);
		expect(bench.sim.count()).toBe(0);
	});
});
