import { workflow } from './index.cts';
import { CREDENTIAL, KEY, echoNode, startEcho } from './fixtures/echo.cts';
import type { EchoGateway } from './fixtures/echoGateway.cts';
import type { Engine } from './index.cts';

const RETRYING = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

let gateway: EchoGateway;
let engine: Engine;

beforeAll(async () => ({ gateway, engine } = await startEcho()));
afterAll(async () => await gateway.close());
beforeEach(() => Object.assign(gateway, { requests: [], answers: [], status: 200 }));

const texts = (...list: string[]) => list.map((text) => ({ text }));
const echoed = () => gateway.requests.filter(({ action }) => action === 'echo').map(({ body }) => body.text);
const start = () => workflow().add({ name: 'Start', type: 'n8n-nodes-base.manualTrigger' });

describe('a workflow on the engine', () => {
	it('runs a declarative operation once for each item, pairs the results, and resolves expressions', async () => {
		const run = await engine.runNode(echoNode('echo', '={{ $json.text + $itemIndex }}'), { input: texts('a', 'b') });

		expect(run.status).toBe('success');
		expect(run.itemsFull('Echo')).toEqual([
			{ json: { answer: 'echo a0' }, pairedItem: { item: 0 } },
			{ json: { answer: 'echo b1' }, pairedItem: { item: 1 } },
		]);
		expect(echoed().sort()).toEqual(['a0', 'b1']);
	});

	it('runs a custom operation with all items, and keeps its hints', async () => {
		const run = await engine.runNode(echoNode('sendByCode'), { input: texts('c', 'd') });

		expect(run.items('Echo')).toEqual([{ answer: 'echo c' }, { answer: 'echo d' }]);
		expect(run.hints('Echo')).toEqual(['2 sent']);
	});

	it('is in Dhaka, unless the workflow says otherwise', async () => {
		const zone = '={{ $now.zoneName }}';
		const set = {
			name: 'Set',
			type: 'n8n-nodes-base.set',
			parameters: { assignments: { assignments: [{ name: 'zone', value: zone }] } },
		};

		const here = await engine.run(start().add(set));
		const there = await engine.run(start().add(set).settings({ timezone: 'Europe/Berlin' }));

		expect([here.items('Set'), there.items('Set')]).toEqual([[{ zone: 'Asia/Dhaka' }], [{ zone: 'Europe/Berlin' }]]);
	});

	it('does not start with a required parameter missing, and says which', async () => {
		const run = await engine.runNode(echoNode('echo', ''));

		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('Parameter "Text" is required.');
		expect(gateway.requests).toEqual([]);
	});

	it('says so when a node type does not exist', async () => {
		await expect(engine.run(start().add({ type: 'n8n-nodes-echo.nothing' }))).rejects.toThrow('Unrecognized node type');
	});

	it('starts in manual mode with the pinned items', async () => {
		const run = await engine.run(start().add(echoNode('echo')), { mode: 'manual', input: texts('pinned') });

		expect(run.mode).toBe('manual');
		expect(run.items('Echo')).toEqual([{ answer: 'echo pinned' }]);
	});

	it('takes a saved workflow, and gives the credential to the nodes that take it', async () => {
		const saved = JSON.parse(
			JSON.stringify(
				start().add({ ...echoNode('echo', 'saved'), type: 'n8n-nodes-echo.echo', credentials: undefined }),
			),
		);

		const run = await engine.run(engine.useCredential(saved, CREDENTIAL));

		expect(saved.nodes[1].credentials).toBeUndefined();
		expect(run.items('Echo')).toEqual([{ answer: 'echo saved' }]);
	});
});

describe('a failing node', () => {
	it('ends the execution with its error, naming the item', async () => {
		gateway.answers.push('fine', 'broken pipe');

		const run = await engine.runNode(echoNode('sendByCode'), { input: texts('e', 'f') });

		expect(run.status).toBe('error');
		expect(run.error).toMatchObject({ message: 'Echo said: broken pipe', context: { itemIndex: 1 } });
		expect(run.items('Echo')).toEqual([]);
	});

	it('is tried again on Retry On Fail, with its context kept: what was sent is not sent again', async () => {
		gateway.answers.push('broken once');

		const run = await engine.runNode(echoNode('sendByCode', 'g', RETRYING));

		expect(run.status).toBe('error');
		expect(echoed()).toEqual(['g']);
		expect(run.executionData.executionData?.contextData).toEqual({ 'node:Echo': { sent: { g: 'broken once' } } });
	});

	it('is tried as often as Max Tries says, when it does send again', async () => {
		gateway.status = 500;

		const run = await engine.runNode(echoNode('echo', 'h', RETRYING));

		expect(run.status).toBe('error');
		expect(echoed()).toEqual(['h', 'h', 'h']);
	});

	it('sends its error items to the error branch, merged with what they came from', async () => {
		gateway.answers.push('broken line', 'fine');
		const node = echoNode('sendByCode', '={{ $json.text }}', { onError: 'continueErrorOutput' });
		const noOp = (name: string) => ({ name, type: 'n8n-nodes-base.noOp' });
		const branches = start().add(node).add(noOp('Sent')).add(noOp('Refused'), { after: 'Echo', output: 1 });

		const run = await engine.run(branches, { input: texts('i', 'j') });

		expect(run.status).toBe('success');
		expect(run.items('Sent')).toEqual([{ answer: 'fine' }]);
		expect(run.items('Refused')).toEqual([{ text: 'i', error: 'Echo said: broken line' }]);
		expect(run.itemsFull('Echo', { output: 1 })[0].pairedItem).toEqual({ item: 0 });
	});

	it('lets the execution go on with On Error: Continue', async () => {
		gateway.answers.push('broken glass');

		const run = await engine.runNode(echoNode('sendByCode', 'k', { onError: 'continueRegularOutput' }));

		expect(run.status).toBe('success');
		expect(run.items('Echo')).toEqual([{ error: 'Echo said: broken glass' }]);
	});

	it('can be retried later, from what was stored: the context comes along', async () => {
		gateway.answers.push('broken for now');
		const failed = await engine.runNode(echoNode('sendByCode', 'l'));

		const again = await engine.retry(failed);

		expect(again).toMatchObject({ mode: 'retry', status: 'error' });
		expect(again.error?.message).toBe('Echo said: broken for now');
		expect(echoed()).toEqual(['l']);
	});

	it('can be retried with the workflow as it is saved now', async () => {
		gateway.answers.push('broken for now');
		const failed = await engine.runNode(echoNode('sendByCode', 'm'));

		const again = await engine.retry(failed, { workflow: start().add(echoNode('sendByCode', 'n')) });

		expect(again.status).toBe('success');
		expect(again.items('Echo')).toEqual([{ answer: 'echo n' }]);
	});

	it('cannot be retried once it succeeded', async () => {
		const run = await engine.runNode(echoNode('echo', 'o'));

		await expect(engine.retry(run)).rejects.toThrow('The execution succeeded, so it cannot be retried.');
	});
});

describe('what n8n keeps of an execution', () => {
	it('holds what the node gave out and the workflow, but not the credential', async () => {
		const run = await engine.runNode(echoNode('echo', 'kept text'));

		expect(run.stored).toContain('echo kept text');
		expect(run.stored).toContain('Echo account');
		expect(run.stored).not.toContain(KEY);
	});

	it('holds the error', async () => {
		gateway.answers.push('broken "quotes"');

		const run = await engine.runNode(echoNode('sendByCode', 'p'));

		expect(run.stored).toContain('broken \\"quotes\\"');
	});

	it("has n8n's log lines of that execution beside it", async () => {
		gateway.status = 500;
		const run = await engine.runNode(echoNode('echo', 'q'));

		expect(run.log.join('\n')).toContain('Running node "Echo" finished with error');
		expect(run.log.join('\n')).toContain('error The service was not able to process your request');
	});
});

describe('a loop', () => {
	it('runs the node once for each batch, and pairs the end to the beginning', async () => {
		const loop = { name: 'Loop', type: 'n8n-nodes-base.splitInBatches', parameters: { batchSize: 2 } };
		const done = {
			name: 'Done',
			type: 'n8n-nodes-base.set',
			parameters: { mode: 'raw', jsonOutput: '={{ { was: $("Start").item.json.text, is: $json.answer } }}' },
		};
		const looped = start()
			.add(loop)
			.add(echoNode('sendByCode'), { after: 'Loop', output: 1 })
			.connect('Echo', 'Loop')
			.add(done, { after: 'Loop', output: 0 });

		const run = await engine.run(looped, { input: texts('r', 's', 't') });

		expect(run.error).toBeUndefined();
		expect(run.runs('Echo')).toHaveLength(2);
		expect(run.items('Echo', { run: 0 })).toEqual([{ answer: 'echo r' }, { answer: 'echo s' }]);
		expect(run.items('Done')).toEqual(['r', 's', 't'].map((text) => ({ was: text, is: `echo ${text}` })));
	});
});

describe('a running execution', () => {
	it('is cancelled: the node hears of it, and n8n stores it at once', async () => {
		const running = engine.start(start().add(echoNode('wait')));
		setTimeout(running.cancel, 50);

		const run = await running.promise;

		expect(run.status).toBe('canceled');
		expect(run.items('Echo')).toEqual([{ aborted: true }]);
		expect(run.stored).toContain('"status":"canceled"');
	});

	it('is not run again by a retry once it was cancelled: what n8n stored of it waits for no node', async () => {
		const running = engine.start(start().add(echoNode('wait')));
		setTimeout(running.cancel, 50);

		const again = await engine.retry(await running.promise);

		expect(again.status).toBe('success');
		expect(again.runs('Echo')).toEqual([]);
	});

	it('is cancelled by an abort signal too', async () => {
		const abort = new AbortController();
		setTimeout(() => abort.abort(), 50);

		const run = await engine.runNode(echoNode('wait'), { abortSignal: abort.signal });

		expect(run.status).toBe('canceled');
	});

	it('waits in memory for a short time', async () => {
		const wait = { name: 'Wait', type: 'n8n-nodes-base.wait', parameters: { amount: 0.05, unit: 'seconds' } };
		const begin = Date.now();

		const run = await engine.run(start().add(wait).add(echoNode('echo')), { input: texts('u') });

		expect(Date.now() - begin).toBeGreaterThanOrEqual(50);
		expect(run.items('Echo')).toEqual([{ answer: 'echo u' }]);
	});

	it('goes to the database for a long time', async () => {
		const wait = { name: 'Wait', type: 'n8n-nodes-base.wait', parameters: { amount: 2, unit: 'minutes' } };

		const run = await engine.run(start().add(wait));

		expect(run.status).toBe('waiting');
		expect(run.waitTill?.getTime()).toBeGreaterThan(Date.now());
	});
});

describe('the basic nodes', () => {
	const assignment = (name: string, type: string, value: unknown) => ({ name, type, value });
	const condition = { leftValue: '={{ $json.amount }}', rightValue: 2, operator: { type: 'number', operation: 'gt' } };
	const conditions = {
		combinator: 'and',
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		conditions: [condition],
	};

	it('Edit Fields sets typed values at dotted names, beside the others when told', async () => {
		const assignments = [
			assignment('a.b', 'number', '4'),
			assignment('list', 'array', '["x"]'),
			assignment('yes', 'boolean', true),
		];
		const set = {
			name: 'Set',
			type: 'n8n-nodes-base.set',
			parameters: { includeOtherFields: true, assignments: { assignments } },
		};

		const run = await engine.run(start().add(set), { input: texts('v') });

		expect(run.items('Set')).toEqual([{ text: 'v', a: { b: 4 }, list: ['x'], yes: true }]);
	});

	it('Split Out makes an item of each entry of a list', async () => {
		const split = { name: 'Split', type: 'n8n-nodes-base.splitOut', parameters: { fieldToSplitOut: 'people' } };

		const run = await engine.run(start().add(split), { input: [{ people: [{ name: 'w' }, 'x'] }] });

		expect(run.itemsFull('Split')).toEqual([
			{ json: { name: 'w' }, pairedItem: { item: 0 } },
			{ json: { people: 'x' }, pairedItem: { item: 0 } },
		]);
	});

	it('If and Filter divide items by a condition', async () => {
		const branches = start()
			.add({ name: 'If', type: 'n8n-nodes-base.if', parameters: { conditions } })
			.add({ name: 'Filter', type: 'n8n-nodes-base.filter', parameters: { conditions } }, { after: 'Start' });

		const run = await engine.run(branches, { input: [{ amount: 1 }, { amount: 3 }] });

		expect(run.items('If')).toEqual([{ amount: 3 }]);
		expect(run.items('If', { output: 1 })).toEqual([{ amount: 1 }]);
		expect(run.itemsFull('Filter')).toEqual([{ json: { amount: 3 }, pairedItem: { item: 1 } }]);
	});

	it('Merge appends its inputs', async () => {
		const set = (name: string) => ({
			name,
			type: 'n8n-nodes-base.set',
			parameters: { mode: 'raw', jsonOutput: { name } },
		});
		const merged = start()
			.add(set('A'))
			.add(set('B'), { after: 'Start' })
			.add({ name: 'Merge', type: 'n8n-nodes-base.merge' }, { after: 'A' })
			.connect('B', 'Merge', { input: 1 });

		const run = await engine.run(merged);

		expect(run.items('Merge')).toEqual([{ name: 'A' }, { name: 'B' }]);
	});

	it('Stop and Error ends the execution', async () => {
		const stop = { type: 'n8n-nodes-base.stopAndError', parameters: { errorMessage: 'Enough' } };

		const run = await engine.run(start().add(stop));

		expect(run.error?.message).toBe('Enough');
	});
});
