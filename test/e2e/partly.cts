/**
 * 2,000 texts by Send Personalised with the JSON API (V2), of which the gateway accepts some and refuses others in each request: what
 * n8n says of each row is what the gateway has; Retry sends what was refused, and nothing twice.
 */
import assert from 'node:assert/strict';
import type { INodeParameters } from 'n8n-workflow';
import { check, tell } from './lib/checks.cts';
import { endOf, listExecutions, retry, tally, type Ended } from './lib/executions.cts';
import type { KillableN8n } from './lib/n8n.cts';
import type { Place } from './lib/place.cts';
import { newStage } from './lib/stage.cts';
import type { Simulator } from '../simulator/index.cts';
import { addCredential, addWorkflow, call, chain, rowsToSend, type MimSmsCredentials } from './lib/workflows.cts';

const ROWS = 2_000;
/** By the last digits of a number: refused for its text, refused for its number, accepted without a word, dropped without a word. */
const REFUSALS = ['07:205', '11:206', '21:neither', '23:lost'];
const ENDINGS = { refused: ['07', '11'], unnamed: '21', lost: '23' };

const SEND: INodeParameters = {
	operation: 'sendMany',
	to: '={{ $json.to }}',
	message: '={{ $json.message }}',
	options: {},
};

type Outcome = { status?: string; to?: string; error?: string };

interface Bench {
	simulator: Simulator;
	place: Place;
	n8n: KillableN8n;
	credentials: MimSmsCredentials;
}

export async function run() {
	const stage = newStage();
	try {
		const simulator = await stage.simulator({ balance: 1_000_000, v2RefuseRows: REFUSALS });
		const place = await stage.place();
		const n8n = await place.start();
		const credentials = await addCredential(n8n.rest, simulator, { api: 'v2' });
		const bench: Bench = { simulator, place, n8n, credentials };
		await withOnError(bench);
		await withoutOnError(bench);
	} finally {
		await stage.close();
	}
}

async function withOnError({ simulator, n8n, credentials }: Bench) {
	const links = rowsToSend('goes-on', SEND, { onError: 'continueRegularOutput' });
	await addWorkflow(n8n.rest, chain('goes-on', links, credentials), { active: true });
	await check(`${ROWS} rows: each result says what the gateway has`, async () => {
		const rows = rowsOf('88017');
		const outcomes = await call<Outcome>(n8n, 'goes-on', { rows }, { registering: 30_000 });
		assert.equal(outcomes.length, ROWS);
		const told = tally(outcomes.map((outcome, i) => `${wordOf(outcome)} ${kindOf(rows[i].to)}`));
		tell([...told].map(([word, times]) => `${times} × ${word}`).join(', '));
		const each = ROWS / 100;
		assert.deepEqual(Object.fromEntries(told), {
			'submitted accepted': ROWS - 4 * each,
			'refused refused': 2 * each,
			'unknown unnamed': each,
			'unknown lost': each,
		});
		const sent = timesSent(simulator, '88017');
		const expected = rows.map(({ to }) => to).filter((to) => !isKept(to));
		assert.deepEqual([...sent.keys()].sort(), expected.sort());
		assert.equal(Math.max(...sent.values()), 1);
	});
}

async function withoutOnError({ simulator, place, n8n, credentials }: Bench) {
	const { rest } = n8n;
	const ends = await addWorkflow(rest, chain('ends', rowsToSend('ends', SEND), credentials), { active: true });
	await check(
		'without On Error: Continue the error counts them, and Retry sends what was refused, nothing twice',
		async () => {
			const rows = rowsOf('88018');
			await assert.rejects(call(n8n, 'ends', { rows }, { registering: 30_000 }));
			const [{ id }] = await listExecutions(rest, { workflowId: ends.id });
			const failed = await endOf(place, rest, id);
			tell(summaryOf(failed));
			assert.match(summaryOf(failed), /1,?920 submitted.*40 refused.*40 unknown/s);
			simulator.settings.v2RefuseRows = null;
			const retried = await endOf(place, rest, (await retry(rest, id)).id);
			tell(summaryOf(retried));
			const sent = timesSent(simulator, '88018');
			const now = rows.map(({ to }) => to).filter((to) => kindOf(to) !== 'lost');
			assert.deepEqual([...sent.keys()].sort(), now.sort());
			assert.equal(Math.max(...sent.values()), 1);
		},
	);
}

/** How often a message went out to each number with these first digits. */
const timesSent = ({ messages }: Simulator, digits: string) =>
	tally(messages.map(({ to }) => to).filter((to) => to.startsWith(digits)));

const summaryOf = ({ error = '' }: Ended) => error.replace(/\s+/g, ' ').slice(0, 400);

const rowsOf = (digits: string) =>
	Array.from({ length: ROWS }, (_, i) => ({ to: `${digits}${10_000_000 + i}`, message: `Row ${i}` }));

/** What becomes of a number in the gateway. */
function kindOf(to: string): string {
	const ending = to.slice(-2);
	if (ENDINGS.refused.includes(ending)) return 'refused';
	if (ending === ENDINGS.unnamed) return 'unnamed';
	return ending === ENDINGS.lost ? 'lost' : 'accepted';
}

const isKept = (to: string) => ['refused', 'lost'].includes(kindOf(to));

function wordOf({ status, error }: Outcome): string {
	if (status) return status;
	return /^\[(unknown|notSent)\]/.exec(error ?? '')?.[1] ?? 'refused';
}
