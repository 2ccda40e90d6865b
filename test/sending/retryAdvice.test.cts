/** What the errors advise after a run of which a part went out: nothing that anybody is told to do sends a message twice. */
import type { WorkflowExecuteMode } from 'n8n-workflow';
import {
	flowOf,
	GOING_ON,
	NODE,
	outcomesOf,
	rowsOf,
	SEND_EACH,
	SEND_MANY,
	START,
	told,
	useSendingBench,
	workflow,
} from './setup.cts';

const bench = useSendingBench();

const EACH = { ...SEND_EACH, options: { parallelCalls: 1 } };
const MANY = { ...SEND_MANY, options: { parallelCalls: 1, batchSize: 1 } };
const OPERATIONS = [
	['Send', EACH, 'smsapi'],
	['Send Personalised', MANY, 'smsapimany'],
] as const;

/** What sends again what went out, by where the run was started. */
const WARNINGS: Array<[WorkflowExecuteMode, RegExp]> = [
	['manual', /Executions → Retry on this execution\. Execute sends everything again/],
	['trigger', /Executions → Retry on this execution\. A new execution sends everything again/],
	['webhook', /Executions → Retry on this execution\. A new execution sends everything again/],
	[
		'integrated',
		/Retry on this sub-workflow's own execution\. Retry of the workflow that called it, or Retry On Fail of its Execute Sub-workflow node, sends everything again.*Remove Duplicates/,
	],
];

/** Words that would make somebody start everything once more. */
const SENDS_TWICE = /run (?:this|it) again|try again|nothing goes out twice|A retry sends/i;

describe.each(OPERATIONS)('%s, of which the third row is refused for want of balance', (_, parameters, call) => {
	const failing = async (mode?: WorkflowExecuteMode) => {
		bench.sim.fault({ call, kind: 'code', code: '1007', skip: 2 });
		return await bench.over(parameters, rowsOf(4), { mode });
	};

	it.each(WARNINGS)('says in the mode %s what sends the rest, and what sends all again', async (mode, warning) => {
		const run = await failing(mode);

		expect(run.error?.message).toMatch(/2 submitted, 1 refused, 0 unknown, 1 not sent/);
		expect(run.error?.description).toMatch(warning);
		expect(run.error?.description?.match(/To send the rest/g)).toHaveLength(1);
		expect(told(run)).not.toMatch(SENDS_TWICE);
	});

	it('and with that advice each row goes out once', async () => {
		const failed = await failing();

		const again = await bench.engine.retry(failed);

		expect(again.status).toBe('success');
		expect(bench.accepted()).toEqual(rowsOf(4).map(({ text }) => text));
	});

	it('whose Retry fails too, names the newest execution as the one to retry', async () => {
		const failed = await failing();
		bench.sim.fault({ call, kind: 'code', code: '1007', skip: 1 });

		const again = await bench.engine.retry(failed);

		expect(again.error?.message).toMatch(/3 submitted, 1 refused/);
		expect(again.error?.description).toMatch(
			/Retry on this execution, the newest one\. Retry on an earlier execution sends nothing more/,
		);
	});

	it('as items of On Error: Continue, says nothing of Retry', async () => {
		bench.sim.fault({ call, kind: 'code', code: '1007', skip: 2 });

		const run = await bench.over(parameters, rowsOf(3), GOING_ON);

		expect(run.items(NODE)[2]).toEqual({ error: expect.stringMatching(/^\[1007\] Balance Insufficient\. Top up /) });
		expect(run.items(NODE)[2].error).not.toMatch(/Retry|again/);
	});
});

describe('a run of which nothing went out', () => {
	it.each(['manual', 'trigger', 'integrated'] as const)('speaks of no second time (%s)', async (mode) => {
		bench.sim.fault({ call: 'smsapi', kind: 'code', code: '1007' });

		const run = await bench.over(EACH, rowsOf(3), { mode });

		expect(run.error?.message).toMatch(/0 submitted, 1 refused, 0 unknown, 2 not sent/);
		expect(told(run)).not.toMatch(/everything again/);
	});
});

describe('a run of which nothing is left over', () => {
	it('warns of a new execution without naming a way to send the rest', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'resetAfter', skip: 1 });

		const run = await bench.over(EACH, rowsOf(2), { mode: 'manual' });

		expect(run.error?.description).toMatch(/Execute sends everything again, including what went out\.$/);
		expect(told(run)).not.toMatch(/To send the rest/);
	});
});

describe('one message whose outcome is unknown', () => {
	it('is not sent again by the execution, but by a new one: the text says both', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'resetAfter' });

		const run = await bench.send({}, { mode: 'manual' });

		expect(run.error?.description).toMatch(/this execution does not send it again. A new execution would/);
		expect(told(run)).not.toMatch(SENDS_TWICE);
	});

	it.each(OPERATIONS)(
		'in a sub-workflow is sent again by the one that called it: %s says that too',
		async (_, parameters, call) => {
			bench.sim.fault({ call, kind: 'resetAfter' });

			const run = await bench.over(parameters, rowsOf(1), { mode: 'integrated' });

			expect(run.error?.description).toMatch(
				/\nRetry of the workflow that called it, or Retry On Fail of its Execute Sub-workflow node, sends everything again.*Remove Duplicates/,
			);
			expect(told(run)).not.toMatch(/To send the rest/);
		},
	);
});

describe('the way to go on after failures', () => {
	it.each<[WorkflowExecuteMode, RegExp]>([
		['manual', /Retry with currently saved workflow on this execution\.$/m],
		['trigger', /Retry with currently saved workflow on this execution\.$/m],
		['integrated', /Retry with currently saved workflow on this sub-workflow's own execution\.$/m],
	])('names in the mode %s the execution that sends nothing twice', async (mode, said) => {
		bench.sim.fault({ call: 'smsapi', kind: 'resetAfter', skip: 1 });

		expect((await bench.over(EACH, rowsOf(2), { mode })).error?.description).toMatch(said);
	});

	it('names in a Retry the newest one', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'code', code: '1007', skip: 1, times: 2 });
		const again = await bench.engine.retry(await bench.over(EACH, rowsOf(2)));

		expect(again.error?.description).toMatch(/currently saved workflow on this execution, the newest one\.$/m);
	});
});

describe('a bad row that a Retry meets after others went out', () => {
	it('is told with the way to send the rest', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'code', code: '1007', skip: 1 });
		const failed = await bench.over(EACH, rowsOf(2));

		const again = await bench.engine.retry(failed, {
			workflow: flowOf(bench.node({ ...EACH, message: "={{ $json.text === 'Row 1' ? '' : $json.text }}" })),
		});

		expect(again.error?.message).toMatch(/^Message: is empty/);
		expect(again.error?.description).toMatch(/This try sent nothing\.\nTo send the rest.*the newest/);
	});
});

describe('a later pass of a loop', () => {
	it('says that a new execution sends the earlier passes again', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'code', code: '1007', skip: 1 });
		const loop = workflow()
			.add(START)
			.add({ name: 'Loop', type: 'n8n-nodes-base.splitInBatches', parameters: { batchSize: 1 } })
			.add(bench.node(EACH), { after: 'Loop', output: 1 })
			.connect(NODE, 'Loop');

		const run = await bench.engine.run(loop, { input: rowsOf(3) });

		expect(run.error?.message).toMatch(/^\[1007\]/);
		expect(run.error?.description).toMatch(
			/Executions → Retry on this execution\. A new execution sends everything again/,
		);

		await bench.engine.retry(run);
		expect(bench.accepted()).toEqual(rowsOf(3).map(({ text }) => text));
	});
});

describe('an error item, which may reach the public', () => {
	it.each([
		[
			'a wrong number',
			{ ...EACH, to: '01712345678, my mother' },
			/^To: “my mother” is not a valid mobile number.*This message was not sent/,
		],
		[
			'Encoding: Text',
			{ ...EACH, message: 'আমার', options: { type: 'text' } },
			/^Encoding: Text does not have.*This message was not sent/,
		],
		['a placeholder', { ...EACH, message: 'Dear {text}' }, /^Message: contains “{text}”.*This message was not sent/],
	])(
		'says of %s what happened to the message, and nothing of the settings of the node',
		async (_, parameters, said) => {
			const [item] = (await bench.over(parameters, rowsOf(1), GOING_ON)).items(NODE);

			expect(item.error).toMatch(said);
			expect(item.error).not.toMatch(/Options|Choose|Switch|replaceAll/);
			const thrown = await bench.over(parameters, rowsOf(1));
			expect(thrown.error?.description).toMatch(/Options|Choose|Switch|replaceAll/);
			expect(outcomesOf(thrown, 1)).toEqual(['refused']);
		},
	);

	it.each(['1009', '1019'])('says of %s that nothing was sent', async (code) => {
		bench.sim.fault({ call: 'smsapi', kind: 'code', code });

		const [item] = (await bench.over(EACH, rowsOf(1), GOING_ON)).items(NODE);

		expect(item.error).toMatch(new RegExp(`^\\[${code}\\] .*\\. This message was not sent\\.$`));
	});
});

describe('a node behind another one that has sent', () => {
	const GET = { resource: 'deliveryReport', operation: 'get', shootId: '={{ $json.shootId }}' };
	const AHEAD = 'Ahead';
	const behind = (parameters: object) =>
		workflow()
			.add(START)
			.add({ ...bench.node(EACH), name: AHEAD })
			.add({ ...bench.node({ ...EACH, ...parameters }), name: 'Behind' });
	const FAILING: Array<[title: string, parameters: object]> = [
		['has a wrong field', { to: 'nobody' }],
		['can not be reached', { requestOptions: { proxy: 'http://127.0.0.1:9' } }],
		['reads reports of a wrong shoot ID', { ...GET, shootId: '?' }],
		['reads reports, and the gateway has a fault', GET],
		[
			'asks for the balance by a proxy that is away',
			{ resource: 'account', operation: 'getBalance', requestOptions: { proxy: 'http://127.0.0.1:9' } },
		],
	];
	const ADVICE: Array<[WorkflowExecuteMode, RegExp]> = [
		[
			'manual',
			/Another MiM SMS node of this execution has already sent messages\. To continue from this node, use Executions → Retry on this execution\. Execute workflow sends those messages again/,
		],
		[
			'trigger',
			/To continue from this node, use Executions → Retry on this execution\. A new execution sends those messages again/,
		],
		[
			'integrated',
			/use Executions → Retry on this sub-workflow's own execution\. Retry of the workflow that called it, or Retry On Fail of its Execute Sub-workflow node, sends those messages again/,
		],
	];
	const failing = async (parameters: object, mode?: WorkflowExecuteMode) => {
		bench.sim.fault({ call: 'getDLRRep', kind: 'status', status: 500, times: Infinity });
		return await bench.engine.run(behind(parameters), { input: rowsOf(2), mode });
	};

	describe.each(FAILING)('that %s', (_, parameters) => {
		it.each(ADVICE)('says in the mode %s how to go on without sending those again', async (mode, advice) => {
			const run = await failing(parameters, mode);

			expect(run.status).toBe('error');
			expect(run.error?.description).toMatch(advice);
			expect(bench.accepted()).toEqual(rowsOf(2).map(({ text }) => text));
		});

		it('and with that advice nothing goes out twice', async () => {
			const failed = await failing(parameters);
			bench.sim.clearFaults();

			await bench.engine.retry(failed, { workflow: behind(GET) });

			expect(bench.accepted()).toEqual(rowsOf(2).map(({ text }) => text));
		});
	});

	it('says the same in a Retry, of the newest execution', async () => {
		const again = await bench.engine.retry(await failing(GET));

		expect(again.error?.description).toMatch(
			/Another MiM SMS node of this execution.*Retry on this execution, the newest one/,
		);
	});

	it('says nothing of it where that one sent nothing, or the same node did in an earlier pass', async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'code', code: '1007', times: Infinity });
		const run = await bench.engine.run(
			workflow()
				.add(START)
				.add({ ...bench.node(EACH), name: AHEAD, ...GOING_ON })
				.add({ ...bench.node({ ...EACH, to: 'nobody' }), name: 'Behind' }),
			{ input: rowsOf(2) },
		);

		expect(run.status).toBe('error');
		expect(told(run)).not.toMatch(/Another MiM SMS node/);
	});
});
