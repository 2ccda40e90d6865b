import type { INodeExecutionData } from 'n8n-workflow';
import { evaluated, flattened } from '../../bridge/input/parameters';
import { readingError, readingErrorItem } from '../../bridge/run/nodeErrors';
import { CUT_OFF, MAY_BE_MISSING, QUESTIONS_AT_ONCE, toItem } from '../../bridge/run/reportItem';
import type { Operation, Run } from '../../bridge/run/run';
import type { Dialect } from '../../gateway/dialect';
import { andThen, failure, invalidInput, success, type Fault, type Result } from '../../gateway/fault';
import { faultText, oneLine } from '../../gateway/faultText';
import { FIELD } from '../../gateway/fieldNames';
import { NO_REFERENCE, readReferences, shownReferences } from '../../gateway/references';
import type { ReportPage } from '../../gateway/report';
import { limitParallel } from '../../vendor';
import { shootIdField } from './fields';
import { lacks } from './lacks';
import { Losses } from './losses';
import { holderOf, questions, type Asked, type Question } from './sharedIds';

const COME_LATER = 'Reports arrive seconds to minutes after sending.';

/** What to do until then: an agent has no steps to execute. */
const WAIT = {
	user: 'Wait a little, then execute this step alone: if you execute the whole workflow, it sends the SMS again.',
	agent: 'Ask again later, with the same shoot ID. Do not send the message again.',
};

/** Shoot IDs that a hint names. */
const SHOWN_IDS = 20;

/** Get: the reports of shoot IDs; they stay in the gateway. An ID that several items hold, as rows of Send Personalised do, is asked for once, or each of its reports would come for each of them. */
export const get: Operation = async (run) => {
	const gateway = await run.connection.gateway();
	const asked = readItems(run, gateway, (value, dialect) => readReferences(value, dialect));
	const answers = await askAll(run, asked, async (word) => {
		const page = await run.connection.ask((dialect) => dialect.reportsOf(word));
		if (page.ok && !page.value.complete)
			run.hint("The gateway's answer was cut off. Use Get with this shoot ID again to read the rest.");
		const most = gateway.ok ? gateway.value.most.reports : Infinity;
		if (page.ok && page.value.reports.length === most)
			run.hint(
				`${word} has ${most} reports, ${MAY_BE_MISSING} Get Once may return them, but it can read each report only once.`,
			);
		return page;
	});
	return told(run, answers, gateway);
};

/** Get Once: the reports of one shoot ID; the gateway hands each out once, so what had arrived is kept when the connection breaks. */
export const getOnce: Operation = async (run) => {
	const connected = await run.connection.gateway();
	const gateway =
		connected.ok && !connected.value.takeReportsOf ? failure(lacks('Get Once', connected.value)) : connected;
	const asked = readItems(run, gateway, (value, dialect) => andThen(readReferences(value, dialect), onlyOne));
	const answers = await takeAll(run, asked, async (word) => {
		const page = await run.connection.ask((dialect) => dialect.takeReportsOf?.(word));
		if (page.ok && !page.value.complete) run.hint(CUT_OFF);
		const most = gateway.ok ? gateway.value.most.reports : Infinity;
		if (page.ok && page.value.reports.length >= most)
			run.hint(
				`The gateway returned ${most} reports for ${word}, the most for one request. Use Get Once with this shoot ID again to read the rest.`,
			);
		return page;
	});
	return told(run, answers, gateway);
};

/** Of several, the reports of all but one might be lost with an answer that does not arrive. */
function onlyOne(words: string[]): Result<string[]> {
	if (words.length === 0) return NO_REFERENCE;
	return words.length === 1
		? success(words)
		: invalidInput(
				FIELD.shootId,
				`contains ${words.length} IDs, and Get Once reads one for each item. Put each ID into an item of its own`,
			);
}

type Ask = (word: string) => Promise<Result<ReportPage>>;

/** The answer to one question, with the items that asked it. */
interface Answer extends Question {
	page: Result<ReportPage>;
}

/** What each item asks for; without On Error: Continue a bad one throws, before the first request. Items without an ID are passed over, unless all are. */
function readItems(
	run: Run,
	gateway: Result<Dialect>,
	read: (value: unknown, dialect: Dialect) => Result<string[]>,
): Asked[] {
	if (!gateway.ok && !run.continueOnFail) throw readingError(run, gateway.fault, run.items[0] ?? 0);
	const asked = run.items.map((item): Asked => {
		if (!gateway.ok) return [item, gateway];
		return [
			item,
			flattened(evaluated(() => read(run.parameter(shootIdField.name, item, shootIdField.default), gateway.value))),
		];
	});
	const bad = asked.find(([, words]) => !words.ok);
	if (bad && !bad[1].ok && !run.continueOnFail) throw readingError(run, bad[1].fault, bad[0]);
	return passOverEmpty(run, asked);
}

function passOverEmpty(run: Run, asked: Asked[]): Asked[] {
	const held = asked.filter(([, words]) => !words.ok || words.value.length > 0);
	const empty = asked.length - held.length;
	if (empty === 0) return held;
	if (held.length > 0) {
		run.hint(
			`${empty} ${empty === 1 ? 'item has' : 'items have'} no shoot ID and ${empty === 1 ? 'was' : 'were'} skipped.`,
		);
		return held;
	}
	if (!run.continueOnFail) throw readingError(run, NO_REFERENCE.fault, asked[0][0]);
	return asked.map(([item]) => [item, NO_REFERENCE]);
}

/** Asks each question once, some at a time; after a failure no more are asked, unless each is to be its own error item. */
async function askAll(run: Run, asked: readonly Asked[], ask: Ask): Promise<Answer[]> {
	let failed = false;
	const answers = await limitParallel(QUESTIONS_AT_ONCE).map(questions(asked, { shared: true }), async (question) => {
		if (failed && !run.continueOnFail) return null;
		const page = question.word.ok ? await ask(question.word.value) : question.word;
		failed ||= !page.ok;
		return { ...question, page };
	});
	const made = answers.filter((answer) => answer !== null);
	const first = made.find(({ page }) => !page.ok);
	if (first && !first.page.ok && !run.continueOnFail) throw readingError(run, first.page.fault, first.holders[0]);
	return made;
}

/** Asks one after another. When a later call fails, reports that were taken out still come out, with a hint. */
async function takeAll(run: Run, asked: readonly Asked[], ask: Ask): Promise<Answer[]> {
	const losses = new Losses(run);
	const answers: Answer[] = [];
	for (const question of questions(asked, { shared: false })) {
		const page = question.word.ok ? await ask(question.word.value) : question.word;
		if (!page.ok) losses.note(page.fault);
		if (page.ok || run.continueOnFail) answers.push({ ...question, page });
		else {
			const [item] = question.holders;
			if (!answers.some((answer) => hasReports(answer))) throw readingError(run, page.fault, item);
			run.hint(`Reading stopped at item ${item}: ${oneLine(faultText(page.fault, { sending: false }))}`);
			break;
		}
	}
	losses.tell();
	// Last: under Retry On Fail n8n runs the node anew when its first item is an error, and what was taken out would be gone.
	return [...answers.filter(({ page }) => page.ok), ...answers.filter(({ page }) => !page.ok)];
}

const hasReports = ({ page }: Answer): boolean => page.ok && page.value.reports.length > 0;

/** The output: each report once, paired to the item that it is about, and hints about what is not there. */
function told(run: Run, answers: readonly Answer[], gateway: Result<Dialect>): INodeExecutionData[] {
	const items = answers.flatMap(({ word, holders, page }): INodeExecutionData[] => {
		if (!page.ok) return holders.map((holder) => readingErrorItem(run, page.fault as Fault, holder));
		const shootId = word.ok ? word.value : null;
		const pairedWith = holderOf(run, holders);
		return page.value.reports.map((report) => ({ json: toItem(report, shootId), pairedItem: pairedWith(report) }));
	});
	const read = answers.filter(({ page }) => page.ok);
	const shared = read.filter((answer) => answer.holders.length > 1);
	const sharing = new Set(shared.flatMap(({ holders }) => holders)).size;
	const likeRows =
		gateway.ok && gateway.value.can.shareReference ? ', as rows of one Send Personalised request do' : '';
	if (shared.length > 0)
		run.hint(
			`${sharing} items share ${shared.length} shoot ${shared.length === 1 ? 'ID' : 'IDs'}${likeRows}. The node asked for each ID once and outputs each report once.`,
		);
	const words = (some: readonly Answer[]) => new Set(some.flatMap(({ word }) => (word.ok ? [word.value] : [])));
	const found = words(read.filter(hasReports));
	const empty = [...words(read)].filter((word) => !found.has(word));
	if (empty.length > 0) {
		const holders = new Set(read.flatMap((one) => one.holders));
		const wait = run.asTool ? WAIT.agent : WAIT.user;
		run.hint(`${nothingYet(empty, words(read).size, holders.size)} ${COME_LATER} ${wait}`);
	}
	return items;
}

/** The hint about shoot IDs without a report, of so many that so many items asked for. */
function nothingYet(empty: readonly string[], asked: number, items: number): string {
	if (asked === 1) return 'The gateway has no report for this shoot ID yet.';
	const more = empty.length > SHOWN_IDS ? ` and ${empty.length - SHOWN_IDS} more` : '';
	const shown = items === 1 ? shownReferences(empty) : `${empty.slice(0, SHOWN_IDS).join(', ')}${more}`;
	return `The gateway has no report yet for ${empty.length} of ${asked} shoot IDs: ${shown}.`;
}
