'use strict';
/** The tests of the two cores alone, with fewer runs of each property: they run once for every mutant. */
process.env.PROPERTY_RUNS ??= '20';

const { reporters: _ofPeople, ...base } = require('../jest.config.js');

module.exports = {
	...base,
	rootDir: '../..',
	testMatch: [
		'<rootDir>/test/gateway/**/*.test.js',
		'<rootDir>/test/hostile/lyingGateway.test.js',
		'<rootDir>/test/readme/readme.test.js',
		'<rootDir>/test/sending/{batches,tally}.test.js',
		'<rootDir>/test/trigger/{filter,pollState,stateLimits}.test.js',
	],
	collectCoverage: false,
};
