import type { OrderRow } from './account.cts';
import { fromDhakaTime } from './dhakaTime.cts';
import { isValidNumber } from './msisdn.cts';
import { textField, typeField, type Fields } from './requestFields.cts';
import type { Settings } from './settings.cts';

/** The code with which the gateway turns a caller away; null when it lets it in. */
export function refuseCaller(
	{ ipWhitelist, apiKey }: Pick<Settings, 'ipWhitelist' | 'apiKey'>,
	ip: string,
	key: string,
): string | null {
	if (ipWhitelist && !ipWhitelist.includes(ip)) return '1016';
	return key === apiKey ? null : '1003';
}

/**
 * The code with which the gateway refuses a send for one of its fields; null when they are in order.
 * The order of the checks is a guess: from what concerns the account to what concerns the message.
 */
export function refuseSend(
	{ labelRequired, senderIds }: Pick<Settings, 'labelRequired' | 'senderIds'>,
	fields: Fields,
	rows: readonly OrderRow[],
	{ needsType }: { needsType: boolean },
): string | null {
	if (labelRequired && !['transactional', 'promotional'].includes(textField(fields, 'label'))) return '1019';
	if (senderIds && !senderIds.includes(textField(fields, 'senderid'))) return '1002';
	if (needsType && !typeField(fields)) return '1009';
	if (rows.length === 0 || rows.some(({ text }) => text.trim() === '')) return '1008';
	if (!rows.some(({ to }) => isValidNumber(to))) return '1012';
	const wallTime = textField(fields, 'scheduledDateTime');
	if (wallTime !== '' && !fromDhakaTime(wallTime)) return '1005';
	return null;
}
