/** An agent that calls the tool, above all in a Retry: nothing goes out twice, and what did not go out does. */
import { NodeConnectionTypes } from 'n8n-workflow';
import type { IDataObject, INodeType } from 'n8n-workflow';
import { AGENT_NAME, AGENT_TYPE, createAgentType, createAgentWorkflow, toolsOf } from '../engine/agentNode.cts';
import { kill, stop, storeBehindModel } from '../engine/index.cts';
import type { Retryable, Run, StartedExecution } from '../engine/index.cts';
import { createActions, createRequestingAgentType } from '../engine/requestingAgent.cts';
import { processedData } from '../engine/runtime.cts';
import { BY_KEY, NODE, SEND, START, until, useSendingBench, workflow } from './setup.cts';

const bench = useSendingBench();

const TOOL = {
	type: 'mimSms',
	name: NODE,
	credentials: BY_KEY,
	parameters: { ...SEND, to: "={{ $fromAI('to', 'who') }}", message: "={{ $fromAI('message', 'what') }}" },
};
const FIRST = { to: '01712345601', message: 'First' };
const SECOND = { to: '01712345602', message: 'Second' };
const THIRD = { to: '01712345603', message: 'Third' };
const textsOf = (calls: IDataObject[]) => calls.map(({ message }) => message);

const NOBODY_KNOWS = /\[unknown\] It is not known whether this message went out/;
const SAVING = { saveExecutionProgress: true };

/** What the model wants: these calls, one after the other; before the one with the number `fails` it fails. */
interface Plan {
	calls: IDataObject[];
	fails?: number;
}

type AgentOf = (plan: Plan) => INodeType;

/** As version 3: n8n's engine runs the tool, and in a Retry the agent goes on where it was. */
const askingAgent: AgentOf = ({ calls, fails }) =>
	createAgentType(async function ask(response) {
		const done = Number((response?.metadata as { done?: number } | undefined)?.done ?? 0);
		if (done === fails) throw new Error('The model is overloaded');
		if (done === calls.length) return [[{ json: {} }]];
		const { execute } = createRequestingAgentType({ name: NODE }, [calls[done]]);
		return Object.assign((await execute!.call(this))!, { metadata: { done: done + 1 } });
	});

/** As versions 1 and 2: the agent calls the tool itself, and in a Retry it begins anew. */
const callingAgent: AgentOf = ({ calls, fails }) =>
	createAgentType(async function call() {
		const [tool] = await toolsOf(this);
		for (const [done, args] of calls.entries()) {
			if (done === fails) throw new Error('The model is overloaded');
			await tool.invoke(args);
		}
		if (calls.length === fails) throw new Error('The model is overloaded');
		return [[{ json: {} }]];
	});

const asAgent = (type: INodeType) => ({ furtherTypes: { [AGENT_TYPE]: type } });

const flow = (version: number, settings: object = {}) =>
	createAgentWorkflow(bench.engine.reader.readTool(TOOL), version).settings(settings);

/** A run of the agent for each item. */
const inLoop = (version: number) =>
	workflow()
		.add(START)
		.add({ name: 'Loop', type: 'n8n-nodes-base.splitInBatches', typeVersion: 3, parameters: { batchSize: 1 } })
		.add({ name: AGENT_NAME, type: AGENT_TYPE, typeVersion: version }, { after: 'Loop', output: 1 })
		.add(bench.engine.reader.readTool(TOOL), { after: null })
		.connect(NODE, AGENT_NAME, { type: NodeConnectionTypes.AiTool })
		.connect(AGENT_NAME, 'Loop');

/** What the tool answered, all calls. */
const answers = (run: Run): string => JSON.stringify(run.runs(NODE).map(({ data }) => data));

/** Killed when the gateway has taken so many messages. */
async function killedAfter(taken: number, started: StartedExecution, end = kill): Promise<Retryable> {
	await until(() => bench.accepted().length === taken);
	const row = await end(started);
	await bench.quiet();
	jest.restoreAllMocks();
	return row;
}

/** Does this when so many messages are out and the tool, about to send, has not noted the next one. */
function beforeSending(taken: number, act: () => Promise<void>): void {
	const asItIs = processedData.checkProcessedAndRecord.bind(processedData);
	jest.spyOn(processedData, 'checkProcessedAndRecord').mockImplementation(async (...args) => {
		if (bench.accepted().length === taken) await act();
		return await asItIs(...args);
	});
}

beforeEach(() => {
	bench.sim.settings.latency = 200;
});
afterEach(() => {
	jest.restoreAllMocks();
});

describe.each<[string, number, AgentOf, object]>([
	['an agent that asks n8n for its tool', 3, askingAgent, {}],
	['an agent that asks n8n for its tool, with saved progress', 3, askingAgent, SAVING],
	['an agent that calls its tool', 2, callingAgent, {}],
	['an agent that calls its tool, with saved progress', 2, callingAgent, SAVING],
])('%s', (_, version, agentOf, settings) => {
	it.each([
		['before the first call', 0],
		['after it', 1],
		['after the second one', 2],
	])('whose model fails %s: Retry sends the rest, and only that', async (__, fails) => {
		const calls = [FIRST, SECOND];
		const failed = await bench.engine.run(flow(version, settings), asAgent(agentOf({ calls, fails })));
		expect([failed.status, bench.accepted().length]).toEqual(['error', fails]);

		const again = await bench.engine.retry(failed, asAgent(agentOf({ calls })));

		expect(again.status).toBe('success');
		expect(bench.accepted()).toEqual(textsOf(calls));
		expect(answers(again)).not.toMatch(/"error"/);
	});

	it('whose model fails in the Retry too: the Retry of that sends the rest', async () => {
		const calls = [FIRST, SECOND, THIRD];
		const failed = await bench.engine.run(flow(version, settings), asAgent(agentOf({ calls, fails: 1 })));
		const failedAgain = await bench.engine.retry(failed, asAgent(agentOf({ calls, fails: 2 })));

		const last = await bench.engine.retry(failedAgain, asAgent(agentOf({ calls })));

		expect(last.status).toBe('success');
		expect(bench.accepted()).toEqual(textsOf(calls));
	});

	it('killed while the model thinks: Retry sends all', async () => {
		const calls = [FIRST, SECOND];
		const thinking = createAgentType(async () => await new Promise(() => {}));
		const started = bench.engine.start(flow(version, settings), asAgent(thinking));
		await until(() => started.execution.events.has(AGENT_NAME));
		const killed = await kill({ ...started, promise: Promise.resolve() as never });

		const again = await bench.engine.retry(killed, asAgent(agentOf({ calls })));

		expect(again.status).toBe('success');
		expect(bench.accepted()).toEqual(textsOf(calls));
	});

	it.each([1, 2])('killed while the tool sends, in call %i: Retry sends nothing', async (taken) => {
		const calls = [FIRST, SECOND, THIRD].slice(0, taken);
		const started = bench.engine.start(flow(version, settings), asAgent(agentOf({ calls })));
		const killed = await killedAfter(taken, started);

		await bench.engine.retry(killed, asAgent(agentOf({ calls })));

		expect(bench.accepted()).toEqual(textsOf(calls));
	});

	it('stopped while the tool sends: Retry sends nothing twice', async () => {
		const calls = [FIRST, SECOND];
		const started = bench.engine.start(flow(version, settings), asAgent(agentOf({ calls })));
		const stopped = await killedAfter(2, started, stop);

		await bench.engine.retry(stopped, asAgent(agentOf({ calls })));

		expect(bench.accepted()).toEqual(textsOf(calls));
	});
});

describe('an agent that asks n8n for its tool, and in a Retry is shown nothing of what it answered before', () => {
	/** As a model that does not see what it has asked for in the first execution. */
	const forgetful = (calls: IDataObject[], { fails }: { fails: boolean }): INodeType => {
		let asked = 0;
		return createAgentType(async function ask() {
			if (asked === calls.length && fails) throw new Error('The model is overloaded');
			if (asked === calls.length) return [[{ json: {} }]];
			const { execute } = createRequestingAgentType({ name: NODE }, [calls[asked++]]);
			return await execute!.call(this);
		});
	};

	it.each([{}, SAVING])(
		'and asks for all once more: nothing goes out twice, and it reads what became of each (%j)',
		async (settings) => {
			const calls = [FIRST, SECOND];
			const failed = await bench.engine.run(flow(3, settings), asAgent(forgetful(calls, { fails: true })));
			expect([failed.status, bench.accepted()]).toEqual(['error', textsOf(calls)]);

			const again = await bench.engine.retry(failed, asAgent(forgetful(calls, { fails: false })));

			expect([again.status, bench.accepted()]).toEqual(['success', textsOf(calls)]);
			expect(again.runs(NODE)).toHaveLength(4);
			expect(answers(again)).not.toMatch(/"error"/);
		},
	);
});

it('an agent that asks n8n for its tool with the same text again and again, for one item: it goes out once, in a Retry too', async () => {
	const calls = [FIRST, FIRST, FIRST];
	const failed = await bench.engine.run(flow(3), asAgent(askingAgent({ calls, fails: 2 })));
	expect([answers(failed).match(/"submitted"/g)?.length, bench.accepted().length]).toEqual([2, 1]);

	const again = await bench.engine.retry(failed, asAgent(askingAgent({ calls })));

	expect([again.status, answers(again).match(/"submitted"/g)?.length]).toEqual(['success', 3]);
	expect(bench.accepted()).toHaveLength(1);
});

it('an agent that asks once more under another sender ID, which the model chooses: it goes out once', async () => {
	const senderId = "={{ $fromAI('from', 'sender') }}";
	const calls = ['MiMSMS', 'DEMO SHOP'].map((from) => ({ ...FIRST, from }));
	const tool = bench.engine.reader.readTool({ ...TOOL, parameters: { ...TOOL.parameters, senderId } });

	const run = await bench.engine.run(createAgentWorkflow(tool, 3), asAgent(askingAgent({ calls })));

	expect([run.status, bench.accepted(), run.runs(NODE).length]).toEqual(['success', [FIRST.message], 2]);
});

describe.each<[string, number, AgentOf]>([
	['an agent that asks n8n for its tool', 3, askingAgent],
	['an agent that calls its tool', 2, callingAgent],
])('%s, in a loop with saved progress', (_, version, agentOf) => {
	const looping = () => inLoop(version).settings(SAVING);
	const input = [FIRST, SECOND, THIRD].map((args) => ({ ...args }));
	/** Writes to who stands in the item; before the text `fails` the model fails. */
	const agent = (fails?: string) =>
		createAgentType(async function write(response) {
			const { to, message } = this.getInputData()[0].json;
			if (message === fails) throw new Error('The model is overloaded');
			return await agentOf({ calls: [{ to, message }] }).execute!.call(this, response);
		});

	it('killed in a later pass: Retry sends nothing twice', async () => {
		const started = bench.engine.start(looping(), { ...asAgent(agent()), input });
		const killed = await killedAfter(2, started);

		await bench.engine.retry(killed, asAgent(agent()));

		expect(bench.accepted().filter((text) => text !== THIRD.message)).toEqual(textsOf([FIRST, SECOND]));
	});

	it('whose model fails in a later pass: Retry sends the rest', async () => {
		const failed = await bench.engine.run(looping(), { ...asAgent(agent(SECOND.message)), input });
		expect([failed.status, bench.accepted()]).toEqual(['error', [FIRST.message]]);

		const again = await bench.engine.retry(failed, asAgent(agent()));

		expect([again.status, bench.accepted()]).toEqual(['success', textsOf([FIRST, SECOND, THIRD])]);
		expect(answers(again)).not.toMatch(/"error"/);
	});
});

it('an agent that works on two items, of which n8n forgets what it did for the first: each message goes out once', async () => {
	const steps = [
		// The same text to the same number, on purpose: two orders of one customer.
		[FIRST, FIRST],
		[FIRST, SECOND],
	];
	const asking = createAgentType(async function ask(response) {
		const { done = 0 } = (response?.metadata ?? {}) as { done?: number };
		if (done === steps.length) return [[{ json: {} }]];
		await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0);
		const actions = steps[done].flatMap((args, item) => createActions({ name: NODE }, [args], item));
		return { actions, metadata: { done: done + 1 } };
	});

	const run = await bench.engine.run(flow(3), { ...asAgent(asking), input: [{ order: 1 }, { order: 2 }] });

	expect([run.status, bench.accepted().sort()]).toEqual(['success', textsOf([FIRST, FIRST, SECOND])]);
	expect(answers(run).match(/"submitted"/g)).toHaveLength(4);
});

it('two agents that share a tool, and say the same text to the same number for equal items: both go out', async () => {
	const second = 'Second agent';
	const both = flow(3)
		.add({ name: second, type: AGENT_TYPE, typeVersion: 3 }, { after: AGENT_NAME })
		.connect(NODE, second, { type: NodeConnectionTypes.AiTool });
	const asking = createAgentType(async function ask(response) {
		// Both work on the same item.
		if (response?.actionResponses?.length) return [[{ json: {} }]];
		const { execute } = createRequestingAgentType({ name: NODE }, [FIRST]);
		return await execute!.call(this);
	});

	const run = await bench.engine.run(both, asAgent(asking));

	expect([run.status, bench.accepted()]).toEqual(['success', textsOf([FIRST, FIRST])]);
});

it('an agent whose number stands in several lines of the tool, and is written in another way the second time: it goes out once', async () => {
	const to = "={{ $fromAI(\n\t'to',\n\t'who'\n) }}";
	const calls = [FIRST, { ...FIRST, to: '8801712345601' }];
	const tool = bench.engine.reader.readTool({ ...TOOL, parameters: { ...TOOL.parameters, to } });

	const run = await bench.engine.run(createAgentWorkflow(tool, 3), asAgent(askingAgent({ calls })));

	expect([run.status, bench.accepted()]).toEqual(['success', [FIRST.message]]);
});

describe('an agent that works on two items, of which n8n asks for each call with the same ID once for each item', () => {
	/** `by`: the node that n8n names as the one that asked. */
	const run = async (by: string) => {
		const asking = createAgentType(async function ask(response) {
			if (response?.actionResponses?.length) return [[{ json: {} }]];
			await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0);
			const calls = [FIRST, SECOND].flatMap((input, i) =>
				createActions({ name: NODE }, [input]).map((action) => ({ ...action, id: `call_${i}` })),
			);
			const actions = [0, 1].flatMap((itemIndex) =>
				calls.map((call) => ({ ...call, metadata: { ...call.metadata, itemIndex, parentNodeName: by } })),
			);
			return { actions, metadata: {} };
		});
		const reviewed = flow(3).add({ name: 'Review', type: 'n8n-nodes-base.noOp' }, { after: null });
		return await bench.engine.run(reviewed, { ...asAgent(asking), input: [{ order: 1 }, { order: 2 }] });
	};

	it('behind a review: what a person has approved goes out once', async () => {
		const reviewed = await run('Review');

		expect([reviewed.status, bench.accepted()]).toEqual(['success', textsOf([FIRST, SECOND])]);
		expect(answers(reviewed).match(/"submitted"/g)).toHaveLength(4);
	});

	it('without one: models may number their calls from the start for each item, and each is a message', async () => {
		const { status } = await run(AGENT_NAME);

		expect([status, bench.accepted().sort()]).toEqual(['success', textsOf([FIRST, FIRST, SECOND, SECOND])]);
	});
});

it('an agent in a loop that says the same text to the same number in each pass: a Retry sends that of the later passes', async () => {
	let isOverloaded = true;
	const asking = () =>
		createAgentType(async function ask(response) {
			const pass = this.getInputData()[0].json.pass;
			if (pass === 2 && isOverloaded) throw new Error('The model is overloaded');
			const { execute } = createRequestingAgentType({ name: NODE }, [FIRST]);
			return await execute!.call(this, response);
		});
	const failed = await bench.engine.run(inLoop(3), {
		...asAgent(asking()),
		input: [{ pass: 1 }, { pass: 2 }, { pass: 3 }],
	});
	expect([failed.status, bench.accepted().length]).toEqual(['error', 1]);
	isOverloaded = false;

	const again = await bench.engine.retry(failed, asAgent(asking()));

	expect([again.status, bench.accepted().length]).toEqual(['success', 3]);
});

it('an agent that calls its tool, stopped, and calls it twice more in the Retry: nobody knows, and nothing goes out', async () => {
	bench.sim.fault({ call: 'smsapi', kind: 'stall', accept: true });
	const calls = [FIRST, FIRST];
	const started = bench.engine.start(flow(2, SAVING), asAgent(callingAgent({ calls })));
	await until(() => bench.accepted().length === 1);
	await storeBehindModel(started, NODE, AGENT_NAME);
	const stopped = await killedAfter(1, started, stop);

	const again = await bench.engine.retry(stopped, asAgent(callingAgent({ calls })));

	expect(bench.accepted()).toEqual([FIRST.message]);
	expect(answers(again).match(new RegExp(NOBODY_KNOWS, 'g'))).toHaveLength(2);
});

it.each([{}, SAVING])(
	'an agent that calls its tool, behind a Wait in the database, stopped: Retry sends nothing (%j)',
	async (settings) => {
		const calls = [FIRST, SECOND];
		const waiting = workflow()
			.add(START)
			.add({ name: 'Wait', type: 'n8n-nodes-base.wait', parameters: { amount: 2, unit: 'minutes' } })
			.add({ name: AGENT_NAME, type: AGENT_TYPE, typeVersion: 2 })
			.add(bench.engine.reader.readTool(TOOL), { after: null })
			.connect(NODE, AGENT_NAME, { type: NodeConnectionTypes.AiTool })
			.settings(settings);
		const { furtherTypes } = asAgent(callingAgent({ calls }));
		const parked = await bench.engine.run(waiting, { furtherTypes });
		expect(parked.status).toBe('waiting');
		const stopped = await killedAfter(2, await bench.engine.resume(parked, furtherTypes), stop);

		const again = await bench.engine.retry(stopped, { furtherTypes });

		expect([again.status, bench.accepted()]).toEqual(['success', textsOf(calls)]);
	},
);

it('an agent that makes its calls at once, killed: Retry sends none of them', async () => {
	const calls = [FIRST, SECOND, THIRD];
	const callingAtOnce = () =>
		createAgentType(async function call() {
			const [tool] = await toolsOf(this);
			await Promise.all(calls.map(async (args) => await tool.invoke(args)));
			return [[{ json: {} }]];
		});
	const killed = await killedAfter(3, bench.engine.start(flow(2), asAgent(callingAtOnce())));

	const again = await bench.engine.retry(killed, asAgent(callingAtOnce()));

	expect(bench.accepted().sort()).toEqual(textsOf(calls));
	expect(answers(again).match(new RegExp(NOBODY_KNOWS, 'g'))).toHaveLength(3);
});

describe('an agent whose progress n8n 1 saves while its tool begins', () => {
	/** Killed in the last of these calls, as n8n 1 stored it when that began. */
	async function killedInCall(started: StartedExecution, taken: number): Promise<Retryable> {
		beforeSending(taken - 1, async () => await storeBehindModel(started, NODE, AGENT_NAME));
		return await killedAfter(taken, started);
	}

	it.each([1, 2, 3])('killed in call %i: Retry sends nothing', async (taken) => {
		const calls = [FIRST, SECOND, THIRD].slice(0, taken);
		const killed = await killedInCall(bench.engine.start(flow(3, SAVING), asAgent(askingAgent({ calls }))), taken);

		const again = await bench.engine.retry(killed, asAgent(askingAgent({ calls })));

		expect(bench.accepted()).toEqual(textsOf(calls));
		expect(answers(again)).toMatch(NOBODY_KNOWS);
	});

	it('killed in a call that it makes itself, which n8n has not stored: Retry sends nothing', async () => {
		const calls = [FIRST, SECOND];
		const storing = createAgentType(async function call() {
			const [tool] = await toolsOf(this);
			await tool.invoke(FIRST);
			await storeBehindModel(started, NODE, AGENT_NAME);
			await tool.invoke(SECOND);
			return [[{ json: {} }]];
		});
		const started: StartedExecution = bench.engine.start(flow(2, SAVING), asAgent(storing));
		const killed = await killedAfter(2, started);

		const again = await bench.engine.retry(killed, asAgent(callingAgent({ calls })));

		expect(bench.accepted()).toEqual(textsOf(calls));
		expect(answers(again)).toMatch(NOBODY_KNOWS);
	});

	it('killed during a Retry: the next one sends nothing either', async () => {
		const calls = [FIRST, SECOND];
		const failed = await bench.engine.run(flow(3, SAVING), asAgent(askingAgent({ calls, fails: 1 })));
		const killed = await killedInCall(await bench.engine.startRetry(failed, asAgent(askingAgent({ calls }))), 2);

		await bench.engine.retry(killed, asAgent(askingAgent({ calls })));

		expect(bench.accepted()).toEqual(textsOf(calls));
	});
});

describe('an agent that asks for several calls at once', () => {
	it.each([2, 3])('with saved progress, killed in call %i: Retry sends nothing', async (taken) => {
		const calls = [FIRST, SECOND, THIRD].slice(0, taken);
		const asking = () => asAgent(createRequestingAgentType({ name: NODE }, calls));
		const killed = await killedAfter(taken, bench.engine.start(flow(3, SAVING), asking()));

		const again = await bench.engine.retry(killed, asking());

		expect(bench.accepted()).toEqual(textsOf(calls));
		expect(answers(again)).toMatch(/"submitted".*already continued from this point before/);
	});
});
