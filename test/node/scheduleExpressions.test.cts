/** Scheduled Date and Time from an expression, on n8n's engine: a misspelt field must not send at once. */
import type { IDataObject } from 'n8n-workflow';
import { NODE, SEND, told, useBench } from './setup.cts';

const bench = useBench();
const at = (scheduledDateTime: unknown): IDataObject => ({ options: { scheduledDateTime } as IDataObject });

describe.each(['send', 'sendMany'])('%s', (operation) => {
	const send = async (
		parameters: IDataObject,
		input: IDataObject[] = [{ sendAt: null, later: '2099-01-02 03:04:05' }],
	) => await bench.send({ operation, ...parameters }, { input });

	it.each(['={{ $json.sendat }}', '={{ $json.sendAt }}', '={{ undefined }}', '={{ null }}', '={{ $json.a?.b }}'])(
		'%s gives no value: refused, with what to write',
		async (expression) => {
			const run = await send(at(expression));

			expect(told(run)).toMatch(
				/^Scheduled Date and Time: the expression gives no value.*Write {{ \$json\.sendAt \?\? "" }}/,
			);
			expect(bench.sim.count()).toBe(0);
		},
	);

	it.each(['={{ $json.sendAt ?? "" }}', '={{ "" }}', ''])('“%s” sends at once', async (value) => {
		const run = await send(at(value));

		expect(run.items(NODE)).toMatchObject([{ status: 'submitted', scheduledDateTime: null }]);
		expect(bench.sim.requests[0].fields).not.toHaveProperty('scheduledDateTime');
	});

	it.each([
		{},
		{ options: {} },
		{ options: { label: 'none' } },
		{ options: '={{ undefined }}' },
		{ options: '={{ "" }}' },
	])('an option that is not set sends at once: %j', async (parameters) => {
		expect((await send(parameters)).items(NODE)).toMatchObject([{ status: 'submitted', scheduledDateTime: null }]);
	});

	it('a field that is filled in is sent at that time', async () => {
		await send(at('={{ $json.later }}'));

		expect(bench.sim.requests[0].fields.scheduledDateTime).toBe('2099-01-02 03:04:05');
	});

	it('one blank cell among rows is named by its row', async () => {
		const run = await send(at('={{ $json.later }}'), [
			{ later: '2099-01-02' },
			{ later: null },
			{ later: '2099-01-02' },
		]);

		expect(run.error?.context.itemIndex).toBe(1);
		expect(bench.sim.count()).toBe(0);
	});
});

describe('as a tool', () => {
	const tool = bench.node.bind(bench, {
		...SEND,
		to: "={{ $fromAI('to') }}",
		...at('={{ $json.when }}'),
	});

	it('no value means at once, directly and through the engine', async () => {
		const agent = bench.engine.agent(tool());
		await agent.call({ to: '01712345678' });
		await agent.end();
		await bench.engine.runAsTool(tool(), [{ to: '01712345678' }]);

		expect(bench.sim.messages).toHaveLength(2);
		for (const { fields } of bench.sim.requests) expect(fields).not.toHaveProperty('scheduledDateTime');
	});
});
