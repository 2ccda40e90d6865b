'use strict';
/** `npm test`: what a change breaks most often, in a minute or so. `npm run test:full` runs every test, with more runs of each property. */
process.env.PROPERTY_RUNS ??= '100';

const base = require('./jest.config.js');

/** The pure core and what lies next to it, in full: a folder each, with those in it. */
const FOLDERS = ['bridge', 'credentials', 'gateway'];

/** Of the rest one file for each thing that the package does. */
const FILES = [
	'contract/operations',
	'engine/executions',
	'expressions/fieldExpressions',
	'node/description',
	'node/errors',
	'node/filledInFields',
	'node/reports',
	'node/send',
	'node/tools',
	'node/v2',
	'package/functions',
	'package/manifest',
	'package/types',
	'readme/architecture',
	'sending/sendMany',
	'simulator/calls',
	'trigger/account',
	'trigger/filter',
	'trigger/parameters',
	'trigger/pollState',
	'trigger/stateLimits',
	'words/words',
];

module.exports = {
	...base,
	testMatch: [
		...FOLDERS.map((folder) => `<rootDir>/test/${folder}/**/*.test.cts`),
		...FILES.map((file) => `<rootDir>/test/${file}.test.cts`),
	],
};
