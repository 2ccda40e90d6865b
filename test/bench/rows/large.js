'use strict';
const { runChain } = require('../engine');
const { numberOf } = require('../input');

const MEGABYTE = 1_000_000;
const node = (parameters) => ({
	name: 'MiM',
	type: 'mimSms',
	credentials: 'account',
	parameters: { resource: 'sms', senderId: '', options: {}, ...parameters },
});
const numbers = (count) => Array.from({ length: count }, (_, index) => `+${numberOf(index)}`).join(', ');

/** One large input at a time. */
const subjects = ({ engine }) => ({
	latinText: (size) =>
		runChain(
			engine,
			[node({ operation: 'preview', to: '01712345678', message: '={{ $json.text }}' })],
			[{ text: 'Dear customer, '.repeat(Math.ceil(size / 15)) }],
		),
	banglaText: (size) =>
		runChain(
			engine,
			[node({ operation: 'preview', to: '01712345678', message: '={{ $json.text }}' })],
			[{ text: 'প্রিয় গ্রাহক, '.repeat(Math.ceil(size / 15)) }],
		),
	recipients: (count) =>
		runChain(
			engine,
			[node({ operation: 'preview', to: '={{ $json.to }}', message: 'Hello' })],
			[{ to: numbers(count) }],
		),
	tracked: async (count) => {
		const [item] = await runChain(
			engine,
			[node({ operation: 'sendAndTrack', to: '={{ $json.to }}', message: 'Hello', timeout: 60, interval: 0.1 })],
			[{ to: numbers(count) }],
		);
		if (item.delivered !== count) throw new Error(`${item.delivered} of ${count} were delivered: ${item.reportError}`);
	},
});

async function measure({ gateway, growth: growthOf, count, line, short }) {
	await gateway.set({ repPageSize: 1e9 });
	const works = [
		['latinText', 'a Latin text of 1 MB', [0.1, 0.3, 1].map((size) => size * MEGABYTE)],
		['banglaText', 'a Bangla text of 1 MB', [0.1, 0.3, 1].map((size) => size * MEGABYTE)],
		['recipients', `${count(100_000)} numbers in To`, short([3_000, 10_000, 30_000], [10_000, 30_000, 100_000])],
		['tracked', `${count(10_000)} recipients in one wait`, [1_000, 3_000, 10_000]],
	];
	for (const [name, work, sizes] of works) {
		const known = {};
		const growth = await growthOf(name, sizes, { prepare: () => gateway.reset(), known });
		line({
			work: sizes.at(-1) === 30_000 ? work.replace('100,000', '30,000') : work,
			against: 'growth',
			unit: 'alone',
			ours: known[sizes.at(-1)],
			growth,
			growthGoal: 1.2,
		});
	}
	await gateway.set({ repPageSize: 100 });
}

module.exports = {
	title: 'large inputs',
	subjects,
	measure,
	profiled: { latinText: MEGABYTE, recipients: 100_000, tracked: 10_000 },
	prepareOne: ({ gateway }) => gateway.reset().then(() => gateway.set({ repPageSize: 1e9 })),
};
