'use strict';

/** Ends the output with one line that says how the run went, for those who read only the last line. */
class SummaryReporter {
	onRunComplete(_contexts, { numPassedTests, numFailedTests, numFailedTestSuites, numRuntimeErrorTestSuites }) {
		const failed = numFailedTests + (numFailedTests === 0 ? Math.max(numFailedTestSuites, numRuntimeErrorTestSuites) : 0);
		// After the default reporter has written its own summary.
		process.on('exit', () => process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`));
	}
}

module.exports = SummaryReporter;
