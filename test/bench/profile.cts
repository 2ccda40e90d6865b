/** Where the time of our side of a row goes, by whose code it is: a CPU profile of one warm run. */
import type { Profiler, Runtime } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { openScene, type Expressions } from './scene.cts';
import { rowNamed } from './rows/index.cts';
import type { Row } from './row.cts';

const SHOWN = 14;
/** In whose code time goes. */
type Owner =
	| 'waiting'
	| 'profiler'
	| 'garbage collector'
	| 'Node'
	| 'harness'
	| 'our inlined libraries'
	| 'ours'
	| 'n8n'
	| "n8n's libraries";

const NO_WORK: Owner[] = ['waiting', 'profiler'];

function ownerOf({ url, functionName }: Runtime.CallFrame): Owner {
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

const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(0)} %`;

async function profileOf(row: Row, subject: string, size: number): Promise<Profiler.Profile> {
	const scene = await openScene(row, (process.env.BENCH_EXPRESSIONS ?? 'vm') as Expressions);
	await scene.prepare(size);
	await scene.subjects[subject](size);
	await scene.prepare(size);
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

/** ms by owner and by function, most first. */
function sums({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile) {
	const times = new Map<number, number>();
	samples.forEach((id, index) => times.set(id, (times.get(id) ?? 0) + timeDeltas[index] / 1000));
	const owners = new Map<Owner, number>();
	const functions = new Map<string, number>();
	for (const { id, callFrame } of nodes) {
		const time = times.get(id) ?? 0;
		const owner = ownerOf(callFrame);
		owners.set(owner, (owners.get(owner) ?? 0) + time);
		const place = `${callFrame.functionName || '(anonymous)'} ${callFrame.url.split('/').slice(-2).join('/')}:${callFrame.lineNumber + 1} [${owner}]`;
		if (!NO_WORK.includes(owner)) functions.set(place, (functions.get(place) ?? 0) + time);
	}
	const sorted = <Key,>(sum: Map<Key, number>) => [...sum].sort(([, a], [, b]) => b - a);
	return { owners: sorted(owners), functions: sorted(functions) };
}

async function main([name, subject, size]: string[]) {
	const row = rowNamed(name);
	const { owners, functions } = sums(await profileOf(row, subject, Number(size)));
	const busy = owners.reduce((sum, [owner, ms]) => sum + (NO_WORK.includes(owner) ? 0 : ms), 0);
	console.log(`${row.title}: ${subject}, ${size}: ${busy.toFixed(0)} ms of work`);
	console.log(
		`  ${owners.map(([owner, ms]) => (NO_WORK.includes(owner) ? `(${owner} ${ms.toFixed(0)} ms)` : `${owner} ${share(ms, busy)}`)).join(', ')}`,
	);
	for (const [place, ms] of functions.slice(0, SHOWN)) console.log(`  ${ms.toFixed(0).padStart(6)} ms  ${place}`);
	process.exit(0);
}

void main(process.argv.slice(2));
