'use strict';
const { TestEnvironment } = require('jest-environment-node');

/** Skips what is left once a test has failed: the change is noticed. */
module.exports = class extends TestEnvironment {
	isNoticed = false;

	handleTestEvent({ name, test }) {
		if (name === 'test_done' && test.errors.length > 0) this.isNoticed = true;
		if (name === 'test_start' && this.isNoticed) test.mode = 'skip';
	}
};
