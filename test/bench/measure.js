'use strict';

const LIMIT = 120_000;

function median(values) {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Rejects when something takes longer than `limit` ms. */
async function bounded(promise, what, limit = LIMIT) {
	let timer;
	const late = new Promise((_, reject) => {
		timer = setTimeout(() => reject(new Error(`${what} took longer than ${limit / 1000} s`)), limit);
	});
	return await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Milliseconds that one run takes, after the garbage of the one before was collected. */
async function timeOf(name, run) {
	globalThis.gc?.();
	const start = process.hrtime.bigint();
	await bounded(Promise.resolve(run()), name);
	return Number(process.hrtime.bigint() - start) / 1e6;
}

/**
 * Runs all contenders side by side: one after another in each round, beginning with another one each time.
 * @param {Record<string, { prepare?: () => unknown, run: () => unknown, rounds?: number }>} contenders
 * @param {number} rounds
 * @returns {Promise<Record<string, number>>} the median in ms of each
 */
async function sideBySide(contenders, rounds) {
	const names = Object.keys(contenders);
	const times = Object.fromEntries(names.map((name) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		for (let i = 0; i < names.length; i++) {
			const name = names[(i + round) % names.length];
			const { prepare, run, rounds: own = rounds } = contenders[name];
			if (round >= own) continue;
			await prepare?.();
			times[name].push(await timeOf(name, run));
		}
	}
	return Object.fromEntries(names.map((name) => [name, median(times[name])]));
}

/** The same for short synchronous work: each run is repeated until it takes `least` ms; the result is for one. */
async function sideBySideSync(contenders, rounds, least = 40) {
	const repeated = {};
	const times = {};
	for (const [name, run] of Object.entries(contenders)) {
		let count = 1;
		for (;;) {
			const start = performance.now();
			for (let i = 0; i < count; i++) run();
			const took = performance.now() - start;
			if (took >= least) break;
			count = Math.ceil(count * Math.min(10, (1.2 * least) / Math.max(took, 0.01)));
		}
		times[name] = count;
		repeated[name] = {
			run: () => {
				for (let i = 0; i < count; i++) run();
			},
		};
	}
	const medians = await sideBySide(repeated, rounds);
	return Object.fromEntries(Object.entries(medians).map(([name, ms]) => [name, ms / times[name]]));
}

/**
 * How cost grows with the work: the exponent between the smallest and the largest size. 1.0 is linear, 2.0 quadratic.
 * @param {Array<[size: number, cost: number]>} points
 */
function growth(points) {
	const [[firstSize, firstCost], [lastSize, lastCost]] = [points[0], points.at(-1)];
	return Math.log(lastCost / firstCost) / Math.log(lastSize / firstSize);
}

module.exports = { bounded, growth, median, sideBySide, sideBySideSync };
