import vm from 'node:vm';

/**
 * Runs `work` and gives its result; throws when it takes longer. No measure of speed: it turns what would hang for
 * minutes (a pattern that tries all ways to split a run of spaces) into a failure.
 */
export const withinSeconds = <T,>(seconds: number, work: () => T): T =>
	vm.runInNewContext('work()', { work }, { timeout: seconds * 1000 });
