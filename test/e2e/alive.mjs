/**
 * An active workflow while reports arrive, and n8n is killed (SIGKILL) again and again at random moments.
 * Then at the worst moments: just after the gateway has handed reports out. Twenty Poll Times, one for each third second, make n8n
 * poll every three seconds: it refuses only a single rule that is shorter than a minute.
 */
import assert from 'node:assert/strict';
import simulators from '../simulator/index.js';
import { check, sleep, tell, until } from './lib/checks.mjs';
import { executionsOf, tally } from './lib/executions.mjs';
import { newPlace } from './lib/place.mjs';
import { activate, addCredential, addWorkflow, chain, TRIGGER } from './lib/workflows.mjs';

const KILLS = 10;
const AIMED_KILLS = 6;
/** What n8n takes at most, on a busy computer, from asking to having stored the execution. */
const A_POLL = 1_000;
const SHOOT_ID = 'C200100aaaaaaaaaaaaa';
const EVERY_FEW_SECONDS = {
	item: Array.from({ length: 20 }, (_, i) => ({ mode: 'custom', cronExpression: `${i * 3} * * * * *` })),
};

export async function run() {
	const simulator = await simulators.startSimulator({ repPageSize: Infinity });
	const place = await newPlace();
	let n8n;
	let feeding;
	const fed = { account: [], shootIds: [] };
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
	const watched = await simulators.startSimulator({ repPageSize: Infinity });
	try {
		n8n = await place.start();
		const account = await polling(n8n, simulator, { source: 'account' });
		const shootIds = await polling(n8n, watched, {
			source: 'shootIds',
			shootIds: SHOOT_ID,
			options: { emitEarlier: true },
		});
		await sleep(6_000);

		feed(250);
		await check('while nothing goes wrong, each of 250 reports starts a workflow once, from both sources', async () => {
			await settled(place, account, fed.account);
			await settled(place, shootIds, fed.shootIds);
			for (const [id, expected] of [
				[account, fed.account],
				[shootIds, fed.shootIds],
			]) {
				const times = tally(await reported(place, id));
				assert.deepEqual(
					expected.filter((to) => times.get(to) !== 1),
					[],
				);
			}
		});

		feeding = setInterval(feed, 150);
		const sinceLastPoll = watchPolls(watched);
		let duringPoll = 0;
		for (let kill = 1; kill <= KILLS + AIMED_KILLS; kill++) {
			const [gateway, call] = kill % 2 ? [simulator, 'getAll'] : [watched, 'getDLRRep'];
			const moment = kill <= KILLS ? await randomMoment() : await worstMoment(gateway, call, place);
			if (sinceLastPoll() < A_POLL) duringPoll++;
			await n8n.kill();
			await sleep(500);
			n8n = await place.start();
			tell(`killed ${kill} of ${KILLS + AIMED_KILLS}, ${moment}; ${fed.account.length} reports so far`);
		}
		clearInterval(feeding);
		// No kill follows: what was fed last comes out, and before it all that is not lost.
		for (const [id, expected] of [
			[account, fed.account],
			[shootIds, fed.shootIds],
		]) {
			await until(async () => (await reported(place, id)).includes(expected.at(-1)), {
				within: 240_000,
				every: 3_000,
				what: 'the last report in an execution',
			});
		}
		await sleep(10_000);

		await verdict(place, account, fed.account, 'account', KILLS + AIMED_KILLS);
		await verdict(place, shootIds, fed.shootIds, 'shootIds', duringPoll);
		await check('both workflows are still active', async () => {
			const workflows = await n8n.rest.get('/rest/workflows');
			assert.equal(workflows.filter(({ active }) => active).length, 2);
		});
	} finally {
		clearInterval(feeding);
		await n8n?.stop();
		await simulator.close();
		await watched.close();
		await place.remove();
	}
}

async function randomMoment() {
	const alive = Math.round(2_000 + Math.random() * 8_000);
	await sleep(alive);
	return `${(alive / 1000).toFixed(1)} s after the start`;
}

/** Just after a poll has asked. */
async function worstMoment(gateway, call, place) {
	const before = gateway.count(call);
	await until(() => gateway.count(call) > before, { within: 120_000, every: 2, what: 'a poll' }).catch((error) => {
		throw new Error(`${error.message}. The last words of n8n:\n${place.log().split('\n').slice(-12).join('\n')}`);
	});
	const later = Math.round(Math.random() * 60);
	await sleep(later);
	return `${later} ms after ${call} was asked`;
}

/** @returns how long ago a poll has asked this gateway, in milliseconds */
function watchPolls(gateway) {
	let polls = 0;
	let last = 0;
	setInterval(() => {
		const count = gateway.count();
		if (count > polls) last = Date.now();
		polls = count;
	}, 10).unref();
	return () => Date.now() - last;
}

async function polling({ rest }, simulator, parameters) {
	const credentials = await addCredential(rest, simulator, `MiM SMS ${parameters.source}`);
	const trigger = [
		'Trigger',
		TRIGGER,
		{ pollTimes: EVERY_FEW_SECONDS, events: ['delivered', 'failed'], options: {}, ...parameters },
	];
	const created = await addWorkflow(
		rest,
		chain(parameters.source, [trigger, ['End', 'n8n-nodes-base.noOp']], credentials),
	);
	await activate(rest, created);
	return created.id;
}

const reported = async (place, id) =>
	(await executionsOf(place, id, 'Trigger')).flatMap(({ items }) => items.map(({ to }) => to));

async function settled(place, id, expected) {
	await until(async () => (await reported(place, id)).length >= expected.length, {
		within: 180_000,
		every: 2_000,
		what: `${expected.length} reports in executions`,
	});
}

/** Counts what came twice and what never came. */
async function verdict(place, id, expected, source, mostLosses) {
	const executions = await executionsOf(place, id, 'Trigger');
	const times = tally(executions.flatMap(({ items }) => items.map(({ to }) => to)));
	const lost = expected.filter((to) => !times.has(to));
	const twice = expected.filter((to) => times.get(to) > 1);
	const states = tally(executions.map(({ status }) => status));
	tell(
		`${source}: ${expected.length} reports, ${lost.length} lost, ${twice.length} more than once (at most ${Math.max(...times.values())} times); executions: ${[...states].map((entry) => entry.reverse().join(' ')).join(', ')}`,
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
			assert.deepEqual(account ? twice : twice.filter((to) => !caught.has(to) && times.get(to) > 2), []);
		},
	);
}

/** How many of these rising numbers follow one another without a gap, stretch by stretch. */
function stretches(numbers) {
	const lengths = [];
	numbers.forEach((number, i) =>
		i > 0 && number === numbers[i - 1] + 1 ? lengths[lengths.length - 1]++ : lengths.push(1),
	);
	return lengths;
}
