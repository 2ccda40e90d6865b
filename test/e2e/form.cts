/** The form that people build first: number and message in, a page that says whether the SMS arrived. */
import assert from 'node:assert/strict';
import type { INodeParameters } from 'n8n-workflow';
import type { Page } from 'playwright-core';
import { APIS, type Api } from './lib/apis.cts';
import { check, sleep, tell } from './lib/checks.cts';
import { readExample } from './lib/examples.cts';
import type { RunningN8n } from './lib/n8n.cts';
import { newStage } from './lib/stage.cts';
import type { Simulator } from '../simulator/index.cts';
import { addCredential, addWorkflow, type MimSmsCredentials } from './lib/workflows.cts';

export { missing } from './lib/browser.cts';

/** What a page shows is in the words of each API. */
const SHOOT_ID: Record<Api, string> = { classic: 'C2', v2: '[A-Z0-9]{15}@8801712345699' };
const NO_BALANCE: Record<Api, RegExp> = { classic: /1007.*Top up/s, v2: /216.*Top up/s };

/** What a visitor enters, and what the page says at the end. */
const visits = (api: Api): Array<[what: string, number: string, title: string, text: RegExp]> => [
	['a number that gets it', '01712345678', 'Delivered', /8801712345678 has the message \(1 SMS each\)/],
	['several, in Bangla digits too', '০১৭১২৩৪৫৬৭৮, 01812345678', 'Delivered', /8801712345678, 8801812345678/],
	['a barred number', '01712345613', 'Not delivered', /8801712345613: Barred subscriber/i],
	[
		'a phone without a report',
		'01712345699',
		'Still on its way',
		new RegExp(`1 without a final report yet.*shoot ID\\): ${SHOOT_ID[api]}`),
	],
	['what is no number', '12', 'The message was not sent', /12/],
];

export async function run() {
	const stage = newStage();
	try {
		const simulator = await stage.simulator({ reportDelay: 1_000 });
		const browser = await stage.browser();
		const place = await stage.place();
		const n8n = await place.start();
		const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
		page.setDefaultTimeout(60_000);
		for (const api of APIS) {
			simulator.reset();
			simulator.settings.balance = 1_000;
			const address = await serve(n8n, api, await addCredential(n8n.rest, simulator, { api }));
			await visited({ simulator, page, address }, api);
		}
	} finally {
		await stage.close();
	}
}

/** The form, and who fills it in. */
interface Visitor {
	simulator: Simulator;
	page: Page;
	/** Of the form. */
	address: string;
}

async function visited(visitor: Visitor, api: Api) {
	const { simulator } = visitor;
	for (const [what, number, title, text] of visits(api))
		await check(`${api}: ${what}: “${title}”`, async () => tell(await fillIn(visitor, number, title, text)));
	await check(`${api}: an account without money: the reason, and what to do`, async () => {
		simulator.settings.balance = 0;
		tell(await fillIn(visitor, '01712345678', 'The message was not sent', NO_BALANCE[api]));
	});
	await check(`${api}: each accepted form sent one message to each number`, () =>
		assert.deepEqual(
			simulator.messages.map((message) => message.api),
			Array.from({ length: 5 }, () => api),
		),
	);
}

/** Publishes the form for an account of this API, and returns its address. */
async function serve({ rest, url }: RunningN8n, api: Api, credentials: MimSmsCredentials): Promise<string> {
	const path = `send-and-track-${api}`;
	const workflow = readExample('form-send-and-track.json', credentials);
	for (const node of workflow.nodes) {
		if (node.name === 'Send and track') Object.assign(node.parameters, { timeout: 6, interval: 2 });
		if (node.type.endsWith('formTrigger')) {
			node.webhookId = path;
			node.parameters.options = { ...(node.parameters.options as INodeParameters), path };
		}
	}
	await addWorkflow(rest, workflow, { active: true });
	await untilServed(`${url}/form/${path}`);
	return `${url}/form/${path}`;
}

/** Fills in the form, and returns what the page says at the end. */
async function fillIn({ page, address }: Visitor, number: string, title: string, text: RegExp): Promise<string> {
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
