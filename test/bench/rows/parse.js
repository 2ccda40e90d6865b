'use strict';
const path = require('node:path');
const { PROJECT } = require('../host');
const { reportPage } = require('../input');

const RECORDS = 100;
const MEGABYTE = 1_000_000;

const ourFile = (file) => require(path.join(process.env.BENCH_PACKAGE ?? PROJECT, 'dist/nodes/MimSms', file));

/** What fast-xml-parser alone does with a page, as safely: nothing decoded, no entity, no number, checked first. */
function fastXmlParser() {
	const { XMLParser } = ourFile('vendor.js');
	const parser = new XMLParser({
		ignoreAttributes: true,
		parseTagValue: false,
		trimValues: false,
		processEntities: false,
		ignoreDeclaration: true,
		ignorePiTags: true,
	});
	return (page) => parser.parse(page, true).dlr.message.length;
}

function onePass(bytes) {
	let open = 0;
	for (let i = 0; i < bytes.length; i++) if (bytes[i] === 60) open++;
	return open;
}

const read = () => {
	const { readReports } = ourFile('gateway/reports.js');
	return (page) => {
		const outcome = readReports({ status: 200, text: page });
		return outcome.value.reports.filter(({ raw }) => raw === undefined).length;
	};
};

const subjects = () => {
	const ours = read();
	const clean = reportPage(RECORDS);
	return {
		ours: (times) => {
			for (let i = 0; i < times; i++) ours(clean);
		},
	};
};

async function measure({ compareSync, growthOf, line, short }) {
	const [clean, dirty] = [reportPage(RECORDS), reportPage(RECORDS, { dirty: true })];
	const bytes = Buffer.from(clean);
	const [ours, alone] = [read(), fastXmlParser()];
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
		against: 'fast-xml-parser alone',
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
		const points = [];
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
			ours: points.at(-1)[1],
			growth: growthOf(points),
			growthGoal: 1.15,
		});
	}
}

module.exports = { title: 'a page of reports', subjects, measure, needs: { engine: false }, profiled: { ours: 300 } };
