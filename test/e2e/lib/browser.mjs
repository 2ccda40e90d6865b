/** Chromium, signed in to n8n. */
import { existsSync } from 'node:fs';
import { chromium, selectors } from 'playwright-core';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const ARGS = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

selectors.setTestIdAttribute('data-test-id');

export const missing = () => (existsSync(CHROMIUM) ? undefined : 'chromium');

export async function openBrowser() {
	return await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
}

/** A page of the signed-in owner. `problems` collects what the page itself complains about. */
export async function openEditor(browser, n8n, { width = 1280, height = 800 } = {}) {
	const context = await browser.newContext({ viewport: { width, height }, colorScheme: 'light' });
	const [name, ...value] = n8n.rest.cookie().split('=');
	await context.addCookies([{ name, value: value.join('='), url: n8n.url }]);
	const page = await context.newPage();
	// Other programs use the computer too, and the first page of a fresh n8n takes longest.
	page.setDefaultTimeout(60_000);
	const problems = [];
	page.on('pageerror', (error) => problems.push(error.message));
	return { page, problems, close: () => context.close() };
}
