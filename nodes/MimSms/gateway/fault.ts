/** What a rejection concerns: it decides how much of a run it ends. */
export type Scope = 'account' | 'sender' | 'request' | 'row';

/** A "no" of the gateway, with all that its reader knows of it from the table of its API. */
export interface Rejection {
	/** Null where the gateway gave words but no code. */
	code: string | null;
	/** The words beside the code. */
	said: string;
	/** What the code means, in the gateway's words; null where nobody knows. */
	meaning: string | null;
	/** What the user can do, naming the field. */
	advice: string;
	scope: Scope;
	/** The gateway does not know the key, so surely took nothing; a fetched key can be renewed. */
	unknownKey?: true;
}

/**
 * What can go wrong on the way to the gateway and back. Closed on purpose: `faultText.ts` and the bridge answer each kind.
 *
 * - `rejected`: the gateway read the request, or the sign-in before it (`signingIn`), and said no.
 * - `unclear`: the gateway answered, but its words do not say whether it took the message.
 * - `unreadable`: a reply that is neither success nor a known failure. Of a send it leaves the outcome unknown.
 * - `unreachable`: the request surely never left this machine.
 * - `stopped`: the request was not made: the run ended before its turn, or signing in failed.
 * - `lost`: the request may have arrived, the reply did not.
 * - `invalidInput`: a parameter or a field of the credential is wrong; nothing was asked.
 */
export type Fault =
	| Rejected
	| { kind: 'unclear'; why: string }
	| { kind: 'unreadable'; status: number; text: string }
	| { kind: 'unreachable'; why: string }
	| { kind: 'stopped'; why: string }
	| { kind: 'lost'; why: string }
	| { kind: 'invalidInput'; field: string; problem: string };

export interface Rejected extends Rejection {
	kind: 'rejected';
	/** Refused was the sign-in before the request, not the request. */
	signingIn?: true;
}

/** A value or a fault: the gateway core returns outcomes and never throws. */
export type Result<T> = { ok: true; value: T } | { ok: false; fault: Fault };

export const success = <T>(value: T): Result<T> => ({ ok: true, value });

export const failure = (fault: Fault): { ok: false; fault: Fault } => ({ ok: false, fault });

export const invalidInput = (field: string, problem: string) => failure({ kind: 'invalidInput', field, problem });

/** What became of one message. `unknown` is never sent again; `refused` and `notSent` may be. */
export type MessageOutcome = 'submitted' | 'refused' | 'unknown' | 'notSent';

/** What a fault of a send says about the message itself. */
export function messageOutcome(fault: Fault): Exclude<MessageOutcome, 'submitted'> {
	switch (fault.kind) {
		case 'rejected':
		case 'invalidInput':
			return 'refused';
		case 'unreachable':
		case 'stopped':
			return 'notSent';
		case 'unclear':
		case 'unreadable':
		case 'lost':
			return 'unknown';
	}
}
