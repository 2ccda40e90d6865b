/**
 * 2,000 texts by Send Personalised with the JSON API (V2), of which the gateway accepts some and refuses others in each request: what
 * n8n says of each row is what the gateway has; Retry sends what was refused, and nothing twice.
 */
import assert from 'node:assert/strict';
import { check, tell } from './lib/checks.cts';
import { endOf, listExecutions, retry, tally, type Ended } from './lib/executions.cts';
import type { KillableN8n } from './lib/n8n.cts';
import { newPlace } from './lib/place.cts';
import { startSimulator } from '../simulator/index.cts';
import { addCredential, addWorkflow, call, chain, SMS, webhook, type ChainLink } from './lib/workflows.cts';

const ROWS = 2_000;
/** By the last digits of a number: refused for its text, refused for its number, accepted without a word, dropped without a word. */
const REFUSALS = ['07:205', '11:206', '21:neither', '23:lost'];
const ENDINGS = { refused: ['07', '11'], unnamed: '21', lost: '23' };

type Outcome = { status?: string; to?: string; error?: string };

export async function run() {
	const simulator = await startSimulator({ balance: 1_000_000, v2RefuseRows: REFUSALS });
	const place = await newPlace();
	let n8n: KillableN8n | undefined;
	try {
		n8n = await place.start();
		const { rest } = n8n;
		const credentials = await addCredential(rest, simulator, { api: 'v2' });
		const sending = (name: string, more: ChainLink[3]): ChainLink[] => [
			webhook(name),
			['Rows', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.rows', options: {} }],
			[
				'Send',
				SMS,
				{ operation: 'sendMany', to: '={{ $json.to }}', message: '={{ $json.message }}', options: {} },
				more,
			],
		];
		const goesOn = chain('goes-on', sending('goes-on', { onError: 'continueRegularOutput' }), credentials);
		await addWorkflow(rest, goesOn, { active: true });
		const ends = await addWorkflow(rest, chain('ends', sending('ends', {}), credentials), { active: true });
		const timesSent = (digits: string) =>
			tally(simulator.messages.map(({ to }) => to).filter((to) => to.startsWith(digits)));
		const expected = (rows: Array<{ to: string }>) => rows.map(({ to }) => to).filter((to) => !isKept(to));

		await check(`${ROWS} rows: each result says what the gateway has`, async () => {
			const rows = rowsOf('88017');
			const outcomes = await call<Outcome>(n8n as KillableN8n, 'goes-on', { rows }, { registering: 30_000 });
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
			const sent = timesSent('88017');
			assert.deepEqual([...sent.keys()].sort(), expected(rows).sort());
			assert.equal(Math.max(...sent.values()), 1);
		});
		await check(
			'without On Error: Continue the error counts them, and Retry sends what was refused, nothing twice',
			async () => {
				const rows = rowsOf('88018');
				await assert.rejects(call(n8n as KillableN8n, 'ends', { rows }, { registering: 30_000 }));
				const [{ id }] = await listExecutions(rest, { workflowId: ends.id });
				const failed = await endOf(place, rest, id);
				tell(summaryOf(failed));
				assert.match(summaryOf(failed), /1,?920 submitted.*40 refused.*40 unknown/s);
				simulator.settings.v2RefuseRows = null;
				const retried = await endOf(place, rest, (await retry(rest, id)).id);
				tell(summaryOf(retried));
				const sent = timesSent('88018');
				const now = rows.map(({ to }) => to).filter((to) => kindOf(to) !== 'lost');
				assert.deepEqual([...sent.keys()].sort(), now.sort());
				assert.equal(Math.max(...sent.values()), 1);
			},
		);
	} finally {
		await n8n?.stop();
		await simulator.close();
		await place.remove();
	}
}

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
