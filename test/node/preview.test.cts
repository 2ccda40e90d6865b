/** Preview on n8n's engine: what Send would do with each row, told in its item, whatever the row says. */
import type { IDataObject } from 'n8n-workflow';
import { GOING_ON, NODE, SEND, useBench } from './setup.cts';

const bench = useBench();
const PREVIEW = {
	resource: 'sms',
	operation: 'preview',
	to: '={{ $json.to }}',
	message: '={{ $json.text }}',
	options: {},
};
const FIELDS = [
	'valid',
	'reason',
	'to',
	'recipientCount',
	'invalidRecipients',
	'message',
	'type',
	'encoding',
	'unicodeCharacters',
	'characters',
	'segments',
	'totalSegments',
];

const preview = async (input: IDataObject[], parameters: IDataObject = {}, extra: object = {}) =>
	await bench.run({ ...PREVIEW, ...parameters }, { input, credentials: undefined, ...extra });

it('tells all of a row that could be sent, in this order', async () => {
	const run = await preview([{ to: '01712345678, 01812345678', text: 'It’s ready – আজ' }]);

	expect(run.itemsFull(NODE)).toEqual([
		{
			json: {
				valid: true,
				reason: null,
				to: ['8801712345678', '8801812345678'],
				recipientCount: 2,
				invalidRecipients: [],
				message: 'It’s ready – আজ',
				type: 'unicode',
				encoding: 'UCS-2',
				unicodeCharacters: ['’ U+2019', '– U+2013', 'আ U+0986', 'জ U+099C'],
				characters: 15,
				segments: 1,
				totalSegments: 2,
			},
			pairedItem: { item: 0 },
		},
	]);
	expect(Object.keys(run.items(NODE)[0])).toEqual(FIELDS);
});

describe('a row that could not be sent', () => {
	it.each([
		['no number', { to: '', text: 'Hello' }, {}, /^To: is empty/],
		['a wrong number', { to: 'nobody', text: 'Hello' }, {}, /^To: “nobody” is not a valid mobile number/],
		['a wrong one among good ones', { to: '01712345678, x', text: 'Hello' }, {}, /^To: “x”/],
		[
			'wrong ones alone, with Skip',
			{ to: 'x', text: 'Hello' },
			{ options: { invalidNumbers: 'skip' } },
			/^To: has no valid number/,
		],
		['a spreadsheet number', { to: '8.80171E+12', text: 'Hello' }, {}, /^To: .*spreadsheet/],
		['no message', { to: '01712345678' }, {}, /^Message: is empty/],
		['a message of an object', { to: '01712345678', text: { a: 1 } }, {}, /^Message: must be text/],
		['a placeholder', { to: '01712345678', text: 'Dear {to}' }, {}, /^Message: contains “{to}”/],
		['an expression', { to: '01712345678', text: '{{ $json.to }}' }, {}, /^Message: contains “{{ \$json\.to }}”/],
		[
			'Encoding: Text and Bangla',
			{ to: '01712345678', text: 'ক\u200b' },
			{ options: { type: 'text' } },
			/^Encoding: .*ক U\+200B\./,
		],
		[
			'an unknown Encoding',
			{ to: '01712345678', text: 'a' },
			{ options: { type: '={{ "utf8" }}' } },
			/^Encoding: “utf8”/,
		],
		[
			'an unknown choice for invalid numbers',
			{ to: '01712345678', text: 'a' },
			{ options: { invalidNumbers: '={{ "x" }}' } },
			/^Invalid Numbers/,
		],
		['256 parts', { to: '01712345678', text: 'x'.repeat(40_000) }, {}, /^Message: .*at most 255/],
		[
			'a failing expression in Message',
			{ to: '01712345678' },
			{ message: "={{ $('Nowhere').first().json.x }}" },
			/Referenced node/,
		],
		['a failing expression in To', { text: 'a' }, { to: "={{ $('Nowhere').first().json.x }}" }, /Referenced node/],
		[
			'a failing expression in Options',
			{ to: '01712345678', text: 'a' },
			{ options: { type: "={{ $('Nowhere').first().json.x }}" } },
			/Referenced node/,
		],
	] as Array<[string, IDataObject, IDataObject, RegExp]>)(
		'since it has %s, is an item that says so',
		async (_, row, parameters, reason) => {
			for (const extra of [{}, GOING_ON]) {
				const run = await preview([row, { to: '01712345678', text: 'fine' }], parameters, extra);

				expect(run.error).toBeUndefined();
				expect(run.items(NODE)).toHaveLength(2);
				expect(run.items(NODE)[0]).toMatchObject({
					valid: false,
					reason: expect.stringMatching(reason),
					totalSegments: 0,
				});
				expect(Object.keys(run.items(NODE)[0])).toEqual(FIELDS);
			}
		},
	);

	it('tells all that is wrong with it, and what can be told beside', async () => {
		const run = await preview([
			{ to: '01712345678, x', text: '' },
			{ to: 'y', text: 'Dear {to}' },
		]);

		expect(run.items(NODE)).toMatchObject([
			{
				reason: expect.stringMatching(/^To: “x”.*\. Message: is empty/),
				to: ['8801712345678'],
				recipientCount: 1,
				invalidRecipients: [{ input: 'x' }],
				message: '',
				type: null,
				encoding: null,
				unicodeCharacters: [],
				characters: null,
				segments: null,
			},
			{
				reason: expect.stringMatching(/^To: “y”.*\. Message: contains “{to}”/),
				to: [],
				message: 'Dear {to}',
				segments: 1,
			},
		]);
	});
});

it('agrees with Send about every row', async () => {
	const input = ['01712345678', '', 'x', '01712345678/01812345678', '8,801,712,345,678', "'01712345678"].flatMap((to) =>
		['Hello', '', 'Dear {to}', '{x}', 'ক'].map((text) => ({ to, text })),
	);

	const valid = (await preview(input)).items(NODE).map((item) => item.valid);
	const sent = (await bench.run({ ...SEND, to: PREVIEW.to, message: PREVIEW.message }, { input, ...GOING_ON })).items(
		NODE,
	);

	expect(sent.map(({ status }) => status === 'submitted')).toEqual(valid);
	expect(valid.filter(Boolean)).toHaveLength(9);
});

describe('the hint', () => {
	const hintOf = async (...args: Parameters<typeof preview>) => (await preview(...args)).hints(NODE);

	it('sums up rows, parts and invalid ones', async () => {
		const input = ['01712345678', 'x', '01712345678 01812345678', 'y', 'z', '01912345678'].map((to) => ({
			to,
			text: 'a'.repeat(161),
		}));

		expect(await hintOf(input)).toEqual([
			'3 of 6 items can be sent, as 8 SMS parts in total. Not valid: items 1, 3 to 4 (counted from 0). The field reason says why.',
		]);
	});

	it('counts what Skip would leave out', async () => {
		const input = [{ to: '01712345678, x, y', text: 'a' }];

		expect(await hintOf(input, { options: { invalidNumbers: 'skip' } })).toEqual([
			'1 of 1 item can be sent, as 1 SMS part in total. 2 entries of To would be left out: see invalidRecipients.',
		]);
	});
});
