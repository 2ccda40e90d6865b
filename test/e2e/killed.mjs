/**
 * n8n is killed (SIGKILL) while it sends. After its restart nothing may go out by itself; and what n8n's Retry does with such an
 * execution, which lost the node's ledger with the process, is what the README says of it.
 */
import assert from 'node:assert/strict';
import simulators from '../simulator/index.js';
import { check, sleep, tell, until } from './lib/checks.mjs';
import { tally } from './lib/executions.mjs';
import { newPlace } from './lib/place.mjs';
import { addCredential, addWorkflow, call, chain, SMS, webhook } from './lib/workflows.mjs';

const ROWS = 100;
const ROW = { to: '={{ $json.to }}', message: '={{ $json.message }}' };
/** By the path of its webhook: what the node is set to, the settings of the workflow, and the first digits of its numbers. */
const WORKFLOWS = {
	send: { node: { ...ROW, options: { parallelCalls: 2 } }, settings: {}, digits: '88017' },
	'send-many': {
		node: { operation: 'sendMany', ...ROW, options: { batchSize: 2, parallelCalls: 1 } },
		settings: {},
		digits: '88018',
	},
	'send-saving-progress': {
		node: { ...ROW, options: { parallelCalls: 2 } },
		settings: { saveExecutionProgress: true },
		digits: '88019',
	},
};

export async function run() {
	const simulator = await simulators.startSimulator({ balance: 1_000_000, latency: 300 });
	const place = await newPlace();
	let n8n;
	try {
		n8n = await place.start();
		const credentials = await addCredential(n8n.rest, simulator);
		for (const [path, workflow] of Object.entries(WORKFLOWS)) {
			const { id } = await addWorkflow(n8n.rest, sending(path, workflow, credentials), { active: true });
			workflow.id = id;
		}
		for (const [path, { digits }] of Object.entries(WORKFLOWS))
			await call(n8n.url, path, { rows: rows(digits, 1, ROWS) }, { registering: 60_000 });

		const sentOf = ({ digits }) =>
			[...tally(simulator.messages.map(({ to }) => to))].filter(
				([to]) => to.startsWith(digits) && Number(to.slice(5)) < 10_000_000 + ROWS * 100,
			);
		const count = (workflow) => sentOf(workflow).length;
		const all = Object.values(WORKFLOWS);
		for (const [path, { digits }] of Object.entries(WORKFLOWS))
			void call(n8n.url, path, { rows: rows(digits, ROWS) }).catch(() => {});
		await until(() => all.every((workflow) => count(workflow) >= 10), {
			within: 120_000,
			every: 5,
			what: 'ten rows of each workflow',
		});
		await n8n.kill();
		await sleep(1_000);
		const before = all.map(count);
		tell(`killed after ${before.join(', ')} of ${ROWS} rows (${Object.keys(WORKFLOWS).join(', ')})`);
		n8n = await place.start();

		await check(
			'after the restart nothing goes out by itself, and n8n lists the three executions as crashed',
			async () => {
				await sleep(15_000);
				assert.deepEqual(all.map(count), before);
				for (const workflow of all) assert.equal((await crashed(n8n, workflow)).length, 1);
			},
		);
		for (const [path, workflow] of Object.entries(WORKFLOWS)) {
			await check(`${path}: its Retry sends nothing, since nobody knows what had gone out`, async () => {
				const gone = count(workflow);
				const [{ id }] = await crashed(n8n, workflow);
				const { status } = await n8n.rest.post(`/rest/executions/${id}/retry`, { loadWorkflow: false });
				const times = sentOf(workflow).map(([, often]) => often);
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

const rows = (digits, length, from = 0) =>
	Array.from({ length }, (_, i) => ({
		to: `${digits}${10_000_000 + (from + i) * 100 + 1}`,
		message: `Row ${from + i}`,
	}));

function sending(path, { node, settings }, credentials) {
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

async function crashed({ rest }, { id }) {
	const filter = JSON.stringify({ workflowId: id, status: ['crashed'] });
	return (await rest.get(`/rest/executions?filter=${encodeURIComponent(filter)}`)).results;
}
