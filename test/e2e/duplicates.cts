/**
 * n8n's Remove Duplicates (Remove Items Processed in Previous Executions) before Send: what goes out twice, and what never does.
 * docs/limits.md says what is found here. It remembers a value when an item passes, whatever becomes of the message behind it.
 */
import assert from 'node:assert/strict';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Browser } from 'playwright-core';
import { APIS, type Api } from './lib/apis.cts';
import { openEditor } from './lib/browser.cts';
import { check, sleep, tell, until } from './lib/checks.cts';
import { endOf, listExecutions, retry, tally, type Ended } from './lib/executions.cts';
import type { KillableN8n } from './lib/n8n.cts';
import type { Place } from './lib/place.cts';
import { newStage } from './lib/stage.cts';
import type { Fault, Simulator } from '../simulator/index.cts';
import {
	addCredential,
	addWorkflow,
	call,
	chain,
	SMS,
	webhook,
	type ChainLink,
	type MimSmsCredentials,
	type Workflow,
} from './lib/workflows.cts';

type Row = { order: string; to: string };

const REFUSED: Record<Api, Fault> = {
	classic: { call: 'smsapi', kind: 'code', code: '1005' },
	v2: { call: 'v2/SMS', kind: 'code', code: '205' },
};
const ONCE: INodeParameters = {
	operation: 'removeItemsSeenInPreviousExecutions',
	logic: 'removeItemsWithAlreadySeenKeyValues',
	dedupeValue: '={{ $json.order }}',
	options: {},
};

/** A workflow that sends each order once, behind its webhook. */
interface Bench {
	api: Api;
	place: Place;
	n8n: KillableN8n;
	browser: Browser;
	simulator: Simulator;
	credentials: MimSmsCredentials;
	/** Adds one, with its own memory, and returns what starts it. */
	add(name: string, options?: INodeParameters, sendOptions?: INodeParameters): Promise<Sending>;
	/** The numbers that a message went out to since the last time that this was asked. */
	sent(): string[];
}

interface Sending {
	id: string;
	address: string;
	/** Starts it with these rows, and waits for its end. */
	run(rows: Row[]): Promise<Ended>;
}

export { missing } from './lib/browser.cts';

export async function run() {
	const stage = newStage();
	try {
		const simulator = await stage.simulator({ balance: 10_000 });
		const browser = await stage.browser();
		const place = await stage.place();
		let n8n = await place.start();
		for (const api of APIS) {
			const credentials = await addCredential(n8n.rest, simulator, { api });
			const bench = benchOf({ api, place, n8n, browser, simulator, credentials });
			await laterExecutions(bench);
			await executedStep(bench);
			await oneExecution(bench);
			await subWorkflow(bench);
			n8n = await killed(bench);
		}
	} finally {
		await stage.close();
	}
}

function benchOf(parts: Omit<Bench, 'add' | 'sent'>): Bench {
	const { api, place, n8n, simulator, credentials } = parts;
	let seen = simulator.messages.length;
	return {
		...parts,
		add: async (name, options = {}, sendOptions = {}) => {
			const address = `${name}-${api}`;
			const workflow = sendingOnce(address, credentials, options, sendOptions);
			const { id } = await addWorkflow(n8n.rest, workflow, { active: true });
			return { id, address, run: async (rows) => await started(place, n8n, { id, address }, rows) };
		},
		sent: () => {
			const numbers = simulator.messages.slice(seen).map(({ to }) => to);
			seen = simulator.messages.length;
			return numbers.sort();
		},
	};
}

/** Webhook → one item a row → Remove Duplicates → Send. */
function sendingOnce(
	address: string,
	credentials: MimSmsCredentials,
	...options: Parameters<typeof rowsToSend>
): Workflow {
	return chain(address, [webhook(address), ...rowsToSend(...options)], credentials);
}

const rowsToSend = (options: INodeParameters, sendOptions: INodeParameters = {}): ChainLink[] => [
	['Rows', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.rows', options: {} }],
	['Not twice', 'n8n-nodes-base.removeDuplicates', { ...ONCE, options }, { typeVersion: 2 }],
	['Send', SMS, { to: '={{ $json.to }}', message: '=Your order {{ $json.order }}', options: sendOptions }],
];

/** Calls the webhook, and waits for the execution that it starts. */
async function started(
	place: Place,
	n8n: KillableN8n,
	{ id: workflowId, address }: Pick<Sending, 'id' | 'address'>,
	rows: Row[],
): Promise<Ended> {
	const before = new Set((await listExecutions(n8n.rest, { workflowId })).map(({ id }) => id));
	await call(n8n, address, { rows: rows as unknown as IDataObject[] }, { registering: 30_000 }).catch(() => {});
	const { id } = await until(
		async () => (await listExecutions(n8n.rest, { workflowId })).find((execution) => !before.has(execution.id)),
		{ what: `an execution of ${address}` },
	);
	return await endOf(place, n8n.rest, id);
}

const rowsOf = (name: string, numbers: string[]): Row[] => numbers.map((to, i) => ({ order: `${name}-${i}`, to }));
const NUMBERS = ['8801700000101', '8801700000201', '8801700000301'];

async function laterExecutions({ api, n8n, place, simulator, add, sent }: Bench) {
	await check(`${api}: a later execution sends none of the same orders again`, async () => {
		const sending = await add('again');
		assert.equal((await sending.run(rowsOf('A', NUMBERS))).status, 'success');
		assert.deepEqual(sent(), NUMBERS);
		const again = await sending.run([...rowsOf('A', NUMBERS), { order: 'new', to: '8801700000401' }]);
		assert.deepEqual([again.status, sent()], ['success', ['8801700000401']]);
	});
	await check(
		`${api}: what was refused is remembered too: a later execution sends none of it, Retry of the failed one sends it`,
		async () => {
			const sending = await add('refused');
			simulator.settings.balance = 0;
			const failed = await sending.run(rowsOf('B', NUMBERS));
			assert.deepEqual([failed.status, sent()], ['error', []]);
			simulator.settings.balance = 10_000;
			const later = await sending.run(rowsOf('B', NUMBERS));
			assert.deepEqual([later.status, sent()], ['success', []]);
			const retried = await retry(n8n.rest, failed.id);
			assert.equal((await endOf(place, n8n.rest, retried.id)).status, 'success');
			assert.deepEqual(sent(), NUMBERS);
		},
	);
	await check(
		`${api}: of an execution in which one was refused, Retry sends that one, a later execution none`,
		async () => {
			const sending = await add('partly');
			simulator.fault(REFUSED[api]);
			const failed = await sending.run(rowsOf('C', NUMBERS));
			const first = sent();
			assert.deepEqual([failed.status, first.length], ['error', 2]);
			assert.deepEqual([(await sending.run(rowsOf('C', NUMBERS))).status, sent()], ['success', []]);
			await endOf(place, n8n.rest, (await retry(n8n.rest, failed.id)).id);
			assert.deepEqual([...first, ...sent()].sort(), NUMBERS);
		},
	);
}

/** The editor keeps what Remove Duplicates let through, and gives it to Send once more. */
async function executedStep({ api, n8n, browser, credentials, sent }: Bench) {
	await check(
		`${api}: in the editor, a second Execute step on Send sends again; Execute workflow does not`,
		async () => {
			const rows: ChainLink[] = [
				['Start', 'n8n-nodes-base.manualTrigger'],
				[
					'List',
					'n8n-nodes-base.set',
					{ mode: 'raw', jsonOutput: JSON.stringify({ body: { rows: rowsOf('H', NUMBERS) } }), options: {} },
					{ typeVersion: 3.4 },
				],
			];
			const workflow = chain(`step-${api}`, [...rows, ...rowsToSend({})], credentials);
			// As the editor saves it: without pinned data Execute step fails in n8n itself.
			const { id } = await addWorkflow(n8n.rest, { ...workflow, pinData: {} });
			const { page, close } = await openEditor(browser, n8n);
			await page.goto(`${n8n.url}/workflow/${id}`);
			await page.getByTestId('canvas-node').filter({ hasText: 'Send' }).first().dblclick();
			const executed = async (button: string) => {
				const before = (await listExecutions(n8n.rest, { workflowId: id })).length;
				await page.getByTestId(button).first().click();
				await until(async () => {
					const executions = await listExecutions(n8n.rest, { workflowId: id });
					return (
						executions.length > before && executions.every(({ status }) => status !== 'running' && status !== 'new')
					);
				});
				return sent();
			};
			assert.deepEqual(await executed('node-execute-button'), NUMBERS);
			assert.deepEqual(await executed('node-execute-button'), NUMBERS);
			await page.getByTestId('ndv-close-button').click();
			assert.deepEqual(await executed('execute-workflow-button'), []);
			await close();
		},
	);
}

async function oneExecution({ api, add, sent }: Bench) {
	await check(`${api}: of two rows with one order in one execution both go out`, async () => {
		const sending = await add('twins');
		const rows = NUMBERS.map((to) => ({ order: 'same', to }));
		assert.deepEqual([(await sending.run(rows)).status, sent()], ['success', NUMBERS]);
	});
	await check(`${api}: rows without a value count as one: later executions send none of them`, async () => {
		const sending = await add('empty');
		await sending.run([{ order: '', to: NUMBERS[0] }]);
		assert.deepEqual(sent(), [NUMBERS[0]]);
		assert.deepEqual([(await sending.run([{ order: '', to: NUMBERS[1] }])).status, sent()], ['success', []]);
	});
	await check(`${api}: with its history full it fails, and nothing is sent`, async () => {
		const sending = await add('full', { historySize: 4 });
		await sending.run(rowsOf('D', NUMBERS));
		assert.deepEqual(sent(), NUMBERS);
		const full = await sending.run(rowsOf('E', NUMBERS));
		assert.deepEqual([full.status, sent()], ['error', []]);
		tell(String(full.error));
	});
	await check(
		`${api}: executions at the same moment send each order at least once; nothing keeps them from sending it twice`,
		async () => {
			const sending = await add('at-once');
			await sending.run([{ order: 'first', to: NUMBERS[0] }]);
			sent();
			await Promise.all(Array.from({ length: 6 }, async () => await sending.run(rowsOf('F', NUMBERS))));
			const times = tally(sent());
			tell(`6 executions at the same moment sent each of 3 orders ${[...times.values()].join(', ')} times`);
			assert.deepEqual([...times.keys()], NUMBERS);
		},
	);
}

async function subWorkflow({ api, n8n, place, simulator, credentials, sent }: Bench) {
	await check(
		`${api}: in a sub-workflow, Retry of the parent sends nothing twice, and leaves what was refused unsent until the sub-workflow's own Retry`,
		async () => {
			const trigger: ChainLink = [
				'Called',
				'n8n-nodes-base.executeWorkflowTrigger',
				{ inputSource: 'passthrough' },
				{ typeVersion: 1.1 },
			];
			const [, ...steps] = rowsToSend({});
			const sub = await addWorkflow(n8n.rest, chain(`sub-${api}`, [trigger, ...steps], credentials), { active: true });
			const address = `parent-${api}`;
			const parent = await addWorkflow(
				n8n.rest,
				chain(
					address,
					[
						webhook(address),
						rowsToSend({})[0],
						[
							'Call',
							'n8n-nodes-base.executeWorkflow',
							{ workflowId: { __rl: true, mode: 'id', value: sub.id }, options: { waitForSubWorkflow: true } },
							{ typeVersion: 1.2 },
						],
					],
					credentials,
				),
				{ active: true },
			);
			simulator.fault(REFUSED[api]);
			const failed = await started(place, n8n, { id: parent.id, address }, rowsOf('G', NUMBERS));
			const first = sent();
			assert.deepEqual([failed.status, first.length], ['error', 2]);
			const [ofSub] = await listExecutions(n8n.rest, { workflowId: sub.id });
			const retried = await endOf(place, n8n.rest, (await retry(n8n.rest, failed.id)).id);
			assert.deepEqual([retried.status, sent()], ['success', []]);
			await endOf(place, n8n.rest, (await retry(n8n.rest, ofSub.id)).id);
			assert.deepEqual([...first, ...sent()].sort(), NUMBERS);
		},
	);
}

/** n8n dies while it sends; returns the one that takes its place. */
async function killed(bench: Bench): Promise<KillableN8n> {
	const { api, simulator, n8n, place, add, sent } = bench;
	const rows = rowsOf(
		'I',
		Array.from({ length: 40 }, (_, i) => `88018${10_000_000 + i * 100 + 1}`),
	);
	const sending = await add('killed', {}, { parallelCalls: 2 });
	simulator.settings.latency = 300;
	const before = simulator.messages.length;
	void sending.run(rows).catch(() => {});
	await until(() => simulator.messages.length > before + 5, { every: 5, what: 'the first rows' });
	await n8n.kill();
	await sleep(1_000);
	simulator.settings.latency = 0;
	const next = await place.start();
	await check(`${api}: killed while it sends: what was not sent goes out neither later nor by Retry`, async () => {
		const first = sent();
		const again = benchOf({ ...bench, n8n: next });
		const later = await started(place, next, sending, rows);
		assert.deepEqual([later.status, again.sent()], ['success', []]);
		const [{ id }] = await listExecutions(next.rest, { workflowId: sending.id, status: ['crashed'] });
		const retried = await endOf(place, next.rest, (await retry(next.rest, id)).id);
		tell(`${first.length} of ${rows.length} had gone out`);
		assert.deepEqual([retried.status, again.sent()], ['success', []]);
	});
	return next;
}
