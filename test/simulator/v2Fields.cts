import type { OrderRow } from './account.cts';
import type { Fields } from './requestFields.cts';

/** The JSON object that is the body of a call; null when it is none. */
export function bodyFields(body: string): Fields | null {
	try {
		const value: unknown = JSON.parse(body);
		return isFields(value) ? value : null;
	} catch {
		return null;
	}
}

/** A text of the body; null when it is missing, empty or of another type. Names count as they are written. */
export function text(fields: Fields, name: string): string | null {
	const value = fields[name];
	return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** The field that a body lacks; undefined when it has them all. */
export function lackingField(fields: Fields, names: readonly string[]): string | undefined {
	return ['userName', 'apiKey', ...names].find((name) => text(fields, name) === null);
}

/** `smsData` as rows, each with its own text or with `message`; null when one of them lacks a field, or there is none. */
export function smsDataOf({ smsData }: Fields, message?: string): OrderRow[] | null {
	if (!Array.isArray(smsData) || smsData.length === 0) return null;
	const rows: OrderRow[] = [];
	for (const entry of smsData) {
		const to = isFields(entry) ? text(entry, 'mobNumber') : null;
		const own = message ?? (isFields(entry) ? text(entry, 'message') : null);
		if (to === null || own === null) return null;
		rows.push({ to, text: own });
	}
	return rows;
}

function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
