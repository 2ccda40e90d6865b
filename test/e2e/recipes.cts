/** The example workflows in n8n itself: its own nodes in place of the equivalents that `npm test` runs them with. */
import assert from 'node:assert/strict';
import type { INode, INodeTypeDescription } from 'n8n-workflow';
import type { Page } from 'playwright-core';
import { APIS, type Api } from './lib/apis.cts';
import { openEditor } from './lib/browser.cts';
import { check, until } from './lib/checks.cts';
import { exampleFiles, readExample } from './lib/examples.cts';
import type { RunningN8n } from './lib/n8n.cts';
import { newStage } from './lib/stage.cts';
import type { Simulator } from '../simulator/index.cts';
import { addCredential, addWorkflow, type MimSmsCredentials, type Workflow } from './lib/workflows.cts';

export { missing } from './lib/browser.cts';

/** Words that n8n puts on the canvas for a node that it does not know. */
const UNKNOWN = /Install this node|Unknown node|not recognized/i;

/** What a run by hand sends: the examples that need no other service. */
const RUNS: Array<[file: string, numbers: string[]]> = [
	['rows-to-personalised-sms.json', ['8801700000001', '8801800000002', '8801900000003']],
	['otp-send-and-track.json', ['8801700000001', '8801800000013', '8801900000099']],
	['send-wait-read-reports.json', ['8801700000001', '8801800000013', '8801900000002']],
];

interface Bench {
	simulator: Simulator;
	n8n: RunningN8n;
	/** Of the editor. */
	page: Page;
	accounts: Record<Api, MimSmsCredentials>;
}

export async function run() {
	const stage = newStage();
	try {
		const simulator = await stage.simulator();
		const browser = await stage.browser();
		const place = await stage.place();
		const n8n = await place.start();
		const accounts = {
			classic: await addCredential(n8n.rest, simulator),
			v2: await addCredential(n8n.rest, simulator, { api: 'v2' }),
		};
		const { page } = await openEditor(browser, n8n);
		const bench: Bench = { simulator, n8n, page, accounts };
		await everyExampleIsKnown(bench);
		for (const api of APIS) await executed(bench, api);
	} finally {
		await stage.close();
	}
}

async function everyExampleIsKnown({ n8n, page, accounts }: Bench) {
	const answer = await page.context().request.get(`${n8n.url}/types/nodes.json`);
	const types = (await answer.json()) as INodeTypeDescription[];
	for (const file of exampleFiles()) {
		await check(
			`${file}: n8n has each of its nodes, in that version and with these parameters, and shows it`,
			async () => {
				const workflow = readExample(file, accounts.classic);
				for (const node of workflow.nodes) assertKnown(types, node);
				await open(page, n8n, workflow);
				const boxes = workflow.nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote').length;
				await until(async () => (await page.getByTestId('canvas-node').count()) >= boxes, {
					what: 'a box for each node',
				});
				assert.doesNotMatch(await page.locator('body').innerText(), UNKNOWN);
			},
		);
	}
}

async function executed({ simulator, n8n, page, accounts }: Bench, api: Api) {
	for (const [file, numbers] of RUNS) {
		await check(`${file}, ${api}: Execute workflow sends to ${numbers.length} numbers, once each`, async () => {
			simulator.reset();
			const workflow = readExample(file, accounts[api]);
			for (const { parameters } of workflow.nodes)
				if (parameters.operation === 'sendAndTrack') Object.assign(parameters, { timeout: 5, interval: 1 });
			await open(page, n8n, workflow);
			await page.getByTestId('execute-workflow-button').first().click();
			await page.getByText('Workflow executed successfully').waitFor({ timeout: 60_000 });
			assert.deepEqual(
				simulator.messages.map((message) => [message.api, message.to]).sort(),
				numbers.map((to) => [api, to]),
			);
		});
	}
}

function assertKnown(types: INodeTypeDescription[], { name, type, typeVersion, parameters }: INode) {
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

async function open(page: Page, n8n: RunningN8n, workflow: Workflow) {
	const { id } = await addWorkflow(n8n.rest, workflow);
	await page.goto(`${n8n.url}/workflow/${id}`);
	await page.getByTestId('canvas-node').first().waitFor();
}
