/** Any reply of V2, written from its meaning in every way that programs have seen or fear: read as what it means. */
import * as fc from '../../properties.cts';
import { messageOutcome, type Result } from '../../../nodes/MimSms/gateway/fault';
import { cleanerOf } from '../../../nodes/MimSms/gateway/redact';
import type { Reply } from '../../../nodes/MimSms/gateway/reply';
import { v2 } from '../../../nodes/MimSms/gateway/v2/dialect';
import { readSubmission } from '../../../nodes/MimSms/gateway/v2/replies';
import { formsOf } from '../../secretForms.cts';
import { withinSeconds } from '../withinSeconds.cts';
import {
	anyBalance,
	anyReport,
	anyStatus,
	ASKED,
	outcomesBy,
	readable,
	referencesBy,
	request,
	unreadable,
	type Outcome,
} from './replyGrammar.cts';

/** What the package says of each place of the request. */
function outcomesOf(reply: Reply, msisdns: readonly string[]): Outcome[] {
	const submission = readSubmission(reply, msisdns);
	if (!submission.ok) return msisdns.map(() => messageOutcome(submission.fault) as Outcome);
	return msisdns.map((_, place) => {
		const outcome = submission.value.of(place);
		return 'reference' in outcome ? 'submitted' : 'refused' in outcome ? 'refused' : 'unknown';
	});
}

function referencesOf(reply: Reply, msisdns: readonly string[]): Array<string | null> {
	const submission = readSubmission(reply, msisdns);
	return msisdns.map((_, place) => {
		const outcome = submission.ok && submission.value.of(place);
		return outcome && 'reference' in outcome ? outcome.reference : null;
	});
}

describe('the reply to a send', () => {
	it('in any shape of the API becomes what the table of the contract says, for each place of the request', () => {
		fc.assert(
			fc.property(readable, request, (written, msisdns) => {
				expect(outcomesOf(written, msisdns)).toEqual(outcomesBy(written, msisdns));
			}),
		);
	});

	it('in no shape of the API goes by its HTTP status alone', () => {
		fc.assert(
			fc.property(unreadable, request, (written, msisdns) => {
				expect(outcomesOf(written, msisdns)).toEqual(outcomesBy(written, msisdns));
			}),
		);
	});

	it('gives each place of an accepted number its own reference, in the order of the reply', () => {
		fc.assert(
			fc.property(readable, request, (written, msisdns) => {
				const references = referencesOf(written, msisdns);

				outcomesBy(written, msisdns).forEach((outcome, place) => {
					const nth = msisdns.slice(0, place).filter((one) => one === msisdns[place]).length;
					const ids = referencesBy(written.meaning, msisdns[place]);
					expect(references[place]).toBe(outcome === 'submitted' ? (nth < ids.length ? ids[nth] : ids[0]) : null);
				});
			}),
		);
	});

	it('that lists a number as accepted is never told as its refusal, and a refused request never as its success', () => {
		fc.assert(
			fc.property(readable, request, (written, msisdns) => {
				const { status, meaning } = written;
				const listed = new Set(meaning.successes.flatMap(({ names }) => names));
				outcomesOf(written, msisdns).forEach((outcome, place) => {
					if (listed.has(msisdns[place])) expect(outcome).not.toBe('refused');
					if (status >= 300 || meaning.code !== '200') expect(outcome).not.toBe('submitted');
				});
			}),
		);
	});
});

describe('a reply of which a key is there twice, spelled in two ways', () => {
	const A = '8801700000001';
	const taken = { mobNumber: A, trackingId: 'T1' };

	it.each<[string, object, Outcome]>([
		['status codes that agree', { statusCode: '200', StatusCode: 200 }, 'submitted'],
		['a success and a refusal', { statusCode: '200', StatusCode: '206' }, 'unknown'],
		['a refusal and a success', { StatusCode: '206', statusCode: '200' }, 'unknown'],
		['two refusals', { statusCode: '206', STATUSCODE: '208' }, 'unknown'],
		['lists, of which the second is empty', { statusCode: '206', success_Data: [taken], Success_Data: [] }, 'unknown'],
		['lists, of which the first is null', { statusCode: '206', success_Data: null, Success_Data: [taken] }, 'unknown'],
		[
			'lists of other numbers',
			{ statusCode: '206', success_Data: [taken], Success_Data: [{ mobNumber: '1' }] },
			'unknown',
		],
		['lists that are null', { statusCode: '200', success_Data: null, Success_Data: null }, 'submitted'],
		[
			'lists of errors',
			{ statusCode: '200', error_Data: [{ res_Code: '206', failedNumbers: A }], Error_Data: [] },
			'refused',
		],
	])('is not read as what stands there last: %s', (_, fields, outcome) => {
		expect(outcomesOf({ status: 200, text: JSON.stringify(fields) }, [A])).toEqual([outcome]);
	});
});

describe('a status code that is no text and no number', () => {
	it.each([null, '', ' ', {}, [], true, ['200']])('(%j) makes the status no status code', (statusCode) => {
		for (const status of [200, 400, '206'])
			expect(outcomesOf({ status: 200, text: JSON.stringify({ statusCode, status }) }, ['8801700000001'])).toEqual([
				'unknown',
			]);
	});
});

describe('an answer to DlrApi', () => {
	const read = (reply: Reply) => v2.reportsOf(`${ASKED.id}@${ASKED.msisdn}`).read(reply);

	it('is a report with the operator’s words, none yet, or an error, as it means', () => {
		fc.assert(
			fc.property(anyReport, ({ means, ...reply }) => {
				const page = read(reply);

				if (means === 'error') return expect(page.ok).toBe(false);
				if (means === 'not ready') return expect(page).toEqual({ ok: true, value: { reports: [], complete: true } });
				expect(page).toMatchObject({
					ok: true,
					value: {
						complete: true,
						reports: [
							{
								to: ASKED.msisdn,
								message: null,
								sentAt: null,
								receivedAt: null,
								code: means.dlrCode,
								details: means.words,
								meaning: means.words,
							},
						],
					},
				});
			}),
		);
	});

	it('has a status by the operator’s words alone, whatever the other fields say', () => {
		const words = fc.constantFrom(
			...(
				[
					['DELIVERED', 'delivered'],
					['Undelivered', 'failed'],
					['Absent subscriber for SM', 'failed'],
					['absent Subscriber', 'failed'],
					['Subscriber Busy', 'failed'],
					['Unidentified subscriber', 'failed'],
					['Barred subscriber', 'failed'],
					['Illegal subscriber', 'failed'],
					['SMS Failed', 'failed'],
					['System failure', 'failed'],
					['SMSC Timeout-abort', 'failed'],
					['PENDING', 'pending'],
					['Something new', 'unknown'],
				] as const
			).map((pair) => pair),
		);
		const others = fc.record(
			{
				dlrCode: fc.constantFrom('0', '1', '6', 'DELIVRD', 0, null),
				status: fc.constantFrom('Ok', 'Success', 'Failed', 'Delivered', 'Undelivered', null),
				responseResult: fc.constantFrom('Delivered', 'Failed', '', null),
			},
			{ requiredKeys: [] },
		);
		fc.assert(
			fc.property(words, others, ([operatorStatus, status], more) => {
				const text = JSON.stringify({ statusCode: '200', operatorStatus, ...more });
				expect(read({ status: 200, text })).toMatchObject({ value: { reports: [{ status }] } });
			}),
		);
	});
});

describe('an answer to BalanceCheck', () => {
	it('is the very amount in each place where programs have seen it, and never made up', () => {
		fc.assert(
			fc.property(anyBalance, ({ means, ...reply }) => {
				const balance = v2.balance().read(reply);

				if (means === null) expect(balance.ok).toBe(false);
				else expect(balance).toMatchObject({ ok: true, value: means });
			}),
		);
	});
});

const USER_NAME = 'd\'e"mo+x&y@example.com';
const API_KEY = 'KEY<0>&"%2F 00\\A1';
const SECRETS = [USER_NAME, API_KEY];

const READERS: Array<[string, (reply: Reply) => Result<unknown>]> = [
	['a send', (reply) => readSubmission(reply, ['8801700000001', '8801700000002'])],
	['a balance', v2.balance().read],
	['a report', v2.reportsOf(`${ASKED.id}@${ASKED.msisdn}`).read],
];

/** A reply that is spoilt in any place: cut, or with something put in. */
const spoilt = fc
	.tuple(
		fc.oneof(readable, unreadable, anyReport, anyBalance),
		fc.double({ min: 0, max: 1, noNaN: true }),
		fc.nat(20),
		fc.oneof(
			fc.string(),
			fc.constantFrom('{', '}', '[', ']', '"', ',', ':', 'null', '\u0000', '\ud83d', '\\u12', '1e999'),
		),
	)
	.map(([{ status, text }, at, take, put]) => {
		const from = Math.floor(at * text.length);
		return { status, text: text.slice(0, from) + put + text.slice(from + take) };
	});

describe.each(READERS)('the reader of %s', (what, read) => {
	it('gives a value or a fault for any reply of any call, spoilt in any way, and never throws', () => {
		fc.assert(
			fc.property(spoilt, (reply) => {
				const result = read(reply);
				if (!result.ok) expect(['rejected', 'unreadable', 'unclear']).toContain(result.fault.kind);
				if (what === 'a send' && reply.status >= 300)
					expect(outcomesOf(reply, ['8801700000001', '8801700000002'])).not.toContain('submitted');
			}),
		);
	});

	it('gives a fault that, cleaned, shows no secret which the reply echoes', () => {
		const echo = fc.constantFrom(...SECRETS.flatMap(formsOf)).map((form) => `x ${form} y`);
		const fields = fc.record(
			{
				statusCode: fc.oneof(fc.constantFrom('200', '206', '401', '299'), echo),
				status: echo,
				responseResult: echo,
				trxnId: echo,
				success_Data: echo.map((text) => [{ mobNumber: text, trackingId: text }]),
				error_Data: fc.oneof(
					echo,
					echo.map((text) => [{ res_Code: '206', error: text, failedNumbers: text, errorParm: text }]),
				),
				operatorStatus: echo,
				data: echo,
			},
			{ requiredKeys: [] },
		);
		const text = fc.oneof(
			fields.map((json) => JSON.stringify(json)),
			echo,
			echo.map((words) => `<html>${words}</html>`),
		);
		const clean = cleanerOf(SECRETS);
		fc.assert(
			fc.property(text, anyStatus, (body, status) => {
				const result = read({ status, text: body });
				if (result.ok) return;
				const shown = Object.values(clean.fault(result.fault)).join('\n');
				for (const form of SECRETS.flatMap(formsOf)) expect(shown).not.toContain(form);
			}),
		);
	});

	it.each([1_000, 10_000, 100_000])('takes JSON that is nested %i deep', (depth) => {
		const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`;
		const objects = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
		for (const deep of [nested, objects])
			for (const text of [
				deep,
				`{"statusCode":${deep}}`,
				`{"statusCode":"200","success_Data":${deep},"error_Data":${deep}}`,
			])
				expect(withinSeconds(5, () => read({ status: 200, text }))).toHaveProperty('ok');
	});
});
