import * as fc from '../../properties.cts';
import { readReports } from '../../../nodes/MimSms/gateway/classic/reports';
import { fixture, reply } from '../fixtures.cts';
import { unreadableRecord } from '../pages.cts';
import { valueOf } from '../results.cts';
import { brokenOff, READERS, reportsIn } from './reports.cts';

describe('delivery reports as a JSON list, as one host gives them', () => {
	it('have the status in words and keep all else; a number that JavaScript would round is a text', () => {
		const nothing = { message: null, sentAt: null, receivedAt: null, code: null };
		expect(readReports(fixture('reports/array.json'))).toEqual({
			ok: true,
			value: {
				complete: true,
				reports: [
					{
						...nothing,
						to: '8801712345678',
						status: 'delivered',
						meaning: 'Delivered',
						details: 'Delivered',
						other: { charges_per_sms: '0.25000000000000000001' },
					},
					{
						...nothing,
						to: null,
						status: 'pending',
						meaning: 'Pending',
						details: 'Pending',
						other: { charges_per_sms: 0.5 },
					},
				],
			},
		});
	});

	it.each([
		['a byte order mark before it', '\uFEFF[{"sms_status_str":"Delivered"}]'],
		['white space around it', ' \n[ { "sms_status_str" : "Delivered" } ]\n'],
		['another HTTP status', '[{"sms_status_str":"Delivered"}]', 500],
	])('are read with %s', (_, text, status = 200) => {
		expect(readReports(reply(text, status))).toMatchObject({
			ok: true,
			value: { complete: true, reports: [{ status: 'delivered', details: 'Delivered' }] },
		});
	});

	it.each([
		['UNDELIVERED', 'failed'],
		['Delivered', 'delivered'],
		['Pending', 'pending'],
		['Something else', 'unknown'],
		['', 'unknown'],
	])('“%s” is %s', (details, status) => {
		expect(reportsIn(JSON.stringify([{ sms_status_str: details }]))).toMatchObject([{ details, status, code: null }]);
	});

	it.each([
		['a number too long', '12345678901234567890123', '12345678901234567890123'],
		['a fraction', '0.10', '0.10'],
		['a text', '"0010"', '0010'],
		['a truth', 'true', true],
		['a plain number', '0.25', 0.25],
	])('keep %s as it is', (_, written, value) => {
		expect(reportsIn(`[{"sms_status_str":"Delivered","x":${written}}]`)[0].other).toEqual({ x: value });
	});

	it('have no number where it is null', () => {
		expect(reportsIn('[{"sms_status_str":"Delivered","msisdn":null}]')).toMatchObject([
			{ to: null, status: 'delivered' },
		]);
	});

	it('keep an object in a field as JSON', () => {
		const { price } = reportsIn('[{"sms_status_str":"Delivered","price":{"amount":1.5,"in":"BDT"}}]')[0].other;
		expect(JSON.parse(String(price))).toEqual({ amount: expect.anything(), in: 'BDT' });
		expect(`${JSON.parse(String(price)).amount}`).toBe('1.5');
	});

	it.each([['[1002]'], ['["text"]'], ['[null]'], ['[{"nothing":"known"}]'], ['[{}]'], ['[[]]']])(
		'give what can not be read with its text: %s',
		(text) => {
			expect(reportsIn(text)).toEqual([unreadableRecord(expect.any(String))]);
		},
	);

	it('one bad row costs none of its neighbours', () => {
		const reports = reportsIn('[{"sms_status_str":"Delivered"},17,{"x":1},{"sms_status_str":"UNDELIVERED"}]');
		expect(reports.map(({ status }) => status)).toEqual(['delivered', 'unknown', 'unknown', 'failed']);
	});

	it.each(['__proto__', 'constructor', 'toString', 'valueOf', 'toJSON', 'isLosslessNumber'])(
		'a field named %s does no harm',
		(name) => {
			for (const value of ['1', '"x"', '{"x":1}']) {
				expect(reportsIn(`[{"sms_status_str":"Delivered","${name}":${value}}]`)).toMatchObject([
					{ status: 'delivered' },
				]);
			}
			expect({}).not.toHaveProperty('x');
		},
	);

	it.each([
		['{"toString":1,"valueOf":1}'],
		['{"__proto__":null}'],
		['{"toJSON":1}'],
		['{"isLosslessNumber":true,"toString":1}'],
		['[{"isLosslessNumber":1}]'],
	])('a field whose value is %s does no harm', (value) => {
		for (const name of ['x', 'sms_status_str', 'msisdn'])
			expect(reportsIn(`[{"dlrstatus":"1","${name}":${value}}]`)).toMatchObject([{ code: '1', status: 'delivered' }]);
	});

	it.each([['{"success":true}'], ['{"status":"ok","data":[]}'], ['{}']])(
		'%s holds no report and invents none',
		(text) => {
			const outcome = readReports(reply(text));
			expect(outcome.ok ? outcome.value.reports : []).toEqual([]);
		},
	);
});

describe('a JSON list that is cut off, at every character', () => {
	const rows = [
		{ sms_status_str: 'Delivered', n: 1, text: 'a } b ] c' },
		{ sms_status_str: 'UNDELIVERED', n: 2, text: '}{[,"\\' },
		{ sms_status_str: 'Pending', n: 3, text: 'অর্ডার', more: { a: [{ b: 1 }] } },
	];
	const text = JSON.stringify(rows);
	const whole = reportsIn(text);
	const ends = rows.map((_, i) => JSON.stringify(rows.slice(0, i + 1)).length - 1);

	it('gives its whole rows, the rest raw, and invents nothing', () => {
		for (let cut = 1; cut < text.length; cut++) {
			const { reports, complete } = brokenOff(text.slice(0, cut));
			const count = ends.filter((end) => end <= cut).length;
			const rest = text.slice(count === 0 ? 0 : ends[count - 1], cut).replace(/^,/, '');
			expect([cut, complete, ...reports]).toEqual([
				cut,
				false,
				...whole.slice(0, count),
				...(['', '['].includes(rest) ? [] : [unreadableRecord(rest.trim())]),
			]);
		}
	});

	it('gives as many rows as came whole, whatever is in them', () => {
		const row = fc.record({ sms_status_str: fc.constantFrom('Delivered', 'Failed'), x: fc.string() });
		fc.assert(
			fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.nat(), (list, at) => {
				const json = JSON.stringify(list);
				const cut = json.slice(0, 2 + (at % (json.length - 2)));
				const complete = list.filter((_, i) => JSON.stringify(list.slice(0, i + 1)).length - 1 <= cut.length).length;
				const { reports } = brokenOff(cut);
				expect(reports.filter(({ raw }) => raw === undefined)).toHaveLength(complete);
			}),
		);
	});
});

describe('a JSON list that broke off', () => {
	const ROW = { MSISDN: '8801712345678', DLRStatus: '1' };
	const whole = JSON.stringify(ROW);

	it.each([
		[`[ ${whole}, ,{"MSI \n`, '{"MSI'],
		[`[${whole}x y`, 'x y'],
		[`[\n${whole},\n`, undefined],
	])('%j gives its whole rows, and the rest as it stands', (text, rest) => {
		for (const read of READERS) {
			const value = valueOf(read(reply(text)));
			expect(value.complete).toBe(false);
			expect(value.reports[0]).toMatchObject({ to: ROW.MSISDN, status: 'delivered' });
			expect(value.reports.slice(1)).toEqual(rest === undefined ? [] : [unreadableRecord(rest)]);
		}
	});

	it('within its first row gives that alone', () => {
		for (const read of READERS)
			expect(read(reply(' [{"MSISDN":"88 '))).toEqual({
				ok: true,
				value: { reports: [unreadableRecord('[{"MSISDN":"88')], complete: false },
			});
	});
});

it('a report alone, without a list, is one', () => {
	expect(reportsIn('{"MSISDN":"8801712345678","DLRStatus":"1"}')).toMatchObject([
		{ to: '8801712345678', status: 'delivered' },
	]);
});

it.each(['Error:1012', 'Error: 1012', '{"error_code":"1012"}'])(
	'%s is a failure, though 1012 alone is none',
	(text) => {
		expect(readReports(reply(text))).toMatchObject({ ok: false, fault: { kind: 'rejected', code: '1012' } });
	},
);
