/** What the node fills in by itself is what n8n gives, on each of its engines. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { RUNS } from '../properties.cts';
import { RUN_TYPESCRIPT } from '../typescript.cts';
import type { ExpressionEngine } from './n8nExpressions.cts';

const HAS_NODE_24 = Number(process.versions.node.split('.')[0]) >= 24;
/** isolated-vm needs Node 24: this one, or the one that `npm run fuzz` brings. */
const NODE_24 = HAS_NODE_24 ? process.execPath : process.env.NODE_24;

const ENGINES: Array<[ExpressionEngine, node: string]> = [
	['legacy', process.execPath],
	['quickjs', process.execPath],
];
if (NODE_24 !== undefined) ENGINES.push(['vm', NODE_24]);

// The reporter reads from these names which engines ran.
it.each(ENGINES)("n8n's expression engine %s gives what the node fills in", async (engine, node) => {
	const program = path.join(__dirname, 'compare.cts');
	const { stdout } = await promisify(execFile)(node, [
		'--max-old-space-size=4096',
		...RUN_TYPESCRIPT,
		...[program, engine],
	]);

	// Draws of which none is filled in would show nothing.
	expect(Number(stdout)).toBeGreaterThan(RUNS / 10);
});
