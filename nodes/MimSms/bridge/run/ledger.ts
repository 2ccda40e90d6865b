import type { IDataObject } from 'n8n-workflow';
import { messageOutcome, type Fault, type MessageOutcome } from '../../gateway/fault';
import { faultText, type FaultText } from '../../gateway/faultText';
import type { Asked } from './contents';
import { storedIn, type CutOff, type LedgerData, type LedgerEntry, type Pass } from './ledgerData';
import { ToolCalls } from './toolCalls';

/** What became of one item's message. A skipped one was left out at the user's wish: refused, yet no failure. */
export type ItemOutcome =
	| { outcome: 'submitted' | 'skipped'; output: IDataObject }
	| { outcome: Exclude<MessageOutcome, 'submitted'>; text: FaultText };

/** What became of a message that met this fault, and the words for it. */
export const failed = (fault: Fault) => ({
	outcome: messageOutcome(fault),
	text: faultText(fault, { sending: true, besideOthers: true }),
});

export interface LedgerOptions {
	runIndex: number;
	/** Whether it remembers what an agent tried by its content, too. */
	byContent: boolean;
	/** The ID of the execution; empty where n8n gives none. */
	execution?: string;
	/** Tool calls only: as in `ToolCall`. */
	direct?: boolean;
	asked?: Asked;
}

/** The runs that this process has opened: what n8n's Retry brings along of an earlier execution is none of them. */
const OPENED = new WeakSet<Pass>();

/** The ledgers that this process has at hand: all others come from n8n's database. */
const AT_HAND = new WeakMap<LedgerData, AtHand>();

interface AtHand {
	/** Whether n8n's database may hold more of the execution than how it began. */
	isStored: boolean;
	/** The turn with which it came from the database, which holds that until the next Wait; 0 where it is new. */
	first: number;
}

/** How many points of a loop in this process are kept: n8n holds the newest, and earlier ones where it could not save its progress since. */
const KEPT = 100;

/** One for all: n8n stores an object that stands in many places once. */
const SENDING: LedgerEntry = { state: 'sending' };

/**
 * Which messages of this execution went out, kept in the node's context: n8n carries that from try to try (Retry On Fail)
 * and into its Retry of a failed execution. A loop raises the run index, so its passes are strangers to each other.
 */
export class Ledger {
	private readonly data: LedgerData;

	private readonly run: Pass;

	/** Whether this execution has no ledger from before. */
	readonly isNew: boolean;

	/** Whether it has come from n8n's database, where an older one may have stood than what was sent. */
	readonly isFromDatabase: boolean;

	/** The execution that left it; undefined where this one did. */
	readonly leftBy: string | undefined;

	/**
	 * Whether n8n stored it in the middle of a tool call, which may have sent since. With “Save execution progress” n8n does that when an
	 * agent's model has answered, and its tool begins.
	 */
	readonly isCutShort: boolean;

	private readonly isFurtherTry: boolean;

	/**
	 * Whether n8n gave this direct call of a tool the run index of another one, as it does with calls side by side; then it gave
	 * both the same number and text, too.
	 */
	readonly isMixedUp: boolean;

	private readonly byContent: boolean;

	private readonly tool: ToolCalls;

	constructor(context: IDataObject, { runIndex, byContent, execution = '', direct = false, asked }: LedgerOptions) {
		this.byContent = byContent;
		const { data, isNew } = storedIn(context);
		this.data = data;
		this.isNew = isNew;
		data.execution ??= execution;
		const { last = data.execution } = data;
		this.leftBy = last === execution ? undefined : last;
		data.last = execution;
		this.isFromDatabase = !isNew && !AT_HAND.has(data);
		if (isNew) AT_HAND.set(data, { isStored: true, first: 0 });
		if (!byContent) this.forgetEarlierPasses(runIndex);
		this.tool = new ToolCalls(data, { index: runIndex, execution, direct, asked });
		this.isCutShort = this.tool.endLeftOver((run) => !OPENED.has(run));
		this.tool.putAside();
		const before = data.runs[runIndex];
		this.isFurtherTry = before !== undefined && OPENED.has(before);
		this.isMixedUp = direct && this.isFurtherTry;
		// n8n 1 leaves the end of a Wait in the progress that it saves. Its Retry then takes off the run of the node that ended last, as if
		// that waited (`handleWaitingState`), and gives its number to the next pass of a loop.
		const isOfAnother = before?.hasEnded === true && !this.isFurtherTry;
		if (isOfAnother) data.cutOff = 'node';
		this.run = before && !isOfAnother ? before : { items: {}, calls: {} };
		data.runs[runIndex] = this.run;
		if (byContent) this.tool.begin(this.run);
		OPENED.add(this.run);
	}

	/** Earlier passes of a loop are over and can't be tried again; calls of a tool may overlap. */
	private forgetEarlierPasses(runIndex: number): void {
		const { [runIndex]: current, ...others } = this.data.runs;
		if (Object.values(others).some(({ items }) => Object.keys(items).length > 0)) this.data.hasEarlier = true;
		this.data.runs = current ? { [runIndex]: current } : {};
	}

	/** n8n's database holds no more of the execution than how it began. */
	hasNothingStored(): void {
		const atHand = AT_HAND.get(this.data);
		if (atHand) atHand.isStored = false;
	}

	/**
	 * Begins a pass of a loop or a call of a tool, and tells from which point: where n8n's database may hold that point, and so may give it
	 * to another execution; null for the first pass of a new execution, for a further try, and while n8n has stored no more than how the
	 * execution began. `isFirst`: the ledger has just come from the database. `old`: the point of an earlier pass, which n8n holds no longer.
	 */
	beginPass(): { point: string; isFirst: boolean; old?: string } | null {
		const atHand = AT_HAND.get(this.data);
		if (this.isNew || this.isFurtherTry || this.data.cutOff || !this.data.execution) return null;
		if (atHand?.isStored === false) return null;
		const turn = this.data.turn ?? 1;
		this.data.turn = turn + 1;
		const pointOf = (turn: number): string => `${this.data.execution}:${turn}`;
		if (!atHand) {
			AT_HAND.set(this.data, { isStored: true, first: turn });
			return { point: pointOf(turn), isFirst: true };
		}
		const old = turn - KEPT;
		return { point: pointOf(turn), isFirst: false, ...(old > atHand.first && { old: pointOf(old) }) };
	}

	/** Nobody knows what went out before: what the ledger does not say of a message is unknown. */
	cutOff(why: CutOff): void {
		this.data.cutOff = why;
	}

	/** The run came to its end, without an error: n8n goes on behind the node. */
	end(): void {
		if (!this.byContent) this.run.hasEnded = true;
	}

	/** The call, or the run, sends no more. */
	close(): void {
		this.tool.end(this.run);
	}

	/** What is known of an item from an earlier try. */
	entry(item: number): LedgerEntry | undefined {
		const entry = this.run.items[item] ?? (this.data.cutOff && SENDING);
		if (entry?.state !== 'submitted' || entry.call === undefined) return entry;
		return { ...entry, output: { ...this.run.calls[entry.call], ...entry.output } };
	}

	/** Tool calls only: why the outcome of the same content is unknown, when an agent tried it before in this execution. */
	uncertain(contents: () => string[]): FaultText | undefined {
		return this.byContent ? this.tool.uncertain(contents) : undefined;
	}

	/** Tool calls only: whether the same content went out before (`ToolCalls.repeats`). */
	repeats(contents: () => string[]): 'known' | 'mixedUp' | undefined {
		return this.byContent ? this.tool.repeats(this.run, contents) : undefined;
	}

	/** Whether a message of this execution went out, or may have, of which a new execution would know nothing. */
	get hasSent(): boolean {
		return this.hasEarlier || Object.keys(this.run.items).length > 0;
	}

	/** Whether an earlier pass of a loop sent something. */
	get hasEarlier(): boolean {
		return this.data.hasEarlier === true;
	}

	/** Whether the outcome of the item is open: it was refused, did not leave, or had no turn. */
	isOpen(item: number): boolean {
		return !this.data.cutOff && this.run.items[item] === undefined;
	}

	/** Why nobody knows what went out before. */
	get whyCutOff(): CutOff | undefined {
		return this.data.cutOff === true ? 'node' : this.data.cutOff;
	}

	/** Before the request leaves. `contents`: what the message says to whom. */
	sending(item: number, contents: () => string[]): void {
		this.run.items[item] = SENDING;
		if (this.byContent) this.tool.say(this.run, contents);
	}

	submitted(item: number, output: IDataObject, shared?: { name: string; fields: IDataObject }): void {
		if (shared) this.run.calls[shared.name] ??= shared.fields;
		this.run.items[item] = { state: 'submitted', output, ...(shared && { call: shared.name }) };
	}

	unknown(item: number, text: FaultText, contents: () => string[]): void {
		this.run.items[item] = { state: 'unknown', text };
		this.remember(text, contents);
	}

	/** Tool calls only: the same content is not sent again in this execution. */
	remember(text: FaultText, contents: () => string[]): void {
		if (this.byContent) this.tool.remember(text, contents);
	}

	/** The message was refused or never left: it may go out again. */
	free(item: number): void {
		delete this.run.items[item];
		delete this.run.said;
	}
}
