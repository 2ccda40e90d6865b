/** An AI agent that calls the node, with either API, on each of n8n's ways: nothing goes out twice, and what it reads is true. */
import { AGENT_NAME, AGENT_TYPE, createAgentType, createAgentWorkflow, toolsOf } from '../engine/agentNode.cts';
import type { IDataObject } from 'n8n-workflow';
import type { NodeSpec } from '../engine/index.cts';
import { SEND, BY_KEY, RETRYING, sleep, useSendingBench } from '../sending/setup.cts';
import type { Fault } from '../simulator/index.cts';
import { APIS, type Sending } from './apis.cts';

const bench = useSendingBench();
const FROM_MODEL = { to: "={{ $fromAI('to', 'who') }}", message: "={{ $fromAI('message', 'what') }}" };
const ARGS = { to: '01712345601', message: 'Your order has been shipped' };

const OPERATIONS: Array<[operation: Sending, parameters: IDataObject]> = [
	['send', { ...SEND, ...FROM_MODEL }],
	['sendMany', { ...SEND, operation: 'sendMany', ...FROM_MODEL }],
	['sendAndTrack', { ...SEND, operation: 'sendAndTrack', timeout: 2, interval: 1, ...FROM_MODEL }],
];

const tool = (parameters: IDataObject, extra: Partial<NodeSpec> = {}): NodeSpec => ({
	type: 'mimSms',
	name: 'MiM SMS',
	credentials: BY_KEY,
	parameters,
	...extra,
});
/** The error that an agent reads: the one item, with nothing beside it. */
function errorIn(answer: string): string {
	const items: IDataObject[] = JSON.parse(answer);
	expect(items).toEqual([{ error: expect.any(String) }]);
	return String(items[0].error);
}
const sent = () => bench.sim.messages.map(({ to, text }) => [to, text]);
const ONE = [['8801712345601', ARGS.message]];

/** What the model reads of a message that was taken. */
const statusOf = (operation: string) => (operation === 'sendAndTrack' ? 'delivered' : 'submitted');

describe.each(APIS)('%s', (_api, api) => {
	beforeEach(() => api.speak(bench));

	describe.each(OPERATIONS)('an agent that calls %s', (operation, parameters) => {
		const call = api.calls[operation];

		it('directly sends one SMS and reads what became of it', async () => {
			const answer = JSON.parse(await bench.engine.callTool(tool(parameters), ARGS));

			expect(sent()).toEqual(ONE);
			expect(bench.sim.count(call)).toBe(1);
			expect(answer).toEqual([
				expect.objectContaining({ status: statusOf(operation), shootId: api.referenceOf(bench.sim.messages[0]) }),
			]);
			if (operation === 'sendAndTrack')
				expect(answer[0]).toMatchObject({ delivered: 1, failed: 0, pending: 0, timedOut: false });
		});

		it('through the engine sends one SMS and reads what became of it', async () => {
			const run = await bench.engine.runAsTool(tool(parameters), ARGS);

			expect(sent()).toEqual(ONE);
			expect(JSON.parse(run.observations[0])).toEqual([
				expect.objectContaining({ status: statusOf(operation), shootId: api.referenceOf(bench.sim.messages[0]) }),
			]);
		});

		it.each<[string, Fault]>([
			['resetAfter', { kind: 'resetAfter' }],
			['resetBefore', { kind: 'resetBefore' }],
			['502, accepted', { kind: 'status', accept: true }],
		])('directly, and again after the connection broke (%s), sends at most one', async (_, fault) => {
			bench.sim.fault({ call, ...fault });
			const agent = bench.engine.agent(tool(parameters, RETRYING));

			expect(errorIn(await agent.call(ARGS))).toMatch(/\[unknown\]/);
			expect(errorIn(await agent.call(ARGS))).toMatch(/\[unknown\]/);
			expect(errorIn(await agent.call({ ...ARGS, to: '+880 1712-345601' }))).toMatch(/\[unknown\]/);
			await agent.end();

			expect(bench.sim.count(call)).toBe(1);
			expect(sent().length).toBeLessThanOrEqual(1);
		});

		it('directly, with a schedule that an expression makes anew, sends one under Retry On Fail', async () => {
			bench.sim.fault({ call, kind: 'resetAfter' });
			const scheduled = { ...parameters, options: { scheduledDateTime: '={{ $now.plus({ minutes: 10 }).toISO() }}' } };
			const agent = bench.engine.agent(
				tool(api.schedules && operation !== 'sendAndTrack' ? scheduled : parameters, RETRYING),
			);

			for (let i = 0; i < 3; i++) expect(errorIn(await agent.call(ARGS))).toMatch(/\[unknown\]/);
			await agent.end();

			expect(sent()).toEqual(ONE);
		});

		it('directly, and again under another sender ID, sends one', async () => {
			bench.sim.fault({ call, kind: 'resetAfter' });
			const agent = bench.engine.agent(tool({ ...parameters, senderId: "={{ $fromAI('from', 'sender') }}" }));

			expect(errorIn(await agent.call({ ...ARGS, from: 'MiMSMS' }))).toMatch(/\[unknown\]/);
			expect(errorIn(await agent.call({ ...ARGS, from: 'DEMO SHOP' }))).toMatch(/\[unknown\]/);
			await agent.end();

			expect(sent()).toEqual(ONE);
		});

		it('through the engine, and again after a reset, sends one', async () => {
			bench.sim.fault({ call, kind: 'resetAfter' });

			const run = await bench.engine.runAsTool(tool(parameters, RETRYING), [ARGS, ARGS, ARGS]);

			expect(sent()).toEqual(ONE);
			expect(bench.sim.count(call)).toBe(1);
			for (const observation of run.observations) expect(observation).toContain('[unknown]');
		});

		it('with other words after a reset sends those', async () => {
			bench.sim.fault({ call, kind: 'resetAfter' });
			const agent = bench.engine.agent(tool(parameters));

			expect(errorIn(await agent.call(ARGS))).toMatch(/\[unknown\]/);
			await agent.call({ ...ARGS, message: 'Other words' });
			await agent.end();

			expect(sent()).toEqual([...ONE, ['8801712345601', 'Other words']]);
		});

		it('again after a refusal sends it', async () => {
			bench.sim.fault({ call, kind: 'code', code: api.passing[1] });
			const agent = bench.engine.agent(tool(parameters));

			expect(errorIn(await agent.call(ARGS))).toContain(`[${api.passing[1]}]`);
			await agent.call(ARGS);
			await agent.end();

			expect(sent()).toEqual(ONE);
		});

		it('twice with success sends two', async () => {
			const agent = bench.engine.agent(tool(parameters));

			await Promise.all([agent.call(ARGS), agent.call(ARGS)]);
			await agent.end();

			expect(sent()).toEqual([...ONE, ...ONE]);
		});

		it('is told of a wrong number, and nothing goes out', async () => {
			expect(errorIn(await bench.engine.callTool(tool(parameters), { ...ARGS, to: '12' }))).toMatch(/To: .*12/);
			expect(bench.sim.count()).toBe(0);
		});
	});

	describe('an agent that sends to several numbers', () => {
		it('and repeats it to one of them more, after the connection broke, sends nothing again', async () => {
			bench.sim.fault({ call: api.callToSeveral, kind: 'resetAfter' });
			const agent = bench.engine.agent(tool({ ...SEND, ...FROM_MODEL }));

			expect(errorIn(await agent.call({ ...ARGS, to: '01712345601, 01712345602' }))).toMatch(/\[unknown\]/);
			for (const to of ['01712345602, 01712345601', '01712345602', '01712345602, 01712345603'])
				expect(errorIn(await agent.call({ ...ARGS, to }))).toMatch(/\[unknown\]/);
			await agent.end();

			expect(sent()).toHaveLength(2);
		});
	});

	describe('an agent whose unknown message stood in a call that is still running', () => {
		it('does not send the same again meanwhile', async () => {
			bench.sim.fault({ call: api.calls.send, kind: 'stall' });
			const agent = bench.engine.agent(tool({ ...SEND, ...FROM_MODEL, requestOptions: { timeout: 400 } }));

			const answers = await Promise.allSettled([
				agent.call(ARGS),
				new Promise((resolve) => setTimeout(resolve, 2_500)).then(() => agent.call(ARGS)),
			]);
			await agent.end();

			expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
			expect(sent()).toEqual(ONE);
		});
	});

	describe('an agent that works on several items at once (Batch Size), whose calls n8n mixes up', () => {
		/** As the agent of version 2 does: the tools of each item are made before any of them is called, so n8n gives all calls one index and one input. */
		const inBatch = (wait: number) =>
			createAgentType(async function () {
				const answers = await Promise.all(
					this.getInputData().map(async ({ json }, index) => {
						const [first] = await toolsOf(this, index);
						await sleep(index * wait);
						return { json: { answer: await first.invoke(json).catch((error: Error) => error.message) } };
					}),
				);
				return [answers];
			});

		it.each(
			OPERATIONS.flatMap(([operation, parameters]) =>
				[0, 200].map((wait): [string, number, IDataObject] => [operation, wait, parameters]),
			),
		)(
			'%s sends one of them, and says of the other that nothing was sent (%i ms apart)',
			async (operation, wait, parameters) => {
				const node = bench.engine.reader.readTool(tool(parameters));
				const input = [
					{ to: '01712345601', message: 'For Anna' },
					{ to: '01712345602', message: 'For Bob' },
				];

				const run = await bench.engine.run(createAgentWorkflow(node, 2), {
					input,
					furtherTypes: { [AGENT_TYPE]: inBatch(wait) },
				});

				const answers = run.items(AGENT_NAME).map(({ answer }) => answer);
				expect(sent()).toHaveLength(1);
				expect(answers.filter((answer) => String(answer).includes(`[{"status":"${statusOf(operation)}"`))).toHaveLength(
					1,
				);
				expect(answers.filter((answer) => /^\[\{"error":"\[notSent\] .*Batch Size/.test(String(answer)))).toHaveLength(
					1,
				);
			},
		);
	});
});

describe('an agent that reads of one recipient that nobody knows what became of it', () => {
	it('and tries that one alone sends nothing again; the one that was refused may be tried', async () => {
		bench.speakV2();
		const [accepted, unknown, refused] = ['01', '02', '03'].map((end) => `88017123456${end}`);
		bench.sim.fault({
			call: 'v2/OneToMany',
			kind: 'text',
			body: JSON.stringify({
				statusCode: '200',
				success_Data: [{ mobNumber: accepted, trackingId: 'T1' }],
				error_Data: [
					{ res_Code: '221', failedNumbers: unknown },
					{ res_Code: '206', failedNumbers: refused },
				],
			}),
		});
		const agent = bench.engine.agent(tool({ ...SEND, ...FROM_MODEL }));
		const all = [accepted, unknown, refused].join();

		expect(JSON.parse(await agent.call({ ...ARGS, to: all }))).toMatchObject([
			{ status: 'submitted', unknownRecipients: [{ to: unknown }] },
		]);
		for (const to of [unknown, all]) expect(errorIn(await agent.call({ ...ARGS, to }))).toMatch(/^\[unknown\]/);
		expect(sent()).toEqual([]);
		expect(JSON.parse(await agent.call({ ...ARGS, to: refused }))).toMatchObject([{ status: 'submitted' }]);
		await agent.end();

		expect(sent()).toEqual([[refused, ARGS.message]]);
	});
});
