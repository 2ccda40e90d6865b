import type { IDataObject } from 'n8n-workflow';
import { runChain, type NamedNode } from '../engine.cts';
import type { Gateway } from '../gateway.cts';
import { numberOf } from '../input.cts';
import type { Bench, EngineRow, Stage } from '../row.cts';
import { count } from '../table.cts';

type Name = keyof ReturnType<typeof subjects>;

const MEGABYTE = 1_000_000;
const node = (parameters: IDataObject): NamedNode => ({
	name: 'MiM',
	type: 'mimSms',
	credentials: 'account',
	parameters: { resource: 'sms', senderId: '', options: {}, ...parameters },
});
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `+${numberOf(index)}`).join(', ');

/** One large input at a time. */
const subjects = ({ engine }: Stage) => ({
	latinText: (size: number) =>
		runChain(
			engine,
			[node({ operation: 'preview', to: '01712345678', message: '={{ $json.text }}' })],
			[{ text: 'Dear customer, '.repeat(Math.ceil(size / 15)) }],
		),
	banglaText: (size: number) =>
		runChain(
			engine,
			[node({ operation: 'preview', to: '01712345678', message: '={{ $json.text }}' })],
			[{ text: 'প্রিয় গ্রাহক, '.repeat(Math.ceil(size / 15)) }],
		),
	recipients: (count: number) =>
		runChain(
			engine,
			[node({ operation: 'preview', to: '={{ $json.to }}', message: 'Hello' })],
			[{ to: numbers(count) }],
		),
	tracked: async (count: number) => {
		const [item] = await runChain(
			engine,
			[node({ operation: 'sendAndTrack', to: '={{ $json.to }}', message: 'Hello', timeout: 60, interval: 0.1 })],
			[{ to: numbers(count) }],
		);
		if (item.delivered !== count) throw new Error(`${item.delivered} of ${count} were delivered: ${item.reportError}`);
	},
});

/** A gateway that shows all reports of a send at once. */
async function prepareGateway(gateway: Gateway) {
	await gateway.reset();
	await gateway.set({ repPageSize: 1e9 });
}

async function measure({ gateway, scaling, line, short }: Bench<Name> & Stage) {
	await prepareGateway(gateway);
	const works: Array<[name: Name, work: string, sizes: number[]]> = [
		['latinText', 'a Latin text of 1 MB', [0.1, 0.3, 1].map((size) => size * MEGABYTE)],
		['banglaText', 'a Bangla text of 1 MB', [0.1, 0.3, 1].map((size) => size * MEGABYTE)],
		['recipients', `${count(100_000)} numbers in To`, short([3_000, 10_000, 30_000], [10_000, 30_000, 100_000])],
		['tracked', `${count(10_000)} recipients in one wait`, [1_000, 3_000, 10_000]],
	];
	for (const [name, work, sizes] of works) {
		const { growth, largest } = await scaling(name, sizes, { prepare: () => gateway.reset() });
		line({
			work: sizes.at(-1) === 30_000 ? work.replace('100,000', '30,000') : work,
			against: 'growth',
			unit: 'alone',
			ours: largest,
			growth,
			growthGoal: 1.2,
		});
	}
	await gateway.set({ repPageSize: 100 });
}

export const large: EngineRow<Name> = {
	title: 'large inputs',
	needsEngine: true,
	subjects,
	prepare: ({ gateway }) => prepareGateway(gateway),
	measure,
	profiled: { latinText: MEGABYTE, recipients: 100_000, tracked: 10_000 },
};
