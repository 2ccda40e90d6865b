import type { DeliveryStatus } from '../deliveryOutcomes.cts';
import type { InboxMessage } from '../inboxState.cts';
import type { Api } from '../message.cts';

/** What a card shows: the status of a message at a moment. */
export type ShownStatus = DeliveryStatus | 'scheduled';

const DHAKA = 'Asia/Dhaka';
const clockTime = new Intl.DateTimeFormat('en-GB', {
	timeZone: DHAKA,
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
});
const dayAndTime = new Intl.DateTimeFormat('en-GB', {
	timeZone: DHAKA,
	day: 'numeric',
	month: 'short',
	hour: '2-digit',
	minute: '2-digit',
});
const yearToo = new Intl.DateTimeFormat('en-GB', { timeZone: DHAKA, dateStyle: 'medium', timeStyle: 'short' });
const dayOnly = new Intl.DateTimeFormat('en-GB', { timeZone: DHAKA, dateStyle: 'short' });
const money = new Intl.NumberFormat('en-IN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat('en-IN');

/** `8801712345678` → `+880 1712-345678`; a number of another country stays in one piece. */
export function phoneNumber(to: string): string {
	const [, operator, subscriber] = /^880(1\d{3})(\d{6})$/.exec(to) ?? [];
	return operator ? `+880 ${operator}-${subscriber}` : `+${to}`;
}

/** The time of day in Dhaka, and the day and year where they are others. */
export function momentWords(moment: Date, now: number): string {
	const [day, today] = [dayOnly.format(moment), dayOnly.format(now)];
	if (day === today) return clockTime.format(moment);
	return (day.slice(-4) === today.slice(-4) ? dayAndTime : yearToo).format(moment);
}

export const balanceWords = (balance: number | null) =>
	balance === null ? 'No limit' : `BDT ${money.format(balance)}`;

export const countWords = (count: number) => whole.format(count);

export const partsWords = ({ parts, type }: Pick<InboxMessage, 'parts' | 'type'>) =>
	`${parts} ${parts === 1 ? 'part' : 'parts'}${type === 'unicode' ? ', Unicode' : ''}`;

/** The language of a text, for its letters and for screen readers; empty where nobody can tell. */
export const languageOf = (text: string) => (/[\u0980-\u09ff]/.test(text) ? 'bn' : '');

/** What the gateway tells, in its own words. */
export const reportWords = ({ details, code }: { details: string; code: string }) =>
	`Report: ${details}, code\u00a0${code}`;

export const API_WORDS: Record<Api, string> = { classic: 'Classic API', v2: 'JSON API V2' };

export const STATUS_WORDS: Record<ShownStatus, string> = {
	delivered: 'Delivered',
	failed: 'Failed',
	pending: 'Pending',
	scheduled: 'Scheduled',
	unknown: 'Unknown',
};

/** The status of a message at a moment: what is decided about it holds from `outcome.at` on. */
export function statusAt(
	{ sentAt, outcome }: Pick<InboxMessage<string>, 'sentAt' | 'outcome'>,
	now: number,
): ShownStatus {
	if (outcome.at !== null && Date.parse(outcome.at) <= now) return outcome.status;
	return Date.parse(sentAt) > now ? 'scheduled' : 'pending';
}
