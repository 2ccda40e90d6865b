/**
 * A language model on loopback, behind OpenAI's API. What it is to do stands in what a person writes to it, and it does what it
 * does not see as done: as a real one, it repeats a call whose answer n8n does not show it.
 */
import { json } from 'node:stream/consumers';
import { serve } from './loopback.cts';
import type { Stage } from './stage.cts';

/** One SMS that the model is to send. */
export interface Wanted {
	to: string;
	message: string;
}

/** What one person wants: one SMS after the other. `fails`: the model answers with an error when so many of them are done, the first time. */
interface Plan {
	wanted: Wanted[];
	fails?: number;
}

export interface Model {
	url: string;
	/** The text in which a person asks for it. */
	prompt(wanted: Wanted[], options?: { fails?: number }): string;
}

interface ModelMessage {
	role: string;
	content: unknown;
	tool_calls?: Array<{ id: string; function: { arguments: string } }>;
	tool_call_id?: string;
}

interface Asked {
	stream?: boolean;
	messages: ModelMessage[];
	tools: ModelTool[];
}

interface ModelTool {
	function: { name: string; parameters: object };
}

/** n8n Agents have tools of their own, too. */
const toolOf = (tools: ModelTool[]): string =>
	(tools.find(({ function: { name } }) => /sms/i.test(name)) ?? tools[0]).function.name;

/** Whether a person approves each call: n8n asks for the parameters within another one. */
const isReviewed = (tools: ModelTool[]): boolean => JSON.stringify(tools).includes('"toolParameters"');

const ANSWER = { id: 'answer', created: 1, model: 'scripted' };

export async function startModel(stage: Stage): Promise<Model> {
	const failed = new Set<string>();
	let calls = 0;
	const url = await serve(stage, async (request, response) => {
		if (!request.url?.endsWith('/chat/completions')) {
			response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{"message":"Not found"}}');
			return;
		}
		const { messages, tools, stream } = (await json(request)) as Asked;
		const [, written] = /PLAN([\w-]+)PLAN/.exec(JSON.stringify(messages)) ?? [];
		const plan = JSON.parse(Buffer.from(written ?? '', 'base64url').toString()) as Plan;
		const done = doneIn(messages);
		const open = plan.wanted.filter(({ message }) => !done.has(message));
		const fails = plan.fails === plan.wanted.length - open.length && !failed.has(written);
		response.setHeader('content-type', 'application/json');
		if (fails) {
			failed.add(written);
			response.statusCode = 400;
			response.end(JSON.stringify({ error: { message: 'The model is overloaded' } }));
			return;
		}
		const [next] = open;
		const call = next && {
			id: `call_${++calls}`,
			type: 'function',
			function: {
				name: toolOf(tools),
				arguments: JSON.stringify(isReviewed(tools) ? { toolParameters: next } : next),
			},
		};
		const message = { role: 'assistant', content: call ? null : 'Done', ...(call && { tool_calls: [call] }) };
		const reason = call ? 'tool_calls' : 'stop';
		if (stream) {
			const delta = { ...message, ...(call && { tool_calls: [{ index: 0, ...call }] }) };
			const chunk = {
				...ANSWER,
				object: 'chat.completion.chunk',
				choices: [{ index: 0, delta, finish_reason: reason }],
			};
			response.setHeader('content-type', 'text/event-stream');
			response.end(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
			return;
		}
		const choices = [{ index: 0, message, finish_reason: reason }];
		response.end(JSON.stringify({ ...ANSWER, object: 'chat.completion', choices }));
	});
	return {
		url: `${url}/v1`,
		prompt: (wanted, { fails } = {}) =>
			`PLAN${Buffer.from(JSON.stringify({ wanted, fails } satisfies Plan)).toString('base64url')}PLAN`,
	};
}

/** The texts that were sent, or tried, as far as the model sees an answer of the tool. */
function doneIn(messages: ModelMessage[]): Set<string> {
	const answers = new Map(messages.map(({ tool_call_id: id, content }) => [id, JSON.stringify(content)]));
	const calls = messages.flatMap(({ tool_calls }) => tool_calls ?? []);
	const answered = calls.filter(({ id }) => /\w/.test(answers.get(id) ?? ''));
	const args = answered.map((call) => JSON.parse(call.function.arguments) as Wanted & { toolParameters?: Wanted });
	return new Set(args.map(({ toolParameters, message }) => toolParameters?.message ?? message));
}
