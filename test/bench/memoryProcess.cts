/** How much a process grows while one subject runs once: peak of its resident memory, in bytes, seen from a thread of its own. */
import { openScene } from './scene.cts';
import { Worker } from 'node:worker_threads';
import type { MemoryQuestion } from './memory.cts';
import { rows } from './rows/index.cts';

const SAMPLER = `
	const { parentPort, workerData } = require('node:worker_threads');
	const peak = new Float64Array(workerData);
	setInterval(() => { peak[0] = Math.max(peak[0], process.memoryUsage.rss()); }, 5);
	parentPort.postMessage('ready');
`;

/** Watches the memory of this process; what is given ends it, and returns the growth. */
async function watchGrowth(): Promise<() => Promise<number>> {
	const shared = new SharedArrayBuffer(8);
	const peak = new Float64Array(shared);
	// A thread inherits what this process preloads: TypeScript is no part of what is measured.
	const sampler = new Worker(SAMPLER, { eval: true, workerData: shared, execArgv: [] });
	await new Promise((resolve) => sampler.once('message', resolve));
	globalThis.gc?.();
	globalThis.gc?.();
	const before = process.memoryUsage.rss();
	peak[0] = before;
	return async () => {
		const grown = Math.max(peak[0], process.memoryUsage.rss()) - before;
		await sampler.terminate();
		return grown;
	};
}

async function main({ row, subject, size, expressions }: MemoryQuestion) {
	const { subjects, prepare, close } = await openScene(rows[row], expressions);
	// What is loaded and compiled once is no growth.
	await prepare(100);
	await subjects[subject](100);
	await prepare(size);
	const grown = await watchGrowth();
	await subjects[subject](size);
	console.log(await grown());
	await close();
}

main(JSON.parse(process.argv[2]) as MemoryQuestion).then(
	() => process.exit(0),
	(error) => {
		console.error(error);
		process.exit(1);
	},
);
