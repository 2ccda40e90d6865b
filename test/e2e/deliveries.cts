/**
 * The recipe of the delivery reports in a Data Table, in n8n itself and with both APIs. It asks for what was sent five minutes to
 * 72 hours ago: the rows of the table are made older, instead of waiting.
 */
import assert from 'node:assert/strict';
import type { IDataObject } from 'n8n-workflow';
import { APIS, type Api } from './lib/apis.cts';
import { check, tell, until } from './lib/checks.cts';
import { findTable, type DataTable } from './lib/dataTables.cts';
import { readExample } from './lib/examples.cts';
import { endOf, retry, runFrom, tally, type Ended } from './lib/executions.cts';
import type { Rest } from './lib/n8n.cts';
import type { Place } from './lib/place.cts';
import { newStage } from './lib/stage.cts';
import type { Simulator } from '../simulator/index.cts';
import { addCredential, addWorkflow, type MimSmsCredentials, type Workflow } from './lib/workflows.cts';

export const FILE = 'delivery-reports-in-a-table.json';
export const TABLE = 'MiM SMS deliveries';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MOST_ASKED = 200;
/** The call by which each API is asked for a report. */
const ASKS = { classic: 'getDLRRep', v2: 'v2/DlrApi' } as const;
const NUMBERS = {
	delivered: '8801700000001',
	failed: '8801800000013',
	busy: '8801900000031',
	pending: '8801600000099',
	tooOld: '8801500000001',
	tooNew: '8801400000001',
};

/** A row of the table. */
export interface Delivery {
	reference: string | null;
	number: string;
	message: string;
	status: string;
	reason: string;
	open: boolean;
	sentAt: string;
	askedAt: string;
}

/** The recipe in one n8n, with an account of one API. */
interface Bench {
	api: Api;
	simulator: Simulator;
	/** Sends what Messages holds. */
	send(): Promise<Ended>;
	/** Asks as the schedule does every five minutes. */
	ask(): Promise<Ended>;
	/** Retries a failed execution. */
	retryOf(failed: Ended): Promise<Ended>;
	table(): Promise<DataTable<Delivery>>;
}

export async function run() {
	const stage = newStage();
	try {
		const place = await stage.place();
		const { rest } = await place.start();
		for (const api of APIS) {
			const simulator = await stage.simulator({ balance: 10_000 });
			const credentials = await addCredential(rest, simulator, { api });
			const messages = recipe(credentials, [...Object.values(NUMBERS), '0171-23']);
			const { id } = await addWorkflow(rest, messages, { active: true });
			const bench = benchOf({ api, simulator }, { place, rest, id });
			await sendingChecks(bench);
			await askingChecks(bench);
			await limitChecks(bench);
			await troubleChecks(bench);
			await rest.post(`/rest/workflows/${id}/deactivate`);
			await (await bench.table()).remove();
		}
	} finally {
		await stage.close();
	}
}

/** `id`: of the workflow of the recipe. */
function benchOf(
	account: Pick<Bench, 'api' | 'simulator'>,
	{ place, rest, id }: { place: Place; rest: Rest; id: string },
): Bench {
	return {
		...account,
		send: async () => await runFrom(place, rest, id, 'Start'),
		ask: async () => await runFrom(place, rest, id, 'Every 5 minutes'),
		retryOf: async (failed) => await endOf(place, rest, (await retry(rest, failed.id)).id),
		table: async () => {
			const found = await findTable<Delivery>(rest, TABLE);
			assert.ok(found, `there is no table “${TABLE}”`);
			return found;
		},
	};
}

/** The recipe as it is once a user has imported it, chosen the credential and put the messages in. */
export function recipe(credentials: MimSmsCredentials, numbers: string[]): Workflow {
	const workflow = readExample(FILE, credentials);
	const messages = numbers.map((number, i) => ({ order: `A-${i}`, number, message: `Order A-${i} is on its way.` }));
	for (const { name, parameters } of workflow.nodes)
		if (name === 'Messages') parameters.jsonOutput = JSON.stringify({ messages });
	return workflow;
}

async function sendingChecks({ api, simulator, send, ask, table }: Bench) {
	const numbers = Object.values(NUMBERS);
	await check(`${api}: before anything was sent, a round makes the table and asks for nothing`, async () => {
		const { status, error } = await ask();
		assert.deepEqual([status, error], ['success', undefined]);
		assert.deepEqual(await (await table()).rows(), []);
		assert.equal(simulator.count(ASKS[api]), 0);
	});
	await check(
		`${api}: what was sent stands in the table, one row a recipient, and what was not sent beside it`,
		async () => {
			const ended = await send();
			assert.deepEqual([ended.status, ended.error], ['success', undefined]);
			assert.deepEqual(
				simulator.messages.map((message) => [message.api, message.to]),
				numbers.map((to) => [api, to]),
			);
			const rows = await (await table()).rows();
			assert.deepEqual(
				rows.map(({ number, message, status, reason, open }) => [number, message, status, reason, open]),
				numbers.map((number, i) => [number, `Order A-${i} is on its way.`, 'submitted', '', true]),
			);
			for (const { reference, number } of rows)
				assert.match(String(reference), api === 'classic' ? /^C2/ : new RegExp(`^[A-Z0-9]{15}@${number}$`));
			const [{ number, reason }, ...others] = ended.items('Not sent');
			assert.deepEqual([number, others], ['0171-23', []]);
			assert.match(String(reason), /0171-23/);
		},
	);
	await check(`${api}: nothing is asked for in the first five minutes`, async () => {
		const ended = await ask();
		assert.equal(ended.status, 'success');
		assert.equal(simulator.count(ASKS[api]), 0);
	});
}

async function askingChecks(bench: Bench) {
	await aRound(bench);
	await theNextRound(bench);
	await laterDelivery(bench);
	await refusedRound(bench);
}

/** What the table says of each number. */
const resultOf = async ({ table }: Bench): Promise<Record<string, string>> =>
	Object.fromEntries(
		(await (await table()).rows()).map(({ number, status, open }) => [number, `${status}${open ? ', open' : ''}`]),
	);

/** The numbers that the other channel was told of. */
const toldOf = (ended: Ended) => ended.items('Other channel').map(({ number }) => number);

/** Lets the report for a number come. */
function report({ api, simulator }: Bench, number: string, code: string) {
	const [{ n, to, shootId }] = simulator.messages.filter((message) => message.to === number);
	if (api === 'v2') simulator.settle(n, code);
	else simulator.addReports([{ to, shootId, code }]);
}

async function aRound(bench: Bench) {
	const { api, simulator, ask, table } = bench;
	await check(`${api}: a round writes the results down, and tells the other channel of each failure`, async () => {
		const { delivered, failed, busy, pending, tooOld, tooNew } = NUMBERS;
		await age(await table(), [delivered, failed, busy, pending], 6 * MINUTE);
		await age(await table(), [tooOld], 73 * HOUR);
		const ended = await ask();
		assert.deepEqual([ended.status, ended.error], ['success', undefined]);
		// Rows of one call of the classic API have one shoot ID, and one answer tells of them all.
		const besides = api === 'classic' ? 'delivered' : 'submitted, open';
		assert.deepEqual(await resultOf(bench), {
			[delivered]: 'delivered',
			[failed]: 'failed',
			[busy]: 'failed, open',
			[pending]: 'submitted, open',
			[tooOld]: besides,
			[tooNew]: besides,
		});
		assert.deepEqual(toldOf(ended).sort(), [failed, busy].sort());
		for (const item of ended.items('Other channel')) {
			assert.match(String(item.message), /^Order A-\d is on its way\.$/);
			assert.match(String(item.reason), /barred|busy/i);
		}
		tell(JSON.stringify(ended.items('Other channel')));
		if (api === 'v2') assert.equal(simulator.count(ASKS.v2), 4);
	});
}

async function theNextRound({ api, simulator, ask }: Bench) {
	await check(`${api}: the next round asks for what is open alone, and tells nobody twice`, async () => {
		const before = simulator.count(ASKS[api]);
		const ended = await ask();
		assert.deepEqual([ended.status, ended.error], ['success', undefined]);
		assert.deepEqual(
			ended
				.items('Still open')
				.map(({ number }) => number)
				.sort(),
			[NUMBERS.busy, NUMBERS.pending].sort(),
		);
		assert.deepEqual(toldOf(ended), []);
		assert.equal(simulator.count(ASKS[api]) - before, api === 'classic' ? 1 : 2);
	});
}

async function laterDelivery(bench: Bench) {
	await check(`${bench.api}: a phone that was busy and then got the message is written down as delivered`, async () => {
		report(bench, NUMBERS.busy, '1');
		const ended = await bench.ask();
		assert.equal((await resultOf(bench))[NUMBERS.busy], 'delivered');
		assert.deepEqual(toldOf(ended), []);
	});
}

async function refusedRound(bench: Bench) {
	const { api, simulator, ask } = bench;
	await check(
		`${api}: a gateway that refuses makes the execution fail with its reason, and the next round goes on`,
		async () => {
			simulator.settings.ipWhitelist = [];
			const refused = await ask();
			assert.equal(refused.status, 'error');
			assert.match(String(refused.error), api === 'classic' ? /1016/ : /401/);
			tell(String(refused.error));
			simulator.settings.ipWhitelist = null;
			report(bench, NUMBERS.pending, '13');
			const ended = await ask();
			assert.deepEqual([ended.status, ended.error, toldOf(ended)], ['success', undefined, [NUMBERS.pending]]);
			assert.equal((await resultOf(bench))[NUMBERS.pending], 'failed');
		},
	);
}

/** What the table, or an account of the other API, can spoil. */
async function troubleChecks(bench: Bench) {
	await lostTable(bench);
	await foreignReference(bench);
}

async function lostTable({ api, simulator, send, ask, retryOf, table }: Bench) {
	await check(`${api}: when a message can't be written down, Retry does so and sends nothing`, async () => {
		simulator.reset();
		simulator.settings.latency = 2_000;
		const sending = send();
		await until(() => simulator.count() > 0, { every: 20, what: 'the send' });
		await (await table()).remove();
		const failed = await sending;
		assert.deepEqual([failed.status, simulator.messages.length], ['error', Object.keys(NUMBERS).length]);
		simulator.settings.latency = 0;
		assert.equal((await ask()).status, 'success');
		assert.equal((await retryOf(failed)).status, 'success');
		assert.deepEqual(
			(await (await table()).rows()).map(({ number }) => number),
			Object.values(NUMBERS),
		);
		assert.equal(simulator.messages.length, Object.keys(NUMBERS).length);
	});
}

async function foreignReference({ api, ask, table }: Bench) {
	await check(
		`${api}: an ID of the other API makes a round fail, and the others are asked for all the same`,
		async () => {
			const foreign = api === 'v2' ? 'C200100eeeeeeeeeeeeee' : `BRN0T2ZCWRCEL1D@${NUMBERS.tooNew}`;
			const [row] = (await (await table()).rows()).filter(({ number }) => number === NUMBERS.tooNew);
			await (
				await table()
			).change({ columnName: 'number', condition: 'eq', value: row.number }, { reference: foreign });
			await age(await table(), [NUMBERS.delivered, NUMBERS.tooNew], 6 * MINUTE);
			const ended = await ask();
			assert.equal(ended.status, 'error');
			assert.match(String(ended.error), /this ID comes from the other API/);
			const rows = await (await table()).rows();
			assert.deepEqual(
				[NUMBERS.delivered, NUMBERS.tooNew].map((to) => rows.find(({ number }) => number === to)?.status),
				['delivered', 'submitted'],
			);
		},
	);
}

async function limitChecks({ api, simulator, ask, table }: Bench) {
	await check(`${api}: a round asks for ${MOST_ASKED} at most, and every row has its turn`, async () => {
		const sentAt = ago(HOUR);
		const rows = Array.from({ length: MOST_ASKED + 50 }, (_, i) => {
			const number = `88013${10_000_000 + i}`;
			const reference = api === 'classic' ? `C200100eeeeeeeeee${i}` : `NOREPORT0000${100 + i}@${number}`;
			return { reference, number, message: '', status: 'submitted', reason: '', open: true, sentAt, askedAt: sentAt };
		});
		await (await table()).insert(rows);
		const asked: string[] = [];
		for (const _round of [1, 2]) {
			const before = simulator.count(ASKS[api]);
			const ended = await ask();
			assert.deepEqual([ended.status, ended.error], ['success', undefined]);
			assert.equal(simulator.count(ASKS[api]) - before, MOST_ASKED);
			asked.push(...ended.items<IDataObject & Delivery>('Still open').map(({ number }) => number));
		}
		assert.deepEqual(
			rows.filter(({ number }) => !tally(asked).has(number)),
			[],
		);
	});
	await check(`${api}: what is older than 30 days is forgotten`, async () => {
		await age(await table(), [NUMBERS.tooOld], 31 * 24 * HOUR);
		await ask();
		const numbers = (await (await table()).rows()).map(({ number }) => number);
		assert.deepEqual([numbers.includes(NUMBERS.tooOld), numbers.includes(NUMBERS.delivered)], [false, true]);
	});
}

const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString();

/** Makes the rows of these numbers older. */
export async function age(table: DataTable<Delivery>, numbers: string[], by: number) {
	for (const number of numbers)
		await table.change({ columnName: 'number', condition: 'eq', value: number }, { sentAt: ago(by), askedAt: ago(by) });
}
