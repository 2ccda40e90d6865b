export type MessageType = 'text' | 'unicode';

/** The API that a message came by. */
export type Api = 'classic' | 'v2';

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
	readonly api: Api;
	/** what its reports are asked for with; in V2 the trackingId */
	readonly shootId: string;
	/** V2: of the whole call; null in the classic API */
	readonly trxnId: string | null;
	/** V2: its own; null in the classic API */
	readonly trackingId: string | null;
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
