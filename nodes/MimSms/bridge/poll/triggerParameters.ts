import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import type { Dialect } from '../../gateway/dialect';
import { andThen, inOrder, invalidInput, success, type Fault, type Result } from '../../gateway/fault';
import { readRecipients } from '../../gateway/phone';
import { splitWords } from '../../gateway/references';
import { visible } from '../../gateway/unseen';
import { SHOOT_ID_MEMORY } from '../../trigger/pollState';
import { REPORT_EVENTS, type Filter, type TriggerEvent } from '../../trigger/filter';
import { asNumber, readChoice, readSwitch, shown } from '../input/readers';

export interface TriggerParameters {
	filter: Filter;
	/** Null: the account as a whole. */
	shootIds: string[] | null;
	/** Null when `balanceLow` is not chosen. In taka. */
	threshold: number | null;
	wantsReports: boolean;
	emitEarlier: boolean;
	testWith: 'sample' | 'live';
}

const EVENTS: readonly TriggerEvent[] = [...REPORT_EVENTS, 'balanceLow'];

/** Reads and checks all parameters of the trigger, before anything is asked. `gatewayOf` tells the API of the account. */
export async function readTriggerParameters(
	context: IPollFunctions,
	gatewayOf: () => Promise<Result<Dialect>>,
): Promise<Result<TriggerParameters>> {
	const options = (context.getNodeParameter('options', {}) ?? {}) as IDataObject;
	const events = [context.getNodeParameter('events', [])].flat() as TriggerEvent[];
	if (events.length === 0) return invalidInput('Events', 'none is chosen. Choose the events that start the workflow');
	const strange = events.find((event) => !EVENTS.includes(event));
	if (strange !== undefined) return invalidInput('Events', `${shown(strange)} is not one of ${EVENTS.join(', ')}`);
	const wantsReports = events.some((event) => event !== 'balanceLow');

	const source = readChoice('Source', context.getNodeParameter('source', 'account'), ['account', 'shootIds']);
	if (!source.ok) return source;
	const shootIds =
		source.value === 'shootIds' && wantsReports
			? await readShootIds(context.getNodeParameter('shootIds', ''), gatewayOf)
			: success(null);
	if (!shootIds.ok) return shootIds;
	const others = inOrder({
		threshold: () =>
			events.includes('balanceLow') ? readThreshold(context.getNodeParameter('balanceThreshold', 100)) : success(null),
		numbers: () => readNumbers('Only Numbers', options.numbers),
		exceptNumbers: () => readNumbers('Except Numbers', options.exceptNumbers),
		testWith: () => readChoice('Test With', options.testWith, ['sample', 'live'] as const),
		emitEarlier: () => readSwitch('Include Reports From Before Activation', options.emitEarlier),
	});
	return andThen(others, ({ numbers, exceptNumbers, ...other }) =>
		success({
			...other,
			filter: { events, statusCodes: words(options.statusCodes), numbers, exceptNumbers },
			shootIds: shootIds.value,
			wantsReports,
		}),
	);
}

/** What the API of the account lacks of the parameters, by the name of the field; null when it has all. */
export function findLacking({ filter, shootIds, wantsReports }: TriggerParameters, gateway: Dialect): Fault | null {
	if (!wantsReports) return null;
	if (shootIds === null && !gateway.can.takeAll)
		return {
			kind: 'invalidInput',
			field: 'Source',
			problem: `All Messages of the Account does not work with ${gateway.name} of this credential, because it can't list the reports of an account. Choose Shoot IDs as Source, or Low Balance as the only event`,
		};
	if (filter.statusCodes.length > 0 && !gateway.can.reportCodes)
		return {
			kind: 'invalidInput',
			field: 'Only Status Codes',
			problem: `does not work with ${gateway.name} of this credential, because its reports have no such codes. Leave it empty, and select what you need under Events`,
		};
	return null;
}

async function readShootIds(value: unknown, gatewayOf: () => Promise<Result<Dialect>>): Promise<Result<string[]>> {
	const gateway = await gatewayOf();
	if (!gateway.ok) return gateway;
	const { can, readReference } = gateway.value;
	const ids = [...new Set(words(value))];
	if (ids.length === 0)
		return invalidInput(
			'Shoot IDs',
			`is empty. Enter the shootId of each message that was sent${can.takeAll ? ', or choose All Messages of the Account as Source' : ''}`,
		);
	if (ids.length > SHOOT_ID_MEMORY)
		return invalidInput('Shoot IDs', `has ${ids.length} IDs, but the trigger can watch at most ${SHOOT_ID_MEMORY}`);
	const references = ids.map((id) => readReference(id));
	const [refused, ...more] = references.filter((reference) => !reference.ok);
	if (refused) {
		if (refused.fault.kind !== 'invalidInput') return refused;
		return invalidInput('Shoot IDs', `${refused.fault.problem}${more.length > 0 ? ` (and ${more.length} more)` : ''}`);
	}
	return success(references.flatMap((reference) => (reference.ok ? [reference.value] : [])));
}

function readNumbers(field: string, value: unknown): Result<string[]> {
	const { msisdns, invalid } = readRecipients(value);
	return invalid.length > 0
		? invalidInput(field, `“${visible(invalid[0].input)}” ${invalid[0].reason}`)
		: success(msisdns);
}

function readThreshold(value: unknown): Result<number> {
	const threshold = asNumber(value);
	if (!Number.isFinite(threshold) || threshold < 0)
		return invalidInput('Balance Threshold', 'must be an amount in taka, 0 or more');
	return success(threshold);
}

const words = (value: unknown): string[] =>
	splitWords(value).map((word) => (typeof word === 'object' ? '{…}' : String(word)));
