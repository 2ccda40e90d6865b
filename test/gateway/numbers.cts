import * as fc from '../properties.cts';

export const digitScripts = ['0123456789', '০১২৩৪৫৬৭৮৯', '٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹', '０１２３４５６７８９'].map(
	(digits) => [...digits],
);
const PREFIXES = ['0', '', '880', '+880', '00880'];
const JOINTS = ['', '', '', ' ', '-', '\u00a0', '‑', '\u200b', '\u200f'];

/** A valid MSISDN of one of the seven mobile prefixes. */
export const mobile = fc
	.tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 0, max: 99_999_999 }))
	.map(([operator, rest]) => `8801${operator}${String(rest).padStart(8, '0')}`);

/** The same number as a person might write it; `dice` decides prefix, digits and joints. `plain`: without spaces and plus. */
export function written(msisdn: string, dice: Iterator<number>, { plain = false } = {}): string {
	const pick = <T,>(list: readonly T[]): T => list[dice.next().value % list.length];
	const prefix = pick(plain ? PREFIXES.filter((one) => !one.startsWith('+')) : PREFIXES);
	const joints = plain ? ['', '', '-'] : JOINTS;
	const script = pick(digitScripts);
	const text = [...`${prefix}${msisdn.slice(3)}`];
	return text
		.map((digit, i) => (script[Number(digit)] ?? digit) + (i > 0 && i < text.length - 1 ? pick(joints) : ''))
		.join('');
}
