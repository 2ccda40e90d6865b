import { DateTime, IANAZone } from 'luxon';
import { invalidInput, success, type Result } from './fault';
import { FIELD } from './fieldNames';
import { visible } from './unseen';

/** The gateway writes and reads wall time without a zone, presumed to be this one. */
export const GATEWAY_ZONE = 'Asia/Dhaka';

/** The same without daylight saving, which Bangladesh has not had since 2009: luxon reads it ten times as fast. */
const GATEWAY_OFFSET = 'UTC+6';

const GATEWAY_FORMAT = 'yyyy-MM-dd HH:mm:ss';

export interface Schedule {
	/** Asia/Dhaka wall time, as the gateway wants it. */
	wire: string;
	/** The same moment, ISO 8601 with +06:00. */
	iso: string;
	/** The same moment in the workflow's zone, for the hint. */
	local: string;
}

/**
 * When to send: ISO 8601, `YYYY-MM-DD HH:mm:ss`, a Date or a luxon DateTime; without an offset it is in `zone` (IANA name).
 * Null for the empty text: send at once. Refuses what is no date, what is past at `now` (milliseconds since the epoch), and no
 * value at all: a misspelt field must not send at once.
 */
export function readSchedule(value: unknown, zone: string, now: number): Result<Schedule | null> {
	if (value === '') return success(null);
	if (value === null || value === undefined)
		return invalidInput(
			FIELD.scheduledDateTime,
			'the expression gives no value for this item. Check the name of the field. Write {{ $json.sendAt ?? "" }} if a blank means at once',
		);
	if (!IANAZone.isValidZone(zone))
		return invalidInput(
			FIELD.scheduledDateTime,
			`the time zone of the workflow, ${zone}, does not exist. Choose one under ⋯ → Settings → Timezone`,
		);
	const moment = readMoment(value, zone);
	if (!moment.isValid)
		return invalidInput(
			FIELD.scheduledDateTime,
			`${typeof value === 'object' ? 'it' : `“${visible(String(value).slice(0, 60))}”`} is not a valid date and time. Write it as 2026-12-31 18:30:00`,
		);
	if (!(moment.setZone(GATEWAY_OFFSET).year <= 9999))
		return invalidInput(FIELD.scheduledDateTime, 'is too far in the future');
	if (moment.toMillis() <= now) {
		return invalidInput(
			FIELD.scheduledDateTime,
			`${moment.setZone(zone).toFormat(GATEWAY_FORMAT)} (${zone}) is in the past. Choose a later time, or leave the field empty to send at once`,
		);
	}
	const inDhaka = moment.setZone(GATEWAY_OFFSET).startOf('second');
	return success({
		wire: inDhaka.toFormat(GATEWAY_FORMAT),
		iso: inDhaka.toISO({ suppressMilliseconds: true }) as string,
		local: moment.setZone(zone).toFormat(GATEWAY_FORMAT),
	});
}

/** What the gateway writes; a look at the text takes a hundredth of the time of luxon, which reads all other shapes. */
const GATEWAY_SHAPE = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[ T](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;

/** The gateway's `YYYY-MM-DD HH:mm:ss` as ISO 8601 with +06:00, or null when it is no such time. */
export function readGatewayTime(text: string): string | null {
	const wall = text.trim();
	if (GATEWAY_SHAPE.test(wall) && isDayOfMonth(wall)) return `${wall.slice(0, 10)}T${wall.slice(11)}+06:00`;
	const moment = DateTime.fromSQL(wall, { zone: GATEWAY_OFFSET });
	return moment.isValid && hasDate(text) ? moment.toISO({ suppressMilliseconds: true }) : null;
}

const DAY = '\\d{4}-\\d\\d-\\d\\d';

const TIME_OF_DAY = '\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?';

/** `Z`, or hours and minutes to the east or west of it. */
const ZONE = '(Z|UTC|GMT)|(?:UTC|GMT)?([+-])(\\d{1,2})(?::?(\\d\\d))?';

const ZONED_SHAPE = new RegExp(`^(${DAY})[T ](${TIME_OF_DAY}) ?(?:${ZONE})?$`, 'i');

/** A time with a zone behind it (`Z`, `+0600`, `GMT+6`), or in ISO 8601, as ISO 8601 with +06:00, or null when it is no such time. */
export function readZonedTime(text: string): string | null {
	const [, day, time, universal, sign, hours, minutes] = ZONED_SHAPE.exec(text.trim()) ?? [];
	if (day === undefined) return null;
	const offset = universal ? 'Z' : sign ? `${sign}${hours.padStart(2, '0')}:${minutes ?? '00'}` : '+06:00';
	const moment = DateTime.fromISO(`${day}T${time}${offset}`, { zone: GATEWAY_OFFSET });
	return moment.isValid && moment.year > 0 && moment.year <= 9999 ? moment.toISO({ suppressMilliseconds: true }) : null;
}

/** Date takes the 30th of February for a day of March. */
function isDayOfMonth(wall: string): boolean {
	const day = Number(wall.slice(8, 10));
	return new Date(Date.UTC(Number(wall.slice(0, 4)), Number(wall.slice(5, 7)) - 1, day)).getUTCDate() === day;
}

function readMoment(value: unknown, zone: string): DateTime {
	if (value instanceof Date) return DateTime.fromJSDate(value);
	if (isDateTime(value)) return DateTime.fromMillis(value.toMillis());
	const text = typeof value === 'string' && hasDate(value) ? value.trim() : '';
	const iso = DateTime.fromISO(text, { zone });
	return iso.isValid ? iso : DateTime.fromSQL(text, { zone });
}

/** A time of day alone would be read as one of today. */
const hasDate = (text: string): boolean => /^\s*\d{4}-?[\dW]/.test(text);

/** An expression gives the engine's own luxon, of which `DateTime.isDateTime` need not know. */
const isDateTime = (value: unknown): value is { toMillis(): number } =>
	typeof value === 'object' && value !== null && 'toMillis' in value && typeof value.toMillis === 'function';
