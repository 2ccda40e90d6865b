'use strict';
/** Where the time of our side of a row goes, by whose code it is: a CPU profile of one warm run. */
const { Session } = require('node:inspector/promises');
const { openScene } = require('./scene');

const SHOWN = 14;
const NO_WORK = ['waiting', 'profiler'];

function ownerOf({ url, functionName }) {
	if (functionName === '(idle)') return 'waiting';
	if (url === 'node:inspector') return 'profiler';
	if (functionName === '(garbage collector)') return 'garbage collector';
	if (functionName === '(program)' || url === '' || url.startsWith('node:')) return 'Node';
	if (/\/test\/(?:bench|engine)\//.test(url)) return 'harness';
	if (/\/dist\/(?:nodes|credentials)\//.test(url) && !url.includes('/node_modules/'))
		return /\/(?:vendor|libraries)\.js$/.test(url) ? 'our inlined libraries' : 'ours';
	if (/\/node_modules\/(?:n8n-|@n8n\/)/.test(url)) return 'n8n';
	return "n8n's libraries";
}

const share = (part, whole) => `${((100 * part) / whole).toFixed(0)} %`;

async function profileOf(row, subject, size) {
	const scene = await openScene(row, { expressions: process.env.BENCH_EXPRESSIONS ?? 'legacy' });
	const prepare = async () => await (row.prepareOne?.(scene, size) ?? scene.gateway?.reset());
	await prepare();
	await scene.subjects[subject](size);
	await prepare();
	const session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.setSamplingInterval', { interval: 200 });
	await session.post('Profiler.start');
	await scene.subjects[subject](size);
	const { profile } = await session.post('Profiler.stop');
	await scene.close();
	return profile;
}

function sums(profile) {
	const times = new Map();
	profile.samples.forEach((id, index) => times.set(id, (times.get(id) ?? 0) + profile.timeDeltas[index] / 1000));
	const owners = {};
	const functions = {};
	for (const { id, callFrame } of profile.nodes) {
		const time = times.get(id) ?? 0;
		const owner = ownerOf(callFrame);
		owners[owner] = (owners[owner] ?? 0) + time;
		const place = `${callFrame.functionName || '(anonymous)'} ${callFrame.url.split('/').slice(-2).join('/')}:${callFrame.lineNumber + 1} [${owner}]`;
		if (!NO_WORK.includes(owner)) functions[place] = (functions[place] ?? 0) + time;
	}
	const sorted = (entries) => Object.entries(entries).sort((a, b) => b[1] - a[1]);
	return { owners: sorted(owners), functions: sorted(functions) };
}

async function main([name, subject, size]) {
	const row = require(`./rows/${name}`);
	const { owners, functions } = sums(await profileOf(row, subject, Number(size)));
	const busy = owners.reduce((sum, [owner, ms]) => sum + (NO_WORK.includes(owner) ? 0 : ms), 0);
	console.log(`${row.title}: ${subject}, ${size}: ${busy.toFixed(0)} ms of work`);
	console.log(
		`  ${owners.map(([owner, ms]) => (NO_WORK.includes(owner) ? `(${owner} ${ms.toFixed(0)} ms)` : `${owner} ${share(ms, busy)}`)).join(', ')}`,
	);
	for (const [place, ms] of functions.slice(0, SHOWN)) console.log(`  ${ms.toFixed(0).padStart(6)} ms  ${place}`);
	process.exit(0);
}

main(process.argv.slice(2));
