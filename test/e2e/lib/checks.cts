import { setTimeout as sleep } from 'node:timers/promises';

export { sleep };

/** Counts what holds and what doesn't; a failed check doesn't stop the step unless what follows builds on it. */
export const counts = { passed: 0, failed: 0 };

export function passed(what: string) {
	counts.passed++;
	console.log(`  ✓ ${what}`);
}

export function failed(what: string, error: unknown) {
	counts.failed++;
	console.log(
		`  ✗ ${what}\n      ${String(error instanceof Error ? (error.stack ?? error) : error)
			.split('\n')
			.slice(0, 16)
			.join('\n      ')}`,
	);
}

let look: () => unknown = () => {};

/** From now on `show` runs after each check that fails, such as to take a picture of the page. */
export function showFailures(show: () => unknown) {
	look = show;
}

/** Runs one check. */
export async function check(what: string, run: () => unknown): Promise<void> {
	try {
		await run();
		passed(what);
	} catch (error) {
		failed(what, error);
		await look();
	}
}

/** A fact that is printed, not judged. */
export const tell = (line: string) => console.log(`    ${line}`);

interface Patience {
	/** ms at most */
	within?: number;
	/** ms between two looks */
	every?: number;
	what?: string;
}

/** Waits until something holds, and returns it. */
export async function until<T>(
	find: () => T | Promise<T>,
	{ within = 30_000, every = 250, what = 'what was waited for' }: Patience = {},
): Promise<Exclude<T, undefined | null | false | '' | 0>> {
	const end = Date.now() + within;
	for (;;) {
		const value = await find();
		if (value) return value as Exclude<T, undefined | null | false | '' | 0>;
		if (Date.now() > end) throw new Error(`${what} did not come about within ${within / 1000} s`);
		await sleep(every);
	}
}
