/**
 * Each call of the manual x everything that can happen to it on the way, on n8n's engine. For each: the message the user
 * sees is the true one, nothing is sent twice whatever n8n repeats, no secret shows anywhere, nothing follows a redirect.
 */
import { inspect } from 'node:util';
import type { MessageOutcome } from '../../nodes/MimSms/gateway/fault';
import type { Run } from '../engine/index.cts';
import { UNTRUE } from '../faults.cts';
import { startBadHttps, trustAuthority } from '../node/badCertificates.cts';
import { NODE, BY_KEY, BY_LOGIN, RETRYING, OPERATIONS, told } from '../node/setup.cts';
import type { Fault } from '../simulator/index.cts';
import { useElsewhere } from './elsewhere.cts';
import { expectInDocument } from './documentTable.cts';
import { CALLS, KEY, outcomeOfSend, PASSWORD, READS, SENDS, USERNAME, secretsIn, useHostileBench } from './setup.cts';
import type { CallingOperation } from './setup.cts';
import { KINDS, nameOf, ROWS, type Attempt, type Place, type TriedCase } from './tried.cts';

jest.setTimeout(240_000);

type Sending = (typeof SENDS)[number];
type Reading = (typeof READS)[number];
/** What became of a read: an error, no report yet, all as usual, or a part of it with a hint that says so. */
type ReadOutcome = 'error' | 'no report' | 'as usual' | 'what had arrived';
const bench = useHostileBench();
const elsewhere = useElsewhere();

let distrusted: Array<{ place: Place; baseUrl: string; close: () => void }>;
let forgetAuthority: () => void;
const measured = new Map<string, { sends: Set<MessageOutcome>; reads: Set<ReadOutcome> }>();
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
beforeEach(async () => {
	Object.assign(bench.sim.settings, { extraFields: false, keyStyle: 'prefixed' });
	// The key is fetched: what is tried next meets the call itself.
	await bench.run(OPERATIONS.getBalance, { credentials: BY_LOGIN });
	for (const { place, baseUrl } of [{ place: 'nowhere', baseUrl: 'http://gateway.invalid' }, ...distrusted]) {
		bench.saveCredential(`${BY_KEY} ${place}`, { signInWith: 'apiKey', apiKey: KEY, baseUrl });
		bench.saveCredential(`${BY_LOGIN} ${place}`, {
			signInWith: 'login',
			username: USERNAME,
			password: PASSWORD,
			baseUrl,
		});
	}
});

const placeOf = (tried: TriedCase): Place | undefined => ('place' in tried ? tried.place : undefined);
const isSend = (operation: CallingOperation): operation is Sending => operation === 'send' || operation === 'sendMany';

/** What is tried once is tried with `alone`, all else with both ways to sign in, where they make a difference. */
function credentialsOf(operation: CallingOperation, tried: TriedCase, alone: string): string[] {
	const place = placeOf(tried);
	if ('fault' in tried && (tried.everyByte || tried.once)) return [alone];
	return [BY_KEY, BY_LOGIN]
		.filter((id) => id === BY_LOGIN || operation !== 'getApiKey')
		.filter((id) => id === BY_KEY || operation === 'getApiKey' || !place || place === 'refusing')
		.map((id) => (place && place !== 'refusing' ? `${id} ${place}` : id));
}

/** Of the report that waits: a sign of it is another byte in each charset. */
const TEXT = 'x é';

/** One run, with all that must be true of every run. */
async function tryOne(
	operation: CallingOperation,
	{ fault, place, timeout = 20_000 }: Attempt,
	credentials: string,
): Promise<Run> {
	const { call, parameters } = CALLS[operation];
	bench.sim.reset();
	bench.sim.addReports([{ shootId: 'C2001', text: TEXT }]);
	await (place === 'refusing' ? bench.sim.refuse() : bench.sim.accept());
	if (fault) {
		const location = fault.kind === 'redirect' && { location: `http://${elsewhere.host}/${fault.status}` };
		bench.sim.fault({ call, times: Infinity, ...fault, ...location });
	}

	const run = await bench.run(
		{ ...parameters, requestOptions: { timeout } },
		{ credentials, ...(isSend(operation) && RETRYING) },
	);

	sum.runs++;
	sum.twice += Math.max(0, bench.sim.messages.length - 1) + Math.max(0, bench.sim.count(call) - 1);
	const shown = operation === 'getApiKey' && !run.error ? [] : secretsIn(run);
	sum.secrets += shown.length;
	expect([operation, fault?.kind ?? place, shown]).toEqual([operation, fault?.kind ?? place, []]);
	expect(bench.sim.count(call)).toBe(place ? 0 : 1);
	expect(inspect(run.error, { depth: 10 })).not.toMatch(UNTRUE);
	return run;
}

function outcomeOfRead(run: Run): ReadOutcome {
	if (run.error) return 'error';
	if (run.hints(NODE).some((hint) => /cut off/.test(hint))) return 'what had arrived';
	if (run.items(NODE).length === 0) return 'no report';
	for (const { message = TEXT, raw } of run.items(NODE)) expect([message, raw]).toEqual([TEXT, undefined]);
	return 'as usual';
}

/** The fault of a case, or the same at every byte of the answer that the gateway would give; one without a fault where there is a place. */
async function attemptsOf(operation: CallingOperation, tried: TriedCase): Promise<Attempt[]> {
	if (!('fault' in tried)) return [{ place: tried.place }];
	const { everyByte, largeBody, timeout } = tried;
	const fault = largeBody ? { ...tried.fault, body: largeBody() } : tried.fault;
	if (!everyByte) return [{ fault, timeout }];
	const run = await tryOne(operation, {}, BY_LOGIN);
	const length =
		operation === 'getApiKey'
			? `API-KEY/${KEY}`.length
			: isSend(operation) || operation === 'getBalance'
				? String(run.items(NODE)[0].response).length
				: await pageLength();
	return Array.from({ length }, (_, bytes) => ({ fault: { ...fault, bytes } as Fault }));
}

async function pageLength(): Promise<number> {
	const response = await fetch(`${bench.sim.baseUrl}/miscapi/${encodeURIComponent(KEY)}/getDLRRep/C2001`);
	return Buffer.byteLength(await response.text());
}

/** Of what is cut to nothing the words are those of an empty page, or of no answer. */
function expectWords(run: Run, { words }: TriedCase, { fault }: Attempt): void {
	if (run.error && !(fault && 'bytes' in fault && fault.bytes === 0)) expect(told(run)).toMatch(words!);
}

/** How many messages the gateway may hold after a send that ended so. */
const MAY_BE_SENT: Record<MessageOutcome, number[]> = { submitted: [1], unknown: [0, 1], notSent: [0], refused: [] };

/** Calls that take reports out of the gateway keep what had arrived. */
const KEEPING: readonly Reading[] = ['getOnce', 'getAll'];

/** What may become of a read in a case. */
function readOutcomesOf(operation: Reading, tried: TriedCase): ReadOutcome[] {
	if ('place' in tried) return ['error'];
	const { fault, words, once, everyByte, timeout } = tried;
	if (!words) return ['as usual'];
	if (fault.kind === 'cutClean') return ['as usual', 'no report', 'what had arrived', 'error'];
	if (fault.kind === 'empty' && operation !== 'getBalance' && operation !== 'getApiKey') return ['no report'];
	return KEEPING.includes(operation) && (once || everyByte || timeout) ? ['what had arrived', 'error'] : ['error'];
}

describe.each(ROWS)('%s', (row, cases) => {
	const outcomes = { sends: new Set<MessageOutcome>(), reads: new Set<ReadOutcome>() };
	measured.set(row, outcomes);

	async function eachRun(
		operation: Sending | Reading,
		alone: string,
		check: (run: Run, tried: TriedCase, what: string) => void,
	) {
		for (const tried of cases) {
			for (const credentials of credentialsOf(operation, tried, alone)) {
				for (const attempt of await attemptsOf(operation, tried)) {
					const run = await tryOne(operation, attempt, credentials);
					expectWords(run, tried, attempt);
					check(run, tried, nameOf(tried, attempt));
				}
			}
		}
	}

	it.each(SENDS)('%s: the outcome is told as it is, and the message goes out once', async (operation) => {
		await eachRun(operation, BY_KEY, (run, tried, what) => {
			const outcome = outcomeOfSend(run);
			outcomes.sends.add(outcome);
			expect([what, outcome, MAY_BE_SENT[outcome]]).toEqual([
				what,
				outcome,
				expect.arrayContaining([bench.sim.messages.length]),
			]);
			if ('fault' in tried && !tried.everyByte)
				expect([what, outcome]).toEqual([what, tried.words ? 'unknown' : 'submitted']);
			if ('fault' in tried && !tried.everyByte && !tried.words)
				expect(run.items(NODE)[0].shootId).toBe(bench.sim.messages[0].shootId);
			if (outcome === 'unknown') expect(run.error?.description).toMatch(/may have accepted.*does not send it again/);
		});
	});

	it.each(READS)('%s: what is told is true', async (operation) => {
		await eachRun(operation, BY_LOGIN, (run, tried, what) => {
			const outcome = outcomeOfRead(run);
			outcomes.reads.add(outcome);
			expect([what, readOutcomesOf(operation, tried)]).toEqual([what, expect.arrayContaining([outcome])]);
			if (!run.error) return;
			expect(run.error).toMatchObject({ name: 'NodeApiError', context: { itemIndex: 0 } });
			expect(run.error.message).not.toMatch(/^\[(?:unknown|refused|notSent)\]/);
		});
	});
});

describe('docs/fault-tests.md', () => {
	const listed = <Outcome extends string>(outcomes: Set<Outcome>, order: Outcome[]) =>
		order
			.filter((outcome) => outcomes.has(outcome))
			.map((outcome) => (outcome.includes(' ') || outcome === 'error' ? outcome : `\`${outcome}\``))
			.join(' or ');

	it('tells what came of it', () => {
		const rows = [...measured].map(([row, { sends, reads }]) => [
			row,
			listed(sends, ['submitted', 'refused', 'unknown', 'notSent']),
			listed(reads, ['as usual', 'no report', 'what had arrived', 'error']),
		]);

		expectInDocument('tried', ['what happens to a call', 'the message is', 'a reading gives'], rows);
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
