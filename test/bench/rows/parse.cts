import { PROJECT } from '../host.cts';
import path from 'node:path';
import { reportPage } from '../input.cts';
import { growth } from '../measure.cts';
import { readReports } from '../../../nodes/MimSms/gateway/classic/reports';
import type { Bench, PlainRow } from '../row.cts';

type Name = keyof ReturnType<typeof subjects>;
type Vendor = typeof import('../../../nodes/MimSms/vendor');

const RECORDS = 100;
const MEGABYTE = 1_000_000;

/** Built, as n8n loads it. */
const ourFile = (file: string): unknown =>
	require(path.join(process.env.BENCH_PACKAGE ?? PROJECT, 'dist/nodes/MimSms', file));

/** What the XML parser alone does with a page. */
function xmlParserAlone(): (page: string) => number {
	const { parseXml } = ourFile('vendor.js') as Vendor;
	return (page) => parseXml(page).root?.children.length ?? 0;
}

function onePass(bytes: Buffer): number {
	let open = 0;
	for (let i = 0; i < bytes.length; i++) if (bytes[i] === 60) open++;
	return open;
}

/** How many reports our own reader finds in a page. */
const readOurs = (page: string): number => {
	const outcome = readReports({ status: 200, text: page });
	if (!outcome.ok) throw new Error(`The page was not read: ${outcome.fault.kind}`);
	return outcome.value.reports.filter(({ raw }) => raw === undefined).length;
};

const subjects = () => {
	const ours = readOurs;
	const clean = reportPage(RECORDS);
	return {
		ours: (times: number) => {
			for (let i = 0; i < times; i++) ours(clean);
		},
	};
};

async function measure({ compareSync, line, short }: Bench<Name>) {
	const [clean, dirty] = [reportPage(RECORDS), reportPage(RECORDS, { dirty: true })];
	const bytes = Buffer.from(clean);
	const [ours, alone] = [readOurs, xmlParserAlone()];
	for (const page of [clean, dirty])
		if (ours(page) !== RECORDS) throw new Error(`${ours(page)} of ${RECORDS} records were read`);
	const times = await compareSync({
		clean: () => ours(clean),
		dirty: () => ours(dirty),
		alone: () => alone(clean),
		onePass: () => onePass(bytes),
	});
	line({
		work: `a clean page of ${RECORDS} reports`,
		against: 'parse-xml alone',
		unit: 'speed',
		ours: times.clean,
		theirs: times.alone,
		goal: { least: 0.8 },
	});
	line({
		work: `a dirty page of ${RECORDS} reports`,
		against: 'the clean page',
		unit: 'time',
		ours: times.dirty,
		theirs: times.clean,
		goal: { most: 2 },
	});
	line({
		work: `a clean page of ${RECORDS} reports`,
		against: 'one pass over its bytes',
		unit: 'time',
		ours: times.clean,
		theirs: times.onePass,
	});

	const sizes = short([0.2, 0.6, 2], [1, 3, 10]);
	for (const kind of ['clean', 'dirty']) {
		const points: Array<[number, number]> = [];
		for (const size of sizes) {
			const perRecord = reportPage(RECORDS, { dirty: kind === 'dirty' }).length / RECORDS;
			const page = reportPage(Math.round((size * MEGABYTE) / perRecord), { dirty: kind === 'dirty' });
			const { it } = await compareSync({ it: () => ours(page) }, { least: 1, rounds: 3 });
			points.push([page.length, it]);
		}
		line({
			work: `a ${kind} page of ${sizes.at(-1)} MB`,
			against: 'growth',
			unit: 'alone',
			ours: points[points.length - 1][1],
			growth: growth(points),
			growthGoal: 1.15,
		});
	}
}

export const parse: PlainRow<Name> = {
	title: 'a page of reports',
	needsEngine: false,
	subjects,
	measure,
	profiled: { ours: 300 },
};
