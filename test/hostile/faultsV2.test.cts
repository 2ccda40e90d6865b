/**
 * The same as faults.test.cts for the JSON API V2: each of its five calls, by every operation that makes it and by the trigger, x
 * everything that can happen to it on the way. Where a fault can strike at every byte of an answer, the first and the last ones and some between stand for all:
 * test/gateway/v2/replyGrammar cuts at any.
 */
import { inspect } from 'node:util';
import type { IDataObject } from 'n8n-workflow';
import type { MessageOutcome } from '../../nodes/MimSms/gateway/fault';
import type { PollResult, Run } from '../engine/index.cts';
import { isDecreedRefused, UNTRUE } from '../faults.cts';
import { startBadHttps, trustAuthority } from '../node/badCertificates.cts';
import { everythingOf, formsOf, NODE, OPERATIONS, RETRYING, SEND, told, useBench, v2Account } from '../node/setup.cts';
import type { CallName, Fault } from '../simulator/index.cts';
import { kept, stateIn } from '../trigger/setup.cts';
import { expectInDocument } from './documentTable.cts';
import { useElsewhere } from './elsewhere.cts';
import { outcomeOfSend } from './setup.cts';
import { KINDS, nameOf, ROWS, type Attempt, type Place, type TriedCase } from './tried.cts';

jest.setTimeout(240_000);

const USER_NAME = 'd\'e"mo+x&y@example.com';
const API_KEY = 'KEY<0>&"%2F 00\\A1';
const SECRETS = [USER_NAME, API_KEY].flatMap(formsOf);
const TO = '8801712345601';
const AND_TO = '8801812345601';
const REFERENCE = `BRN0T2ZCWRCEL1D@${TO}`;
const BY_V2 = 'by-v2';

const bench = useBench({ v2UserName: USER_NAME, v2ApiKey: API_KEY });
const elsewhere = useElsewhere();

const SENDS: Record<string, { parameters: IDataObject; call: CallName; count: number }> = {
	'Send to one': { parameters: { ...SEND, to: TO }, call: 'v2/SMS', count: 1 },
	'Send to several': { parameters: { ...SEND, to: [TO, AND_TO] }, call: 'v2/OneToMany', count: 2 },
	'Send Personalised': { parameters: { ...SEND, operation: 'sendMany', to: TO }, call: 'v2/DSMS', count: 1 },
};

/** What became of a reading. */
type ReadOutcome = 'error' | 'no report' | 'as usual';
/** What Send and Track says of a message that was submitted, whatever its questions meet. */
type TrackOutcome = 'delivered' | 'pending, with reportError';

let distrusted: Array<{ place: Place; baseUrl: string; close: () => void }>;
let forgetAuthority: () => void;
const measured = new Map<
	string,
	{ sends: Set<MessageOutcome>; reads: Set<ReadOutcome>; tracks: Set<TrackOutcome>; polls: Set<ReadOutcome> }
>();
const sum = { runs: 0, twice: 0, secrets: 0 };

beforeAll(async () => {
	forgetAuthority = trustAuthority();
	distrusted = await Promise.all(
		KINDS.map(async (place) => ({ place, ...(await startBadHttps(place, elsewhere.answer)) })),
	);
});
afterAll(() => {
	for (const { close } of distrusted) close();
	forgetAuthority();
});
beforeEach(() => {
	for (const [id, v2BaseUrl] of [
		[BY_V2, bench.sim.baseUrl],
		[`${BY_V2} nowhere`, 'http://gateway.invalid'],
		...distrusted.map(({ place, baseUrl }) => [`${BY_V2} ${place}`, baseUrl]),
	])
		bench.engine.saveCredential(id, { type: 'mimSmsApi', name: id, data: { ...v2Account(bench.sim), v2BaseUrl } });
});

const credentialsAt = (place?: Place) => (place && place !== 'refusing' ? `${BY_V2} ${place}` : BY_V2);

/** Puts the gateway into the state of an attempt: a report waits, the call meets the fault whenever it is made. */
async function arrange(call: CallName, { fault, place }: Attempt): Promise<void> {
	bench.sim.reset();
	bench.sim.addReports([{ shootId: REFERENCE.split('@')[0], to: TO, code: '1' }]);
	await (place === 'refusing' ? bench.sim.refuse() : bench.sim.accept());
	if (!fault) return;
	const location = fault.kind === 'redirect' && { location: `http://${elsewhere.host}/${fault.status}` };
	bench.sim.fault({ call, times: Infinity, ...fault, ...location });
}

/** What must be true of every run and poll. */
function check(what: string, shown: string, error: unknown): void {
	sum.runs++;
	const secrets = SECRETS.filter((secret) => shown.includes(secret));
	sum.secrets += secrets.length;
	expect([what, secrets]).toEqual([what, []]);
	expect(inspect(error, { depth: 10 })).not.toMatch(UNTRUE);
}

async function tryRun(what: string, parameters: IDataObject, attempt: Attempt, extra: object = {}): Promise<Run> {
	const { timeout = 20_000, place } = attempt;
	const run = await bench.run(
		{ ...parameters, requestOptions: { timeout } },
		{ credentials: credentialsAt(place), ...extra },
	);
	check(what, everythingOf(run), run.error);
	return run;
}

/** A poll ends with n8n's time for polls; it has no time-out of its own. */
async function tryPoll(what: string, { timeout, place }: Attempt): Promise<PollResult> {
	const parameters = { events: ['delivered', 'failed'], source: 'shootIds', shootIds: REFERENCE, options: {} };
	const poller = bench.engine.poller(
		{ type: 'mimSmsTrigger', name: 'Trigger', credentials: credentialsAt(place), parameters },
		{ activationMode: 'update', ...(timeout !== undefined && { pollBudgetMs: POLL_BUDGET_MS }) },
	);
	const before = bench.sim.count();
	let result = await poller.poll();
	// On a busy computer so short a budget may be over before the first question.
	for (let time = 0; time < 10 && timeout !== undefined && !result.error && bench.sim.count() === before; time++)
		result = await poller.poll();
	check(what, kept(result), result.error);
	return result;
}

/** How long the answers of the calls are, of which a part is to come. */
async function lengthOf(call: CallName): Promise<number> {
	const fields = {
		userName: USER_NAME,
		apiKey: API_KEY,
		senderName: 'MiMSMS',
		transactionType: 'T',
		message: 'Hello',
		mobileNumber: TO,
		trackingId: REFERENCE.split('@')[0],
		...(call !== 'v2/SMS' && {
			smsData: (call === 'v2/DSMS' ? [TO] : [TO, AND_TO]).map((mobNumber) => ({ mobNumber, message: 'Hello' })),
		}),
	};
	await arrange(call, {});
	const response = await fetch(`${bench.sim.baseUrl}/api/V2/${call.slice('v2/'.length)}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(fields),
	});
	const text = await response.text();
	expect(text).toMatch(/"statusCode":"200"/);
	return Buffer.byteLength(text);
}

/** Too short for an answer that outlasts the time-outs of the other operations; its last twentieth is what a busy machine may take to tell of it. */
const POLL_BUDGET_MS = 4_000;

const EDGE = 6;
const BETWEEN = 41;

/** The fault of a case, or the same at bytes of the answer that the gateway would give; one without a fault where there is a place. */
async function attemptsOf(call: CallName, tried: TriedCase): Promise<Attempt[]> {
	if (!('fault' in tried)) return [{ place: tried.place }];
	const { everyByte, largeBody, timeout } = tried;
	const fault = largeBody ? { ...tried.fault, body: largeBody() } : tried.fault;
	if (!everyByte) return [{ fault, timeout }];
	const length = await lengthOf(call);
	return Array.from({ length }, (_, bytes) => bytes)
		.filter((bytes) => bytes < EDGE || bytes >= length - EDGE || bytes % BETWEEN === 0)
		.map((bytes) => ({ fault: { ...fault, bytes } as Fault }));
}

/** Of what is cut to nothing the words are those of an empty page, or of no answer. */
function expectWords(said: string, { words }: TriedCase, { fault }: Attempt): void {
	if (words && !(fault && 'bytes' in fault && fault.bytes === 0)) expect(said).toMatch(words);
}

/** What became of the message by what happened to its call (contract.md, "Outcome"). */
function outcomeBy(tried: TriedCase): MessageOutcome {
	if ('place' in tried) return 'notSent';
	const { fault, words } = tried;
	if (!words) return 'submitted';
	const status = fault.kind === 'status' ? (fault.status ?? 502) : 200;
	return status >= 400 && status < 500 && status !== 429 ? 'refused' : 'unknown';
}

const TRIES = RETRYING.maxTries;
const ONCE: CallName[] = ['v2/SMS', 'v2/DlrApi'];

describe.each(ROWS)('%s', (row, all) => {
	const outcomes = {
		sends: new Set<MessageOutcome>(),
		reads: new Set<ReadOutcome>(),
		tracks: new Set<TrackOutcome>(),
		polls: new Set<ReadOutcome>(),
	};
	measured.set(row, outcomes);
	const cases = all.filter((tried) => 'place' in tried || !isDecreedRefused(tried));

	/** What costs seconds is tried for one call that sends, and one that reads. */
	async function eachAttempt(
		call: CallName,
		attempt: (tried: TriedCase, attempt: Attempt, what: string) => Promise<void>,
	): Promise<void> {
		for (const tried of cases.filter((one) => !('once' in one) || ONCE.includes(call)))
			for (const one of await attemptsOf(call, tried)) {
				await arrange(call, one);
				await attempt(tried, one, nameOf(tried, one));
			}
	}

	it.each(Object.entries(SENDS))(
		'%s: the outcome is told as it is, and the message goes out once',
		async (_, { parameters, call, count }) => {
			await eachAttempt(call, async (tried, attempt, what) => {
				const run = await tryRun(what, parameters, attempt, RETRYING);

				const outcome = outcomeOfSend(run);
				outcomes.sends.add(outcome);
				expect([what, outcome]).toEqual([what, outcomeBy(tried)]);
				if (run.error) expectWords(told(run), tried, attempt);
				const { messages } = bench.sim;
				sum.twice += messages.length - new Set(messages.map(({ to }) => to)).size;
				expect([what, bench.sim.count(call)]).toEqual([what, { notSent: 0, refused: TRIES }[String(outcome)] ?? 1]);
				if (outcome === 'submitted')
					expect(run.items(NODE)[0].shootId).toBe(
						messages.map(({ trackingId, to }) => `${trackingId}@${to}`).join(','),
					);
				if (outcome === 'submitted') expect(messages).toHaveLength(count);
				if (outcome === 'refused' || outcome === 'notSent') expect([what, messages]).toEqual([what, []]);
				if (outcome === 'unknown') expect(run.error?.description).toMatch(/may have accepted.*does not send it again/);
			});
		},
	);

	it.each<[string, IDataObject, CallName]>([
		['Get Balance', OPERATIONS.getBalance, 'v2/BalanceCheck'],
		['Get', { ...OPERATIONS.get, shootId: REFERENCE }, 'v2/DlrApi'],
	])('%s: what is told is true', async (_, parameters, call) => {
		await eachAttempt(call, async (tried, attempt, what) => {
			const run = await tryRun(what, parameters, attempt);

			const outcome = run.error ? 'error' : run.items(NODE).length === 0 ? 'no report' : 'as usual';
			outcomes.reads.add(outcome);
			expect([what, outcome]).toEqual([what, tried.words ? 'error' : 'as usual']);
			expect(bench.sim.count(call)).toBe(attempt.place ? 0 : 1);
			if (!run.error)
				return expect(run.items(NODE)[0]).toMatchObject(
					call === 'v2/DlrApi'
						? { status: 'delivered', to: TO, shootId: REFERENCE }
						: { balance: bench.sim.settings.balance },
				);
			expectWords(told(run), tried, attempt);
			expect(run.error).toMatchObject({ name: 'NodeApiError', context: { itemIndex: 0 } });
			expect(run.error.message).not.toMatch(/^\[(?:unknown|refused|notSent)\]/);
		});
	});

	// What does not reach the gateway does not reach it with the send either.
	const isOfPlaces = all.some((tried) => 'place' in tried);

	if (!isOfPlaces)
		it('Send and Track: questions that fail are no failure of the send', async () => {
			const parameters = { ...SEND, operation: 'sendAndTrack', to: TO, timeout: 0.1, interval: 0.1 };
			await eachAttempt('v2/DlrApi', async (tried, attempt, what) => {
				const run = await tryRun(what, parameters, attempt, RETRYING);

				expect([what, run.error]).toEqual([what, undefined]);
				const [item] = run.items(NODE);
				const outcome = item.reportError === null ? 'delivered' : 'pending, with reportError';
				outcomes.tracks.add(outcome);
				expect([what, outcome]).toEqual([what, tried.words ? 'pending, with reportError' : 'delivered']);
				expect(item).toMatchObject({ recipientCount: 1, status: outcome === 'delivered' ? 'delivered' : 'pending' });
				sum.twice += bench.sim.messages.length - 1;
				expect(bench.sim.count('v2/SMS')).toBe(1);
			});
		});

	it('the trigger: a poll fails visibly and remembers no report', async () => {
		await eachAttempt('v2/DlrApi', async (tried, attempt, what) => {
			const result = await tryPoll(what, attempt);

			const outcome = result.error ? 'error' : result.items === null ? 'no report' : 'as usual';
			outcomes.polls.add(outcome);
			expect([what, outcome]).toEqual([what, tried.words ? 'error' : 'as usual']);
			// Which reference is asked for first by the next poll may change.
			const { seen = {}, asked = {} } = stateIn(result.staticData) ?? {};
			if (outcome === 'error') expect([what, seen, asked]).toEqual([what, {}, {}]);
			if (outcome === 'error') expectWords(told(result), tried, attempt);
			if (outcome === 'as usual') expect(result.items).toMatchObject([{ event: 'delivered', shootId: REFERENCE }]);
		});
	});
});

describe('docs/fault-tests.md', () => {
	const listed = (found: Set<string>, order: string[]) =>
		order
			.filter((outcome) => found.has(outcome))
			.map((outcome) => (/^(?:submitted|refused|unknown|notSent)$/.test(outcome) ? `\`${outcome}\`` : outcome))
			.join(' or ') || '–';

	it('tells what came of it with V2', () => {
		const reads = ['as usual', 'no report', 'error'];
		const rows = [...measured].map(([row, found]) => [
			row,
			listed(found.sends, ['submitted', 'refused', 'unknown', 'notSent']),
			listed(found.reads, reads),
			listed(found.tracks, ['delivered', 'pending, with reportError']),
			listed(found.polls, reads),
		]);

		const head = ['what happens to a call', 'the message is', 'a reading gives', 'Send and Track says', 'a poll gives'];
		expectInDocument('tried v2', head, rows);
		process.stdout.write(`${rows.map((cells) => cells.join(' | ')).join('\n')}\n${JSON.stringify(sum)}\n`);
	});

	it('says truly that nothing was sent twice, that no secret showed, and that nobody else was asked', () => {
		expect({ ...sum, visitors: elsewhere.visitors }).toEqual({
			runs: expect.any(Number),
			twice: 0,
			secrets: 0,
			visitors: [],
		});
		expect(sum.runs).toBeGreaterThan(500);
	});
});
