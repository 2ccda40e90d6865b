/** A page of reports of which some records are spoilt in any way: the whole ones come out as if nothing had happened. */
import * as fc from '../properties.cts';
import { readReports, readTakenReports } from '../../nodes/MimSms/gateway/classic/reports';
import { reply } from '../gateway/fixtures.cts';
import { valueOf } from '../gateway/results.cts';
import { HEAD, page, record } from '../gateway/pages.cts';

const TEXTS = [
	'Hello',
	'R&D <3 </b>',
	'x </SMS> y',
	'x </message> y',
	'আপনার অর্ডার 👍',
	'1002',
	'SMS SUBMITTED: ID - C2',
	'<!DOCTYPE html>',
	'&amp; & more',
	'',
];
const TAGS = [
	'<message>',
	'</message>',
	'<dlr>',
	'</dlr>',
	'<SMS>',
	'</SMS>',
	'<MSISDN>',
	'</MSISDN>',
	'<DLRStatus>',
	'</DLRStatus>',
	'<message',
	'<',
	'>',
	'</',
	'"',
	'&',
	'<!--',
	'-->',
	'<![CDATA[',
	']]>',
	'<?xml?>',
	'<__proto__>',
	'\u0000',
	'\ud83d',
	' ',
];

const edit = fc.record({
	at: fc.double({ min: 0, max: 1, noNaN: true }),
	take: fc.nat(60),
	put: fc
		.array(fc.oneof(fc.constantFrom(...TAGS), fc.string({ maxLength: 5 })), { maxLength: 3 })
		.map((parts) => parts.join('')),
});

type Edit = typeof edit extends fc.Arbitrary<infer Value> ? Value : never;

/** Cuts and inserts, inside the record: what stands before its first byte and behind its last belongs to nobody. */
const spoil = (text: string, edits: Edit[]) =>
	edits.reduce((now, { at, take, put }) => {
		const from = Math.floor(at * now.length);
		return now.slice(0, from) + put + now.slice(from + take);
	}, text);

const given = fc.record({
	rows: fc.array(
		fc.record({
			text: fc.constantFrom(...TEXTS),
			bad: fc.boolean(),
			edits: fc.array(edit, { minLength: 1, maxLength: 3 }),
		}),
		{ minLength: 2, maxLength: 7 },
	),
	whole: fc.boolean(),
});

describe('the whole records of a page whose others are spoilt in any way', () => {
	it.each([
		['readReports', readReports],
		['readTakenReports', readTakenReports],
	])('all come out of %s, in their order', (_, read) => {
		fc.assert(
			fc.property(given, ({ rows, whole }) => {
				const records = rows.map(({ text, bad, edits }, i) =>
					bad
						? spoil(record({ to: `880171234567${i}`, text: 'spoilt' }), edits)
						: record({ to: `880181234567${i}`, text }),
				);
				const written = whole ? page(records) : `${HEAD}${records.join('')}`;
				const expected = rows.flatMap(({ text, bad }, i) => (bad ? [] : [{ to: `880181234567${i}`, message: text }]));

				const outcome = read(reply(written));

				if (expected.length === 0) return;
				const found = valueOf(outcome).reports.filter(({ to }) => to?.startsWith('88018'));
				expect(found.map(({ to, message }) => ({ to, message }))).toEqual(expected);
				expect(
					found.every(
						({ status, other, raw }) => status === 'delivered' && raw === undefined && Object.keys(other).length === 0,
					),
				).toBe(true);
			}),
		);
	});
});

describe('a list in JSON, cut anywhere', () => {
	it('gives its whole rows and the rest raw', () => {
		const row = fc.record({
			msisdn: fc.stringMatching(/^88018\d{8}$/),
			sms: fc.string(),
			sms_status_str: fc.constantFrom('Delivered', 'Failed', '}', ']', '},{"a":1}]'),
		});
		fc.assert(
			fc.property(
				fc.array(row, { minLength: 1, maxLength: 5 }),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(rows, at) => {
					const written = JSON.stringify(rows);
					const cut = written.slice(0, Math.floor(at * written.length));
					const whole = rows.filter((_, i) => JSON.stringify(rows.slice(0, i + 1)).length - 1 <= cut.length);
					const { reports } = valueOf(readTakenReports({ status: 200, text: cut, broken: true }));
					expect(reports.slice(0, whole.length).map(({ to }) => to)).toEqual(whole.map(({ msisdn }) => msisdn));
					for (const { raw } of reports.slice(whole.length)) expect(written).toContain(raw);
				},
			),
		);
	});
});
