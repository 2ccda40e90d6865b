export type DeliveryStatus = 'delivered' | 'failed' | 'pending' | 'unknown';

interface DeliveryCode {
	meaning: string;
	status: DeliveryStatus;
}

/** The delivery report codes of the manual, "Delivery Report Error Codes". */
export const DELIVERY_CODES: Readonly<Record<string, DeliveryCode>> = {
	'0': { meaning: 'Delivered', status: 'delivered' },
	'1': { meaning: 'Delivered', status: 'delivered' },
	'5': { meaning: 'Unidentified subscriber', status: 'failed' },
	'6': { meaning: 'Absent subscriber for SM', status: 'failed' },
	'9': { meaning: 'Illegal subscriber', status: 'failed' },
	'13': { meaning: 'Barred subscriber', status: 'failed' },
	'16': { meaning: 'REJECTED', status: 'failed' },
	'31': { meaning: 'Subscriber Busy', status: 'failed' },
	'32': { meaning: 'SM Delivery Failure', status: 'failed' },
	'34': { meaning: 'System failure', status: 'failed' },
	'400': { meaning: 'SMSC Timeout-abort', status: 'failed' },
	'1028': { meaning: 'Absent subscriber', status: 'failed' },
};

/**
 * Words that decide where the code does not; the first line that matches wins, so "undelivered" is no delivery. Among them
 * are the message states of SMPP (3.4, 5.2.28), which some gateways pass on: DELIVRD, UNDELIV, REJECTD, ACCEPTD, ENROUTE.
 */
const WORDS: ReadonlyArray<[RegExp, DeliveryStatus]> = [
	[/^\W*(?:delivered|delivrd)(?:\W+after\b.*|\W+err(?:or)?\W*0+)?\W*$/i, 'delivered'],
	[
		/\b((?:un|non)[-\s]?deliv|fail|reject|absent|barred|busy|illegal|unidentified|expired|deleted|time-?\s?out|abort|(?<!\b(?:no|without)\s+)error|invalid|blocked|refused)/i,
		'failed',
	],
	[/\b(not\s+yet|yet\s+to\s+be|not\s+(been\s+)?(delivered|sent)\s+yet)\b/i, 'pending'],
	[/(\b(not|never|cannot|unable\s+to)|n['’]t)\s+(be\s+|been\s+)?(deliver|sen[dt]\b|submitted|accepted)/i, 'failed'],
	[/\b(to\s+be|will\s+be|being)\s+(delivered|sent)\b/i, 'pending'],
	[/\b(delivered|delivrd)\b/i, 'delivered'],
	[/\b(pending|sent|submitted|queued?|waiting|process(?:ing)?|accepte?d|scheduled|en\s?route)\b/i, 'pending'],
];

/**
 * What a delivery report says: by its code where the manual knows it, else by its details, else `unknown`.
 * `code` is null where the gateway gave none; `details` may be empty.
 */
export function readDelivery(code: string | null, details: string): DeliveryCode {
	if (code !== null && Object.hasOwn(DELIVERY_CODES, code)) return DELIVERY_CODES[code];
	const words = code !== null && !/^\d+$/.test(code) ? `${code} ${details}` : details;
	const apart = words.replaceAll('_', ' ');
	const status = WORDS.find(([pattern]) => pattern.test(apart))?.[1] ?? 'unknown';
	return { meaning: words.trim() || (code === null ? 'No status given' : `Unknown code ${code}`), status };
}
