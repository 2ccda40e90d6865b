import type { Message } from './message.cts';

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
	/** a row with this code comes before it */
	firstCode?: string;
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

/** What V2 has besides: there a temporary failure may still turn into a delivery. */
export const V2_ONLY_NUMBERS: readonly NumberOutcome[] = [
	{ ending: '36', code: '1', details: 'Delivered', firstCode: '6', becomes: 'V2: absent for a while, then delivered' },
];

export const ANY_OTHER: NumberOutcome = { ending: 'other', code: '1', details: 'Delivered', becomes: 'delivered' };
export const PENDING = { code: '', details: 'Pending' };
const DELIVERED = ['0', '1'];

const TABLES = { classic: NUMBER_TABLE, v2: [...NUMBER_TABLE, ...V2_ONLY_NUMBERS] };

const TEMPORARY = ['6', '1028', '31', '32', '34', '400'];

const detailsByCode = new Map([ANY_OTHER, ...NUMBER_TABLE].map(({ code, details }) => [code, details]));

/** The row of the table of an API for a number. */
export function outcomeOf({ api, to }: Pick<Message, 'api' | 'to'>): NumberOutcome {
	return TABLES[api].find(({ ending }) => to.endsWith(ending)) ?? ANY_OTHER;
}

/** The gateway's words for a DLR code; for one that isn't in the table, words that say nothing. */
export function detailsOf(code: string): string {
	return detailsByCode.get(code) ?? `Status ${code}`;
}

/** Whether the operator goes on trying after this code. */
export function isTemporary(code: string): boolean {
	return TEMPORARY.includes(code);
}

export function statusOf(code: string): DeliveryStatus {
	if (code === PENDING.code) return 'pending';
	if (DELIVERED.includes(code)) return 'delivered';
	return NUMBER_TABLE.some((row) => row.code === code && row.becomes === 'failed') ? 'failed' : 'unknown';
}
