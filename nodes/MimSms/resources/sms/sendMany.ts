import type { IDataObject } from 'n8n-workflow';
import { evaluated, expressionFault, flattened } from '../../bridge/input/parameters';
import type { Operation, Run } from '../../bridge/run/run';
import {
	dispatch,
	prepareEach,
	rowFault,
	type Prepared,
	type Sending,
	type Settled,
	type Shipment,
} from '../../bridge/send/dispatch';
import { contentsOf } from '../../bridge/run/contents';
import type { ItemOutcome } from '../../bridge/run/ledger';
import { counted, toItems } from '../../bridge/send/output';
import type { Batch, Row } from '../../gateway/sms';
import { andThen, inOrder, invalidInput, success, type Result } from '../../gateway/fault';
import { FIELD } from '../../gateway/fieldNames';
import type { Schedule } from '../../gateway/gatewayTime';
import { checkSendable, countParts, type Parts } from '../../gateway/parts';
import type { InvalidRecipient } from '../../gateway/phone';
import { visible } from '../../gateway/unseen';
import {
	hintIdleOptions,
	hintSchedules,
	hintWrittenLineBreaks,
	idleOptions,
	readTerms,
	readInvalidNumbers,
	readMessage,
	readOptions,
	readRunOption,
	recipientsOf,
} from './draft';
import { batchSizeOption, parallelCallsOfManyOption } from './fields';

/** One input item, checked. */
interface OwnText extends Row {
	item: number;
	parts: Parts;
	/** Options that have no effect. */
	idle: string[];
}

/** One that Invalid Numbers: Skip leaves out, why, and what else of it can be told. */
interface SkippedRow {
	skipped: string;
	to: string;
	senderId: string | null;
	schedule: Schedule | null;
	parts: Parts | null;
}

/** Send Personalised: a different text for each input item, in as few requests as possible; one output item per input item. */
export const sendMany: Operation = async (run) => {
	const counts = inOrder({
		parallel: () => readRunOption(run, parallelCallsOfManyOption),
		size: () => readRunOption(run, batchSizeOption),
	});
	const prepared = await prepareEach(run, async (item) => await andThen(counts, async () => await readRow(run, item)));
	const rows = takeRows(prepared);
	hintWrittenLineBreaks(
		run,
		rows.map(({ message }) => message),
	);
	await hintIdleOptions(
		run,
		rows.map(({ idle }) => idle),
	);
	// Where they are bad, no row is left to send.
	const { parallel, size } = counts.ok ? counts.value : { parallel: 1, size: 1 };
	const batches = toBatches(rows, await sizeWithin(run, size));
	const { requests } = await dispatch(run, prepared, batches.map(toShipment), { ...SENDING, parallel });
	hintCosts(run, rows, prepared.results, requests);
	hintSchedules(
		run,
		prepared.results,
		batches.map(({ rows, schedule }) => [rows[0].item, schedule]),
	);
	return toItems(run, prepared.results);
};

/** The batch size that the API takes. */
async function sizeWithin(run: Run, size: number): Promise<number> {
	const gateway = await run.connection.gateway();
	if (!gateway.ok || size <= gateway.value.most.rows) return size;
	const { most, name } = gateway.value;
	run.hint(
		`Batch Size is ${size}, but with ${name} one request holds at most ${most.rows} messages. The node used ${most.rows}.`,
	);
	return most.rows;
}

const toShipment = ({ senderId, rows }: Batch<OwnText>): Shipment<OwnText> => ({
	senderId,
	jobs: rows.map((row) => [row.item, row]),
});

const SENDING: Omit<Sending<OwnText>, 'parallel'> = {
	ask: (gateway, jobs) => gateway.sendMany({ ...jobs[0][1], rows: jobs.map(([, row]) => row) }),
	contentsOf: ({ to, message }) => contentsOf([to], message),
	settle(jobs, submission, clean) {
		const response = clean.text(submission.response);
		const outcomes = jobs.map((_, place) => submission.of(place));
		// In the classic API all rows of a request share one reference: the ledger keeps it once.
		const first = outcomes.find((outcome) => 'reference' in outcome)?.reference ?? null;
		const fields = shared(jobs[0][1], { shootId: first, status: 'submitted', code: submission.code, response });
		// Another try of the same items has another reference, or, where there is none, may say something else.
		const name = `${first ?? JSON.stringify(fields)} ${jobs[0][0]}`;
		return outcomes.map((outcome, place): Settled => {
			if (!('reference' in outcome)) return { fault: rowFault(outcome, clean) };
			const { reference, said } = outcome;
			const output = {
				...own(jobs[place][1]),
				...(reference !== first && { shootId: reference }),
				...(said !== undefined && { response: clean.text(said) }),
			};
			return { output, shared: { name, fields } };
		});
	},
};

/** To comes first: a row to nobody is left out with Skip, whatever else it says. */
async function readRow(run: Run, item: number): Promise<Result<OwnText | SkippedRow>> {
	const options = readOptions(run, item);
	const invalidNumbers = readInvalidNumbers(options);
	if (!invalidNumbers.ok) return invalidNumbers;
	const gateway = await run.connection.gateway();
	if (!gateway.ok) return gateway;
	const { msisdns, invalid } = recipientsOf(run.parameter('to', item, ''), gateway.value);
	const problem = whyNotOneNumber(msisdns, invalid);
	if (problem !== null && invalidNumbers.value === 'skip') {
		const to = [...msisdns, ...invalid.map(({ input }) => input)].join(', ');
		return await readSkipped(run, item, { to, skipped: `${FIELD.to}: ${problem}` });
	}
	if (problem !== null)
		return invalidInput(FIELD.to, problem, `To leave such rows out, set ${FIELD.invalidNumbers} under Options to Skip`);
	// A text for each row goes without a campaign in either API.
	const idle = idleOptions({ campaign: options.campaign }, 'none', gateway.value);
	return await andThen(readPartsOf(run, item), async (text) =>
		andThen(await readTerms(run, item, options), (terms) => success({ ...terms, ...text, item, to: msisdns[0], idle })),
	);
}

/** The text of a row, and the parts that it goes out in. */
function readPartsOf(run: Run, item: number): Result<{ message: string; parts: Parts }> {
	return andThen(readMessage(run, item), (message) =>
		andThen(countParts(message, 'auto'), (parts) => andThen(checkSendable(parts), () => success({ message, parts }))),
	);
}

/** What can be told of a row that is left out; only without an account the run fails all the same. */
async function readSkipped(
	run: Run,
	item: number,
	row: Pick<SkippedRow, 'to' | 'skipped'>,
): Promise<Result<SkippedRow>> {
	const account = await run.connection.signedIn();
	if (!account.ok) return account;
	const text = flattened(evaluated(() => readPartsOf(run, item)));
	const terms = await readTerms(run, item, readOptions(run, item)).catch(expressionFault);
	const { senderId = null, schedule = null } = terms.ok ? terms.value : {};
	return success({ ...row, senderId, schedule, parts: text.ok ? text.value.parts : null });
}

/** Why these are not one number; null when they are. */
function whyNotOneNumber(msisdns: string[], invalid: InvalidRecipient[]): string | null {
	if (invalid.length > 0) return `“${visible(invalid[0].input.slice(0, 60))}” ${invalid[0].reason}`;
	if (msisdns.length === 1) return null;
	return msisdns.length === 0
		? 'is empty'
		: 'contains several numbers. Send Personalised takes one number for each input item. Use Send for several';
}

/** The rows to be sent; those to be skipped have their result at once. */
function takeRows({ jobs, results }: Prepared<OwnText | SkippedRow>): OwnText[] {
	const rows: OwnText[] = [];
	for (const [item, row] of jobs) {
		if ('skipped' in row) {
			const said = { shootId: null, status: 'refused', code: null, response: row.skipped };
			results.set(item, { outcome: 'skipped', output: { ...shared(row, said), ...own(row) } });
		} else rows.push(row);
	}
	return rows;
}

/** How many requests were made, and what they cost. */
function hintCosts(
	run: Run,
	rows: readonly OwnText[],
	results: ReadonlyMap<number, ItemOutcome>,
	requests: number,
): void {
	if (requests === 0) return;
	let parts = 0;
	for (const row of rows) if (results.get(row.item)?.outcome === 'submitted') parts += row.parts.segments;
	const skipped = [...results.values()].filter(({ outcome }) => outcome === 'skipped').length;
	const leftOut =
		skipped === 0 ? '' : ` ${counted(skipped, 'row')} left out by Skip: such a row stays in this output, as refused.`;
	run.hint(`${counted(requests, 'request')} to the gateway, ${counted(parts, 'SMS part')} submitted.${leftOut}`);
}

/** What all rows of a call have in common in the output, and what each has of its own. */
const shared = (
	{ senderId, schedule }: Pick<OwnText | SkippedRow, 'senderId' | 'schedule'>,
	said: IDataObject,
): IDataObject => {
	const { status, ...reply } = said;
	return {
		status,
		to: null,
		senderId,
		encoding: null,
		segments: null,
		scheduledDateTime: schedule?.iso ?? null,
		...reply,
	};
};

const own = ({ to, parts }: Pick<OwnText | SkippedRow, 'to' | 'parts'>): IDataObject => ({
	to,
	encoding: parts?.encoding ?? null,
	segments: parts?.segments ?? null,
});

/** Folds rows into the fewest calls of at most `size`, in the order of their first rows; within a call rows keep theirs. */
export function toBatches<T extends Row>(rows: Iterable<T>, size: number): Array<Batch<T>> {
	const open = new Map<string, Batch<T>>();
	const batches: Array<Batch<T>> = [];
	for (const row of rows) {
		const key = JSON.stringify([row.senderId, row.schedule?.wire ?? null, row.label]);
		let batch = open.get(key);
		if (!batch || batch.rows.length >= size) {
			batch = { senderId: row.senderId, schedule: row.schedule, label: row.label, rows: [] };
			open.set(key, batch);
			batches.push(batch);
		}
		batch.rows.push(row);
	}
	return batches;
}
