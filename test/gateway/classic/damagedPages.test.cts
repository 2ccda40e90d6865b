import * as fc from '../../properties.cts';
import { readReports } from '../../../nodes/MimSms/gateway/classic/reports';
import { reply } from '../fixtures.cts';
import { HEAD, page, record, unreadableRecord } from '../pages.cts';
import { valueOf } from '../results.cts';
import { brokenOff, reportsIn } from './reports.cts';

const RECORDS = [
	record({ to: '8801711111111', text: 'R&D <3 </b>' }),
	record({ to: '8801722222222', text: 'আপনার অর্ডার 👍', code: '16', details: 'REJECTED' }),
	record({ to: '8801733333333', text: 'x </SMS> y', more: '<ID>C2ff</ID>' }),
	record({ to: '8801744444444', text: 'x </message> y' }),
];
const WHOLE = page(RECORDS);
const BYTES = Buffer.from(WHOLE);
const ENDS = RECORDS.map((_, i) => Buffer.byteLength(HEAD + RECORDS.slice(0, i + 1).join('')));
const REPORTS = reportsIn(WHOLE);

/** What had arrived after so many bytes; half a character waits for its other half. */
const firstBytes = (count: number) => new TextDecoder().decode(BYTES.subarray(0, count), { stream: true });
const everyCut = Array.from({ length: BYTES.length }, (_, bytes) => bytes);

describe('a page that is cut off, at every byte', () => {
	it('gives its whole records first', () => {
		for (const bytes of everyCut) {
			const whole = ENDS.filter((end) => end <= bytes).length;
			const { reports, complete } = brokenOff(firstBytes(bytes));
			expect([bytes, complete, ...reports.slice(0, whole)]).toEqual([bytes, false, ...REPORTS.slice(0, whole)]);
		}
	});

	it('gives the rest raw, all of it, and invents nothing', () => {
		for (const bytes of everyCut) {
			const text = firstBytes(bytes);
			const whole = ENDS.filter((end) => end <= bytes).length;
			const rest = text.slice(
				whole === 0
					? HEAD.length
					: text.length - new TextDecoder().decode(BYTES.subarray(ENDS[whole - 1], bytes), { stream: true }).length,
			);
			const extra = brokenOff(text).reports.slice(whole);
			if (rest.startsWith('<message>')) expect([bytes, extra]).toEqual([bytes, [unreadableRecord(rest.trim())]]);
			else expect([bytes, extra]).toEqual([bytes, extra.slice(0, 1).map(({ raw }) => unreadableRecord(raw ?? ''))]);
		}
	});

	it('is known as not complete when the connection ended without an error', () => {
		for (const bytes of everyCut.filter((count) => count >= ENDS[0])) {
			const { reports, complete } = valueOf(readReports(reply(firstBytes(bytes))));
			expect([bytes, complete, reports[0]]).toEqual([bytes, false, REPORTS[0]]);
		}
	});
});

const DAMAGES: Record<string, (text: string) => string> = {
	'without its first tag': (text) => text.replace('<message>', ''),
	'with its first tag misspelt': (text) => text.replace('<message>', '<messag>'),
	'with its first tag cut': (text) => text.replace('<message>', '<mess'),
	'without its last tag': (text) => text.replace(/<\/message>$/, ''),
	'with its last tag misspelt': (text) => text.replace(/<\/message>$/, '</massage>'),
	'without the end of its text': (text) => text.replace('</SMS>', ''),
	'without the beginning of its text': (text) => text.replace('<SMS>', ''),
	'with an open field': (text) => text.replace('</DLRStatus>', ''),
	'with a stray < in a field': (text) => text.replace('<DLRStatus>', '<DLRStatus><'),
	'with fields that cross': (text) => text.replace('</MSISDN><SMS>', '<SMS></MSISDN>'),
	'with a field twice': (text) => text.replace('<DLRStatus>', '<DLRStatus>5</DLRStatus><DLRStatus>'),
	'with text between its fields': (text) => text.replace('<SMSSent>', 'Warning: mysql_query()<SMSSent>'),
	'that ends in the middle': (text) => text.slice(0, Math.floor(text.length * 0.6)),
	'whose text is cut': (text) => text.slice(0, text.indexOf('</SMS>') - 2),
	'with control characters': (text) => text.replace('<DLRStatus>', '<DLRStatus>\u0000\u0001\uFFFD'),
	'with a document type in it': (text) => text.replace('<MSISDN>', '<!DOCTYPE a [<!ENTITY b "c">]><MSISDN>'),
};

interface Damaged {
	damage: string;
	/** Records on the page. */
	count: number;
	/** Which of them is damaged; counted round. */
	at: number;
}

const damaged: fc.Arbitrary<Damaged> = fc.record({
	damage: fc.constantFrom(...Object.keys(DAMAGES)),
	count: fc.integer({ min: 2, max: 6 }),
	at: fc.nat(),
});
const numberOf = (i: number) => `880171234567${i}`;
const good = Array.from({ length: 6 }, (_, i) =>
	record({ to: numberOf(i), text: `text ${i}`, code: i % 2 ? '1' : '16' }),
);
const goodReports = reportsIn(page(good));

/** A page of some good records, of which one is damaged. */
function read({ damage, count, at }: Damaged) {
	const bad = at % count;
	const records = good.slice(0, count).map((each, i) => (i === bad ? DAMAGES[damage](each) : each));
	return { bad, outcome: readReports(reply(page(records))) };
}

describe('a damaged record', () => {
	it('costs none of its neighbours, whatever the damage and wherever it stands', () => {
		fc.assert(
			fc.property(damaged, (given) => {
				const { bad, outcome } = read(given);
				expect(outcome.ok).toBe(true);
				const others = valueOf(outcome).reports.filter(({ to, raw }) => raw === undefined && to !== numberOf(bad));
				expect(others).toEqual(goodReports.slice(0, given.count).filter((_, i) => i !== bad));
			}),
		);
	});

	it.each(Object.keys(DAMAGES))('%s comes out all the same, since the gateway may not hand it out again', (damage) => {
		for (const at of [0, 1, 2]) {
			const { bad, outcome } = read({ damage, count: 3, at });
			expect(JSON.stringify(valueOf(outcome).reports)).toContain(numberOf(bad));
		}
	});
});
