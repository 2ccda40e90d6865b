export type MessageType = 'text' | 'unicode';

/** What is decided about a message. */
export interface Outcome {
	/** DLR code; empty while pending */
	code: string;
	/** the gateway's words for the code */
	details: string;
	/** from when on it holds; null while nobody has decided */
	at: Date | null;
}

/** A message that the gateway accepted: one text to one number. */
export interface Message {
	/** counts from 1, and goes on after a reset */
	readonly n: number;
	readonly shootId: string;
	/** MSISDN */
	readonly to: string;
	readonly text: string;
	readonly senderId: string;
	readonly type: MessageType;
	readonly parts: number;
	readonly label: string | null;
	/** the moment it was scheduled for, in the sender's words */
	readonly scheduledDateTime: string | null;
	readonly acceptedAt: Date;
	outcome: Outcome;
	/** whether its last report was given away by a call that hands each row out once */
	handedOut: boolean;
}
