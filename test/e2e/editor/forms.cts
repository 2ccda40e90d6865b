/** The forms of every operation and of the trigger, with all their options open. */
import assert from 'node:assert/strict';
import type { INodeParameters } from 'n8n-workflow';
import type { Locator, Page } from 'playwright-core';
import { check } from '../lib/checks.cts';
import { chain, SMS, TRIGGER, type ChainLink, type MimSmsCredentials } from '../lib/workflows.cts';
import type { Bench } from './bench.cts';

const MANUAL: ChainLink = ['Start', 'n8n-nodes-base.manualTrigger'];
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
/** The same of the trigger's, by what it is set to. */
const TRIGGER_FORMS: Array<[name: string, parameters: INodeParameters, labels: string[]]> = [
	['account', { source: 'account' }, ['Events', 'Source']],
	['shoot IDs', { source: 'shootIds' }, ['Shoot IDs']],
	['low balance', { events: ['balanceLow'] }, ['Balance Threshold']],
];
/** Words that a broken expression, hint or label leaves on the screen. */
const BROKEN = /\[object Object\]|\bundefined\b|\bNaN\b|\[ERROR|invalid syntax|Install this node|Unknown node/i;

export async function formChecks({ user, page }: Bench, credentials: MimSmsCredentials) {
	for (const [resource, operations] of Object.entries(OPERATIONS)) {
		for (const [operation, labels] of Object.entries(operations)) {
			await check(`the form of ${resource} → ${operation}`, async () => {
				await user.openWorkflow(chain(operation, [MANUAL, ['MiM SMS', SMS, { resource, operation }]], credentials));
				await user.openNode('MiM SMS');
				await expectForm(page, page.getByTestId('node-parameters'), labels);
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
