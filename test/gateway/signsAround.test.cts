/** Signs around a shoot ID, and a code together with its own words. */
import * as fc from '../properties.cts';
import { ERROR_CODES, rejected } from '../../nodes/MimSms/gateway/classic/errorCodes';
import { ACCEPTED_WORDS, readBalance, readFailure, readSubmission } from '../../nodes/MimSms/gateway/classic/replies';
import { reply } from './fixtures.cts';

const ID = 'C200083660a1b2c3d4e10021';
const NEW = 'bw-rdC3000482765f0a1b2c3d4e5';

const unreadable = (text: string) => ({ ok: false, fault: { kind: 'unreadable', status: 200, text } });

describe('the words for an accepted send', () => {
	it.each(ACCEPTED_WORDS.map(({ name, example }) => [name, example]))('%s: “%s”', (name, example) => {
		expect(ACCEPTED_WORDS.find(({ pattern }) => pattern.test(example))?.name).toBe(name);
		expect(readSubmission(reply(example)).ok).toBe(true);
	});
});

describe('signs around a shoot ID are not part of it', () => {
	it.each([
		[`SMS SUBMITTED: ID - ${ID}<br>`, ID],
		[`SMS SUBMITTED: ID - ${ID}<br />\n`, ID],
		[`SMS SUBMITTED: ID - ${ID}</br>`, ID],
		[`SMS SUBMITTED: ID - ${ID}<br`, ID],
		[`SMS SUBMITTED: ID - ${ID}<br>2 numbers`, ID],
		[`SMS SUBMITTED: ID - <b>${ID}</b>`, ID],
		[`SMS SUBMITTED: ID - <b> ${NEW} </b>`, NEW],
		[`<br>SMS SUBMITTED: ID - ${ID}`, ID],
		[`SMS SUBMITTED: ID - ${ID}&nbsp;`, ID],
		[`SMS SUBMITTED: ID - ${ID}.`, ID],
		[`SMS SUBMITTED: ID - ${NEW}.<br>`, NEW],
		[`SMS SUBMITTED: ID - ${ID}, 2 numbers`, ID],
		[`SMS SUBMITTED: ID - "${ID}"`, ID],
		[`SMS SUBMITTED: ID - (${ID})`, ID],
		[`SMS SUBMITTED: ID – ${ID}`, ID],
		[`SMS SUBMITTED: ID –${NEW}`, NEW],
		[`SMS SUBMITTED: ID — ${ID}`, ID],
		[`SMS SUBMITTED: ID -- ${ID}`, ID],
		[`SMS SUBMITTED: ID - – ${ID}`, ID],
		[`SMS SUBMITTED: ID - ${ID} –`, ID],
		[`SMS SUBMITTED: ID - ${ID}-`, ID],
		[`SMS SUBMITTED – ${NEW}`, NEW],
		[`SMS SUBMITTED: ${NEW}.`, NEW],
		[`SMS SUBMITTED: ${NEW}<br>`, NEW],
		[`1000, ${ID}<br>`, ID],
		[`1000, ${ID}.`, ID],
		[`1000 – ${NEW}`, NEW],
		[`1000,–${NEW}`, NEW],
		['SMS SUBMITTED: ID - <br>', null],
		['SMS SUBMITTED: ID - .', null],
		['SMS SUBMITTED: ID – –', null],
		['1000<br>', null],
		['1000.', null],
		['1000 Success', null],
		['1000, Success.', null],
		['1000 - SUCCESS<br>', null],
	])('%j has the ID %j', (text, shootId) => {
		expect(readSubmission(reply(text))).toMatchObject({ ok: true, value: { shootId } });
	});

	it("stay in the gateway's own text", () => {
		const text = `SMS SUBMITTED: ID – ${ID}.<br>`;
		expect(readSubmission(reply(`${text}\n`))).toMatchObject({ ok: true, value: { response: text } });
	});

	it('whatever the signs', () => {
		const id = fc.stringMatching(/^[A-Za-z0-9](?:[\w.:/+=-]{0,40}[A-Za-z0-9])?$/);
		const before = fc.constantFrom('', '<b>', '– ', '—', '"', '(', '<span class="id">');
		const behind = fc.constantFrom('', '<br>', '.', '.<br/>', ' –', '</b>.', '"', ');', '<', '&nbsp;<br>');
		fc.assert(
			fc.property(id, before, behind, (shootId, first, last) => {
				expect(readSubmission(reply(`SMS SUBMITTED: ID - ${first}${shootId}${last}`))).toMatchObject({
					ok: true,
					value: { shootId },
				});
			}),
		);
	});

	it.each([
		`<p>SMS SUBMITTED: ID - ${ID}</p>`,
		'SMS SUBMITTED – 1002',
		'SMS SUBMITTED – FAILED',
		'1000 Successor',
		'1000 – not sent',
		'1000.5',
		'Error: 1000 Success',
		'1000/-',
	])('but %j is no accepted send', (text) => {
		expect(readSubmission(reply(text))).toEqual(unreadable(text));
	});
});

describe('a known code with exactly its own words', () => {
	const KNOWN = Object.entries(ERROR_CODES).map(([code, { meaning }]) => [code, meaning] as const);
	const SHAPES: Array<(code: string, meaning: string) => string> = [
		(code, meaning) => `Error: ${code} ${meaning}`,
		(code, meaning) => `Error:${code} - ${meaning}.`,
		(code, meaning) => `ERR ${code}: ${meaning}<br>`,
		(code, meaning) => `${code} - ${meaning}`,
		(code, meaning) => `${code} – ${meaning.toUpperCase()}`,
		(code, meaning) => `${code} ${meaning}`,
		(code, meaning) => `${code}: ${meaning.toLowerCase()}!`,
		(code, meaning) => `Error Code: ${code}, ${meaning}`,
		(code, meaning) => `Code=${code} (${meaning})`,
		(code, meaning) => `Failed: (${code}) ${meaning}`,
		(code, meaning) => JSON.stringify(`${code} ${meaning}`),
		(code, meaning) => JSON.stringify({ code: Number(code), message: meaning }),
		(code, meaning) => JSON.stringify({ status: 'failed', code, msg: ` ${meaning} ` }),
		(code, meaning) => JSON.stringify({ code, error: meaning, error_msg: meaning, success: false, data: null, n: 0 }),
	];

	it.each(KNOWN)('%s, %s, is that code, however it is written', (code, meaning) => {
		for (const write of SHAPES) {
			const text = write(code, meaning);
			expect([text, readSubmission(reply(text))]).toMatchObject([
				text,
				{ ok: false, fault: { kind: 'rejected', code } },
			]);
			expect(readFailure(reply(text))).toMatchObject({ kind: 'rejected', code, meaning });
		}
	});

	it.each([
		['1007<br>', ''],
		['<br/>1007<br />', ''],
		['1007.', ''],
		['(1007)', ''],
		['Error: 1007.', ''],
		['Error Code 1007', ''],
		['Error – 1007', ''],
		['Code: 1007', ''],
		['Error: 1007 Balance Insufficient', 'Balance Insufficient'],
		['1007 – balance  insufficient.', 'balance insufficient'],
		['{"code":1007,"message":" Balance Insufficient"}', 'Balance Insufficient'],
	])('%j says %j', (text, said) => {
		expect(readSubmission(reply(text))).toEqual({ ok: false, fault: rejected('1007', said) });
	});

	it('a code that nobody knows has no words of its own', () => {
		expect(readSubmission(reply('Error: 2001.'))).toEqual({ ok: false, fault: rejected('2001', '') });
		expect(readSubmission(reply('2001 Balance Insufficient')).ok).toBe(false);
		expect(readSubmission(reply('2001 Balance Insufficient'))).toEqual(unreadable('2001 Balance Insufficient'));
	});
});

describe('a code with other words leaves the outcome of a send unknown', () => {
	it.each([
		'Error: 1007 Balance',
		'1007 - Balance Insufficient for 1 of 2 numbers',
		'1007 Balance Insufficient, sent',
		'1007 Internal Error',
		'1002 1003',
		'[1007]',
		'1007/-',
		'1007 %',
		'1007.50',
		'1007x',
		'Error: 1005 after 1007',
		'Balance Insufficient',
		'{"code":1007}',
		'{"code":1007,"message":"Balance"}',
		'{"code":1007,"message":""}',
		'{"code":1007,"message":"Balance Insufficient","note":"sent"}',
		'{"code":1007,"message":"Balance Insufficient","status":"success"}',
		'{"code":1007,"message":"Balance Insufficient","success":true}',
		'{"code":1007,"message":"Balance Insufficient","status":true}',
		'{"code":1007,"message":"Balance Insufficient","data":[1]}',
		'{"code":1000,"message":"Success"}',
		'{"code":2001,"message":"Balance Insufficient"}',
		'{"code":401,"message":"Balance Insufficient"}',
		'{"code":["1007"],"message":"Balance Insufficient"}',
		'[{"code":1007,"message":"Balance Insufficient"}]',
		'{"code":1007,"error_code":1000,"message":"Balance Insufficient"}',
	])('%s', (text) => {
		expect(readSubmission(reply(text))).toEqual(unreadable(text));
	});

	it('but error_code decides alone, whatever its words', () => {
		expect(readSubmission(reply('{"error_code":1007,"code":1002,"error_msg":"upstream timeout"}'))).toEqual({
			ok: false,
			fault: rejected('1007', 'upstream timeout'),
		});
	});

	it('where nothing is sent, words beside the code are told with it', () => {
		expect(readBalance(reply('Error: 1007 for this month'))).toEqual({
			ok: false,
			fault: rejected('1007', 'for this month'),
		});
	});
});
