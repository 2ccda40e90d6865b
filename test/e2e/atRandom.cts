/**
 * Workflows made at random, while the gateway fails at random and n8n is killed or stopped at a random moment; then one Retry of each
 * execution that did not succeed. No message goes out twice, and what the node says of each is what the gateway has.
 * `--rounds <n> --seed <n>` play more of them, or the same ones again.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { IDataObject, INodeCredentials, INodeParameters } from 'n8n-workflow';
import { addModel, agentWorkflow, TOOL } from './lib/agentWorkflows.cts';
import { APIS, type Api } from './lib/apis.cts';
import { check, sleep, tell, until } from './lib/checks.cts';
import { endOf, listExecutions, retry, tally } from './lib/executions.cts';
import { startModel, type Model, type Wanted } from './lib/model.cts';
import type { KillableN8n, ListedExecution } from './lib/n8n.cts';
import { oldestEngine, ON_NODE_20, versionOf } from './lib/oldest.cts';
import type { Place } from './lib/place.cts';
import { newStage } from './lib/stage.cts';
import type { StepOptions } from './lib/step.cts';
import {
	addAccounts,
	addWorkflow,
	call,
	chain,
	rowsToSend,
	type MimSmsCredentials,
	type Workflow,
} from './lib/workflows.cts';
import type { Fault, Simulator } from '../simulator/index.cts';

type ValueOf<A> = A extends fc.Arbitrary<infer Value> ? Value : never;

/** Workflows of a round, which run at the same time. */
const AT_ONCE = 6;

/** Webhook → Loop Over Items → Wait → the node. */
const SENDING = fc.record({
	api: fc.constantFrom(...APIS),
	operation: fc.constantFrom('send', 'sendMany', 'sendAndTrack'),
	rows: fc.integer({ min: 1, max: 30 }),
	/** Rows of a pass of Loop Over Items; without one, all at once. */
	pass: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
	/** Whether a Wait of a second stands before the node. */
	waits: fc.boolean(),
	savesProgress: fc.boolean(),
	onError: fc.constantFrom('stopWorkflow', 'stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'),
	retryOnFail: fc.boolean(),
	parallelCalls: fc.integer({ min: 1, max: 4 }),
	batchSize: fc.integer({ min: 1, max: 10 }),
	/** Retry with the workflow as it is saved. */
	loadWorkflow: fc.boolean(),
});
type SendingOf = ValueOf<typeof SENDING>;

/** An agent with the node as its tool, in a loop or not. */
const AGENT = fc.record({
	api: fc.constantFrom(...APIS),
	version: fc.constantFrom(1.9, 2.2, 3, 3.1),
	/** Messages that each prompt asks for. */
	prompts: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
	pass: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
	savesProgress: fc.boolean(),
	loadWorkflow: fc.boolean(),
});

type AgentOf = ValueOf<typeof AGENT>;

const KIND = fc.oneof({ weight: 2, arbitrary: SENDING }, { weight: 1, arbitrary: AGENT });
type Kind = ValueOf<typeof KIND>;

const HOW = {
	accept: fc.boolean(),
	times: fc.integer({ min: 1, max: 3 }),
	skip: fc.integer({ min: 0, max: 12 }),
};
const FAULT: fc.Arbitrary<Fault> = fc.oneof(
	fc.record({
		kind: fc.constantFrom('resetAfter' as const, 'cutOff' as const, 'cutClean' as const),
		times: HOW.times,
		skip: HOW.skip,
	}),
	fc.record({ kind: fc.constant('resetBefore' as const), times: HOW.times, skip: HOW.skip }),
	fc.record({ kind: fc.constant('empty' as const), ...HOW }),
	fc.record({ kind: fc.constant('status' as const), status: fc.constantFrom(500, 502, 503, 429), ...HOW }),
	fc.record({ kind: fc.constant('code' as const), times: HOW.times, skip: HOW.skip }),
);

const ROUND = fc.record({
	kinds: fc.array(KIND, { minLength: AT_ONCE, maxLength: AT_ONCE }),
	faults: fc.array(FAULT, { maxLength: 6 }),
	end: fc.constantFrom('kill', 'kill', 'stop', 'nothing'),
	/** Accepted messages after which n8n ends. */
	after: fc.integer({ min: 0, max: 60 }),
});
type Round = ValueOf<typeof ROUND>;

/** A workflow of a round in n8n. */
interface Started {
	kind: Kind;
	id: string;
	/** Of its messages, each of which has a number of its own. */
	numbers: Set<string>;
}

interface Bench {
	simulator: Simulator;
	place: Place;
	model: Model;
	accounts: Record<Api, MimSmsCredentials>;
	/** To the model. */
	access: INodeCredentials;
	/** Of the AI Agent node that this n8n has. */
	newestAgent: number;
	start(): Promise<KillableN8n>;
}

export async function run({ rounds = 2, seed = Math.floor(Math.random() * 2 ** 31) }: StepOptions) {
	tell(`--rounds ${rounds} --seed ${seed}`);
	const all = fc.sample(ROUND, { numRuns: rounds, seed });
	await play(all);
	await play(all, { engine: await oldestEngine() }, ON_NODE_20);
}

async function play(
	rounds: readonly Round[],
	options: Parameters<ReturnType<typeof newStage>['place']>[0] = {},
	env?: Record<string, string>,
) {
	const stage = newStage();
	try {
		const simulator = await stage.simulator({ balance: 1_000_000, latency: 150 });
		const model = await startModel(stage);
		const place = await stage.place(options);
		const start = async () => await place.startUnlisted(env);
		let n8n = await start();
		const accounts = await addAccounts(n8n.rest, simulator);
		const bench: Bench = {
			simulator,
			model,
			place,
			accounts,
			access: await addModel(n8n.rest, model),
			newestAgent: env ? 3 : 3.1,
			start,
		};
		for (const [number, round] of rounds.entries())
			await check(`n8n ${versionOf(place.engine)}, round ${number + 1} of ${rounds.length}: ${round.end}`, async () => {
				n8n = await playOne(bench, n8n, round);
			});
	} finally {
		await stage.close();
	}
}

async function playOne(bench: Bench, n8n: KillableN8n, { kinds, faults, end, after }: Round): Promise<KillableN8n> {
	const { simulator } = bench;
	const begun = simulator.messages.length;
	const all: Started[] = [];
	for (const kind of kinds) all.push(await started(bench, n8n, kind));
	for (const fault of faults) simulator.fault(fault);
	const isOver = async () => (await notOver(n8n, all)) === 0;
	await until(async () => simulator.messages.length - begun >= after || (await isOver()), {
		within: 120_000,
		every: 20,
	});
	const next = await ended(bench, n8n, end);
	simulator.clearFaults();
	await until(async () => (await notOver(next, all)) === 0, { within: 180_000, what: 'the end of the executions' });
	for (const one of all) await retried(bench, next, one);
	return next;
}

async function ended(bench: Bench, n8n: KillableN8n, end: Round['end']): Promise<KillableN8n> {
	if (end === 'nothing') return n8n;
	await (end === 'kill' ? n8n.kill() : n8n.stop());
	await sleep(1_000);
	return await bench.start();
}

/** How many of the executions have not come to an end. */
async function notOver({ rest }: KillableN8n, all: readonly Started[]): Promise<number> {
	const lists = await Promise.all(all.map(async ({ id }) => await listExecutions(rest, { workflowId: id })));
	return lists.filter(([newest]) => !newest || ['new', 'running', 'waiting'].includes(newest.status)).length;
}

let count = 0;

/** Adds a workflow and calls it. */
async function started(bench: Bench, n8n: KillableN8n, kind: Kind): Promise<Started> {
	const path = `random-${++count}`;
	const { workflow, body, wanted } = isAgent(kind) ? agentOf(path, kind, bench) : sendingOf(path, kind, bench);
	const { id } = await addWorkflow(n8n.rest, workflow, { active: true });
	void call(n8n, path, body, { registering: 60_000 }).catch(() => {});
	await until(async () => (await listExecutions(n8n.rest, { workflowId: id })).length > 0, { what: `${path} begun` });
	return { kind, id, numbers: new Set(wanted.map(({ to }) => to)) };
}

/** A workflow, what it is called with, and what it is to send. */
interface Made {
	workflow: Workflow;
	body: IDataObject;
	wanted: Wanted[];
}

const messages = (path: string, length: number): Wanted[] =>
	Array.from({ length }, () => ({ to: `88017${10_000_000 + ++count}`, message: `Message ${count} of ${path}` }));

function agentOf(path: string, kind: AgentOf, { model, accounts, access, newestAgent }: Bench): Made {
	const { version, savesProgress, pass, prompts, api } = kind;
	const each = prompts.map((length) => messages(path, length));
	const settings = { saveExecutionProgress: savesProgress };
	return {
		workflow: agentWorkflow(path, { version: Math.min(version, newestAgent), settings, pass }, accounts[api], access),
		body: { prompts: each.map((wanted) => ({ prompt: model.prompt(wanted) })) },
		wanted: each.flat(),
	};
}

function sendingOf(path: string, kind: SendingOf, { accounts }: Bench): Made {
	const wanted = messages(path, kind.rows);
	return {
		workflow: sendingWorkflow(path, kind, accounts[kind.api]),
		body: { rows: wanted.map((row) => ({ ...row })) },
		wanted,
	};
}

function sendingWorkflow(path: string, kind: SendingOf, credentials: MimSmsCredentials): Workflow {
	const { operation, pass, waits, onError, retryOnFail, savesProgress, parallelCalls, batchSize } = kind;
	const options: INodeParameters = { parallelCalls };
	if (operation === 'sendMany') options.batchSize = batchSize;
	const parameters: INodeParameters = { operation, to: '={{ $json.to }}', message: '={{ $json.message }}', options };
	if (operation === 'sendAndTrack') Object.assign(parameters, { timeout: 5, interval: 1 });
	const more = { onError, retryOnFail, maxTries: 2, waitBetweenTries: 300 } as const;
	const [calling, splitRows, sending] = rowsToSend(path, parameters, more);
	const waiting = { resume: 'timeInterval', amount: 1, unit: 'seconds' };
	const workflow = chain(
		path,
		[
			calling,
			splitRows,
			['Loop', 'n8n-nodes-base.splitInBatches', { batchSize: pass ?? 1_000, options: {} }, { typeVersion: 3 }],
			['Wait', 'n8n-nodes-base.wait', waiting, { typeVersion: 1.1, webhookId: `wait-of-${path}` }],
			sending,
			['Next', 'n8n-nodes-base.noOp'],
		],
		credentials,
		{ saveExecutionProgress: savesProgress },
	);
	const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
	return {
		...workflow,
		connections: {
			...workflow.connections,
			Loop: { main: [[], to(waits ? 'Wait' : 'Send')] },
			Send: { main: [to('Next'), to('Next')] },
			Next: { main: [to('Loop')] },
		},
	};
}

/** What the node gave of a message. */
type Told = {
	/** Of Send a list. */
	to?: string | string[];
	status?: string;
	error?: string;
};

/** Retries what did not succeed, once, and compares what the node said of each message with what the gateway has. */
async function retried({ simulator, place }: Bench, { rest }: KillableN8n, { kind, id, numbers }: Started) {
	const of = JSON.stringify(kind);
	const [first] = await listExecutions(rest, { workflowId: id });
	const executions: ListedExecution[] = [first];
	const before = sentOf(simulator, numbers).size;
	if (first.status !== 'success') executions.push(await retry(rest, first.id, { loadWorkflow: kind.loadWorkflow }));
	const sent = sentOf(simulator, numbers);
	const more = executions[1] ? `, Retry: ${executions[1].status}, ${sent.size}` : '';
	tell(`${isAgent(kind) ? 'agent ' : ''}${first.status} after ${before} of ${numbers.size}${more}`);
	const twice = [...sent].filter(([, times]) => times > 1);
	assert.deepEqual(twice, [], of);
	let unsent = 0;
	for (const execution of executions) {
		const told = (await endOf(place, rest, execution.id)).items<Told>(isAgent(kind) ? TOOL : 'Send');
		const submitted = told.filter(({ status }) => status === 'submitted').flatMap(({ to = [] }) => to);
		for (const number of submitted) assert.ok(sent.has(number), `${number} was told as submitted: ${of}`);
		unsent = told.filter(({ error }) => error && !error.startsWith('[unknown]')).length;
	}
	// An agent may call again for what was not sent.
	if (isAgent(kind)) return;
	assert.ok(unsent + sent.size <= numbers.size, `${unsent} were told as not sent, ${sent.size} went out: ${of}`);
	// After a kill n8n 1 may report a success and send nothing (docs/limits.md).
	const isComplete = first.status !== 'crashed' && executions.at(-1)?.status === 'success';
	if (isComplete && kind.onError === 'stopWorkflow') assert.equal(sent.size, numbers.size, of);
}

const isAgent = (kind: Kind): kind is AgentOf => 'version' in kind;

/** The numbers that a message went out to, and how often. */
const sentOf = ({ messages }: Simulator, numbers: Set<string>): Map<string, number> =>
	tally(messages.map(({ to }) => to).filter((to) => numbers.has(to)));
