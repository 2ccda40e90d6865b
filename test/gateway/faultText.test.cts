import * as fc from '../properties.cts';
import { ERROR_CODES, rejected } from '../../nodes/MimSms/gateway/classic/errorCodes';
import {
	failure,
	invalidInput,
	messageOutcome,
	success,
	type Fault,
	type MessageOutcome,
} from '../../nodes/MimSms/gateway/fault';
import { faultText, oneLine } from '../../nodes/MimSms/gateway/faultText';

const unreadable = (status: number, text = '<html>'): Fault => ({ kind: 'unreadable', status, text });

describe('what a fault says about the message', () => {
	it.each<[string, Fault, MessageOutcome]>([
		['a rejection', rejected('1007', ''), 'refused'],
		['a rejection without a code', rejected(null, 'NO'), 'refused'],
		['a bad parameter', { kind: 'invalidInput', field: 'To', problem: 'is empty' }, 'refused'],
		['a request that never left', { kind: 'unreachable', why: 'x' }, 'notSent'],
		['a run that ended before its turn', { kind: 'stopped', why: 'x' }, 'notSent'],
		['a reply that can not be read', unreadable(200), 'unknown'],
		['a reply that did not come', { kind: 'lost', why: 'x' }, 'unknown'],
	])('%s: %j is %s', (_, fault, outcome) => {
		expect(messageOutcome(fault)).toBe(outcome);
	});

	it.each<[Fault, MessageOutcome]>([
		[unreadable(200), 'unknown'],
		[{ kind: 'lost', why: 'it took longer than the time-out' }, 'unknown'],
		[{ kind: 'unreachable', why: 'it refused the connection' }, 'notSent'],
		[{ kind: 'stopped', why: 'the balance is used up' }, 'notSent'],
		[rejected(null, 'NO'), 'refused'],
	])('the text of %j begins with the outcome', (fault, outcome) => {
		expect(faultText(fault, { sending: true }).message).toMatch(new RegExp(`^\\[${outcome}\\] .+`));
	});

	it.each<Fault>([
		unreadable(200),
		{ kind: 'lost', why: 'x' },
		{ kind: 'unreachable', why: 'x' },
		{ kind: 'stopped', why: 'x' },
	])('a reading call has no outcome of a message: %j', (fault) => {
		expect(faultText(fault, { sending: false }).message).not.toMatch(/^\[/);
	});

	it('an unknown outcome is not called safe to retry', () => {
		const faults: Fault[] = [{ kind: 'lost', why: 'x' }, unreadable(200)];
		for (const fault of faults) {
			expect(oneLine(faultText(fault, { sending: true }))).not.toMatch(/retry|nothing was sent/i);
			expect(faultText(fault, { sending: true }).advice).toMatch(/may have accepted/);
		}
	});

	it('what never left says that nothing was sent', () => {
		expect(faultText({ kind: 'unreachable', why: 'x' }, { sending: true }).advice).toMatch(
			/not sent|sent nothing|nothing was sent/i,
		);
		expect(faultText({ kind: 'invalidInput', field: 'To', problem: 'is empty' }, { sending: true }).advice).toMatch(
			/not sent|sent nothing|nothing was sent/i,
		);
		expect(faultText({ kind: 'unreachable', why: 'x' }, { sending: false }).advice).not.toMatch(/sent/);
		expect(
			faultText({ kind: 'invalidInput', field: 'Shoot ID', problem: 'is empty' }, { sending: false }).advice,
		).not.toMatch(/sent/);
	});
});

describe('the words for a rejection', () => {
	it.each(Object.entries(ERROR_CODES))(
		"%s: code, the gateway's words, then what to do",
		(code, { meaning, advice }) => {
			expect(oneLine(faultText(rejected(code, ''), { sending: true }))).toBe(`[${code}] ${meaning}. ${advice}`);
		},
	);

	it('is the error item of contract.md for 1007', () => {
		expect(oneLine(faultText(rejected('1007', ''), { sending: true }))).toMatch(
			/^\[1007\] Balance Insufficient\. Top up /,
		);
	});

	it.each(['1017', '1018', '1101', '2000', '2001'])('shows the unknown code %s, and what the gateway said', (code) => {
		expect(faultText(rejected(code, 'Gate closed'), { sending: true }).message).toMatch(
			new RegExp(`^\\[${code}\\].*Gate closed`),
		);
		expect(faultText(rejected(code, ''), { sending: false })).toEqual({
			message: expect.stringContaining(code),
			advice: expect.stringContaining(code),
		});
	});

	it('shows the words of a rejection without a code', () => {
		expect(faultText(rejected(null, 'INVALID CREDENTIALS'), { sending: false }).message).toContain(
			'INVALID CREDENTIALS',
		);
	});
});

describe('the words for a reply that can not be read', () => {
	it('show status and text', () => {
		expect(faultText(unreadable(502, 'Bad Gateway'), { sending: true }).message).toMatch(/502.*Bad Gateway/);
	});

	it('say that an empty reply was empty', () => {
		expect(faultText(unreadable(200, ' \n'), { sending: true }).message).toMatch(/empty/);
	});

	it.each([
		[200, /Base URL/],
		[302, /Base URL/],
		[404, /Base URL/],
		[401, /whitelist.*Base URL/],
		[403, /whitelist.*Base URL/],
		[407, /A proxy between n8n and the gateway asks for a user name and a password.*Proxy under Request Options/],
		[429, /too many requests/],
		[500, /has a fault/],
		[503, /has a fault/],
	])('tell for HTTP %i what to do', (status, advice) => {
		expect(faultText(unreadable(status), { sending: false }).advice).toMatch(advice);
		expect(faultText(unreadable(status), { sending: true }).advice).toMatch(advice);
	});
});

describe('every fault', () => {
	const text = fc.string({ minLength: 1 });
	const fault: fc.Arbitrary<Fault> = fc.oneof(
		fc
			.tuple(fc.option(fc.oneof(fc.constantFrom(...Object.keys(ERROR_CODES)), fc.stringMatching(/^\d{3,5}$/))), text)
			.map(([code, said]) => rejected(code, said)),
		fc.record({ kind: fc.constant('unreadable' as const), status: fc.integer({ min: 0, max: 599 }), text }),
		fc.record({ kind: fc.constantFrom('unreachable', 'lost'), why: text }),
		fc.record({ kind: fc.constant('invalidInput' as const), field: text, problem: text }),
	);

	it('has a message and an advice', () => {
		fc.assert(
			fc.property(fault, fc.boolean(), (one, sending) => {
				const { message, advice } = faultText(one, { sending });
				expect([typeof message, typeof advice]).toEqual(['string', 'string']);
				expect(advice).toMatch(/^[A-Z][^]*\.$/);
				if (one.kind === 'rejected' && one.code !== null) expect(message.startsWith(`[${one.code}] `)).toBe(true);
			}),
		);
	});

	it('names the field of a bad parameter', () => {
		expect(faultText({ kind: 'invalidInput', field: 'Type', problem: 'is wrong' }, { sending: true }).message).toBe(
			'Type: is wrong',
		);
	});
});

it('a message without an advice stands alone on its line', () => {
	expect(oneLine({ message: 'Over', advice: '' })).toBe('Over');
});

it('an outcome is a value or a fault', () => {
	expect(success(1)).toEqual({ ok: true, value: 1 });
	expect(failure({ kind: 'lost', why: 'x' })).toEqual({ ok: false, fault: { kind: 'lost', why: 'x' } });
	expect(invalidInput('To', 'is empty')).toEqual({
		ok: false,
		fault: { kind: 'invalidInput', field: 'To', problem: 'is empty' },
	});
});

describe('a fault in one line', () => {
	it.each([
		[{ message: 'It failed', advice: 'Try again.' }, 'It failed. Try again.'],
		[
			{ message: 'signing in failed. Try again later.', advice: 'This message was not sent.' },
			'signing in failed. Try again later. This message was not sent.',
		],
		[{ message: 'What is left.', advice: '' }, 'What is left.'],
		[{ message: 'a.b', advice: 'c' }, 'a.b. c'],
	])('%j has one full stop between its halves', (text, line) => {
		expect(oneLine(text)).toBe(line);
	});
});
