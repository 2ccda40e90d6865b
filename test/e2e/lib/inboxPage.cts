/** What runs in the inbox page itself, sent there by `page.evaluate`. Of the browser only that is declared which it takes. */
interface PageElement {
	readonly tagName: string;
	readonly className: string;
	readonly textContent: string;
	readonly parentElement: PageElement | null;
	readonly childNodes: Iterable<{ nodeType: number; data?: string }>;
	checkVisibility(): boolean;
}

declare const document: {
	readonly title: string;
	readonly activeElement: PageElement;
	readonly documentElement: { readonly scrollWidth: number; readonly scrollHeight: number };
	hidden?: boolean;
	getAnimations(): unknown[];
	querySelectorAll(selector: string): Iterable<PageElement>;
	dispatchEvent(event: Event): boolean;
};
/** `caught`: what markup in a message would set if it were run. `longest`: ms of the longest task. */
declare const window: { caught?: true; longest: number; innerWidth: number };
declare const navigator: { clipboard: { readText(): Promise<string> } };
declare function getComputedStyle(element: PageElement): { color: string; backgroundColor: string };
declare const PerformanceObserver: new (see: (list: { getEntries(): Array<{ duration: number }> }) => void) => {
	observe(options: { type: 'longtask' }): void;
};

export const readClipboard = () => navigator.clipboard.readText();
export const caughtMarkup = () => window.caught;
export const hasTitle = (title: string) => document.title === title;
export const focused = () => document.activeElement.className;
export const animations = () => document.getAnimations().length;
export const pageHeight = () => document.documentElement.scrollHeight;
export const fits = () => document.documentElement.scrollWidth <= window.innerWidth;
export const longestTask = () => window.longest;

export function lookAway() {
	Object.defineProperty(document, 'hidden', { value: true, configurable: true });
}

export function lookBack() {
	delete document.hidden;
	document.dispatchEvent(new Event('visibilitychange'));
}

export function watchTasks() {
	window.longest = 0;
	new PerformanceObserver((list) =>
		list.getEntries().forEach(({ duration }) => (window.longest = Math.max(window.longest, duration))),
	).observe({ type: 'longtask' });
}

/** Visible texts whose contrast with what lies behind them is below 4.5 : 1. */
export function faintTexts(): string[] {
	const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
	const light = (color: string) => {
		const [r, g, b] = channels(color)
			.slice(0, 3)
			.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const isClear = (color: string) => (channels(color)[3] ?? 1) === 0;
	const behind = (element: PageElement) => {
		let at = element;
		while (at.parentElement && isClear(getComputedStyle(at).backgroundColor)) at = at.parentElement;
		return getComputedStyle(at).backgroundColor;
	};
	return [...document.querySelectorAll('body *')]
		.filter(
			(element) =>
				element.checkVisibility() &&
				[...element.childNodes].some(({ nodeType, data = '' }) => nodeType === 3 && data.trim() !== ''),
		)
		.filter((element) => {
			const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((x, y) => y - x);
			return (a + 0.05) / (b + 0.05) < 4.5;
		})
		.map((element) => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`);
}
