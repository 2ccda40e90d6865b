/** Chromium, and n8n's editor in it. */
import { existsSync } from 'node:fs';
import { chromium, selectors, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import type { RunningN8n } from './n8n.cts';

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

export const missing = (): string | undefined => (existsSync(CHROMIUM) ? undefined : 'chromium');

export async function openBrowser(): Promise<Browser> {
	return await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
}

/** A page of the signed-in owner. */
export interface Editor {
	page: Page;
	/** What the page itself complains about, but for a warning of browsers that says nothing. */
	problems: string[];
	close(): Promise<void>;
}

const VIEW: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, colorScheme: 'light' };

export async function openEditor(browser: Browser, n8n: RunningN8n): Promise<Editor> {
	const context = await browser.newContext(VIEW);
	const [name, ...value] = n8n.rest.cookie().split('=');
	await context.addCookies([{ name, value: value.join('='), url: n8n.url }]);
	const page = await context.newPage();
	// Other programs use the computer too, and the first page of a fresh n8n takes longest.
	page.setDefaultTimeout(60_000);
	const problems: string[] = [];
	page.on('pageerror', ({ message }) => {
		if (!message.includes('ResizeObserver')) problems.push(message);
	});
	return { page, problems, close: () => context.close() };
}
