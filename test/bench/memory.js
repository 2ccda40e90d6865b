'use strict';
/** How much a process grows while one subject runs once: peak of its resident memory, in bytes, seen from a thread of its own. */
const { execFile } = require('node:child_process');
const path = require('node:path');
const { promisify } = require('node:util');
const { Worker } = require('node:worker_threads');

const LIMIT = 180_000;
const SAMPLER = `
	const { parentPort, workerData } = require('node:worker_threads');
	const peak = new Float64Array(workerData);
	setInterval(() => { peak[0] = Math.max(peak[0], process.memoryUsage.rss()); }, 5);
	parentPort.postMessage('ready');
`;

/** @returns {Promise<number>} of a child process that does nothing else; of three, the median */
async function memoryGrowth(question, times = 3) {
	const grown = [];
	for (let i = 0; i < times; i++) {
		const { stdout } = await promisify(execFile)(
			process.execPath,
			['--expose-gc', '--max-old-space-size=4096', __filename, JSON.stringify(question)],
			{ timeout: LIMIT },
		);
		grown.push(Number(stdout.trim().split('\n').at(-1)));
	}
	return grown.sort((a, b) => a - b)[times >> 1];
}

async function main({ row: name, subject, size, expressions }) {
	const row = require(`./rows/${name}`);
	const { openScene } = require('./scene');
	const scene = await openScene(row, { expressions });
	const prepare = async (count) => await (row.prepareOne?.(scene, count) ?? scene.gateway.reset());
	// What is loaded and compiled once is no growth.
	await prepare(100);
	await scene.subjects[subject](100);
	await prepare(size);

	const shared = new SharedArrayBuffer(8);
	const peak = new Float64Array(shared);
	const sampler = new Worker(SAMPLER, { eval: true, workerData: shared });
	await new Promise((resolve) => sampler.once('message', resolve));
	globalThis.gc();
	globalThis.gc();
	const before = process.memoryUsage.rss();
	peak[0] = before;
	await scene.subjects[subject](size);
	const grown = Math.max(peak[0], process.memoryUsage.rss()) - before;
	await sampler.terminate();
	await scene.close();
	console.log(grown);
}

if (require.main === module)
	main(JSON.parse(process.argv[2])).then(
		() => process.exit(0),
		(error) => {
			console.error(error);
			process.exit(1);
		},
	);

module.exports = { memoryGrowth };
