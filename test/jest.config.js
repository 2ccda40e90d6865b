'use strict';
/** `npm run test:full`, and what the other runs begin with. */

// The seed of all properties of this run; its processes inherit it. The reporter prints it.
process.env.PROPERTY_SEED ??= String(Date.now() % 2 ** 31);

module.exports = {
	rootDir: '..',
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/**/*.test.cts'],
	moduleFileExtensions: ['js', 'cts', 'ts', 'cjs', 'mjs', 'json', 'node'],
	modulePathIgnorePatterns: ['<rootDir>/.n8n-dev'],
	// The core is tested from its source, so that coverage names its lines; nodes are tested as built, on n8n's engine.
	transform: {
		'\\.c?ts$': [
			'ts-jest',
			{
				diagnostics: false,
				tsconfig: { module: 'commonjs', target: 'es2022', esModuleInterop: true, isolatedModules: true },
			},
		],
	},
	moduleNameMapper: { '^(?:\\.\\./)+vendor$': '<rootDir>/dist/nodes/MimSms/vendor.js' },
	reporters: ['default', '<rootDir>/test/summaryReporter.js'],
	testSequencer: '<rootDir>/test/slowFirst.js',
	maxWorkers: 2,
	testTimeout: 120_000,
	collectCoverageFrom: ['expressions', 'gateway', 'trigger'].map((room) => `nodes/MimSms/${room}/**/*.ts`),
	coverageReporters: ['text-summary'],
	coverageThreshold: { global: { statements: 100, branches: 100, functions: 100, lines: 100 } },
};
