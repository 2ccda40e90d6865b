const HOUR = 3_600_000;
const OFFSET = 6 * HOUR; // Asia/Dhaka is UTC+6 all year round

/** A moment as the gateway writes it: `YYYY-MM-DD HH:mm:ss`, Asia/Dhaka wall time. */
export function toDhakaTime(moment: Date): string {
	return new Date(moment.getTime() + OFFSET).toISOString().slice(0, 19).replace('T', ' ');
}

/** The moment that `YYYY-MM-DD HH:mm:ss` means in Asia/Dhaka; null when it has another shape or no such day or hour exists. */
export function fromDhakaTime(wallTime: string): Date | null {
	if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(wallTime)) return null;
	const utc = new Date(`${wallTime.replace(' ', 'T')}Z`);
	if (Number.isNaN(utc.getTime())) return null;
	const moment = new Date(utc.getTime() - OFFSET);
	return toDhakaTime(moment) === wallTime ? moment : null;
}
