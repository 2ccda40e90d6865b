import type { IDataObject } from 'n8n-workflow';
import type { Call } from '../../bridge/call';
import type { Operation } from '../../bridge/operation';
import { readDraft, readEnvelope, readOptions } from '../../bridge/parameters';
import { evaluated, readCount, readSwitch } from '../../bridge/values';
import type { Result } from '../../bridge/result';
import { contentsOf, prepareEach, required, sendEach, toItems } from '../../bridge/sendRun';
import type { Submission } from '../../gateway/dialect';
import { success, type Outcome } from '../../gateway/fault';
import { GATEWAY_ZONE, type Schedule } from '../../gateway/gatewayTime';
import { checkSendable, type Parts } from '../../gateway/parts';
import type { InvalidRecipient } from '../../gateway/phone';
import type { Sms as Wire } from '../../gateway/sms';

const AT_ONCE = 20;

/** One item's message, checked and ready to leave. */
export interface Sms {
	wire: Wire;
	parts: Parts;
	invalid: InvalidRecipient[];
}

/** Send: one text to one or many numbers, one request an item. */
export const send: Operation = async (call) => {
	const parallel = readParallelCalls(call);
	const prepared = await prepareEach(call, async (item) => await readSms(call, item));
	await sendEach(call, prepared, parallel, smsContents, async (sms) => await submit(call, sms));
	hintSchedules(
		call,
		prepared.results,
		[...prepared.jobs].map(([item, { wire }]) => [item, wire.schedule]),
	);
	return toItems(call, prepared.results);
};

/** How many requests of the run may be on their way at once: what the first item says. */
export const readParallelCalls = (call: Call, fallback = AT_ONCE): number =>
	runOption(call, (options) => readCount('Parallel Calls', options.parallelCalls, fallback, 100), fallback);

/** An option of the whole run. Where the first item's options can't be evaluated, that item is refused later, and `fallback` serves the others. */
export function runOption<T>(call: Call, read: (options: IDataObject) => Outcome<T>, fallback: T): T {
	const options = evaluated(() => readOptions(call, call.items[0] ?? 0));
	return options.ok ? required(call, read(options.value)) : fallback;
}

/** Reads and checks all that one item says. */
export async function readSms(call: Call, item: number): Promise<Outcome<Sms>> {
	const draft = readDraft(call, item);
	if (!draft.ok) return draft;
	const { options, recipients, message, parts } = draft.value;
	const sendable = checkSendable(parts);
	if (!sendable.ok) return sendable;
	const envelope = await readEnvelope(call, item, options);
	if (!envelope.ok) return envelope;
	const reply = readSwitch('Reply', options.reply);
	if (!reply.ok) return reply;
	const wire = { ...envelope.value, msisdns: recipients.msisdns, message, type: parts.type, reply: reply.value };
	return success({ wire, parts, invalid: recipients.invalid });
}

/** Who gets which text. */
export const smsContents = ({ wire }: Sms): string[] => contentsOf(wire.msisdns, wire.message);

/** The word to ask for the reports of a row with. */
export function referenceOf(submission: Submission, row: number): string | null {
	const outcome = submission.of(row);
	return 'reference' in outcome ? outcome.reference : null;
}

/** Sends it, once, and gives the JSON of the output item. */
export async function submit(call: Call, { wire, parts, invalid }: Sms): Promise<Outcome<IDataObject>> {
	const submission = await call.connection.ask((gateway) => gateway.send(wire));
	if (!submission.ok) return submission;
	return success({
		shootId: referenceOf(submission.value, 0),
		status: 'submitted',
		code: submission.value.code,
		to: wire.msisdns,
		recipientCount: wire.msisdns.length,
		invalidRecipients: invalid.map(({ input, reason }) => ({ input, reason })),
		senderId: wire.senderId,
		type: wire.type,
		encoding: parts.encoding,
		segments: parts.segments,
		scheduledDateTime: wire.schedule?.iso ?? null,
		response: await call.connection.shown(submission.value.response),
	});
}

const momentInWords = ({ wire, local }: Schedule, zone: string): string =>
	`${wire} Bangladesh time (${GATEWAY_ZONE})${local === wire ? '' : `, which is ${local} in the workflow's time zone (${zone})`}`;

/** Shows each moment for which messages were submitted in both zones, once. */
export function hintSchedules(
	call: Call,
	results: ReadonlyMap<number, Result>,
	schedules: ReadonlyArray<[item: number, schedule: Schedule | null]>,
): void {
	const moments = new Set(
		schedules.flatMap(([item, schedule]) =>
			schedule && results.get(item)?.outcome === 'submitted' ? [momentInWords(schedule, call.zone)] : [],
		),
	);
	const shown = [...moments].slice(0, 3).join('; ');
	if (moments.size > 0)
		call.hint(`Scheduled for ${shown}${moments.size > 3 ? `; and ${moments.size - 3} more moments` : ''}.`);
}
