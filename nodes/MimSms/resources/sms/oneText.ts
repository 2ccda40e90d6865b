import type { IDataObject } from 'n8n-workflow';
import { readSwitch } from '../../bridge/input/fieldReaders';
import type { Run } from '../../bridge/run/run';
import type { Cleaner } from '../../gateway/redact';
import { dispatch, prepareEach, rowFault, type Prepared, type Sending, type Settled } from '../../bridge/send/dispatch';
import { contentsOf } from '../../bridge/run/contents';
import { hintOtherRecipients, otherRecipients } from '../../bridge/send/otherRecipients';
import type { Dialect, Submission } from '../../gateway/dialect';
import { andThen, inOrder, success, type Fault, type Result } from '../../gateway/fault';
import { checkSendable, type Parts } from '../../gateway/parts';
import type { InvalidRecipient } from '../../gateway/phone';
import type { Sms } from '../../gateway/sms';
import {
	checkCount,
	hintIdleOptions,
	hintWrittenLineBreaks,
	idleOptions,
	readCampaign,
	readDraft,
	readRunOption,
	readTerms,
	type Draft,
} from './draft';
import { parallelCallsOption, replyOption } from './fields';

/** One item's message to one or many, checked and ready to leave. */
export interface OneText {
	sms: Sms;
	parts: Parts;
	invalid: InvalidRecipient[];
	/** Options that have no effect. */
	idle: string[];
}

/** Refuses what else an item may have wrong: `check` before it is read, `accept` after. */
interface Checks {
	check?: (item: number) => Result<unknown>;
	accept?: (text: OneText) => Result<OneText>;
}

/** Sends one text an item, each in a request of its own. */
export async function sendEachItem(
	run: Run,
	{ check = success, accept = success }: Checks = {},
): Promise<Prepared<OneText>> {
	const parallel = readRunOption(run, parallelCallsOption);
	const prepared = await prepareEach(run, async (item) => {
		const checked = andThen(parallel, () => check(item));
		return await andThen(checked, async () => andThen(await readOneText(run, item), accept));
	});
	hintWrittenLineBreaks(
		run,
		[...prepared.jobs.values()].map(({ sms }) => sms.message),
	);
	await hintIdleOptions(
		run,
		[...prepared.jobs.values()].map(({ idle }) => idle),
	);
	const shipments = [...prepared.jobs].map(([item, job]) => ({
		senderId: job.sms.senderId,
		jobs: [[item, job] as [number, OneText]],
	}));
	// Where it is bad, no item is left to send.
	await dispatch(run, prepared, shipments, { ...SENDING, parallel: parallel.ok ? parallel.value : 1 });
	hintOtherRecipients(run, prepared.results);
	return prepared;
}

const SENDING: Omit<Sending<OneText>, 'parallel'> = {
	ask: (gateway, [[, { sms }]]) => gateway.send(sms),
	contentsOf: ({ sms }) => contentsOf(sms.msisdns, sms.message),
	settle: ([[, job]], submission, clean) => [settleOne(job, submission, clean)],
};

/** Reads and checks all that one item says. */
async function readOneText(run: Run, item: number): Promise<Result<OneText>> {
	const gateway = await run.connection.gateway();
	if (!gateway.ok) return gateway;
	const draft = andThen(readDraft(run, item, gateway.value), (read) => checkDraft(read, gateway.value));
	if (!draft.ok) return draft;
	const { options, recipients, message, parts } = draft.value;
	const terms = await readTerms(run, item, options);
	if (!terms.ok) return terms;
	const { label } = terms.value;
	const others = inOrder({
		reply: () => readSwitch(replyOption, options[replyOption.name]),
		campaign: () => readCampaign(options, label, gateway.value),
	});
	return andThen(others, (other) => {
		const sms = { ...terms.value, msisdns: recipients.msisdns, message, type: parts.type, ...other };
		return success({ sms, parts, invalid: recipients.invalid, idle: idleOptions(options, label, gateway.value) });
	});
}

/** Refuses what one request can't hold. */
const checkDraft = (draft: Draft, gateway: Dialect): Result<Draft> =>
	andThen(checkCount(draft.recipients.msisdns, gateway), () =>
		andThen(checkSendable(draft.parts), () => success(draft)),
	);

/** Of the recipients of one item: submitted when one was accepted; else unknown when nobody knows of one; else refused. */
function settleOne({ sms, parts, invalid }: OneText, submission: Submission, clean: Cleaner): Settled {
	const to: string[] = [];
	const references = new Set<string>();
	const faults: Array<[msisdn: string, fault: Fault]> = [];
	for (const [row, msisdn] of sms.msisdns.entries()) {
		const outcome = submission.of(row);
		if (!('reference' in outcome)) {
			faults.push([msisdn, rowFault(outcome, clean)]);
			continue;
		}
		to.push(msisdn);
		if (outcome.reference !== null) references.add(outcome.reference);
	}
	const met = faults.map(([, fault]) => fault);
	if (to.length === 0) return { fault: worstOf(met), met };
	const unknown = faults.filter(([, { kind }]) => kind === 'unclear');
	const contents = () =>
		contentsOf(
			unknown.map(([msisdn]) => msisdn),
			sms.message,
		);
	return {
		met,
		...(unknown.length > 0 && { uncertain: { fault: unknown[0][1], contents } }),
		output: {
			status: 'submitted',
			to,
			recipientCount: to.length,
			invalidRecipients: invalid.map(({ input, reason }) => ({ input, reason })),
			...otherRecipients(faults),
			senderId: sms.senderId,
			type: sms.type,
			encoding: parts.encoding,
			segments: parts.segments,
			scheduledDateTime: sms.schedule?.iso ?? null,
			shootId: references.size > 0 ? [...references].join(',') : null,
			code: submission.code,
			response: clean.text(submission.response),
		} satisfies IDataObject,
	};
}

const worstOf = (faults: readonly Fault[]): Fault => faults.find(({ kind }) => kind === 'unclear') ?? faults[0];
