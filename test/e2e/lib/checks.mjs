/** Counts what holds and what doesn't; a failed check doesn't stop the step unless what follows builds on it. */
export const counts = { passed: 0, failed: 0 };

export function passed(what) {
	counts.passed++;
	console.log(`  ✓ ${what}`);
}

export function failed(what, error) {
	counts.failed++;
	console.log(
		`  ✗ ${what}\n      ${String(error?.stack ?? error)
			.split('\n')
			.slice(0, 16)
			.join('\n      ')}`,
	);
}

/** Runs one check. @returns what it gives; undefined when it failed */
export async function check(what, run) {
	try {
		const value = await run();
		passed(what);
		return value;
	} catch (error) {
		failed(what, error);
		return undefined;
	}
}

/** A fact that is printed, not judged. */
export const tell = (line) => console.log(`    ${line}`);

export async function until(isSo, { within = 30_000, every = 250, what = 'what was waited for' } = {}) {
	const end = Date.now() + within;
	for (;;) {
		const value = await isSo();
		if (value) return value;
		if (Date.now() > end) throw new Error(`${what} did not come about within ${within / 1000} s`);
		await sleep(every);
	}
}

export const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
