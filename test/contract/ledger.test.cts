/** The ledger of an execution, with either API: what is sent again, what never is, and what n8n stores of it. */
import { pairedIndex } from '../engine/index.cts';
import type { Run } from '../engine/index.cts';
import type { RunExtras } from '../node/setup.cts';
import type { Row } from '../sending/setup.cts';
import type { Fault } from '../simulator/index.cts';
import { APIS, type Sending } from './apis.cts';
import { stringify } from 'flatted';
import type { IDataObject, IRunExecutionData } from 'n8n-workflow';
import { deserialize, serialize } from '../engine/runtime.cts';
import { everythingOf } from '../node/setup.cts';
import {
	NODE,
	SEND,
	SEND_MANY,
	SEND_EACH,
	RETRYING,
	GOING_ON,
	countsOf,
	flowOf,
	rowsOf,
	told,
	outcomesOf,
	useSendingBench,
} from '../sending/setup.cts';

const bench = useSendingBench();
const context = (run: Run) => run.executionData.executionData?.contextData[`node:${NODE}`];

/** Bytes that n8n stores for the node's context. */
const storedBytes = (run: Run) => Buffer.byteLength(stringify(context(run)));

/** The node between a start and nothing, with other parameters than before. */
const nodeWith = (parameters: IDataObject) => flowOf(bench.node({ ...SEND, ...parameters }));

/** What goes out in four or five calls, one after the other. Of them the second is refused, the third unknown. */
interface SendingKind {
	name: string;
	operation: Sending;
	parameters: IDataObject;
	rows: Row[];
	refused: string[];
	unknown: string[];
	counts: RegExp;
	countsAfter: RegExp;
}

const SINGLE: SendingKind = {
	name: 'Send',
	operation: 'send',
	parameters: { ...SEND_EACH, options: { parallelCalls: 1 } },
	rows: rowsOf(4),
	refused: ['Row 1'],
	unknown: ['Row 2'],
	counts: /2 submitted, 1 refused, 1 unknown, 0 not sent/,
	countsAfter: /3 submitted, 0 refused, 1 unknown, 0 not sent/,
};
const MANY: SendingKind = {
	name: 'Send Personalised',
	operation: 'sendMany',
	parameters: { ...SEND_MANY, options: { batchSize: 2, parallelCalls: 1 } },
	rows: rowsOf(10),
	refused: ['Row 2', 'Row 3'],
	unknown: ['Row 4', 'Row 5'],
	counts: /6 submitted, 2 refused, 2 unknown, 0 not sent/,
	countsAfter: /8 submitted, 0 refused, 2 unknown, 0 not sent/,
};

describe.each(APIS)('%s', (apiName, api) => {
	beforeEach(() => api.speak(bench));

	const requestedTexts = () => bench.sim.requests.flatMap(api.textsIn);
	const countOf = (text: string) => requestedTexts().filter((requested) => requested === text).length;
	const fault = (options: Fault) => bench.sim.fault({ call: api.calls.send, ...options });
	const [REFUSAL, OTHER_REFUSAL] = api.passing;
	const LAST_REFUSAL = api.refusals.account[api.refusals.account.length - 1];
	const refuseSecond = (code = REFUSAL) => fault({ kind: 'code', code, skip: 1 });

	async function failing({ operation, parameters, rows, counts }: SendingKind) {
		const call = api.calls[operation];
		bench.sim.fault({ call, kind: 'code', code: REFUSAL, skip: 1 });
		bench.sim.fault({ call, kind: 'resetAfter', skip: 2 });
		const failed = await bench.over(parameters, rows);
		expect(failed.error?.message).toMatch(counts);
		bench.sim.requests.length = 0;
		return failed;
	}
	const changed = ({ parameters }: SendingKind, changes: IDataObject) => ({
		workflow: flowOf(bench.node({ ...parameters, ...changes })),
	});

	describe('Retry On Fail', () => {
		it('sends the refused message again and answers for the submitted one from the ledger', async () => {
			refuseSecond();

			const run = await bench.sendTexts(['one', 'two'], RETRYING);

			expect(run.error).toBeUndefined();
			expect([countOf('one'), countOf('two')]).toEqual([1, 2]);
			expect(run.items(NODE).map(({ shootId }) => shootId)).toEqual(bench.sim.messages.map(api.referenceOf));
			expect(run.itemsFull(NODE).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		});

		it('asks nothing at all when nothing is left to send', async () => {
			fault({ kind: 'resetAfter', skip: 1 });

			const run = await bench.sendTexts(['one', 'two'], RETRYING);

			expect(bench.sim.count()).toBe(2);
			expect(bench.accepted()).toEqual(['one', 'two']);
			expect(told(run)).toMatch(/1 submitted, 0 refused, 1 unknown, 0 not sent/);
		});

		it('ends with the reason of the last try, after as many as were allowed', async () => {
			fault({ kind: 'code', code: api.refusals.noBalance, times: 2 });
			fault({ kind: 'code', code: LAST_REFUSAL });

			const run = await bench.sendTexts(['one'], RETRYING);

			expect(run.error?.message).toMatch(new RegExp(`^\\[${LAST_REFUSAL}\\]`));
			expect(countOf('one')).toBe(3);
		});

		it('never sends a message twice, whatever happens to twenty at once', async () => {
			const kinds = (['resetBefore', 'resetAfter', 'cutOff', 'empty', 'gzip', 'wrongType'] as const).map(
				(kind): Fault => ({ kind }),
			);
			const more: Fault[] = [
				// In V2 a 401 that is no answer of the API is a refusal (contract.md, "Outcome", f).
				{ kind: 'status', status: apiName === 'v2' ? 429 : 401, accept: true },
				{ kind: 'status', status: 503, accept: true },
				{ kind: 'code', code: REFUSAL },
				{ kind: 'code', code: OTHER_REFUSAL },
				{ kind: 'redirect', accept: true },
			];
			for (const one of [...kinds, ...more]) fault(one);
			const texts = Array.from({ length: 20 }, (_, index) => `Text ${index}`);

			const run = await bench.send(
				{ message: '={{ $json.text }}' },
				{ input: texts.map((text) => ({ text })), ...RETRYING },
			);

			expect(new Set(bench.accepted()).size).toBe(bench.accepted().length);
			expect(texts.filter((text) => countOf(text) > 1)).toHaveLength(2);
			expect(run.error?.message).toMatch(/13 submitted, 0 refused, 7 unknown, 0 not sent/);
		});

		it('is not started over by an error item, with On Error: Continue, for what was submitted or is unknown', async () => {
			fault({ kind: 'resetAfter' });

			const run = await bench.sendTexts(['one', 'two'], { ...RETRYING, ...GOING_ON });

			expect(bench.accepted()).toEqual(['one', 'two']);
			expect(bench.sim.count()).toBe(2);
			expect(run.items(NODE)[0].error).toMatch(/^\[unknown\]/);
			expect(run.items(NODE)[1].status).toBe('submitted');
		});
	});

	describe.each([SINGLE, MANY])('Retry of a failed execution of $name', (kind) => {
		it('sends what was refused, and only that', async () => {
			const failed = await failing(kind);

			const again = await bench.engine.retry(failed);

			expect(requestedTexts()).toEqual(kind.refused);
			expect(again.error?.message).toMatch(kind.countsAfter);
			const outcomes = outcomesOf(again, kind.rows.length);
			expect(kind.rows.filter((_, index) => outcomes[index] === 'unknown').map(({ text }) => text)).toEqual(
				kind.unknown,
			);
		});

		it('sends it with its new content, whatever else changed, and nothing else with new content either', async () => {
			const failed = await failing(kind);

			await bench.engine.retry(failed, changed(kind, { message: '=New {{ $json.text }}', senderId: 'DEMO SHOP' }));

			expect(requestedTexts()).toEqual(kind.refused.map((text) => `New ${text}`));
		});
	});

	describe('Retry of a failed execution of Send', () => {
		it('sends nothing when n8n was killed after the node had begun: what went out then, nobody knows', async () => {
			const failed = await failing(SINGLE);
			const data = (await deserialize(failed.storedData)) as IRunExecutionData;
			data.executionData!.contextData = {};
			const killed = { ...failed, storedData: await serialize(data), finished: false };
			bench.sim.requests.length = 0;

			const again = await bench.engine.retry(killed);
			const onceMore = await bench.engine.retry(again);

			expect(bench.sim.requests).toEqual([]);
			for (const run of [again, onceMore])
				expect(run.error?.message).toMatch(/0 submitted, 0 refused, 4 unknown, 0 not sent/);
		});

		it('sends what a bad option of the run kept back', async () => {
			const failed = await bench.send({ message: 'one', options: { parallelCalls: 0 } });
			expect(failed.error?.message).toMatch(/Max Requests at Once/);

			await bench.engine.retry(failed, { workflow: nodeWith({ message: 'one', options: {} }) });

			expect(bench.accepted()).toEqual(['one']);
		});

		it("succeeds when all that was left goes out, with the first items' own answers", async () => {
			refuseSecond(api.refusals.noBalance);
			const failed = await bench.sendTexts(['one', 'two']);
			const shootId = api.referenceOf(bench.sim.messages[0]);

			const again = await bench.engine.retry(failed);

			expect(again.status).toBe('success');
			expect(again.items(NODE).map((item) => item.shootId)).toEqual([shootId, api.referenceOf(bench.sim.messages[1])]);
			expect(bench.accepted()).toEqual(['one', 'two']);
		});

		it('sends what was not sent when the gateway refused the connection', async () => {
			await bench.sim.refuse();
			const failed = await bench.sendTexts(['one', 'two']);
			expect(failed.error?.message).toMatch(/0 submitted, 0 refused, 0 unknown, 2 not sent/);
			await bench.sim.accept();

			const again = await bench.engine.retry(failed);

			expect(again.status).toBe('success');
			expect(bench.accepted()).toEqual(['one', 'two']);
		});

		it('can be retried again and again: unknown stays unknown', async () => {
			fault({ kind: 'resetBefore' });
			let run = await bench.sendTexts(['one']);
			for (let tries = 0; tries < 3; tries++) run = await bench.engine.retry(run);

			expect(run.error?.message).toMatch(/^\[unknown\]/);
			expect(bench.sim.count()).toBe(1);
		});
	});

	describe('Retry of a failed execution of Send Personalised', () => {
		it('sends nothing that has become another batch', async () => {
			const failed = await failing(MANY);

			await bench.engine.retry(failed, changed(MANY, { options: { batchSize: 100 } }));

			expect(requestedTexts()).toEqual(['Row 2', 'Row 3']);
			expect(bench.sim.count()).toBe(1);
		});

		it('sends what was not sent after a failure of the account', async () => {
			bench.sim.settings.balance = 1;
			const failed = await bench.over(MANY.parameters, rowsOf(10));
			expect(failed.error?.message).toMatch(/4 submitted, 2 refused, 0 unknown, 4 not sent/);
			bench.sim.settings.balance = 100;

			const again = await bench.engine.retry(failed);

			expect(again.status).toBe('success');
			expect(bench.accepted().sort()).toEqual(rowsOf(10).map(({ text }) => text));
			expect(again.itemsFull(NODE).map(pairedIndex)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
		});

		it('does not say that nothing was sent when a row has become bad after others had gone out', async () => {
			const failed = await failing(MANY);

			const again = await bench.engine.retry(
				failed,
				changed(MANY, { message: "={{ $json.text === 'Row 2' ? '' : $json.text }}" }),
			);

			expect(bench.sim.count()).toBe(0);
			expect(told(again)).toMatch(/Message/);
			expect(told(again)).not.toMatch(/This message was not sent\./);
		});

		it('is safe when Send Personalised has become Send, and the other way round', async () => {
			const failed = await failing(MANY);

			await bench.engine.retry(failed, changed(MANY, { operation: 'send', options: {} }));

			expect(requestedTexts().sort()).toEqual(['Row 2', 'Row 3']);
		});
	});

	describe('a new execution', () => {
		it('knows nothing of the one before', async () => {
			await bench.sendTexts(['one']);
			await bench.sendTexts(['one']);

			expect(bench.accepted()).toEqual(['one', 'one']);
		});
	});

	describe('two nodes of one workflow', () => {
		it('with equal content both send', async () => {
			const flow = nodeWith({}).add({ ...bench.node(SEND), name: 'Second' });

			const run = await bench.engine.run(flow);

			expect(run.status).toBe('success');
			expect(bench.accepted()).toEqual(['Hello', 'Hello']);
		});
	});

	describe('the ledger', () => {
		it('stands in the stored execution before the request leaves', async () => {
			fault({ kind: 'stall' });
			const running = bench.engine.start(nodeWith({ requestOptions: { timeout: 400 } }));
			while (bench.sim.count() === 0) await new Promise((resolve) => setTimeout(resolve, 5));

			const kept = running.execution.storedNow();
			await running.promise;

			expect(kept).toContain('mimSmsLedger');
			expect(kept).toContain('"sending"');
		});
	});

	describe.each([SINGLE, MANY])('the ledger of $name', ({ parameters, operation, rows }) => {
		const call = api.calls[operation];
		it.each(api.credentials)('holds no secret (signed in %s)', async (credentials) => {
			const secrets = api.secretsOf(bench.sim);
			bench.sim.fault({ call, kind: 'resetAfter', skip: 1 });
			bench.sim.fault({ call, kind: 'text', body: `echo ${api.knownOf(bench.sim)}`, skip: 2 });

			const run = await bench.over(parameters, rows, { credentials });

			const kept = JSON.stringify(context(run));
			expect(kept).toContain('submitted');
			expect(kept).toContain('[unknown]');
			for (const secret of secrets) {
				expect(kept).not.toContain(secret);
				expect(everythingOf(run)).not.toContain(secret);
			}
		});
	});

	describe('the error of several items', () => {
		/** Refused, unknown and submitted by faults, not sent because the gateway closes its door before the last ones. */
		async function mixed(extra?: RunExtras) {
			fault({ kind: 'code', code: REFUSAL, skip: 1 });
			fault({ kind: 'resetAfter', skip: 2 });
			fault({ kind: 'status', status: 502, skip: 3 });
			bench.sim.settings.latency = 60;
			const watching = setInterval(() => {
				if (bench.sim.count(api.calls.send) < 5) return;
				clearInterval(watching);
				void bench.sim.refuse();
			}, 2);
			const run = await bench.sendTexts(['one', 'two', 'three', 'four', 'five', 'six', 'seven'], extra);
			clearInterval(watching);
			return run;
		}

		it('counts submitted with their shoot IDs, refused, unknown and not sent, and they add up', async () => {
			const run = await mixed();

			expect(run.error?.name).toBe('NodeApiError');
			expect(countsOf(told(run))).toEqual({ submitted: 2, refused: 1, unknown: 2, notSent: 2 });
			const sent = bench.sim.messages.filter(({ text }) => ['one', 'five'].includes(text));
			expect(sent).toHaveLength(2);
			for (const message of sent) expect(run.error?.description).toContain(api.referenceOf(message));
			expect(run.error?.description).toMatch(
				new RegExp(
					`Items? 1: \\[${REFUSAL}\\].*Items? 2: \\[unknown\\].*Items? 3: \\[unknown\\].*Items? 5 to 6: \\[notSent\\]`,
					's',
				),
			);
			expect(run.error?.context.itemIndex).toBe(1);
			expect(run.itemsFull(NODE)).toEqual([]);
		});

		it('is one item each under On Error: Continue', async () => {
			const run = await mixed(GOING_ON);

			const outcomes = run.items(NODE).map(({ status, error }) => status ?? /^\[\w+\]/.exec(String(error))?.[0]);
			expect(outcomes).toEqual([
				'submitted',
				`[${REFUSAL}]`,
				'[unknown]',
				'[unknown]',
				'submitted',
				'[notSent]',
				'[notSent]',
			]);
			expect(run.itemsFull(NODE).map(pairedIndex)).toEqual([0, 1, 2, 3, 4, 5, 6]);
		});

		it('stays readable for a thousand items', async () => {
			fault({ kind: 'code', code: REFUSAL, skip: 900, times: Infinity });

			const run = await bench.send(
				{ message: '={{ $json.text }}', options: { parallelCalls: 1 } },
				{ input: Array.from({ length: 1000 }, (_, index) => ({ text: `${index}` })) },
			);

			expect(run.error?.message).toMatch(/900 submitted, 100 refused, 0 unknown, 0 not sent/);
			expect(told(run).length).toBeLessThan(6000);
			expect(run.error?.description).toMatch(/and 850 more/);
			expect(run.error?.description).toMatch(/900 to 999/);
		});
	});

	describe('what n8n stores of the ledger', () => {
		it('stays under 100 bytes a row when every call fails without an answer', async () => {
			bench.sim.fault({ call: api.calls.sendMany, kind: 'resetAfter', times: Infinity });

			const run = await bench.over(SEND_MANY, rowsOf(2_000));

			expect(run.error?.message).toMatch(/2000 unknown/);
			expect(storedBytes(run) / 2_000).toBeLessThan(100);
		});

		it('stays under 200 bytes a row with long texts: it holds none', async () => {
			const run = await bench.over(SEND_MANY, rowsOf(500, { text: 'আ'.repeat(600) }));

			expect(storedBytes(run) / 500).toBeLessThan(200);
			expect(JSON.stringify(context(run))).not.toContain('আআ');
		});

		it('holds nothing of rows that were refused or not sent', async () => {
			bench.sim.fault({ call: api.calls.sendMany, kind: 'code', code: api.refusals.noBalance });

			const run = await bench.over({ ...SEND_MANY, options: { parallelCalls: 1, batchSize: 50 } }, rowsOf(100));

			expect(Object.values(context(run)?.mimSmsLedger.runs)).toEqual([{ items: {}, calls: {} }]);
		});

		it('of Send stays under 1,000 bytes an item', async () => {
			const run = await bench.over(SEND_EACH, rowsOf(200));

			expect(storedBytes(run) / 200).toBeLessThan(1_000);
		});
	});
});
