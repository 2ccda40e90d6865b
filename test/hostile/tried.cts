/** What is tried, row by row of the table of docs/fault-tests.md: places where the gateway is not reached, and the faults of the simulator. */
import { FAULTS, type FaultCase } from '../faults.cts';
import { BAD_CERTIFICATES } from '../node/badCertificates.cts';
import type { Fault } from '../simulator/index.cts';

export type BadCertificate = keyof typeof BAD_CERTIFICATES;

export type Place = 'refusing' | 'nowhere' | BadCertificate;

/** Where the gateway is looked for, and not found. */
export interface UnreachableCase {
	place: Place;
	words: RegExp;
}

export type TriedCase = UnreachableCase | FaultCase;

/** One run: where the gateway is looked for, or the fault that it meets there. */
export interface Attempt {
	fault?: Fault;
	place?: Place;
	timeout?: number;
}

/** What a failing test says was tried. */
export const nameOf = (tried: TriedCase, { fault }: Attempt): string =>
	'fault' in tried ? `${tried.name}${fault && 'bytes' in fault ? ` at byte ${fault.bytes}` : ''}` : tried.place;

export const KINDS = Object.keys(BAD_CERTIFICATES) as BadCertificate[];

const COULD_NOT_BE_REACHED =
	/could not be reached: (?:it refused the connection|its name was not found|its name could not be looked up)/;

const PLACES: Array<[row: string, tried: UnreachableCase[]]> = [
	[
		'Connection refused; name not found',
		(['refusing', 'nowhere'] as const).map((place) => ({ place, words: COULD_NOT_BE_REACHED })),
	],
	[
		`Certificate ${KINDS.join(', ')}`,
		KINDS.map((place) => ({
			place,
			words: new RegExp(`could not be reached: ${BAD_CERTIFICATES[place].words}`),
		})),
	],
];

const faultRows = [...new Set(FAULTS.flatMap(({ row }) => row ?? []))];

export const ROWS: Array<[row: string, tried: TriedCase[]]> = [
	...PLACES,
	...faultRows.map((title): [string, FaultCase[]] => [title, FAULTS.filter(({ row }) => row === title)]),
];
