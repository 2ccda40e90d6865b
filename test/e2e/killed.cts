/**
 * n8n is killed (SIGKILL) while it sends. After its restart nothing may go out by itself; and what n8n's Retry does with such an
 * execution, which lost the node's ledger with the process, is what the README says of it.
 */
import assert from 'node:assert/strict';
import type { INodeParameters, IWorkflowSettings } from 'n8n-workflow';
import { APIS, type Api } from './lib/apis.cts';
import { check, sleep, tell, until } from './lib/checks.cts';
import { listExecutions, retry, tally } from './lib/executions.cts';
import type { KillableN8n } from './lib/n8n.cts';
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

const ROWS = 100;
const ROW = { to: '={{ $json.to }}', message: '={{ $json.message }}' };
/** A workflow that sends: the path of its webhook, what the node is set to, and the first digits of its numbers. */
interface Sending {
	api: Api;
	path: string;
	node: INodeParameters;
	settings: IWorkflowSettings;
	digits: string;
}

interface AddedSending extends Sending {
	id: string;
}

type SendingNode = Pick<Sending, 'path' | 'node' | 'settings'>;

const NODES: SendingNode[] = [
	{ path: 'send', node: { ...ROW, options: { parallelCalls: 2 } }, settings: {} },
	{
		path: 'send-many',
		node: { operation: 'sendMany', ...ROW, options: { batchSize: 2, parallelCalls: 1 } },
		settings: {},
	},
	{
		path: 'send-saving-progress',
		node: { ...ROW, options: { parallelCalls: 2 } },
		settings: { saveExecutionProgress: true },
	},
];

const SENDINGS = APIS.flatMap((api) => NODES.map((node) => ({ ...node, api, path: `${node.path}-${api}` }))).map(
	(sending, i): Sending => ({ ...sending, digits: `8801${3 + i}` }),
);

export async function run() {
	const simulator = await startSimulator({ balance: 1_000_000, latency: 300 });
	const place = await newPlace();
	let n8n: KillableN8n | undefined;
	try {
		const first = await place.start();
		n8n = first;
		const all: AddedSending[] = [];
		for (const sending of SENDINGS) {
			const credentials = await addCredential(first.rest, simulator, { api: sending.api, name: sending.path });
			const { id } = await addWorkflow(first.rest, workflowOf(sending, credentials), { active: true });
			all.push({ ...sending, id });
		}
		for (const { path, digits } of all)
			await call(first, path, { rows: rows(digits, 1, ROWS) }, { registering: 60_000 });

		const sentOf = ({ digits }: Sending) =>
			[...tally(simulator.messages.map(({ to }) => to))].filter(
				([to]) => to.startsWith(digits) && Number(to.slice(5)) < 10_000_000 + ROWS * 100,
			);
		const count = (sending: Sending) => sentOf(sending).length;
		for (const { path, digits } of all) void call(first, path, { rows: rows(digits, ROWS) }).catch(() => {});
		await until(() => all.every((sending) => count(sending) >= 10), {
			within: 120_000,
			every: 5,
			what: 'ten rows of each workflow',
		});
		await first.kill();
		await sleep(1_000);
		const before = all.map(count);
		tell(`killed after ${before.join(', ')} of ${ROWS} rows (${all.map(({ path }) => path).join(', ')})`);
		const second = await place.start();
		n8n = second;
		const crashed = async ({ id }: AddedSending) =>
			await listExecutions(second.rest, { workflowId: id, status: ['crashed'] });

		await check(
			'after the restart nothing goes out by itself, and n8n lists each of these executions as crashed',
			async () => {
				await sleep(15_000);
				assert.deepEqual(all.map(count), before);
				for (const sending of all) assert.equal((await crashed(sending)).length, 1);
			},
		);
		for (const sending of all) {
			await check(`${sending.path}: its Retry sends nothing, since nobody knows what had gone out`, async () => {
				const gone = count(sending);
				const [{ id }] = await crashed(sending);
				const { status } = await retry(second.rest, id);
				const times = sentOf(sending).map(([, often]) => often);
				const twice = times.filter((often) => often === 2).length;
				tell(`Retry ends with ${status}: ${times.length} of ${ROWS} rows have gone out, ${twice} of them twice`);
				assert.deepEqual([times.length, twice, Math.max(...times)], [gone, 0, 1]);
			});
		}
	} finally {
		await n8n?.stop();
		await simulator.close();
		await place.remove();
	}
}

const rows = (digits: string, length: number, from = 0) =>
	Array.from({ length }, (_, i) => ({
		to: `${digits}${10_000_000 + (from + i) * 100 + 1}`,
		message: `Row ${from + i}`,
	}));

function workflowOf({ path, node, settings }: Sending, credentials: MimSmsCredentials): Workflow {
	const workflow = chain(
		path,
		[
			webhook(path),
			['Rows', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.rows', options: {} }],
			['Send', SMS, node],
		],
		credentials,
	);
	return { ...workflow, settings: { ...workflow.settings, ...settings } };
}
