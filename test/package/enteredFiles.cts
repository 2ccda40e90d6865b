/** Which source files a run enters: those of which a function is called. What runs while a file is loaded does not count. */
import { Session } from 'node:inspector/promises';

/** The build names each source above its lines. */
const SOURCE_LINE = /^\/\/ ((?:nodes|credentials)\/\S+\.ts)$/gm;

/** The sources in a built file, with the place where each begins. */
const sourcesIn = (built: string) => [...built.matchAll(SOURCE_LINE)].map(({ 1: file, index }) => ({ file, index }));

/** The source files that `run` enters, sorted; the built package is loaded by now, and has run before. */
export async function enteredFiles(run: () => Promise<unknown>): Promise<string[]> {
	const session = new Session();
	session.connect();
	await session.post('Debugger.enable');
	await session.post('Profiler.enable');
	await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
	await run();
	const { result } = await session.post('Profiler.takePreciseCoverage');
	const entered = new Set<string>();
	for (const { url, scriptId, functions } of result) {
		if (!/\/dist\/(?:nodes|credentials)\//.test(url) || url.endsWith('/vendor.js')) continue;
		const { scriptSource } = await session.post('Debugger.getScriptSource', { scriptId });
		const sources = sourcesIn(scriptSource);
		for (const { ranges } of functions) {
			const [{ count, startOffset }] = ranges;
			const source = sources.filter(({ index }) => index < startOffset).at(-1);
			if (count > 0 && source) entered.add(source.file);
		}
	}
	session.disconnect();
	return [...entered].sort();
}
