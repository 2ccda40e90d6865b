'use strict';
/** The tests of one group as one file of jest: a run for one mutant then takes a second, and not one for each file. */
const groups = require('./groups');

const { tests } = groups[process.env.MUTATION_GROUP];

describe.each(tests)('%s', (test) => {
	require(`../${test}.test`);
});
