/**
 * An active workflow while reports arrive, and n8n is killed (SIGKILL) again and again at random moments.
 * Then at the worst moments: just after the gateway has handed reports out. Twenty Poll Times, one for each third second, make n8n
 * poll every three seconds: it refuses only a single rule that is shorter than a minute.
 */
import assert from 'node:assert/strict';
import type { INodeParameters } from 'n8n-workflow';
import { check, sleep, tell, until } from './lib/checks.cts';
import { executionsOf, tally, type Execution } from './lib/executions.cts';
import type { KillableN8n, RunningN8n, StoredWorkflow } from './lib/n8n.cts';
import { newPlace, type Place } from './lib/place.cts';
import { startSimulator, type Simulator } from '../simulator/index.cts';
import { activate, addCredential, addWorkflow, chain, TRIGGER, type ChainLink } from './lib/workflows.cts';

const KILLS = 10;
const AIMED_KILLS = 6;
/** What n8n takes at most, on a busy computer, from asking to having stored the execution. */
const A_POLL = 1_000;
const SHOOT_ID = 'C200100aaaaaaaaaaaaa';
/** Where the trigger reads, and what it watches for. */
type Source = 'account' | 'shootIds';
type Report = { to: string };
/** The calls by which a poll asks. */
type PollCall = 'getAll' | 'getDLRRep';

const EVERY_FEW_SECONDS = {
	item: Array.from({ length: 20 }, (_, i) => ({ mode: 'custom', cronExpression: `${i * 3} * * * * *` })),
};

export async function run() {
	const simulator = await startSimulator({ repPageSize: Infinity });
	const place = await newPlace();
	let n8n: KillableN8n | undefined;
	let feeding: NodeJS.Timeout | undefined;
	const fed: Record<Source, string[]> = { account: [], shootIds: [] };
	// The number of a report is its identity here.
	const feed = (count = 1) => {
		for (let i = 0; i < count; i++) {
			const to = `88017${String(10_000_000 + fed.account.length)}`;
			simulator.addReports([{ to, shootId: 'C200100bbbbbbbbbbbbb', text: 'For the account' }]);
			fed.account.push(to);
			const other = `88018${String(10_000_000 + fed.shootIds.length)}`;
			watched.addReports([{ to: other, shootId: SHOOT_ID, text: 'For one shoot ID' }]);
			fed.shootIds.push(other);
		}
	};
	// A gateway of its own, since the account trigger takes everything out of its gateway.
	const watched = await startSimulator({ repPageSize: Infinity });
	try {
		n8n = await place.start();
		const account = await polling(n8n, simulator, 'account');
		const shootIds = await polling(n8n, watched, 'shootIds', {
			shootIds: SHOOT_ID,
			options: { emitEarlier: true },
		});
		const workflows: Array<[id: string, expected: string[]]> = [
			[account, fed.account],
			[shootIds, fed.shootIds],
		];
		await sleep(6_000);

		feed(250);
		await check('while nothing goes wrong, each of 250 reports starts a workflow once, from both sources', async () => {
			for (const [id, expected] of workflows) await settled(place, id, expected);
			for (const [id, expected] of workflows) {
				const times = tally(await reported(place, id));
				assert.deepEqual(
					expected.filter((to) => times.get(to) !== 1),
					[],
				);
			}
		});

		feeding = setInterval(() => feed(), 150);
		const sinceLastPoll = watchPolls(watched);
		let duringPoll = 0;
		for (let kill = 1; kill <= KILLS + AIMED_KILLS; kill++) {
			const worst: [Simulator, PollCall] = kill % 2 ? [simulator, 'getAll'] : [watched, 'getDLRRep'];
			const moment = kill <= KILLS ? await randomMoment() : await worstMoment(...worst, place);
			if (sinceLastPoll() < A_POLL) duringPoll++;
			await n8n.kill();
			await sleep(500);
			n8n = await place.start();
			tell(`killed ${kill} of ${KILLS + AIMED_KILLS}, ${moment}; ${fed.account.length} reports so far`);
		}
		clearInterval(feeding);
		// No kill follows: what was fed last comes out, and before it all that is not lost.
		for (const [id, expected] of workflows) {
			const last = expected[expected.length - 1];
			await until(async () => (await reported(place, id)).includes(last), {
				within: 240_000,
				every: 3_000,
				what: 'the last report in an execution',
			});
		}
		await sleep(10_000);

		await verdict(place, account, fed.account, 'account', KILLS + AIMED_KILLS);
		await verdict(place, shootIds, fed.shootIds, 'shootIds', duringPoll);
		const { rest } = n8n;
		await check('both workflows are still active', async () => {
			const stored = await rest.get<StoredWorkflow[]>('/rest/workflows');
			assert.equal(stored.filter(({ active }) => active).length, 2);
		});
	} finally {
		clearInterval(feeding);
		await n8n?.stop();
		await simulator.close();
		await watched.close();
		await place.remove();
	}
}

async function randomMoment(): Promise<string> {
	const alive = Math.round(2_000 + Math.random() * 8_000);
	await sleep(alive);
	return `${(alive / 1000).toFixed(1)} s after the start`;
}

/** Just after a poll has asked. */
async function worstMoment(gateway: Simulator, call: PollCall, place: Place): Promise<string> {
	const before = gateway.count(call);
	await until(() => gateway.count(call) > before, { within: 120_000, every: 2, what: 'a poll' }).catch(
		(error: Error) => {
			throw new Error(`${error.message}. The last words of n8n:\n${place.log().split('\n').slice(-12).join('\n')}`);
		},
	);
	const later = Math.round(Math.random() * 60);
	await sleep(later);
	return `${later} ms after ${call} was asked`;
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

/** Adds an active workflow that waits for reports, and returns its id. */
async function polling({ rest }: RunningN8n, simulator: Simulator, source: Source, more: INodeParameters = {}) {
	const credentials = await addCredential(rest, simulator, `MiM SMS ${source}`);
	const trigger: ChainLink = [
		'Trigger',
		TRIGGER,
		{ pollTimes: EVERY_FEW_SECONDS, events: ['delivered', 'failed'], options: {}, source, ...more },
	];
	const created = await addWorkflow(rest, chain(source, [trigger, ['End', 'n8n-nodes-base.noOp']], credentials));
	await activate(rest, created);
	return created.id;
}

const triggered = async (place: Place, id: string): Promise<Array<Execution<Report>>> =>
	await executionsOf(place, id, 'Trigger');

/** The numbers of all reports that have started the workflow. */
const reported = async (place: Place, id: string) =>
	(await triggered(place, id)).flatMap(({ items }) => items.map(({ to }) => to));

async function settled(place: Place, id: string, expected: string[]) {
	await until(async () => (await reported(place, id)).length >= expected.length, {
		within: 180_000,
		every: 2_000,
		what: `${expected.length} reports in executions`,
	});
}

/** Counts what came twice and what never came. */
async function verdict(place: Place, id: string, expected: string[], source: Source, mostLosses: number) {
	const executions = await triggered(place, id);
	const times = tally(executions.flatMap(({ items }) => items.map(({ to }) => to)));
	const lost = expected.filter((to) => !times.has(to));
	const timesOf = (to: string) => times.get(to) ?? 0;
	const twice = expected.filter((to) => timesOf(to) > 1);
	const states = tally(executions.map(({ status }) => status));
	tell(
		`${source}: ${expected.length} reports, ${lost.length} lost, ${twice.length} more than once (at most ${Math.max(...times.values())} times); executions: ${[...states].map(([status, often]) => `${often} ${status}`).join(', ')}`,
	);
	const broken = executions.filter(({ status }) => status !== 'success');
	if (broken.length > 0)
		tell(
			`${source}: ${broken.flatMap(({ items }) => items).length} reports in executions that broke off: n8n lists these under Executions, where Retry starts them anew`,
		);
	if (twice.length > 0)
		for (const to of twice.slice(0, 3))
			tell(
				`  ${to} in ${executions
					.filter(({ items }) => items.some((item) => item.to === to))
					.map(({ id: execution, status }) => `${execution} (${status})`)
					.join(', ')}`,
			);
	const account = source === 'account';
	await check(
		`${source}: nothing is lost but ${account ? 'what a poll had in hand when n8n was killed' : `by a kill between n8n's noting what a poll gave and its storing the execution (${mostLosses} kills came so soon after a poll)`}`,
		() => {
			// A poll takes what came since the one before: a kill loses reports that came one after the other, or none.
			const losses = stretches(lost.map((to) => expected.indexOf(to)));
			if (losses.length > 0)
				tell(`${source}: lost by ${losses.length} of ${KILLS + AIMED_KILLS} kills: ${losses.join(', ')} reports`);
			assert.ok(
				losses.length <= mostLosses,
				`${losses.length} losses, by at most ${mostLosses} kills: ${lost.slice(0, 5).join()}`,
			);
		},
	);
	await check(
		`${source}: ${account ? 'nothing came twice' : 'twice came only what a kill caught between starting the workflow and noting it'}`,
		() => {
			const caught = new Set(broken.flatMap(({ items }) => items.map(({ to }) => to)));
			assert.deepEqual(account ? twice : twice.filter((to) => !caught.has(to) && timesOf(to) > 2), []);
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
