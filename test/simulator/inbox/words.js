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
export function phoneNumber(to) {
	const [, operator, subscriber] = /^880(1\d{3})(\d{6})$/.exec(to) ?? [];
	return operator ? `+880 ${operator}-${subscriber}` : `+${to}`;
}

/** The time of day in Dhaka, and the day and year where they are others. */
export function momentWords(moment, now) {
	const [day, today] = [dayOnly.format(moment), dayOnly.format(now)];
	if (day === today) return clockTime.format(moment);
	return (day.slice(-4) === today.slice(-4) ? dayAndTime : yearToo).format(moment);
}

export const balanceWords = (balance) => (balance === null ? 'No limit' : `BDT ${money.format(balance)}`);

export const countWords = (count) => whole.format(count);

export const partsWords = ({ parts, type }) =>
	`${parts} ${parts === 1 ? 'part' : 'parts'}${type === 'unicode' ? ', Unicode' : ''}`;

/** The language of a text, for its letters and for screen readers; empty where nobody can tell. */
export const languageOf = (text) => (/[\u0980-\u09ff]/.test(text) ? 'bn' : '');

/** What the gateway tells, in its own words. */
export const reportWords = ({ details, code }) => `Report: ${details}, code\u00a0${code}`;

export const STATUS_WORDS = {
	delivered: 'Delivered',
	failed: 'Failed',
	pending: 'Pending',
	scheduled: 'Scheduled',
	unknown: 'Unknown',
};

/** The status of a message at a moment: what is decided about it holds from `outcome.at` on. */
export function statusAt({ sentAt, outcome }, now) {
	if (outcome.at !== null && Date.parse(outcome.at) <= now) return outcome.status;
	return Date.parse(sentAt) > now ? 'scheduled' : 'pending';
}
