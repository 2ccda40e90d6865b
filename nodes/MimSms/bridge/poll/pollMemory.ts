import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { oneLine } from '../../gateway/faultText';
import type { DeliveryReport } from '../../gateway/report';
import { copyOf, decodeState, freshState, isSameState, type Place, type PollState } from '../../trigger/pollState';
import { isEarlier, isSilenceOver } from '../../trigger/silence';

/** Where the state stands in the static data of the workflow. */
const KEY = 'mimSmsReports';

/** Of which workflow the state is: one that was imported together with its static data begins anew. */
const OWNER = 'mimSmsWorkflow';

/**
 * When the workflow of this static data was first activated by a person (ms). It is known to this process alone: n8n need not save
 * what a silent poll has written, and after a restart it is better to give out an old report than to keep back a new one.
 */
const FIRST_ACTIVATED = new WeakMap<object, number>();

/** When the balance was asked for that the state speaks of (ms): a poll may end after one that began later. */
const BALANCE_ASKED = new WeakMap<object, number>();

/** How n8n calls it when a person activates a workflow; after an activation that failed, n8n 2 calls the next one an update. */
const BY_A_PERSON = ['activate', 'create'];

/** Triggers of which the first activation failed, since this process started. */
const FAILED_AT_FIRST = new Set<string>();

/**
 * The static data of each trigger's newest poll in this process: n8n makes a new object for each activation. n8n 1 takes the reports of a
 * poll that still runs when the workflow is saved, and polls anew at once with what was stored before it; n8n 2 drops them.
 */
const NEWEST = new Map<string, object>();

const nameOf = (context: IPollFunctions): string => `${context.getWorkflow().id}/${context.getNode().name}`;

const isByAPerson = (context: IPollFunctions): boolean => {
	const mode = context.getActivationMode();
	return BY_A_PERSON.includes(mode) || (mode === 'update' && FAILED_AT_FIRST.has(nameOf(context)));
};

/** How n8n calls it where nobody is there to read an error: n8n starts, or another main process takes over. */
const BY_N8N = ['init', 'leadershipChange'];

/**
 * Does what a poll does, and notes whether the first activation by a person failed with it: the next one is the first, then. A test run says
 * nothing of that. Where n8n itself activates, a first poll that fails gives nothing: thrown, n8n 2 would give the activation up after five
 * tries, and the trigger would never ask again. The next poll fails as any does, where the user sees it.
 */
export async function asActivation<T>(context: IPollFunctions, poll: () => Promise<T>): Promise<T | null> {
	if (context.getMode() === 'manual') return await poll();
	const staticData = context.getWorkflowStaticData('node');
	const isActivation = NEWEST.get(nameOf(context)) !== staticData;
	NEWEST.set(nameOf(context), staticData);
	const isByN8n = isActivation && BY_N8N.includes(context.getActivationMode());
	let hasFailed = true;
	try {
		const result = await (isByN8n ? poll().catch((error: Error) => logged(context, error)) : poll());
		hasFailed = false;
		return result;
	} finally {
		if (!hasFailed) FAILED_AT_FIRST.delete(nameOf(context));
		else if (isActivation && isByAPerson(context)) FAILED_AT_FIRST.add(nameOf(context));
	}
}

function logged(context: IPollFunctions, { message, description }: Error & { description?: string | null }): null {
	const advice = [description, 'The next poll asks again.'].filter(Boolean).join(' ');
	context.logger.warn(`MiM SMS Trigger: ${oneLine({ message, advice })}`);
	return null;
}

/** What was read from, or written into, an object that n8n keeps: it watches every access to it, and a poll reads it page by page. */
const KNOWN = new WeakMap<object, PollState>();

/** The trigger's state in n8n's static data. Polls of one process overlap: read, advance and write in the same breath. */
export class PollMemory {
	/** Whether this poll is that of the first activation. */
	private isActivation = false;

	constructor(
		private readonly context: IPollFunctions,
		private readonly parameters: { emitEarlier: boolean },
	) {}

	isDamaged(): boolean {
		return this.stored() === 'damaged';
	}

	/** Whether an earlier poll has left a state. */
	get hasState(): boolean {
		return this.stored() !== null;
	}

	/** Whether n8n has activated the workflow anew since this poll began, and asked again. */
	get isSuperseded(): boolean {
		return NEWEST.get(nameOf(this.context)) !== this.staticData;
	}

	/** Whether no later balance has been taken in than the one that was asked for at this moment (ms), which is from now on the latest. */
	takesBalance(asked: number): boolean {
		if (asked < (BALANCE_ASKED.get(this.staticData) ?? 0)) return false;
		BALANCE_ASKED.set(this.staticData, asked);
		return true;
	}

	/** The state as it is now; where none is stored and a person activated the workflow, what is old in `places` is silent until they have been read. */
	state(places: readonly Place[]): PollState {
		const state = this.stored();
		if (state === 'damaged') return freshState([]);
		const at = FIRST_ACTIVATED.get(this.staticData);
		const isSilent = at !== undefined && !isSilenceOver(at, Date.now());
		if (state === null) return freshState(isSilent ? places : []);
		return isSilent ? state : { ...state, silent: [] };
	}

	/** Whether a report of a silent place stays silent. */
	isEarlier(report: DeliveryReport): boolean {
		const at = FIRST_ACTIVATED.get(this.staticData);
		return at !== undefined && isEarlier(report, { at, isOwnPoll: this.isActivation });
	}

	/** Notes when a person activated the workflow for the first time: old reports are silent from this poll on. */
	noteActivation(): void {
		if (this.stored() !== null) return;
		const isFirst = isByAPerson(this.context) && !this.parameters.emitEarlier;
		if (!isFirst || FIRST_ACTIVATED.has(this.staticData)) return;
		FIRST_ACTIVATED.set(this.staticData, Date.now());
		this.isActivation = true;
	}

	/** Writes the state when it says something new: what a poll that gives nothing has written, n8n may never save. */
	store(state: PollState): void {
		const before = this.stored();
		if (before !== null && before !== 'damaged' && isSameState(before, state)) return;
		// n8n watches what it is given by changing it.
		this.staticData[KEY] = copyOf(state) as unknown as IDataObject;
		this.staticData[OWNER] = this.context.getWorkflow().id;
		KNOWN.set(this.staticData[KEY], state);
	}

	private stored(): PollState | null | 'damaged' {
		const owner = this.staticData[OWNER];
		if (owner !== undefined && owner !== this.context.getWorkflow().id) return null;
		const raw = this.staticData[KEY];
		if (typeof raw !== 'object' || raw === null) return decodeState(raw);
		const known = KNOWN.get(raw);
		if (known) return known;
		const state = decodeState(raw);
		if (state !== null && state !== 'damaged') KNOWN.set(raw, state);
		return state;
	}

	private get staticData(): IDataObject {
		return this.context.getWorkflowStaticData('node');
	}
}
