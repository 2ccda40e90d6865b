import { inspect } from 'node:util';
import type { IDataObject } from 'n8n-workflow';
import type { NamedNode } from '../engine/index.cts';
import { BY_LOGIN, CALL, formsOf, OPERATIONS, PASSWORD, RETRYING, useBench, USERNAME } from './setup.cts';
import type { Fault } from './setup.cts';

const bench = useBench();
type NodeExtras = Parameters<typeof bench.node>[1];
const TO_FROM_AI = "={{ $fromAI('to', 'who gets it') }}";
const TEXT_FROM_AI = "={{ $fromAI('message', 'the text') }}";
const ARGS = { to: '01712345678', message: 'Hello from an agent & <co>' };

/** The node as an agent's tool; the model fills in number and text. */
const tool = (operation: 'send' | 'preview', extra?: NodeExtras) =>
	bench.node({ resource: 'sms', operation, to: TO_FROM_AI, message: TEXT_FROM_AI, senderId: '', options: {} }, extra);

/** What came of the calls of an agent. */
interface CalledTool {
	/** The texts that the agent reads. */
	answers: string[];
	/** All that n8n keeps of it. */
	kept: string;
}

type CallTool = (node: NamedNode, calls: IDataObject[]) => Promise<CalledTool>;

/** The ways in which AI agents of a workflow call a tool. */
const IN_EXECUTION: Array<[string, CallTool]> = [
	[
		'directly (agents 1 and 2, MCP Trigger)',
		async (node, calls) => {
			const agent = bench.engine.agent(node);
			const answers: string[] = [];
			for (const args of calls)
				answers.push(await agent.call(args).catch((error) => `${error.message} ${error.description ?? ''}`));
			const run = await agent.end();
			return { answers, kept: [run.stored, agent.stored, ...run.log, ...answers].join('\n') };
		},
	],
	[
		'through the engine (agent 3)',
		async (node, calls) => {
			const run = await bench.engine.runAsTool(node, calls);
			return {
				answers: run.observations,
				kept: [run.stored, ...run.log, inspect(run.error, { depth: 10 })].join('\n'),
			};
		},
	],
];

const OUTSIDE: (typeof IN_EXECUTION)[number] = [
	'outside any execution (n8n Agents)',
	async (node, calls) => {
		const answers: string[] = [];
		for (const args of calls)
			answers.push(await bench.engine.callOutside(node, args).then(JSON.stringify, ({ message }: Error) => message));
		return { answers, kept: answers.join('\n') };
	},
];

describe.each([...IN_EXECUTION, OUTSIDE])('called %s', (_, callTool) => {
	it.each<[string, NodeExtras]>([
		['key', undefined],
		['login', { credentials: BY_LOGIN }],
	])('Send sends one SMS with what the model filled in, signed in by %s', async (_way, extra) => {
		const { answers } = await callTool(tool('send', extra), [ARGS]);

		expect(bench.sim.messages.map(({ to, text, senderId }) => [to, text, senderId])).toEqual([
			['8801712345678', ARGS.message, 'MiMSMS'],
		]);
		expect(bench.sim.count('smsapi')).toBe(1);
		expect(JSON.parse(answers[0])).toEqual([
			expect.objectContaining({ status: 'submitted', shootId: bench.sim.messages[0].shootId }),
		]);
	});

	it('Send has a POST with the key in the body, as ever', async () => {
		await callTool(tool('send'), [ARGS]);

		const [{ method, url, fields }] = bench.sim.requests;
		expect([method, url, fields.api_key]).toEqual(['POST', '/smsapi', bench.sim.settings.apiKey]);
	});

	it('Send sends two messages when the agent has two', async () => {
		await callTool(tool('send'), [ARGS, { ...ARGS, message: 'Another' }]);

		expect(bench.accepted()).toEqual([ARGS.message, 'Another']);
	});

	it('Send sends the same message twice when the agent asks for it twice and both arrive', async () => {
		await callTool(tool('send'), [ARGS, ARGS]);

		expect(bench.accepted()).toEqual([ARGS.message, ARGS.message]);
	});

	it('with Retry On Fail an unknown message is not sent again', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'resetAfter' });

		await callTool(tool('send', RETRYING), [ARGS]);

		expect(bench.sim.count('smsapi')).toBe(1);
	});

	it('a refused message may be sent again', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'code', code: '1007' });

		const { answers } = await callTool(tool('send'), [ARGS, ARGS]);

		expect(answers[0]).toContain('[1007] Balance Insufficient');
		expect(answers[1]).toContain('submitted');
		expect(bench.accepted()).toEqual([ARGS.message]);
	});

	it('a bad number is told with the name of the field, before any request', async () => {
		const { answers } = await callTool(tool('send'), [{ ...ARGS, to: 'my mother' }]);

		expect(answers[0]).toMatch(/To: .*my mother/);
		expect(bench.sim.count()).toBe(0);
	});

	it('Preview answers without a credential', async () => {
		const { answers } = await callTool(tool('preview', { credentials: undefined }), [ARGS]);

		expect(JSON.parse(answers[0])).toEqual([
			expect.objectContaining({ to: ['8801712345678'], segments: 1, totalSegments: 1 }),
		]);
		expect(bench.sim.count()).toBe(0);
	});

	it('Send without a credential says that none is chosen', async () => {
		const { answers } = await callTool(tool('send', { credentials: undefined }), [ARGS]);

		expect(answers[0]).toMatch(/credential/i);
		expect(bench.sim.count()).toBe(0);
	});

	it('Get API Key refuses, and neither the gateway is asked nor the model told', async () => {
		const { answers, kept } = await callTool(bench.node(OPERATIONS.getApiKey, { credentials: BY_LOGIN }), [{}]);

		expect(answers[0]).toMatch(/does not run as a tool/);
		expect(bench.sim.count('getkey')).toBe(0);
		for (const form of formsOf(bench.sim.settings.apiKey)) expect(kept).not.toContain(form);
	});

	it('Get Balance answers', async () => {
		const { answers } = await callTool(bench.node(OPERATIONS.getBalance), [{}]);

		expect(JSON.parse(answers[0])).toEqual([expect.objectContaining({ balance: 1000, currency: 'BDT' })]);
	});

	it('Get reads the reports of the shoot ID that the model fills in', async () => {
		bench.sim.addReports([{ shootId: 'C2001' }, { shootId: 'C2001' }]);

		const { answers } = await callTool(bench.node({ ...OPERATIONS.get, shootId: "={{ $fromAI('id') }}" }), [
			{ id: 'C2001' },
			{ id: '../getAll' },
		]);

		expect(JSON.parse(answers[0])).toHaveLength(2);
		expect(answers[1]).toMatch(/Shoot ID/);
		expect(bench.sim.count()).toBe(1);
	});

	it('reads what failed as one item with the whole sentence, advice included', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'code', code: '1019' });

		const { answers } = await callTool(tool('send'), [ARGS, { ...ARGS, to: 'my mother' }]);

		expect(answers.map((answer) => JSON.parse(answer))).toEqual([
			[{ error: expect.stringMatching(/^\[1019\] SMS purpose missing\. .*Message Purpose under Options/) }],
			[{ error: expect.stringMatching(/^To: .*my mother.*This message was not sent/) }],
		]);
	});

	it.each(['getBalance', 'get', 'getOnce', 'getAll'] as const)('reads why %s failed', async (operation) => {
		bench.sim.fault({ call: CALL[operation], kind: 'code', code: '1016' });

		const { answers } = await callTool(bench.node(OPERATIONS[operation]), [{}]);

		expect(JSON.parse(answers[0])).toEqual([
			{ error: expect.stringMatching(/^\[1016\] IP address not allowed\. .*whitelist/) },
		]);
	});

	it('reads that an option of the run is wrong', async () => {
		const parameters = { ...OPERATIONS.send, options: { parallelCalls: 0 } };

		const { answers } = await callTool(bench.node(parameters), [{}]);

		expect(JSON.parse(answers[0])).toEqual([{ error: expect.stringMatching(/^Max Requests at Once: must be/) }]);
		expect(bench.sim.count()).toBe(0);
	});

	it.each<['get' | 'getOnce' | 'getAll', RegExp]>([
		[
			'get',
			/no report for this shoot ID yet.* Ask again later, with the same shoot ID\. Do not send the message again\.$/,
		],
		['getOnce', /no report for this shoot ID yet.* Do not send the message again\.$/],
		['getAll', /no new delivery report/],
	])('reads of %s that there is no report, never an empty answer', async (operation, message) => {
		const { answers } = await callTool(bench.node(OPERATIONS[operation]), [{}]);

		expect(JSON.parse(answers[0])).toEqual([{ message: expect.stringMatching(message) }]);
	});

	// In a direct call n8n evaluates the fields itself, before the node begins, and throws.
	it('is told why an expression of the node failed', async () => {
		const { answers } = await callTool(bench.node({ ...OPERATIONS.send, message: "={{ $('Nowhere').item.json.x }}" }), [
			{},
		]);

		expect(answers[0]).toMatch(/Referenced node doesn't exist/);
		expect(bench.sim.count()).toBe(0);
	});

	it('Get Many reads all that waits', async () => {
		bench.sim.addReports(150);

		const { answers } = await callTool(bench.node({ ...OPERATIONS.getAll, returnAll: true }), [{}]);

		expect(JSON.parse(answers[0])).toHaveLength(150);
	});

	it.each<[string, Fault]>([
		['resetAfter', { kind: 'resetAfter' }],
		['401', { kind: 'status', status: 401 }],
		['404', { kind: 'status', status: 404 }],
		['a refusal', { kind: 'code', code: '1016' }],
	])('%s shows no secret', async (_name, fault) => {
		for (const extra of [{}, { credentials: BY_LOGIN }]) {
			for (const node of [tool('send', extra), bench.node(OPERATIONS.getBalance, extra)]) {
				bench.sim.clearFaults();
				bench.sim.fault({ ...fault, times: Infinity });
				const { kept } = await callTool(node, [ARGS]);
				for (const form of [bench.sim.settings.apiKey, USERNAME, PASSWORD].flatMap(formsOf))
					expect(kept).not.toContain(form);
			}
		}
	});
});

describe('an agent that calls the tool twice at the same time', () => {
	it('has two messages sent: they are two calls', async () => {
		const agent = bench.engine.agent(tool('send'));

		await Promise.all([agent.call(ARGS), agent.call({ ...ARGS, message: 'Another' })]);
		await agent.end();

		expect(bench.accepted().sort()).toEqual(['Another', ARGS.message]);
	});
});

describe('a new execution', () => {
	it('does not remember what was unknown in the one before', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'resetBefore' });
		expect(await bench.engine.callTool(tool('send'), ARGS)).toContain('[unknown]');

		await bench.engine.callTool(tool('send'), ARGS);

		expect(bench.accepted()).toEqual([ARGS.message]);
	});
});

describe.each(IN_EXECUTION)('called %s', (_, callTool) => {
	it.each<[string, Fault]>([
		['resetAfter', { kind: 'resetAfter' }],
		['resetBefore', { kind: 'resetBefore' }],
		['empty', { kind: 'empty', accept: true }],
		['cutOff', { kind: 'cutOff' }],
	])(
		'after %s the agent that calls again with the same content is told that the outcome is unknown',
		async (_name, fault) => {
			bench.sim.fault({ call: 'smsapi', ...fault });

			const { answers } = await callTool(tool('send'), [ARGS, ARGS, ARGS]);

			expect(answers).toEqual(Array(3).fill(expect.stringContaining('[unknown]')));
			expect(bench.sim.count('smsapi')).toBe(1);
			expect(bench.sim.messages.length).toBeLessThanOrEqual(1);
		},
	);

	it('after an unknown outcome other content goes out', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'resetAfter' });

		await callTool(tool('send'), [ARGS, { ...ARGS, message: 'Another' }, { ...ARGS, to: '01812345678' }, ARGS]);

		expect(bench.sim.messages.map(({ to, text }) => [to, text])).toEqual([
			['8801712345678', ARGS.message],
			['8801712345678', 'Another'],
			['8801812345678', ARGS.message],
		]);
	});
});

describe('called outside any execution (n8n Agents)', () => {
	const [, callTool] = OUTSIDE;

	it.each<[string, Fault]>([
		['resetAfter', { kind: 'resetAfter' }],
		['empty', { kind: 'empty', accept: true }],
		['status', { kind: 'status', status: 429, accept: true }],
	])(
		'after %s the agent is told not to call again, for nothing is kept from one call to the next',
		async (_, fault) => {
			bench.sim.fault({ call: 'smsapi', ...fault });

			const { answers } = await callTool(tool('send'), [ARGS, ARGS]);

			expect(answers[0]).toMatch(
				/\[unknown\].*Do not call this tool again with the same text: that would send it again/,
			);
			expect(answers[0]).not.toMatch(/this execution/);
			expect(answers[1]).toMatch(/submitted/);
		},
	);

	it('after a refusal it is told what it is told elsewhere', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'code', code: '1007' });

		const { answers } = await callTool(tool('send'), [ARGS]);

		expect(answers[0]).toMatch(/\[1007\] Balance Insufficient/);
	});
});
