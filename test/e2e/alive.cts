/**
 * An active workflow while reports arrive, and n8n is killed (SIGKILL) again and again at random moments.
 * Then at the worst moments: just after the gateway has handed reports out. Twenty Poll Times, one for each third second, make n8n
 * poll every three seconds: it refuses only a single rule that is shorter than a minute.
 */
import assert from 'node:assert/strict';
import type { INodeParameters } from 'n8n-workflow';
import type { Api } from './lib/apis.cts';
import { check, sleep, tell, until } from './lib/checks.cts';
import { executionsOf, tally, type Execution } from './lib/executions.cts';
import type { KillableN8n, RunningN8n, StoredWorkflow } from './lib/n8n.cts';
import { newPlace, type Place } from './lib/place.cts';
import { startSimulator, type Simulator } from '../simulator/index.cts';
import {
	activate,
	addCredential,
	addWorkflow,
	call,
	chain,
	SMS,
	TRIGGER,
	webhook,
	type ChainLink,
} from './lib/workflows.cts';

const KILLS = 10;
const AIMED_KILLS = 6;
/** What n8n takes at most, on a busy computer, from asking to having stored the execution. */
const A_POLL = 1_000;
const SHOOT_ID = 'C200100aaaaaaaaaaaaa';
/** References of V2 that a trigger watches: one for each recipient, all asked for in one poll while they are open. */
const REFERENCES = 40;
/** Where the trigger reads, and with which API. */
type Watch = 'account' | 'shootIds' | 'shootIds, v2';
type Report = { to: string };
/** The calls by which a poll asks. */
type PollCall = 'getAll' | 'getDLRRep' | 'v2/DlrApi';

const EVERY_FEW_SECONDS = {
	item: Array.from({ length: 20 }, (_, i) => ({ mode: 'custom', cronExpression: `${i * 3} * * * * *` })),
};

export async function run() {
	const simulator = await startSimulator({ repPageSize: Infinity });
	const place = await newPlace();
	let n8n: KillableN8n | undefined;
	let feeding: NodeJS.Timeout | undefined;
	const fed: Record<Watch, string[]> = { account: [], shootIds: [], 'shootIds, v2': [] };
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
	// With V2 a reference has one report; a person decides when it comes. The last one stays open until the end, so that polls go on asking.
	const report = (count = 1, { left = 1 } = {}) => {
		const open = tracked.messages.filter(({ outcome }) => outcome.at === null);
		for (const { n, to } of open.slice(0, Math.min(count, open.length - left))) {
			tracked.settle(n, '1');
			fed['shootIds, v2'].push(to);
		}
	};
	// A gateway of its own, since the account trigger takes everything out of its gateway.
	const watched = await startSimulator({ repPageSize: Infinity });
	const tracked = await startSimulator({ outcomes: 'byHand', balance: 10_000 });
	try {
		n8n = await place.start();
		const account = await polling(n8n, simulator, 'account');
		const shootIds = await polling(n8n, watched, 'shootIds', {
			shootIds: SHOOT_ID,
			options: { emitEarlier: true },
		});
		const references = await polling(n8n, tracked, 'shootIds, v2', {
			shootIds: (await sendOnce(n8n, tracked)).join(', '),
		});
		const workflows: Array<[id: string, expected: string[]]> = [
			[account, fed.account],
			[shootIds, fed.shootIds],
			[references, fed['shootIds, v2']],
		];
		await sleep(6_000);

		feed(250);
		report(REFERENCES / 4);
		await check('while nothing goes wrong, each report starts a workflow once, from each source', async () => {
			for (const [id, expected] of workflows) await settled(place, id, expected);
			for (const [id, expected] of workflows) {
				const times = tally(await reported(place, id));
				assert.deepEqual(
					expected.filter((to) => times.get(to) !== 1),
					[],
				);
			}
		});

		let ticks = 0;
		feeding = setInterval(() => {
			feed();
			if (ticks++ % 40 === 0) report();
		}, 150);
		const sinceLastPoll = { shootIds: watchPolls(watched), 'shootIds, v2': watchPolls(tracked) };
		const duringPoll = { shootIds: 0, 'shootIds, v2': 0 };
		const worst: Array<[Simulator, PollCall]> = [
			[simulator, 'getAll'],
			[watched, 'getDLRRep'],
			[tracked, 'v2/DlrApi'],
		];
		for (let kill = 1; kill <= KILLS + AIMED_KILLS; kill++) {
			const moment = kill <= KILLS ? await randomMoment() : await worstMoment(...worst[kill % worst.length], place);
			for (const watch of ['shootIds', 'shootIds, v2'] as const)
				if (sinceLastPoll[watch]() < A_POLL) duringPoll[watch]++;
			await n8n.kill();
			await sleep(500);
			n8n = await place.start();
			tell(`killed ${kill} of ${KILLS + AIMED_KILLS}, ${moment}; ${fed.account.length} reports so far`);
		}
		clearInterval(feeding);
		report(REFERENCES, { left: 0 });
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
		await verdict(place, shootIds, fed.shootIds, 'shootIds', duringPoll.shootIds);
		await verdict(place, references, fed['shootIds, v2'], 'shootIds, v2', duringPoll['shootIds, v2']);
		const { rest } = n8n;
		await check('the workflows are still active', async () => {
			const stored = await rest.get<StoredWorkflow[]>('/rest/workflows');
			for (const [id] of workflows) assert.ok(stored.find((workflow) => workflow.id === id)?.active);
		});
	} finally {
		clearInterval(feeding);
		await n8n?.stop();
		await simulator.close();
		await watched.close();
		await tracked.close();
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
async function polling({ rest }: RunningN8n, simulator: Simulator, watch: Watch, more: INodeParameters = {}) {
	const [source, api = 'classic'] = watch.split(', ');
	const credentials = await addCredential(rest, simulator, { api: api as Api, name: `MiM SMS ${watch}` });
	const trigger: ChainLink = [
		'Trigger',
		TRIGGER,
		{ pollTimes: EVERY_FEW_SECONDS, events: ['delivered', 'failed'], options: {}, source, ...more },
	];
	const created = await addWorkflow(rest, chain(watch, [trigger, ['End', 'n8n-nodes-base.noOp']], credentials));
	await activate(rest, created);
	return created.id;
}

/** Sends with V2 to as many phones as a trigger is to watch, and returns their references. */
async function sendOnce(n8n: RunningN8n, simulator: Simulator): Promise<string[]> {
	const credentials = await addCredential(n8n.rest, simulator, { api: 'v2', name: 'Sends once' });
	const send: ChainLink[] = [
		webhook('send-once'),
		['Rows', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.rows', options: {} }],
		['Send', SMS, { operation: 'sendMany', to: '={{ $json.to }}', message: 'Hello', options: {} }],
	];
	await addWorkflow(n8n.rest, chain('Sends once', send, credentials), { active: true });
	const rows = Array.from({ length: REFERENCES }, (_, i) => ({ to: `88016${10_000_000 + i}` }));
	const sent = await call<{ shootId: string }>(n8n, 'send-once', { rows }, { registering: 30_000 });
	return sent.map(({ shootId }) => shootId);
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
async function verdict(place: Place, id: string, expected: string[], source: Watch, mostLosses: number) {
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
