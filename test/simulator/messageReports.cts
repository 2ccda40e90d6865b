import type { ChangeFeed } from './changeFeed.cts';
import { detailsOf, isTemporary, outcomeOf, PENDING } from './deliveryOutcomes.cts';
import type { Message } from './message.cts';
import { ReportBook, type ReportRow } from './reportBook.cts';
import type { Settings } from './settings.cts';

/** What the inbox needs besides the message. */
export interface MessageTrail {
	/** when it goes out */
	sentAt: Date;
	/** whether a page held the row that settled it, so that it can't change any more */
	isFinal: boolean;
	/** the number of its last change */
	version: number;
}

interface Trail {
	sentAt: Date;
	version: number;
	/** the row before the last one: pending, or a failure for a while */
	first?: ReportRow;
	last?: ReportRow;
}

type DueRow = Pick<ReportRow, 'code' | 'details' | 'dueAt' | 'message'>;

/** The delivery reports of an account, and which of them belong to which message of the ledger. */
export interface MessageReports {
	readonly book: ReportBook;
	/** Decides about a new message as the settings say: its number does, or nobody yet. */
	track(message: Message, sentAt: Date): void;
	/**
	 * Settles a message at this moment: rows that nobody has seen are taken back, a Pending row that was seen stays and the new
	 * row comes besides it. A scheduled message goes out by this.
	 */
	settle(message: Message, code: string): void;
	/** Whether a page held the row that settled the message; in V2 a temporary failure settles nothing. */
	isFinal(message: Message): boolean;
	trailOf(message: Message): MessageTrail;
}

export function messageReports(settings: Settings, feed: ChangeFeed): MessageReports {
	const trails = new WeakMap<Message, Trail>();
	const clock = () => settings.now();
	const book = new ReportBook(clock, ({ message }) => {
		if (message) recordOf(message).version = feed.touch();
	});

	function recordOf(message: Message) {
		const trail = trails.get(message);
		if (!trail) throw new Error(`Message ${message.n} is not in the ledger any more`);
		return trail;
	}

	function track(message: Message, sentAt: Date) {
		const trail: Trail = { sentAt, version: feed.version() };
		trails.set(message, trail);
		if (settings.outcomes === 'byHand') return;

		const { code, details, pendingFirst, firstCode = pendingFirst && PENDING.code } = outcomeOf(message);
		const firstAt = sentAt.getTime() + settings.reportDelay;
		if (firstCode === undefined) return expectLast(message, { code, details, dueAt: firstAt });
		trail.first = expectRow(message, { code: firstCode, details: detailsOf(firstCode), dueAt: firstAt });
		expectLast(message, { code, details, dueAt: firstAt + settings.pendingDelay });
	}

	function settle(message: Message, code: string) {
		const trail = recordOf(message);
		for (const row of [trail.first, trail.last]) {
			if (row && !row.shown) book.withdraw(row);
		}
		const now = clock();
		if (trail.sentAt > now) trail.sentAt = now;
		expectLast(message, { code, details: detailsOf(code), dueAt: now.getTime() });
		message.handedOut = false;
		trail.version = feed.touch();
	}

	function expectLast(message: Message, { code, details, dueAt }: DueRow) {
		recordOf(message).last = expectRow(message, { code, details, dueAt, message });
		message.outcome = { code, details, at: new Date(dueAt) };
	}

	function expectRow(message: Message, due: DueRow) {
		const { shootId, to, text, parts } = message;
		const { sentAt } = recordOf(message);
		const receivedAt = due.code === PENDING.code ? null : new Date(due.dueAt);
		const row: ReportRow = { shootId, to, text, parts, sentAt, ...due, receivedAt, handedOut: false };
		book.expect(row);
		return row;
	}

	function isFinal(message: Message) {
		const { last } = recordOf(message);
		if (!last?.shown || last.code === PENDING.code) return false;
		return message.api === 'classic' || !isTemporary(last.code);
	}

	function trailOf(message: Message) {
		const { sentAt, version } = recordOf(message);
		return { sentAt, version, isFinal: isFinal(message) };
	}

	return { book, track, settle, isFinal, trailOf };
}
