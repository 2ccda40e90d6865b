const LIMIT = 120_000;

export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Rejects when something takes longer than `limit` ms. */
export async function bounded<T>(promise: Promise<T>, what: string, limit = LIMIT): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`${what} took longer than ${limit / 1000} s`)), limit);
	});
	return await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Milliseconds that one run takes, after the garbage of the one before was collected. */
async function timeOf(name: string, run: () => unknown): Promise<number> {
	globalThis.gc?.();
	const start = process.hrtime.bigint();
	await bounded(Promise.resolve(run()), name);
	return Number(process.hrtime.bigint() - start) / 1e6;
}

/** One of those that are measured side by side. */
export interface Contender<Name extends string> {
	name: Name;
	/** Not measured; before each run. */
	prepare?: () => unknown;
	run: () => unknown;
}

const byName = <Name extends string>(entries: Array<[Name, number]>) =>
	Object.fromEntries(entries) as Record<Name, number>;

/**
 * Runs all contenders side by side: one after another in each round, beginning with another one each time.
 * Returns the median in ms of each.
 */
export async function sideBySide<Name extends string>(
	contenders: Array<Contender<Name>>,
	rounds: number,
): Promise<Record<Name, number>> {
	const times = contenders.map((): number[] => []);
	for (let round = 0; round < rounds; round++) {
		for (let i = 0; i < contenders.length; i++) {
			const at = (i + round) % contenders.length;
			const { name, prepare, run } = contenders[at];
			await prepare?.();
			times[at].push(await timeOf(name, run));
		}
	}
	return byName(contenders.map(({ name }, at) => [name, median(times[at])]));
}

/** The same for short synchronous work: each run is repeated until it takes `least` ms; the result is for one. */
export async function sideBySideSync<Name extends string>(
	runs: Record<Name, () => unknown>,
	rounds: number,
	least = 40,
): Promise<Record<Name, number>> {
	const repeated = (Object.entries(runs) as Array<[Name, () => unknown]>).map(([name, run]) => {
		const count = repetitions(run, least);
		const repeat = () => {
			for (let i = 0; i < count; i++) run();
		};
		return { name, count, run: repeat };
	});
	const medians = await sideBySide(repeated, rounds);
	return byName(repeated.map(({ name, count }) => [name, medians[name] / count]));
}

/** How often something has to run to take `least` ms. */
function repetitions(run: () => unknown, least: number): number {
	for (let count = 1; ; ) {
		const start = performance.now();
		for (let i = 0; i < count; i++) run();
		const took = performance.now() - start;
		if (took >= least) return count;
		count = Math.ceil(count * Math.min(10, (1.2 * least) / Math.max(took, 0.01)));
	}
}

/** How cost grows with the work: the exponent between the smallest and the largest size. 1.0 is linear, 2.0 quadratic. */
export function growth(points: Array<[size: number, cost: number]>): number {
	const [firstSize, firstCost] = points[0];
	const [lastSize, lastCost] = points[points.length - 1];
	return Math.log(lastCost / firstCost) / Math.log(lastSize / firstSize);
}
