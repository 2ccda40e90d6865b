/** What the checks of the editor work with: the user's hands, and pictures. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { until } from '../lib/checks.cts';
import type { RunningN8n } from '../lib/n8n.cts';
import { addWorkflow, type Workflow } from '../lib/workflows.cts';
import type { Simulator } from '../../simulator/index.cts';

/** Takes a picture of the page, when pictures are wanted; `height` in pixels for a form that is longer than the window. */
export type Shoot = (name: string, height?: number) => Promise<void>;

export interface Bench {
	user: User;
	page: Page;
	simulator: Simulator;
	n8n: RunningN8n;
	shoot: Shoot;
}

/** Takes pictures into this folder; none without one. */
export function camera(page: Page, screenshots: string | undefined): Shoot {
	return async (name, height) => {
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
}

/** What a user does, by the names on the screen. */
type User = ReturnType<typeof handsOn>;

export function handsOn(page: Page, n8n: RunningN8n) {
	const field = (name: string) => page.getByTestId(`parameter-input-${name}`).locator('input, textarea').first();
	return {
		field,
		fill: async (name: string, text: string) =>
			await page
				.getByTestId(`parameter-input-${name}`)
				.locator('input, textarea, [contenteditable=true]')
				.first()
				.fill(text),
		/** Types into a field of a credential and leaves it. n8n takes a text over some time after the last key. */
		type: async (name: string, text: string) => {
			await field(name).fill(text);
			await field(name).blur();
			await page.waitForTimeout(500);
		},
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
			// Not `click()`: the panel may go on moving while it is drawn.
			await panel.getByTestId('radio-button-json').dispatchEvent('click');
			return await until(async () => {
				const text = await panel.getByTestId('ndv-data-container').innerText();
				return text.includes('{') && text.split(/[[{]/).length === text.split(/[\]}]/).length && text;
			});
		},
	};
}
