/**
 * Two grammars, of what means yes and of what means no, full of decoys: shoot IDs that hold codes, reasons that read like a
 * success, pages that quote one. Each text is made together with its meaning, and must be read as that.
 */
import * as fc from '../properties.cts';
import { ERROR_CODES } from '../../nodes/MimSms/gateway/classic/errorCodes';
import { messageOutcome } from '../../nodes/MimSms/gateway/fault';
import { readApiKey, readBalance, readSubmission } from '../../nodes/MimSms/gateway/classic/replies';
import { readReports, readTakenReports } from '../../nodes/MimSms/gateway/classic/reports';
import { reply } from '../gateway/fixtures.cts';
import { faultOf } from '../gateway/results.cts';
import { page, record } from '../gateway/pages.cts';

const status = fc.constantFrom(200, 201, 302, 400, 401, 403, 404, 429, 500, 502, 503);
const around = fc.tuple(
	fc.constantFrom('', '\uFEFF'),
	fc.constantFrom('', ' ', '\r\n', '\t\n'),
	fc.constantFrom('', ' ', '\n', '\r\n\r\n'),
);
const dressed = (text: string) =>
	fc
		.tuple(around, fc.boolean())
		.map(([[mark, before, after], quoted]) => `${mark}${before}${quoted ? JSON.stringify(text) : text}${after}`);

const DECOY_IDS = [
	'1002',
	'1003',
	'1000',
	'Error:1003',
	'C21002100310071016',
	'bw-rdC31003a',
	'{"status":"failed"}',
	'ERR:',
	'null',
	'undefined',
	'0',
	'__proto__',
	'1002,1003',
];
const shootId = fc.oneof(
	fc.constantFrom(...DECOY_IDS),
	fc.stringMatching(/^(?:C2|bw-rdC3)\d{6}[0-9a-f]{13}$/),
	fc.stringMatching(/^[A-Za-z0-9](?:[\w.:-]{0,29}\w)?$/),
);
const accepted = fc.tuple(
	fc.constantFrom('SMS SUBMITTED: ID - ', 'SMS SUBMITTED: ID ', 'sms submitted: id - ', '1000, ', '1000,'),
	shootId,
);

const code = fc.oneof(fc.constantFrom(...Object.keys(ERROR_CODES)), fc.integer({ min: 1001, max: 9999 }).map(String));
const LIES = [
	'',
	'Api Key Not Found',
	'SMS SUBMITTED: ID - C2ff',
	'1000, C2ff',
	'1000',
	'Your Balance is:BDT 1000.00',
	'API-KEY/C2ff00ff00ff.123456',
	'</dlr>',
	'[]',
	'{"error_code":1000}',
];
const lie = fc.constantFrom(...LIES);
const refused = fc
	.tuple(code, lie, fc.constantFrom('bare', 'error', 'errorTight', 'json', 'jsonText', 'jsonOther'))
	.map(([number, said, shape]) => [
		{
			bare: number,
			error: `Error: ${number}`,
			errorTight: `Error:${number}`,
			json: JSON.stringify({ status: 'failed', error_code: Number(number), error_msg: said }),
			jsonText: JSON.stringify({ error_msg: said, error_code: number, status: 'failed' }),
			jsonOther: JSON.stringify({
				data: { status: 'success', shootId: said },
				status: 'failed',
				error_code: number,
				error_msg: said,
			}),
		}[shape],
		number,
	]);

/** Neither yes nor no: whoever takes it for one of them loses a message or sends one twice. */
const meaningless = fc.oneof(
	lie.filter((text) => text !== '').map((text) => `<html><body>${text}</body></html>`),
	lie.filter((text) => text !== '').map((text) => `<!DOCTYPE html><title>${text}</title>`),
	fc
		.tuple(
			fc.constantFrom('The last answer was: ', 'Sorry. ', '> ', '0', '10', '(', '<', 'PHP Warning: '),
			fc.constantFrom('SMS SUBMITTED: ID - C2ff', '1000, C2ff'),
		)
		.map((parts) => parts.join('')),
	fc.constantFrom(
		'',
		' ',
		'\uFEFF',
		'1',
		'10',
		'100',
		'10001',
		'1003.5',
		'-1003',
		'+1003',
		'1e3',
		'{}',
		'[]',
		'null',
		'true',
		'""',
		'S',
		'SMS',
		'SMS SUBMIT',
		'Error',
		'Error:',
		'Error: 1',
		'Error: 100',
		'{"status":"failed"',
		'{"error_code":1003',
		'{"status":"success","error_code":1000}',
		'{"error_code":1003.5}',
		'[1003]',
		'[{"error_code":1003}]',
		'{"data":{"error_code":1003}}',
		'{"__proto__":{"error_code":"1003"}}',
		'{"constructor":{"error_code":"1003"}}',
	),
);

describe('a send', () => {
	it('that was taken is never read as refused, whatever its ID looks like and whatever the status', () => {
		fc.assert(
			fc.property(accepted, around, status, ([words, id], [mark, before, after], http) => {
				expect(readSubmission(reply(`${mark}${before}${words}${id}${after}`, http))).toMatchObject({
					ok: true,
					value: { shootId: id },
				});
			}),
		);
	});

	it('that was refused is never read as taken, whatever the reason reads like', () => {
		fc.assert(
			fc.property(
				refused.chain(([text, number]) =>
					fc.tuple(text.startsWith('{') ? fc.constant(text) : dressed(text), fc.constant(number)),
				),
				status,
				([text, number], http) => {
					const outcome = readSubmission(reply(text, http));
					expect(outcome).toMatchObject({ ok: false, fault: { kind: 'rejected', code: number } });
					expect(messageOutcome(faultOf(outcome))).toBe('refused');
				},
			),
		);
	});

	it('of which nothing sure is said is read as neither: it is not sent again, and not counted as sent', () => {
		fc.assert(
			fc.property(meaningless, status, (text, http) => {
				const outcome = readSubmission(reply(text, http));
				expect(outcome).toMatchObject({ ok: false, fault: { kind: 'unreadable' } });
				expect(messageOutcome(faultOf(outcome))).toBe('unknown');
			}),
		);
	});
});

describe('a balance', () => {
	it('is read from a balance alone, and never from a code, a refusal or a page', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					refused.map(([text]) => text),
					meaningless,
					// `1000,01` is an amount as much as a shoot ID of two digits, which no gateway gives.
					accepted.filter(([, id]) => !/^\d\d$/.test(id)).map((parts) => parts.join('')),
				),
				status,
				(text, http) => {
					expect(readBalance(reply(text, http)).ok).toBe(false);
				},
			),
		);
	});
});

describe('a key', () => {
	it('is never read from a refusal', () => {
		fc.assert(
			fc.property(refused, status, ([text], http) => {
				expect(readApiKey(reply(text, http)).ok).toBe(false);
			}),
		);
	});
});

describe('delivery reports', () => {
	it.each([
		['readReports', readReports],
		['readTakenReports', readTakenReports],
	])('%s: a refusal that concerns the account is never "no report", a page never a report', (_, read) => {
		fc.assert(
			fc.property(
				fc.constantFrom('1003', '1007', '1010', '1011', '1016', '1005', '1006', '1013'),
				fc.constantFrom<Array<(n: string) => string>>(
					(n) => n,
					(n) => `Error: ${n}`,
					(n) => JSON.stringify({ status: 'failed', error_code: n, error_msg: 'x' }),
				),
				status,
				(number, write, http) => {
					expect(read(reply(write(number), http))).toMatchObject({
						ok: false,
						fault: { kind: 'rejected', code: number },
					});
				},
			),
		);
	});

	it('a text that reads like a refusal, or like a part of a record, is a text', () => {
		const text = fc.constantFrom(
			...LIES.filter((words) => words !== ''),
			'1003',
			'Error: 1003',
			'{"status":"failed","error_code":1003}',
			'<DLRStatus>5</DLRStatus>',
			'<message>',
			'</message>',
		);
		fc.assert(
			fc.property(text, status, (words, http) => {
				const outcome = readReports(reply(page([record({ text: words })]), http));
				expect(outcome).toMatchObject({
					ok: true,
					value: { reports: [{ message: words, status: 'delivered', code: '1' }] },
				});
			}),
		);
	});
});
