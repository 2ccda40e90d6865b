/** n8n saves the progress of an agent, and is killed while the agent's tool sends: Retry sends nothing twice. */
import type { EngineResponse, IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';
import { AGENT_NAME, AGENT_TYPE, createAgentType, createAgentWorkflow } from '../engine/agentNode.cts';
import { kill, storeInToolCall } from '../engine/index.cts';
import type { StartedExecution } from '../engine/index.cts';
import { createRequestingAgentType } from '../engine/requestingAgent.cts';
import { processedData } from '../engine/runtime.cts';
import { BY_KEY, NODE, SEND, until, useSendingBench } from './setup.cts';

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

const flow = () => createAgentWorkflow(bench.engine.reader.readTool(TOOL), 3).settings({ saveExecutionProgress: true });

/** An agent that calls the tool with each of these. */
const calling = (...calls: IDataObject[]) => ({
	furtherTypes: { [AGENT_TYPE]: createRequestingAgentType({ name: NODE }, calls) },
});

/** An agent that calls the tool; then its model fails. */
const failingAfter = (call: IDataObject) => goingOn(call, () => Promise.reject(new Error('The model is overloaded')));

/** An agent that calls the tool, and then once more. */
function callingAfter(call: IDataObject, next: IDataObject) {
	const { execute } = createRequestingAgentType({ name: NODE }, [next]);
	return goingOn(call, async function (this: IExecuteFunctions, { metadata, actionResponses }) {
		const isNext = actionResponses[0].action.input.message === next.message;
		return await execute!.call(this, isNext ? { metadata, actionResponses } : undefined);
	});
}

function goingOn(
	call: IDataObject,
	go: (this: IExecuteFunctions, response: EngineResponse) => ReturnType<NonNullable<INodeType['execute']>>,
) {
	const asking = createRequestingAgentType({ name: NODE }, [call]).execute;
	const type = createAgentType(async function goOn(response) {
		if (response?.actionResponses?.length) return await go.call(this, response);
		return await asking!.call(this, response);
	});
	return { furtherTypes: { [AGENT_TYPE]: type } };
}

/** Does this when the tool is about to send for that time, before it notes so. */
function inCall(time: number, act: () => Promise<void>): void {
	const asItIs = processedData.checkProcessedAndRecord.bind(processedData);
	jest.spyOn(processedData, 'checkProcessedAndRecord').mockImplementation(async (...args) => {
		if (bench.accepted().length === time - 1) await act();
		return await asItIs(...args);
	});
}

const observations = (run: { items(node: string): IDataObject[] }): string =>
	String(run.items(AGENT_NAME)[0]?.observations);

beforeEach(() => {
	bench.sim.settings.latency = 200;
});
afterEach(() => {
	jest.restoreAllMocks();
});

it.each([
	[1, 'first', [FIRST]],
	[2, 'second', [FIRST, SECOND]],
])('stored in call %i of the tool', async (time, _, calls) => {
	inCall(time, async () => await storeInToolCall(started, NODE, AGENT_NAME));
	const started: StartedExecution = bench.engine.start(flow(), calling(...calls));
	await until(() => bench.accepted().length === time);
	const killed = await kill(started);
	await bench.quiet();
	jest.restoreAllMocks();

	const again = await bench.engine.retry(killed, calling(...calls));

	expect(bench.accepted()).toHaveLength(time);
	expect(observations(again)).toMatch(/\[unknown\] It is not known whether this message went out/);
});

it.each([2, 3])('stored before call %i of the tool', async (time) => {
	const calls = [FIRST, SECOND, THIRD].slice(0, time);
	const started = bench.engine.start(flow(), calling(...calls));
	await until(() => bench.accepted().length === time);
	const killed = await kill(started);
	await bench.quiet();

	const again = await bench.engine.retry(killed, calling(...calls));

	expect(bench.accepted()).toEqual(calls.map(({ message }) => message));
	expect(observations(again)).toMatch(/"submitted".*\[unknown\] .*already continued from this point before/s);
});

it('killed during such a Retry: the next one sends nothing either', async () => {
	const failed = await bench.engine.run(flow(), failingAfter(FIRST));
	inCall(2, async () => await storeInToolCall(started, NODE, AGENT_NAME));
	const started: StartedExecution = await bench.engine.startRetry(failed, callingAfter(FIRST, SECOND));
	await until(() => bench.accepted().length === 2);
	const killed = await kill(started);
	await bench.quiet();
	jest.restoreAllMocks();

	await bench.engine.retry(killed, callingAfter(FIRST, SECOND));

	expect(bench.accepted()).toEqual(['First', 'Second']);
});

it('whose model failed: Retry sends what the agent asks for then', async () => {
	const failed = await bench.engine.run(flow(), failingAfter(FIRST));
	expect(failed.status).toBe('error');

	const again = await bench.engine.retry(failed, callingAfter(FIRST, SECOND));

	expect(again.status).toBe('success');
	expect(bench.accepted()).toEqual(['First', 'Second']);
});
