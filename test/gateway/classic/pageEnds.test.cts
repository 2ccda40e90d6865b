/** How a page ends, and whether it holds anything. What is handed out once must neither vanish nor be taken for more than has come. */
import { readReports, readTakenReports } from '../../../nodes/MimSms/gateway/classic/reports';
import { reply } from '../fixtures.cts';
import { HEAD, page, record, unreadableRecord } from '../pages.cts';
import { valueOf } from '../results.cts';
import { both, brokenOff, reportsIn } from './reports.cts';

const NOTHING = { ok: true, value: { reports: [], complete: true } };
const WARNING = '<br />\n<b>Warning</b>: Undefined variable in /srv/dlr.php on line <b>3</b><br />\n';

describe('a page is whole', () => {
	it.each([
		['with a comment behind its list', `${page([record()])}<!-- 3 ms -->`],
		['with comments behind its list', `${page([record()])}\n<!-- 3 ms -->\n <!-- <dlr> -->\n`],
		['with a comment behind a list of another name', `<reports>${record()}</reports> <!-- 3 ms -->`],
		['with a space in its last tag', `${HEAD}${record()}</dlr >`],
		['with a line break in its last tag', `${HEAD}${record()}</dlr\n>`],
		['with more space in its last tag', `${HEAD}${record()}</dlr  >`],
		['with its last tag in capitals', `<DLR>${record()}</DLR>`],
	])('%s', (_, text) => {
		for (const outcome of both(text))
			expect(outcome).toMatchObject({ ok: true, value: { complete: true, reports: [{ to: '8801712345678' }] } });
	});

	it.each([
		['that ends within a comment', `${page([record()])}<!-- 3 ms`],
		['that ends with the end of a comment alone', `${HEAD}${record()}-->`],
		['of which only comments follow its last record', `${HEAD}${record()}<!-- 3 ms -->`],
		['that is a record alone', record()],
		['that ends within the tag', `${HEAD}${record()}</dlr`],
		['whose list ends before its end', `${HEAD}${record()}</dlr><!-- x --><p>`],
	])('but none %s', (_, text) => {
		for (const outcome of both(text)) expect(outcome).toMatchObject({ ok: true, value: { complete: false } });
	});
});

describe('a list without a report', () => {
	it.each([
		['an empty element', '<dlr/>'],
		['one with a line break in it', '<?xml version="1.0"?>\n<dlr\n/>'],
		['one with attributes', '<dlr rows="0" at="2026-11-25"/>'],
		['a list with attributes', '<dlr rows="0" at="2026-11-25"></dlr>'],
		['a list with a space in its last tag', '<dlr></dlr >'],
		['one with a comment behind it', '<dlr/><!-- 3 ms -->'],
		['a list with words in it and a comment behind it', '<dlr>Nothing</dlr>\n<!-- 3 ms -->'],
		['a record that is empty', '<dlr><message/></dlr>'],
		['a record that is empty, with a space', '<dlr><message /></dlr>'],
		['a tag that only begins like that of a record', '<dlr><messages></messages><smsc></smsc></dlr>'],
		['a declaration alone', '<?xml version="1.0" encoding="UTF-8"?>'],
		['a declaration alone in capitals, with a byte order mark', '\uFEFF<?XML version="1.0"?>\n'],
		['a declaration and a comment', '<?xml version="1.0"?> <!-- 3 ms -->'],
		['a list behind a warning', `${WARNING}${HEAD}</dlr>`],
		['a list behind a notice', `Notice: Undefined index: 7 in dlr.php on line 12\n<dlr rows="0">\n</dlr\n>`],
		['an empty element behind a deprecation', 'DEPRECATED: strftime() in dlr.php on line 12<dlr />'],
		['a list behind a warning, and a comment', `${WARNING}<dlr></dlr><!-- 3 ms -->`],
	])('%s is “no report yet”', (_, text) => {
		for (const outcome of both(text)) expect(outcome).toEqual(NOTHING);
	});

	it('is none behind a redirect or an error of the server', () => {
		for (const text of ['<?xml version="1.0"?>', `${WARNING}<dlr></dlr>`]) {
			expect(readReports(reply(text, 299))).toEqual(NOTHING);
			for (const status of [300, 302, 400, 500])
				expect(readReports(reply(text, status))).toEqual({ ok: false, fault: { kind: 'unreadable', status, text } });
		}
	});

	it('is not complete when it broke off behind the declaration', () => {
		expect(readTakenReports({ status: 200, text: '<?xml version="1.0"?>', broken: true })).toEqual({
			ok: true,
			value: { reports: [], complete: false },
		});
	});

	it('is not complete when it has no end', () => {
		for (const outcome of both('<dlr>Nothing'))
			expect(outcome).toEqual({ ok: true, value: { reports: [], complete: false } });
	});
});

describe('an error stays an error', () => {
	it.each([
		['words before an empty list that are no warning', 'Database gone<dlr></dlr>'],
		['a word that only holds that of a warning', 'Forewarnings<dlr></dlr>'],
		['a web page with a warning', `<html>${WARNING}</html><dlr></dlr>`],
		['a web page within words, with a warning', `Sorry\n<HTML>${WARNING}<dlr></dlr>`],
		['a warning alone', WARNING],
		['a warning before a list that does not end', `${WARNING}<dlr>`],
		['a warning before an empty list with something behind it', `${WARNING}<dlr></dlr>Done`],
		['a declaration with words behind it', '<?xml version="1.0"?>Service unavailable'],
		['another declaration', '<?php version ?>'],
		['words before a declaration', 'Oops <?xml version="1.0"?>'],
		['no declaration at all', '<?xmlish?>'],
	])('%s', (_, text) => {
		expect(readReports(reply(text))).toEqual({ ok: false, fault: { kind: 'unreadable', status: 200, text } });
	});

	it('a refusal before an empty list', () => {
		expect(readReports(reply('Error: 1003<dlr></dlr>'))).toMatchObject({
			ok: false,
			fault: { kind: 'rejected', code: '1003' },
		});
	});
});

describe('what may be a report does not vanish', () => {
	it.each([
		['one with a name space', '<dlr><d:message><d:Text>Hello</d:Text></d:message></dlr>'],
		['a text without a record', '<dlr><row><Sms>Hello</Sms></row></dlr>'],
		['a number behind a warning', `${WARNING}8801712345678,Delivered\n<dlr></dlr>`],
		['a record of another name behind a warning', `${WARNING}<Message>Hello</Message><dlr></dlr>`],
		['a field behind a warning', `${WARNING}MSISDN<dlr></dlr>`],
		['a list behind a warning', `${WARNING}<dlr>Hello</dlr><dlr></dlr>`],
	])('%s', (_, text) => {
		expect(readReports(reply(text))).toEqual({ ok: false, fault: { kind: 'unreadable', status: 200, text } });
		expect(readTakenReports(reply(text))).toEqual({
			ok: true,
			value: { reports: [unreadableRecord(text)], complete: true },
		});
	});

	it.each<[string, (text: string) => string]>([
		['attributes', (text) => text.replaceAll('<message>', '<message id="1">')],
		['a space in the tag', (text) => text.replaceAll('<message>', '<message >')],
		['a capital', (text) => text.replaceAll('message>', 'Message>')],
		['capitals', (text) => text.toUpperCase()],
	])('one record of %s among others', (_, change) => {
		const others = [record({ to: '8801711111111' }), record({ to: '8801733333333' })];
		const odd = change(record({ to: '8801722222222' }));
		for (const records of [
			[odd, ...others],
			[others[0], odd, others[1]],
			[...others, odd],
		]) {
			const { reports } = valueOf(readTakenReports(reply(page(records))));
			expect(reports.filter(({ raw }) => raw === undefined).map(({ to }) => to)).toEqual(
				records.map((text) => /\d{13}/.exec(text)?.[0]),
			);
		}
	});
});

describe('a record whose text begins with a quote and does not end with one', () => {
	const odd = record({ text: '"Hello', quoted: false });

	it.each([
		['alone', [odd], 0],
		['first', [odd, record()], 0],
		['between two', [record(), odd, record()], 1],
		['last', [record(), odd], 1],
	])('is read in a whole page: %s', (_, records, at) => {
		const { reports } = valueOf(readReports(reply(page(records))));
		expect(reports).toHaveLength(records.length);
		expect(reports[at]).toMatchObject({ message: '"Hello', status: 'delivered' });
		expect(reportsIn(`<reports>${records.join('')}</reports>`)).toEqual(reports);
	});

	it('is read where a comment follows it', () => {
		expect(reportsIn(page([`${odd}<!-- row -->`]))).toMatchObject([{ message: '"Hello' }]);
	});

	it('is raw where the page ends with it: it may be half a record', () => {
		for (const space of ['', '\n']) {
			const { reports } = brokenOff(`${HEAD}${record()}${odd}${space}`);
			expect(reports).toEqual([expect.objectContaining({ status: 'delivered' }), unreadableRecord(odd)]);
		}
	});

	it.each(['"</SMS> </message> x', '"</SMS></message>x</message>', '"</SMS></message>\n</message> x'])(
		'is never half of one whose text is %s',
		(text) => {
			const whole = record({ text: text.slice(1) });
			const from = whole.indexOf('</message>');
			for (let cut = from; cut < whole.length - 1; cut++) {
				const arrived = whole.slice(0, cut);
				expect(brokenOff(HEAD + arrived).reports).toEqual([unreadableRecord(arrived.trim())]);
			}
			expect(reportsIn(page([whole]))).toMatchObject([{ message: text.slice(1), status: 'delivered' }]);
		},
	);

	it('leaves nothing behind: with what follows it, it is raw', () => {
		expect(reportsIn(page([`${odd} x </message>`]))).toEqual([unreadableRecord(`${odd} x </message>`)]);
	});
});

describe('a page', () => {
	it('that ends within a comment keeps what may be a report in it', () => {
		for (const outcome of both(`${HEAD}${record()}<!-- 8801712345678`))
			expect(valueOf(outcome).reports.slice(1)).toEqual([unreadableRecord('<!-- 8801712345678')]);
	});

	it('that is a comment alone is none of ours', () => {
		for (const outcome of both('<!-- nothing -->'))
			expect(outcome).toMatchObject({ ok: false, fault: { kind: 'unreadable' } });
	});

	it('under another name that has attributes is whole', () => {
		for (const outcome of both(`<list a="b">${record()}</list>`)) expect(valueOf(outcome).complete).toBe(true);
	});

	it('that broke off within its first tag holds nothing', () => {
		for (const outcome of both('<dlr x="y'))
			expect(outcome).toEqual({ ok: true, value: { reports: [], complete: false } });
	});

	it('that is empty holds nothing, but is an error where its status is one, or leads elsewhere', () => {
		for (const outcome of both('', 299)) expect(outcome).toEqual(NOTHING);
		for (const status of [300, 301, 302, 307, 308, 400, 502])
			for (const outcome of both('', status))
				expect(outcome).toMatchObject({ ok: false, fault: { kind: 'unreadable', status } });
	});

	it('with many line breaks before its list holds nothing', () => {
		for (const outcome of both(`<?xml version="1.0"?>${'\n'.repeat(60)}<dlr></dlr>`)) expect(outcome).toEqual(NOTHING);
	});

	it('with a closed record in its list holds nothing, with one of a name space something', () => {
		for (const outcome of both('<dlr><message id="" /></dlr>')) expect(outcome).toEqual(NOTHING);
		const other = '<dlr><sms1:message>x</sms1:message></dlr>';
		const [kept, taken] = both(other);
		expect(kept).toMatchObject({ ok: false, fault: { kind: 'unreadable' } });
		expect(taken).toEqual({ ok: true, value: { reports: [unreadableRecord(other)], complete: true } });
	});

	it.each(['oops <dlr a="b">', 'oops<dlr/>', 'x <!doctype html> msisdn', 'msisdn <html>'])(
		'that was taken out and can not be read, such as %j, comes out as it is',
		(text) => {
			expect(readTakenReports(reply(text))).toEqual({
				ok: true,
				value: { reports: [unreadableRecord(text)], complete: true },
			});
		},
	);

	it.each([' \n<!DOCTYPE html> msisdn', '\uFEFF<!doctype HTML> msisdn', '<!-- x --><html> msisdn'])(
		'of the web, such as %j, is an error',
		(text) => {
			expect(readTakenReports(reply(text))).toMatchObject({ ok: false, fault: { kind: 'unreadable' } });
		},
	);
});
