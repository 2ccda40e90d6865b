import type { InboxState } from '../inboxState.cts';

export type Connection = 'live' | 'away';

/** What follows the inbox. */
interface Follower {
	/** the most messages it shows */
	limit(): number;
	onState(state: InboxState<string>): void;
	onConnection(connection: Connection): void;
}

const PATIENCE = 2000;

/**
 * Keeps asking for what is new: at once, and whenever the simulator says that something changed. Goes on by itself after the
 * simulator was away.
 */
export function followInbox({ limit, onState, onConnection }: Follower): { reload(): void } {
	let cursor = '';
	let reloads = 0;
	let asking = false;
	let askAgain = false;

	connect();
	return { reload };

	function connect() {
		const events = new EventSource('/_simulator/inbox/events');
		events.addEventListener('change', ask);
		events.addEventListener('error', () => {
			onConnection('away');
			// The browser tries again by itself, except where something else answered in the simulator's place.
			if (events.readyState !== EventSource.CLOSED) return;
			setTimeout(connect, PATIENCE);
		});
	}

	/** Asks for all of the newest messages once more: when more of them are to be shown. */
	function reload() {
		cursor = '';
		reloads++;
		ask();
	}

	async function ask() {
		askAgain = true;
		if (asking) return;
		asking = true;
		while (askAgain) {
			askAgain = false;
			const reloadsBefore = reloads;
			const state = await read(cursor).catch(() => null);
			if (!state) {
				onConnection('away');
				setTimeout(ask, PATIENCE);
				break;
			}
			onConnection('live');
			if (reloads === reloadsBefore) cursor = state.cursor;
			onState(state);
		}
		asking = false;
	}

	async function read(after: string): Promise<InboxState<string>> {
		const response = await fetch(`/_simulator/inbox?${new URLSearchParams({ limit: String(limit()), after })}`);
		if (!response.ok) throw new Error(response.statusText);
		return await response.json();
	}
}

/** Posts to a control path below `/_simulator`; throws an Error with the simulator's sentence when it refuses. */
export async function tell(path: string, body: object): Promise<void> {
	const response = await fetch(`/_simulator${path}`, { method: 'POST', body: JSON.stringify(body) }).catch(() => {
		throw new Error('The simulator does not answer. Is it still running?');
	});
	const answer = await response.json();
	if (!response.ok) throw new Error(answer.error);
}
