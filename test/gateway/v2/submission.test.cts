/** Whose message was accepted: contract.md, "Outcome", line by line, and each variant of gateway-v2.md §9. */
import * as fc from '../../properties.cts';
import { messageOutcome, type Fault } from '../../../nodes/MimSms/gateway/fault';
import { STATUS_CODES } from '../../../nodes/MimSms/gateway/v2/errorCodes';
import { readSubmission } from '../../../nodes/MimSms/gateway/v2/replies';
import { withinSeconds } from '../withinSeconds.cts';

const A = '8801700000001';
const B = '8801700000002';

type Outcome = 'submitted' | 'refused' | 'unknown';

/** What becomes of each number of a request that is answered so; a text is the whole body. */
function outcomesOf(body: unknown, msisdns: string[] = [A, B], status = 200): Outcome[] {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const submission = readSubmission({ status, text }, msisdns);
	if (!submission.ok) return msisdns.map(() => messageOutcome(submission.fault) as Outcome);
	return msisdns.map((_, row) => {
		const outcome = submission.value.of(row);
		return 'reference' in outcome ? 'submitted' : 'refused' in outcome ? 'refused' : 'unknown';
	});
}

function referencesOf(body: object, msisdns: string[] = [A, B]): Array<string | null> {
	const submission = readSubmission({ status: 200, text: JSON.stringify(body) }, msisdns);
	if (!submission.ok) throw new Error(JSON.stringify(submission.fault));
	return msisdns.map((_, row) => {
		const outcome = submission.value.of(row);
		if (!('reference' in outcome)) throw new Error(JSON.stringify(outcome));
		return outcome.reference;
	});
}

const faultOf = (body: unknown, status = 200): Fault | undefined => {
	const submission = readSubmission({ status, text: typeof body === 'string' ? body : JSON.stringify(body) }, [A]);
	return submission.ok ? undefined : submission.fault;
};

const success = (number: string, trackingId: unknown = `T${number.slice(-3)}`) => ({
	mobNumber: number,
	trackingId,
	sms_Count: 1,
	lang_Type: 'Text',
});
const error = (failedNumbers: unknown, res_Code = '206') => ({
	res_Code,
	error: 'Invalid Mobile Number',
	failedNumbers,
	errorParm: 'mobNumber',
});
const PLACEHOLDER = { res_Code: '200', error: '', failedNumbers: '', errorParm: '' };
const ACCEPTED = {
	statusCode: '200',
	status: 'Success',
	trxnId: 'BRN0T2ZCWRCEL1D',
	responseResult: 'SMS Send Successfully',
	numberQty: '2',
	success_Data: [success(A), success(B)],
	error_Data: [PLACEHOLDER],
};
const REFUSED = { statusCode: '206', status: 'Failed', trxnId: 'A8X', responseResult: 'Invalid Mobile Number' };

describe('an accepted send', () => {
	it('of the vendor’s example, with its placeholder row, is submitted with a reference for each number', () => {
		expect(referencesOf(ACCEPTED)).toEqual([`T001@${A}`, `T002@${B}`]);
	});

	it('keeps code and words of the gateway', () => {
		const submission = readSubmission({ status: 200, text: JSON.stringify(ACCEPTED) }, [A, B]);

		expect(submission).toMatchObject({ ok: true, value: { code: '200', response: 'SMS Send Successfully' } });
	});

	it.each<[string, object]>([
		['status code as a number', { statusCode: 200 }],
		['status code swapped with the status', { statusCode: 'Success', status: '200' }],
		['status Scheduled', { status: 'Scheduled' }],
		['status in capitals', { status: 'SUCCESS' }],
		['error_Data null', { error_Data: null }],
		['error_Data empty', { error_Data: [] }],
		['error_Data absent', { error_Data: undefined }],
		['error_Data one object', { error_Data: PLACEHOLDER }],
		['an empty text in error_Data', { error_Data: [''] }],
		['numbers without 880', { success_Data: [success('01700000001', 'T001'), success('1700000002', 'T002')] }],
		['numbers with +', { success_Data: [success(`+${A}`, 'T001'), success(`+${B}`, 'T002')] }],
		[
			'numbers as numbers',
			{
				success_Data: [success(A, 'T001'), success(B, 'T002')].map((row) => ({
					...row,
					mobNumber: Number(row.mobNumber),
				})),
			},
		],
		['the rows in another order', { success_Data: [success(B), success(A)] }],
	])('is read with %s', (_, change) => {
		expect(referencesOf({ ...ACCEPTED, ...change })).toEqual([`T001@${A}`, `T002@${B}`]);
	});

	it('is read in PascalCase', () => {
		const { success_Data, error_Data, ...rest } = ACCEPTED;
		const capital = (fields: object) =>
			Object.fromEntries(Object.entries(fields).map(([name, value]) => [name[0].toUpperCase() + name.slice(1), value]));
		const pascal = { ...capital(rest), Success_Data: success_Data.map(capital), Error_Data: error_Data.map(capital) };

		expect(referencesOf(pascal)).toEqual([`T001@${A}`, `T002@${B}`]);
	});

	it('is read behind a byte order mark', () => {
		expect(outcomesOf(`\uFEFF${JSON.stringify(ACCEPTED)}`)).toEqual(['submitted', 'submitted']);
	});

	it('of one number is read from one object', () => {
		expect(referencesOf({ ...ACCEPTED, success_Data: success(A) }, [A])).toEqual([`T001@${A}`]);
	});

	it('keeps the words that a row has of its own', () => {
		const rows = [
			{ ...success(A), status: 'Queued' },
			{ ...success(B), Status: 'x', ResponseResult: ' Sent ' },
		];
		const submission = readSubmission({ status: 200, text: JSON.stringify({ ...ACCEPTED, success_Data: rows }) }, [
			A,
			B,
		]);

		expect(submission.ok && [0, 1].map((row) => submission.value.of(row))).toEqual([
			{ reference: `T001@${A}`, said: 'Queued' },
			{ reference: `T002@${B}`, said: 'Sent' },
		]);
	});

	it('has no words of its own for a number in a list of texts', () => {
		const submission = readSubmission({ status: 200, text: JSON.stringify({ ...ACCEPTED, success_Data: [A] }) }, [A]);

		expect(submission.ok && submission.value.of(0)).toEqual({ reference: `BRN0T2ZCWRCEL1D@${A}` });
	});

	it('keeps every digit of an ID that is a number', () => {
		const text = `{"statusCode":200,"success_Data":[{"mobNumber":"${A}","trackingId":133611051403609881}]}`;
		const submission = readSubmission({ status: 200, text }, [A]);

		expect(submission.ok && submission.value.of(0)).toEqual({ reference: `133611051403609881@${A}` });
	});

	it.each([null, [], undefined])(
		'without a list of successes (%j) has the transaction’s ID for its numbers',
		(list) => {
			expect(referencesOf({ ...ACCEPTED, success_Data: list })).toEqual([
				`BRN0T2ZCWRCEL1D@${A}`,
				`BRN0T2ZCWRCEL1D@${B}`,
			]);
		},
	);

	it('has the transaction’s ID in place of one that could not stand in a list', () => {
		expect(referencesOf({ ...ACCEPTED, success_Data: [success(A, 'T,1'), success(B, 'T 2')] })).toEqual([
			`BRN0T2ZCWRCEL1D@${A}`,
			`BRN0T2ZCWRCEL1D@${B}`,
		]);
	});

	it('has no reference where there is no ID at all, or none that could stand in a list', () => {
		expect(referencesOf({ statusCode: '200', status: 'Success' })).toEqual([null, null]);
		expect(referencesOf({ ...ACCEPTED, trxnId: 'T 1', success_Data: [success(A, 'T,1')] })).toEqual([null, null]);
	});
});

describe('an accepted send with errors', () => {
	it('refuses the number that an error row names, and submits the other (vector 3, with the number whole)', () => {
		const partial = { ...ACCEPTED, success_Data: [success(A)], error_Data: [error(B)] };

		expect(outcomesOf(partial)).toEqual(['submitted', 'refused']);
	});

	it('does not know of a number that nobody mentions beside a real error (vector 3)', () => {
		expect(outcomesOf({ ...ACCEPTED, success_Data: [success(A)], error_Data: [error('88017')] })).toEqual([
			'submitted',
			'unknown',
		]);
	});

	it('submits a number that nobody mentions where there is no real error', () => {
		expect(outcomesOf({ ...ACCEPTED, success_Data: [success(A)] })).toEqual(['submitted', 'submitted']);
	});

	it('believes the success of a number that an error row names too', () => {
		expect(outcomesOf({ ...ACCEPTED, error_Data: [error(A)] })).toEqual(['submitted', 'submitted']);
	});

	it.each<[string, unknown]>([
		['a text', B],
		['a text without 880', '01700000002'],
		['a list in a text', `8801899999999,${B}`],
		['a list with blanks', `8801899999999, ${B}`],
		['an array', ['8801899999999', B]],
		['an array of numbers', [Number(B)]],
		['a number', Number(B)],
	])('reads failedNumbers as %s', (_, failedNumbers) => {
		expect(outcomesOf({ ...ACCEPTED, success_Data: [success(A)], error_Data: [error(failedNumbers)] })).toEqual([
			'submitted',
			'refused',
		]);
	});

	it.each(['+880 1700 000 002', '88 01700-000 002', '  8801700000002  '])('reads %j as one number', (failedNumbers) => {
		expect(outcomesOf({ ...ACCEPTED, success_Data: [success(A)], error_Data: [error(failedNumbers)] })).toEqual([
			'submitted',
			'refused',
		]);
	});

	it.each(['1-', '1 ', '+', `${A}-`])('reads millions of %j without an end', (part) => {
		const failedNumbers = `${part.repeat(8e6 / part.length)},${B}`;
		const reply = { ...ACCEPTED, success_Data: [success(A)], error_Data: [error(failedNumbers)] };
		expect(outcomesOf(reply)).toEqual(['submitted', 'refused']);
	});

	it('refuses each number of a list with spaces between them', () => {
		const reply = { ...ACCEPTED, success_Data: [], error_Data: [error(`${A} +880 1700-000002\n${B}`)] };
		expect(outcomesOf(reply)).toEqual(['refused', 'refused']);
	});

	it('does not know of a number that a text in error_Data names: it has no code', () => {
		expect(outcomesOf({ ...ACCEPTED, success_Data: [success(A)], error_Data: [`Invalid number ${B}`] })).toEqual([
			'submitted',
			'unknown',
		]);
	});

	it.each<[string, object, Outcome]>([
		['names a number and nothing else', { failedNumbers: B }, 'unknown'],
		['has words and nothing else', { error: 'Blocked' }, 'unknown'],
		['has a code and nothing else', { res_Code: '206' }, 'unknown'],
		['has no field', {}, 'submitted'],
		['has the code of success', { res_Code: 200, error: 'ok', failedNumbers: B }, 'submitted'],
	])('does not pass over an error row that %s', (_, row, outcome) => {
		const reply = { ...ACCEPTED, success_Data: [success(A)], error_Data: [row] };
		expect(outcomesOf(reply)).toEqual(['submitted', outcome]);
	});

	it.each(Object.entries(STATUS_CODES))('decides by the row’s own code, here %s', (code, { unclear }) => {
		expect(outcomesOf({ ...ACCEPTED, success_Data: [success(A)], error_Data: [error(B, code)] })).toEqual([
			'submitted',
			unclear ? 'unknown' : 'refused',
		]);
	});

	it.each(['299', '', 'x'])('does not know of a number whose row has the code %j', (code) => {
		expect(outcomesOf({ ...ACCEPTED, success_Data: [success(A)], error_Data: [error(B, code)] })[1]).toBe('unknown');
	});

	it('refuses only what all error rows of a number refuse', () => {
		expect(
			outcomesOf({ ...ACCEPTED, success_Data: [success(A)], error_Data: [error(B, '206'), error(B, '221')] })[1],
		).toBe('unknown');
	});

	it('gives a refused row meaning, advice and scope of its code', () => {
		const text = JSON.stringify({ ...ACCEPTED, success_Data: [success(A)], error_Data: [error(B, '208')] });
		const submission = readSubmission({ status: 200, text }, [A, B]);

		expect(submission.ok && submission.value.of(1)).toMatchObject({
			refused: {
				code: '208',
				meaning: 'Invalid Sender ID',
				scope: 'sender',
				advice: expect.stringContaining('Sender ID'),
			},
		});
	});
});

describe('a number that stands in several rows of one request', () => {
	const TWICE = [A, A, B];

	it('has its tracking IDs in their order, when each row was accepted (vector 4)', () => {
		const success_Data = [success(A, 'first'), success(B), success(A, 'second')];

		expect(referencesOf({ ...ACCEPTED, success_Data }, TWICE)).toEqual([`first@${A}`, `second@${A}`, `T002@${B}`]);
	});

	it('is refused in all its rows, when none was accepted and an error row names it', () => {
		expect(outcomesOf({ ...ACCEPTED, success_Data: [success(B)], error_Data: [error(A)] }, TWICE)).toEqual([
			'refused',
			'refused',
			'submitted',
		]);
	});

	it('is unknown in all its rows, when some were accepted', () => {
		expect(outcomesOf({ ...ACCEPTED, success_Data: [success(A), success(B)], error_Data: [error(A)] }, TWICE)).toEqual([
			'unknown',
			'unknown',
			'submitted',
		]);
		expect(outcomesOf({ ...ACCEPTED, success_Data: [success(A), success(B)] }, TWICE).slice(0, 2)).toEqual([
			'unknown',
			'unknown',
		]);
	});

	it('is submitted once each, when the gateway lists it more often than it was asked', () => {
		expect(referencesOf({ ...ACCEPTED, success_Data: [success(A, 'x'), success(A, 'y'), success(B)] })).toEqual([
			`x@${A}`,
			`T002@${B}`,
		]);
	});
});

describe('a send that was not accepted', () => {
	const refusals = Object.entries(STATUS_CODES).filter(([, { unclear }]) => !unclear);
	const unclear = Object.entries(STATUS_CODES).filter(([, { unclear }]) => unclear);
	const HTTP = [200, 202, 400, 401, 403, 429, 500, 503];

	it.each(refusals)('with %s is refused, whatever the HTTP status, and carries the table’s words', (code, known) => {
		for (const status of HTTP) {
			expect(outcomesOf({ ...REFUSED, statusCode: code, responseResult: known.meaning }, [A, B], status)).toEqual([
				'refused',
				'refused',
			]);
		}
		expect(faultOf({ ...REFUSED, statusCode: code, responseResult: known.meaning })).toMatchObject({
			kind: 'rejected',
			code,
			scope: known.scope,
		});
	});

	it.each([...unclear.map(([code]) => code), '299', '0', '404', 'Oops'])('with %s is unknown', (code) => {
		for (const status of HTTP) expect(outcomesOf({ ...REFUSED, statusCode: code }, [A], status)).toEqual(['unknown']);
	});

	it.each([500, 503, 400, 301, 300, 199])('with status code 200 under HTTP %i is unknown', (status) => {
		expect(outcomesOf({ ...ACCEPTED, success_Data: null }, [A], status)).toEqual(['unknown']);
	});

	it('is unknown for a number that it lists as accepted, never refused', () => {
		expect(outcomesOf({ ...REFUSED, success_Data: [success(A)] })).toEqual(['unknown', 'refused']);
		expect(outcomesOf(ACCEPTED, [A, B], 503)).toEqual(['unknown', 'unknown']);
	});

	it('tells what the refusal concerns, though it lists each number as accepted', () => {
		const refused = (reply: object) => {
			const submission = readSubmission({ status: 200, text: JSON.stringify(reply) }, [A]);
			return submission.ok && submission.value.refused;
		};
		expect(refused({ ...REFUSED, statusCode: '401', success_Data: [success(A)] })).toMatchObject({ scope: 'account' });
		expect(refused({ ...REFUSED, statusCode: '221', success_Data: [success(A)] })).toBeUndefined();
		expect(refused(ACCEPTED)).toBeUndefined();
	});

	it.each([`${A},${B}`, `${A} ${B}`])('is unknown for each of the numbers in one row that lists them, %j', (list) => {
		expect(outcomesOf({ ...REFUSED, success_Data: [success(list, 'T1')] })).toEqual(['unknown', 'unknown']);
	});

	it.each([
		[{ statusCode: '221', status: 'Failed', responseResult: 'Try later' }, 'it answered 221 Try later'],
		[{ statusCode: '221', status: 'Failed' }, 'it answered 221 SMS Sending Failed'],
		[{ statusCode: '299', status: 'Failed' }, 'it answered 299 Failed'],
		[{ statusCode: '221' }, 'it answered 221 SMS Sending Failed'],
		[{ statusCode: '299' }, 'it answered 299'],
		[{ statusCode: null, status: 'Oops' }, 'it answered Oops'],
	])('that leaves the outcome open says what the gateway answered: %j', (body, why) => {
		expect(faultOf(body)).toEqual({ kind: 'unclear', why });
	});

	it('says of each row that is unknown what the gateway answered', () => {
		const unknown = (body: object, msisdns: string[] = [A]) => {
			const submission = readSubmission({ status: 200, text: JSON.stringify(body) }, msisdns);
			return submission.ok && submission.value.of(0);
		};

		expect(unknown({ ...REFUSED, success_Data: [success(A)] })).toEqual({
			unknown: 'it lists the number as accepted, but it answered 206 Invalid Mobile Number',
		});
		expect(unknown({ ...ACCEPTED, success_Data: [], error_Data: [{ ...error(A, '299'), error: 'Odd' }] })).toEqual({
			unknown: 'it answered 299 Odd',
		});
		expect(unknown({ ...ACCEPTED, success_Data: [], error_Data: [`Bad ${A}`] })).toEqual({
			unknown: `it answered Bad ${A}`,
		});
		expect(unknown({ ...ACCEPTED, success_Data: [success(A)] }, [A, A])).toEqual({
			unknown: 'it accepted 1 of the 2 messages to this number without saying which',
		});
		expect(unknown({ ...ACCEPTED, success_Data: [], error_Data: [error(B)] })).toEqual({
			unknown: 'its answer does not mention the number, and reports errors for others',
		});
		expect(unknown({ ...REFUSED, statusCode: '221', error_Data: [error(B)] }, [A, B])).toEqual({
			unknown: 'it answered 221 Invalid Mobile Number',
		});
	});

	it('names the HTTP status where that is why a success is not believed', () => {
		const submission = readSubmission({ status: 502, text: JSON.stringify(ACCEPTED) }, [A]);
		expect(submission.ok && submission.value.of(0)).toEqual({
			unknown: 'it lists the number as accepted, but it answered 200 SMS Send Successfully (HTTP 502)',
		});
		expect(faultOf({ ...ACCEPTED, success_Data: null }, 503)).toEqual({
			kind: 'unclear',
			why: 'it answered 200 SMS Send Successfully (HTTP 503)',
		});
	});

	it('shows the words of an error that names no number', () => {
		const nobodys = { res_Code: '213', error: 'The CampaignName field is required', failedNumbers: '' };
		const reply = { statusCode: '213', status: 'Failed', responseResult: '', error_Data: [nobodys] };
		expect(faultOf(reply)).toMatchObject({ code: '213', said: nobodys.error, saysMore: true });
		expect(faultOf({ ...reply, responseResult: 'Parameter Mismatch' })).toMatchObject({ said: nobodys.error });
		expect(faultOf({ ...reply, responseResult: 'Odd' })).toMatchObject({ said: 'Odd' });
		expect(faultOf({ ...reply, statusCode: '221' })).toEqual({
			kind: 'unclear',
			why: `it answered 221 ${nobodys.error}`,
		});
		const submission = readSubmission(
			{ status: 200, text: JSON.stringify({ ...ACCEPTED, success_Data: [success(A)], error_Data: [nobodys] }) },
			[A, B],
		);
		expect(submission.ok && [submission.value.of(0), submission.value.of(1)]).toEqual([
			{ reference: `T001@${A}` },
			{
				unknown:
					'it accepted the request, but reports an error without a number: 213 The CampaignName field is required',
			},
		]);
	});

	it.each([
		[
			{ title: 'One or more', status: 400, errors: { CampaignName: ['The CampaignName field is required.', 'Odd.'] } },
			'CampaignName: The CampaignName field is required. Odd.',
		],
		[{ Title: 'Bad Request', errors: { a: 'x', b: ['y'] } }, 'a: x; b: y'],
		[{ title: 'Bad Request', status: 400 }, 'Bad Request'],
		[{ title: 'Bad Request', errors: {} }, 'Bad Request'],
		[{ title: 7, errors: null }, '7'],
		[{ message: 'x' }, '{"message":"x"}'],
	])("of ASP.NET's problem+json shows what it says: %j", (problem, text) => {
		expect(faultOf(problem, 400)).toEqual({ kind: 'unreadable', status: 400, text, isRefused: true });
	});

	it('decides by the rows where they name a number (vector 2)', () => {
		expect(outcomesOf({ ...REFUSED, statusCode: '221', success_Data: null, error_Data: [error(A)] })).toEqual([
			'refused',
			'unknown',
		]);
	});

	it.each([
		['IP Black List', 'IP Black List', /whitelist|IP address/],
		['IP Black List.', 'IP Black List', /activated/],
		['Not in the white list', 'IP Black List', /activated/],
		['Not whitelisted: whitelist', 'IP Black List', /activated/],
		['In a blacklist', 'IP Black List', /activated/],
		['On the black list', 'IP Black List', /activated/],
		['Invalid UserName & Password', 'Unauthorized', /User Name and API Key/],
		['Invalid recipient', 'Unauthorized', /User Name and API Key/],
	])('says of 401 “%s” what to do', (said, meaning, advice) => {
		const fault = faultOf({ statusCode: '401', status: 'Unauthorized', trxnId: '', responseResult: said });

		expect(fault).toMatchObject({ kind: 'rejected', meaning, advice: expect.stringMatching(advice), scope: 'account' });
	});

	it('tells of an address with 401 alone', () => {
		expect(faultOf({ ...REFUSED, responseResult: 'IP Black List' })).toMatchObject({
			meaning: 'Invalid Mobile Number',
		});
	});

	it('shows the gateway’s own words where they say more than the meaning', () => {
		expect(faultOf({ ...REFUSED, statusCode: '213', responseResult: 'campaignName is missing' })).toMatchObject({
			said: 'campaignName is missing',
			saysMore: true,
		});
		expect(faultOf({ ...REFUSED, responseResult: 'Invalid Mobile Number.' })).not.toHaveProperty('saysMore');
		expect(faultOf({ statusCode: '206', status: 'Failed' })).not.toHaveProperty('saysMore');
	});
});

describe('an answer in no shape of the API', () => {
	const PROBLEM = {
		title: 'One or more validation errors occurred.',
		status: 400,
		errors: { campaignName: ['required'] },
	};

	it.each([400, 401, 403, 404, 405, 413, 415])('under HTTP %i is refused: it did not reach the gateway', (status) => {
		for (const body of ['<html>', '', 'no', JSON.stringify(PROBLEM), '[]']) {
			expect([body, outcomesOf(body, [A], status)]).toEqual([body, ['refused']]);
		}
	});

	it.each([200, 204, 301, 302, 408, 425, 429, 500, 502, 503, 504])('under HTTP %i is unknown', (status) => {
		for (const body of ['<html>', '', 'no', JSON.stringify(PROBLEM), '[]', '"200"', '{"status":"Success"}', 'null']) {
			expect([body, outcomesOf(body, [A], status)]).toEqual([body, ['unknown']]);
		}
	});
});

describe('any answer', () => {
	it.each([
		['successes', { success_Data: Array(60_000).fill(success(A)) }],
		['errors', { error_Data: Array(60_000).fill(error(A)) }],
		['errors about others', { error_Data: Array(60_000).fill(error('8801800000000')) }],
	])('with very many %s is read in no time', (_, lists) => {
		const text = JSON.stringify({ ...ACCEPTED, success_Data: [], ...lists });
		const msisdns = Array.from({ length: 500 }, (_, row) => String(Number(A) + row));
		expect(withinSeconds(20, () => readSubmission({ status: 200, text }, msisdns))).toHaveProperty('ok', true);
	});

	const word = fc.constantFrom<unknown>(
		'200',
		200,
		'206',
		'401',
		'Success',
		'Failed',
		null,
		'',
		A,
		B,
		'x',
		[],
		{},
		true,
	);
	const name = fc.constantFrom(
		'statusCode',
		'StatusCode',
		'status',
		'success_Data',
		'error_Data',
		'trxnId',
		'responseResult',
	);
	const row = fc.dictionary(fc.constantFrom('mobNumber', 'trackingId', 'res_Code', 'error', 'failedNumbers'), word);
	const value = fc.oneof(word, fc.array(fc.oneof(row, word), { maxLength: 4 }), row);

	it('is read without a throw, each row for itself; only an accepted reply submits', () => {
		fc.assert(
			fc.property(fc.dictionary(name, value), fc.constantFrom(200, 201, 400, 404, 429, 500), (body, status) => {
				const outcomes = outcomesOf(body, [A, B, A], status);

				expect(outcomes).toHaveLength(3);
				if (status >= 300) expect(outcomes).not.toContain('submitted');
			}),
		);
	});

	it('of any bytes is read without a throw', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 100, max: 599 }), (text, status) => {
				expect(['refused', 'unknown']).toContain(outcomesOf(text, [A], status)[0]);
			}),
		);
	});
});
