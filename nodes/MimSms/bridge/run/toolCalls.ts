import type { FaultText } from '../../gateway/faultText';
import { hashOf, type Asked } from './contents';
import { isSubmitted, type Aside, type LedgerData, type Pass } from './ledgerData';

/** Which call of a tool this is. */
export interface ToolCall {
	/** The run index. */
	index: number;
	/** The ID of the execution; empty where n8n gives none. */
	execution: string;
	/** Whether n8n calls the tool past its engine; then each try has a run index of its own. */
	direct: boolean;
	/** Where it comes from, if n8n's engine calls. */
	asked?: Asked;
}

/**
 * What the ledger knows of an agent's calls by their content: a model repeats itself, and n8n may give the number of a call before a Retry to
 * another one.
 */
export class ToolCalls {
	constructor(
		private readonly data: LedgerData,
		private readonly call: ToolCall,
	) {}

	/**
	 * Takes off what stood as at work when n8n stored it, of the runs for which `isOver` holds. Whether one of them had noted nothing yet: it
	 * may have sent since.
	 */
	endLeftOver(isOver: (run: Pass) => boolean): boolean {
		const leftOver = Object.values(this.data.runs).filter((run) => run.atWork !== undefined && isOver(run));
		for (const run of leftOver) delete run.atWork;
		return leftOver.some(({ items }) => Object.keys(items).length === 0);
	}

	/**
	 * Puts aside what executions before this Retry sent. What was submitted is known by its content alone, and what an agent calls past n8n's
	 * engine, whose calls get new numbers.
	 */
	putAside(): void {
		const { runs } = this.data;
		for (const [index, run] of Object.entries(runs)) {
			if (run.said === undefined || run.said.execution === this.call.execution) continue;
			(this.data.aside ??= []).push({ ...run, index: Number(index) });
			if (this.call.direct || isSubmitted(run)) delete runs[index];
			else delete run.said;
		}
	}

	begin(run: Pass): void {
		run.atWork = (run.atWork ?? 0) + 1;
	}

	end(run: Pass): void {
		const others = (run.atWork ?? 1) - 1;
		if (others > 0) run.atWork = others;
		else delete run.atWork;
	}

	/** Notes what the call says to whom, before it does. */
	say(run: Pass, contents: () => string[]): void {
		const { execution, asked } = this.call;
		run.said = { execution, contents: hashOf(contents()), ...(asked && { asked }) };
	}

	/** The same content is not sent again in this execution. */
	remember(text: FaultText, contents: () => string[]): void {
		for (const content of contents()) this.data.uncertain[content] = text;
	}

	/** Why the outcome of the same content is unknown, when an agent tried it before in this execution. */
	uncertain(contents: () => string[]): FaultText | undefined {
		const hash = contents().find((content) => Object.hasOwn(this.data.uncertain, content));
		return hash === undefined ? undefined : this.data.uncertain[hash];
	}

	/**
	 * Whether the same content went out before. `mixedUp`: a later call of the model in an execution before this Retry said it; where n8n 1 was
	 * killed between the two, it gives the earlier one that number and text. `known`: the call takes that over.
	 */
	repeats(run: Pass, contents: () => string[]): 'known' | 'mixedUp' | undefined {
		const hash = hashOf(contents());
		const before = (this.data.aside ?? []).filter(({ said }) => said?.contents === hash);
		if (before.some((earlier) => isSubmitted(earlier) && earlier.index > this.call.index)) return 'mixedUp';
		const taken = this.call.direct ? this.takeOne(before) : this.sameOf(run, hash, before);
		if (taken === undefined) return undefined;
		const { items, calls } = taken;
		Object.assign(run, { items, calls });
		this.say(run, contents);
		return 'known';
	}

	/** An agent that n8n calls past its engine begins anew in a Retry: it repeats each call once. */
	private takeOne([taken]: Aside[]): Aside | undefined {
		if (taken) this.data.aside = this.data.aside?.filter((other) => other !== taken);
		return taken;
	}

	/**
	 * Any other agent goes on in a Retry. But where it works on several items, n8n forgets what its tools answered to one of them and shows it
	 * what they answered to another (`buildSteps`); after a kill it shows it nothing. Then the model asks again, in another answer: two calls
	 * in one are two messages. And what a person has approved n8n asks for once for each item (`processHitlResponses`): such a call is known by its ID.
	 */
	private sameOf(run: Pass, hash: string, before: Aside[]): Pass | undefined {
		const { asked } = this.call;
		const now = Object.values(this.data.runs).filter((other) => other !== run && other.said?.contents === hash);
		const isSameCall = ({ said }: Pass) => asked?.approved !== undefined && said?.asked?.approved === asked.approved;
		const again = now.filter((other) => other.said?.asked?.answer !== asked?.answer);
		return (
			[...before, ...again].find((earlier) => !isSubmitted(earlier) || earlier.said?.asked?.asker === asked?.asker) ??
			now.find(isSameCall)
		);
	}
}
