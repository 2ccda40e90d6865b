'use strict';
/** What a row's process needs: n8n's engine with the nodes in it, n8n's expression engine, and the gateway beside it. */
const { fromN8n, isInstalled } = require('./host');

/** As n8n's server starts it. `legacy`: without a sandbox, as before 2.x; the rest are the server's defaults. */
async function startExpressions(engine) {
	if (engine === 'legacy') return;
	const { Expression } = fromN8n('n8n-workflow');
	await Expression.initExpressionEngine({
		engine,
		poolSize: 1,
		maxCodeCacheSize: 1024,
		bridgeTimeout: 5000,
		bridgeMemoryLimit: 128,
	});
}

async function openScene(row, { expressions = 'legacy' } = {}) {
	const needsEngine = row.needs?.engine !== false;
	const { startGateway } = require('./gateway');
	const { openEngine } = require('./engine');
	if (needsEngine) await startExpressions(expressions);
	const gateway = needsEngine ? await startGateway() : undefined;
	const engine = needsEngine ? await openEngine(gateway) : undefined;
	const scene = { gateway, engine, hasPeers: isInstalled };
	return { ...scene, subjects: row.subjects?.(scene) ?? {}, close: async () => await gateway?.close() };
}

module.exports = { openScene };
