import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { RUN_TYPESCRIPT } from '../typescript.cts';
import { median } from './measure.cts';
import type { RowName } from './rows/index.cts';
import type { Expressions } from './scene.cts';

const LIMIT = 180_000;

/** Whose memory is asked for. */
export interface MemoryQuestion {
	row: RowName;
	subject: string;
	size: number;
	expressions: Expressions;
}

/** By how many bytes a process grows at most while one subject runs once, in a child process that does nothing else; the median of some. */
export async function memoryGrowth(question: MemoryQuestion, times = 3): Promise<number> {
	const grown: number[] = [];
	for (let i = 0; i < times; i++) {
		const program = path.join(__dirname, 'memoryProcess.cts');
		const { stdout } = await promisify(execFile)(
			process.execPath,
			['--expose-gc', '--max-old-space-size=4096', ...RUN_TYPESCRIPT, program, JSON.stringify(question)],
			{ timeout: LIMIT },
		);
		grown.push(Number(stdout.trim().split('\n').at(-1)));
	}
	return median(grown);
}
