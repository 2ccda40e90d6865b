/** 2,000 rows, sent by twenty executions at once. */
import { tally } from '../lib/executions.cts';
import type { RunningN8n } from '../lib/n8n.cts';
import { call } from '../lib/workflows.cts';
import type { Simulator } from '../../simulator/index.cts';

/** A sent row, as Send gives it. */
type SentRow = { to: string[]; status: string };

/** One execution that was started, with the numbers of its rows. */
export interface Started {
	answer: Promise<{ items: SentRow[]; error?: undefined } | { items?: undefined; error: string }>;
	numbers: string[];
}

export const ROWS = 2_000;
export const EXECUTIONS = 20;
export const SHARE = ROWS / EXECUTIONS;

export const rowsFrom = (from: number, count: number) =>
	Array.from({ length: count }, (_, i) => ({
		to: `88017${10_000_000 + (from + i) * 100 + 1}`,
		message: `Row ${from + i}`,
	}));

/** Starts all executions of a wave at once, each with its share of rows. */
export function sendWave(main: RunningN8n, from: number, addresses: string[]): Started[] {
	return Array.from({ length: EXECUTIONS }, (_, i) => {
		const share = rowsFrom(from + i * SHARE, SHARE);
		const answer = call<SentRow>(main, addresses[i % addresses.length], { rows: share }).then(
			(items) => ({ items }),
			(error: Error) => ({ error: error.message }),
		);
		return { answer, numbers: share.map(({ to }) => to) };
	});
}

/** How many of the rows the gateway has heard of once, more often, never. */
export function timesSent(simulator: Simulator, wave: Started[]) {
	const numbers = wave.flatMap((started) => started.numbers);
	const times = tally(simulator.messages.map(({ to }) => to));
	const having = (isSo: (count: number) => boolean) => numbers.filter((number) => isSo(times.get(number) ?? 0)).length;
	return {
		once: having((count) => count === 1),
		twice: having((count) => count > 1),
		never: having((count) => count === 0),
	};
}
