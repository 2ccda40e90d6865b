/** A text that was not filled in, on n8n's engine: nothing of it goes out. */
import type { IDataObject } from 'n8n-workflow';
import { GOING_ON, NODE, SEND, told, useBench } from './setup.cts';

const bench = useBench();
const ROW = { name: 'Rahima', due: 1250, নাম: 'রহিমা', 'Due Date': 'Sunday' };
const TRACK = { operation: 'sendAndTrack', timeout: 1, interval: 1 };

describe.each([
	['send', {}],
	['sendMany', {}],
	['sendAndTrack', TRACK],
] as Array<[string, IDataObject]>)('%s', (operation, extra) => {
	const parameters = { ...SEND, operation, ...extra };

	it.each([
		'Dear {name}, {due} taka',
		'Dear {{NAME}}',
		'প্রিয় {নাম}',
		'By {due date}',
		'Dear {{ $json.name }}',
		'{{ $json.nobody }}',
	])('refuses “%s” by the name of Message, with what to do, before anything is sent', async (message) => {
		const run = await bench.run({ ...parameters, message }, { input: [ROW] });

		expect(run.error?.name).toBe('NodeOperationError');
		expect(told(run)).toMatch(/^Message: contains “{.*Switch Message from Fixed to Expression, and drag the column/);
		expect(bench.sim.count()).toBe(0);
	});

	it('sends what is filled in, and braces that name no field', async () => {
		await bench.run({ ...parameters, message: '=Dear {{ $json.name }}, code {x} {{ "{" }}1}' }, { input: [ROW] });

		expect(bench.accepted()).toEqual(['Dear Rahima, code {x} {1}']);
	});
});

it('a text from a field is judged as it would go out', async () => {
	const input = [
		{ ...ROW, text: 'Dear {name}' },
		{ ...ROW, text: 'Dear {nobody}' },
	];

	const run = await bench.send({ message: '={{ $json.text }}' }, { input, ...GOING_ON });

	expect(run.items(NODE)[0].error).toMatch(/^Message: contains “{name}”, .*This message was not sent/);
	expect(bench.accepted()).toEqual(['Dear {nobody}']);
	const alone = await bench.send({ message: '={{ $json.text }}' }, { input: input.slice(0, 1) });
	expect(alone.error?.description).toMatch(/\.replaceAll\("{name}", \$json\["name"\]\)/);
});

it('and with that advice it goes out filled in', async () => {
	await bench.send(
		{ message: '={{ $json.text.replaceAll("{name}", $json["name"]) }}' },
		{ input: [{ ...ROW, text: 'Dear {name}' }] },
	);

	expect(bench.accepted()).toEqual(['Dear Rahima']);
});

describe('what an agent fills in', () => {
	const tool = bench.node.bind(bench, {
		...SEND,
		to: "={{ $fromAI('to') }}",
		message: "={{ $fromAI('message') }}",
	});
	const callDirectly = async (args: IDataObject) => {
		const agent = bench.engine.agent(tool());
		const answer = await agent.call(args).catch((error: Error) => error.message);
		await agent.end();
		return answer;
	};
	const callThroughEngine = async (args: IDataObject) => (await bench.engine.runAsTool(tool(), [args])).observations[0];

	it.each([
		['directly', callDirectly],
		['through the engine', callThroughEngine],
	])('%s: its own fields are no columns, an expression is refused all the same', async (_, call) => {
		const text = 'Use {message}, {to} and {toolCallId}';
		await call({ to: '01712345678', message: text });
		expect(bench.accepted()).toEqual([text]);

		expect(await call({ to: '01712345678', message: 'Dear {{ $json.name }}' })).toMatch(
			/Message: contains “{{ \$json\.name }}”/,
		);
		expect(bench.sim.messages).toHaveLength(1);
	});
});

describe('a line break as programs write it', () => {
	it.each(['send', 'sendMany', 'preview'])('gets a hint in %s, and the text is left as it is', async (operation) => {
		const run = await bench.send(
			{ operation, message: '={{ $json.text }}' },
			{ input: [{ text: 'a\\nb' }, { text: 'a\nb' }, { text: 'c\\nd' }] },
		);

		expect(run.hints(NODE).filter((hint: string) => hint.includes('\\n'))).toEqual([
			expect.stringMatching(
				/^2 messages contain \\n or \\r as two characters.*press Enter.*replaceAll\('\\\\n', '\\n'\)/,
			),
		]);
		if (operation !== 'preview') expect(bench.accepted().sort()).toEqual(['a\nb', 'a\\nb', 'c\\nd']);
	});

	it('gets none where there is none', async () => {
		expect((await bench.send({ message: 'a\nb' })).hints(NODE)).toEqual([]);
	});
});
