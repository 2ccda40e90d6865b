import { GSM, split } from 'split-sms';
import type { OrderRow } from './account.cts';
import type { Fields } from './requestFields.cts';
import type { Settings } from './settings.cts';
import type { Refusal, RefusedRow } from './v2Replies.cts';

/** A row that was looked at. */
export interface CheckedRow extends OrderRow {
	/** what is wrong with it */
	refused: RefusedRow | null;
	/** taken, but the reply does not name it */
	isUnnamed: boolean;
	/** neither taken nor refused */
	isLost: boolean;
}

/** The numbers that V2 knows. */
export const MSISDN = /^8801[3-9]\d{8}$/;

/** Why V2 turns a caller away; null when it lets it in. */
export function refuseV2Caller(
	{ ipWhitelist, v2IpWords, v2UserName, v2ApiKey }: Settings,
	ip: string,
	{ userName, apiKey }: Fields,
): Refusal | null {
	if (ipWhitelist && !ipWhitelist.includes(ip)) return { code: '401', words: v2IpWords, trxnId: '' };
	return userName === v2UserName && apiKey === v2ApiKey ? null : { code: '401' };
}

/**
 * Looks at the rows of a send, one by one: the number, then the setting `v2RefuseRows`, then the length of the text.
 * `numberField` is what the call calls a number.
 */
export function checkRows(settings: Settings, rows: readonly OrderRow[], numberField: string): CheckedRow[] {
	const rules = (settings.v2RefuseRows ?? []).map((rule) => rule.split(':'));
	const isTooLong = lengthChecker(settings);
	return rows.map((row, index) => {
		const verdict = verdictOf(row, index);
		const isRefused = verdict !== null && verdict !== 'neither' && verdict !== 'lost';
		const field = verdict === '205' || verdict === '209' ? 'message' : numberField;
		return {
			...row,
			refused: isRefused ? { code: verdict, to: row.to, field } : null,
			isUnnamed: verdict === 'neither',
			isLost: verdict === 'lost',
		};
	});

	function verdictOf({ to, text }: OrderRow, index: number) {
		if (!MSISDN.test(to)) return '206';
		const rule = rules.find(([which]) => (which.startsWith('#') ? which === `#${index + 1}` : to.endsWith(which)));
		if (rule) return rule[1];
		return isTooLong(text) ? '209' : null;
	}
}

// Equal texts are measured once.
function lengthChecker({ v2MaxCharacters, v2MaxUnicode }: Settings) {
	const measured = new Map<string, boolean>();
	return (text: string) => {
		const known = measured.get(text);
		if (known !== undefined) return known;
		const { characterSet } = split(text, { summary: true });
		const isTooLong = text.length > (characterSet === GSM ? v2MaxCharacters : v2MaxUnicode);
		measured.set(text, isTooLong);
		return isTooLong;
	};
}
