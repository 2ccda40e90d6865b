'use strict';

/** Ends the output with how to replay the properties, and with one line that says how the run went, for those who read only the last line. */
class SummaryReporter {
	onRunComplete(_contexts, { numPassedTests, numFailedTests, numFailedTestSuites, numRuntimeErrorTestSuites }) {
		const failed =
			numFailedTests + (numFailedTests === 0 ? Math.max(numFailedTestSuites, numRuntimeErrorTestSuites) : 0);
		// After the default reporter has written its own summary.
		const seed = `Properties: seed ${process.env.PROPERTY_SEED}; PROPERTY_SEED=${process.env.PROPERTY_SEED} replays them`;
		process.on('exit', () => process.stdout.write(`${seed}\n${numPassedTests} passed, ${failed} failed\n`));
	}
}

module.exports = SummaryReporter;
