import type { DeliveryStatus, NumberOutcome } from './deliveryOutcomes.cts';
import type { Message, Outcome } from './message.cts';
import type { Settings } from './settings.cts';

// What the inbox page and the simulator say to each other. Moments are Dates in the simulator, and text on the page.

export interface InboxMessage<Moment = Date>
	extends Pick<Message, 'n' | 'api' | 'to' | 'text' | 'senderId' | 'type' | 'parts' | 'label'> {
	acceptedAt: Moment;
	/** when it goes out */
	sentAt: Moment;
	/** whether its report was read, so that it can't change any more */
	isFinal: boolean;
	outcome: Omit<Outcome, 'at'> & { status: DeliveryStatus; at: Moment | null };
}

/** What to enter in n8n, and who decides about new messages. */
export interface InboxAccount extends Pick<Settings, 'apiKey' | 'v2UserName' | 'v2ApiKey' | 'senderIds' | 'outcomes'> {
	baseUrl: string;
	/** null where it has no end */
	balance: number | null;
}

export interface InboxState<Moment = Date> {
	/** what to ask with for what changed from here on */
	cursor: string;
	/** another one: what the page has is no longer true */
	run: string;
	now: Moment;
	account: InboxAccount;
	/** how many messages there are */
	total: number;
	/** the number of the first message, whether there is one or not */
	oldest: number;
	/** newest first */
	messages: Array<InboxMessage<Moment>>;
}

/** A row of the outcome table for people. */
export type InboxOutcome = NumberOutcome & { status: DeliveryStatus };
