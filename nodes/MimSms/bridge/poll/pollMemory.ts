import type { IDataObject, IPollFunctions } from 'n8n-workflow';
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
		const isFirst = ['activate', 'create'].includes(this.context.getActivationMode()) && !this.parameters.emitEarlier;
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
