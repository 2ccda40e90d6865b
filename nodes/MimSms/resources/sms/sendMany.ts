import type { IDataObject } from 'n8n-workflow';
import type { Call } from '../../bridge/call';
import type { Operation } from '../../bridge/operation';
import { readEnvelope, readInvalidNumbers, readMessage, readOptions } from '../../bridge/parameters';
import { readCount } from '../../bridge/values';
import {
	afterFailure,
	beforeSending,
	contentsOf,
	failed,
	prepareEach,
	STOPPED,
	toItems,
	type Prepared,
} from '../../bridge/sendRun';
import { toBatches, type Batch, type Row } from '../../gateway/batches';
import { invalidInput, success, type Fault, type Outcome } from '../../gateway/fault';
import { faultText, oneLine } from '../../gateway/faultText';
import { checkSendable, countParts, type Parts } from '../../gateway/parts';
import { readRecipients, type InvalidRecipient } from '../../gateway/phone';
import { limitParallel } from '../../vendor';
import { hintSchedules, readParallelCalls, referenceOf, runOption } from './send';

const BATCH_SIZE = 100;
const AT_ONCE = 4;

/** One input item, checked; `skipped` holds why Invalid Numbers: Skip leaves it out. */
interface OwnText extends Row {
	item: number;
	parts: Parts;
	skipped?: string;
}

/** Send Many: own text for each input item, folded into as few calls as possible; one output item per input item. */
export const sendMany: Operation = async (call) => {
	const parallel = readParallelCalls(call, AT_ONCE);
	const size = runOption(call, (options) => readCount('Batch Size', options.batchSize, BATCH_SIZE, 1000), BATCH_SIZE);
	const prepared = await prepareEach(call, async (item) => await readRow(call, item));
	const batches = toBatches(takeRows(call, prepared), size);
	await sendBatches(call, prepared, batches, parallel);
	hintSchedules(
		call,
		prepared.results,
		batches.map(({ rows, schedule }) => [rows[0].item, schedule]),
	);
	return toItems(call, prepared.results);
};

async function readRow(call: Call, item: number): Promise<Outcome<OwnText>> {
	const options = readOptions(call, item);
	const message = readMessage(call.parameter('message', item, ''));
	if (!message.ok) return message;
	const parts = countParts(message.value, 'auto');
	if (!parts.ok) return parts;
	const sendable = checkSendable(parts.value);
	if (!sendable.ok) return sendable;
	const envelope = await readEnvelope(call, item, options);
	if (!envelope.ok) return envelope;
	const row = { ...envelope.value, item, message: message.value, parts: parts.value };
	const invalidNumbers = readInvalidNumbers(options);
	if (!invalidNumbers.ok) return invalidNumbers;
	const { msisdns, invalid } = readRecipients(call.parameter('to', item, ''));
	const problem = problemOf(msisdns, invalid);
	if (problem === null) return success({ ...row, to: msisdns[0] });
	if (invalidNumbers.value !== 'skip')
		return invalidInput(
			'To',
			invalid.length > 0 ? `${problem}. To leave such rows out, set Invalid Numbers under Options to Skip` : problem,
		);
	return success({
		...row,
		to: [...msisdns, ...invalid.map(({ input }) => input)].join(', '),
		skipped: `To: ${problem}`,
	});
}

/** Why these are not one number; null when they are. */
function problemOf(msisdns: string[], invalid: InvalidRecipient[]): string | null {
	if (invalid.length > 0) return `“${invalid[0].input.slice(0, 60)}” ${invalid[0].reason}`;
	if (msisdns.length === 1) return null;
	return msisdns.length === 0
		? 'is empty'
		: 'holds several numbers; Send Many takes one for each input item, Send takes many';
}

/** The rows to be sent; those to be skipped have their result at once. */
function takeRows(call: Call, { ledger, jobs, results }: Prepared<OwnText>): OwnText[] {
	const rows: OwnText[] = [];
	for (const [item, row] of jobs) {
		const before = row.skipped === undefined ? beforeSending(call, ledger, rowContent(row)) : undefined;
		if (row.skipped !== undefined)
			results.set(item, {
				outcome: 'skipped',
				output: {
					...shared(row, { shootId: null, status: 'refused', code: null, response: row.skipped }),
					...own(row),
				},
			});
		else if (before) results.set(item, before);
		else rows.push(row);
	}
	return rows;
}

/** Batch by batch: a failure of the account ends the run, one of a sender ID that sender's rows, any other its batch alone. */
async function sendBatches(
	call: Call,
	{ ledger, results }: Prepared<OwnText>,
	batches: Array<Batch<OwnText>>,
	parallel: number,
): Promise<void> {
	let calls = 0;
	let parts = 0;
	const ended = new Map<string, Fault>();
	const failAll = (batch: Batch<OwnText>, result: ReturnType<typeof failed>) =>
		batch.rows.forEach((row) => results.set(row.item, afterFailure(ledger, row.item, rowContent(row), result)));

	await limitParallel(parallel).map(batches, async (batch) => {
		const cause = ended.get('account') ?? ended.get(`sender ${batch.senderId}`);
		if (cause)
			return failAll(
				batch,
				failed({
					kind: 'stopped',
					why: `the run ended before its turn, since the gateway had answered ${oneLine(faultText(cause, false))}`,
				}),
			);
		if (call.signal?.aborted) return failAll(batch, failed(STOPPED));
		batch.rows.forEach(({ item }) => ledger.sending(item));
		calls++;
		const submission = await call.connection.ask((gateway) => gateway.sendMany(batch));
		if (!submission.ok) {
			const scope = submission.fault.kind === 'rejected' ? submission.fault.scope : 'request';
			if (scope === 'account') ended.set('account', submission.fault);
			if (scope === 'sender') ended.set(`sender ${batch.senderId}`, submission.fault);
			return failAll(batch, failed(submission.fault));
		}
		const { code, response } = submission.value;
		const shootId = referenceOf(submission.value, 0);
		const common = shared(batch, {
			shootId,
			status: 'submitted',
			code,
			response: await call.connection.shown(response),
		});
		const sent = { name: `${shootId ?? ''} ${batch.rows[0].item}`, shared: common };
		for (const row of batch.rows) {
			const output = own(row);
			ledger.submitted(row.item, output, sent);
			results.set(row.item, { outcome: 'submitted', output: { ...common, ...output } });
			parts += row.parts.segments;
		}
	});
	if (calls > 0)
		call.hint(
			`${calls} ${calls === 1 ? 'call' : 'calls'} to the gateway, ${parts} SMS ${parts === 1 ? 'part' : 'parts'} submitted.`,
		);
}

/** What all rows of a call have in common in the output, and what each has of its own. */
const shared = ({ senderId, schedule }: Pick<Row, 'senderId' | 'schedule'>, said: IDataObject): IDataObject => {
	const { response, ...reply } = said;
	return {
		...reply,
		to: null,
		senderId,
		encoding: null,
		segments: null,
		scheduledDateTime: schedule?.iso ?? null,
		response,
	};
};

const own = ({ to, parts }: OwnText): IDataObject => ({ to, encoding: parts.encoding, segments: parts.segments });

const rowContent =
	({ to, message }: OwnText) =>
	() =>
		contentsOf([to], message);
