declare module 'split-sms' {
	export type CharacterSet = 'GSM' | 'Unicode';
	export const GSM: 'GSM';
	export const UNICODE: 'Unicode';

	/** `characterset` is what the text is read as; without it, the text decides. `summary` leaves the parts' content out. */
	export function split(
		text: string,
		options?: { summary?: boolean; characterset?: CharacterSet },
	): { characterSet: CharacterSet; parts: Array<{ bytes: number; length: number; content?: string }> };
}
