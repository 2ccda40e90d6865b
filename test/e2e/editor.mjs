/**
 * The editor as a user meets it: credential, panel, forms, test button, output.
 * With `--screenshots <folder>` the pictures of the README are made anew.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import simulators from '../simulator/index.js';
import { openBrowser, openEditor } from './lib/browser.mjs';
import { check, tell, until } from './lib/checks.mjs';
import { newPlace } from './lib/place.mjs';
import { chain, SMS, TRIGGER } from './lib/workflows.mjs';

export { missing } from './lib/browser.mjs';

const MANUAL = ['Start', 'n8n-nodes-base.manualTrigger'];
const EXAMPLE = path.join(import.meta.dirname, '../workflows/send-wait-read-reports.json');
const OPERATIONS = {
	sms: {
		preview: ['To', 'Message'],
		send: ['To', 'Message', 'Sender ID'],
		sendAndTrack: ['To', 'Message', 'Sender ID', 'Timeout', 'Interval'],
		sendMany: ['To', 'Message', 'Sender ID'],
	},
	deliveryReport: { get: ['Shoot ID'], getAll: ['Return All', 'Limit'], getOnce: ['Shoot ID'] },
	account: { getApiKey: [], getBalance: [] },
};
/** Words that a broken expression, hint or label leaves on the screen. */
const BROKEN = /\[object Object\]|\bundefined\b|\bNaN\b|\[ERROR|invalid syntax|Install this node|Unknown node/i;

export async function run({ screenshots }) {
	const simulator = await simulators.startSimulator();
	const browser = await openBrowser();
	const place = await newPlace();
	let n8n;
	let editor;
	try {
		n8n = await place.start();
		editor = await openEditor(browser, n8n);
		const user = handsOn(editor.page, n8n);
		const shoot = async (name) => {
			if (!screenshots) return;
			await mkdir(screenshots, { recursive: true });
			const toasts = editor.page.locator('.el-notification__closeBtn');
			while (await toasts.count())
				await toasts
					.first()
					.click()
					.then(() => editor.page.waitForTimeout(500));
			// As it looks to somebody who has just opened it: a click may have scrolled the row of buttons, and the pointer opens some.
			await editor.page.mouse.move(640, 5);
			await editor.page
				.getByTestId('output-panel')
				.locator('*')
				.evaluateAll((parts) => parts.forEach((part) => (part.scrollLeft = 0)));
			await editor.page.waitForTimeout(500);
			await editor.page.screenshot({ path: path.join(screenshots, `${name}.png`) });
		};

		const credentials = await credentialChecks(user, editor.page, simulator, n8n);
		await panelChecks(user, editor.page, simulator, shoot);
		await formChecks(user, editor.page, n8n, credentials);
		await triggerChecks(user, editor.page, simulator, n8n, credentials);
		await exampleChecks(user, editor.page, n8n, credentials, shoot);
		await check('the editor itself complained about nothing', () =>
			assert.deepEqual(
				editor.problems.filter((problem) => !/ResizeObserver/.test(problem)),
				[],
			),
		);
	} catch (error) {
		await editor?.page.screenshot({ path: path.join(place.folders.project, '.n8n-dev', 'e2e-failure.png') });
		throw error;
	} finally {
		await n8n?.stop();
		await browser.close();
		await simulator.close();
		await place.remove();
	}
}

/** What a user does, by the names on the screen. */
function handsOn(page, n8n) {
	const field = (name) => page.getByTestId(`parameter-input-${name}`).locator('input, textarea').first();
	return {
		field,
		fill: async (name, text) =>
			await page
				.getByTestId(`parameter-input-${name}`)
				.locator('input, textarea, [contenteditable=true]')
				.first()
				.fill(text),
		open: async (address) => await page.goto(`${n8n.url}${address}`),
		openWorkflow: async (workflow) => {
			const { id } = await n8n.rest.post('/rest/workflows', workflow);
			await page.goto(`${n8n.url}/workflow/${id}`);
			await page.getByTestId('canvas-node').first().waitFor();
			return id;
		},
		openNode: async (name) => {
			await page.getByTestId('canvas-node').filter({ hasText: name }).first().dblclick();
			await page.getByTestId('ndv').waitFor();
		},
		closeNode: async () => {
			await page.getByTestId('ndv-close-button').click();
			await page.getByTestId('ndv').waitFor({ state: 'hidden' });
		},
		execute: async () => await page.getByTestId('node-execute-button').click(),
		/** The output panel as JSON, once it has something. */
		output: async () => {
			const panel = page.getByTestId('output-panel');
			await panel.getByTestId('ndv-data-container').waitFor();
			await panel.getByTestId('radio-button-json').click();
			return await until(async () => {
				const text = await panel.getByTestId('ndv-data-container').innerText();
				return text.includes('{') && text;
			});
		},
	};
}

async function credentialChecks(user, page, { baseUrl, settings }, { rest }) {
	const save = async () => await page.getByTestId('credential-save-button').click();
	await check('the credential type is found by “mim sms”', async () => {
		await user.open('/home/credentials/create');
		await page.getByTestId('new-credential-type-select').locator('input').fill('mim sms');
		await page.getByTestId('new-credential-type-select-option').filter({ hasText: 'MiM SMS API' }).click();
		await page.getByTestId('new-credential-type-button').click();
		await user.field('baseUrl').waitFor();
	});
	const dialog = page.getByTestId('credential-edit-dialog');
	await check('http:// elsewhere brings the notice, loopback does not', async () => {
		await user.field('baseUrl').fill('http://sms.example.com');
		await dialog.getByText('With http:// everyone on the way can read').waitFor();
		await user.field('baseUrl').fill(baseUrl);
		await dialog.getByText('With http:// everyone on the way can read').waitFor({ state: 'hidden' });
	});
	await check("a wrong key shows the gateway's reason", async () => {
		await user.field('apiKey').fill('wrong.key');
		await user.field('senderId').fill(settings.senderIds[0]);
		await save();
		await page.getByText('Couldn’t connect with these settings').waitFor();
		await page.getByText('More details').click();
		await until(async () => /1003|API Not Found/.test(await dialog.innerText()), { within: 5_000, what: 'the reason' });
		tell((await dialog.innerText()).split('\n').find((line) => /1003|API Not Found/.test(line)));
	});
	await check('the right one saves, and says so', async () => {
		await user.field('apiKey').fill(settings.apiKey);
		await save();
		await page.getByTestId('credentials-config-container-test-success').waitFor();
	});
	const [{ id, name }] = await rest.get('/rest/credentials');
	return { mimSmsApi: { id, name } };
}

async function panelChecks(user, page, simulator, shoot) {
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
	await check('filled in and executed, it shows what became of the message', async () => {
		await user.fill('to', '01712345678');
		await user.fill('message', 'আপনার অর্ডার প্রস্তুত। Your order is ready.');
		await page.getByTestId('input-label').first().hover();
		await user.execute();
		const text = await user.output();
		for (const part of ['"status"', '"submitted"', '"8801712345678"', '"UCS-2"', simulator.messages.at(-1).shootId])
			assert.ok(text.includes(part), `${part} is not in: ${text}`);
		assert.equal(simulator.messages.length, 1);
		await shoot('node');
		await user.closeNode();
	});
}

async function formChecks(user, page, n8n, credentials) {
	for (const [resource, operations] of Object.entries(OPERATIONS)) {
		for (const [operation, labels] of Object.entries(operations)) {
			await check(`the form of ${resource} → ${operation}`, async () => {
				await user.openWorkflow(chain(operation, [MANUAL, ['MiM SMS', SMS, { resource, operation }]], credentials));
				await user.openNode('MiM SMS');
				const form = page.getByTestId('node-parameters');
				await expectForm(page, form, labels);
			});
		}
	}
	for (const [name, parameters, labels] of [
		['account', { source: 'account' }, ['Events', 'Source']],
		['shoot IDs', { source: 'shootIds' }, ['Shoot IDs']],
		['low balance', { events: ['balanceLow'] }, ['Balance Threshold']],
	]) {
		await check(`the form of the trigger: ${name}`, async () => {
			await user.openWorkflow(
				chain(
					name,
					[['MiM SMS Trigger', TRIGGER, { pollTimes: { item: [{ mode: 'everyMinute' }] }, ...parameters }]],
					credentials,
				),
			);
			await user.openNode('MiM SMS Trigger');
			await expectForm(page, page.getByTestId('node-parameters'), labels);
		});
	}
}

/** The form with all its options open: labels there, nothing broken on the screen. */
async function expectForm(page, form, labels) {
	await form.waitFor();
	for (const adding = form.getByTestId('collection-parameter-add').first(); await adding.isVisible(); ) {
		await adding.click();
		const option = page.getByTestId('collection-parameter-option').locator('visible=true').first();
		if (
			!(await option.waitFor({ timeout: 3_000 }).then(
				() => true,
				() => false,
			))
		)
			break;
		await option.click();
	}
	const text = await form.innerText();
	for (const label of labels) assert.ok(text.includes(label), `“${label}” is not in the form: ${text}`);
	assert.doesNotMatch(text, BROKEN);
	for (const input of await form.locator('input, textarea').all()) {
		assert.doesNotMatch(`${await input.getAttribute('placeholder')}`.replace(/^null$/, ''), BROKEN);
	}
	assert.equal(
		await form
			.locator('.has-issues, [data-test-id=parameter-issues]')
			.filter({ hasText: /expression/i })
			.count(),
		0,
	);
}

async function triggerChecks(user, page, simulator, n8n, credentials) {
	const workflow = (options) =>
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

async function exampleChecks(user, page, n8n, credentials, shoot) {
	await check('the example “send, wait, read the reports” runs by its button', async () => {
		const example = JSON.parse(readFileSync(EXAMPLE, 'utf8'));
		for (const node of example.nodes) if (node.credentials) node.credentials = credentials;
		await user.openWorkflow(example);
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
