'use strict';
/** The tests of one group, with fewer runs of each property: they run once for every mutant. */
process.env.PROPERTY_RUNS ??= '12';

const { reporters: _ofPeople, ...base } = require('../jest.config.js');

module.exports = {
	...base,
	rootDir: '../..',
	testMatch: ['<rootDir>/test/mutation/group.cts'],
	testEnvironment: require.resolve('./environment.js'),
	collectCoverage: false,
};
