import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { failure, success, type Fault, type Outcome } from '../gateway/fault';
import { faultText, oneLine } from '../gateway/faultText';
import { readBalance } from '../gateway/replies';
import { PAGE_SIZE, readReports, readTakenReports, type DeliveryReport } from '../gateway/reports';
import { allReportsRequest, balanceRequest, reportsRequest } from '../gateway/requests';
import { isChosen } from '../trigger/filter';
import { advance, decodeState, forgetOtherPlaces, freshState, keepOnly, remembered, SHOOT_ID_MEMORY, type PollState } from '../trigger/pollState';
import { SAMPLE_FAILURE, SAMPLE_REPORT } from '../trigger/sample';
import { toItem } from '../resources/deliveryReport/toItem';
import { limitParallel } from '../vendor';
import { Connection } from './connection';
import { nodeError } from './nodeErrors';
import type { TriggerParameters } from './triggerParameters';

/** Where the state stands in the static data of the workflow. */
const KEY = 'mimSmsReports';

const DEFAULT_BUDGET = 300_000;

/** Pages of one poll at most: 10,000 reports. The rest comes with the next. */
const PAGE_CAP = 100;

/** No request of a poll may take longer, in milliseconds. */
const REQUEST_TIMEOUT = 60_000;

const SHOOT_IDS_AT_ONCE = 4;

/** One poll of the trigger: what is new, as the JSON of its items. Throws, without a change of state, when the gateway fails at once. */
export class PollRun {
	private readonly connection: Connection;

	/** No new request after this moment; milliseconds since the epoch. */
	private readonly deadline: number;

	/** n8n takes no answer of this poll after this moment. */
	private readonly abandonedAt: number;

	constructor(
		private readonly context: IPollFunctions,
		private readonly parameters: TriggerParameters,
	) {
		this.connection = new Connection(context, {});
		const budget = context.getPollBudgetMs?.() ?? DEFAULT_BUDGET;
		this.abandonedAt = Date.now() + budget;
		this.deadline = Date.now() + budget * 0.7;
	}

	/** A poll of the active workflow. */
	async poll(): Promise<IDataObject[]> {
		this.begin();
		const balance = await this.askBalance();
		const reports = this.parameters.shootIds ? await this.pollShootIds(this.parameters.shootIds) : await this.drain();
		return [...this.chosen(reports), ...this.balanceEvents(balance)];
	}

	/** A test run in the editor: no state is read or written, and at most one call is made. */
	async test(): Promise<IDataObject[]> {
		const { wantsReports, threshold, testWith, shootIds } = this.parameters;
		if (testWith === 'sample') return [this.sample()];
		if (!wantsReports) {
			const balance = await this.askBalance();
			return balance !== null && threshold !== null && balance < threshold ? [balanceItem(balance, threshold)] : [];
		}
		const [shootId] = shootIds ?? [];
		const page = shootId === undefined ? await this.askAll() : await this.askOne(shootId);
		if (!page.ok) throw this.error(page.fault);
		return this.chosen(page.value.map((report) => ({ report, shootId: shootId ?? null })));
	}

	/** Notices a damaged state before the first request, and starts anew without silencing anything. */
	private begin(): void {
		if (decodeState(this.stored()) === 'damaged') {
			this.context.logger.warn('MiM SMS Trigger: the stored state of the trigger is damaged and is set aside; reports that had come out may come once more');
		}
	}

	/** The state as it is now: polls of one process may overlap, so it is read anew at each page and written in the same breath. */
	private state(): PollState {
		const state = decodeState(this.stored());
		if (state === 'damaged') return freshState(false);
		const { wantsReports, emitEarlier } = this.parameters;
		const firstActivation = ['activate', 'create'].includes(this.context.getActivationMode());
		return state ?? freshState(firstActivation && wantsReports && !emitEarlier);
	}

	private stored(): unknown {
		return this.context.getWorkflowStaticData('node')[KEY];
	}

	private store(state: PollState): void {
		this.context.getWorkflowStaticData('node')[KEY] = state as unknown as IDataObject;
	}

	/** Takes all waiting reports out, page by page. After the first page nothing throws: what was handed out must come out. */
	private async drain(): Promise<Found[]> {
		const found: Found[] = [];
		if (!this.parameters.wantsReports) return found;
		for (let pages = 0; pages < PAGE_CAP && (pages === 0 || Date.now() < this.deadline); pages++) {
			const page = await this.askAll();
			if (!page.ok) {
				if (pages === 0) throw this.error(page.fault);
				this.warn('Reading the reports stopped before the end', page.fault);
				break;
			}
			const before = this.state();
			const { state, fresh } = advance(before, { account: true }, page.value);
			const isLast = page.value.length < PAGE_SIZE || fresh.length === 0;
			const silent = before.silent && !isLast;
			if (fresh.length > 0 || silent !== before.silent || this.stored() === undefined) this.store(forgetOtherPlaces({ ...state, silent }, [{ account: true }]));
			if (!before.silent) found.push(...fresh.map((report) => ({ report, shootId: null })));
			if (isLast) break;
		}
		return found;
	}

	/**
	 * Asks for each shoot ID; one that fails does not stop the others. The state changes in one step at the end, and not at
	 * all when n8n has given this poll up by then: the gateway brings these reports again, so none is lost.
	 */
	private async pollShootIds(shootIds: string[]): Promise<Found[]> {
		const pages = await this.askEach(shootIds);
		if (Date.now() >= this.abandonedAt) return [];
		const { silent, ...before } = this.state();
		const found: Found[] = [];
		let state = forgetOtherPlaces({ ...before, silent: false }, shootIds.map((shootId) => ({ shootId })));
		for (const [shootId, page] of pages) {
			const step = advance(state, { shootId }, page);
			state = step.state;
			if (!silent) found.push(...step.fresh.map((report) => ({ report, shootId })));
		}
		if (remembered(state) > SHOOT_ID_MEMORY) for (const [shootId, page] of pages) state = keepOnly(state, { shootId }, page);
		if (remembered(state) > SHOOT_ID_MEMORY) {
			throw this.error({ kind: 'invalidInput', field: 'Shoot IDs', problem: `they have more than ${SHOOT_ID_MEMORY} reports together; take IDs off the list whose messages are done` });
		}
		this.store(state);
		return found;
	}

	private async askEach(shootIds: string[]): Promise<Map<string, DeliveryReport[]>> {
		const pages = new Map<string, DeliveryReport[]>();
		const faults: Fault[] = [];
		await limitParallel(SHOOT_IDS_AT_ONCE).map(shootIds, async (shootId) => {
			if (Date.now() >= this.deadline) {
				this.warn(`No time was left for shoot ID ${shootId}`, { kind: 'lost', why: 'the poll had to end' });
				return;
			}
			const page = await this.askOne(shootId);
			if (page.ok) {
				pages.set(shootId, page.value);
				return;
			}
			faults.push(page.fault);
			this.warn(`The reports of shoot ID ${shootId} could not be read`, page.fault);
		});
		if (pages.size === 0 && faults.length > 0) throw this.error(faults[0]);
		return new Map(shootIds.flatMap((shootId) => (pages.has(shootId) ? [[shootId, pages.get(shootId) as DeliveryReport[]]] : [])));
	}

	private async askAll(): Promise<Outcome<DeliveryReport[]>> {
		const page = await this.connection.ask(allReportsRequest(), readTakenReports, { encoding: 'stream', deadline: this.requestDeadline() });
		return page.ok ? success(page.value.reports) : page;
	}

	private async askOne(shootId: string): Promise<Outcome<DeliveryReport[]>> {
		const page = await this.connection.ask(reportsRequest(shootId, false), readReports, { deadline: this.requestDeadline() });
		return page.ok ? success(page.value.reports) : page;
	}

	private async askBalance(): Promise<number | null> {
		if (this.parameters.threshold === null) return null;
		const balance = await this.connection.ask(balanceRequest(), readBalance, { deadline: this.requestDeadline() });
		if (!balance.ok) throw this.error(balance.fault);
		return balance.value;
	}

	private requestDeadline(): number {
		return Math.min(Date.now() + REQUEST_TIMEOUT, this.abandonedAt - (this.abandonedAt - this.deadline) / 3);
	}

	/** One event on falling below the threshold; armed again when the balance has risen to it. */
	private balanceEvents(balance: number | null): IDataObject[] {
		const { threshold } = this.parameters;
		if (balance === null || threshold === null) return [];
		const state = this.state();
		const low = balance < threshold;
		if (low !== state.low || this.stored() === undefined) this.store({ ...state, low });
		return low && !state.low ? [balanceItem(balance, threshold)] : [];
	}

	private chosen(found: Found[]): IDataObject[] {
		return found
			.filter(({ report }) => isChosen(this.parameters.filter, report))
			.map(({ report, shootId }) => ({ ...toItem(report, shootId), event: report.status }));
	}

	private sample(): IDataObject {
		const { filter, threshold, wantsReports } = this.parameters;
		if (!wantsReports) return balanceItem(Math.max(0, (threshold ?? 100) - 1), threshold ?? 100);
		const sample = filter.events.includes('delivered') ? SAMPLE_REPORT : SAMPLE_FAILURE;
		return { ...sample, event: sample.status };
	}

	private error(fault: Fault) {
		return nodeError(this.context.getNode(), fault, { itemIndex: 0, runIndex: 0, sending: false });
	}

	private warn(what: string, fault: Fault): void {
		this.context.logger.warn(`MiM SMS Trigger: ${what}: ${oneLine(faultText(fault, false))}`);
	}
}

interface Found {
	report: DeliveryReport;
	/** The one asked for. */
	shootId: string | null;
}

const balanceItem = (balance: number, threshold: number): IDataObject => ({ event: 'balanceLow', balance, currency: 'BDT', threshold });

/** What a trigger without sound parameters throws. */
export const parameterError = (context: IPollFunctions, { fault }: ReturnType<typeof failure>) =>
	nodeError(context.getNode(), fault, { itemIndex: 0, runIndex: 0, sending: false });
