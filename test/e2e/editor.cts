/**
 * The editor as a user meets it: credential, panel, forms, test button, output.
 * With `--screenshots <folder>` it makes the pictures of the README again.
 */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import type { Locator, Page } from 'playwright-core';
import { UNKNOWN_KEY, type Api } from './lib/apis.cts';
import { openBrowser, openEditor, type Editor } from './lib/browser.cts';
import { check, tell, until } from './lib/checks.cts';
import { readExample } from './lib/examples.cts';
import type { KillableN8n, RunningN8n, StoredCredential } from './lib/n8n.cts';
import { newPlace } from './lib/place.cts';
import { startSimulator, type Simulator } from '../simulator/index.cts';
import type { StepOptions } from './lib/step.cts';
import {
	addWorkflow,
	chain,
	SMS,
	TRIGGER,
	type ChainLink,
	type MimSmsCredentials,
	type Workflow,
} from './lib/workflows.cts';

export { missing } from './lib/browser.cts';

const MANUAL: ChainLink = ['Start', 'n8n-nodes-base.manualTrigger'];
const EXAMPLE = 'send-wait-read-reports.json';
/** The labels of each operation's form. */
const OPERATIONS: Record<string, Record<string, string[]>> = {
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

/** The same of the trigger's, by what it is set to. */
const TRIGGER_FORMS: Array<[name: string, parameters: INodeParameters, labels: string[]]> = [
	['account', { source: 'account' }, ['Events', 'Source']],
	['shoot IDs', { source: 'shootIds' }, ['Shoot IDs']],
	['low balance', { events: ['balanceLow'] }, ['Balance Threshold']],
];

/** Takes a picture of the page, when pictures are wanted; `height` in pixels for a form that is longer than the window. */
type Shoot = (name: string, height?: number) => Promise<void>;

/** What the checks work with. */
interface Bench {
	user: User;
	page: Page;
	simulator: Simulator;
	n8n: RunningN8n;
	shoot: Shoot;
}

export async function run({ screenshots }: StepOptions) {
	const simulator = await startSimulator();
	const browser = await openBrowser();
	const place = await newPlace();
	let n8n: KillableN8n | undefined;
	let editor: Editor | undefined;
	try {
		n8n = await place.start();
		const { page, problems } = (editor = await openEditor(browser, n8n));
		const shoot: Shoot = async (name, height) => {
			const size = page.viewportSize();
			if (!screenshots || !size) return;
			await mkdir(screenshots, { recursive: true });
			const toasts = page.locator('.el-notification__closeBtn');
			while (await toasts.count())
				await toasts
					.first()
					// One may go by itself.
					.click({ timeout: 2_000 })
					.catch(() => {})
					.then(() => page.waitForTimeout(500));
			// As it looks to somebody who has just opened it: a click may have scrolled the row of buttons, and the pointer opens some.
			await page.mouse.move(640, 5);
			await page.setViewportSize({ ...size, height: height ?? size.height });
			await page
				.getByTestId('output-panel')
				.locator('*')
				.evaluateAll((parts) => parts.forEach((part) => (part.scrollLeft = 0)));
			await page.waitForTimeout(500);
			await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
			await page.setViewportSize(size);
		};

		const bench: Bench = { user: handsOn(page, n8n), page, simulator, n8n, shoot };
		const credentials = await credentialChecks(bench);
		await v2CredentialChecks(bench);
		await panelChecks(bench);
		await formChecks(bench, credentials);
		await triggerChecks(bench, credentials);
		await exampleChecks(bench, credentials);
		await check('the editor itself complained about nothing', () => assert.deepEqual(problems, []));
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
type User = ReturnType<typeof handsOn>;

function handsOn(page: Page, n8n: RunningN8n) {
	const field = (name: string) => page.getByTestId(`parameter-input-${name}`).locator('input, textarea').first();
	return {
		field,
		fill: async (name: string, text: string) =>
			await page
				.getByTestId(`parameter-input-${name}`)
				.locator('input, textarea, [contenteditable=true]')
				.first()
				.fill(text),
		open: async (address: string) => await page.goto(`${n8n.url}${address}`),
		openWorkflow: async (workflow: Workflow) => {
			const { id } = await addWorkflow(n8n.rest, workflow);
			await page.goto(`${n8n.url}/workflow/${id}`);
			await page.getByTestId('canvas-node').first().waitFor();
		},
		openNode: async (name: string) => {
			await page.getByTestId('canvas-node').filter({ hasText: name }).first().dblclick();
			await page.getByTestId('ndv').waitFor();
		},
		closeNode: async () => {
			await page.getByTestId('ndv-close-button').click();
			await page.getByTestId('ndv').waitFor({ state: 'hidden' });
		},
		execute: async () => await page.getByTestId('node-execute-button').click(),
		/** The output panel as JSON, once it has something, and all of it: n8n draws it bit by bit. */
		output: async (): Promise<string> => {
			const panel = page.getByTestId('output-panel');
			await panel.getByTestId('ndv-data-container').waitFor();
			await panel.getByTestId('radio-button-json').click();
			return await until(async () => {
				const text = await panel.getByTestId('ndv-data-container').innerText();
				return text.includes('{') && text.split(/[[{]/).length === text.split(/[\]}]/).length && text;
			});
		},
	};
}

async function credentialChecks({ user, page, simulator, n8n }: Bench): Promise<MimSmsCredentials> {
	const { baseUrl, settings } = simulator;
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
		await dialog.getByText('With http://, anyone on the network path can read').waitFor();
		await user.field('baseUrl').fill(baseUrl);
		await dialog.getByText('With http://, anyone on the network path can read').waitFor({ state: 'hidden' });
	});
	await check("a wrong key shows the gateway's reason", async () => {
		await user.field('apiKey').fill('wrong.key');
		await user.field('senderId').fill(settings.senderIds?.[0] ?? '');
		await save();
		await page.getByText('Couldn’t connect with these settings').waitFor();
		await page.getByText('More details').click();
		const reason = async () => (await dialog.innerText()).split('\n').find((line) => UNKNOWN_KEY.classic.test(line));
		tell(await until(reason, { within: 5_000, what: 'the reason' }));
	});
	await check('the right one saves, and says so', async () => {
		await user.field('apiKey').fill(settings.apiKey);
		await save();
		await page.getByTestId('credentials-config-container-test-success').waitFor();
	});
	const [{ id, name }] = await n8n.rest.get<StoredCredential[]>('/rest/credentials');
	return { mimSmsApi: { id, name } };
}

/** Fields of the credential form; `api` and `senderId` are always there. */
const CREDENTIAL_FIELDS: Record<Api, string[]> = {
	classic: ['signInWith', 'baseUrl', 'apiKey'],
	v2: ['v2BaseUrl', 'username', 'apiKey'],
};

async function v2CredentialChecks({ user, page, simulator, shoot }: Bench) {
	const { settings } = simulator;
	const dialog = page.getByTestId('credential-edit-dialog');
	const shownFields = async () =>
		(
			await dialog
				.locator('[data-test-id^=parameter-input-]')
				.evaluateAll((inputs) => inputs.map((input) => input.getAttribute('data-test-id')?.slice(16)))
		).filter((name) => name !== undefined && !['field', 'api', 'senderId'].includes(name));
	const chooseApi = async (label: string) => {
		await dialog.getByTestId('parameter-input-api').locator('input').click();
		await page.getByRole('option').filter({ hasText: label }).click();
	};
	await check('the form shows the fields of the API that is chosen, and no others', async () => {
		await user.open('/home/credentials/create');
		await page.getByTestId('new-credential-type-select').locator('input').fill('mim sms');
		await page.getByTestId('new-credential-type-select-option').filter({ hasText: 'MiM SMS API' }).click();
		await page.getByTestId('new-credential-type-button').click();
		await user.field('baseUrl').waitFor();
		assert.deepEqual(await shownFields(), CREDENTIAL_FIELDS.classic);
		await chooseApi('JSON API (V2)');
		await user.field('v2BaseUrl').waitFor();
		assert.deepEqual(await shownFields(), CREDENTIAL_FIELDS.v2);
		await dialog.getByText('add the domain and the public IP address of your n8n server').waitFor();
		await chooseApi('Classic API');
		await user.field('baseUrl').waitFor();
		assert.deepEqual(await shownFields(), CREDENTIAL_FIELDS.classic);
		await dialog.getByText('add the domain and the public IP address of your n8n server').waitFor({ state: 'hidden' });
		await chooseApi('JSON API (V2)');
	});
	const save = async () => await page.getByTestId('credential-save-button').click();
	await check("V2: a wrong key shows the gateway's reason", async () => {
		await user.field('v2BaseUrl').fill(simulator.baseUrl);
		await user.field('username').fill(settings.v2UserName);
		await user.field('apiKey').fill('WRONGKEY0000000');
		await user.field('senderId').fill(settings.senderIds?.[0] ?? '');
		await save();
		await page.getByText('Couldn’t connect with these settings').waitFor();
		await page.getByText('More details').click();
		const reason = async () => (await dialog.innerText()).split('\n').find((line) => UNKNOWN_KEY.v2.test(line));
		tell(await until(reason, { within: 5_000, what: 'the reason' }));
	});
	await check('V2: the right one saves, and says so', async () => {
		await user.field('apiKey').fill(settings.v2ApiKey);
		await save();
		await page.getByTestId('credentials-config-container-test-success').waitFor();
		await shoot('credential', 960);
	});
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

async function formChecks({ user, page }: Bench, credentials: MimSmsCredentials) {
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
	for (const [name, parameters, labels] of TRIGGER_FORMS) {
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
async function expectForm(page: Page, form: Locator, labels: string[]) {
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
