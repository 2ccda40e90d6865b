'use strict';
const { createHash } = require('node:crypto');
const { getOnce, withAgent } = require('../bare');

const entry = (index) => createHash('sha256').update(String(index)).digest('base64url').slice(0, 12);

/** What the trigger has stored after so many reports. */
const remembered = (count) => ({
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
const subjects = ({ engine, gateway }) => {
	const address = `${gateway.baseUrl}/miscapi/${gateway.apiKey}/getDLR/getAll`;
	const open = (count) =>
		engine.poller(
			{
				type: 'mimSmsTrigger',
				credentials: 'account',
				parameters: { events: ['delivered', 'failed'], source: 'account', options: {} },
			},
			{ activationMode: 'init', staticData: remembered(count) },
		);
	const pollers = new Map();
	return {
		async ours(count) {
			if (!pollers.has(count)) pollers.set(count, open(count));
			const poller = pollers.get(count);
			for (let i = 0; i < POLLS; i++) {
				// `execute` is what n8n calls; `poll` would copy the state for tests.
				await poller.outcomes.run({}, () => poller.execute(false));
			}
		},
		bare: () =>
			withAgent(1, async (agent) => {
				for (let i = 0; i < POLLS; i++) await getOnce(agent, address);
			}),
	};
};

async function measure({ gateway, compare, growth: growthOf, count, line, short }) {
	const sizes = [200, 600, 2_000];
	const most = sizes.at(-1);
	await gateway.reset();
	for (const latency of short([20], [0, 20, 100])) {
		const prepare = () => gateway.reset(latency);
		const times = await compare(['ours', 'bare'], most, { prepare });
		const growth =
			latency === 0 ? await growthOf('ours', sizes, { prepare, known: { [most]: times.ours } }) : undefined;
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
	const times = await compare(['ours', 'bare'], most, {});
	await gateway.set({ getAllStyle: 'once', latency: 0 });
	line({
		work: `a poll with ${count(most)} reports remembered, 100 known ones again, 20 ms`,
		against: 'bare request',
		unit: 'time',
		ours: times.ours / POLLS,
		theirs: times.bare / POLLS,
	});
}

module.exports = { title: 'a poll with nothing new', subjects, measure, profiled: { ours: 2_000 } };
