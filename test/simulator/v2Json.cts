import type { Settings } from './settings.cts';

// How a reply of V2 is written: the same values under keys, cases and types as the settings say.

export type JsonValue = string | number | null | JsonValue[] | JsonObject;
/** A field that is undefined is left out. */
export interface JsonObject {
	[name: string]: JsonValue | undefined;
}

const NUMBERS = [
	'trxnId',
	'trackingId',
	'mobNumber',
	'mobileNumber',
	'receiverMobile',
	'numberQty',
	'sms_Count',
	'res_Code',
	'failedNumbers',
	'dlrCode',
	'balance',
].join('|');
// JSON has no leading zero, and 18 digits don't fit into a number of this program: the text is changed, not the value.
const QUOTED_NUMBER = new RegExp(`("(?:${NUMBERS})":)"((?:0|[1-9]\\d*)(?:\\.\\d+)?)"`, 'gi');
const BARE_NUMBER = new RegExp(`("(?:${NUMBERS})":)(\\d+(?:\\.\\d+)?)`, 'gi');

/** The body of a reply in the style of the settings. */
export function jsonText(settings: Settings, value: JsonValue): string {
	const styled = Array.isArray(value)
		? value.map((row) => withStatusStyle(settings, row))
		: withStatusStyle(settings, value);
	const text = withNumerals(settings, JSON.stringify(withKeys(styled, KEY_CASES[settings.v2KeyCase])));
	return settings.v2Bom ? `\ufeff${text}` : text;
}

function withStatusStyle({ v2StatusCode, v2StatusCase }: Settings, value: JsonValue): JsonValue {
	if (!isObject(value) || !('statusCode' in value)) return value;
	const { statusCode, status } = value;
	const words = typeof status === 'string' ? inCase(status, v2StatusCase) : status;
	switch (v2StatusCode) {
		case 'swapped':
			return { ...value, statusCode: words, status: statusCode };
		case 'number':
			return { ...value, statusCode: Number(statusCode), status: words };
		case 'text':
			return { ...value, status: words };
	}
}

/** Words in the case of a setting. */
export function inCase(words: string, wanted: 'asListed' | 'upper' | 'lower'): string {
	if (wanted === 'asListed') return words;
	return wanted === 'upper' ? words.toUpperCase() : words.toLowerCase();
}

function withKeys(value: JsonValue, rename: (key: string) => string): JsonValue {
	if (Array.isArray(value)) return value.map((entry) => withKeys(entry, rename));
	if (!isObject(value)) return value;
	const renamed: JsonObject = {};
	for (const [key, entry] of Object.entries(value)) {
		if (entry !== undefined) renamed[rename(key)] = withKeys(entry, rename);
	}
	return renamed;
}

const KEY_CASES: Record<Settings['v2KeyCase'], (key: string) => string> = {
	camel: (key) => key,
	pascal: (key) => key[0].toUpperCase() + key.slice(1),
	lower: (key) => key.toLowerCase(),
};

function withNumerals({ v2Numerals }: Settings, text: string) {
	if (v2Numerals === 'numbers') return text.replace(QUOTED_NUMBER, '$1$2');
	return v2Numerals === 'texts' ? text.replace(BARE_NUMBER, '$1"$2"') : text;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
