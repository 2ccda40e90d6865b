interface AmountShape {
	name: string;
	example: string;
	/** Whole part and fraction. */
	pattern: RegExp;
}

const FRACTION = '(?:\\.(\\d{1,2}|\\d{4,}))?';

/** How digits, commas and dots can mean one amount only; three digits behind a lone dot can mean two (`1.234`). */
export const AMOUNT_SHAPES: readonly AmountShape[] = [
	{ name: 'no thousands', example: '1234.56', pattern: new RegExp(`^(\\d+)${FRACTION}$`) },
	{ name: 'a fraction alone', example: '.50', pattern: /^()\.(\d{1,2})$/ },
	{ name: 'a whole part that no dot would cut', example: '0.125', pattern: /^(0+|\d{4,})\.(\d{3})$/ },
	{ name: 'a comma before the fraction', example: '470,44', pattern: /^(\d+),(\d{1,2})$/ },
	{ name: 'thousands', example: '1,234,567.89', pattern: new RegExp(`^([1-9]\\d{0,2}(?:,\\d{3})+)${FRACTION}$`) },
	{ name: 'lakhs', example: '12,34,567.89', pattern: new RegExp(`^([1-9]\\d?(?:,\\d{2})+,\\d{3})${FRACTION}$`) },
];

const CURRENCY = '(?:BDT\\.?|Tk\\.?|Taka|টাকা|৳)';

const AMOUNT = new RegExp(
	`^([+-]?)(?:${CURRENCY} ?)?([+-]?)([\\d.,]{0,40}\\d)(?: ?${CURRENCY})?(?: ?/[-=])?\\.?$`,
	'i',
);

/**
 * An amount in taka as gateways write it, with the currency or without; Bangla digits are digits. Null where its digits mean none
 * or could mean two, or where a number would have to round it.
 */
export function readAmount(written: string): number | null {
	const [, before, behind, digits] = AMOUNT.exec(inAscii(written)) ?? [];
	if (digits === undefined || (before !== '' && behind !== '')) return null;
	const found = AMOUNT_SHAPES.map(({ pattern }) => pattern.exec(digits)).find((match) => match !== null);
	if (!found) return null;
	const whole = found[1].replaceAll(',', '').replace(/^0+(?=\d)/, '') || '0';
	const fraction = (found[2] ?? '').replace(/0+$/, '');
	const exact = fraction === '' ? whole : `${whole}.${fraction}`;
	const amount = Number(exact);
	if (String(amount) !== exact) return null;
	return before === '-' || behind === '-' ? 0 - amount : amount;
}

const inAscii = (written: string): string =>
	written
		.trim()
		.replace(/\s+/g, ' ')
		.replace(/[০-৯]/g, (digit) => String(digit.charCodeAt(0) - '০'.charCodeAt(0)))
		.replace(/^[−–]|[−–](?=[\d.])/g, '-');
