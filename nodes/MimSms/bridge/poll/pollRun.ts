import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { Connection } from '../http/connection';
import { CUT_OFF, toEventItem } from '../run/reportItem';
import type { Dialect } from '../../gateway/dialect';
import { success, type Result } from '../../gateway/fault';
import { AccountReading } from '../../trigger/accountReading';
import { REPORT_EVENTS } from '../../trigger/events';
import { isChosen } from '../../trigger/filter';
import { ACCOUNT, type Place } from '../../trigger/pollState';
import { BARE_SAMPLES, SAMPLES } from '../../trigger/sample';
import type { Found } from './found';
import { pollError, PollGateway } from './pollGateway';
import { asActivation, PollMemory } from './pollMemory';
import { askShootIds } from './shootIdReports';
import { findLacking, readTriggerParameters, type TriggerParameters } from './triggerParameters';

/** What n8n asks of the trigger: the items of a poll, or of a test run in the editor; null when there is nothing new. */
export const pollNode = async (context: IPollFunctions): Promise<INodeExecutionData[][] | null> =>
	await asActivation(context, async () => await readNode(context));

async function readNode(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const connection = new Connection(context, () => success({}));
	const parameters = await readTriggerParameters(context, async () => await connection.gateway());
	if (!parameters.ok) throw pollError(context, parameters.fault);
	const items = await itemsOf(context, connection, parameters.value);
	return items.length === 0 ? null : [items.map((json) => ({ json }))];
}

/** The sample asks nothing, so it works with any account, and with none. */
async function itemsOf(
	context: IPollFunctions,
	connection: Connection,
	parameters: TriggerParameters,
): Promise<IDataObject[]> {
	const isTest = context.getMode() === 'manual';
	const gateway = await connection.gateway();
	if (isTest && parameters.testWith === 'sample') return [sample(parameters, gateway)];
	const fault = gateway.ok ? findLacking(parameters, gateway.value) : gateway.fault;
	if (fault) throw pollError(context, fault);
	return isTest ? await pollForTest(context, connection, parameters) : await poll(context, connection, parameters);
}

/** A poll of the active workflow: the JSON of what is new. Throws, without a change of state, when the gateway fails at once. */
async function poll(
	context: IPollFunctions,
	connection: Connection,
	parameters: TriggerParameters,
): Promise<IDataObject[]> {
	const gateway = new PollGateway(context, connection);
	const memory = new PollMemory(context, parameters);
	if (memory.isDamaged())
		gateway.warn(
			'the stored state of the trigger is damaged and was discarded. Reports that were output before may be output again',
		);
	const { shootIds, threshold, wantsReports } = parameters;
	const asked = performance.now();
	// First, since nothing may fail once reports were taken out.
	const balance = threshold === null ? null : await gateway.askBalance();
	memory.noteActivation();
	const found = !wantsReports
		? []
		: shootIds
			? await askShootIds(gateway, memory, shootIds)
			: await drainAccount(gateway, memory);
	const low =
		balance === null || threshold === null || gateway.isAbandoned || memory.isSuperseded || !memory.takesBalance(asked)
			? []
			: lowBalance(memory, placesOf(parameters), balance, threshold);
	return [...chosen(parameters, found), ...low];
}

/** Pages of one poll at most, apart from those that are old as a whole: 10,000 reports. The rest comes with the next. */
const PAGE_CAP = 100;

/** Takes all waiting reports out, page by page. After the first page nothing throws: what was handed out must come out. */
async function drainAccount(gateway: PollGateway, memory: PollMemory): Promise<Found[]> {
	const { most } = await gateway.dialect();
	const reading = new AccountReading(most.reports, memory.state([ACCOUNT]), (report) => memory.isEarlier(report));
	for (let pages = 0; !reading.isOver && reading.heard < PAGE_CAP && gateway.hasTime; pages++) {
		const asked = memory.state([ACCOUNT]);
		const page = await gateway.askAll();
		if (!page.ok) {
			if (pages === 0) throw gateway.error(page.fault);
			gateway.warn('reading the reports stopped before the end', page.fault);
			break;
		}
		if (!page.value.complete) gateway.warn(CUT_OFF);
		memory.store(reading.take(page.value, { asked, now: memory.state([ACCOUNT]) }));
	}
	return reading.reports().map((report) => ({ report, shootId: null }));
}

/** A test run in the editor with live reports: no state is read or written, and at most one call is made. */
async function pollForTest(
	context: IPollFunctions,
	connection: Connection,
	parameters: TriggerParameters,
): Promise<IDataObject[]> {
	const { shootIds, threshold, wantsReports } = parameters;
	const gateway = new PollGateway(context, connection);
	if (!wantsReports && threshold !== null) {
		const balance = await gateway.askBalance();
		return balance < threshold ? [balanceItem(balance, threshold)] : [];
	}
	if (shootIds) {
		const page = await gateway.askOne(shootIds[0]);
		if (!page.ok) throw gateway.error(page.fault);
		return chosen(
			parameters,
			page.value.map((report) => ({ report, shootId: shootIds[0] })),
		);
	}
	const page = await gateway.askAll();
	if (!page.ok) throw gateway.error(page.fault);
	return chosen(
		parameters,
		page.value.reports.map((report) => ({ report, shootId: null })),
	);
}

/** Where reports are read, and are silent at first: also when there was no time left for them. */
const placesOf = ({ shootIds, wantsReports }: TriggerParameters): Place[] =>
	!wantsReports ? [] : (shootIds?.map((shootId) => ({ shootId })) ?? [ACCOUNT]);

/** One event on falling below the threshold; armed again when the balance has risen above it. */
function lowBalance(memory: PollMemory, places: Place[], balance: number, threshold: number): IDataObject[] {
	const state = memory.state(places);
	const low = balance < threshold || (balance === threshold && state.low);
	memory.store({ ...state, low });
	return low && !state.low ? [balanceItem(balance, threshold)] : [];
}

const chosen = ({ filter }: TriggerParameters, found: Found[]): IDataObject[] =>
	found
		.filter(({ report }) => isChosen(filter, report))
		.map(({ report, shootId }) => toEventItem(report.status, report, shootId));

/** A test run in the editor with what a report of this gateway looks like; of the classic one where there is no account yet. */
function sample(
	{ filter, shootIds, threshold, wantsReports }: TriggerParameters,
	gateway: Result<Dialect>,
): IDataObject {
	if (!wantsReports) return balanceItem(Math.max(0, (threshold ?? 100) - 1), threshold ?? 100);
	const event = REPORT_EVENTS.find((status) => filter.events.includes(status)) ?? 'delivered';
	const isBare = gateway.ok && !gateway.value.can.reportCodes;
	return toEventItem(event, (isBare ? BARE_SAMPLES : SAMPLES)[event], shootIds?.[0] ?? null);
}

const balanceItem = (balance: number, threshold: number): IDataObject => ({
	event: 'balanceLow',
	balance,
	currency: 'BDT',
	threshold,
});
