/** What a row's process needs: n8n's engine with the nodes in it, n8n's expression engine, and the gateway beside it. */
import { fromN8n } from './host.cts';
import { openEngine } from './engine.cts';
import { startGateway } from './gateway.cts';
import type { Bench, Row, Subject } from './row.cts';

type N8nWorkflow = typeof import('n8n-workflow');
type ExpressionOptions = Parameters<N8nWorkflow['Expression']['initExpressionEngine']>[0];

/** What evaluates expressions. `legacy`: without a sandbox, as before 2.x; `vm` is the server's default. */
export type Expressions = ExpressionOptions['engine'];

/** A row, ready to run. */
export interface Scene {
	subjects: Record<string, Subject>;
	/** Before a single run. */
	prepare(size: number): Promise<unknown>;
	measure(bench: Bench<string>): Promise<void>;
	close(): Promise<void>;
}

/** As n8n's server starts it; what is not the engine is the server's default. */
async function startExpressions(engine: Expressions) {
	if (engine === 'legacy') return;
	const { Expression } = fromN8n('n8n-workflow') as N8nWorkflow;
	await Expression.initExpressionEngine({
		engine,
		poolSize: 1,
		maxCodeCacheSize: 1024,
		bridgeTimeout: 5000,
		bridgeMemoryLimit: 128,
	});
}

export async function openScene(row: Row, expressions: Expressions): Promise<Scene> {
	if (!row.needsEngine) {
		return {
			subjects: row.subjects(),
			prepare: async () => {},
			measure: async (bench) => await row.measure(bench),
			close: async () => {},
		};
	}
	await startExpressions(expressions);
	const gateway = await startGateway();
	const stage = { gateway, engine: await openEngine(gateway) };
	return {
		subjects: row.subjects(stage),
		prepare: async (size) => await (row.prepare ? row.prepare(stage, size) : gateway.reset()),
		measure: async (bench) => await row.measure({ ...bench, ...stage }),
		close: gateway.close,
	};
}
