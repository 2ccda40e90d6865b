import { CALLS } from './calls.cts';
import { V2_CALLS } from './v2Calls.cts';

/** The calls of both APIs. */
export const ALL_CALLS = [...CALLS, ...V2_CALLS] as const;

/** The call that a request is: one of the table, or `unknown`. */
export type CallName = (typeof ALL_CALLS)[number]['call'] | 'unknown';
