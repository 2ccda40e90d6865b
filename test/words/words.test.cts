/**
 * Every sentence that a user can meet, as one list to be read and edited: errors.md beside this file. A change of words shows
 * there; `WRITE_WORDS=1` writes it again.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { adviceAfterOthers, continueAdvice, retryAdvice, type Place } from '../../nodes/MimSms/bridge/run/retryAdvice';
import { ERROR_CODES, rejected } from '../../nodes/MimSms/gateway/classic/errorCodes';
import { faultText, oneLine, publicLine } from '../../nodes/MimSms/gateway/faultText';
import type { Fault } from '../../nodes/MimSms/gateway/fault';
import { rejected as rejectedByV2, STATUS_CODES } from '../../nodes/MimSms/gateway/v2/errorCodes';
import { oddWordsIn, sentencesIn, wordCount } from './plainWords.cts';
import { FIELDS, SENTENCES } from './userWords.cts';

const FILE = path.join(__dirname, 'errors.md');

const unreadable = (status: number): Fault => ({ kind: 'unreadable', status, text: 'its text' });

/** One of each kind, by what it is about. */
const FAULTS: Record<string, Fault> = {
	'lost answer': { kind: 'lost', why: 'its reason' },
	'forgotten by n8n': { kind: 'forgotten', why: 'its reason' },
	'unclear answer': { kind: 'unclear', why: 'its words' },
	unreachable: { kind: 'unreachable', why: 'its reason' },
	'unreachable proxy': { kind: 'unreachable', why: 'its reason', proxy: true },
	'no turn': { kind: 'stopped', why: 'its reason' },
	'bad parameter': { kind: 'invalidInput', field: 'Its field', problem: 'its problem' },
	'bad parameter, with a remedy': {
		kind: 'invalidInput',
		field: 'Its field',
		problem: 'its problem',
		remedy: 'Correct it',
	},
	'unknown words': unreadable(200),
	'web page': { kind: 'unreadable', status: 200, text: 'its text', maybeOtherApi: true },
	forwarding: unreadable(302),
	'unknown words, refused': { kind: 'unreadable', status: 404, text: 'its text', isRefused: true },
	'not let in': { kind: 'unreadable', status: 403, text: 'its text', isRefused: true },
	'empty page': { kind: 'unreadable', status: 404, text: '', maybeOtherApi: true },
	'too many requests': unreadable(429),
	'fault of the server': unreadable(500),
	'words without a code': rejected(null, 'its words'),
	'unknown code': rejected('2001', 'its words'),
};

const { 'forgotten by n8n': _forgotten, 'unclear answer': _unclear, ...OF_READINGS } = FAULTS;

/** Of a call that takes reports out of the gateway. */
const TAKING: Record<string, Fault> = {
	'lost answer': { kind: 'lost', why: 'its reason', mayHaveTaken: 100 },
	'unknown words': { kind: 'unreadable', status: 200, text: 'its text', mayHaveTaken: 100 },
	'fault of the server': { kind: 'unreadable', status: 502, text: 'its text', mayHaveTaken: 100 },
};

const codesOf = (codes: object, rejection: (code: string, said: string) => Fault): Record<string, Fault> =>
	Object.fromEntries(Object.keys(codes).map((code) => [code, rejection(code, '')]));

const PLACES: Place[] = ['manual', 'production', 'retry', 'subWorkflow'];

/** A sentence for each fault: thrown, and as an item where that says less. */
function table(title: string, faults: Record<string, Fault>, sending: boolean): string[] {
	const lines = Object.entries(faults).flatMap(([name, fault]) => {
		const text = faultText(fault, { sending });
		const [thrown, item] = [oneLine(text), publicLine(text)];
		return [`- **${name}**: ${thrown}`, ...(item === thrown ? [] : [`  - as an item: ${item}`])];
	});
	return [`## ${title}`, '', ...lines, ''];
}

const written = (): string =>
	[
		'# The words that a user meets',
		'',
		...table('A message that was to be sent', FAULTS, true),
		...table('A reading', OF_READINGS, false),
		...table('A reading of reports that the gateway returns only once', TAKING, false),
		...table("A message: the classic API's codes", codesOf(ERROR_CODES, rejected), true),
		...table("A message: V2's codes", codesOf(STATUS_CODES, rejectedByV2), true),
		...table("A reading: the classic API's codes", codesOf(ERROR_CODES, rejected), false),
		...table("A reading: V2's codes", codesOf(STATUS_CODES, rejectedByV2), false),
		'## After a run of which a part went out',
		'',
		...PLACES.flatMap((place) => [
			`- **${place}, something is left over**: ${retryAdvice(place, { leftOver: true })}`,
			`- **${place}, nothing is left over**: ${retryAdvice(place, { leftOver: false })}`,
			`- **${place}, only another node has sent**: ${adviceAfterOthers(place)}`,
			`- **${place}, to go on after failures**: ${continueAdvice(place)}`,
		]),
		'',
		...Object.entries(FIELDS).flatMap(([title, words]) => [
			`## ${title}`,
			'',
			...words.map(([place, text]) => `- **${place}**: ${inOneLine(text)}`),
			'',
		]),
		'## What the sources say besides: problems, advice, hints of a run',
		'',
		...SENTENCES.map((text) => `- ${inOneLine(text)}`),
		'',
	].join('\n');

const inOneLine = (text: string): string => text.replaceAll('\n', ' ↵ ').trim();

it('errors.md has the words of every fault', () => {
	if (process.env.WRITE_WORDS) writeFileSync(FILE, written());

	expect(written()).toBe(readFileSync(FILE, 'utf8'));
});

describe('the words of a message that was to be sent', () => {
	const sending = Object.values({
		...FAULTS,
		...codesOf(ERROR_CODES, rejected),
		...codesOf(STATUS_CODES, rejectedByV2),
	});

	it('never say to try, run or send again what may have gone out', () => {
		for (const fault of sending)
			expect(oneLine(faultText(fault, { sending: true }))).not.toMatch(
				/\b(?:try|run|execute)\b[^.]* again|again later|retry/i,
			);
	});

	it('say nothing of options of the node in an item', () => {
		for (const fault of sending)
			expect(publicLine(faultText(fault, { sending: true }))).not.toMatch(/under (?:Request )?Options/);
	});
});

it('the words of a reading, also with a code about a message, say nothing of sending', () => {
	const codes = { ...codesOf(ERROR_CODES, rejected), ...codesOf(STATUS_CODES, rejectedByV2) };
	for (const fault of Object.values(codes)) {
		const text = faultText(fault, { sending: false });
		if (fault.kind === 'rejected' && fault.scope === 'account') continue;
		expect(text.advice).not.toMatch(/\b(?:Message|To|Sender ID|Options)\b|message again/);
	}
});

it('the words of a call that takes reports out never say to try again', () => {
	for (const fault of Object.values(TAKING))
		expect(oneLine(faultText(fault, { sending: false }))).not.toMatch(/\bagain\b/i);
});

it('what sends the rest is named before what sends everything again', () => {
	for (const place of PLACES)
		for (const advice of [retryAdvice(place, { leftOver: true }), adviceAfterOthers(place)])
			expect(advice).toMatch(/Retry on .*again/);
});

describe('the words that a user meets', () => {
	it('are plain: none is of the left column of the house style', () => {
		const odd = written()
			.split('\n')
			.flatMap((line) => oddWordsIn(line).map((word) => `${word}: ${line}`));

		expect(odd).toEqual([]);
	});

	it('are judged by patterns that find what they are for', () => {
		const examples = [
			'“x” is no mobile number',
			'is no text',
			'See what became of it',
			'It stands in the credential',
			'Each row is told as unknown',
			'What had arrived comes out',
			'Take the reports of one shoot ID out of the gateway',
			'The gateway hands each report out once',
			'n8n starts nothing by itself',
			'It was surely not accepted',
			'fetch it anew',
			'when the cause is mended',
			'what it knows beside them',
			'one special sign makes a part 70 characters',
			'The balance falls low',
			'armed again above it',
			'a text of its own for each',
			'folded into few requests',
			'an address, which is not valid',
			'accepted all the same',
		];

		expect(examples.filter((text) => oddWordsIn(text).length === 0)).toEqual([]);
	});

	it('in the editor are sentences of 25 words at most', () => {
		const long = Object.values(FIELDS)
			.flat()
			.flatMap(([place, text]) => sentencesIn(text).map((sentence) => [place, sentence]))
			.filter(([, sentence]) => wordCount(sentence) > 25);

		expect(long).toEqual([]);
	});

	it("of a choice fit two lines of n8n's list", () => {
		const isChoice = /\.\w+, description$/;
		const choices = Object.values(FIELDS)
			.flat()
			.filter(([place]) => isChoice.test(place) && !/^options\.|\.options\.\w+, /.test(place));

		expect(choices.length).toBeGreaterThan(20);
		expect(choices.filter(([, text]) => text.length > 100)).toEqual([]);
	});
});
