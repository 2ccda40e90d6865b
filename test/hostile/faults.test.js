'use strict';
/**
 * Each call of the manual x everything that can happen to it on the way, on n8n's engine. For each: the message the user
 * sees is the true one, nothing is sent twice whatever n8n repeats, no secret shows anywhere, nothing follows a redirect.
 */
const http = require('node:http');
const { once } = require('node:events');
const { inspect } = require('node:util');
const { NODE, BY_KEY, BY_LOGIN, RETRYING, OPERATIONS, told } = require('../node/setup');
const { BAD_CERTIFICATES, startBadHttps, trustAuthority } = require('../node/badCertificates');
const { expectInReadme } = require('./readmeTable');
const { ROWS } = require('./tried');
const { CALLS, KEY, PASSWORD, READS, SENDS, USERNAME, secretsIn, useHostileBench } = require('./setup');

jest.setTimeout(240_000);

const bench = useHostileBench();

/** What n8n itself says of a lost connection; of a send it is untrue. */
const UNTRUE = /retry the request immediately|was closed unexpectedly|perhaps it is offline/i;

let elsewhere;
let visitors;
let distrusted;
let forgetAuthority;
const measured = new Map();
const sum = { runs: 0, twice: 0, secrets: 0 };

beforeAll(async () => {
	visitors = [];
	elsewhere = http.createServer((request, response) => {
		visitors.push(request.url);
		response.end('1000, C2stolen');
	});
	elsewhere.listen(0, '127.0.0.1');
	await once(elsewhere, 'listening');
	forgetAuthority = trustAuthority();
	distrusted = await Promise.all(
		Object.keys(BAD_CERTIFICATES).map(async (what) => [
			what,
			await startBadHttps(what, elsewhere.listeners('request')[0]),
		]),
	);
});
afterAll(() => {
	elsewhere.closeAllConnections();
	elsewhere.close();
	for (const [, { close }] of distrusted) close();
	forgetAuthority();
});
beforeEach(async () => {
	Object.assign(bench.sim.settings, { extraFields: false, keyStyle: 'prefixed' });
	// The key is fetched: what is tried next meets the call itself.
	await bench.run(OPERATIONS.getBalance, { credentials: BY_LOGIN });
	for (const [place, { baseUrl }] of [['nowhere', { baseUrl: 'http://gateway.invalid' }], ...distrusted]) {
		bench.saveCredential(`${BY_KEY} ${place}`, { signInWith: 'apiKey', apiKey: KEY, baseUrl });
		bench.saveCredential(`${BY_LOGIN} ${place}`, {
			signInWith: 'login',
			username: USERNAME,
			password: PASSWORD,
			baseUrl,
		});
	}
});

const credentialsOf = (operation, place) =>
	[BY_KEY, BY_LOGIN]
		.filter((id) => id === BY_LOGIN || operation !== 'getApiKey')
		.filter((id) => id === BY_KEY || operation === 'getApiKey' || !place || place === 'refusing')
		.map((id) => (place && place !== 'refusing' ? `${id} ${place}` : id));

/** Of the report that waits: a sign of it is another byte in each charset. */
const TEXT = 'x é';

/** One run, with all that must be true of every run. */
async function tryOne(operation, { fault, largeBody, place, timeout = 20_000 }, credentials) {
	const { call, parameters } = CALLS[operation];
	bench.sim.reset();
	bench.sim.addReports([{ shootId: 'C2001', text: TEXT }]);
	await (place === 'refusing' ? bench.sim.refuse() : bench.sim.accept());
	if (fault) {
		const location = fault.kind === 'redirect' && {
			location: `http://127.0.0.1:${elsewhere.address().port}/${fault.status}`,
		};
		bench.sim.fault({ call, times: Infinity, ...fault, ...(largeBody && { body: largeBody() }), ...location });
	}

	const run = await bench.run(
		{ ...parameters, requestOptions: { timeout } },
		{ credentials, ...(SENDS.includes(operation) && RETRYING) },
	);

	sum.runs++;
	sum.twice += Math.max(0, bench.sim.messages.length - 1) + Math.max(0, bench.sim.count(call) - 1);
	const shown = operation === 'getApiKey' && !run.error ? [] : secretsIn(run);
	sum.secrets += shown.length;
	expect([operation, fault ?? place, shown]).toEqual([operation, fault ?? place, []]);
	expect(bench.sim.count(call)).toBe(place ? 0 : 1);
	expect(inspect(run.error, { depth: 10 })).not.toMatch(UNTRUE);
	return run;
}

/** What became of a send, in the package's four words. */
function outcomeOfSend(run) {
	if (!run.error) return run.items(NODE)[0].status;
	return /^\[(unknown|notSent)\]/.exec(run.error.message)?.[1] ?? 'refused';
}

/** What became of a read: an error, no report yet, all as usual, or a part of it with a hint that says so. */
function outcomeOfRead(run) {
	if (run.error) return 'error';
	if (run.hints(NODE).some((hint) => /cut off/.test(hint))) return 'what had arrived';
	if (run.items(NODE).length === 0) return 'no report';
	for (const { message = TEXT, raw } of run.items(NODE)) expect([message, raw]).toEqual([TEXT, undefined]);
	return 'as usual';
}

/** An answer of which nothing came is an empty page, or none at all. */
function expectWords(run, { words, everyByte }, fault) {
	if (run.error && !(everyByte && fault.bytes === 0)) expect(told(run)).toMatch(words);
}

/** One fault, or the same at every byte of the answer that the gateway would give. */
async function cutsOf(operation, { everyByte, fault, place }) {
	if (!everyByte) return [fault];
	const run = await tryOne(operation, { place }, BY_LOGIN);
	const length =
		operation === 'getApiKey'
			? `API-KEY/${KEY}`.length
			: SENDS.includes(operation) || operation === 'getBalance'
				? run.items(NODE)[0].response.length
				: await pageLength();
	return Array.from({ length }, (_, bytes) => ({ ...fault, bytes }));
}

async function pageLength() {
	const response = await fetch(`${bench.sim.baseUrl}/miscapi/${encodeURIComponent(KEY)}/getDLRRep/C2001`);
	return Buffer.byteLength(await response.text());
}

describe.each(ROWS)('%s', (row, tried) => {
	const outcomes = { sends: new Set(), reads: new Set() };
	measured.set(row, outcomes);

	it.each(SENDS)('%s: the outcome is told as it is, and the message goes out once', async (operation) => {
		for (const one of tried) {
			for (const credentials of one.everyByte || one.once ? [BY_KEY] : credentialsOf(operation, one.place)) {
				for (const fault of await cutsOf(operation, one)) {
					const run = await tryOne(operation, { ...one, fault }, credentials);
					const outcome = outcomeOfSend(run);
					outcomes.sends.add(outcome);
					const sent = bench.sim.messages.length;
					expect([
						fault,
						outcome,
						{ submitted: sent === 1, unknown: sent <= 1, notSent: sent === 0, refused: false }[outcome],
					]).toEqual([fault, outcome, true]);
					if (one.words && !one.place && !one.everyByte) expect([fault, outcome]).toEqual([fault, 'unknown']);
					if (outcome === 'submitted' && !one.everyByte)
						expect(run.items(NODE)[0].shootId).toBe(bench.sim.messages[0].shootId);
					expectWords(run, one, fault);
					if (outcome === 'unknown') expect(run.error.description).toMatch(/may have been accepted.*not sent again/);
				}
			}
		}
	});

	it.each(READS)('%s: what is told is true', async (operation) => {
		for (const one of tried) {
			for (const credentials of one.everyByte || one.once ? [BY_LOGIN] : credentialsOf(operation, one.place)) {
				for (const fault of await cutsOf(operation, one)) {
					const run = await tryOne(operation, { ...one, fault }, credentials);
					outcomes.reads.add(outcomeOfRead(run));
					expectWords(run, one, fault);
					if (run.error) expect(run.error).toMatchObject({ name: 'NodeApiError', context: { itemIndex: 0 } });
					if (run.error) expect(run.error.message).not.toMatch(/^\[(?:unknown|refused|notSent)\]/);
				}
			}
		}
	});
});

describe('the README', () => {
	const listed = (outcomes, order) =>
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

		expectInReadme('tried', ['what happens to a call', 'the message is', 'a reading gives'], rows);
		process.stdout.write(`${rows.map((cells) => cells.join(' | ')).join('\n')}\n${JSON.stringify(sum)}\n`);
	});

	it('says truly that nothing was sent twice, that no secret showed, and that nobody else was asked', () => {
		expect({ ...sum, visitors }).toEqual({ runs: expect.any(Number), twice: 0, secrets: 0, visitors: [] });
		expect(sum.runs).toBeGreaterThan(500);
	});
});
