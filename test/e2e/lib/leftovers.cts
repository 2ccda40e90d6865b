/** An interrupted run leaves nothing: Ctrl-C ends every program that it started, and removes its folders. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folders = new Set<string>();

/** A folder of its own, removed by its owner or, at the latest, when the run is interrupted. */
export function temporaryFolder(prefix = 'mimsms-e2e-'): string {
	const folder = mkdtempSync(path.join(tmpdir(), prefix));
	folders.add(folder);
	return folder;
}

export function endOnSignals() {
	for (const [signal, code] of [
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
	] as const) {
		process.once(signal, () => {
			// After the listeners that end the programs, which were there before.
			process.once('exit', () =>
				folders.forEach((folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })),
			);
			process.exit(code);
		});
	}
}
