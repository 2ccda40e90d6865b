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
