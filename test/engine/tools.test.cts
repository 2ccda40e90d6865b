import { NodeOperationError } from 'n8n-workflow';
import { echoNode, startEcho } from './fixtures/echo.cts';
import type { EchoGateway } from './fixtures/echoGateway.cts';
import type { Engine, NodeSpec } from './index.cts';

const TEXT_FROM_AI = "={{ $fromAI('text', 'what to say') }}";
const RETRYING = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

let gateway: EchoGateway;
let engine: Engine;

beforeAll(async () => ({ gateway, engine } = await startEcho()));
afterAll(async () => await gateway.close());
beforeEach(() => Object.assign(gateway, { requests: [], answers: [], status: 200 }));

const tool = (operation: string, rest?: Partial<NodeSpec>) => echoNode(operation, TEXT_FROM_AI, rest);
const echoed = () => gateway.requests.filter(({ action }) => action === 'echo').map(({ body }) => body.text);

describe('a node that an agent calls directly', () => {
	it('runs its routing with what the model filled in, and answers with JSON', async () => {
		expect(await engine.callTool(tool('echo'), { text: 'a' })).toBe('[{"answer":"echo a"}]');
	});

	it('does not know custom operations: the routing of the same operation runs', async () => {
		expect(await engine.callTool(tool('sendByCode'), { text: 'b' })).toBe('[{"answer":"echo b"}]');
		expect(echoed()).toEqual(['b']);
	});

	it('fails towards the agent, after as many tries as its node has', async () => {
		gateway.status = 500;

		await expect(engine.callTool(tool('echo', RETRYING), { text: 'c' })).rejects.toBeInstanceOf(NodeOperationError);
		expect(echoed()).toEqual(['c', 'c', 'c']);
	});

	it('keeps its context over the tries and the calls of one execution', async () => {
		gateway.answers.push('broken d');
		const agent = engine.agent(tool('send', RETRYING));

		await expect(agent.call({ text: 'd' })).rejects.toThrow('Echo said: broken d');
		expect(await agent.call({ text: 'e' })).toBe('[{"answer":"echo e"}]');
		await expect(agent.call({ text: 'd' })).rejects.toThrow('Echo said: broken d');
		expect(echoed()).toEqual(['d', 'e']);

		const run = await agent.end();
		expect(run.status).toBe('success');
		expect(run.runs('Echo')).toHaveLength(7);
		expect(agent.stored).toContain('broken d');
	});

	it('answers several calls at the same time', async () => {
		const agent = engine.agent(tool('echo'));

		const answers = await Promise.all([agent.call({ text: 'f' }), agent.call({ text: 'g' })]);
		await agent.end();

		expect(answers).toEqual(['[{"answer":"echo f"}]', '[{"answer":"echo g"}]']);
	});

	it('gets only arguments that fit its schema', async () => {
		await expect(engine.callTool(tool('echo'), {})).rejects.toThrow('did not match expected schema');
		expect(gateway.requests).toEqual([]);
	});

	it('fails towards the agent when its execution could not begin', async () => {
		const twice = { ...tool('echo'), parameters: { operation: 'echo', text: "={{ $fromAI('no spaces allowed') }}" } };

		await expect(engine.callTool(twice, {})).rejects.toThrow('Parameter key `no spaces allowed` is invalid');
	});
});

describe('a node that an agent has the engine run', () => {
	it('runs as a node does, custom operations included', async () => {
		const run = await engine.runAsTool(tool('sendByCode'), { text: 'h' });

		expect(run.status).toBe('success');
		expect(run.observations).toEqual(['[{"answer":"echo h"}]']);
		expect(run.items('Echo')).toEqual([{ answer: 'echo h' }]);
		expect(run.hints('Echo')).toEqual(['1 sent']);
	});

	it('runs once for each call of the agent', async () => {
		const run = await engine.runAsTool(tool('echo'), [{ text: 'i' }, { text: 'j' }]);

		expect(run.observations).toEqual(['[{"answer":"echo i"}]', '[{"answer":"echo j"}]']);
		expect(run.runs('Echo')).toHaveLength(2);
	});

	it('tells the agent its error, and the execution goes on', async () => {
		gateway.answers.push('broken k');

		const run = await engine.runAsTool(tool('sendByCode', RETRYING), { text: 'k' });

		expect(run.status).toBe('success');
		expect(run.observations).toEqual(['[{"error":"Echo said: broken k"}]']);
		expect(echoed()).toEqual(['k']);
	});
});
