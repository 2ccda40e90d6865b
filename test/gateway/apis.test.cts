import { classic } from '../../nodes/MimSms/gateway/classic/dialect';
import { rejected } from '../../nodes/MimSms/gateway/classic/errorCodes';
import { APIS, dialectOf, suspectingOtherApi } from '../../nodes/MimSms/gateway/apis';
import type { Fault } from '../../nodes/MimSms/gateway/fault';
import { faultText } from '../../nodes/MimSms/gateway/faultText';
import type { Dialect } from '../../nodes/MimSms/gateway/dialect';
import { v2 } from '../../nodes/MimSms/gateway/v2/dialect';
import { rejected as rejectedByV2 } from '../../nodes/MimSms/gateway/v2/errorCodes';

describe('the API of a credential', () => {
	it.each([
		['classic', classic],
		['v2', v2],
		[undefined, classic],
		['', classic],
	])('%j is found by the field api alone', (api, dialect) => {
		expect(dialectOf(api)).toBe(dialect);
	});

	it('is one of two', () => {
		expect(APIS).toEqual(['classic', 'v2']);
	});
});

describe('an answer that the other API might give', () => {
	const V2_KEY = 'KEY0000000000A1';
	const CLASSIC_KEY = 'C2ff.12345678';
	const page = (text: string, status = 200): Fault => ({ kind: 'unreadable', status, text });

	it.each<[string, Fault, string, Dialect?]>([
		['a web page', page('<!DOCTYPE html><html>'), CLASSIC_KEY],
		['a web page without a type', page('\uFEFF <html lang="en">'), CLASSIC_KEY],
		['a web page behind a comment', page('<!-- x --> <html>'), CLASSIC_KEY],
		['an empty 404', page(' ', 404), CLASSIC_KEY],
		['a key that is not known and has no dot', rejected('1003', ''), V2_KEY],
		['a key with a dot that V2 does not know', rejectedByV2('401', 'Unauthorized'), CLASSIC_KEY, v2],
	])('is %s: the advice says so', (_, fault, key, dialect = classic) => {
		const suspected = suspectingOtherApi(fault, key, dialect);

		expect(suspected).toEqual({ ...fault, maybeOtherApi: true });
		for (const sending of [true, false]) expect(faultText(suspected, { sending }).advice).toMatch(/wrong API/);
	});

	it.each<[string, Fault, string, Dialect?]>([
		['a text', page('no'), V2_KEY],
		['an empty page', page(''), V2_KEY],
		['a 404 with a text', page('not found', 404), V2_KEY],
		['a key with a dot that is not known', rejected('1003', ''), CLASSIC_KEY],
		['a fetched key', rejected('1003', ''), ''],
		['another refusal', rejected('1007', ''), V2_KEY],
		['a lost answer', { kind: 'lost', why: 'x' }, V2_KEY],
		['a key without a dot that V2 does not know', rejectedByV2('401', 'Unauthorized'), V2_KEY, v2],
		['an address that V2 does not know', rejectedByV2('401', 'IP Black List'), CLASSIC_KEY, v2],
		['another refusal of V2', rejectedByV2('216', ''), CLASSIC_KEY, v2],
	])('is not %s', (_, fault, key, dialect = classic) => {
		expect(suspectingOtherApi(fault, key, dialect)).toBe(fault);
		expect(faultText(fault, { sending: true }).advice).not.toMatch(/wrong API/);
	});
});

describe('the words of faults that only V2 has', () => {
	it('what a server refused before the gateway was surely not sent', () => {
		expect(faultText({ kind: 'unreadable', status: 404, text: '', isRefused: true }, { sending: true })).toMatchObject({
			message: expect.stringMatching(/^\[refused\] .*empty page/),
			advice: expect.stringMatching(/^This message was not sent\. Check Base URL/),
		});
	});

	it('an answer that leaves the outcome open says that the message is not sent again', () => {
		const text = faultText({ kind: 'unclear', why: 'it answered 221 SMS Sending Failed' }, { sending: true });

		expect(text.message).toBe(
			'[unknown] The gateway did not say whether it accepted the message: it answered 221 SMS Sending Failed',
		);
		expect(text.advice).toMatch(/may have accepted/);
	});

	it('a refusal shows the gateway’s own words where they say more', () => {
		const fault: Fault = {
			kind: 'rejected',
			code: '213',
			said: 'campaignName',
			meaning: 'Parameter Mismatch',
			advice: 'Ask.',
			scope: 'request',
			saysMore: true,
		};

		expect(faultText(fault, { sending: true }).message).toBe('[213] Parameter Mismatch: campaignName');
	});
});
