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
	/** The advice is about the node's own settings. */
	aboutSettings?: true;
	/** The service itself is at fault or busy: that says nothing of what was asked. */
	ofService?: true;
	/** The gateway does not know the key, so surely took nothing; a fetched key can be renewed. */
	unknownKey?: true;
	/** The gateway's own words say more than the meaning. */
	saysMore?: true;
}

/**
 * What can go wrong on the way to the gateway and back. Closed on purpose: `faultText.ts` and the bridge answer each kind.
 *
 * - `rejected`: the gateway read the request, or the sign-in before it (`signingIn`), and said no.
 * - `unclear`: the gateway answered, but its words do not say whether it took the message.
 * - `unreadable`: a reply that is neither success nor a known failure. Of a send it leaves the outcome unknown, unless the server surely took nothing (`isRefused`).
 * - `unreachable`: the request surely never left this machine.
 * - `stopped`: the request was not made: the run ended before its turn, or signing in failed.
 * - `lost`: the request may have arrived, the reply did not.
 * - `forgotten`: an earlier try may have sent the message, and nobody knows what became of it.
 * - `invalidInput`: a parameter or a field of the credential is wrong; nothing was asked.
 */
export type Fault =
	| Rejected
	| { kind: 'unclear'; why: string }
	| Unreadable
	| { kind: 'unreachable'; why: string; proxy?: true }
	| { kind: 'stopped'; why: string }
	| Lost
	| { kind: 'forgotten'; why: string }
	| InvalidInput;

export interface InvalidInput {
	kind: 'invalidInput';
	field: string;
	problem: string;
	/** What to change in the node's own settings. */
	remedy?: string;
	/** What n8n knows of an expression that failed; the core only carries it along. */
	context?: object;
}

/** Where the call takes reports out of the gateway, `mayHaveTaken` is how many of them may be gone with the answer. */
export interface Lost {
	kind: 'lost';
	why: string;
	mayHaveTaken?: number;
}

export interface Rejected extends Rejection {
	kind: 'rejected';
	/** Refused was the sign-in before the request, not the request. */
	signingIn?: true;
	/** A gateway of the other API might answer so. */
	maybeOtherApi?: true;
}

export interface Unreadable {
	kind: 'unreadable';
	status: number;
	text: string;
	/** The server in front of the gateway refused the request, which so did not reach it. */
	isRefused?: true;
	mayHaveTaken?: number;
	/** A gateway of the other API might answer so. */
	maybeOtherApi?: true;
}

/** A value or a fault: the gateway core returns outcomes and never throws. */
export type Result<T> = { ok: true; value: T } | { ok: false; fault: Fault };

export const success = <T>(value: T): Result<T> => ({ ok: true, value });

export const failure = (fault: Fault): { ok: false; fault: Fault } => ({ ok: false, fault });

/** What follows from a value; a fault comes back as it is, and `next` does not run. */
export const andThen = <T, U>(result: Result<T>, next: (value: T) => U): U | ReturnType<typeof failure> =>
	result.ok ? next(result.value) : result;

/** The values that these readers give, by name. They run in the order in which they stand; the first fault comes back, and no later reader runs. */
export function inOrder<T extends object>(readers: { [Name in keyof T]: () => Result<T[Name]> }): Result<T> {
	const values: Partial<T> = {};
	for (const name of Object.keys(readers) as Array<keyof T>) {
		const read = readers[name]();
		if (!read.ok) return read;
		values[name] = read.value;
	}
	return success(values as T);
}

export const invalidInput = (field: string, problem: string, remedy?: string) =>
	failure({ kind: 'invalidInput', field, problem, ...(remedy !== undefined && { remedy }) });

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
		case 'unreadable':
			return fault.isRefused ? 'refused' : 'unknown';
		case 'unclear':
		case 'lost':
		case 'forgotten':
			return 'unknown';
	}
}
