import { rejected } from '../../../nodes/MimSms/gateway/classic/errorCodes';
import * as fc from '../../properties.cts';
import { readBalance, readFailure, readSubmission } from '../../../nodes/MimSms/gateway/classic/replies';
import { fixture, reply } from '../fixtures.cts';

const STATUSES = [200, 201, 400, 401, 403, 404, 422, 500, 503];

describe('a failure of the gateway', () => {
	it.each([
		['failure/bare-1002.txt', '1002'],
		['failure/bare-1007-with-white-space.txt', '1007'],
		['failure/bare-1016-with-bom.txt', '1016'],
		['failure/bare-1012-json-quoted.txt', '1012'],
		['failure/unknown-2001.txt', '2001'],
		['failure/error-space-1003.txt', '1003'],
		['failure/error-1003.txt', '1003'],
		['failure/json-1003.json', '1003'],
		['failure/json-1003-as-text.json', '1003'],
	])('%s is a rejection with code %s', (name, code) => {
		expect(readSubmission(fixture(name))).toMatchObject({ ok: false, fault: { kind: 'rejected', code } });
	});

	it.each([
		[
			'JSON with white space',
			'\n { "status" : "failed" , "error_code" : 1003 , "error_msg" : "Api Key Not Found" } \n',
			'1003',
		],
		['JSON with a byte order mark', '\uFEFF{"status":"failed","error_code":1016,"error_msg":"IP"}', '1016'],
		['JSON with the fields in another order', '{"error_msg":"x","error_code":1007,"status":"failed"}', '1007'],
		['JSON with more fields', '{"status":"failed","error_code":1007,"error_msg":"x","data":null,"n":[1,2]}', '1007'],
		['Error with a line break after it', 'Error: 1003\n', '1003'],
		['Error as a JSON string', '"Error: 1003"', '1003'],
	])('is read from %s', (_, text, code) => {
		expect(readFailure(reply(text))).toMatchObject({ kind: 'rejected', code });
	});

	it('keeps the words of the JSON form', () => {
		expect(readFailure(fixture('failure/json-1003.json'))).toEqual(rejected('1003', 'Api Key Not Found'));
	});

	it.each(['failure/wrong-host.html', 'failure/bad-gateway.html', 'failure/empty.txt'])(
		'%s can not be read, and is no success',
		(name) => {
			const page = fixture(name, 502);
			expect(readSubmission(page)).toEqual({ ok: false, fault: { kind: 'unreadable', status: 502, text: page.text } });
			expect(readBalance(page)).toEqual({ ok: false, fault: { kind: 'unreadable', status: 502, text: page.text } });
		},
	);

	it('is decided by the body, never by the HTTP status, in every shape and with every code', () => {
		const code = fc.oneof(fc.integer({ min: 1001, max: 1101 }), fc.constantFrom(2000, 2001));
		const shape = fc.constantFrom<Array<(n: number) => string>>(
			(n) => `${n}`,
			(n) => `\n${n}\r\n`,
			(n) => `Error: ${n}`,
			(n) => `Error:${n}`,
			(n) => `"${n}"`,
			(n) => JSON.stringify({ status: 'failed', error_code: n, error_msg: 'Api Key Not Found' }),
			(n) => JSON.stringify({ status: 'failed', error_code: String(n), error_msg: '' }),
		);
		fc.assert(
			fc.property(code, shape, fc.constantFrom(...STATUSES), (n, write, status) => {
				for (const read of [readSubmission, readBalance]) {
					expect(read(reply(write(n), status))).toMatchObject({
						ok: false,
						fault: { kind: 'rejected', code: String(n) },
					});
				}
			}),
		);
	});
});

describe('what is no rejection that the gateway uttered', () => {
	it.each([
		['a code inside a sentence', 'There are 1002 numbers'],
		['a code inside a web page', '<p>1002</p>'],
		['a code with a fraction', '1002.5'],
		['a number too long for a code', '8801712345678'],
		['two codes', '1002 1003'],
		['JSON without a code or a word', '{"status":"failed"}'],
		['JSON of a success', '{"status":"success"}'],
		['JSON with the code of success', '{"status":"success","error_code":1000}'],
		['a JSON list of a failure', '[{"status":"failed","error_code":1003}]'],
		['JSON that breaks off', '{"status":"failed","error_code":1003,"error_m'],
		['JSON whose code is an object', '{"error_code":{"a":1}}'],
		['JSON whose code has no text of its own', '{"error_code":{"toString":""}}'],
		['JSON null', 'null'],
	])('%s can not be read', (_, text) => {
		expect(readFailure(reply(text, 404))).toEqual({ kind: 'unreadable', status: 404, text });
	});
});

describe('words of an error that may come from something behind the gateway, after it had taken a message', () => {
	it.each([
		'Error: Lost connection to backend while waiting for the operator',
		'ERROR 2013 (HY000): Lost connection to MySQL server during query',
		'Error: 3000 ms timeout exceeded',
		'Error: upstream request timeout',
		'ERR: INVALID CREDENTIALS',
		'{"status":"error","error_msg":"Gateway timeout"}',
		'{"status":"failed","error_msg":"SMSC did not answer in time"}',
	])('%s leaves the outcome of a send unknown', (text) => {
		expect(readSubmission(reply(text, 504))).toEqual({ ok: false, fault: { kind: 'unreadable', status: 504, text } });
	});

	it('are a refusal where nothing is sent', () => {
		expect(readBalance(reply('ERR: INVALID CREDENTIALS'))).toEqual({
			ok: false,
			fault: rejected(null, 'INVALID CREDENTIALS'),
		});
		expect(readBalance(reply('Error: 1003 Api Key Not Found'))).toEqual({
			ok: false,
			fault: rejected('1003', 'Api Key Not Found'),
		});
		expect(readBalance(reply('{"status":"failed","error_msg":"no"}'))).toEqual({
			ok: false,
			fault: rejected(null, 'no'),
		});
	});
});
