import { readReports, readTakenReports } from '../../../nodes/MimSms/gateway/classic/reports';
import { fixture, fixturesOf, reply } from '../fixtures.cts';
import { page, record, unreadableRecord } from '../pages.cts';
import { valueOf } from '../results.cts';
import { brokenOff, READERS, reportsIn } from './reports.cts';

describe('no report yet', () => {
	it.each([...fixturesOf('noReports')])('%s is an empty list', (name) => {
		for (const read of READERS)
			expect(read(fixture(name))).toEqual({ ok: true, value: { reports: [], complete: true } });
	});

	it.each([
		['white space', ' \r\n'],
		['a byte order mark', '\uFEFF'],
		['the code of success with white space', ' 1000\n'],
		['a bare code that is no failure of the account', '1012'],
		['an empty list with white space in it', '<dlr>\n</dlr>'],
		['an empty list without a declaration', '<dlr></dlr>'],
		['an empty element with a space', '<dlr />'],
		['a list with words in it', '<dlr>No report found</dlr>'],
		['a list with a comment in it', '<dlr><!-- 0 rows --></dlr>'],
	])('%s is an empty list', (_, text) => {
		expect(readReports(reply(text))).toEqual({ ok: true, value: { reports: [], complete: true } });
	});
});

describe('a failure is not taken for "no report yet"', () => {
	it.each([
		['1003', '1003'],
		['1016', '1016'],
		['Error: 1003', '1003'],
		['Error:1003', '1003'],
		['Error: 1002', '1002'],
		['{"status":"failed","error_code":1003,"error_msg":"Api Key Not Found"}', '1003'],
		['{"status":"failed","error_code":"1016"}', '1016'],
	])('%s', (text, code) => {
		for (const status of [200, 403])
			expect(readReports(reply(text, status))).toMatchObject({ ok: false, fault: { kind: 'rejected', code } });
		expect(readTakenReports(reply(text))).toMatchObject({ ok: false, fault: { code } });
	});

	it.each(['failure/wrong-host.html', 'failure/bad-gateway.html'])('%s', (name) => {
		expect(readReports(fixture(name))).toMatchObject({ ok: false, fault: { kind: 'unreadable', status: 200 } });
	});
});

it('an empty answer with HTTP 502 comes from a fault in front of the gateway and is not "no report yet"', () => {
	expect(readReports(reply('', 502))).toEqual({ ok: false, fault: { kind: 'unreadable', status: 502, text: '' } });
});

describe('document types and entities', () => {
	const declared = '<?xml version="1.0"?><!DOCTYPE dlr [<!ENTITY a "BOOM"><!ENTITY f SYSTEM "file:///etc/passwd">]>';

	it.each<[string, (list: string) => string]>([
		['a document type', (list) => `${declared}${list}`],
		['one in small letters', (list) => `<!doctype dlr>${list}`],
		[
			'one of a public name',
			(list) => `<!DOCTYPE dlr PUBLIC "-//X//DTD dlr//EN" "http://dtd.example/dlr.dtd">\n${list}`,
		],
		['an entity alone', (list) => `<!ENTITY a "BOOM">${list}`],
		['one behind white space and a comment', (list) => `<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE dlr>\n${list}`],
		['one whose entity holds a record', (list) => `<!DOCTYPE dlr [<!ENTITY a "</dlr>">]>${list}`],
	])('%s is stepped over: the reports behind it are read, and nothing is expanded', (_, write) => {
		const text = write(
			`<dlr>${record({ text: '&a;', details: '&f; Delivered' })}${record({ to: '8801812345678' })}</dlr>`,
		);
		for (const read of READERS) {
			expect(read(reply(text))).toMatchObject({
				ok: true,
				value: { complete: true, reports: [{ message: '&a;', details: '&f; Delivered' }, { to: '8801812345678' }] },
			});
			expect(valueOf(read(reply(text))).reports).toHaveLength(2);
			expect(read(reply(write('<dlr></dlr>')))).toEqual({ ok: true, value: { reports: [], complete: true } });
		}
	});

	it('that never end cost no report', () => {
		for (const begin of ['<!DOCTYPE dlr [', '<!DOCTYPE dlr', '<!-- ', '<!ENTITY a ']) {
			const { reports } = valueOf(readTakenReports(reply(`${begin}<dlr>${record()}</dlr>`)));
			expect(reports.filter(({ status }) => status === 'delivered')).toHaveLength(1);
		}
	});

	it('are words like others inside a text', () => {
		const text = '<!DOCTYPE dlr [<!ENTITY a "BOOM">]> &a;';
		expect(reportsIn(page([record({ text })]))).toMatchObject([{ message: text, status: 'delivered' }]);
	});

	it('are never expanded, wherever they stand', () => {
		const within = record({ text: '&a;', details: '&a;' }).replace(
			'<MSISDN>',
			'<!DOCTYPE a [<!ENTITY a "BOOM">]><MSISDN>',
		);
		const reports = reportsIn(page([within, record({ details: '&a; &lt;' })]));
		expect(reports.map(({ details, message }) => `${details}${message}`).join()).not.toContain('BOOM');
		expect(reports.at(-1)?.details).toBe('&a; &lt;');
	});
});

describe('a call that takes reports out of the gateway, when the connection breaks', () => {
	const HEAD_OF_PAGE = '<?xml version="1.0" encoding="UTF-8"?>\n<dlr rows="1">';

	it.each([
		['a web page', '<html><body>502'],
		['half a code', '10'],
		['a code', '1003'],
		['an error', 'Error: 1003'],
		['half a document type', '<!DOCTYPE a [<!ENT'],
		['half a JSON list', '[{"sms_status_'],
		['the beginning of a record', '<message>'],
	])('gives %s raw and does not fail', (_, text) => {
		expect(readTakenReports({ status: 500, text, broken: true })).toEqual({
			ok: true,
			value: { reports: [unreadableRecord(text)], complete: false },
		});
	});

	it.each([
		['nothing', ''],
		['white space', ' \n'],
		['the head of a page', '<?xml version="1.0"?><dlr>'],
		...Array.from({ length: HEAD_OF_PAGE.length }, (_, end) => HEAD_OF_PAGE.slice(0, end)).map((begun) => [
			JSON.stringify(begun),
			begun,
		]),
		['the beginning of a JSON list', '['],
	])('gives no report when only %s had come', (_, text) => {
		for (const status of [200, 502])
			expect(readTakenReports({ status, text, broken: true })).toEqual({
				ok: true,
				value: { reports: [], complete: false },
			});
	});

	it('invents no report from a part of the last tag', () => {
		for (const tag of ['</dlr>', '</reports>']) {
			for (let end = 1; end < tag.length; end++) {
				const { reports, complete } = brokenOff(`<dlr>${record()}\n${tag.slice(0, end)}`);
				expect([tag.slice(0, end), reports.length, reports[0].status, complete]).toEqual([
					tag.slice(0, end),
					1,
					'delivered',
					false,
				]);
			}
		}
	});

	it('is not complete even when all of the page had come', () => {
		expect(readTakenReports({ status: 200, text: page([record()]), broken: true })).toMatchObject({
			ok: true,
			value: { reports: [{ status: 'delivered' }], complete: false },
		});
	});
});
