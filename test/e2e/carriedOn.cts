/**
 * Executions that were broken off and carried on: by Retry of a Retry that was killed, after a Wait in the database, after a
 * rename, after Stop, and by two Retries of one execution. Whatever n8n kept of them, no message goes out twice.
 */
import assert from 'node:assert/strict';
import type { INodeParameters } from 'n8n-workflow';
import { check, sleep, tell, until } from './lib/checks.cts';
import { listExecutions, reasonOf, retry, tally } from './lib/executions.cts';
import type { KillableN8n, Rest } from './lib/n8n.cts';
import { newPlace } from './lib/place.cts';
import { startSimulator } from '../simulator/index.cts';
import {
	addCredential,
	addWorkflow,
	call,
	chain,
	SMS,
	webhook,
	type MimSmsCredentials,
	type Workflow,
} from './lib/workflows.cts';

const ROWS = 60;
/** Of the loop: a pass takes six seconds. */
const A_PASS = 20;
/** Longer than n8n keeps a waiting execution in memory. */
const PARKED = { resume: 'timeInterval', amount: 67, unit: 'seconds' };

const SEND: INodeParameters = { to: '={{ $json.to }}', message: '={{ $json.message }}', options: { parallelCalls: 1 } };
const ROWS_OF_BODY = 'body.rows';

/** By the name of its workflow: what it is to show, and the first digits of its numbers. */
const DIGITS = {
	loop: '88013',
	retried: '88014',
	renamed: '88015',
	stopped: '88016',
	twice: '88017',
} as const;
type Name = keyof typeof DIGITS;

export async function run() {
	const simulator = await startSimulator({ balance: 1_000_000, latency: 300 });
	const poor = await startSimulator({ balance: 0, latency: 300 });
	const place = await newPlace();
	let n8n: KillableN8n | undefined;
	try {
		const first = await place.start();
		n8n = first;
		const rich = await addCredential(first.rest, simulator);
		const empty = await addCredential(first.rest, poor, { name: 'Without balance' });
		const ids = {} as Record<Name, string>;
		const add = async (name: Name, workflow: Workflow) =>
			(ids[name] = (await addWorkflow(first.rest, workflow, { active: true })).id);
		await add('loop', loop(rich));
		await add('retried', inARow('retried', empty));
		await add('twice', inARow('twice', empty));
		await add('renamed', inARow('renamed', rich));
		await add('stopped', inARow('stopped', rich));
		const latest = async (rest: Rest, name: Name) => (await listExecutions(rest, { workflowId: ids[name] }))[0];
		const sent = (name: Name) =>
			[...tally([...simulator.messages, ...poor.messages].map(({ to }) => to))].filter(([to]) =>
				to.startsWith(DIGITS[name]),
			);
		const start = (name: Name) =>
			void call(first, name, { rows: rows(name, ROWS) }, { registering: 60_000 }).catch(() => {});
		const none = (name: Name) =>
			assert.deepEqual(
				sent(name).filter(([, times]) => times > 1),
				[],
			);

		start('loop');
		start('retried');
		start('twice');
		for (const name of ['retried', 'twice'] as const)
			await until(async () => (await latest(first.rest, name))?.status === 'error', {
				within: 60_000,
				what: `1007 in ${name}`,
			});
		await until(async () => (await latest(first.rest, 'loop'))?.status === 'waiting', {
			within: 60_000,
			what: 'the wait of the loop',
		});
		poor.settings.balance = 1_000_000;

		await check('a second Retry of the same execution sends nothing twice', async () => {
			const { id } = await latest(first.rest, 'twice');
			const one = await retry(first.rest, id);
			assert.equal(one.status, 'success');
			const second = await retry(first.rest, id);
			tell(`second Retry: ${second.status}: ${shortened(await reasonOf(place, first.rest, second.id))}`);
			assert.equal(sent('twice').length, ROWS);
			none('twice');
		});

		await check('stopped, then retried by the API: nothing goes out twice', async () => {
			start('stopped');
			await until(() => sent('stopped').length >= 6, { within: 60_000, every: 20, what: 'six rows' });
			const { id } = await latest(first.rest, 'stopped');
			await first.rest.post(`/rest/executions/${id}/stop`);
			await sleep(3_000);
			const gone = sent('stopped').length;
			const again = await retry(first.rest, id);
			tell(
				`stopped after ${gone} rows; Retry: ${again.status}: ${shortened(await reasonOf(place, first.rest, again.id))}`,
			);
			none('stopped');
			assert.equal(sent('stopped').length, gone);
		});

		await until(() => sent('loop').length > A_PASS, {
			within: 120_000,
			every: 20,
			what: 'the second pass of the loop',
		});
		start('renamed');
		const { id: failed } = await latest(first.rest, 'retried');
		void retry(first.rest, failed).catch(() => {});
		await until(() => sent('retried').length >= 4 && sent('renamed').length >= 4, {
			within: 60_000,
			every: 5,
			what: 'rows of both',
		});
		assert.ok(sent('loop').length < 2 * A_PASS, 'the pass is not over');
		await first.kill();
		await sleep(1_000);
		tell(
			`killed after ${(['loop', 'retried', 'renamed'] as const).map((name) => `${sent(name).length} rows (${name})`).join(', ')}`,
		);

		const second = await place.start();
		n8n = second;
		await until(
			async () => (await listExecutions(second.rest, { workflowId: ids.renamed, status: ['crashed'] })).length > 0,
			{ within: 30_000, what: 'the crashed execution' },
		);
		await retriedWithout('loop');
		await retriedWithout('retried');
		await check('killed, and the node renamed: Retry with the saved workflow sends nothing', async () => {
			const stored = await second.rest.get<Workflow & { versionId: string }>(`/rest/workflows/${ids.renamed}`);
			const [, , send] = stored.nodes;
			const { main } = stored.connections.Rows;
			await second.rest.patch(`/rest/workflows/${ids.renamed}`, {
				versionId: stored.versionId,
				nodes: stored.nodes.map((node) => (node === send ? { ...node, name: 'Send to all' } : node)),
				connections: {
					...stored.connections,
					Rows: { main: main.map(() => [{ node: 'Send to all', type: 'main', index: 0 }]) },
				},
			});
			await withoutSending('renamed', { loadWorkflow: true });
		});

		async function retriedWithout(name: Name) {
			await check(
				`killed in ${name === 'loop' ? 'a later pass of a loop that had waited in the database' : 'a Retry'}: Retry sends nothing twice`,
				async () => await withoutSending(name),
			);
		}
		async function withoutSending(name: Name, options?: { loadWorkflow: boolean }) {
			const gone = sent(name).length;
			const { id, status } = await latest(second.rest, name);
			assert.equal(status, 'crashed');
			const again = await retry(second.rest, id, options);
			tell(`${name}: Retry ends with ${again.status}: ${shortened(await reasonOf(place, second.rest, again.id))}`);
			none(name);
			assert.equal(sent(name).length, gone);
		}
	} finally {
		await n8n?.stop();
		await simulator.close();
		await poor.close();
		await place.remove();
	}
}

const shortened = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 420);

const rows = (name: Name, count: number) =>
	Array.from({ length: count }, (_, i) => ({ to: `${DIGITS[name]}${10_000_001 + i * 100}`, message: `Row ${i}` }));

const inARow = (name: Name, credentials: MimSmsCredentials): Workflow =>
	chain(
		name,
		[
			webhook(name),
			['Rows', 'n8n-nodes-base.splitOut', { fieldToSplitOut: ROWS_OF_BODY, options: {} }],
			['Send', SMS, SEND],
		],
		credentials,
	);

/** Sends a pass, waits in the database, sends the next. */
function loop(credentials: MimSmsCredentials): Workflow {
	const workflow = chain(
		'loop',
		[
			webhook('loop'),
			['Rows', 'n8n-nodes-base.splitOut', { fieldToSplitOut: ROWS_OF_BODY, options: {} }],
			['Loop', 'n8n-nodes-base.splitInBatches', { batchSize: A_PASS, options: {} }, { typeVersion: 3 }],
			['Send', SMS, SEND],
			['Wait', 'n8n-nodes-base.wait', PARKED, { typeVersion: 1.1, webhookId: 'the-wait' }],
		],
		credentials,
	);
	const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
	return {
		...workflow,
		connections: { ...workflow.connections, Loop: { main: [[], to('Send')] }, Wait: { main: [to('Loop')] } },
	};
}
