import { randomBytes } from 'node:crypto';
import type { Settings } from './settings.cts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SIGNS = `${LETTERS}0123456789`;
const LENGTH = 15;

/** 100 ns from 1601, where a FILETIME begins, to 1970. */
const FILETIME_EPOCH = 116_444_736_000_000_000n;
const PER_MS = 10_000;
let count = 0;

/** A tracking ID: 15 capital letters and digits, of which the first is a letter. */
export function newTrackingId(): string {
	const [first, ...others] = randomBytes(LENGTH);
	return LETTERS[first % LETTERS.length] + others.map((byte) => SIGNS[byte % SIGNS.length]).join('');
}

/** A trxnId in the shape of the settings, for a call of so many recipients. No ID comes twice. */
export function newTrxnId({ v2TrxnIds, now }: Pick<Settings, 'v2TrxnIds' | 'now'>, recipients: number): string {
	if (v2TrxnIds === 'fileTime') return fileTime(now());
	return v2TrxnIds === 'suffix' ? `${newTrackingId()}_C${recipients}` : newTrackingId();
}

function fileTime(moment: Date) {
	count = (count + 1) % PER_MS;
	return String(BigInt(moment.getTime()) * BigInt(PER_MS) + FILETIME_EPOCH + BigInt(count));
}
