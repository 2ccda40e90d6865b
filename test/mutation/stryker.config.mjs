// Mutation testing of the two cores that know nothing of n8n: which changes of the code would no test notice?
import os from 'node:os';
import path from 'node:path';

export default {
	mutate: ['nodes/MimSms/gateway/**/*.ts', 'nodes/MimSms/trigger/**/*.ts'],
	testRunner: 'jest',
	jest: { configFile: 'test/mutation/jest.config.js' },
	coverageAnalysis: 'perTest',
	checkers: [],
	concurrency: Number(process.env.MUTATION_CONCURRENCY ?? 1),
	ignoreStatic: false,
	tempDirName: path.join(os.tmpdir(), `n8n-nodes-mimsms-mutation-${process.pid}`),
	ignorePatterns: ['.n8n-dev'],
	allowEmpty: false,
	timeoutMS: 5_000,
	reporters: ['clear-text', 'progress-append-only', ...(process.env.MUTATION_REPORT ? ['json'] : [])],
	jsonReporter: { fileName: process.env.MUTATION_REPORT },
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
	thresholds: { high: 95, low: 90, break: 90 },
};
