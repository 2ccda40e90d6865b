/** The status codes of V2, in the vendor's words; `http` is the HTTP status that fits, else 400. */
const CODES: Record<string, { words: string; http?: number }> = {
	205: { words: 'Invalid Message Content' },
	206: { words: 'Invalid Mobile Number' },
	207: { words: 'Invalid Transaction Type' },
	208: { words: 'Invalid Sender ID' },
	209: { words: 'SMS Length cross the Max level' },
	210: { words: 'Invalid CampaignId' },
	213: { words: 'Parameter Mismatch' },
	216: { words: 'Insufficient Balance', http: 402 },
	221: { words: 'SMS Sending Failed', http: 500 },
	401: { words: 'Invalid UserName & Password', http: 401 },
	500: { words: 'Internal Server Error', http: 500 },
};

export function wordsOf(code: string): string {
	return CODES[code]?.words ?? `Status ${code}`;
}

/** The HTTP status that fits a status code. */
export function httpStatusOf(code: string): number {
	return CODES[code]?.http ?? 400;
}

/** The operator's words by the DLR code that the classic API has for the same outcome. */
const OPERATOR_WORDS: Record<string, string> = {
	0: 'Delivered',
	1: 'Delivered',
	5: 'Unidentified subscriber',
	6: 'Absent subscriber for SM',
	9: 'Illegal subscriber',
	13: 'Barred subscriber',
	16: 'Undelivered',
	31: 'Subscriber Busy',
	32: 'SMS Failed',
	34: 'System failure',
	400: 'SMSC Timeout-abort',
	1028: 'Absent subscriber for SM',
};

/** `operatorStatus` for a DLR code; undefined for one that has no word of its own. */
export function operatorWords(code: string): string | undefined {
	return OPERATOR_WORDS[code];
}
