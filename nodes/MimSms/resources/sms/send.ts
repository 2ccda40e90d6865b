import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';
import type { Call } from '../../bridge/call';
import type { Operation } from '../../bridge/operation';
import { readChoice, readCount, readDraft, readOptions, readScheduleOption, readSenderId, type Draft } from '../../bridge/parameters';
import { sendEach, type Job } from '../../bridge/sendRun';
import { ACCEPTED_CODE } from '../../gateway/errorCodes';
import { success, type Outcome } from '../../gateway/fault';
import { GATEWAY_ZONE } from '../../gateway/gatewayTime';
import { readSubmission } from '../../gateway/replies';
import { sendRequest, type TextToMany } from '../../gateway/requests';

const AT_ONCE = 20;

/** Send: one text to one or many numbers, one request an item. */
export const send: Operation = async (call) => {
	const parallel = readCount('Parallel Calls', readOptions(call, call.items[0]).parallelCalls, AT_ONCE, 100);
	return await sendEach(call, async (item) => await prepare(call, item), parallel);
};

async function prepare(call: Call, item: number): Promise<Outcome<Job>> {
	const draft = readDraft(call, item);
	if (!draft.ok) return draft;
	const sms = await readSms(call, item, draft.value);
	if (!sms.ok) return sms;
	if (sms.value.schedule) call.hint(scheduleHint(call, sms.value));
	return success({
		content: createHash('sha256').update(JSON.stringify(sms.value)).digest('base64url').slice(0, 22),
		send: async () => await submit(call, sms.value, draft.value),
	});
}

async function readSms(call: Call, item: number, draft: Draft): Promise<Outcome<TextToMany>> {
	const account = await call.connection.signedIn();
	if (!account.ok) return account;
	const senderId = readSenderId(call.parameter('senderId', item, ''), account.value.senderId);
	if (!senderId.ok) return senderId;
	const schedule = readScheduleOption(draft.options, call.zone);
	if (!schedule.ok) return schedule;
	const label = readChoice<TextToMany['label']>('Label', draft.options.label, ['none', 'promotional', 'transactional']);
	if (!label.ok) return label;
	return success({
		msisdns: draft.recipients.msisdns,
		message: draft.message,
		senderId: senderId.value,
		type: draft.parts.type,
		schedule: schedule.value,
		reply: draft.options.reply === true,
		label: label.value,
	});
}

async function submit(call: Call, sms: TextToMany, draft: Draft): Promise<Outcome<IDataObject>> {
	const submission = await call.connection.ask(sendRequest(sms), readSubmission);
	if (!submission.ok) return submission;
	return success({
		shootId: submission.value.shootId,
		status: 'submitted',
		code: ACCEPTED_CODE,
		to: sms.msisdns,
		recipientCount: sms.msisdns.length,
		invalidRecipients: draft.recipients.invalid.map(({ input, reason }) => ({ input, reason })),
		senderId: sms.senderId,
		type: sms.type,
		encoding: draft.parts.encoding,
		segments: draft.parts.segments,
		scheduledDateTime: sms.schedule?.iso ?? null,
		response: await call.connection.shown(submission.value.response),
	});
}

const scheduleHint = (call: Call, { schedule }: TextToMany): string =>
	`Scheduled for ${schedule?.wire} Bangladesh time (${GATEWAY_ZONE}), which is ${schedule?.local} in the workflow's time zone (${call.zone}).`;
