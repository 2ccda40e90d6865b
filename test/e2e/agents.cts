/**
 * AI agents of each version that call the node as a tool: what n8n forgets where one works on two items, what a model that fails and an
 * n8n that is killed leave to a Retry, and calls that a person approves. Each message goes out once, and what the tool says of it is true.
 */
import assert from 'node:assert/strict';
import type { INodeCredentials, IWorkflowSettings } from 'n8n-workflow';
import { n8nAgents } from './agents/n8nAgents.cts';
import { addModel, addReview, agentWorkflow, TOOL, type AgentKind } from './lib/agentWorkflows.cts';
import { APIS, type Api } from './lib/apis.cts';
import { check, sleep, tell, until } from './lib/checks.cts';
import { endOf, listExecutions, retry, tally, type Ended } from './lib/executions.cts';
import { startModel, type Model, type Wanted } from './lib/model.cts';
import type { KillableN8n, ListedExecution } from './lib/n8n.cts';
import { oldestEngine, ON_NODE_20, versionOf } from './lib/oldest.cts';
import type { Place } from './lib/place.cts';
import { startReviewer, type Reviewer } from './lib/reviewer.cts';
import { newStage } from './lib/stage.cts';
import { addAccounts, addWorkflow, type MimSmsCredentials } from './lib/workflows.cts';
import type { Simulator } from '../simulator/index.cts';

/** An agent in a workflow of its own, and who it writes to. */
interface Kind {
	name: string;
	api: Api;
	version: number;
	settings: IWorkflowSettings;
}

const KINDS: Kind[] = APIS.flatMap((api) =>
	[1.9, 2.2, 3].flatMap((version) =>
		[false, true].map((saves) => ({
			api,
			version,
			name: `agent ${version}, ${api}${saves ? ', saving its progress' : ''}`,
			settings: saves ? { saveExecutionProgress: true } : {},
		})),
	),
);

interface Bench {
	simulator: Simulator;
	model: Model;
	place: Place;
	n8n: KillableN8n;
	/** To the model. */
	access: INodeCredentials;
	accounts: Record<Api, MimSmsCredentials>;
	/** The workflows, by the name of their kind. */
	ids: Map<string, string>;
	on: (what: string) => string;
}

export async function run() {
	await scenes();
	await scenes({ engine: await oldestEngine() }, ON_NODE_20);
}

async function scenes(options: Parameters<ReturnType<typeof newStage>['place']>[0] = {}, env?: Record<string, string>) {
	const stage = newStage();
	try {
		const simulator = await stage.simulator({ balance: 1_000_000, latency: 250 });
		const model = await startModel(stage);
		const place = await stage.place(options);
		const version = versionOf(place.engine);
		const n8n = await place.startUnlisted(env);
		const access = await addModel(n8n.rest, model);
		const accounts = await addAccounts(n8n.rest, simulator);
		const on = (what: string) => `n8n ${version}: ${what}`;
		const bench: Bench = { simulator, model, place, n8n, access, accounts, ids: new Map(), on };
		for (const kind of KINDS) await add(bench, kind);
		await eachOnce(bench);
		await twoItems(bench);
		await failing(bench);
		// n8n 1 has neither.
		if (!env) {
			await reviewed(bench, await startReviewer(stage));
			await n8nAgents(bench);
		}
		await killedWhileSending(bench, async () => await place.startUnlisted(env));
	} finally {
		await stage.close();
	}
}

async function add({ n8n, access, accounts, ids }: Bench, kind: Kind & Pick<AgentKind, 'review'>) {
	const workflow = agentWorkflow(pathOf(kind), kind, accounts[kind.api], access);
	ids.set(kind.name, (await addWorkflow(n8n.rest, workflow, { active: true })).id);
}

const pathOf = ({ name }: Kind): string => name.replaceAll(/\W+/g, '-');

let numbers = 0;

const wanted = (count: number): Wanted[] =>
	Array.from({ length: count }, () => ({ to: `88018${10_000_000 + ++numbers}`, message: `Message ${numbers}` }));

/** Calls an agent for each of these people, and returns all their texts. */
async function start({ model, n8n }: Bench, kind: Kind, people: Wanted[][], options: { fails?: number } = {}) {
	const prompts = people.map((messages) => ({ prompt: model.prompt(messages, options) }));
	await until(
		async () => {
			const response = await fetch(`${n8n.url}/webhook/${pathOf(kind)}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ prompts }),
			});
			return response.ok;
		},
		{ within: 60_000, what: `the webhook of ${kind.name}` },
	);
	return people.flat().map(({ message }) => message);
}

/** The newest execution of an agent, at its end. */
async function endOfNewest({ place, n8n, ids }: Bench, kind: Kind): Promise<Ended> {
	const [newest] = await listExecutions(n8n.rest, { workflowId: ids.get(kind.name)! });
	return await endOf(place, n8n.rest, newest.id);
}

const sentOf = ({ simulator }: Bench, texts: string[]): string[] =>
	simulator.messages.map(({ text }) => text).filter((text) => texts.includes(text));

async function eachOnce(bench: Bench) {
	const started = new Map<Kind, string[]>();
	for (const kind of KINDS) started.set(kind, await start(bench, kind, [wanted(3)]));
	for (const [kind, texts] of started)
		await check(bench.on(`${kind.name}: each message goes out once`), async () => {
			const { status, error } = await endOfNewest(bench, kind);
			assert.deepEqual([status, error], ['success', undefined]);
			assert.deepEqual(sentOf(bench, texts), texts);
		});
}

/** Of one with two items that need unlike many calls n8n forgets what the tool answered, and stops the model in the end, which asks again and again. */
async function twoItems(bench: Bench) {
	const started = new Map<Kind, string[]>();
	for (const kind of KINDS) started.set(kind, await start(bench, kind, [wanted(1), wanted(3)]));
	for (const [kind, texts] of started)
		await check(bench.on(`${kind.name}, with two items: no message goes out twice`), async () => {
			const { status, error } = await endOfNewest(bench, kind);
			if (kind.version < 3) assert.deepEqual([status, error], ['success', undefined]);
			const sent = sentOf(bench, texts).sort();
			assert.deepEqual(sent, kind.version < 3 ? texts.sort() : [...new Set(sent)]);
		});
}

async function failing(bench: Bench) {
	const started = new Map<Kind, string[]>();
	for (const kind of KINDS) started.set(kind, await start(bench, kind, [wanted(3)], { fails: 1 }));
	for (const [kind, texts] of started)
		await check(bench.on(`${kind.name}: the model fails, and Retry sends the rest`), async () => {
			const failed = await endOfNewest(bench, kind);
			assert.equal(failed.status, 'error');
			const { status } = await retry(bench.n8n.rest, failed.id);
			assert.equal(status, 'success');
			assert.deepEqual(sentOf(bench, texts), texts);
		});
}

/** A person approves each call. With two items, n8n asks for what was approved once for each of them. */
async function reviewed(bench: Bench, reviewer: Reviewer) {
	const review = await addReview(bench.n8n.rest, reviewer);
	for (const api of APIS) {
		const kind: Kind = { name: `reviewed, ${api}`, api, version: 3, settings: {} };
		await add(bench, { ...kind, review });
		await check(bench.on(`${api}: what a person approved once goes out once, with two items too`), async () => {
			const asked = reviewer.asked;
			const texts = await start(bench, kind, [wanted(1), wanted(2)]);
			await until(() => reviewer.asked - asked === texts.length, { within: 60_000, what: 'a question for each call' });
			const isOver = async () => !['running', 'waiting'].includes((await endOfNewest(bench, kind)).status);
			await until(isOver, { within: 60_000, what: 'the end of the execution' });
			const { status, error } = await endOfNewest(bench, kind);
			assert.deepEqual([status, error], ['success', undefined]);
			assert.deepEqual([sentOf(bench, texts), reviewer.asked - asked], [texts, texts.length]);
		});
	}
}

async function killedWhileSending(bench: Bench, restart: () => Promise<KillableN8n>) {
	const texts = new Set<string>();
	for (const kind of KINDS) for (const text of await start(bench, kind, [wanted(1), wanted(3)])) texts.add(text);
	await until(() => sentOf(bench, [...texts]).length >= KINDS.length, { every: 5, what: 'a message of each agent' });
	await bench.n8n.kill();
	await sleep(1_000);
	const before = sentOf(bench, [...texts]).length;
	const n8n = await restart();
	await check(bench.on('killed while agents send: Retry sends nothing twice, and what it tells is true'), async () => {
		const crashed = await until(
			async () => {
				const lists = KINDS.map(({ name }) => bench.ids.get(name)!).map(
					async (workflowId) => await listExecutions(n8n.rest, { workflowId, status: ['crashed'] }),
				);
				const all = (await Promise.all(lists)).flat();
				return all.length > 0 && all;
			},
			{ within: 60_000, what: 'the executions that were killed' },
		);
		const retries: ListedExecution[] = [];
		for (const { id } of crashed) retries.push(await retry(n8n.rest, id));
		const times = tally(sentOf(bench, [...texts]));
		tell(`${crashed.length} killed after ${before} of ${texts.size} messages; ${times.size} after Retry`);
		assert.deepEqual(
			[...times].filter(([, often]) => often > 1),
			[],
		);
		const numbers = new Set(bench.simulator.messages.map((message) => message.to));
		for (const { id } of retries) {
			const ended = await endOf(bench.place, n8n.rest, id);
			const told = ended.items<{ status?: string; to?: string[] }>(TOOL).filter(({ status }) => status === 'submitted');
			for (const { to } of told) assert.ok(numbers.has(to![0]), `execution ${id}: ${to![0]} was told as submitted`);
		}
	});
}
