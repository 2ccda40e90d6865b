/** Examples that no other folder's tests run: rows and e-mail fallback are run in sending/, the failure alert in trigger/. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { AGENT_TYPE } from '../engine/agentNode.cts';
import { describeNode } from '../engine/basicNodes/description.cts';
import { createRequestingAgentType } from '../engine/requestingAgent.cts';
import { BY_KEY, useBench } from '../node/setup.cts';
import type { Fault } from '../simulator/index.cts';
import { mailbox, readExample, withCredential, type Run, type RunOptions } from './setup.cts';

const bench = useBench();
const accepted = () => bench.sim.messages.map(({ to, text }) => [to, text]);

/** Runs an example; `change` is what a user changes in its nodes, by name. */
async function runExample(
	file: string,
	{ change = {}, ...options }: RunOptions & { change?: Record<string, INodeParameters> } = {},
): Promise<Run> {
	const flow = withCredential(readExample(file), BY_KEY);
	for (const node of flow.nodes) Object.assign(node.parameters, change[node.name]);
	return await bench.engine.run(flow, options);
}

/** The one page that the visitor of a form sees at the end. */
const lastPage = (run: Run, pages: string[]) => pages.filter((page) => run.runs(page).length > 0);

describe('a form that sends an SMS', () => {
	const fillIn = async (Number: string, Message: string) =>
		await runExample('form-to-sms.json', { startNode: 'Form', input: [{ Number, Message }] });

	it('sends what the visitor wrote, and says so', async () => {
		const run = await fillIn('০১৭১২৩৪৫৬০১, +880 1812-345602', 'আপনার অর্ডার প্রস্তুত।');

		expect(run.status).toBe('success');
		expect(accepted()).toEqual([
			['8801712345601', 'আপনার অর্ডার প্রস্তুত।'],
			['8801812345602', 'আপনার অর্ডার প্রস্তুত।'],
		]);
		expect(lastPage(run, ['Sent', 'Not sent'])).toEqual(['Sent']);
	});

	it('sends nothing to a wrong number, and shows the reason', async () => {
		const run = await fillIn('0171', 'Hello');

		expect(run.status).toBe('success');
		expect(accepted()).toEqual([]);
		expect(lastPage(run, ['Sent', 'Not sent'])).toEqual(['Not sent']);
		expect(run.items('Not sent')[0].error).toMatch(/To: .*0171/);
	});
});

describe('a form that says whether the SMS arrived', () => {
	it.each([
		['01712345601', 'Delivered'],
		['01812345613', 'Not delivered'],
		['12', 'Not sent'],
	])('to %s: %s', async (Number, page) => {
		const change = { 'Send and track': { timeout: 2, interval: 1 } };
		const run = await runExample('form-send-and-track.json', {
			startNode: 'Form',
			input: [{ Number, Message: 'Hello' }],
			change,
		});

		expect(run.status).toBe('success');
		expect(lastPage(run, ['Delivered', 'Not delivered', 'Not sent'])).toEqual([page]);
	});
});

describe('one-time passwords, sent and tracked', () => {
	const quick = { 'Send code': { timeout: 2, interval: 1 } };
	const told = (run: Run, name: string) =>
		run.items(name).map(({ request, number, outcome, reason }) => [request, number, outcome, reason]);

	it('are sent once each, and which arrived is known by the request', async () => {
		const run = await runExample('otp-send-and-track.json', { change: quick });

		expect(run.status).toBe('success');
		expect(accepted()).toEqual([
			['8801700000001', expect.stringMatching(/^482913 is your one-time password/)],
			['8801800000013', expect.stringMatching(/^105577 /)],
			['8801900000099', expect.stringMatching(/^930246 /)],
		]);
		expect(told(run, 'Code arrived')).toEqual([['T-7001', '01700000001', 'arrived', '']]);
		expect(told(run, 'Code did not arrive')).toEqual([
			['T-7002', '01800000013', 'did not arrive', 'Barred subscriber'],
			['T-7003', '01900000099', 'did not arrive', 'no report after a minute'],
		]);
		expect(run.items('Code not sent')).toEqual([]);
	});

	it.each<[string, Fault, RegExp]>([
		['1007', { kind: 'code', code: '1007' }, /^\[1007\] Balance Insufficient/],
		['no answer', { kind: 'resetAfter' }, /^\[unknown\]/],
	] as const)('of which one met %s go on, and that one is told', async (_name, fault, reason) => {
		bench.sim.fault({ call: 'smsapi', ...fault });
		const run = await runExample('otp-send-and-track.json', { change: quick });
		const notSent = told(run, 'Code not sent');

		expect(run.status).toBe('success');
		expect(notSent).toEqual([
			[expect.stringMatching(/^T-700\d$/), expect.any(String), 'not sent', expect.stringMatching(reason)],
		]);
		expect(run.items('Code arrived').length + run.items('Code did not arrive').length).toBe(2);
	});

	it('leave no execution behind', () => {
		expect(readExample('otp-send-and-track.json').settings).toMatchObject({
			saveDataSuccessExecution: 'none',
			saveDataErrorExecution: 'none',
			saveManualExecutions: false,
		});
	});
});

describe('the balance every morning', () => {
	it('is told by e-mail', async () => {
		const { mails, furtherTypes } = mailbox();
		bench.sim.settings.balance = 470.44;
		const run = await runExample('daily-balance-and-low-balance-alert.json', {
			startNode: 'Every morning',
			furtherTypes,
		});

		expect(run.status).toBe('success');
		expect(mails).toEqual([
			{
				fromEmail: 'shop@example.com',
				toEmail: 'accounts@example.com',
				subject: 'MiM SMS this morning: 470.44 BDT',
				text: 'The SMS account has 470.44 BDT left.',
			},
		]);
	});

	it('is no e-mail with a made-up sum when the key is wrong: the execution fails, with the reason', async () => {
		const { mails, furtherTypes } = mailbox();
		bench.saveCredential(BY_KEY, { signInWith: 'apiKey', apiKey: 'wrong' });
		const run = await runExample('daily-balance-and-low-balance-alert.json', {
			startNode: 'Every morning',
			furtherTypes,
		});

		expect([run.status, run.error?.message]).toEqual(['error', expect.stringContaining('[1003]')]);
		expect(mails).toEqual([]);
	});
});

describe('an AI agent that sends SMS', () => {
	const ARGS = { to: '01712345601', message: 'Your parcel is here.' };

	/** The example with a model that makes the agent call one of its tools. */
	async function askAgent(toolName: string, calls: IDataObject[]) {
		const agent = createRequestingAgentType({ name: toolName }, calls);
		const start = {
			description: describeNode('chatTrigger', 'Chat Trigger', [1, 1.1], [], { group: ['trigger'], inputs: [] }),
			trigger: async () => ({}),
		};
		const model = {
			description: describeNode('lmChatOpenAi', 'OpenAI Chat Model', [1, 1.1, 1.2], [], {
				inputs: [],
				outputs: ['ai_languageModel'],
			}),
			supplyData: async () => ({ response: {} }),
		};
		const furtherTypes = {
			[AGENT_TYPE]: agent,
			'@n8n/n8n-nodes-langchain.chatTrigger': start,
			'@n8n/n8n-nodes-langchain.lmChatOpenAi': model,
		};
		const run = await runExample('ai-agent-sends-sms.json', {
			startNode: 'Chat',
			input: [{ chatInput: 'Tell her' }],
			furtherTypes,
		});
		const observations = run.items('Agent')[0].observations as string[];
		return { run, answers: observations.map((answer): IDataObject | IDataObject[] => JSON.parse(answer)) };
	}

	it('counts the parts first, and nothing is sent', async () => {
		const { run, answers } = await askAgent('Count SMS parts', [ARGS]);

		expect(run.status).toBe('success');
		expect(answers).toEqual([[expect.objectContaining({ to: ['8801712345601'], totalSegments: 1 })]]);
		expect(bench.sim.count()).toBe(0);
	});

	it('sends one SMS when the model calls the tool once', async () => {
		const { run, answers } = await askAgent('Send SMS', [ARGS]);

		expect(run.status).toBe('success');
		expect(accepted()).toEqual([['8801712345601', ARGS.message]]);
		expect(answers).toEqual([[expect.objectContaining({ status: 'submitted' })]]);
	});

	it('does not send again what may have gone out, however often the model asks', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'resetAfter' });
		const { answers } = await askAgent('Send SMS', [ARGS, ARGS, ARGS]);

		expect(accepted()).toEqual([['8801712345601', ARGS.message]]);
		for (const [{ error }] of answers.map((answer) => [answer].flat())) expect(error).toMatch(/^\[unknown\]/);
	});
});
