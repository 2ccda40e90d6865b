import { createHash } from 'node:crypto';
import { getOnce, withAgent } from '../bare.cts';
import type { Engine } from '../engine.cts';
import type { Bench, EngineRow, Stage } from '../row.cts';
import { count } from '../table.cts';

type Name = keyof ReturnType<typeof subjects>;

const entry = (index: number) => createHash('sha256').update(String(index)).digest('base64url').slice(0, 12);

/** What the trigger has stored after so many reports. */
const remembered = (count: number) => ({
	mimSmsReports: {
		version: 1,
		silent: [],
		next: 0,
		low: false,
		seen: { account: Array.from({ length: count }, (_, index) => entry(index)) },
	},
});

const POLLS = 20;

/** Polls one after another that find nothing new, and as many bare requests. */
const subjects = ({ engine, gateway }: Stage) => {
	const address = `${gateway.baseUrl}/miscapi/${gateway.apiKey}/getDLR/getAll`;
	const open = (count: number) =>
		engine.poller(
			{
				type: 'mimSmsTrigger',
				credentials: 'account',
				parameters: { events: ['delivered', 'failed'], source: 'account', options: {} },
			},
			{ activationMode: 'init', staticData: remembered(count) },
		);
	const pollers = new Map<number, ReturnType<Engine['poller']>>();
	return {
		async ours(count: number) {
			const poller = pollers.get(count) ?? open(count);
			pollers.set(count, poller);
			for (let i = 0; i < POLLS; i++) await poller.pollBare();
		},
		bare: () =>
			withAgent(1, async (agent) => {
				for (let i = 0; i < POLLS; i++) await getOnce(agent, address);
			}),
	};
};

async function measure({ gateway, compare, scaling, line, short }: Bench<Name> & Stage) {
	const sizes = [200, 600, 2_000];
	const most = sizes[sizes.length - 1];
	await gateway.reset();
	for (const latency of short([20], [0, 20, 100])) {
		const prepare = () => gateway.reset(latency);
		const times = await compare(['ours', 'bare'], most, { prepare });
		const growth =
			latency === 0 ? (await scaling('ours', sizes, { prepare, known: { [most]: times.ours } })).growth : undefined;
		line({
			work: `a poll with ${count(most)} reports remembered, an empty page, ${latency} ms`,
			against: 'bare request',
			unit: 'time',
			ours: times.ours / POLLS,
			theirs: times.bare / POLLS,
			goal: latency === 0 ? undefined : { most: 1.5 },
			growth,
		});
	}
	await gateway.reset();
	await gateway.add(100);
	await gateway.set({ getAllStyle: 'newest100', latency: 20 });
	const times = await compare(['ours', 'bare'], most);
	await gateway.set({ getAllStyle: 'once', latency: 0 });
	line({
		work: `a poll with ${count(most)} reports remembered, 100 known ones again, 20 ms`,
		against: 'bare request',
		unit: 'time',
		ours: times.ours / POLLS,
		theirs: times.bare / POLLS,
	});
}

export const quietPoll: EngineRow<Name> = {
	title: 'a poll with nothing new',
	needsEngine: true,
	subjects,
	measure,
	profiled: { ours: 2_000 },
};
