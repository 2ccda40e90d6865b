import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';
import { messageOutcome, type Fault, type MessageOutcome } from '../../gateway/fault';
import { faultText, type FaultText } from '../../gateway/faultText';

/** What became of one item's message. A skipped one was left out at the user's wish: refused, yet no failure. */
export type ItemOutcome =
	| { outcome: 'submitted' | 'skipped'; output: IDataObject }
	| { outcome: Exclude<MessageOutcome, 'submitted'>; text: FaultText };

/** What became of a message that met this fault, and the words for it. */
export const failed = (fault: Fault) => ({ outcome: messageOutcome(fault), text: faultText(fault, { sending: true }) });

/** What a message says to whom, as a hash: agents repeat themselves by content. */
export const contentsOf = (msisdns: string[], message: string): string[] =>
	msisdns.map((msisdn) =>
		createHash('sha256')
			.update(JSON.stringify([msisdn, message]))
			.digest('base64url')
			.slice(0, 22),
	);
