/** The inbox page of the simulator, in Chromium. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { check, until } from './lib/checks.cts';
import * as inPage from './lib/inboxPage.cts';
import { startSimulator, type Simulator } from '../simulator/index.cts';
import { newStage } from './lib/stage.cts';
import type { StepOptions } from './lib/step.cts';

export { missing } from './lib/browser.cts';

/** How somebody looks at the page. */
interface View {
	width?: number;
	colorScheme?: 'light' | 'dark';
	reducedMotion?: 'reduce' | 'no-preference';
}

const VIEWS = [1280, 390].flatMap((width) =>
	(['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);
const BANGLA = 'প্রিয় গ্রাহক, আপনার অর্ডার #১০২৪ আজ বিকেল ৫টায় পৌঁছে যাবে। ধন্যবাদ, ঢাকা শপ।';
const MARKUP = '<img src=x onerror="window.caught = true"><script>window.caught = true</script> R&D <b>50% off</b>';

/** What a check works with. */
interface Bench {
	browser: Browser;
	/** Whose inbox is looked at; a check may put another in its place. */
	simulator: Simulator;
	screenshots?: string;
}

const CHECKS: Record<string, (bench: Bench) => Promise<void>> = {
	'an empty inbox says where to enter what, and copies it': emptyInbox,
	'messages arrive by themselves, the newest first, and what they hold is text': arrivingMessages,
	'the title counts what came while nobody looked': countingTitle,
	'a report falls due without a reload': dueReport,
	'a person decides: deliver by the keyboard, fail with a reason, and not once n8n has read it': decisionByHand,
	'a decision that comes too late is explained': lateDecision,
	'10,000 messages: the newest 200 at once, more when asked for, and the page stays quick': manyMessages,
	'it finds the simulator again after a restart, and forgets what is no longer true': restart,
	'it can be read at every width, in light and in dark, and without motion': readableEverywhere,
};

/** What each page did and should not. */
const wrongs = new WeakMap<Page, string[]>();

export async function run({ screenshots }: StepOptions) {
	const stage = newStage();
	try {
		const browser = await stage.browser();
		for (const [what, look] of Object.entries(CHECKS)) {
			const bench: Bench = { browser, screenshots, simulator: await startSimulator({ balance: 1_000_000 }) };
			await check(what, () => look(bench));
			await bench.simulator.close();
		}
	} finally {
		await stage.close();
	}
}

async function emptyInbox(bench: Bench) {
	const page = await open(bench);
	await page.getByRole('heading', { name: 'No messages yet' }).waitFor();
	assert.equal(await page.getByLabel('Base URL', { exact: true }).inputValue(), bench.simulator.baseUrl);
	assert.equal(await page.getByLabel('API Key', { exact: true }).inputValue(), bench.simulator.settings.apiKey);
	await page.getByRole('button', { name: 'Copy the API key' }).click();
	await page.getByText('API Key copied').waitFor();
	assert.equal(await page.evaluate(inPage.readClipboard), bench.simulator.settings.apiKey);
	await shoot(bench, 'empty', page);
	await leave(page);
}

async function arrivingMessages(bench: Bench) {
	const page = await open(bench);
	await page.getByText('Live', { exact: true }).waitFor();
	await send(bench, 'Your appointment is at 10:30.');
	await send(bench, BANGLA, { type: 'unicode' });
	await send(bench, MARKUP);
	await page.getByText(MARKUP, { exact: true }).waitFor();
	assert.deepEqual(await page.locator('.text').allTextContents(), [MARKUP, BANGLA, 'Your appointment is at 10:30.']);
	assert.equal(await page.locator('.text').nth(1).getAttribute('lang'), 'bn');
	assert.equal(await page.evaluate(inPage.caughtMarkup), undefined);
	assert.equal(await page.locator('#total').textContent(), '3');
	assert.match(
		(await card(page, 2).textContent()) ?? '',
		/\+880 1712-345678.*Delivered.*From MiMSMS.*2 parts, Unicode/s,
	);
	await leave(page);
}

async function countingTitle(bench: Bench) {
	const page = await open(bench);
	await page.getByText('Live', { exact: true }).waitFor();
	await page.evaluate(inPage.lookAway);
	await send(bench, 'One', { contacts: '8801712345678,8801712345679' });
	await page.waitForFunction(inPage.hasTitle, '(2) SMS inbox');
	await page.evaluate(inPage.lookBack);
	assert.equal(await page.title(), 'SMS inbox');
	await leave(page);
}

async function dueReport(bench: Bench) {
	bench.simulator.settings.reportDelay = 1500;
	const page = await open(bench);
	await send(bench, 'Soon', { contacts: '8801712345613' });
	await page.getByText('Pending', { exact: true }).waitFor();
	await page.getByText('Failed', { exact: true }).waitFor({ timeout: 4000 });
	await page.getByText('This number is barred from receiving SMS. Report: Barred subscriber, code\u00a013').waitFor();
	await leave(page);
}

async function decisionByHand(bench: Bench) {
	const page = await open(bench);
	await page.getByLabel('Wait for me').check();
	await until(() => bench.simulator.settings.outcomes === 'byHand');
	await send(bench, 'To deliver');
	await send(bench, 'To fail');
	await card(page, 2).getByText('Pending').waitFor();

	await card(page, 1).getByRole('button', { name: 'Deliver' }).press('Enter');
	await card(page, 1).getByText('Delivered').waitFor();
	assert.equal(await page.evaluate(inPage.focused), 'message', 'the focus stays with the message');

	await card(page, 2).getByRole('button', { name: 'Fail' }).press('Enter');
	const dialog = page.getByRole('dialog', { name: 'Why does it fail?' });
	await page.keyboard.press('Escape');
	await dialog.waitFor({ state: 'hidden' });
	assert.equal(bench.simulator.messages[1].outcome.code, '', 'Escape decides nothing');
	await card(page, 2).getByRole('button', { name: 'Fail' }).click();
	await dialog.getByLabel('The phone was busy.').check();
	await dialog.getByRole('button', { name: 'Fail this message' }).click();
	await card(page, 2).getByText('The phone was busy. Report: Subscriber Busy, code\u00a031').waitFor();
	assert.deepEqual(
		bench.simulator.messages.map(({ outcome }) => outcome.code),
		['1', '31'],
	);

	await fetch(`${bench.simulator.baseUrl}/miscapi/${bench.simulator.settings.apiKey}/getDLR/getAll`);
	await card(page, 2).getByText('n8n has read the report').waitFor();
	assert.equal(await page.locator('.actions button:visible').count(), 0);
	await leave(page);
}

async function lateDecision(bench: Bench) {
	const page = await open(bench);
	await send(bench, 'Late');
	await page.getByRole('button', { name: 'Fail instead' }).waitFor();
	await page.route('**/_simulator/inbox?**', (route) => route.abort());
	await fetch(`${bench.simulator.baseUrl}/miscapi/${bench.simulator.settings.apiKey}/getDLR/getAll`);
	await page.getByRole('button', { name: 'Fail instead' }).click();
	await page.getByRole('button', { name: 'Fail this message' }).click();
	await page.getByRole('alert').getByText('was read already').waitFor();
	await leave(page);
}

async function manyMessages(bench: Bench) {
	const page = await open(bench);
	await page.getByText('Live', { exact: true }).waitFor();
	const contacts = Array.from({ length: 10_000 }, (_, i) => 8801710000000 + i).join();
	await send(bench, BANGLA, { type: 'unicode', contacts });
	await page.getByText('The newest 200 of 10,000 messages').waitFor({ timeout: 5000 });
	assert.equal(await page.locator('.message').count(), 200);
	await page.getByRole('button', { name: 'Show 200 more' }).click();
	await page.getByText('The newest 400 of 10,000 messages').waitFor({ timeout: 5000 });
	assert.match((await page.locator('.message').last().textContent()) ?? '', /\+880 1710-009600/);

	await page.evaluate(inPage.watchTasks);
	for (let i = 0; i < 30; i++) await send(bench, `One more ${i}`);
	await page.getByText('One more 29').waitFor();
	assert.equal(await page.locator('.message').count(), 400);
	const longest = await page.evaluate(inPage.longestTask);
	assert.ok(longest < 500, `the page was busy for ${longest} ms`);
	await leave(page);
}

async function restart(bench: Bench) {
	const page = await open(bench);
	await send(bench, 'Before');
	await page.getByText('Before', { exact: true }).waitFor();
	await bench.simulator.close();
	await page.getByText('No answer. Is the simulator running?').waitFor({ timeout: 5000 });
	await shoot(bench, 'away', page);
	bench.simulator = await startSimulator({ port: bench.simulator.port });
	await page.getByText('Live', { exact: true }).waitFor({ timeout: 10_000 });
	await page.getByRole('heading', { name: 'No messages yet' }).waitFor();
	await send(bench, 'After');
	await page.getByText('After', { exact: true }).waitFor();
	await leave(page, /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET/);
}

async function readableEverywhere(bench: Bench) {
	await sendExamples(bench);
	for (const view of VIEWS) {
		const page = await open(bench, { ...view, reducedMotion: 'reduce' });
		await page.getByText('Scheduled', { exact: true }).waitFor();
		assert.ok(await page.evaluate(inPage.fits), `${view.width} px: nothing sticks out`);
		assert.deepEqual(
			await page.evaluate(inPage.faintTexts),
			[],
			`${view.colorScheme}: every text has a contrast of 4.5`,
		);
		await shoot(bench, `inbox-${view.width}-${view.colorScheme}`, page);
		await page.locator('details').evaluateAll((all) => all.forEach((details) => (details.open = true)));
		assert.deepEqual(await page.evaluate(inPage.faintTexts), []);
		await shoot(bench, `panels-${view.width}-${view.colorScheme}`, page, { fullPage: false });
		await page.getByRole('button', { name: 'Fail: ' }).first().click();
		assert.deepEqual(await page.evaluate(inPage.faintTexts), []);
		await shoot(bench, `dialog-${view.width}-${view.colorScheme}`, page, { fullPage: false });
		await page.keyboard.press('Escape');
		await send(bench, 'Hello');
		await page.getByText('Hello', { exact: true }).first().waitFor();
		assert.equal(await page.evaluate(inPage.animations), 0);
		await leave(page);
	}
	const narrow = await open(bench, { width: 320 });
	await narrow.locator('.message').first().waitFor();
	assert.ok(await narrow.evaluate(inPage.fits), '320 px: nothing sticks out');
	await leave(narrow);
}

/** A page that notices whatever it should not do: ask elsewhere, break its policy, throw. */
async function open(
	{ browser, simulator }: Bench,
	{ width = 1280, colorScheme = 'light', reducedMotion = 'no-preference' }: View = {},
): Promise<Page> {
	const { origin } = simulator;
	const context = await browser.newContext({
		viewport: { width, height: width < 600 ? 844 : 900 },
		colorScheme,
		reducedMotion,
	});
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	// tsx names the functions inside a function by a function of its own, which the page has not.
	await context.addInitScript('globalThis.__name = (named) => named');
	const page = await context.newPage();
	const noted: string[] = [];
	wrongs.set(page, noted);
	page.on('request', (request) => {
		if (new URL(request.url()).origin !== origin) noted.push(`asks ${request.url()}`);
	});
	page.on('pageerror', (error) => noted.push(error.stack ?? error.message));
	page.on('console', (message) => {
		if (message.type() === 'error') noted.push(message.text());
	});
	await page.goto(origin);
	return page;
}

/** Closes a page, which has done nothing wrong but what is expected. */
async function leave(page: Page, expected = /ERR_FAILED|status of 409/) {
	await page.context().close();
	assert.deepEqual(
		wrongs.get(page)?.filter((wrong) => !expected.test(wrong)),
		[],
	);
}

/** The card of the n-th message that was sent. */
function card(page: Page, n: number): Locator {
	return page.locator(`[data-n="${n}"]`);
}

async function send({ simulator }: Bench, msg: string, fields: Record<string, string> = {}) {
	const body = new URLSearchParams({
		api_key: simulator.settings.apiKey,
		senderid: 'MiMSMS',
		type: 'text',
		contacts: '8801712345678',
		msg,
		...fields,
	});
	const reply = await (await fetch(`${simulator.baseUrl}/smsapi`, { method: 'POST', body })).text();
	assert.match(reply, /^SMS SUBMITTED/);
}

async function sendExamples(bench: Bench) {
	await send(bench, 'Your order is on its way.', { contacts: '8801812345678' });
	await fetch(`${bench.simulator.baseUrl}/miscapi/${bench.simulator.settings.apiKey}/getDLR/getAll`);
	await send(bench, 'Your code is 482913. Do not share it with anyone.', {
		contacts: '8801912345606',
		senderid: '8809601000123',
	});
	await send(bench, MARKUP, { contacts: '8801612345677' });
	await send(
		bench,
		'https://example.com/a-very-long-address-without-any-space-in-it/that-has-to-break-somewhere/or-the-page-grows-wider',
		{ contacts: '4915112345678' },
	);
	await send(bench, 'Dr. Rahman sees you tomorrow.\n\nBring your reports.\n- Green Clinic', {
		scheduledDateTime: '2099-01-01 09:00:00',
		senderid: 'DEMO SHOP',
	});
	bench.simulator.settings.outcomes = 'byHand';
	await send(bench, BANGLA, { type: 'unicode', contacts: '8801712345678', senderid: 'DEMO SHOP' });
	await send(bench, 'Table for four at 8 pm. See you tonight!', { contacts: '8801512345678' });
}

/** Takes a picture, when pictures are wanted: of the whole page, or of the screen. */
async function shoot({ screenshots }: Bench, name: string, page: Page, { fullPage } = { fullPage: true }) {
	if (!screenshots) return;
	mkdirSync(screenshots, { recursive: true });
	const screen = page.viewportSize() ?? { width: 1280, height: 900 };
	// Cards below the screen are not painted: a screen as tall as the page shows all of them.
	if (fullPage) await page.setViewportSize({ ...screen, height: await page.evaluate(inPage.pageHeight) });
	await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage });
	await page.setViewportSize(screen);
}
