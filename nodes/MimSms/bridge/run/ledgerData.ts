import type { IDataObject } from 'n8n-workflow';
import type { FaultText } from '../../gateway/faultText';
import type { Asked } from './contents';

/** What the ledger says of one item: an entry that stays `sending` (the run was cut short) is as good as `unknown`. */
export type LedgerEntry =
	| { state: 'sending' }
	/** `call`: where the fields stand that all items of one call share. */
	| { state: 'submitted'; output: IDataObject; call?: string }
	| { state: 'unknown'; text: FaultText };

/** What was sent in one run of the node. */
export interface Pass {
	/** By item index: who a message is, whatever its content. */
	items: Record<string, LedgerEntry>;
	/** By shoot ID or another name: what the items of one call have in common. */
	calls: Record<string, IDataObject>;
	/** It came to its end, without an error. */
	hasEnded?: true;
	/** Tool calls only: how many are at work on it; several where n8n calls a tool side by side. */
	atWork?: number;
	/** Tool calls only: which execution sent, or is sending, what to whom, and where the call came from. */
	said?: { execution: string; contents: string; asked?: Asked };
}

/** What an execution before a Retry sent in one call of a tool. */
export type Aside = Pass & { index: number };

/** Why nobody knows what went out before. */
export type CutOff =
	/** n8n kept that the execution had come to the node, and nothing of what it sent. */
	| 'node'
	/** The same of a node that the workflow has no longer, under that name. */
	| 'renamed'
	/** n8n kept nothing of what the execution had done. */
	| 'execution'
	/** What n8n has of the execution begins long after its start. */
	| 'late'
	/** n8n's database, which would tell, could not be read or written. */
	| 'storage'
	/** Another execution went on from the same point before. */
	| 'elsewhere';

/** What n8n stores of the ledger. */
export interface LedgerData {
	version: 1;
	/** The execution that began it. */
	execution?: string;
	/** The one that opened it last. */
	last?: string;
	/** How often the node went on with it. */
	turn?: number;
	/** By run index. */
	runs: Record<string, Pass>;
	/** An earlier pass of a loop sent something. */
	hasEarlier?: true;
	/** Tool calls only: what executions before this Retry sent; of direct calls what no call of this one has repeated yet. */
	aside?: Aside[];
	/** What went out before, nobody knows. `true`: as `node`, stored by version 0.1. */
	cutOff?: true | CutOff;
	/** Tool calls only: what an agent tried without learning the outcome, by a hash of the content. */
	uncertain: Record<string, FaultText>;
}

const NAME = 'mimSmsLedger';

/** The ledger in what n8n keeps for the node; a new one where there is none. */
export function storedIn(context: IDataObject): { data: LedgerData; isNew: boolean } {
	const found = context[NAME] as unknown as LedgerData | undefined;
	const isNew = found?.version !== 1;
	const data: LedgerData = isNew ? { version: 1, runs: {}, uncertain: {} } : found;
	context[NAME] = data as unknown as IDataObject;
	return { data, isNew };
}

/** Whether each message of it was accepted. */
export const isSubmitted = ({ items }: Pass): boolean =>
	Object.values(items).every(({ state }) => state === 'submitted');
