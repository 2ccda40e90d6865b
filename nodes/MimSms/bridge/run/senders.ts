import type { IDataObject } from 'n8n-workflow';

const SENDERS = 'mimSmsSenders';

/** Which nodes of an execution have sent, or may have. n8n keeps it with the execution, as it keeps the ledger. */
export class Senders {
	/** `flow`: what n8n keeps for all nodes of the execution. */
	constructor(
		private readonly flow: IDataObject,
		private readonly node: string,
	) {}

	private get names(): string[] {
		return (this.flow[SENDERS] as string[] | undefined) ?? [];
	}

	note(): void {
		if (!this.names.includes(this.node)) this.flow[SENDERS] = [...this.names, this.node];
	}

	/** Whether a node other than this one is among them. */
	get hasOthers(): boolean {
		return this.names.some((name) => name !== this.node);
	}
}
