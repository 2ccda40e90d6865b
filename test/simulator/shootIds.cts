import type { Settings } from './settings.cts';

// The account number within every ID: digits that look like the error code 1002, as live IDs can hold.
const ACCOUNT_DIGITS = '001002';
const PREFIX: Record<Settings['idStyle'], string> = { old: 'C2', new: 'bw-rdC3' };

/** A maker of shoot IDs: prefix, account digits, and 13 hex digits of the time in microseconds. No ID comes twice. */
export function shootIdMaker(settings: Pick<Settings, 'idStyle' | 'now'>): () => string {
	let last = 0;
	return () => {
		last = Math.max(last + 1, settings.now().getTime() * 1000);
		const seconds = Math.floor(last / 1e6)
			.toString(16)
			.padStart(8, '0');
		const micros = (last % 1e6).toString(16).padStart(5, '0');
		return PREFIX[settings.idStyle] + ACCOUNT_DIGITS + seconds + micros;
	};
}
