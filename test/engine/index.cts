/**
 * Runs workflows, credential tests, AI tools and polling triggers on n8n's own engine (n8n-core), without n8n's server.
 *
 *     const pkg = await loadPackage();
 *     const engine = new Engine({ packages: [pkg], credentials: { mim: { type: 'mimSmsApi', name: 'MiM', data: { … } } } });
 *     const run = await engine.runNode({ type: 'mimSms', parameters: { … }, credentials: 'mim', retryOnFail: true }, { input: [{ … }] });
 *     run.status; run.error?.message; run.items('MiM SMS'); run.stored; run.log;
 */
export {
	kill,
	killAfterWait,
	killWithoutLog,
	runsStored,
	stop,
	storeBehindModel,
	storeWithoutRuns,
	takeForKilled,
} from './breakOff.cts';
export type { EnteredCredential } from './credentialStore.cts';
export type { TestResult } from './credentialTest.cts';
export type { DirectAgent } from './directAgent.cts';
export { Engine } from './engine.cts';
export type { PollerOptions, RunOptions, ToolRun } from './engine.cts';
export { pairedIndex } from './execution.cts';
export type { Execution, ItemChoice, Retryable, Run, StartedExecution } from './execution.cts';
export { loadPackage } from './packageLoader.cts';
export type { LoadedPackage, NodePackage } from './packageLoader.cts';
export type { Poller, PollResult } from './poller.cts';
export { workflow } from './workflowBuilder.cts';
export type { NamedNode, NodeSpec, WorkflowBuilder } from './workflowBuilder.cts';
export type { WorkflowJson } from './workflowReader.cts';
