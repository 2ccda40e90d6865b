/** In one word what a DLR code says. */
export type DeliveryStatus = 'delivered' | 'failed' | 'pending' | 'unknown';

/** What the end of a number brings about. */
export interface NumberOutcome {
	/** the last two digits, or `other` */
	ending: string;
	/** DLR code; empty while pending */
	code: string;
	/** the gateway's words for the code */
	details: string;
	becomes: string;
	/** the reason why a message fails, for people */
	plain?: string;
	/** a Pending row comes before the one with the code */
	pendingFirst?: true;
}

/**
 * What becomes of a message, by the last two digits of its number.
 * Codes and details are the manual's; 77, 98 and 99 are this simulator's own, and so are the plain words.
 */
export const NUMBER_TABLE: readonly NumberOutcome[] = [
	{ ending: '00', code: '0', details: 'Delivered', becomes: 'delivered, with code 0' },
	{
		ending: '05',
		code: '5',
		details: 'Unidentified subscriber',
		becomes: 'failed',
		plain: 'The network does not know this number.',
	},
	{
		ending: '06',
		code: '6',
		details: 'Absent subscriber for SM',
		becomes: 'failed',
		plain: 'The phone is off or out of reach.',
	},
	{
		ending: '09',
		code: '9',
		details: 'Illegal subscriber',
		becomes: 'failed',
		plain: 'The network does not accept this SIM card.',
	},
	{
		ending: '13',
		code: '13',
		details: 'Barred subscriber',
		becomes: 'failed',
		plain: 'This number is barred from receiving SMS.',
	},
	{ ending: '16', code: '16', details: 'REJECTED', becomes: 'failed', plain: 'The network turned the message away.' },
	{
		ending: '28',
		code: '1028',
		details: 'Absent subscriber',
		becomes: 'failed',
		plain: 'The phone is off or out of reach (another code for it).',
	},
	{ ending: '31', code: '31', details: 'Subscriber Busy', becomes: 'failed', plain: 'The phone was busy.' },
	{
		ending: '32',
		code: '32',
		details: 'SM Delivery Failure',
		becomes: 'failed',
		plain: 'The message could not be handed to the phone.',
	},
	{ ending: '34', code: '34', details: 'System failure', becomes: 'failed', plain: 'A fault at the operator.' },
	{
		ending: '40',
		code: '400',
		details: 'SMSC Timeout-abort',
		becomes: 'failed',
		plain: 'The operator took too long and gave up.',
	},
	{
		ending: '77',
		code: '77',
		details: 'Status 77',
		becomes: 'unknown: a code without a meaning',
		plain: 'A code that no manual explains.',
	},
	{ ending: '98', code: '1', details: 'Delivered', pendingFirst: true, becomes: 'pending, then delivered' },
	{ ending: '99', code: '', details: 'Pending', becomes: 'pending for ever' },
];

export const ANY_OTHER: NumberOutcome = { ending: 'other', code: '1', details: 'Delivered', becomes: 'delivered' };
export const PENDING = { code: '', details: 'Pending' };
const DELIVERED = ['0', '1'];

const byEnding = new Map(NUMBER_TABLE.map((row) => [row.ending, row]));
const detailsByCode = new Map([ANY_OTHER, ...NUMBER_TABLE].map(({ code, details }) => [code, details]));

/** The row of the table for a number. */
export function outcomeOf(msisdn: string): NumberOutcome {
	return byEnding.get(msisdn.slice(-2)) ?? ANY_OTHER;
}

/** The gateway's words for a DLR code; for one that isn't in the table, words that say nothing. */
export function detailsOf(code: string): string {
	return detailsByCode.get(code) ?? `Status ${code}`;
}

export function statusOf(code: string): DeliveryStatus {
	if (code === PENDING.code) return 'pending';
	if (DELIVERED.includes(code)) return 'delivered';
	return NUMBER_TABLE.some((row) => row.code === code && row.becomes === 'failed') ? 'failed' : 'unknown';
}
