'use strict';

const fc = require('../properties');
const { readReports, readTakenReports } = require('../../nodes/MimSms/gateway/classic/reports');
const { reply } = require('./fixtures');
const { HEAD, page, record, unreadableRecord } = require('./pages');

const RECORDS = [
	record({ to: '8801711111111', text: 'R&D <3 </b>' }),
	record({ to: '8801722222222', text: 'আপনার অর্ডার 👍', code: '16', details: 'REJECTED' }),
	record({ to: '8801733333333', text: 'x </SMS> y', more: '<ID>C2ff</ID>' }),
	record({ to: '8801744444444', text: 'x </message> y' }),
];
const WHOLE = page(RECORDS);
const BYTES = Buffer.from(WHOLE);
const ENDS = RECORDS.map((_, i) => Buffer.byteLength(HEAD + RECORDS.slice(0, i + 1).join('')));
const REPORTS = readReports(reply(WHOLE)).value.reports;

/** What had arrived after so many bytes; half a character waits for its other half. */
const firstBytes = (count) => new TextDecoder().decode(BYTES.subarray(0, count), { stream: true });
const everyCut = Array.from({ length: BYTES.length }, (_, bytes) => bytes);

describe('a page that is cut off, at every byte', () => {
	it('gives its whole records first', () => {
		for (const bytes of everyCut) {
			const whole = ENDS.filter((end) => end <= bytes).length;
			const { reports, complete } = readTakenReports({ status: 200, text: firstBytes(bytes), broken: true }).value;
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
			const extra = readTakenReports({ status: 200, text, broken: true }).value.reports.slice(whole);
			if (rest.startsWith('<message>')) expect([bytes, extra]).toEqual([bytes, [unreadableRecord(rest.trim())]]);
			else expect([bytes, extra]).toEqual([bytes, extra.slice(0, 1).map(({ raw }) => unreadableRecord(raw))]);
		}
	});

	it('is known as not complete when the connection ended without an error', () => {
		for (const bytes of everyCut.filter((count) => count >= ENDS[0])) {
			const outcome = readReports(reply(firstBytes(bytes)));
			expect([bytes, outcome.ok, outcome.value?.complete, outcome.value?.reports[0]]).toEqual([
				bytes,
				true,
				false,
				REPORTS[0],
			]);
		}
	});
});

const half = (text) => text.slice(0, Math.floor(text.length * 0.6));
const DAMAGES = {
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
	'that ends in the middle': half,
	'whose text is cut': (text) => text.slice(0, text.indexOf('</SMS>') - 2),
	'with control characters': (text) => text.replace('<DLRStatus>', '<DLRStatus>\u0000\u0001\uFFFD'),
	'with a document type in it': (text) => text.replace('<MSISDN>', '<!DOCTYPE a [<!ENTITY b "c">]><MSISDN>'),
};

const damaged = fc.record({
	damage: fc.constantFrom(...Object.keys(DAMAGES)),
	count: fc.integer({ min: 2, max: 6 }),
	at: fc.nat(),
});
const numberOf = (i) => `880171234567${i}`;
const good = Array.from({ length: 6 }, (_, i) =>
	record({ to: numberOf(i), text: `text ${i}`, code: i % 2 ? '1' : '16' }),
);
const goodReports = readReports(reply(page(good))).value.reports;

/** A page of some good records, of which one is damaged. */
function read({ damage, count, at }) {
	const bad = at % count;
	const records = good.slice(0, count).with(bad, DAMAGES[damage](good[bad]));
	return { bad, outcome: readReports(reply(page(records))) };
}

describe('a damaged record', () => {
	it('costs none of its neighbours, whatever the damage and wherever it stands', () => {
		fc.assert(
			fc.property(damaged, (given) => {
				const { bad, outcome } = read(given);
				expect(outcome.ok).toBe(true);
				const others = outcome.value.reports.filter(({ to, raw }) => raw === undefined && to !== numberOf(bad));
				expect(others).toEqual(goodReports.slice(0, given.count).filter((_, i) => i !== bad));
			}),
		);
	});

	it.each(Object.keys(DAMAGES))('%s comes out all the same, since the gateway may not hand it out again', (damage) => {
		for (const at of [0, 1, 2]) {
			const { bad, outcome } = read({ damage, count: 3, at });
			expect(JSON.stringify(outcome.value.reports)).toContain(numberOf(bad));
		}
	});
});
