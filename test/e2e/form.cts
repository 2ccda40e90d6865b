/** The form that people build first: number and message in, a page that says whether the SMS arrived. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { openBrowser } from './lib/browser.cts';
import { check, sleep, tell } from './lib/checks.cts';
import { readExample } from './lib/examples.cts';
import type { KillableN8n } from './lib/n8n.cts';
import { newPlace } from './lib/place.cts';
import { startSimulator } from '../simulator/index.cts';
import { addCredential, addWorkflow } from './lib/workflows.cts';

export { missing } from './lib/browser.cts';

/** What a visitor enters, and what the page says at the end. */
const VISITS: Array<[what: string, number: string, title: string, text: RegExp]> = [
	['a number that gets it', '01712345678', 'Delivered', /8801712345678 has the message \(1 SMS each\)/],
	['several, in Bangla digits too', '০১৭১২৩৪৫৬৭৮, 01812345678', 'Delivered', /8801712345678, 8801812345678/],
	['a barred number', '01712345613', 'Not delivered', /8801712345613: Barred subscriber/],
	['a phone without a report', '01712345699', 'Still on its way', /1 without a final report yet.*shoot ID\): C2/],
	['what is no number', '12', 'The message was not sent', /12/],
];

export async function run() {
	const simulator = await startSimulator({ reportDelay: 1_000 });
	const browser = await openBrowser();
	const place = await newPlace();
	let n8n: KillableN8n | undefined;
	try {
		n8n = await place.start();
		const credentials = await addCredential(n8n.rest, simulator);
		const workflow = readExample('form-send-and-track.json', credentials);
		for (const node of workflow.nodes) {
			if (node.name === 'Send and track') Object.assign(node.parameters, { timeout: 6, interval: 2 });
			if (node.type.endsWith('formTrigger')) node.webhookId = 'form-send-and-track';
		}
		await addWorkflow(n8n.rest, workflow, { active: true });
		const address = `${n8n.url}/form/send-and-track-sms`;
		await untilServed(address);

		const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
		page.setDefaultTimeout(60_000);
		for (const [what, number, title, text] of VISITS) {
			await check(`${what}: “${title}”`, async () => tell(await fillIn(page, address, number, title, text)));
		}
		await check('an account without money: the reason, and what to do', async () => {
			simulator.settings.balance = 0;
			tell(await fillIn(page, address, '01712345678', 'The message was not sent', /1007.*Top up/s));
		});
		await check('each accepted form sent one message to each number', () => assert.equal(simulator.messages.length, 5));
	} finally {
		await n8n?.stop();
		await browser.close();
		await simulator.close();
		await place.remove();
	}
}

/** Fills in the form, and returns what the page says at the end. */
async function fillIn(page: Page, address: string, number: string, title: string, text: RegExp): Promise<string> {
	await page.goto(address);
	await page.getByLabel('Number').fill(number);
	await page.getByLabel('Message').fill('আপনার অর্ডার প্রস্তুত।');
	await page.getByRole('button', { name: 'Send' }).click();
	await page.getByText(title, { exact: true }).first().waitFor();
	const shown = (await page.locator('body').innerText()).replace(/\s+/g, ' ').trim();
	assert.match(shown, text);
	return shown;
}

async function untilServed(address: string) {
	for (let i = 0; i < 60; i++) {
		if ((await fetch(address)).ok) return;
		await sleep(500);
	}
	throw new Error(`${address} is not served`);
}
