import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { andThen, inOrder, invalidInput, success, type Result } from '../../gateway/fault';
import { FIELD } from '../../gateway/fieldNames';
import { GATEWAY_ZONE, readSchedule, type Schedule } from '../../gateway/gatewayTime';
import { countParts, type Parts, type TypeChoice } from '../../gateway/parts';
import { findPlaceholder, hasWrittenLineBreak, placeholderProblem } from '../../gateway/placeholders';
import { readRecipients, type InvalidRecipient, type Recipients } from '../../gateway/phone';
import type { Label } from '../../gateway/sms';
import { visible, withoutUnseen } from '../../gateway/unseen';
import type { Dialect } from '../../gateway/dialect';
import type { ItemOutcome } from '../../bridge/run/ledger';
import type { Run } from '../../bridge/run/run';
import { readChoice, readCount, shown } from '../../bridge/input/fieldReaders';
import { evaluated } from '../../bridge/input/parameters';
import { sendingError } from '../../bridge/run/nodeErrors';
import { campaignOption, invalidNumbersOption, labelOption, replyOption, scheduledOption, typeOption } from './fields';

/** What a message is before anyone knows how it will be sent. */
export interface Draft {
	recipients: Recipients;
	message: string;
	parts: Parts;
	options: IDataObject;
}

/** Reads `to`, `message` and the options about them for one item; refuses what can't be sent, naming the field. `gateway`: the API that is to send it. */
export function readDraft(run: Run, item: number, gateway: Dialect): Result<Draft> {
	const options = readOptions(run, item);
	const read = inOrder({
		recipients: () =>
			andThen(readInvalidNumbers(options), (invalidNumbers) =>
				checkRecipients(recipientsOf(run.parameter('to', item, ''), gateway), invalidNumbers),
			),
		message: () => readMessage(run, item),
		type: () => readType(options),
	});
	return andThen(read, ({ recipients, message, type }) =>
		andThen(countParts(message, encodingFor(type, gateway)), (parts) =>
			success({ recipients, message, parts, options }),
		),
	);
}

/** The choice that has an effect: an API that is not told decides by the text. */
const encodingFor = (type: TypeChoice, { can }: Dialect): TypeChoice =>
	type === 'unicode' && !can.chooseEncoding ? 'auto' : type;

/** How the text is to be encoded. */
export const readType = (options: IDataObject): Result<TypeChoice> => readChoice(typeOption, options[typeOption.name]);

/** What stands under Options for one item. */
export const readOptions = (run: Run, item: number): IDataObject =>
	(run.parameter('options', item, {}) ?? {}) as IDataObject;

type CountOption = INodeProperties & Parameters<typeof readCount>[0];

/**
 * An option of the whole run: what the first item says. Where its options can't be evaluated, that item is refused later, and the
 * default serves the others. A bad one throws; under On Error: Continue it is the fault of each item that is still to be sent.
 */
export function readRunOption(run: Run, option: CountOption): Result<number> {
	const options = evaluated(() => readOptions(run, run.items[0] ?? 0));
	const count = options.ok ? readCount(option, options.value[option.name]) : success(option.default as number);
	if (count.ok || run.continueOnFail) return count;
	throw sendingError(run, count.fault, run.items[0] ?? 0);
}

/** The text of one item, as it would go out. */
export function readMessage(run: Run, item: number): Result<string> {
	return andThen(readText(run.parameter('message', item, '')), (message) => checkFilledIn(run, item, message));
}

/** Refuses a text with a placeholder for a field of the item. What an agent fills in are no fields. */
export function checkFilledIn(run: Run, item: number, message: string): Result<string> {
	const placeholder = findPlaceholder(message, run.asTool ? [] : Object.keys(run.json(item)));
	if (placeholder === null) return success(message);
	const fixed = !String(run.node.parameters.message).startsWith('=');
	const { problem, remedy } = placeholderProblem(placeholder, { fixed });
	return invalidInput(FIELD.message, problem, remedy);
}

/** Tells of texts with a line break that a phone would show as two characters. */
export function hintWrittenLineBreaks(run: Run, messages: Iterable<string>): void {
	let found = 0;
	for (const message of messages) if (hasWrittenLineBreak(message)) found++;
	if (found > 0)
		run.hint(
			`${found === 1 ? 'A message contains' : `${found} messages contain`} \\n or \\r as two characters, and phones show them like that. For a line break, press Enter in Message. In an expression, add .replaceAll('\\\\n', '\\n') after the field.`,
		);
}

/** Refuses an empty text, and one that was cut within an emoji and could not arrive as it is. */
export function readText(value: unknown): Result<string> {
	if (typeof value === 'object' && value !== null)
		return invalidInput(FIELD.message, 'must be text, not an object or list. Choose the field that contains the text');
	if (typeof value === 'boolean' || (typeof value === 'number' && !Number.isFinite(value)))
		return invalidInput(FIELD.message, `is ${shown(value)}, not text. Check what the expression gives for this item`);
	const message = String(value ?? '');
	if (message.trim() === '')
		return invalidInput(
			FIELD.message,
			'is empty. If it comes from an expression, check that the expression gives a text for this item',
		);
	return message.isWellFormed()
		? success(message)
		: invalidInput(FIELD.message, 'contains half a character: the text was cut inside an emoji. Cut it somewhere else');
}

/** On which terms a message goes out: all that it says besides number and text. */
export interface Terms {
	senderId: string;
	schedule: Schedule | null;
	label: Label;
}

/** Reads the terms of one item; the sender ID comes from the credential where the node leaves it empty. */
export async function readTerms(run: Run, item: number, options: IDataObject): Promise<Result<Terms>> {
	const account = await run.connection.signedIn();
	if (!account.ok) return account;
	return inOrder({
		senderId: () => readSenderId(run.parameter('senderId', item, ''), account.value.senderId),
		schedule: () => readWhen(run, options, account.value.dialect),
		label: () => readChoice(labelOption, options[labelOption.name]),
	});
}

/** At once where the option is not set; and where an agent left it out. */
function readWhen({ asTool, zone }: Run, options: IDataObject, { can, name }: Dialect): Result<Schedule | null> {
	const field = scheduledOption.name;
	const value = options[field] ?? null;
	if (!Object.hasOwn(options, field) || (asTool && value === null)) return success(null);
	if (!can.schedule && value !== null && value !== '')
		return invalidInput(
			scheduledOption.displayName,
			`does not work with ${name}, which sends at once. Leave it empty, and put n8n's Wait node before this node`,
		);
	return readSchedule(value, zone, Date.now());
}

const SHOWN_MOMENTS = 3;

const momentInWords = ({ wire, local }: Schedule, zone: string): string =>
	`${wire} Bangladesh time (${GATEWAY_ZONE})${local === wire ? '' : `, or ${local} in the workflow's time zone (${zone})`}`;

/** Shows each moment for which messages were submitted in both zones, once. */
export function hintSchedules(
	run: Run,
	results: ReadonlyMap<number, ItemOutcome>,
	schedules: ReadonlyArray<[item: number, schedule: Schedule | null]>,
): void {
	const moments = new Set(
		schedules.flatMap(([item, schedule]) =>
			schedule && results.get(item)?.outcome === 'submitted' ? [momentInWords(schedule, run.zone)] : [],
		),
	);
	const shown = [...moments].slice(0, SHOWN_MOMENTS).join('; ');
	const more = moments.size - SHOWN_MOMENTS;
	if (moments.size > 0) run.hint(`Scheduled for ${shown}${more > 0 ? `; and ${more} more times` : ''}.`);
}

/** The node's own Sender ID, else the credential's. */
function readSenderId(own: unknown, fallback: string): Result<string> {
	if (typeof own === 'object' && own !== null) return invalidInput(FIELD.senderId, 'must be text');
	const senderId = withoutUnseen(String(own ?? '')).trim() || fallback;
	if (senderId === '')
		return invalidInput(
			FIELD.senderId,
			'is empty here and in the credential. Enter the sender ID (masking or number) that the gateway approved for the account',
		);
	return /[\p{Cc}\p{Cs}]/u.test(senderId)
		? invalidInput(FIELD.senderId, 'contains a line break, a control character or half a character')
		: success(senderId);
}

/** What to do with a number that is none. */
export const readInvalidNumbers = (options: IDataObject): Result<'fail' | 'skip'> =>
	readChoice(invalidNumbersOption, options[invalidNumbersOption.name]);

/** Refuses recipients of whom none is valid, and invalid ones where they are not to be skipped. */
export function checkRecipients(recipients: Recipients, invalidNumbers: 'fail' | 'skip'): Result<Recipients> {
	if (recipients.invalid.length > 0 && invalidNumbers === 'fail')
		return invalidInput(
			FIELD.to,
			named(recipients.invalid),
			recipients.msisdns.length > 0
				? `To leave such numbers out, set ${FIELD.invalidNumbers} under Options to Skip`
				: undefined,
		);
	if (recipients.msisdns.length > 0) return success(recipients);
	return invalidInput(
		FIELD.to,
		recipients.invalid.length > 0
			? `has no valid number: ${named(recipients.invalid)}`
			: 'is empty. If it comes from an expression, check that the expression gives a number for this item',
	);
}

function named(invalid: InvalidRecipient[]): string {
	const shown = invalid.slice(0, 5).map(({ input, reason }) => `“${visible(input.slice(0, 60))}” ${reason}`);
	return [...shown, ...(invalid.length > 5 ? [`and ${invalid.length - 5} more`] : [])].join('; ');
}

const CAMPAIGN_CHARACTERS = 100;

/** The recipients that the API can send to; others count as invalid. */
export const recipientsOf = (to: unknown, { can, name }: Dialect): Recipients =>
	readRecipients(
		to,
		can.sendAbroad ? undefined : `is not a Bangladeshi mobile number, and ${name} sends to no other country`,
	);

/** Refuses more recipients than one request of the API takes. */
export function checkCount(msisdns: readonly string[], { most, name }: Dialect): Result<unknown> {
	if (msisdns.length <= most.recipients) return success(msisdns);
	return invalidInput(
		FIELD.to,
		`has ${msisdns.length} numbers, but one message takes at most ${most.recipients} with ${name}. Split them into several items`,
	);
}

/** The campaign of a promotional message, where the API has campaigns; in all other cases it has no effect. */
export function readCampaign({ campaign }: IDataObject, label: Label, { can, name }: Dialect): Result<string> {
	if (!can.campaign || label !== 'promotional') return success('');
	if (typeof campaign === 'object' && campaign !== null)
		return invalidInput(campaignOption.displayName, 'must be text, not an object');
	const text = withoutUnseen(String(campaign ?? '')).trim();
	if (text.length > CAMPAIGN_CHARACTERS)
		return invalidInput(
			campaignOption.displayName,
			`has ${text.length} characters, and at most ${CAMPAIGN_CHARACTERS} are allowed`,
		);
	if (text === '')
		return invalidInput(
			campaignOption.displayName,
			`is empty. A promotional message needs an approved campaign with ${name}: add Campaign under Options`,
		);
	return success(text);
}

/** Which of the options that an item sets have no effect with the API. */
export function idleOptions(options: IDataObject, label: Label, { can }: Dialect): string[] {
	const isSet = (value: unknown) => value !== undefined && value !== null && value !== '' && value !== false;
	return [
		...(isSet(options.campaign) && !(can.campaign && label === 'promotional') ? [campaignOption.displayName] : []),
		...(isSet(options.reply) && options.reply !== 'false' && !can.reply ? [replyOption.displayName] : []),
		...(options.type === 'unicode' && !can.chooseEncoding ? ['Encoding: Unicode'] : []),
	];
}

/** Tells once which options of a run have no effect. */
export async function hintIdleOptions(run: Run, idle: Iterable<readonly string[]>): Promise<void> {
	const names = [...new Set([...idle].flat())];
	const gateway = await run.connection.gateway();
	if (names.length === 0 || !gateway.ok) return;
	const why =
		names.includes(campaignOption.displayName) && gateway.value.can.campaign ? ' for this kind of message' : '';
	run.hint(`No effect with ${gateway.value.name}${why}: ${names.join(', ')}.`);
}
