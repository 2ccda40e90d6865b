import * as fc from '../../properties.cts';
import { readApiKey, readBalance, readFailure, readSubmission } from '../../../nodes/MimSms/gateway/classic/replies';
import { readReports, readTakenReports } from '../../../nodes/MimSms/gateway/classic/reports';
import { fixture, fixturesOf, reply } from '../fixtures.cts';
import { valueOf } from '../results.cts';
import { withinSeconds } from '../withinSeconds.cts';
import type { Result } from '../../../nodes/MimSms/gateway/fault';
import type { Reply } from '../../../nodes/MimSms/gateway/reply';

const READERS: Record<string, (reply: Reply) => Result<unknown>> = {
	readSubmission,
	readBalance,
	readApiKey,
	readReports,
	readTakenReports,
};
const FAULTS = ['rejected', 'unreadable'];

const WORDS = [
	'SMS SUBMITTED',
	': ID - ',
	'1000',
	', ',
	'1002',
	'1003',
	'Error',
	'ERR',
	':',
	' ',
	'Your Balance is:BDT ',
	'1,234.56',
	'API-KEY/',
	'"',
	'\uFEFF',
	'\r\n',
	'{',
	'}',
	'[',
	']',
	'"error_code":',
	'"status":"failed"',
	'"error_msg":"x"',
	'"toString":',
	'"__proto__":',
	'"isLosslessNumber":',
	'"sms_status_str":',
	'null',
	'<dlr>',
	'</dlr>',
	'<message>',
	'</message>',
	'<MSISDN>',
	'</MSISDN>',
	'<SMS>',
	'</SMS>',
	'<',
	'>',
	'&',
	'<!DOCTYPE',
	'<html>',
	'\u0000',
	'\ud83d',
	'ক',
];

const keyName = fc.constantFrom(
	'status',
	'error_code',
	'error_msg',
	'sms_status_str',
	'toString',
	'valueOf',
	'toJSON',
	'__proto__',
	'constructor',
	'isLosslessNumber',
	'value',
);
const oddJson = fc.letrec((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small' },
		fc.constantFrom(null, true, 1003, '1003', 'failed', '', 1e300),
		tie('list'),
		tie('object'),
	),
	list: fc.array(tie('value'), { maxLength: 3 }),
	object: fc.array(fc.tuple(keyName, tie('value')), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
}));

const anyText = fc.oneof(
	fc.string(),
	fc.string({ unit: 'binary' }),
	fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }).map((words) => words.join('')),
	oddJson.value.map((value) => JSON.stringify(value)),
	oddJson.object.map((row) => JSON.stringify([row])),
);

describe.each(Object.entries(READERS))('%s', (reader, read) => {
	it('gives a value or a fault for whatever text comes, and never throws', () => {
		fc.assert(
			fc.property(anyText, fc.constantFrom(200, 302, 404, 500), fc.boolean(), (text, status, broken) => {
				const outcome = read({ status, text, broken });
				if (outcome.ok) return;
				const { fault } = outcome;
				expect(FAULTS).toContain(fault.kind);
				if (fault.kind !== 'unreadable') return;
				expect(fault.status).toBe(status);
				if (reader !== 'readApiKey') expect(fault.text.trim()).toBe(text.trim());
			}),
		);
	});

	it.each([1_000, 3_000, 5_000, 6_000, 7_000, 100_000])('takes JSON that is nested %i deep', (depth) => {
		const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`;
		for (const text of [nested, `[{"sms_status_str":"Delivered","extra":${nested}}]`, `{"error_code":${nested}}`]) {
			expect(() => read(reply(text))).not.toThrow();
		}
	});

	it.each([
		['Your Balance is', '', 'x', 3_000],
		['Error', '', 'x', 100_000],
		['1000', '', 'x', 100_000],
		['SMS SUBMITTED', '', 'x', 100_000],
		['', '<dlr><message><MSISDN>1</MSISDN></message>', 'x', 100_000],
		['<dlr>', '<message><MSISDN>1</MSISDN></message>', '</dlr>x', 100_000],
		['{"a":', '', 'x', 100_000],
	])('does not hang on a run of spaces between “%s%s” and “%s”', (before, after, end, spaces) => {
		const text = `${before}${' '.repeat(spaces)}${after}${' '.repeat(spaces)}${end}`;
		expect(withinSeconds(20, () => read(reply(text)))).toHaveProperty('ok');
	});
});

it.each([
	[900, '['.repeat(900) + ']'.repeat(900)],
	[3_000, 'nested too deeply to show'],
])('a field of a report that is nested %i deep is shown as JSON, or named', (depth, shown) => {
	const nested = '['.repeat(depth) + ']'.repeat(depth);
	const page = valueOf(readReports(reply(`[{"sms_status_str":"Delivered","extra":${nested}}]`)));
	expect(page.reports.map(({ other }) => other)).toEqual([{ extra: shown }]);
});

describe('no reader takes the reply of another call for its own', () => {
	const OWN: Record<string, string> = {
		submission: 'readSubmission',
		balance: 'readBalance',
		apiKey: 'readApiKey',
		reports: 'readReports',
	};
	const pairs = Object.keys(OWN).flatMap((kind) =>
		fixturesOf(kind).flatMap((name) =>
			Object.keys(READERS).map((reader): [reader: string, name: string, own: string] => [reader, name, OWN[kind]]),
		),
	);
	const foreign = pairs.filter(
		([reader, name, own]) =>
			reader.replace('Taken', '') !== own && !(own === 'readSubmission' && name.endsWith('bare-1000.txt')),
	);

	it.each(foreign)('%s refuses %s', (reader, name) => {
		expect(READERS[reader](fixture(name)).ok).toBe(false);
	});

	it.each(
		Object.keys(OWN).flatMap((kind) => fixturesOf(kind).map((name): [own: string, name: string] => [OWN[kind], name])),
	)('%s takes %s', (reader, name) => {
		expect(READERS[reader](fixture(name)).ok).toBe(true);
	});
});

it('an unreadable reply keeps its text and its status', () => {
	expect(readFailure(reply('<html>', 502))).toEqual({ kind: 'unreadable', status: 502, text: '<html>' });
});
