/**
 * Compares what the node fills in by itself with what n8n gives, on one of its engines: `compare.cts <engine>`. It is a program,
 * since n8n loads its sandboxes in a way that jest does not know, and isolated-vm needs Node 24. It prints how many draws were filled in.
 */
import { deepStrictEqual } from 'node:assert';
import { inspect } from 'node:util';
import { fieldFiller } from '../../nodes/MimSms/expressions/fieldFiller';
import * as fc from '../properties.cts';
import { draws } from './draws.cts';
import { openExpressions, type ExpressionEngine } from './n8nExpressions.cts';

async function main(engine: ExpressionEngine) {
	const n8n = await openExpressions(engine);
	let filled = 0;
	fc.assert(
		fc.property(draws, ({ parameter, json }) => {
			const ours = fieldFiller({ parameter }, () => json)('parameter', 0);
			if (ours === undefined) return;
			filled += 1;
			const theirs = n8n.read(parameter, json);
			deepStrictEqual(ours, theirs, `n8n gives ${inspect(theirs)}, the node fills in ${inspect(ours)}`);
		}),
	);
	await n8n.close();
	console.log(filled);
}

main(process.argv[2] as ExpressionEngine).then(
	() => process.exit(0),
	(error) => {
		console.error(error instanceof Error ? error.message : error);
		process.exit(1);
	},
);
