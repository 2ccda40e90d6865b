import { randomUUID } from 'node:crypto';
import { ANY_OTHER, NUMBER_TABLE, statusOf } from './deliveryOutcomes.cts';
import type { Gateway } from './gateway.cts';
import type { InboxAccount, InboxMessage, InboxOutcome, InboxState } from './inboxState.cts';
import type { Message } from './message.cts';

interface InboxQuery {
	limit: number;
	/** the cursor of an earlier answer */
	after?: string;
}

/** What the inbox page shows, as plain data. */
export function inboxView({ settings, account, feed }: Gateway, baseUrl: () => string) {
	// Another start or another simulator on the same port: what the page has is no longer true.
	const run = randomUUID();

	/**
	 * The account, and of the newest `limit` messages those that changed after `after`, newest first. A page keeps `cursor` and
	 * hands it back as `after`; without it, or with one of another run, all of them come.
	 */
	function read({ limit, after = '' }: InboxQuery): InboxState {
		const [afterRun, afterVersion] = after.split('.');
		const since = afterRun === run ? Number(afterVersion) : -1;
		const { messages } = account;
		return {
			cursor: `${run}.${feed.version()}`,
			run,
			now: settings.now(),
			account: accountFields(),
			total: messages.length,
			oldest: account.forgotten() + 1,
			messages: messages
				.slice(-limit)
				.reverse()
				.filter((message) => account.trailOf(message).version > since)
				.map(messageFields),
		};
	}

	function accountFields(): InboxAccount {
		const { apiKey, v2UserName, v2ApiKey, senderIds, outcomes } = settings;
		const balance = Number.isFinite(settings.balance) ? settings.balance : null;
		return { baseUrl: baseUrl(), apiKey, v2UserName, v2ApiKey, senderIds, balance, outcomes };
	}

	function messageFields(message: Message): InboxMessage {
		const { n, api, to, text, senderId, type, parts, label, acceptedAt, outcome } = message;
		const { sentAt, isFinal } = account.trailOf(message);
		return {
			n,
			api,
			to,
			text,
			senderId,
			type,
			parts,
			label,
			acceptedAt,
			sentAt,
			isFinal,
			outcome: { ...outcome, status: statusOf(outcome.code) },
		};
	}

	return { read };
}

/** The outcome table for people: what a number's end brings about, and the reasons why a message may fail. */
export const OUTCOMES: readonly InboxOutcome[] = [...NUMBER_TABLE, ANY_OTHER].map((row) => ({
	...row,
	status: statusOf(row.code),
}));
