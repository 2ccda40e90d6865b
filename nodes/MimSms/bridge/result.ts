import type { IDataObject } from 'n8n-workflow';
import type { MessageOutcome } from '../gateway/fault';
import type { FaultText } from '../gateway/faultText';

/** What became of one item's message. A skipped one was left out at the user's wish: refused, yet no failure. */
export type Result =
	| { outcome: 'submitted' | 'skipped'; output: IDataObject }
	| { outcome: Exclude<MessageOutcome, 'submitted'>; text: FaultText };
