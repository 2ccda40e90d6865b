/** Wrong, odd and malicious input on n8n's engine: it is refused by the name of its field, or goes through letter by letter. */
import type { Run } from '../engine/index.cts';
import { NODE, GOING_ON, SEND, BY_KEY, told } from '../node/setup.cts';
import { NO_NUMBERS, ODD_NUMBERS, PAGES, TEXTS, VALUES } from './inputs.cts';
import { expectInDocument } from './documentTable.cts';
import { secretsIn, useHostileBench } from './setup.cts';

jest.setTimeout(240_000);

const bench = useHostileBench();
const SEND_MANY = { ...SEND, operation: 'sendMany' };
const PREVIEW = { resource: 'sms', operation: 'preview', to: '01712345678', message: 'Hello', options: {} };
const TRACK = { ...SEND, operation: 'sendAndTrack', timeout: 0.1, interval: 0.1 };
const GET = { resource: 'deliveryReport', operation: 'get', shootId: 'C2001' };
const GET_ALL = { resource: 'deliveryReport', operation: 'getAll', returnAll: false, limit: 50 };

/** Words of a program that did not expect what it got. */
const A_PROGRAM_STUMBLED =
	/cannot read|is not a function|undefined is|not iterable|of undefined|of null|maximum call stack|cannot convert|symbol value|\[object /i;

/** How many were taken and how many refused, for docs/fault-tests.md. */
const counts = {
	values: { taken: 0, refused: 0 },
	texts: { taken: 0, refused: 0 },
	pages: { taken: 0, refused: 0 },
};
const tell = (what: keyof typeof counts, run: Run) => counts[what][run.error ? 'refused' : 'taken']++;

/** What an object has that nobody put into it. */
const bare: Record<string, unknown> = {};

afterEach(() => {
	expect(Object.keys(Object.prototype)).toEqual([]);
	expect(bare.a).toBeUndefined();
});

describe('numbers', () => {
	it('in other digits, with marks and joints, are the number that they mean', async () => {
		const run = await bench.send({ to: '={{ $json.to }}' }, { input: ODD_NUMBERS.map((to) => ({ to })) });

		expect(run.error).toBeUndefined();
		expect(run.items(NODE).map(({ to }) => to)).toEqual(ODD_NUMBERS.map(() => ['8801712345678']));
	});

	it('that are none are named, and nothing goes out', async () => {
		const run = await bench.send({ to: '={{ $json.to }}' }, { input: NO_NUMBERS.map((to) => ({ to })), ...GOING_ON });

		expect(run.items(NODE)).toEqual(
			NO_NUMBERS.map(() => ({ error: expect.stringMatching(/^To: .*is not a valid mobile number/s) })),
		);
		for (const { error } of run.items(NODE)) expect(String(error).length).toBeLessThan(400);
		expect(bench.sim.count()).toBe(0);
	});

	it('of 1 MB in one parameter are one request, each number once', async () => {
		const numbers = Array.from({ length: 80_000 }, (_, i) => `88017${String(i).padStart(8, '0')}`);
		bench.sim.settings.balance = 1e9;

		const run = await bench.send(
			{ to: '={{ $json.to }}' },
			{ input: [{ to: [...numbers, ...numbers.slice(0, 10)].join(',') }] },
		);

		expect(run.items(NODE)[0]).toMatchObject({ status: 'submitted', recipientCount: 80_000 });
		expect(bench.sim.count()).toBe(1);
	});
});

const OPTIONS = [
	'type',
	'scheduledDateTime',
	'reply',
	'label',
	'invalidNumbers',
	'parallelCalls',
	'batchSize',
	'includeInputFields',
];
const PARAMETERS: Array<[of: typeof GET | typeof GET_ALL | typeof PREVIEW, name: string]> = [
	...[SEND, SEND_MANY, PREVIEW].flatMap((of) =>
		['to', 'message', 'options'].map((name): [typeof PREVIEW, string] => [of, name]),
	),
	[SEND, 'senderId'],
	[SEND_MANY, 'senderId'],
	[TRACK, 'timeout'],
	[TRACK, 'interval'],
	[GET, 'shootId'],
	[{ ...GET, operation: 'getOnce' }, 'shootId'],
	[GET_ALL, 'limit'],
	[GET_ALL, 'returnAll'],
	...OPTIONS.map((name): [typeof SEND, string] => [SEND_MANY, name]),
	...OPTIONS.map((name): [typeof SEND, string] => [SEND, name]),
];

describe.each(PARAMETERS.map(([of, name]) => [`${of.operation}.${name}`, of, name] as const))(
	'anything in %s',
	(_, of, name) => {
		it('is taken or refused in words for the user, before anything is sent', async () => {
			for (const value of VALUES) {
				bench.sim.reset();
				bench.sim.settings.senderIds = null;
				const written = `={{ ${value} }}`;
				const parameters = OPTIONS.includes(name)
					? { ...of, options: { [name]: written } }
					: { ...of, [name]: written };

				const run = await bench.run(parameters);

				expect([value, told(run)]).toEqual([value, expect.not.stringMatching(A_PROGRAM_STUMBLED)]);
				expect([value, secretsIn(run)]).toEqual([value, []]);
				tell('values', run);
				expect(bench.sim.messages.length).toBeLessThanOrEqual(1);
				if (of.resource === 'sms' && run.error)
					expect([value, bench.sim.count(), run.error?.name]).toEqual([value, 0, 'NodeOperationError']);
				if (of.resource === 'sms' && !run.error && of !== PREVIEW)
					expect([value, bench.sim.messages.length]).toEqual([value, 1]);
				if (run.error) expect(run.error?.message.length).toBeLessThan(500);
			}
		});
	},
);

describe('anything in a parameter of the trigger', () => {
	const TRIGGER = {
		events: ['delivered', 'balanceLow'],
		source: 'shootIds',
		shootIds: 'C2001',
		balanceThreshold: 100,
		options: {},
	};
	const values: unknown[] = [
		undefined,
		null,
		'',
		0,
		-1,
		NaN,
		true,
		[],
		[null],
		{},
		{ a: 1 },
		{ toString: 1 },
		[{ toString: 1 }],
		'__proto__',
		'\ud83d',
		'x'.repeat(100_000),
		'../getBalance',
	];

	/** What is no list of options is none of them. */
	const REFUSES_NOTHING = ['options'];

	it.each([
		'events',
		'source',
		'shootIds',
		'balanceThreshold',
		'options',
		'emitEarlier',
		'statusCodes',
		'numbers',
		'testWith',
	])('%s is taken, or refused in words for the user', async (name) => {
		const results = { taken: 0, refused: 0 };
		for (const value of values) {
			const parameters = name in TRIGGER ? { ...TRIGGER, [name]: value } : { ...TRIGGER, options: { [name]: value } };
			for (const mode of ['trigger', 'manual'] as const) {
				const { error, log } = await bench.engine.poll(
					{ type: 'mimSmsTrigger', name: 'Trigger', credentials: BY_KEY, parameters },
					{ mode, activationMode: 'update' },
				);
				expect([value, error?.message]).toEqual([
					value,
					error ? expect.not.stringMatching(A_PROGRAM_STUMBLED) : undefined,
				]);
				expect(log.join('\n')).not.toMatch(/C200843/);
				results[error ? 'refused' : 'taken']++;
			}
		}
		expect([name, results.taken > 0, results.refused > 0]).toEqual([name, true, !REFUSES_NOTHING.includes(name)]);
	});
});

describe.each(Object.entries(TEXTS))('a text that is %s', (_, text) => {
	it('is data: it goes out, and comes back in a report, letter by letter', async () => {
		for (const parameters of [SEND, SEND_MANY]) {
			bench.sim.reset();
			const run = await bench.run({ ...parameters, message: '={{ $json.text }}' }, { input: [{ text }] });
			if (run.error) expect(told(run)).toMatch(/Message/);
			tell('texts', run);
			expect(bench.accepted()).toEqual(run.error ? [] : [text]);
			expect(bench.sim.count()).toBe(run.error ? 0 : 1);
		}
		if (text.includes('</message>')) return;
		bench.sim.addReports([{ shootId: 'C2001', text }]);
		const run = await bench.run(GET);
		expect(run.items(NODE)[0].message).toBe(text);
	});

	it('is no sender ID, no number and no shoot ID that reaches further than its own field', async () => {
		bench.sim.settings.senderIds = null;
		const run = await bench.run({ ...SEND, senderId: '={{ $json.text }}' }, { input: [{ text }] });
		expect(bench.sim.requests.map(({ fields }) => fields.senderid)).toEqual(
			run.error ? [] : [text.replace(/[\p{Cf}\0]/gu, '').trim()],
		);

		bench.sim.reset();
		const asNumber = await bench.run({ ...SEND, to: '={{ $json.text }}' }, { input: [{ text }] });
		expect(told(asNumber)).toMatch(/^To: /);
		expect(bench.sim.count()).toBe(0);

		// Get takes a list: each of its words is one segment of the path.
		const asId = await bench.run({ ...GET, shootId: '={{ $json.text }}' }, { input: [{ text }] });
		const words = new Set(text.split(/[\s,;]+/).filter((word) => word !== ''));
		expect(bench.sim.requests.map(({ call, path }) => [call, path.split('/').length])).toEqual(
			asId.error ? [] : Array(words.size).fill(['getDLRRep', 5]),
		);
		for (const { headers } of bench.sim.requests) expect(headers).not.toHaveProperty('x-injected');
	});
});

describe('items with names that every object has', () => {
	it('go through, and out of the error branch, as they are', async () => {
		const odd = JSON.parse(
			'{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":"x","to":"nobody"}',
		);

		const run = await bench.send(
			{ to: '={{ $json.to }}' },
			{ input: [odd, { to: '01712345678' }], onError: 'continueErrorOutput' },
		);

		expect(run.items('Failed')).toHaveLength(1);
		expect(run.items('Next')).toHaveLength(1);
		expect(bare.polluted).toBeUndefined();
	});
});

describe.each(Object.entries(PAGES))('a page of reports with %s', (_, body) => {
	it.each(['get', 'getOnce', 'getAll'])('%s gives its neighbours unharmed', async (operation) => {
		bench.sim.fault({ kind: 'text', body });
		const run = await bench.run(operation === 'getAll' ? GET_ALL : { ...GET, operation });

		expect(run.error).toBeUndefined();
		const to = run.items(NODE).map((item) => item.to);
		expect([to[0], to.at(-1)]).toEqual(['8801711111111', '8801722222222']);
		expect(run.items(NODE).length).toBeGreaterThan(2);
		expect(run.stored).not.toMatch(/root:|lollol/);
		tell('pages', run);
		expect(run.stored.length).toBeLessThan(10_000_000);
		expect(bare.x).toBeUndefined();
	});
});

describe('docs/fault-tests.md', () => {
	it('tells what came of odd input', () => {
		const { values, texts, pages } = counts;
		expectInDocument(
			'tried input',
			['what is put in', 'result'],
			[
				[
					'Numbers in Bangla, Arabic, Persian, full-width digits, with direction marks',
					`${ODD_NUMBERS.length} of ${ODD_NUMBERS.length} understood`,
				],
				[
					'Letters, emoji, formulas, 1 MB of digits in place of a number',
					`${NO_NUMBERS.length} of ${NO_NUMBERS.length} refused, named in the error`,
				],
				[
					`${VALUES.length} odd values (null, lists, objects, `.concat(
						'`__proto__`',
						` …) in ${PARAMETERS.length} parameters`,
					),
					`${values.taken} taken, ${values.refused} refused in words for the user; no crash`,
				],
				[
					'Formulas, HTML, SQL, JSON, XML, header lines as the text of a message',
					`${texts.taken} of ${texts.taken + texts.refused} arrived letter by letter; unevaluated expressions were refused`,
				],
				[
					'Reports with XML bombs, files as entities, deep nesting, 1 MB names, two encodings',
					`of ${pages.taken} of ${3 * Object.keys(PAGES).length} pages all good records were read; no entity was expanded`,
				],
			],
		);
	});
});
