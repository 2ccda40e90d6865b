import type { IDataObject } from 'n8n-workflow';
import { pairedIndex } from '../engine/index.cts';
import { BY_KEY, BY_LOGIN, CALL, GOING_ON, NODE, OPERATIONS, READS, REPLY_STYLES, told, useBench } from './setup.cts';
import type { Fault, OperationName, Run, Settings } from './setup.cts';

const bench = useBench();

/** The gateway's words, and what the advice must name. */
type CodeTexts = [said: RegExp, advice: RegExp];

const CODES: Record<string, CodeTexts> = {
	1002: [/Sender Id\/Masking Not Found/, /Sender ID/],
	1003: [/API Not Found/, /API Key.*Base URL.*balance/s],
	1004: [/SPAM Detected/, /Message/],
	1005: [/Internal Error/, /usually passes/],
	1006: [/Internal Error/, /usually passes/],
	1007: [/Balance Insufficient/, /Top up/],
	1008: [/Message is empty/, /Message/],
	1009: [/Message Type Not Set/, /Encoding/],
	1010: [/Invalid User & Password/, /User Name and Password/],
	1011: [/Invalid User Id/, /User Name/],
	1012: [/No Valid Number Found/, /\bTo\b/],
	1013: [/API limit error/, /wait/],
	1014: [/No matching template/, /template/],
	1015: [/SMS content validation fails/, /Message/],
	1016: [/IP address not allowed/, /IP address.*n8n/],
	1019: [/SMS purpose missing/, /Message Purpose/],
	2001: [/code that its manual does not explain/, /support/],
};
const REPORTS: OperationName[] = ['get', 'getOnce', 'getAll'];

/** A bare code in place of reports means that there is none yet, unless it speaks of the account or the service. */
const OF_ACCOUNT_OR_SERVICE = ['1003', '1005', '1006', '1007', '1010', '1011', '1013', '1016'];
const meansNoReport = (operation: OperationName, style: Settings['replyStyle'], code: string) =>
	REPORTS.includes(operation) && style === 'manual' && !OF_ACCOUNT_OR_SERVICE.includes(code);

/** A code about a message says nothing to who asks for a balance or a report. */
const ofReading = ([said, advice]: CodeTexts, code: string): CodeTexts => [
	said,
	[...OF_ACCOUNT_OR_SERVICE, '2001'].includes(code) ? advice : /^If this error comes back, ask .*support/,
];

function expectError(run: Run, [said, advice]: CodeTexts, code: string): void {
	expect(run.status).toBe('error');
	expect(run.error).toMatchObject({ name: 'NodeApiError', context: { itemIndex: 0, runIndex: 0 } });
	expect(run.error?.message).toMatch(said);
	expect(run.error?.message).toContain(code);
	expect(run.error?.description).toMatch(advice);
	expect(run.itemsFull(NODE)).toEqual([]);
}

describe.each(REPLY_STYLES)('an error code in the style %s', (replyStyle) => {
	it.each(Object.keys(CODES))('%s reaches the user of a send, once asked', async (code) => {
		bench.sim.settings.replyStyle = replyStyle;
		bench.sim.fault({ call: 'smsapi', kind: 'code', code });

		expectError(await bench.run(OPERATIONS.send), CODES[code], code);
		expect(bench.sim.count()).toBe(1);
		expect(bench.sim.messages).toEqual([]);
	});

	it.each(READS)('reaches the user of %s, whichever it is', async (operation) => {
		bench.sim.settings.replyStyle = replyStyle;
		for (const code of Object.keys(CODES)) {
			bench.sim.fault({ call: CALL[operation], kind: 'code', code });

			const run = await bench.run(OPERATIONS[operation]);

			if (meansNoReport(operation, replyStyle, code)) {
				expect([code, run.status, run.items(NODE), run.hints(NODE)]).toEqual([
					code,
					'success',
					[],
					[expect.stringContaining('no')],
				]);
			} else {
				expectError(run, ofReading(CODES[code], code), code);
			}
		}
		expect(bench.sim.count()).toBe(Object.keys(CODES).length);
	});

	it.each(['1005', '1010', '1016', '2001'])('%s reaches the user of getApiKey', async (code) => {
		Object.assign(bench.sim.settings, { replyStyle });
		await bench.run(OPERATIONS.getBalance, { credentials: BY_LOGIN });
		bench.sim.fault({ call: 'getkey', kind: 'code', code });

		expectError(await bench.run(OPERATIONS.getApiKey, { credentials: BY_LOGIN }), CODES[code], code);
	});
});

describe('a refusal in words', () => {
	it('is shown as it was said', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'text', body: 'ERR: ACCOUNT CLOSED' });
		expect(told(await bench.run(OPERATIONS.send))).toContain('ACCOUNT CLOSED');
	});

	it('is shown of JSON without a code', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'text', body: '{"status":"failed","error_msg":"Account closed"}' });
		expect(told(await bench.run(OPERATIONS.send))).toContain('Account closed');
	});
});

/** Replies that are neither success nor a known failure. */
const UNREADABLE: Array<[string, Fault, RegExp]> = [
	[
		'an HTML page',
		{ kind: 'text', body: '<html><head><style>p{}</style></head><body><h1>Welcome to nginx</h1></body></html>' },
		/Welcome to nginx/,
	],
	['an HTML page with 404', { kind: 'status', status: 404 }, /404/],
	['an empty body', { kind: 'empty' }, /empty/],
	['a redirect', { kind: 'redirect', location: 'https://elsewhere.example/login' }, /302.*redirects/s],
	['JSON of something else', { kind: 'text', body: '{"hello":"world"}' }, /hello/],
	[
		'a login form',
		{ kind: 'text', body: '<form action="/login"><input name="user"></form>Please sign in' },
		/Please sign in/,
	],
	['a number that is no code', { kind: 'text', body: '123456789' }, /123456789/],
	['a code within words', { kind: 'text', body: 'There were 1002 messages' }, /1002 messages/],
];

describe.each(UNREADABLE)('%s', (name, fault, shown) => {
	it('leaves the outcome of a send unknown and says what came', async () => {
		bench.sim.fault({ call: 'smsapi', ...fault });

		const run = await bench.run(OPERATIONS.send);

		expectError(run, [/^\[unknown\]/, /may have accepted/], '');
		expect(told(run)).toMatch(shown);
		expect(run.error?.message).not.toMatch(/<\w/);
		expect(bench.sim.count()).toBe(1);
	});

	it.each(READS)('is an error of %s, never an empty success', async (operation) => {
		bench.sim.fault({ call: CALL[operation], ...fault });

		const run = await bench.run(OPERATIONS[operation]);

		const isNoReportYet = name === 'an empty body' && REPORTS.includes(operation);
		if (isNoReportYet) expect([run.items(NODE), run.hints(NODE)]).toEqual([[], [expect.stringContaining('no')]]);
		else {
			expectError(run, [/neither success nor a known error/, /\w{3}/], '');
			expect(told(run)).toMatch(shown);
		}
	});
});

describe('a success that holds digits of an error code', () => {
	it.each([
		'SMS SUBMITTED: ID - C210021002aabbccddeef',
		'SMS SUBMITTED: ID - bw-rdC31003',
		'1000, C21002',
		'1000,C21002',
		'sms submitted: id - 1002',
	])('%s is a success', async (body) => {
		bench.sim.fault({ call: 'smsapi', kind: 'text', body });

		const run = await bench.run(OPERATIONS.send);

		expect(run.items(NODE)).toEqual([
			expect.objectContaining({ shootId: body.split(/[\s,]+/).at(-1), response: body }),
		]);
	});
});

describe('a balance', () => {
	it.each([
		['plain', 470.44, 470.44, 'Your Balance is:BDT 470.44'],
		['thousands', 1234567.5, 1234567.5, 'Your Balance is:BDT 1,234,567.50'],
	])(
		"in the style %s is a number, with the gateway's text beside it",
		async (balanceStyle, amount, balance, response) => {
			Object.assign(bench.sim.settings, { balanceStyle, balance: amount });

			const run = await bench.run(OPERATIONS.getBalance, { input: [{}, {}] });

			expect(run.itemsFull(NODE)).toEqual(
				[0, 1].map((item) => ({ json: { balance, currency: 'BDT', expiresOn: null, response }, pairedItem: { item } })),
			);
		},
	);
});

describe('an error of one item among several', () => {
	const input = [{ id: 'C2001' }, { id: 'C2002' }, { id: 'C2003' }];
	// Of a send, 1016 would end the run: what concerns one message alone stands for it.
	const codeFor = (operation: OperationName) => (operation === 'send' ? '1014' : '1016');
	const secondFails = (operation: OperationName) =>
		bench.sim.fault({ call: CALL[operation], kind: 'code', code: codeFor(operation), skip: 1 });

	it.each<[OperationName, IDataObject]>([
		['send', { options: { parallelCalls: 1 } }],
		['get', { shootId: '={{ $json.id }}' }],
		['getOnce', { shootId: '={{ $json.id }}' }],
	])('names the item of %s', async (operation, changes) => {
		secondFails(operation);

		const run = await bench.run({ ...OPERATIONS[operation], ...changes }, { input });

		expect(run.error).toMatchObject({ name: 'NodeApiError', context: { itemIndex: 1 } });
	});

	it.each<[OperationName, IDataObject]>([
		['send', { options: { parallelCalls: 1 } }],
		['get', { shootId: '={{ $json.id }}' }],
		['getOnce', { shootId: '={{ $json.id }}' }],
		['getBalance', {}],
		['getApiKey', {}],
	])('of %s is an item with the error alone, paired, under On Error: Continue', async (operation, changes) => {
		const rest = { credentials: BY_LOGIN, ...GOING_ON };
		await bench.run(OPERATIONS.getBalance, rest);
		secondFails(operation);

		const run = await bench.run({ ...OPERATIONS[operation], ...changes }, { input, ...rest });

		expect(run.status).toBe('success');
		const failed = run.itemsFull(NODE).filter(({ json }) => 'error' in json);
		expect(failed).toEqual([
			{
				json: {
					error: expect.stringMatching(
						operation === 'send'
							? /^\[1014\] No matching template\. /
							: /^\[1016\] IP address not allowed\. .*whitelist/,
					),
				},
				pairedItem: { item: expect.any(Number) },
			},
		]);
		if (!['getBalance', 'getApiKey'].includes(operation)) expect(pairedIndex(failed[0])).toBe(1);
		expect(failed[0]).not.toHaveProperty('error');
	});

	it.each<[OperationName, IDataObject]>([
		['send', { options: { parallelCalls: 1 } }],
		['get', { shootId: '={{ $json.id }}' }],
		['getBalance', {}],
	])('of %s goes to the error branch, where there is one', async (operation, changes) => {
		const reports = bench.sim.addReports(['C2001', 'C2002', 'C2003'].map((shootId) => ({ shootId })));
		expect(reports).toHaveLength(3);
		secondFails(operation);

		const run = await bench.run({ ...OPERATIONS[operation], ...changes }, { input, onError: 'continueErrorOutput' });

		expect(run.status).toBe('success');
		const code = new RegExp(`^\\[${codeFor(operation)}\\]`);
		expect(run.items('Failed')).toEqual([expect.objectContaining({ error: expect.stringMatching(code) })]);
		expect(run.items('Next')).toHaveLength(2);
		expect(run.items('Next').every((json) => !('error' in json))).toBe(true);
	});

	it('of getAll goes to the error branch too', async () => {
		bench.sim.fault({ call: 'getAll', kind: 'code', code: '1016' });

		const run = await bench.run(OPERATIONS.getAll, { input, onError: 'continueErrorOutput' });

		expect(run.itemsFull(NODE, { output: 1 })).toEqual([
			expect.objectContaining({
				json: expect.objectContaining({ error: expect.stringMatching(/^\[1016\]/) }),
				pairedItem: { item: 0 },
			}),
		]);
		expect(run.itemsFull(NODE)).toEqual([]);
	});
});

describe('a word that n8n takes for a code of its own', () => {
	const WORDS = [
		'ECONNREFUSED',
		'ECONNRESET',
		'ENOTFOUND',
		'ETIMEDOUT',
		'ERRADDRINUSE',
		'EADDRNOTAVAIL',
		'ECONNABORTED',
		'EHOSTUNREACH',
		'EAI_AGAIN',
		'ENOENT',
		'EISDIR',
		'ENOTDIR',
		'EACCES',
		'EEXIST',
		'EPERM',
		'getaddrinfo',
		'Bad Gateway',
	];
	const OF_N8N =
		/retry the request|perhaps it is offline|perhaps the server|Retry on Fail' option|usually occurs due to|Operation not permitted|access permissions|already exists$/;
	const visible = (text: string) => text.replaceAll('\u2060', '');

	it.each(WORDS)('%s in a web page does not cost the user our words', async (word) => {
		for (const operation of ['send', ...READS] as const) {
			bench.sim.fault({ call: CALL[operation], kind: 'text', status: 500, body: `<p>read ${word} upstream</p>` });

			const run = await bench.run(OPERATIONS[operation]);

			expect(visible(run.error?.message ?? '')).toMatch(
				new RegExp(`neither success nor a known error \\(HTTP 500: “read ${word} upstream”\\)`),
			);
			expect(told(run)).not.toMatch(OF_N8N);
		}
	});

	it('in the credential test does not either', async () => {
		bench.sim.fault({ call: 'getBalance', kind: 'text', status: 502, body: 'read ECONNRESET' });

		expect(visible((await bench.engine.testCredential(BY_KEY)).message)).toMatch(/read ECONNRESET.*It usually passes/s);
	});

	it.each(['Bookkeeperman', 'preexisting customer'])('in what stands in To (%s) does not either', async (to) => {
		expect(visible(told(await bench.send({ to })))).toContain(`To: “${to}” is not a valid mobile number`);
	});
});
