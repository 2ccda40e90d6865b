export type DeliveryStatus = 'delivered' | 'failed' | 'pending' | 'unknown';

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

/** What the words of a gateway or an operator say about a delivery; `unknown` where they say nothing. */
export function readDeliveryWords(words: string): DeliveryStatus {
	const apart = words.replaceAll('_', ' ');
	return WORDS.find(([pattern]) => pattern.test(apart))?.[1] ?? 'unknown';
}
