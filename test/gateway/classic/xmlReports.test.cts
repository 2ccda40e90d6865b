import * as fc from '../../properties.cts';
import { PAGE_SIZE, readReports } from '../../../nodes/MimSms/gateway/classic/reports';
import { PROLOG_PIECES, withoutProlog } from '../../../nodes/MimSms/gateway/classic/xml';
import { readMsisdn } from '../../../nodes/MimSms/gateway/phone';
import { fixture, reply } from '../fixtures.cts';
import { page, record, type RecordFields } from '../pages.cts';
import { valueOf } from '../results.cts';
import { reportsIn } from './reports.cts';

const readOne = (fields: RecordFields) => reportsIn(page([record(fields)]))[0];

describe('what stands before the list', () => {
	it.each(PROLOG_PIECES.map(({ name, example }) => [name, example]))('%s, such as %j', (name, example) => {
		const fitting = PROLOG_PIECES.filter(({ pattern }) => new RegExp(`^(?:${pattern})$`, 'i').test(example));

		expect(fitting.map((piece) => piece.name)).toEqual([name]);
		expect(withoutProlog(`${example}<dlr>`)).toBe('<dlr>');
	});
});

describe('delivery reports in XML', () => {
	it('are read from the page of the manual', () => {
		expect(readReports(fixture('reports/manual.xml'))).toEqual({
			ok: true,
			value: {
				complete: true,
				reports: [
					{
						to: '8801712345678',
						message: 'Your order 0042 is on its way',
						sentAt: '2017-12-01T08:23:30+06:00',
						receivedAt: '2017-12-01T08:23:41+06:00',
						code: '1',
						status: 'delivered',
						meaning: 'Delivered',
						details: 'Delivered',
						other: {},
					},
					{
						to: '8801812345678',
						message: 'Your order 0043 is on its way',
						sentAt: '2017-12-01T08:23:30+06:00',
						receivedAt: null,
						code: '31',
						status: 'failed',
						meaning: 'Subscriber Busy',
						details: 'Subscriber Busy',
						other: {},
					},
				],
			},
		});
	});

	it("keep the gateway's ID and Parts, and an empty status is pending by its details", () => {
		expect(valueOf(readReports(fixture('reports/more-fields.xml'))).reports).toEqual([
			{
				to: '8801712345678',
				message: 'R&D <3 </b> </SMS> ok',
				sentAt: '2017-12-01T08:23:30+06:00',
				receivedAt: null,
				code: null,
				status: 'pending',
				meaning: expect.any(String),
				details: 'Pending',
				other: { ID: 'bw-rdC3000482765f0a1b2c3d4e5', Parts: '02' },
			},
		]);
	});

	it.each([1, 2, PAGE_SIZE, 250])('are a list, here of %i', (count) => {
		const numbers = Array.from({ length: count }, (_, i) => `88017${String(i).padStart(8, '0')}`);
		const { reports, complete } = valueOf(readReports(reply(page(numbers.map((to) => record({ to }))))));
		expect(reports.map(({ to }) => to)).toEqual(numbers);
		expect(complete).toBe(true);
	});

	it('are read whatever the HTTP status', () => {
		expect(reportsIn(page([record()]), 500)).toHaveLength(1);
	});

	it('are read after a byte order mark, without a declaration, and with line breaks and indents', () => {
		const indented = record({ to: '8801912345678' }).replaceAll('><', '>\r\n\t<');
		expect(reportsIn(`\uFEFF<dlr>\n  ${indented}\n  ${indented}\n</dlr>\n`).map(({ to }) => to)).toEqual([
			'8801912345678',
			'8801912345678',
		]);
	});

	it('come a hundred a page', () => {
		expect(PAGE_SIZE).toBe(100);
	});
});

describe('the fields of a report', () => {
	it.each([
		['leading zeros', '0171234567'],
		['a plus', '+880171234567'],
		['more digits than a number can hold', '88017123456789012345678'],
		['words', 'UNKNOWN'],
	])('a number keeps %s', (_, to) => {
		expect(readOne({ to }).to).toBe(to);
	});

	it.each([['0'], ['1'], ['1028'], ['0001'], ['12345678901234567890']])(
		'the code %s is a text and stays as it is',
		(code) => {
			expect(readOne({ code }).code).toBe(code);
		},
	);

	it.each([
		['2017-12-01 08:23:30', '2017-12-01T08:23:30+06:00'],
		['2024-02-29 23:59:59', '2024-02-29T23:59:59+06:00'],
		['0000-00-00 00:00:00', null],
		['', null],
		['N/A', null],
		['2017-13-01 08:23:30', null],
		['08:23:30', null],
	])('the time “%s” becomes %s', (written, iso) => {
		expect(readOne({ sent: written, received: written })).toMatchObject({ sentAt: iso, receivedAt: iso });
	});

	it('that are not known stand in `other`, letter by letter', () => {
		const more =
			'<ID>C200083660a1b2c3d4e5f</ID><Parts>02</Parts><Operator>Grameenphone &amp; Co</Operator><Price>0.250</Price><Empty></Empty>';
		expect(readOne({ more }).other).toEqual({
			ID: 'C200083660a1b2c3d4e5f',
			Parts: '02',
			Operator: 'Grameenphone &amp; Co',
			Price: '0.250',
			Empty: '',
		});
	});

	it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])('named %s do no harm', (name) => {
		const reports = reportsIn(
			page([record({ to: '8801' }), record({ more: `<${name}>harm</${name}>` }), record({ to: '8802' })]),
		);
		expect(reports).toHaveLength(3);
		expect([reports[0].to, reports[2].to]).toEqual(['8801', '8802']);
		expect(JSON.stringify(reports[1].raw ?? Object.entries(reports[1].other))).toContain('harm');
		expect(Object.prototype).not.toHaveProperty('harm');
		expect({}.constructor).toBe(Object);
		expect(Object.getPrototypeOf(reports[1].other)).toBe(Object.prototype);
	});

	it('may be missing', () => {
		expect(reportsIn(page(['<message><MSISDN>8801712345678</MSISDN><DLRStatus>16</DLRStatus></message>']))).toEqual([
			{
				to: '8801712345678',
				message: null,
				sentAt: null,
				receivedAt: null,
				code: '16',
				status: 'failed',
				meaning: 'REJECTED',
				details: '',
				other: {},
			},
		]);
	});

	it('come out as they were written, whatever the values', () => {
		const digits = fc.stringMatching(/^\+?\d{1,25}$/);
		const name = fc.stringMatching(/^X[A-Za-z0-9_]{0,12}$/);
		const value = fc.stringMatching(/^[A-Za-z0-9 .,:;/+()-]{0,30}$/).map((text) => text.trim());
		fc.assert(
			fc.property(
				digits,
				digits,
				value,
				fc.dictionary(name, value, { noNullPrototype: true }),
				(to, code, details, other) => {
					const more = Object.entries(other)
						.map(([field, written]) => `<${field}>${written}</${field}>`)
						.join('');
					expect(readOne({ to, code, details, more })).toMatchObject({
						to: readMsisdn(to) ?? to,
						code,
						details,
						other,
					});
				},
			),
		);
	});
});

describe('a record of known fields alone', () => {
	const names = ['MSISDN', 'SMS', 'SMSSent', 'DLRReceived', 'DLRStatus', 'DLRStatusDetails', 'ID', 'Parts'];
	const value = fc.oneof(
		fc.string(),
		fc.string({ unit: fc.constantFrom('a', ' ', '&', '<', '>', '/', '"', '\r', '\n', 'অ', '1') }),
		fc.constantFrom('8801712345678', '2017-12-01 08:23:30', '1', 'Delivered', '<b>', '</ID>', '&amp;', ''),
	);
	const fields = fc.array(fc.tuple(fc.constantFrom(...names), value), { minLength: 1, maxLength: 8 });
	const between = fc.constantFrom('', ' ', '\n\t', '\r\n');

	it('is read as the parser reads it, which gets any record with another field', () => {
		fc.assert(
			fc.property(fields, between, (written, gap) => {
				const body = written.map(([name, text]) => `<${name}>${text}</${name}>`).join(gap);
				const alone = reportsIn(`<dlr><message>${gap}${body}${gap}</message></dlr>`);
				const parsed = reportsIn(`<dlr><message>${gap}${body}${gap}<Operator>GP</Operator></message></dlr>`);
				const { Operator, ...other } = parsed[0].other;
				if (parsed[0].raw === undefined) expect(alone).toEqual([{ ...parsed[0], other }, ...parsed.slice(1)]);
				else expect(alone[0].raw).toBeDefined();
			}),
			{ numRuns: 2000 },
		);
	});
});

describe('a record', () => {
	it.each([
		['with an attribute', page([record()]).replace('<MSISDN>', '<MSISDN x="1">')],
		['with a processing instruction', page([record({ more: '<?php x?>' })])],
		['in a list with attributes', `<dlr a="b">${record()}</dlr>`],
	])('%s is read', (_, text) => {
		expect(reportsIn(text)).toMatchObject([{ to: '8801712345678', message: 'Hello', code: '1', other: {} }]);
	});

	it('with an empty message text has an empty one', () => {
		expect(reportsIn(page(['<message><MSISDN>8801712345678</MSISDN><SMS/><A>1</A></message>']))).toMatchObject([
			{ to: '8801712345678', message: '', other: { A: '1' } },
		]);
	});

	it.each([
		['with words between its fields', record({ more: 'junk<A>1</A>' })],
		['with nothing in it', '<message></message>'],
		['with a field that is none', record({ more: '<A><B>1</B></A>' })],
	])('%s comes out raw, and costs no neighbour', (_, damaged) => {
		const reports = reportsIn(page([record(), damaged, record()]));
		expect(reports.map(({ to, raw }) => raw ?? to)).toEqual(['8801712345678', damaged, '8801712345678']);
	});

	it('keeps a byte order mark in its text', () => {
		expect(readOne({ text: 'a\uFEFFb' }).message).toBe('a\uFEFFb');
	});

	it('without quotes is read also where the page ends with it', () => {
		expect(reportsIn(`<dlr>${record({ text: 'hi', quoted: false })}`)).toMatchObject([
			{ to: '8801712345678', message: 'hi' },
		]);
	});

	it('that was cut within its quoted text, as the last of a page, is none', () => {
		const cut = '<message><MSISDN>8801712345678</MSISDN><SMS> "press </SMS></message>';
		expect(reportsIn(`<dlr>${cut}`).map(({ to, raw }) => raw ?? to)).toEqual([cut]);
	});
});
