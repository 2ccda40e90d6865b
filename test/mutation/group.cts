/** The tests of one group as one file of jest: a run for one mutant then takes a second, and not one for each file. */
import { GROUPS } from './groups.cts';

const { MUTATION_GROUP: name = '' } = process.env;
const { tests } = GROUPS[name];

describe.each(tests)('%s', (test) => {
	// Which tests these are is known only now.
	require(`../${test}.test`);
});
