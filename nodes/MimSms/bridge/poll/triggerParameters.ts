import type { IDataObject, INodeProperties, IPollFunctions } from 'n8n-workflow';
import type { Dialect } from '../../gateway/dialect';
import { andThen, inOrder, invalidInput, success, type Fault, type Result } from '../../gateway/fault';
import { readRecipients } from '../../gateway/phone';
import { splitWords } from '../../gateway/references';
import { visible } from '../../gateway/unseen';
import { SHOOT_ID_MEMORY } from '../../trigger/pollState';
import { REPORT_EVENTS, type TriggerEvent } from '../../trigger/events';
import type { Filter } from '../../trigger/filter';
import { asNumber, readChoice, readSwitch, shown } from '../input/fieldReaders';
import {
	balanceThresholdField,
	emitEarlierOption,
	eventsField,
	exceptNumbersOption,
	numbersOption,
	shootIdsField,
	sourceField,
	statusCodesOption,
	testWithOption,
} from './fields';

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

const EVENTS: readonly TriggerEvent[] = eventsField.options.map(({ value }) => value);

/** Reads and checks all parameters of the trigger, before anything is asked. `gatewayOf` tells the API of the account. */
export async function readTriggerParameters(
	context: IPollFunctions,
	gatewayOf: () => Promise<Result<Dialect>>,
): Promise<Result<TriggerParameters>> {
	const options = (context.getNodeParameter('options', {}) ?? {}) as IDataObject;
	const events = [context.getNodeParameter(eventsField.name, [])].flat() as TriggerEvent[];
	if (events.length === 0)
		return invalidInput(eventsField.displayName, 'none is chosen. Choose the events that start the workflow');
	const strange = events.find((event) => !EVENTS.includes(event));
	if (strange !== undefined)
		return invalidInput(eventsField.displayName, `${shown(strange)} is not one of ${EVENTS.join(', ')}`);
	const wantsReports = REPORT_EVENTS.some((event) => events.includes(event));

	const source = readChoice(sourceField, context.getNodeParameter(sourceField.name, sourceField.default));
	if (!source.ok) return source;
	const shootIds =
		source.value === 'shootIds' && wantsReports
			? await readShootIds(context.getNodeParameter(shootIdsField.name, shootIdsField.default), gatewayOf)
			: success(null);
	if (!shootIds.ok) return shootIds;
	const others = inOrder({
		threshold: () =>
			events.includes('balanceLow')
				? readThreshold(context.getNodeParameter(balanceThresholdField.name, balanceThresholdField.default))
				: success(null),
		statusCodes: () => readStatusCodes(options[statusCodesOption.name]),
		numbers: () => readNumbers(numbersOption, options),
		exceptNumbers: () => readNumbers(exceptNumbersOption, options),
		testWith: () => readChoice(testWithOption, options[testWithOption.name]),
		emitEarlier: () => readSwitch(emitEarlierOption, options[emitEarlierOption.name]),
	});
	return andThen(others, ({ statusCodes, numbers, exceptNumbers, ...other }) =>
		success({
			...other,
			filter: { events, statusCodes, numbers, exceptNumbers },
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
			field: sourceField.displayName,
			problem: `All Messages of the Account does not work with ${gateway.name} of this credential, because it can't list the reports of an account. Choose Shoot IDs as Source, or Low Balance as the only event. To know whether a new message arrives, use Send and Track in the workflow that sends it`,
		};
	if (filter.statusCodes.length > 0 && !gateway.can.reportCodes)
		return {
			kind: 'invalidInput',
			field: statusCodesOption.displayName,
			problem: `does not work with ${gateway.name} of this credential, because its reports have no such codes. Leave it empty, and select what you need under Events`,
		};
	return null;
}

/** A word in place of a code would take all reports out of the gateway, and let none through. */
function readStatusCodes(value: unknown): Result<string[]> {
	const codes = words(value);
	const strange = codes.find((code) => !/^(?:0|[1-9]\d{0,8})$/.test(code));
	if (strange === undefined) return success(codes);
	return invalidInput(
		statusCodesOption.displayName,
		`${shown(strange)} is not a code. Enter codes such as 1 or 13, separated by commas. To choose by words, use Events`,
	);
}

async function readShootIds(value: unknown, gatewayOf: () => Promise<Result<Dialect>>): Promise<Result<string[]>> {
	const gateway = await gatewayOf();
	if (!gateway.ok) return gateway;
	const { can, readReference } = gateway.value;
	const ids = [...new Set(words(value))];
	if (ids.length === 0)
		return invalidInput(
			shootIdsField.displayName,
			`is empty. Enter the shootId of each message that was sent${can.takeAll ? ', or choose All Messages of the Account as Source' : ''}`,
		);
	if (ids.length > SHOOT_ID_MEMORY)
		return invalidInput(
			shootIdsField.displayName,
			`has ${ids.length} IDs, but the trigger can watch at most ${SHOOT_ID_MEMORY}`,
		);
	const references = ids.map((id) => readReference(id));
	const [refused, ...more] = references.filter((reference) => !reference.ok);
	if (refused) {
		if (refused.fault.kind !== 'invalidInput') return refused;
		return invalidInput(
			shootIdsField.displayName,
			`${refused.fault.problem}${more.length > 0 ? ` (and ${more.length} more)` : ''}`,
		);
	}
	return success(references.flatMap((reference) => (reference.ok ? [reference.value] : [])));
}

function readNumbers(field: INodeProperties, options: IDataObject): Result<string[]> {
	const { msisdns, invalid } = readRecipients(options[field.name]);
	return invalid.length > 0
		? invalidInput(field.displayName, `“${visible(invalid[0].input)}” ${invalid[0].reason}`)
		: success(msisdns);
}

function readThreshold(value: unknown): Result<number> {
	const threshold = asNumber(value);
	if (!Number.isFinite(threshold) || threshold < balanceThresholdField.typeOptions.minValue)
		return invalidInput(balanceThresholdField.displayName, 'must be an amount in taka, 0 or more');
	return success(threshold);
}

const words = (value: unknown): string[] =>
	splitWords(value).map((word) => (typeof word === 'object' ? '{…}' : String(word)));
