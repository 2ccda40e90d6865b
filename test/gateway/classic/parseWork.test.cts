/** How much of a page is looked at how often: a hostile one must not hold n8n up. */
import { readReports } from '../../../nodes/MimSms/gateway/classic/reports';
import { reply } from '../fixtures.cts';
import { page, record } from '../pages.cts';
import type * as Vendor from '../../../nodes/MimSms/vendor';
import { valueOf } from '../results.cts';

/** The library's parser, counted: the core is given it under jest from the built vendor file (`moduleNameMapper`). */
jest.mock('../../../dist/nodes/MimSms/vendor.js', () => {
	const actual = jest.requireActual<typeof Vendor>('../../../dist/nodes/MimSms/vendor.js');
	return { ...actual, parseXml: jest.fn(actual.parseXml) };
});
const { parseXml } = jest.requireMock<{ parseXml: jest.MockedFunction<typeof Vendor.parseXml> }>(
	'../../../dist/nodes/MimSms/vendor.js',
);

/** Characters that the parser was given, all together. */
function parsed(text: string) {
	parseXml.mockClear();
	const outcome = readReports(reply(text));
	const characters = parseXml.mock.calls.reduce((sum, [part]) => sum + part.length, 0);
	return { characters, outcome };
}

const END = '</message>';

describe('a page costs no more than a few looks at it', () => {
	it.each([
		['one record with many ends behind much', `<dlr><message>${'<a>x</a>'.repeat(40_000)}${END.repeat(60)}</dlr>`],
		['one record with ends all over', `<dlr><message>${`${'<a>x</a>'.repeat(1_000)}${END}`.repeat(60)}</dlr>`],
		[
			'many records with many ends',
			page(Array.from({ length: 60 }, () => `<message><MSISDN>1</MSISDN>${'<a>x</a>'.repeat(500)}${END.repeat(60)}`)),
		],
		[
			'many records of which the text never ends',
			page(Array.from({ length: 500 }, () => `<message><SMS>"</SMS>${END.repeat(60)}`)),
		],
	])('%s', (_, text) => {
		const { characters, outcome } = parsed(text);

		expect(characters).toBeLessThanOrEqual(3 * text.length + 500_000);
		expect(outcome.ok).toBe(true);
		expect(valueOf(outcome).reports.length).toBeGreaterThan(0);
	});

	it('and the records behind a hostile one are read as ever', () => {
		const hostile = `<message>${'<a>x</a>'.repeat(40_000)}${END.repeat(60)}`;
		const { outcome } = parsed(
			page([hostile, record({ to: '8801711111111' }), record({ to: '8801722222222', more: '<X>1</X>' })]),
		);

		expect(valueOf(outcome).reports.slice(-2)).toMatchObject([
			{ to: '8801711111111', status: 'delivered' },
			{ to: '8801722222222', status: 'delivered' },
		]);
	});

	it('which is enough for a page on which every text ends its record fifty times', () => {
		const texts = Array.from({ length: 100 }, (_, i) => `${i} ${`</SMS>${END} `.repeat(49)}`);
		const { characters, outcome } = parsed(page(texts.map((text) => record({ text }))));

		expect(valueOf(outcome).reports.map(({ message }) => message)).toEqual(texts.map((text) => text.trimEnd()));
		expect(characters).toBeLessThan(1_000_000);
	});

	it('and a page as the gateway writes it needs no parser at all', () => {
		expect(parsed(page(Array.from({ length: 100 }, () => record()))).characters).toBe(0);
	});

	const ELEMENTS = record().slice('<message>'.length, -END.length);
	/** With a comment, which the parser leaves out. */
	const commented = (raw: string): string => raw.replace(/^<message[^>]*>/, '$&<!-- -->');

	it.each([
		['as the gateway writes it', record()],
		['with white space between its fields', record().replaceAll('><', '>\n\t <')],
		[
			'with its fields in another order',
			`<message>${ELEMENTS.split(/(?=<DLRReceived>)/)
				.reverse()
				.join('')}${END}`,
		],
		['without its text', record().replace(/<SMS>[^]*<\/SMS>/, '')],
		['with one field', '<message><MSISDN>8801712345678</MSISDN></message>'],
		['with empty fields and white space', record({ sent: '', received: ' ', details: ' Delivered ' })],
		["with more of the gateway's fields", record({ more: '<ID>7</ID><Parts>2</Parts>' })],
		['with anything in its text', record({ text: '<b>&amp; 3 > 2 </SMS> \r <MSISDN>1</MSISDN>' })],
		['with white space around its text', record({ quoted: false, text: ' Hello ' })],
		['with an attribute', record().replace('<message>', '<message id="7">')],
	])('a record %s needs no parser, and is read as by the parser', (_, raw) => {
		const [flat, parsedOne] = [parsed(page([raw])), parsed(page([commented(raw)]))];

		expect(flat.characters).toBe(0);
		expect(parsedOne.characters).toBeGreaterThan(0);
		expect(flat.outcome).toEqual(parsedOne.outcome);
	});

	it.each([
		['with words between its fields', record().replace('<DLRStatus>', 'words<DLRStatus>')],
		['with words before its end', record({ more: 'words' })],
		['with a field twice', record({ more: '<MSISDN>8801812345678</MSISDN>' })],
		['with a field of another name', record({ more: '<X>1</X>' })],
		['with a field in small letters', record().replaceAll('MSISDN', 'msisdn')],
		['with a field within a field', record({ details: '<b>Delivered</b>' })],
		['with an entity in a field', record({ details: 'R&amp;D' })],
		['with a line end of Mac OS in a field', record({ details: 'Delivered\rnow' })],
		['with a sign > in a field', record({ details: 'Delivered > now' })],
		['with another end of a field', record().replace('</DLRStatus>', '</DLRStatus >')],
		['with an end that fits no field', record().replace('</MSISDN>', '</DLRStatus>')],
		['with a field that has no end', record().replace('</MSISDN>', '')],
		['with an attribute at a field', record().replace('<MSISDN>', '<MSISDN type="x">')],
	])('a record %s gets to the parser', (_, raw) => {
		const [one, withComment] = [parsed(page([raw])), parsed(page([commented(raw)]))];

		expect(one.characters).toBeGreaterThan(0);
		expect(valueOf(one.outcome).reports.map(({ raw: _raw, ...fields }) => fields)).toEqual(
			valueOf(withComment.outcome).reports.map(({ raw: _raw, ...fields }) => fields),
		);
	});

	it.each([
		[1, 30_001],
		[40, 1],
	])('and of the end of a huge JSON list that broke off within %i braces, two places', (braces, reports) => {
		const parse = jest.spyOn(JSON, 'parse');
		const row = '{"MSISDN":"8801712345678","DLRStatus":"1","SMS":"Your order is on its way"},';
		const { outcome } = parsed(`[${row.repeat(30_000)}{"SMS":"${'}'.repeat(braces)}`);

		expect(parse.mock.calls.length).toBeLessThan(10);
		expect(valueOf(outcome).reports).toHaveLength(reports);
		parse.mockRestore();
	});
});
