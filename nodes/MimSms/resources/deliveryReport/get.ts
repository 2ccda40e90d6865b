import type { INodeExecutionData } from 'n8n-workflow';
import type { Run, Operation } from '../../bridge/run/run';
import { readingError, readingErrorItem } from '../../bridge/run/nodeErrors';
import { evaluated } from '../../bridge/input/readers';
import type { Dialect } from '../../gateway/dialect';
import type { Result } from '../../gateway/fault';
import { faultText, oneLine } from '../../gateway/faultText';
import type { ReportPage } from '../../gateway/report';
import { CUT_OFF, MAY_BE_MISSING, toItem } from '../../bridge/run/reportItem';
import { holderOf, questions, type Asked } from './sharedIds';

const COME_LATER =
	'Reports come seconds to minutes after a send. Ask later, with Get alone: a workflow that is executed from its start sends again.';

/** Shoot IDs that a hint names. */
const SHOWN_IDS = 20;

/** The hint about shoot IDs without a report, of so many that were asked for. */
function nothingYet(shootIds: readonly string[], asked: number): string {
	if (asked === 1) return `The gateway has no report for this shoot ID yet. ${COME_LATER}`;
	const more = shootIds.length > SHOWN_IDS ? ` and ${shootIds.length - SHOWN_IDS} more` : '';
	return `The gateway has no report yet for ${shootIds.length} of ${asked} shoot IDs: ${shootIds.slice(0, SHOWN_IDS).join(', ')}${more}. ${COME_LATER}`;
}

/** Get: the reports of one shoot ID; they stay in the gateway. An ID that several items hold, as rows of Send Many do, is asked for once, or each of its reports would come for each of them. */
export const get: Operation = async (run) =>
	await ofShootIds(run, { takes: false }, async (shootId, { most }) => {
		const page = await run.connection.ask((gateway) => gateway.reportsOf(shootId));
		if (page.ok && !page.value.complete)
			run.hint('The answer of the gateway was cut off; another Get with this shoot ID brings the rest.');
		if (page.ok && page.value.reports.length === most.reports)
			run.hint(
				`${shootId} has ${most.reports} reports, ${MAY_BE_MISSING} Get Once may bring them, but takes out of the gateway what it reads.`,
			);
		return page;
	});

/** Get Once: the same, but the gateway hands each out once; so what had arrived is kept when the connection breaks. */
export const getOnce: Operation = async (run) =>
	await ofShootIds(run, { takes: true }, async (shootId, { most }) => {
		const page = await run.connection.ask((gateway) => gateway.takeReportsOf?.(shootId));
		if (page.ok && !page.value.complete) run.hint(CUT_OFF);
		if (page.ok && page.value.reports.length >= most.reports)
			run.hint(
				`The gateway hands out ${most.reports} reports a call, and ${shootId} filled it: another Get Once with this shoot ID brings the rest.`,
			);
		return page;
	});

/** All shoot IDs are checked before the first is asked for. When a later call fails, reports that were taken out still come out. */
async function ofShootIds(
	run: Run,
	{ takes }: { takes: boolean },
	ask: (shootId: string, gateway: Dialect) => Promise<Result<ReportPage>>,
): Promise<INodeExecutionData[]> {
	const gateway = await run.connection.gateway();
	const shootIds = run.items.map((item): Asked => {
		const value = evaluated(() => run.parameter('shootId', item, ''));
		return [item, !gateway.ok ? gateway : value.ok ? gateway.value.readReference(value.value) : value];
	});
	const bad = shootIds.find(([, shootId]) => !shootId.ok);
	if (bad && !bad[1].ok && !run.continueOnFail) throw readingError(run, bad[1].fault, bad[0]);

	const items: INodeExecutionData[] = [];
	// Last, where reports were taken out: under Retry On Fail n8n runs the node anew when its first item is an error.
	const failures: INodeExecutionData[] = takes ? [] : items;
	const found = new Map<string, boolean>();
	let answered = 0;
	for (const asked of questions(shootIds, !takes)) {
		const [[item, shootId]] = asked;
		const holders = asked.map(([holder]) => holder);
		const page: Result<ReportPage> = !shootId.ok
			? shootId
			: gateway.ok
				? await ask(shootId.value, gateway.value)
				: gateway;
		if (page.ok && shootId.ok) {
			found.set(shootId.value, found.get(shootId.value) === true || page.value.reports.length > 0);
			answered += holders.length;
			const pairedWith = holderOf(run, holders);
			for (const report of page.value.reports)
				items.push({ json: toItem(report, shootId.value), pairedItem: pairedWith(report) });
		} else if (!page.ok && run.continueOnFail) {
			for (const holder of holders) failures.push(readingErrorItem(run, page.fault, holder));
		} else if (!page.ok) {
			if (!takes || items.length === 0) throw readingError(run, page.fault, item);
			run.hint(`Reading stopped at item ${item}: ${oneLine(faultText(page.fault, false))}`);
			break;
		}
	}
	if (!takes && answered > found.size)
		run.hint(
			`${answered} items hold ${found.size} shoot ${found.size === 1 ? 'ID' : 'IDs'}, as those of one call of Send Many do: each was asked for once, and each report stands here once.`,
		);
	const empty = [...found].filter(([, any]) => !any).map(([shootId]) => shootId);
	if (empty.length > 0) run.hint(nothingYet(empty, found.size));
	return takes ? [...items, ...failures] : items;
}
