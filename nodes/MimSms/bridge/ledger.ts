import type { IDataObject } from 'n8n-workflow';
import type { FaultText } from '../gateway/faultText';

/** What the ledger says of one item: an entry that stays `sending` (the run was cut short) is as good as `unknown`. */
export type LedgerEntry =
	| { state: 'sending' }
	| { state: 'submitted'; output: IDataObject }
	| { state: 'unknown'; text: FaultText };

interface LedgerData {
	version: 1;
	/** By run index, then by item index: who a message is, whatever its content. */
	runs: Record<string, Record<string, LedgerEntry>>;
	/** Tool calls only: what an agent tried without learning the outcome, by a hash of the content. */
	uncertain: Record<string, FaultText>;
}

const NAME = 'mimSmsLedger';

/**
 * Which messages of this execution went out, kept in the node's context: n8n carries that from try to try (Retry On Fail)
 * and into its Retry of a failed execution. A loop raises the run index, so its passes are strangers to each other.
 */
export class Ledger {
	private readonly data: LedgerData;

	private readonly entries: Record<string, LedgerEntry>;

	constructor(
		context: IDataObject,
		runIndex: number,
		private readonly asTool: boolean,
	) {
		const found = context[NAME] as LedgerData | undefined;
		this.data = found?.version === 1 ? found : { version: 1, runs: {}, uncertain: {} };
		context[NAME] = this.data;
		const run = String(runIndex);
		// Earlier passes of a loop are over and can't be tried again; calls of a tool may overlap.
		if (!asTool) this.data.runs = run in this.data.runs ? { [run]: this.data.runs[run] } : {};
		this.entries = this.data.runs[run] ??= {};
	}

	/** What is known of an item from an earlier try. */
	entry(item: number): LedgerEntry | undefined {
		return this.entries[item];
	}

	/** Why the outcome of the same content is unknown, when an agent tried it before in this execution. */
	uncertain(content: string): FaultText | undefined {
		return this.asTool ? this.data.uncertain[content] : undefined;
	}

	/** Before the request leaves. */
	sending(item: number): void {
		this.entries[item] = { state: 'sending' };
	}

	submitted(item: number, output: IDataObject): void {
		this.entries[item] = { state: 'submitted', output };
	}

	unknown(item: number, text: FaultText, content: string): void {
		this.entries[item] = { state: 'unknown', text };
		if (this.asTool) this.data.uncertain[content] = text;
	}

	/** The message was refused or never left: it may go out again. */
	free(item: number): void {
		delete this.entries[item];
	}
}
