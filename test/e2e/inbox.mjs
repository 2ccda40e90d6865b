/**
 * The inbox page of the simulator in Chromium: `node test/e2e/inbox.mjs [--screenshots <folder>]`.
 * Needs playwright-core and a Chromium: CHROMIUM names one, /usr/bin/chromium is the usual one.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import simulator from '../simulator/index.js';

const { screenshots } = parseArgs({ options: { screenshots: { type: 'string' } } }).values;
const BROWSER = {
	executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
	args: [
		'--headless',
		'--no-sandbox',
		'--disable-gpu',
		'--disable-quic',
		'--no-first-run',
		'--disable-background-networking',
		'--disable-component-update',
		'--disable-sync',
	],
};
const VIEWS = [1280, 390].flatMap((width) => ['light', 'dark'].map((colorScheme) => ({ width, colorScheme })));
const BANGLA = 'প্রিয় গ্রাহক, আপনার অর্ডার #১০২৪ আজ বিকেল ৫টায় পৌঁছে যাবে। ধন্যবাদ, ঢাকা শপ।';
const MARKUP = '<img src=x onerror="window.caught = true"><script>window.caught = true</script> R&D <b>50% off</b>';

const browser = await chromium.launch(BROWSER);
let sim;
try {
	for (const [name, check] of Object.entries(checks())) {
		sim = await simulator.startSimulator({ balance: 1_000_000 });
		await check();
		await sim.close();
		console.log(`✓ ${name}`);
	}
} finally {
	await sim?.close();
	await browser.close();
}
console.log('The inbox works.');

function checks() {
	return {
		'an empty inbox says where to enter what, and copies it': async () => {
			const page = await open();
			await page.getByRole('heading', { name: 'No messages yet' }).waitFor();
			assert.equal(await page.getByLabel('Base URL', { exact: true }).inputValue(), sim.baseUrl);
			assert.equal(await page.getByLabel('API Key', { exact: true }).inputValue(), sim.settings.apiKey);
			await page.getByRole('button', { name: 'Copy the API key' }).click();
			await page.getByText('API Key copied').waitFor();
			assert.equal(await page.evaluate(() => navigator.clipboard.readText()), sim.settings.apiKey);
			await shoot('empty', page);
			await page.close();
		},

		'messages arrive by themselves, the newest first, and what they hold is text': async () => {
			const page = await open();
			await page.getByText('Live', { exact: true }).waitFor();
			await send('Your appointment is at 10:30.');
			await send(BANGLA, { type: 'unicode' });
			await send(MARKUP);
			await page.getByText(MARKUP, { exact: true }).waitFor();
			assert.deepEqual(await page.locator('.text').allTextContents(), [
				MARKUP,
				BANGLA,
				'Your appointment is at 10:30.',
			]);
			assert.equal(await page.locator('.text').nth(1).getAttribute('lang'), 'bn');
			assert.equal(await page.evaluate(() => window.caught), undefined);
			assert.equal(await page.locator('#total').textContent(), '3');
			assert.match(await card(page, 2).textContent(), /\+880 1712-345678.*Delivered.*From MiMSMS.*2 parts, Unicode/s);
			await page.close();
		},

		'the title counts what came while nobody looked': async () => {
			const page = await open();
			await page.getByText('Live', { exact: true }).waitFor();
			await page.evaluate(() => Object.defineProperty(document, 'hidden', { value: true, configurable: true }));
			await send('One', { contacts: '8801712345678,8801712345679' });
			await page.waitForFunction(() => document.title === '(2) SMS inbox');
			await page.evaluate(() => {
				delete document.hidden;
				document.dispatchEvent(new Event('visibilitychange'));
			});
			assert.equal(await page.title(), 'SMS inbox');
			await page.close();
		},

		'a report falls due without a reload': async () => {
			sim.settings.reportDelay = 1500;
			const page = await open();
			await send('Soon', { contacts: '8801712345613' });
			await page.getByText('Pending', { exact: true }).waitFor();
			await page.getByText('Failed', { exact: true }).waitFor({ timeout: 4000 });
			await page
				.getByText('This number is barred from receiving SMS. Report: Barred subscriber, code\u00a013')
				.waitFor();
			await page.close();
		},

		'a person decides: deliver by the keyboard, fail with a reason, and not once n8n has read it': async () => {
			const page = await open();
			await page.getByLabel('Wait for me').check();
			await until(() => sim.settings.outcomes === 'byHand');
			await send('To deliver');
			await send('To fail');
			await card(page, 2).getByText('Pending').waitFor();

			await card(page, 1).getByRole('button', { name: 'Deliver' }).press('Enter');
			await card(page, 1).getByText('Delivered').waitFor();
			assert.equal(
				await page.evaluate(() => document.activeElement.className),
				'message',
				'the focus stays with the message',
			);

			await card(page, 2).getByRole('button', { name: 'Fail' }).press('Enter');
			const dialog = page.getByRole('dialog', { name: 'Why does it fail?' });
			await page.keyboard.press('Escape');
			await dialog.waitFor({ state: 'hidden' });
			assert.equal(sim.messages[1].outcome.code, '', 'Escape decides nothing');
			await card(page, 2).getByRole('button', { name: 'Fail' }).click();
			await dialog.getByLabel('The phone was busy.').check();
			await dialog.getByRole('button', { name: 'Fail this message' }).click();
			await card(page, 2).getByText('The phone was busy. Report: Subscriber Busy, code\u00a031').waitFor();
			assert.deepEqual(
				sim.messages.map(({ outcome }) => outcome.code),
				['1', '31'],
			);

			await fetch(`${sim.baseUrl}/miscapi/${sim.settings.apiKey}/getDLR/getAll`);
			await card(page, 2).getByText('n8n has read the report').waitFor();
			assert.equal(await page.locator('.actions button:visible').count(), 0);
			await page.close();
		},

		'a decision that comes too late is explained': async () => {
			const page = await open();
			await send('Late');
			await page.getByRole('button', { name: 'Fail instead' }).waitFor();
			await page.route('**/_simulator/inbox?**', (route) => route.abort());
			await fetch(`${sim.baseUrl}/miscapi/${sim.settings.apiKey}/getDLR/getAll`);
			await page.getByRole('button', { name: 'Fail instead' }).click();
			await page.getByRole('button', { name: 'Fail this message' }).click();
			await page.getByRole('alert').getByText('was read already').waitFor();
			await page.close();
		},

		'10,000 messages: the newest 200 at once, more when asked for, and the page stays quick': async () => {
			const page = await open();
			await page.getByText('Live', { exact: true }).waitFor();
			const contacts = Array.from({ length: 10_000 }, (_, i) => 8801710000000 + i).join();
			await send(BANGLA, { type: 'unicode', contacts });
			await page.getByText('The newest 200 of 10,000 messages').waitFor({ timeout: 5000 });
			assert.equal(await page.locator('.message').count(), 200);
			await page.getByRole('button', { name: 'Show 200 more' }).click();
			await page.getByText('The newest 400 of 10,000 messages').waitFor({ timeout: 5000 });
			assert.match(await page.locator('.message').last().textContent(), /\+880 1710-009600/);

			await page.evaluate(() => {
				window.longest = 0;
				new PerformanceObserver((list) =>
					list.getEntries().forEach(({ duration }) => (window.longest = Math.max(window.longest, duration))),
				).observe({ type: 'longtask' });
			});
			for (let i = 0; i < 30; i++) await send(`One more ${i}`);
			await page.getByText('One more 29').waitFor();
			assert.equal(await page.locator('.message').count(), 400);
			const longest = await page.evaluate(() => window.longest);
			assert.ok(longest < 500, `the page was busy for ${longest} ms`);
			await page.close();
		},

		'it finds the simulator again after a restart, and forgets what is no longer true': async () => {
			const page = await open();
			await send('Before');
			await page.getByText('Before', { exact: true }).waitFor();
			await sim.close();
			await page.getByText('No answer. Is the simulator running?').waitFor({ timeout: 5000 });
			await shoot('away', page);
			sim = await simulator.startSimulator({ port: sim.port });
			await page.getByText('Live', { exact: true }).waitFor({ timeout: 10_000 });
			await page.getByRole('heading', { name: 'No messages yet' }).waitFor();
			await send('After');
			await page.getByText('After', { exact: true }).waitFor();
			await page.close({ expected: /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET/ });
		},

		'it can be read at every width, in light and in dark, and without motion': async () => {
			await sendExamples();
			for (const view of VIEWS) {
				const page = await open({ ...view, reducedMotion: 'reduce' });
				await page.getByText('Scheduled', { exact: true }).waitFor();
				assert.ok(
					await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
					`${view.width} px: nothing sticks out`,
				);
				assert.deepEqual(await faintTexts(page), [], `${view.colorScheme}: every text has a contrast of 4.5`);
				await shoot(`inbox-${view.width}-${view.colorScheme}`, page);
				await page.locator('details').evaluateAll((all) => all.forEach((details) => (details.open = true)));
				assert.deepEqual(await faintTexts(page), []);
				await shoot(`panels-${view.width}-${view.colorScheme}`, page, { fullPage: false });
				await page.getByRole('button', { name: 'Fail: ' }).first().click();
				assert.deepEqual(await faintTexts(page), []);
				await shoot(`dialog-${view.width}-${view.colorScheme}`, page, { fullPage: false });
				await page.keyboard.press('Escape');
				await send('Hello');
				await page.getByText('Hello', { exact: true }).first().waitFor();
				assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
				await page.close();
			}
			const narrow = await open({ width: 320 });
			await narrow.locator('.message').first().waitFor();
			assert.ok(
				await narrow.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
				'320 px: nothing sticks out',
			);
			await narrow.close();
		},
	};
}

/** A page that notices whatever it should not do: ask elsewhere, break its policy, throw. */
async function open({ width = 1280, colorScheme = 'light', reducedMotion = 'no-preference' } = {}) {
	const { origin } = sim;
	const context = await browser.newContext({
		viewport: { width, height: width < 600 ? 844 : 900 },
		colorScheme,
		reducedMotion,
	});
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const page = await context.newPage();
	const wrongs = [];
	page.on('request', (request) => new URL(request.url()).origin === origin || wrongs.push(`asks ${request.url()}`));
	page.on('pageerror', (error) => wrongs.push(error.stack));
	page.on('console', (message) => message.type() === 'error' && wrongs.push(message.text()));
	await page.goto(origin);
	page.close = async ({ expected = /ERR_FAILED|status of 409/ } = {}) => {
		await context.close();
		assert.deepEqual(
			wrongs.filter((wrong) => !expected.test(wrong)),
			[],
		);
	};
	return page;
}

/** The card of the n-th message that was sent. */
function card(page, n) {
	return page.locator(`[data-n="${n}"]`);
}

async function send(msg, fields = {}) {
	const body = new URLSearchParams({
		api_key: sim.settings.apiKey,
		senderid: 'MiMSMS',
		type: 'text',
		contacts: '8801712345678',
		msg,
		...fields,
	});
	const reply = await (await fetch(`${sim.baseUrl}/smsapi`, { method: 'POST', body })).text();
	assert.match(reply, /^SMS SUBMITTED/);
}

async function sendExamples() {
	await send('Your order is on its way.', { contacts: '8801812345678' });
	await fetch(`${sim.baseUrl}/miscapi/${sim.settings.apiKey}/getDLR/getAll`);
	await send('Your code is 482913. Do not share it with anyone.', {
		contacts: '8801912345606',
		senderid: '8809601000123',
	});
	await send(MARKUP, { contacts: '8801612345677' });
	await send(
		'https://example.com/a-very-long-address-without-any-space-in-it/that-has-to-break-somewhere/or-the-page-grows-wider',
		{ contacts: '4915112345678' },
	);
	await send('Dr. Rahman sees you tomorrow.\n\nBring your reports.\n- Green Clinic', {
		scheduledDateTime: '2099-01-01 09:00:00',
		senderid: 'DEMO SHOP',
	});
	sim.settings.outcomes = 'byHand';
	await send(BANGLA, { type: 'unicode', contacts: '8801712345678', senderid: 'DEMO SHOP' });
	await send('Table for four at 8 pm. See you tonight!', { contacts: '8801512345678' });
}

/** Visible texts whose contrast with what lies behind them is below 4.5 : 1. */
async function faintTexts(page) {
	return await page.evaluate(() => {
		const channels = (color) => color.match(/[\d.]+/g).map(Number);
		const light = (color) => {
			const [r, g, b] = channels(color)
				.slice(0, 3)
				.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
			return 0.2126 * r + 0.7152 * g + 0.0722 * b;
		};
		const isClear = (color) => (channels(color)[3] ?? 1) === 0;
		const behind = (element) => {
			let at = element;
			while (at.parentElement && isClear(getComputedStyle(at).backgroundColor)) at = at.parentElement;
			return getComputedStyle(at).backgroundColor;
		};
		return [...document.querySelectorAll('body *')]
			.filter(
				(element) =>
					element.checkVisibility() &&
					[...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''),
			)
			.filter((element) => {
				const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((x, y) => y - x);
				return (a + 0.05) / (b + 0.05) < 4.5;
			})
			.map((element) => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`);
	});
}

async function shoot(name, page, options = { fullPage: true }) {
	if (!screenshots) return;
	mkdirSync(screenshots, { recursive: true });
	const screen = page.viewportSize();
	// Cards below the screen are not painted: a screen as tall as the page shows all of them.
	if (options.fullPage)
		await page.setViewportSize({ ...screen, height: await page.evaluate(() => document.documentElement.scrollHeight) });
	await page.screenshot({ path: path.join(screenshots, `${name}.png`), ...options });
	await page.setViewportSize(screen);
}

async function until(isSo) {
	for (let i = 0; i < 100 && !isSo(); i++) await new Promise((done) => setTimeout(done, 50));
	assert.ok(isSo());
}
