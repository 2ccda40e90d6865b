/**
 * The editor as a user meets it: credential, panel, forms, test button, output.
 * With `--screenshots <folder>` it makes the pictures of the README again.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import type { Page } from 'playwright-core';
import { camera, handsOn, type Bench } from './editor/bench.cts';
import { credentialChecks, v2CredentialChecks } from './editor/credential.cts';
import { formChecks } from './editor/forms.cts';
import { openEditor, type Editor } from './lib/browser.cts';
import { check, counts, showFailures, tell } from './lib/checks.cts';
import { readExample } from './lib/examples.cts';
import { project } from './lib/place.cts';
import { newStage } from './lib/stage.cts';
import type { StepOptions } from './lib/step.cts';
import { chain, TRIGGER, type MimSmsCredentials } from './lib/workflows.cts';

export { missing } from './lib/browser.cts';

const EXAMPLE = 'send-wait-read-reports.json';

export async function run({ screenshots }: StepOptions) {
	const stage = newStage();
	let editor: Editor | undefined;
	try {
		const simulator = await stage.simulator();
		const browser = await stage.browser();
		const place = await stage.place();
		const n8n = await place.start();
		editor = await openEditor(browser, n8n);
		const { page, problems } = editor;
		showFailures(() => pictureOf(page));
		const bench: Bench = { user: handsOn(page, n8n), page, simulator, n8n, shoot: camera(page, screenshots) };
		const credentials = await credentialChecks(bench);
		await v2CredentialChecks(bench);
		await panelChecks(bench);
		await formChecks(bench, credentials);
		await triggerChecks(bench, credentials);
		await exampleChecks(bench, credentials);
		await check('the editor itself complained about nothing', () => assert.deepEqual(problems, []));
	} catch (error) {
		if (editor) await pictureOf(editor.page);
		throw error;
	} finally {
		showFailures(() => {});
		await stage.close();
	}
}

/** What the page showed when a check failed. */
async function pictureOf(page: Page) {
	const file = path.join(project, '.n8n-dev', `e2e-failure-${counts.failed}.png`);
	await page.screenshot({ path: file });
	tell(`a picture of it: ${path.relative(project, file)}`);
}

async function panelChecks({ user, page, simulator, shoot }: Bench) {
	await check('the node is found by “sms” and offers nine actions', async () => {
		await user.open('/workflow/new');
		await page.getByTestId('canvas-add-button').click();
		await page.getByTestId('node-creator-search-bar').fill('manual');
		await page.getByTestId('node-creator-item-name').first().click();
		await page.getByTestId('canvas-node').first().waitFor();
		await page.getByTestId('node-creator-plus-button').click();
		await page.getByTestId('node-creator-search-bar').fill('sms');
		const found = page.getByTestId('node-creator-item-name').filter({ hasText: /^MiM SMS$/ });
		await found.waitFor();
		const names = await page.getByTestId('node-creator-item-name').allInnerTexts();
		tell(`place ${names.indexOf('MiM SMS') + 1} of the list for “sms”`);
		await found.click();
		await page.getByText('Actions (9)').waitFor();
		await page.getByText('Send an SMS', { exact: true }).click();
		await page.getByTestId('ndv').waitFor();
	});
	await check('while a message is typed, it says in how many parts it goes out, and warns of braces', async () => {
		const hints = page.getByTestId('output-panel');
		await user.fill('message', 'ক'.repeat(71));
		await hints.getByText('The message has 2 SMS parts').waitFor();
		await user.fill('message', 'Dear {name}');
		await hints.getByText('The message contains a word in braces').waitFor();
		await hints.getByText('SMS parts').waitFor({ state: 'hidden' });
	});
	await check('filled in and executed, it shows what became of the message', async () => {
		await user.fill('to', '01712345678');
		await user.fill('message', 'আপনার অর্ডার প্রস্তুত। Your order is ready.');
		await page.getByTestId('input-label').first().hover();
		await user.execute();
		const text = await user.output();
		for (const part of ['"status"', '"submitted"', '"8801712345678"', '"UCS-2"', simulator.messages[0].shootId])
			assert.ok(text.includes(part), `${part} is not in: ${text}`);
		assert.equal(simulator.messages.length, 1);
		await shoot('node');
		await user.closeNode();
	});
}

async function triggerChecks({ user, page, simulator }: Bench, credentials: MimSmsCredentials) {
	const workflow = (options: INodeParameters) =>
		chain(
			'Test button',
			[
				[
					'MiM SMS Trigger',
					TRIGGER,
					{
						pollTimes: { item: [{ mode: 'everyMinute' }] },
						events: ['delivered', 'failed'],
						source: 'account',
						options,
					},
				],
			],
			credentials,
		);
	await check("the trigger's test button gives a sample and asks the gateway for nothing", async () => {
		const before = simulator.count();
		await user.openWorkflow(workflow({}));
		await user.openNode('MiM SMS Trigger');
		await page.getByRole('button', { name: 'Fetch Test Event' }).first().click();
		const text = await user.output();
		for (const part of ['"event"', '"delivered"', '"shootId"', '"receivedAt"'])
			assert.ok(text.includes(part), `${part} is not in: ${text}`);
		assert.equal(simulator.count(), before);
	});
	await check('with Live Reports it gives what waits in the gateway', async () => {
		simulator.addReports([{ to: '8801712345613', code: '13' }]);
		await user.openWorkflow(workflow({ testWith: 'live' }));
		await user.openNode('MiM SMS Trigger');
		await page.getByRole('button', { name: 'Fetch Test Event' }).first().click();
		assert.match(await user.output(), /8801712345613/);
	});
}

async function exampleChecks({ user, page, shoot }: Bench, credentials: MimSmsCredentials) {
	await check('the example “send, wait, read the reports” runs by its button', async () => {
		await user.openWorkflow(readExample(EXAMPLE, credentials));
		await page.getByTestId('execute-workflow-button').click();
		await page.getByText('Workflow executed successfully').waitFor({ timeout: 60_000 });
		await page.getByTestId('zoom-to-fit').click();
		await page.waitForTimeout(1_000);
		await shoot('workflow');
		await user.openNode('Result');
		const panel = page.getByTestId('output-panel');
		await panel.getByTestId('radio-button-table').click();
		await panel.getByText('Karim Uddin').waitFor();
		const text = await panel.innerText();
		for (const part of ['Karim Uddin', 'failed', 'Barred subscriber', 'delivered'])
			assert.ok(text.includes(part), `“${part}” is not in: ${text}`);
		await shoot('result');
	});
}
