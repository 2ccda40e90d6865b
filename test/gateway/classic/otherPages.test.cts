/** A page that came whole, but in another make than the manual's. What it holds may have been taken out of the gateway with it. */
import { readReports, readTakenReports } from '../../../nodes/MimSms/gateway/classic/reports';
import { reply } from '../fixtures.cts';
import { page, record, unreadableRecord } from '../pages.cts';
import type { Result } from '../../../nodes/MimSms/gateway/fault';
import type { ReportPage } from '../../../nodes/MimSms/gateway/report';
import { valueOf } from '../results.cts';
import { both, reportsIn } from './reports.cts';

const [FIRST, SECOND] = ['8801711111111', '8801822222222'];
const RECORDS = [record({ to: FIRST }), record({ to: SECOND, code: '16', details: 'REJECTED' })];
const ROWS = [
	{ msisdn: FIRST, sms_status_str: 'Delivered' },
	{ msisdn: SECOND, sms_status_str: 'UNDELIVERED' },
];

const numbersIn = (outcome: Result<ReportPage>) => valueOf(outcome).reports.map(({ to }) => to);

describe('reports in another frame are read', () => {
	it.each([
		['a list of another name', `<?xml version="1.0"?><reports>${RECORDS.join('')}</reports>`],
		['a list of another name, with a name space', `<r:reports>${RECORDS.join('\n')}</r:reports>`],
		['a list in capital letters', `<DLR>${RECORDS.join('')}</DLR>`],
		['CRLF and indents', page(RECORDS).replaceAll('><', '>\r\n\t<')],
		['a comment before it', `<!-- cached -->\n${page(RECORDS).replace(/^<\?[^>]*>\n/, '')}`],
		['a style sheet', page(RECORDS).replace('<dlr>', '<?xml-stylesheet href="x.xsl"?>\n<dlr>')],
	])('%s', (_, text) => {
		for (const outcome of [...both(text), ...both(text, 500)]) {
			expect(outcome).toMatchObject({ ok: true, value: { complete: true } });
			expect(numbersIn(outcome)).toEqual([FIRST, SECOND]);
		}
	});

	it('with lower-case names of fields', () => {
		const lower = page(RECORDS).replace(
			/<(\/?)(MSISDN|DLRStatus|DLRStatusDetails)>/g,
			(_, slash, name) => `<${slash}${name.toLowerCase()}>`,
		);
		for (const outcome of both(lower))
			expect(valueOf(outcome).reports).toMatchObject([
				{ to: FIRST, status: 'delivered' },
				{ to: SECOND, code: '16', status: 'failed' },
			]);
	});

	it.each([
		[
			'words before the list',
			`Undefined index\n${page(RECORDS)}`,
			[unreadableRecord('Undefined index\n<?xml version="1.0" encoding="UTF-8"?>\n<dlr>')],
			[],
		],
		[
			'a head that lost its beginning',
			page(RECORDS).slice(3),
			[unreadableRecord('ml version="1.0" encoding="UTF-8"?>\n<dlr>')],
			[],
		],
		[
			'a list of another name, with an attribute',
			`<reports x="1">${RECORDS.join('')}</reports>`,
			[unreadableRecord('<reports x="1">')],
			[],
		],
		['words behind the list', `${page(RECORDS)}Done`, [], [unreadableRecord('</dlr>Done')]],
	])('and %s come out too', (_, text, before, behind) => {
		for (const outcome of both(text)) {
			expect(valueOf(outcome).reports).toEqual([...before, ...reportsIn(page(RECORDS)), ...behind]);
		}
	});

	it('without the comments that some program in front adds', () => {
		const text = `${page(RECORDS.map((each) => `${each}\n<!-- row -->`))}\n<!-- 0.02 s -->`;
		for (const outcome of both(text)) expect(numbersIn(outcome)).toEqual([FIRST, SECOND]);
	});

	it('are not complete when the list that began does not end', () => {
		for (const outcome of both(`<reports>${RECORDS.join('')}`))
			expect(valueOf(outcome)).toMatchObject({ complete: false });
		for (const outcome of both(RECORDS.join(''))) expect(valueOf(outcome)).toMatchObject({ complete: false });
	});
});

describe('a list in a JSON object is read', () => {
	it.each([
		['under a name', { dlr: ROWS }],
		['beside a status', { status: 'success', count: 2, data: ROWS }],
		['within another', { status: { code: 1000 }, response: { data: { rows: ROWS } } }],
		['in two parts', { delivered: [ROWS[0]], failed: [ROWS[1]], other: [], notes: ['x'] }],
		['under the name of a field', { sms: ROWS }],
		['beside a failure', { status: 'failed', error_code: 1005, error_msg: 'Internal Error', dlr: ROWS }],
	])('%s', (_, json) => {
		for (const outcome of both(JSON.stringify(json)))
			expect(valueOf(outcome)).toMatchObject({
				complete: true,
				reports: [
					{ to: FIRST, status: 'delivered' },
					{ to: SECOND, status: 'failed' },
				],
			});
	});

	it('with the rows that can not be read', () => {
		for (const outcome of both(JSON.stringify({ data: [...ROWS, 17, { x: 1 }] })))
			expect(valueOf(outcome).reports.map(({ status }) => status)).toEqual([
				'delivered',
				'failed',
				'unknown',
				'unknown',
			]);
	});

	it('but for one so deep that nobody means it', () => {
		const [read, taken] = both(JSON.stringify({ a: { b: { c: { d: ROWS } } } }));
		expect(read).toMatchObject({ ok: false, fault: { kind: 'unreadable' } });
		expect(valueOf(taken).reports).toEqual([unreadableRecord(expect.stringContaining(SECOND))]);
	});

	it.each([{ errors: [{ message: 'x' }] }, { status: 'ok', data: [] }, { message: 'Unauthorized', code: 401 }])(
		'and %j holds none',
		(json) => {
			for (const outcome of both(JSON.stringify(json)))
				expect(outcome).toMatchObject({ ok: false, fault: { kind: 'unreadable' } });
		},
	);
});

/** Reports, to a person; none that this package can cut out. */
const OTHER_MAKES = [
	['records with a name space', `<d:dlr xmlns:d="urn:x"><d:message><d:MSISDN>${FIRST}</d:MSISDN></d:message></d:dlr>`],
	['records that are attributes', `<dlr><message msisdn="${FIRST}" status="Delivered"/></dlr>`],
	['records of another name', `<dlr><row><to>${FIRST}</to></row></dlr>`],
	['records whose status alone is told', '<dlr><row><DLRStatus>x</DLRStatus></row></dlr>'],
	['lines of a sheet', `MSISDN,Status\n${FIRST},Delivered`],
	['JSON line by line', ROWS.map((row) => JSON.stringify(row)).join('\n')],
	['JSON in a JSON text', JSON.stringify(JSON.stringify(ROWS))],
	['JSON behind words', `Notice: x ${JSON.stringify(ROWS)}`],
	['JSON of which the end is missing', JSON.stringify({ status: 'success', data: ROWS }).slice(0, -5)],
];

describe.each(OTHER_MAKES)('%s', (_, text) => {
	it('come out raw, all of them, where they were taken out of the gateway', () => {
		expect(readTakenReports(reply(text))).toEqual({
			ok: true,
			value: { reports: [unreadableRecord(text)], complete: true },
		});
	});

	it('are an error that shows them where they can be asked for again, and never “no report”', () => {
		expect(readReports(reply(text))).toEqual({ ok: false, fault: { kind: 'unreadable', status: 200, text } });
	});
});

describe('what stays an error, taken or not', () => {
	it.each([
		['a web page', '<!DOCTYPE html><html><body>It works! 1002</body></html>'],
		['a web page with a form for numbers', '<!doctype html>\n<body><input name="msisdn"></body>'],
		['a web page without a document type', '<?xml version="1.0"?><html><input name="msisdn"></html>'],
		['a web page behind a comment', '<!-- x --><html><input name="msisdn"></html>'],
		['words', 'Service temporarily unavailable'],
		['another list', '<rss><item>1</item></rss>'],
		['a document type alone', '<!DOCTYPE dlr [<!ENTITY a "b">]>'],
	])('%s', (_, text) => {
		for (const outcome of both(text))
			expect(outcome).toEqual({ ok: false, fault: { kind: 'unreadable', status: 200, text } });
	});

	it('a refusal that names a field', () => {
		for (const outcome of both('Error: 1003 MSISDN'))
			expect(outcome).toMatchObject({ ok: false, fault: { kind: 'rejected', code: '1003' } });
	});
});

it('a page of 16 MB that only seems to begin is no trouble', () => {
	const much = (part: string, bytes: number) => part.repeat(Math.floor(bytes / part.length));
	const pages = (part: string, bytes: number) => [
		`<?xml?>${much(part, bytes)}x`,
		`<!DOCTYPE a [${much(part, bytes)}`,
		`${much(part, bytes)}${record()}${much(part, bytes)}`,
	];
	for (const text of [
		...['<?a>', '<a>'].flatMap((part) => pages(part, 16_000_000)),
		...['<!--', '<!---->', '-->', ' ', ']  '].flatMap((part) => pages(part, 1_000_000)),
	]) {
		const outcome = readTakenReports(reply(text));
		expect(outcome.ok ? outcome.value.reports.length < 4 : outcome.fault.kind === 'unreadable').toBe(true);
	}
});
