import type { IDataObject } from 'n8n-workflow';
import type { Run } from '../../bridge/run/run';
import type { Fault } from '../../gateway/fault';

const LOSS = 'mimSmsLoss';

interface Loss {
	runIndex: number;
	reports: number;
}

/**
 * How many reports may be lost with answers that did not arrive, over the tries of one run of a node (Retry On Fail, Retry): n8n keeps
 * it, and shows the last try alone.
 */
export class Losses {
	private readonly before: number;

	private now = 0;

	constructor(private readonly run: Run) {
		const loss = run.kept[LOSS] as Loss | undefined;
		this.before = loss?.runIndex === run.runIndex ? loss.reports : 0;
	}

	note(fault: Fault): void {
		this.now += ('mayHaveTaken' in fault && fault.mayHaveTaken) || 0;
		this.keep(this.before + this.now);
	}

	/** Tells of those of earlier tries, once. */
	tell(): void {
		this.keep(this.now);
		if (this.before > 0)
			this.run.hint(
				`Up to ${this.before} reports may be lost: in an earlier try of this node, the gateway's answer did not arrive. The gateway returns each report only once.`,
			);
	}

	private keep(reports: number): void {
		const { kept, runIndex } = this.run;
		if (reports > 0) kept[LOSS] = { runIndex, reports } satisfies Loss as unknown as IDataObject;
		else delete kept[LOSS];
	}
}
