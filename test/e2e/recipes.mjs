/** The example workflows in n8n itself: its own nodes in place of the equivalents that `npm test` runs them with. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import simulators from '../simulator/index.js';
import { openBrowser, openEditor } from './lib/browser.mjs';
import { check, until } from './lib/checks.mjs';
import { newPlace } from './lib/place.mjs';
import { addCredential, addWorkflow } from './lib/workflows.mjs';

export { missing } from './lib/browser.mjs';

const FOLDER = path.join(import.meta.dirname, '../workflows');
const read = (file) => JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8'));
/** Words that n8n puts on the canvas for a node that it does not know. */
const UNKNOWN = /Install this node|Unknown node|not recognized/i;

/** What a run by hand sends: the examples that need no other service. */
const RUNS = [
	['rows-to-personalised-sms.json', ['8801700000001', '8801800000002', '8801900000003']],
	['otp-send-and-track.json', ['8801700000001', '8801800000013', '8801900000099']],
	['send-wait-read-reports.json', ['8801700000001', '8801800000013', '8801900000002']],
];

export async function run() {
	const simulator = await simulators.startSimulator();
	const browser = await openBrowser();
	const place = await newPlace();
	let n8n;
	try {
		n8n = await place.start();
		const credentials = await addCredential(n8n.rest, simulator);
		const { page } = await openEditor(browser, n8n);
		const types = await (await page.context().request.get(`${n8n.url}/types/nodes.json`)).json();

		for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.json'))) {
			await check(
				`${file}: n8n has each of its nodes, in that version and with these parameters, and shows it`,
				async () => {
					const workflow = read(file);
					for (const node of workflow.nodes) assertKnown(types, node);
					await open(page, n8n, withCredential(workflow, credentials));
					await until(async () => (await page.getByTestId('canvas-node').count()) >= workflow.nodes.length - 1, {
						what: 'a box for each node',
					});
					assert.doesNotMatch(await page.locator('body').innerText(), UNKNOWN);
				},
			);
		}
		for (const [file, numbers] of RUNS) {
			await check(`${file}: Execute workflow sends to ${numbers.length} numbers, once each`, async () => {
				simulator.reset();
				const workflow = withCredential(read(file), credentials);
				for (const { parameters } of workflow.nodes)
					if (parameters.operation === 'sendAndTrack') Object.assign(parameters, { timeout: 5, interval: 1 });
				await open(page, n8n, workflow);
				await page.getByTestId('execute-workflow-button').first().click();
				await page.getByText('Workflow executed successfully').waitFor({ timeout: 60_000 });
				assert.deepEqual(simulator.messages.map(({ to }) => to).sort(), numbers);
			});
		}
	} finally {
		await n8n?.stop();
		await browser.close();
		await simulator.close();
		await place.remove();
	}
}

function assertKnown(types, { name, type, typeVersion, parameters }) {
	const versions = types.filter((one) => one.name === type);
	assert.ok(versions.length > 0, `${name}: n8n has no node ${type}`);
	const description = versions.find(({ version }) => [version].flat().includes(typeVersion));
	assert.ok(description, `${name}: ${type} has no version ${typeVersion}`);
	const known = description.properties.map((one) => one.name);
	assert.deepEqual(
		Object.keys(parameters).filter((parameter) => !known.includes(parameter) && parameter !== 'pollTimes'),
		[],
		`${name}: parameters that ${type} ${typeVersion} does not have`,
	);
}

const withCredential = (workflow, credentials) => ({
	...workflow,
	nodes: workflow.nodes.map((node, index) => ({
		id: `node-${index}`,
		...node,
		...(node.credentials && { credentials }),
	})),
});

async function open(page, n8n, workflow) {
	const { id } = await addWorkflow(n8n.rest, workflow);
	await page.goto(`${n8n.url}/workflow/${id}`);
	await page.getByTestId('canvas-node').first().waitFor();
}
