/**
 * An active workflow while reports arrive, and n8n is killed (SIGKILL) again and again at random moments.
 * Then at the worst moments: just after the gateway has handed reports out. Twenty Poll Times, one for each third second, make n8n
 * poll every three seconds: it refuses only a single rule that is shorter than a minute.
 */
import assert from 'node:assert/strict';
import type { INodeParameters } from 'n8n-workflow';
import type { Api } from './lib/apis.cts';
import { check, sleep, tell, until } from './lib/checks.cts';
import { executionsOf, reportedNumbers, tally, type Execution } from './lib/executions.cts';
import type { KillableN8n, RunningN8n, StoredWorkflow } from './lib/n8n.cts';
import type { Place } from './lib/place.cts';
import { newStage, type Stage } from './lib/stage.cts';
import type { Simulator } from '../simulator/index.cts';
import {
	activate,
	addCredential,
	addWorkflow,
	call,
	chain,
	pollTimesEvery,
	receiving,
	rowsToSend,
} from './lib/workflows.cts';

const KILLS = 10;
const AIMED_KILLS = 6;
/** What n8n takes at most, on a busy computer, from asking to having stored the execution. */
const A_POLL = 1_000;
const SHOOT_ID = 'C200100aaaaaaaaaaaaa';
/** References of V2 that a trigger watches: one for each recipient, all asked for in one poll while they are open. */
const REFERENCES = 40;
/** Where a trigger reads, and with which API. */
type Watch = 'account' | 'shootIds' | 'shootIds, v2';
/** The calls by which a poll asks. */
type PollCall = 'getAll' | 'getDLRRep' | 'v2/DlrApi';

/** An active workflow that waits for reports, and the gateway that it asks. */
interface Source {
	watch: Watch;
	gateway: Simulator;
	asks: PollCall;
	/** Of the workflow. */
	id: string;
	/** The numbers of all reports that have come to the gateway. The number of a report is its identity here. */
	fed: string[];
	/** How many kills may have lost something. */
	riskyKills: number;
}

interface Bench {
	place: Place;
	n8n: KillableN8n;
	account: Source;
	shootIds: Source;
	references: Source;
}

export async function run() {
	const stage = newStage();
	try {
		const bench = await benchOf(stage);
		await sleep(6_000);
		await undisturbed(bench);
		const n8n = await killedAgainAndAgain(bench);
		await untilTheLastReports(bench);
		for (const source of sourcesOf(bench)) await verdict(bench.place, source);
		await stillActive({ ...bench, n8n });
	} finally {
		await stage.close();
	}
}

async function benchOf(stage: Stage): Promise<Bench> {
	// A gateway for each, since the account trigger takes everything out of its gateway.
	const taken = await stage.simulator({ repPageSize: Infinity });
	const watched = await stage.simulator({ repPageSize: Infinity });
	const tracked = await stage.simulator({ outcomes: 'byHand', balance: 10_000 });
	const place = await stage.place();
	const n8n = await place.start();
	return {
		place,
		n8n,
		account: await polling(n8n, { watch: 'account', gateway: taken, asks: 'getAll' }),
		shootIds: await polling(
			n8n,
			{ watch: 'shootIds', gateway: watched, asks: 'getDLRRep' },
			{ shootIds: SHOOT_ID, options: { emitEarlier: true } },
		),
		references: await polling(
			n8n,
			{ watch: 'shootIds, v2', gateway: tracked, asks: 'v2/DlrApi' },
			{ shootIds: (await sendOnce(n8n, tracked)).join(', ') },
		),
	};
}

const sourcesOf = ({ account, shootIds, references }: Bench): Source[] => [account, shootIds, references];

/** Lets reports come for the account and for the shoot ID, one after the other. */
function feed({ account, shootIds }: Bench, count = 1) {
	for (let i = 0; i < count; i++) {
		const to = `88017${String(10_000_000 + account.fed.length)}`;
		account.gateway.addReports([{ to, shootId: 'C200100bbbbbbbbbbbbb', text: 'For the account' }]);
		account.fed.push(to);
		const other = `88018${String(10_000_000 + shootIds.fed.length)}`;
		shootIds.gateway.addReports([{ to: other, shootId: SHOOT_ID, text: 'For one shoot ID' }]);
		shootIds.fed.push(other);
	}
}

/** With V2 a reference has one report; a person decides when it comes. The last one stays open until the end, so that polls go on asking. */
function report({ references: { gateway, fed } }: Bench, count = 1, { left = 1 } = {}) {
	const open = gateway.messages.filter(({ outcome }) => outcome.at === null);
	for (const { n, to } of open.slice(0, Math.min(count, open.length - left))) {
		gateway.settle(n, '1');
		fed.push(to);
	}
}

async function undisturbed(bench: Bench) {
	const { place } = bench;
	feed(bench, 250);
	report(bench, REFERENCES / 4);
	await check('while nothing goes wrong, each report starts a workflow once, from each source', async () => {
		for (const source of sourcesOf(bench)) await settled(place, source);
		for (const { id, fed } of sourcesOf(bench)) {
			const times = tally(await reportedNumbers(place, id));
			assert.deepEqual(
				fed.filter((to) => times.get(to) !== 1),
				[],
			);
		}
	});
}

/** Kills n8n while reports arrive, at random moments and then at the worst ones, and returns the n8n that runs at the end. */
async function killedAgainAndAgain(bench: Bench): Promise<KillableN8n> {
	const { place, account } = bench;
	const sources = sourcesOf(bench);
	let { n8n } = bench;
	let ticks = 0;
	const feeding = setInterval(() => {
		feed(bench);
		if (ticks++ % 40 === 0) report(bench);
	}, 150);
	const watches = sources.map((source) => ({ source, sinceLastPoll: watchPolls(source.gateway) }));
	try {
		for (let kill = 1; kill <= KILLS + AIMED_KILLS; kill++) {
			const moment = kill <= KILLS ? await randomMoment() : await worstMoment(place, sources[kill % sources.length]);
			for (const { source, sinceLastPoll } of watches)
				if (source === account || sinceLastPoll() < A_POLL) source.riskyKills++;
			await n8n.kill();
			await sleep(500);
			n8n = await place.start();
			tell(`killed ${kill} of ${KILLS + AIMED_KILLS}, ${moment}; ${account.fed.length} reports so far`);
		}
	} finally {
		clearInterval(feeding);
	}
	return n8n;
}

/** No kill follows: what was fed last comes out, and before it all that is not lost. */
async function untilTheLastReports(bench: Bench) {
	report(bench, REFERENCES, { left: 0 });
	for (const { id, fed } of sourcesOf(bench)) {
		const last = fed[fed.length - 1];
		await until(async () => (await reportedNumbers(bench.place, id)).includes(last), {
			within: 240_000,
			every: 3_000,
			what: 'the last report in an execution',
		});
	}
	await sleep(10_000);
}

async function stillActive(bench: Bench) {
	await check('the workflows are still active', async () => {
		const stored = await bench.n8n.rest.get<StoredWorkflow[]>('/rest/workflows');
		for (const { id } of sourcesOf(bench)) assert.ok(stored.find((workflow) => workflow.id === id)?.active);
	});
}

async function randomMoment(): Promise<string> {
	const alive = Math.round(2_000 + Math.random() * 8_000);
	await sleep(alive);
	return `${(alive / 1000).toFixed(1)} s after the start`;
}

/** Just after a poll has asked. */
async function worstMoment(place: Place, { gateway, asks }: Source): Promise<string> {
	const before = gateway.count(asks);
	await until(() => gateway.count(asks) > before, { within: 120_000, every: 2, what: 'a poll' }).catch(
		(error: Error) => {
			throw new Error(`${error.message}. The last words of n8n:\n${place.log().split('\n').slice(-12).join('\n')}`);
		},
	);
	const later = Math.round(Math.random() * 60);
	await sleep(later);
	return `${later} ms after ${asks} was asked`;
}

/** Watches a gateway; what is given tells how long ago a poll has asked it, in milliseconds. */
function watchPolls(gateway: Simulator): () => number {
	let polls = 0;
	let last = 0;
	setInterval(() => {
		const count = gateway.count();
		if (count > polls) last = Date.now();
		polls = count;
	}, 10).unref();
	return () => Date.now() - last;
}

/** Adds a workflow whose trigger watches a gateway, and activates it. */
async function polling(
	{ rest }: RunningN8n,
	watched: Pick<Source, 'watch' | 'gateway' | 'asks'>,
	more: INodeParameters = {},
): Promise<Source> {
	const { watch, gateway } = watched;
	const [source, api = 'classic'] = watch.split(', ');
	const credentials = await addCredential(rest, gateway, { api: api as Api, name: `MiM SMS ${watch}` });
	const created = await addWorkflow(
		rest,
		receiving(watch, { pollTimes: pollTimesEvery(3), source, ...more }, credentials),
	);
	await activate(rest, created);
	return { ...watched, id: created.id, fed: [], riskyKills: 0 };
}

/** Sends with V2 to as many phones as a trigger is to watch, and returns their references. */
async function sendOnce(n8n: RunningN8n, simulator: Simulator): Promise<string[]> {
	const credentials = await addCredential(n8n.rest, simulator, { api: 'v2', name: 'Sends once' });
	const send = rowsToSend('send-once', { operation: 'sendMany', to: '={{ $json.to }}', message: 'Hello', options: {} });
	await addWorkflow(n8n.rest, chain('Sends once', send, credentials), { active: true });
	const rows = Array.from({ length: REFERENCES }, (_, i) => ({ to: `88016${10_000_000 + i}` }));
	const sent = await call<{ shootId: string }>(n8n, 'send-once', { rows }, { registering: 30_000 });
	return sent.map(({ shootId }) => shootId);
}

async function settled(place: Place, { id, fed }: Source) {
	await until(async () => (await reportedNumbers(place, id)).length >= fed.length, {
		within: 180_000,
		every: 2_000,
		what: `${fed.length} reports in executions`,
	});
}

/** What became of the reports of one source. */
interface Count {
	source: Source;
	executions: Array<Execution<{ to: string }>>;
	/** The executions that broke off. */
	broken: Array<Execution<{ to: string }>>;
	/** How often each number came. */
	times: Map<string, number>;
	lost: string[];
	twice: string[];
}

/** Counts what came twice and what never came. */
async function verdict(place: Place, source: Source) {
	const executions = await executionsOf<{ to: string }>(place, source.id, 'Trigger');
	const times = tally(executions.flatMap(({ items }) => items.map(({ to }) => to)));
	const count: Count = {
		source,
		executions,
		broken: executions.filter(({ status }) => status !== 'success'),
		times,
		lost: source.fed.filter((to) => !times.has(to)),
		twice: source.fed.filter((to) => (times.get(to) ?? 0) > 1),
	};
	tellCount(count);
	await losses(count);
	await repetitions(count);
}

function tellCount({ source: { watch, fed }, executions, broken, times, lost, twice }: Count) {
	const states = tally(executions.map(({ status }) => status));
	tell(
		`${watch}: ${fed.length} reports, ${lost.length} lost, ${twice.length} more than once (at most ${Math.max(...times.values())} times); executions: ${[...states].map(([status, often]) => `${often} ${status}`).join(', ')}`,
	);
	if (broken.length > 0)
		tell(
			`${watch}: ${broken.flatMap(({ items }) => items).length} reports in executions that broke off: n8n lists these under Executions, where Retry starts them anew`,
		);
	for (const to of twice.slice(0, 3))
		tell(
			`  ${to} in ${executions
				.filter(({ items }) => items.some((item) => item.to === to))
				.map(({ id: execution, status }) => `${execution} (${status})`)
				.join(', ')}`,
		);
}

async function losses({ source: { watch, fed, riskyKills }, lost }: Count) {
	await check(
		`${watch}: nothing is lost but ${watch === 'account' ? 'what a poll had in hand when n8n was killed' : `by a kill between n8n's noting what a poll gave and its storing the execution (${riskyKills} kills came so soon after a poll)`}`,
		() => {
			// A poll takes what came since the one before: a kill loses reports that came one after the other, or none.
			const lengths = stretches(lost.map((to) => fed.indexOf(to)));
			if (lengths.length > 0)
				tell(`${watch}: lost by ${lengths.length} of ${KILLS + AIMED_KILLS} kills: ${lengths.join(', ')} reports`);
			assert.ok(
				lengths.length <= riskyKills,
				`${lengths.length} losses, by at most ${riskyKills} kills: ${lost.slice(0, 5).join()}`,
			);
		},
	);
}

async function repetitions({ source: { watch }, broken, times, twice }: Count) {
	const isAccount = watch === 'account';
	await check(
		`${watch}: ${isAccount ? 'nothing came twice' : 'twice came only what a kill caught between starting the workflow and noting it'}`,
		() => {
			const caught = new Set(broken.flatMap(({ items }) => items.map(({ to }) => to)));
			assert.deepEqual(isAccount ? twice : twice.filter((to) => !caught.has(to) && (times.get(to) ?? 0) > 2), []);
		},
	);
}

/** How many of these rising numbers follow one another without a gap, stretch by stretch. */
function stretches(numbers: number[]): number[] {
	const lengths: number[] = [];
	numbers.forEach((number, i) =>
		i > 0 && number === numbers[i - 1] + 1 ? lengths[lengths.length - 1]++ : lengths.push(1),
	);
	return lengths;
}
