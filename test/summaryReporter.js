'use strict';

/** The engines of n8n with which expressions were compared, by the titles of test/expressions/engines.test.cts. */
const enginesOf = (testResults) =>
	testResults
		.flatMap((file) => file.testResults)
		.filter(({ status }) => status === 'passed')
		.flatMap(({ title }) => /^n8n's expression engine (\w+)/.exec(title)?.[1] ?? []);

/**
 * Ends the output with how to replay the properties, with the expression engines that ran, and with one line that says how the run
 * went, for those who read only the last line.
 */
class SummaryReporter {
	onRunComplete(
		_contexts,
		{ numPassedTests, numFailedTests, numFailedTestSuites, numRuntimeErrorTestSuites, testResults },
	) {
		const failed =
			numFailedTests + (numFailedTests === 0 ? Math.max(numFailedTestSuites, numRuntimeErrorTestSuites) : 0);
		// After the default reporter has written its own summary.
		const seed = `Properties: seed ${process.env.PROPERTY_SEED}; PROPERTY_SEED=${process.env.PROPERTY_SEED} replays them`;
		const engines = enginesOf(testResults);
		const compared = engines.length > 0 ? `Expressions compared with n8n's engines: ${engines.join(', ')}\n` : '';
		process.on('exit', () => process.stdout.write(`${seed}\n${compared}${numPassedTests} passed, ${failed} failed\n`));
	}
}

module.exports = SummaryReporter;
