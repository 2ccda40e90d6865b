'use strict';
/**
 * Runs workflows, credential tests, AI tools and polling triggers on n8n's own engine (n8n-core), without n8n's server.
 *
 *     const pkg = await loadPackage();
 *     const engine = new Engine({ packages: [pkg], credentials: { mim: { type: 'mimSmsApi', name: 'MiM', data: { … } } } });
 *     const run = await engine.runNode({ type: 'mimSms', parameters: { … }, credentials: 'mim', retryOnFail: true }, { input: [{ … }] });
 *     run.status; run.error?.message; run.items('MiM SMS'); run.stored; run.log;
 */
const { Engine } = require('./engine');
const { loadPackage } = require('./packageLoader');
const { workflow } = require('./workflowBuilder');

module.exports = { Engine, loadPackage, workflow };
