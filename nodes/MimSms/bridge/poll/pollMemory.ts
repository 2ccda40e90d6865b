import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { copyOf, decodeState, freshState, isSameState, type Place, type PollState } from '../../trigger/pollState';

/** Where the state stands in the static data of the workflow. */
const KEY = 'mimSmsReports';

/**
 * Static data whose first silence is not over. It is known to this process alone: n8n need not save what a silent poll has
 * written, and after a restart it is better to give out an old report than to keep back a new one.
 */
const STILL_SILENT = new WeakSet<object>();

/** What was read from, or written into, an object that n8n keeps: it watches every access to it, and a poll reads it page by page. */
const KNOWN = new WeakMap<object, PollState>();

/** The trigger's state in n8n's static data. Polls of one process overlap: read, advance and write in the same breath. */
export class PollMemory {
	constructor(
		private readonly context: IPollFunctions,
		private readonly emitEarlier: boolean,
	) {}

	isDamaged(): boolean {
		return this.stored() === 'damaged';
	}

	/** Whether no poll has written anything yet. */
	get isNew(): boolean {
		return this.stored() === null;
	}

	/** The state as it is now. At the first activation by a person, `places` are silent until they have been read. */
	state(places: readonly Place[]): PollState {
		const { staticData } = this;
		const state = this.stored();
		if (state === 'damaged') return freshState([]);
		if (state !== null) return STILL_SILENT.has(staticData) ? state : { ...state, silent: [] };
		const firstActivation = ['activate', 'create'].includes(this.context.getActivationMode());
		if (!firstActivation || this.emitEarlier) return freshState([]);
		STILL_SILENT.add(staticData);
		return freshState(places);
	}

	/** Writes the state when it says something new: what a poll that gives nothing has written, n8n may never save. */
	store(state: PollState): void {
		const before = this.stored();
		if (before !== null && before !== 'damaged' && isSameState(before, state)) return;
		// n8n watches what it is given by changing it.
		this.staticData[KEY] = copyOf(state) as unknown as IDataObject;
		KNOWN.set(this.staticData[KEY], state);
	}

	private stored(): PollState | null | 'damaged' {
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
