/** Every way to write each of the gateway's replies that is taken, and the nearest that is not. */
import { rejected } from '../../../nodes/MimSms/gateway/classic/errorCodes';
import { readApiKey, readBalance, readFailure, readSubmission } from '../../../nodes/MimSms/gateway/classic/replies';
import { reply } from '../fixtures.cts';
import { faultOf, valueOf } from '../results.cts';

const LONG = 2_000;

describe('an accepted send', () => {
	it.each([
		['SMS SUBMITTED ID - X', 'X'],
		['SMS SUBMITTED:ID - X', 'X'],
		['SMS SUBMITTED : ID : - X', 'X'],
		['SMS SUBMITTED: ID: X', 'X'],
		['SMS SUBMITTED: ID:X', 'X'],
		['SMS SUBMITTED: ID-X', 'X'],
		['SMS  SUBMITTED:\n ID -\t X', 'X'],
		['SMS SUBMITTED: ID -', null],
		['SMS SUBMITTED: ID', null],
		['SMS SUBMITTED', null],
		['SMS SUBMITTED.', null],
		['SMS SUBMITTED<br>', null],
		['SMS SUBMITTED successfully!', null],
		['SMS SUBMITTED SUCCESSFULLY: ID - C2abc', 'C2abc'],
		['SMS SUBMITTED. ID - C2abc', 'C2abc'],
		['SMS SUBMITTED - ID: C2abc', 'C2abc'],
		['SMS SUBMITTED: Message ID - C2abc', 'C2abc'],
		['SMS SUBMITTED: bw-rdC300048276a9b3f1d2', 'bw-rdC300048276a9b3f1d2'],
		[`SMS SUBMITTED: ID - X ${'y'.repeat(LONG)}`, 'X'],
	])('%j has the shoot ID %j', (text, shootId) => {
		expect(readSubmission(reply(text))).toMatchObject({ ok: true, value: { shootId } });
	});

	it('of which the ID is longer than any reply has that much of it', () => {
		expect(valueOf(readSubmission(reply(`SMS SUBMITTED: ID - ${'x'.repeat(LONG)}`))).shootId?.length).toBeLessThan(
			LONG,
		);
	});

	it.each([
		['"1000, C2ff "', '1000, C2ff'],
		['SMS SUBMITTED: ID - a\uFEFFb', 'SMS SUBMITTED: ID - a\uFEFFb'],
	])("%j keeps the gateway's text %j", (text, response) => {
		expect(valueOf(readSubmission(reply(text))).response).toBe(response);
	});

	it.each([
		'SMS SUBMITTEDX',
		'SMS SUBMITTED FAILED',
		'SMS SUBMITTED: 1002',
		'SMS SUBMITTED: ERROR 1007',
		'SMS SUBMITTED. Balance Insufficient',
		'SMS SUBMITTED: 1234567890',
		'SMS SUBMITTED: UNSUCCESSFULLY',
		'SMS SUBMITTED: SERVER-ERROR 1',
		'SMS SUBMITTED: ok1',
		`1000, ${'x'.repeat(LONG)}`,
		'x SMS SUBMITTED: ID - X',
	])('is not %j', (text) => {
		expect(readSubmission(reply(text)).ok).toBe(false);
	});
});

describe('a balance', () => {
	it.each([
		['Your Balance is: 470.44', 470.44],
		['Your Balance is 5', 5],
		['Your Balance is:Tk 5', 5],
		['Your Balance is:Tk. 5', 5],
		['Your Balance is:৳5', 5],
		['Your Balance is: 5 BDT', 5],
		['Your Balance is: 5 Tk', 5],
		['Your Balance is: -5', -5],
	])('%j is %d taka', (text, amount) => {
		expect(readBalance(reply(text))).toEqual({ ok: true, value: amount });
	});
});

it('a balance after other words is none', () => {
	expect(readBalance(reply('x Your Balance is:BDT 5')).ok).toBe(false);
});

describe('a key', () => {
	it.each([
		['abcdefg1', 'abcdefg1'],
		['k3y.with-dots_1', 'k3y.with-dots_1'],
		['API-KEY/abcdef', 'abcdef'],
		['API-KEY : abc+f=', 'abc+f='],
		['1'.repeat(200), '1'.repeat(200)],
		['API-KEY/', null],
		['API-KEY/K1', 'K1'],
		['API-KEY/1003', null],
		['API-KEY/0', null],
		['API-KEY/null', null],
		['API-KEY: wrong', null],
		['API-KEY: invalid', null],
		['API-KEY/undefined', null],
		['API-KEY/ERR2', null],
		['API-KEY/errors', null],
		['API-KEY/invalidated', null],
		['API-KEY/undefined1', 'undefined1'],
		['API-KEY/ab1', 'ab1'],
		['x API-KEY/abcdef', null],
		['API-KEY/abcdef more', null],
		['abcdefgh', null],
		['abcdef1', null],
		['abcdefg1 x', null],
		['x abcdefg1', null],
		['1'.repeat(201), null],
	])('in %j is %j', (text, key) => {
		expect(readApiKey(reply(text))).toEqual(
			key === null ? { ok: false, fault: expect.objectContaining({ kind: 'unreadable' }) } : { ok: true, value: key },
		);
	});

	it('that can not be told apart from other words is in none of those that are shown', () => {
		expect(faultOf(readApiKey(reply('Sorry 12345 abc123 a1b2c3d4 averyveryverylongword ok')))).toEqual({
			kind: 'unreadable',
			status: 200,
			text: 'Sorry 12345 *** *** *** ok',
		});
		expect(faultOf(readApiKey(reply('ERR: KEY a1b2c3d4 GONE')))).toEqual(rejected(null, 'KEY *** GONE'));
	});

	it('is looked for in the beginning of a reply of any length', () => {
		const fault = faultOf(readApiKey(reply('words '.repeat(LONG))));
		expect(fault.kind === 'unreadable' && fault.text.length).toBeLessThanOrEqual(LONG);
		for (const unit of ['x', 'a1', '<b>'])
			expect(readApiKey(reply(unit.repeat(16_000_000 / unit.length))).ok).toBe(false);
	});
});

describe('a refusal', () => {
	it.each([
		['1002', '1002', ''],
		['ERR: 1003', '1003', ''],
		['Error 1003', '1003', ''],
		['Error:1003', '1003', ''],
		['Error: 1003: Api Key', '1003', 'Api Key'],
		['Error: 1003 - Api Key', '1003', 'Api Key'],
		['Error: 1003, Api Key', '1003', 'Api Key'],
		['Error: 1003 Api Key', '1003', 'Api Key'],
		['{"error_code":"1003","error_msg":" Api Key "}', '1003', 'Api Key'],
		['ERR: NO', null, 'NO'],
		['ERR:NO', null, 'NO'],
		['Error : NO WAY', null, 'NO WAY'],
		['{"status":"failed","error_msg":" x "}', null, 'x'],
		['{"status":"Error","error_msg":"x"}', null, 'x'],
		['{"status":"failure","error_msg":"x","error_code":10033}', null, 'x'],
		[`ERR: ${'x'.repeat(LONG - 5)}`, null, 'x'.repeat(LONG - 5)],
	])('%j has the code %j and says %j', (text, code, said) => {
		expect(readFailure(reply(text))).toEqual(rejected(code, said));
	});

	it.each([
		'Error: 1003x',
		'Error: 10033',
		'Error: 1003.5',
		'An error: no',
		'Error: no <b>',
		'Error: 1000',
		`ERR: NO${' no'.repeat(LONG)}`,
		'{"error_code":10033}',
		'{"error_code":"21003"}',
		'{"error_code":1000,"status":"failed","error_msg":"x"}',
		'{"status":"success","error_msg":"x"}',
		'{"status":"not failed","error_msg":"x"}',
		'{"status":"failed not","error_msg":"x"}',
		'{"status":["failed"],"error_msg":"x"}',
		'{"status":"failed","error_msg":""}',
		'{"status":"failed"}',
	])('is not %j', (text) => {
		expect(readFailure(reply(text)).kind).toBe('unreadable');
	});
});
