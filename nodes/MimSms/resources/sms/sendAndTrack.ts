import type { IDataObject } from 'n8n-workflow';
import { readSeconds } from '../../bridge/input/fieldReaders';
import { evaluated, flattened } from '../../bridge/input/parameters';
import { MAY_BE_MISSING, toItem } from '../../bridge/run/reportItem';
import type { Operation, Run } from '../../bridge/run/run';
import type { ItemOutcome } from '../../bridge/run/ledger';
import { throwFailures, toItems } from '../../bridge/send/output';
import { APIS, dialectOf } from '../../gateway/apis';
import type { Dialect } from '../../gateway/dialect';
import { andThen, inOrder, invalidInput, success, type Fault, type Result } from '../../gateway/fault';
import { faultText } from '../../gateway/faultText';
import { FIELD } from '../../gateway/fieldNames';
import type { DeliveryReport } from '../../gateway/report';
import { isFinal, summarize, tally } from '../../gateway/tracking';
import { readRunOption } from './draft';
import { sendEachItem, type OneText } from './oneText';
import { openLine, waitForReports, type Line, type Patience, type Wait } from './reportWait';
import { intervalField, parallelCallsOption, timeoutField } from './fields';

const ASK_LATER =
	'The message was submitted, so do not send it again: ask for its reports later, with Delivery Report → Get and its shootId.';

/** Send and Track: sends, then asks for the reports until every recipient has a final one or the time is over. */
export const sendAndTrack: Operation = async (run) => {
	const account = await run.connection.gateway();
	const { results } = await sendEachItem(run, {
		check: (item) => readPatience(run, item),
		accept: (text) => (account.ok ? checkTrackable(text, account.value) : account),
	});
	throwFailures(run, results);
	const parallel = readRunOption(run, parallelCallsOption);
	const line = andThen(account, (gateway) =>
		success(openLine(run, gateway, parallel.ok ? parallel.value : parallelCallsOption.default)),
	);
	await Promise.all(
		[...results].map(async ([item, result]) => {
			if (result.outcome !== 'submitted') return;
			const output = line.ok
				? await track(line.value, result.output, patienceFor(run, item))
				: outputOf(result.output, [], { isOver: false, problems: [withAdviceToAskLater(line.fault)] });
			results.set(item, { outcome: 'submitted', output } satisfies ItemOutcome);
		}),
	);
	const pageSize = account.ok ? account.value.most.reports : Infinity;
	const outputs = [...results.values()].flatMap((result) => (result.outcome === 'submitted' ? [result.output] : []));
	// What has no ID can't be asked for, and says so itself.
	const pending = outputs.reduce((sum, output) => sum + (output.shootId === null ? 0 : Number(output.pending)), 0);
	if (outputs.some((output) => isBeyondPage(output, pageSize)))
		run.hint(
			`A message to more than ${pageSize} numbers has ${pageSize} reports, ${MAY_BE_MISSING} To track all recipients, send to at most ${pageSize} numbers in each item.`,
		);
	else if (pending > 0)
		run.hint(
			`${pending === 1 ? '1 recipient has' : `${pending} recipients have`} no final report yet. The SMS can still arrive, so do not send it again. Read the report later with Delivery Report → Get.`,
		);
	return toItems(run, results);
};

function readPatience(run: Run, item: number): Result<Patience> {
	const read = (field: typeof timeoutField | typeof intervalField) =>
		readSeconds(field, run.parameter(field.name, item, field.default));
	const seconds = inOrder({ timeout: () => read(timeoutField), interval: () => read(intervalField) });
	return andThen(seconds, ({ timeout, interval }) => success(patienceOf(timeout, interval)));
}

/** An item that was submitted by an earlier try may have lost its values since. */
function patienceFor(run: Run, item: number): Patience {
	const patience = flattened(evaluated(() => readPatience(run, item)));
	return patience.ok ? patience.value : patienceOf(timeoutField.default, intervalField.default);
}

const patienceOf = (timeoutS: number, intervalS: number): Patience => ({
	timeoutMs: timeoutS * 1000,
	intervalMs: intervalS * 1000,
});

/** Where each recipient is asked for itself, a wait for very many would keep the gateway busy with nothing else. */
function checkTrackable(text: OneText, { most, name }: Dialect): Result<OneText> {
	const { length } = text.sms.msisdns;
	return length <= most.tracked
		? success(text)
		: invalidInput(
				FIELD.to,
				`has ${length} numbers. With ${name}, Send and Track takes at most ${most.tracked} for each item, because it asks for each number separately. Use Send for more, and read their reports later with Delivery Report → Get`,
			);
}

/** Whether recipients may be pending only since the gateway shows no more reports of the message. */
const isBeyondPage = ({ pending, recipientCount, reports }: IDataObject, pageSize: number): boolean =>
	Number(pending) > 0 && Number(recipientCount) > pageSize && (reports as unknown[]).length === pageSize;

/** Waits for the reports of one message, by the output of its send. */
async function track(line: Line, sent: IDataObject, patience: Patience): Promise<IDataObject> {
	const { gateway } = line;
	const msisdns = msisdnsOf(sent);
	const references = readReferences(gateway, sent.shootId);
	const isOpen = gateway.can.shareReference
		? (reports: readonly DeliveryReport[]) => tally(msisdns, reports, { parts: Number(sent.segments) }).pending > 0
		: (reports: readonly DeliveryReport[]) => !reports.some(isFinal);
	const wait = await waitForReports(line, { references, isOpen }, patience);
	const reports = [...wait.known].flatMap(([reference, known]) =>
		known.reports.map((report): Found => ({ report, reference })),
	);
	const askable = gateway.can.shareReference && references.length > 0 ? msisdns.length : references.length;
	const problems = [...lackingProblem(gateway, sent, msisdns.length - askable), ...askingProblem(wait)];
	return outputOf(sent, reports, { isOver: wait.isTimeOver, problems });
}

const msisdnsOf = (sent: IDataObject): string[] => [sent.to].flat() as string[];

/** A report, and the reference that was asked for it. */
interface Found {
	report: DeliveryReport;
	reference: string;
}

/** What is known of the message, what a person looks for first in front. */
function outputOf(
	sent: IDataObject,
	found: readonly Found[],
	{ isOver, problems }: { isOver: boolean; problems: readonly string[] },
): IDataObject {
	const reports = found.map(({ report }) => report);
	return {
		...FIRST,
		...sent,
		...summarize(msisdnsOf(sent), reports, { parts: Number(sent.segments), isOver }),
		reportError: problems.length > 0 ? problems.join(' ') : null,
		reports: found.map(({ report, reference }) => toItem(report, reference)),
	};
}

/** The order of these in front of all that Send gives. */
const FIRST = {
	status: null,
	reason: null,
	to: null,
	recipientCount: null,
	delivered: null,
	failed: null,
	pending: null,
	timedOut: null,
	reportError: null,
	reports: null,
} satisfies IDataObject;

/** The references in the shoot ID of a send: those that can be asked for. */
const readReferences = (gateway: Dialect, shootId: unknown): string[] =>
	typeof shootId !== 'string'
		? []
		: shootId.split(',').flatMap((word) => {
				const reference = gateway.readReference(word);
				return reference.ok ? [reference.value] : [];
			});

/** Tells of recipients for whom the gateway gave nothing to ask with. */
function lackingProblem(gateway: Dialect, { shootId, recipientCount }: IDataObject, lacking: number): string[] {
	if (lacking <= 0) return [];
	const isNone = lacking === recipientCount;
	if (isNone && isOfOtherApi(gateway, shootId))
		return [
			"The message was submitted, but its shoot ID comes from the other API, so the node can't ask for the reports. Use Delivery Report → Get with the credential that sent the message.",
		];
	const whom = isNone ? '' : ` for ${lacking} of the ${String(recipientCount)} recipients`;
	const where = gateway.can.takeAll ? 'with Delivery Report → Get Many' : "in the gateway's panel";
	return [
		`The gateway accepted the message but gave no ${shootId === null ? '' : 'usable '}shoot ID${whom}, so the node can't ask for the reports. Look for them ${where}.`,
	];
}

/** Whether another API can ask with this shoot ID: the credential was changed between two tries. */
const isOfOtherApi = (gateway: Dialect, shootId: unknown): boolean =>
	APIS.map(dialectOf).some((other) => other !== gateway && readReferences(other, shootId).length > 0);

/** What the last question met, where it failed; of several the first. */
function askingProblem({ known }: Wait): string[] {
	const faults = [...known.values()].flatMap(({ fault }) => (fault ? [fault] : []));
	if (faults.length === 0) return [];
	return [
		withAdviceToAskLater(faults[0], faults.length > 1 ? ` (${faults.length} of ${known.size} without an answer)` : ''),
	];
}

const withAdviceToAskLater = (fault: Fault, more = ''): string =>
	`${faultText(fault, { sending: false }).message}${more}. ${ASK_LATER}`;
