import type { IDataObject } from 'n8n-workflow';
import { evaluated, readCount } from '../../bridge/input/readers';
import type { Run } from '../../bridge/run/run';
import { required } from '../../bridge/send/prepare';
import type { Result } from '../../gateway/fault';
import { readOptions } from './draft';

/** Requests with one text at the same time, where the user says nothing. */
export const AT_ONCE = 20;

/** How many requests of the run may be on their way at once: what the first item says. */
export const readParallelCalls = (run: Run, fallback: number): number =>
	runOption(run, (options) => readCount('Parallel Calls', options.parallelCalls, fallback, 100), fallback);

/** An option of the whole run. Where the first item's options can't be evaluated, that item is refused later, and `fallback` serves the others. */
export function runOption<T>(run: Run, read: (options: IDataObject) => Result<T>, fallback: T): T {
	const options = evaluated(() => readOptions(run, run.items[0] ?? 0));
	return options.ok ? required(run, read(options.value)) : fallback;
}
